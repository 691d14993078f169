"""Street and house number, written ``Via Garibaldi, 12/B``."""

import re

from geodata.cleaning.names import title_case
from geodata.cleaning.text import clean_text, unquoted

GLUED_NUMBER = re.compile(r"(?<=[^\W\d_]{3})(?:N\.\s*)?(\d+(?:/[A-Z\d]+)?)$")
"""A number stuck to the last word of the street: VIA PADOVA23, VIA ALLA CHIESAN.5."""
MARKED_NUMBER = re.compile(r",?\s+n\.?[°º]?\s*(\d[^,]*)$", re.IGNORECASE)
"""VIA ROMA N. 4."""
NUMBER = re.compile(r"\d.*|S\.?N\.?C\.?", re.IGNORECASE)
NO_NUMBER = re.compile(r"S\.?N\.?C\.?", re.IGNORECASE)
"""Senza numero civico: the house has none."""
LATIN = re.compile(r"\b(?:BIS|TER|QUATER|QUINQUIES)\b", re.IGNORECASE)


def clean_address(cell: object) -> str | None:
    """
    Return an address ready to be read; None when it is missing.

    Examples
    --------
    >>> clean_address("VIALE DELLE ROSE,12/B")
    'Viale delle Rose, 12/B'
    >>> clean_address("VIA MOLINO,SNC")
    'Via Molino, snc'
    """
    words = clean_text(cell)
    words = clean_text(unquoted(words)) if words else None
    if not words:
        return None
    street, number = _split(re.sub(r"\s*,[\s,]*", ", ", words).strip(", "))
    return clean_text(f"{title_case(street)}, {number}" if number else title_case(street))


def _split(words: str) -> tuple[str, str]:
    """Part street and house number; the number is "" where none is marked by a comma or stuck to the street."""
    words = MARKED_NUMBER.sub(r", \1", words)
    if words == words.upper():
        words = GLUED_NUMBER.sub(r", \1", words)
    street, comma, number = words.rpartition(", ")
    if not comma or not NUMBER.fullmatch(number):
        return words, ""
    if NO_NUMBER.fullmatch(number):
        return street, "snc"
    return street, LATIN.sub(lambda found: found[0].lower(), re.sub(r"\s*([/-])\s*", r"\1", number))
