"""Italian postcodes (CAP): five digits, kept as text."""

import re

from geodata.cleaning.text import clean_text

DIGITS_COUNT = 5


def clean_postcode(cell: object) -> str | None:
    """
    Return a postcode; None when it is missing or cannot be one.

    A program that takes the CAP for a number writes 24.126 for 24126, 24.1 for 24100, and 187 for 00187.

    Examples
    --------
    >>> clean_postcode("24.126"), clean_postcode("24.1"), clean_postcode("20023.0")
    ('24126', '24100', '20023')
    """
    words = re.sub(r"\s", "", clean_text(cell) or "")
    if re.fullmatch(r"\d{5}\.0+", words):
        return words[:DIGITS_COUNT]
    if re.fullmatch(r"\d{2}[.,]\d{1,3}", words):
        return re.sub(r"\D", "", words).ljust(DIGITS_COUNT, "0")
    return words.zfill(DIGITS_COUNT) if re.fullmatch(r"\d{3,5}", words) else None
