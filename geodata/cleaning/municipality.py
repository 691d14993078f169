"""ISTAT codes of municipalities: six digits, with the municipality that took the place of a merged one."""

import re

from geodata.cleaning.text import clean_text
from geodata.territory.repairs import SUCCESSORS

DIGITS_COUNT = 6


def clean_municipality_code(cell: object) -> str | None:
    """
    Return the code of 2026 of a municipality; None when it is missing or cannot be one.

    Examples
    --------
    >>> clean_municipality_code("015118"), clean_municipality_code("15118"), clean_municipality_code("018002")
    ('015118', '015118', '018026')
    """
    words = re.sub(r"\.0+$", "", clean_text(cell) or "")
    if not re.fullmatch(r"\d{4,6}", words):
        return None
    code = words.zfill(DIGITS_COUNT)
    return SUCCESSORS.get(code, code)
