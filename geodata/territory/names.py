"""Names of planning districts, however people write them."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

PREFIXES = re.compile(
    r"^(ambito territoriale sociale|ambito territoriale|ambito sociale|ambito|distretto|ufficio di piano|ats)\b"
    r"( (di|del|della|dell|dei)\b)?( ven \d+)?"
)
NUMBER_AT_END = re.compile(r" \d+$")


def fold(words: str) -> str:
    """Return lower-case letters and digits without accents, one space between words."""
    plain = unicodedata.normalize("NFKD", words)
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()
    return " ".join(re.findall(r"[a-z0-9]+", letters))


def bare(words: str) -> str:
    """Return folded words without what surrounds a district's name: "Ambito …", "ATS VEN_22 …", "… - 11"."""
    folded = fold(words)
    inner = NUMBER_AT_END.sub("", PREFIXES.sub("", folded)).strip()
    return inner or folded


def parts(name: str) -> Iterator[str]:
    """Yield the parts by which people call a district: "Magenta" and "Magentino", "Garda" and "Salò"."""
    outer, _, rest = name.partition("(")
    inner = rest.partition(")")[0]
    yield from (outer, inner, *outer.split(" - "), *inner.split("-"))


def aliases(names: Mapping[str, str]) -> dict[str, str]:
    """
    Map every unambiguous way to write a district to its id.

    Parameters
    ----------
    names
        ``district_id`` -> ``district_name``.

    Returns
    -------
    aliases
        Bare words -> ``district_id``. Ids and whole names come before parts; a part that two districts share
        ("Adda Martesana") means neither.
    """
    whole = {bare(words): district_id for district_id, name in names.items() for words in (district_id, name)}
    shared: dict[str, set[str]] = {}
    for district_id, name in names.items():
        for part in parts(name):
            shared.setdefault(bare(part), set()).add(district_id)
    single = {words: min(ids) for words, ids in shared.items() if len(ids) == 1 and words and not words.isdecimal()}
    return {**single, **whole}
