"""Street and house number as they are compared: Via G. Garibaldi, 12/B and VIALE GIUSEPPE GARIBALDI 12."""

import functools
import re
from dataclasses import dataclass

from geodata.cleaning.text import clean_text
from welfare_map.register.duplicates.names import SAINT, SAINTS, SHORT_SAINT, STOP_WORDS, folded, in_digits

STREET_TYPES = frozenset(
    "via v vle viale vial piazza pza pzza pz p piazzale ple pzle corso cso largo lgo vicolo vic vlo strada str "  # noqa: SIM905  # a list of words reads best as words
    "contrada so go galleria gall loc localita fraz frazione cascina casc salita passaggio vicoletto zza le za".split()
)
"""Kinds of street and their short forms; people mix them up, so they do not count."""
SILENT_WORDS = STREET_TYPES | STOP_WORDS
HOUSE_NUMBER = re.compile(r"(?<=[\s,])(\d+)\s*(?:[/\-]?\s*(?:[a-z]|bis|ter|\d+))?$")


@dataclass(frozen=True, slots=True)
class Street:
    """Words of the street, sorted and joined, and the house number without its letter; "" where unknown."""

    words: str = ""
    number: str = ""


@functools.lru_cache(maxsize=200_000)
def street_of(address: str) -> Street:
    """
    Take an address apart.

    Examples
    --------
    >>> street_of("Via S. Maria, 12/B"), street_of("VIA XXV APRILE 3")
    (Street(words='maria san', number='12'), Street(words='25 aprile', number='3'))
    """
    words = (clean_text(address) or "").casefold()
    words = SHORT_SAINT.sub("s", re.sub(r"\bs\.?n\.?c\.?$", "", words).strip(" ,"))
    found = HOUSE_NUMBER.search(words)
    street = words[: found.start()] if found else words
    tokens = [_word(token) for token in folded(street.replace(".", ". ")).split()]
    kept = [token for token in tokens if token not in SILENT_WORDS and (len(token) > 1 or token.isdigit())]
    return Street(" ".join(sorted(kept)), found[1].lstrip("0") if found else "")


def _word(token: str) -> str:
    if token in SAINTS:
        return SAINT
    return in_digits(token)
