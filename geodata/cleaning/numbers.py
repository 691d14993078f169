"""Numbers as Italian and other programs write them: decimal comma or point, points between thousands."""

import math
import re

from geodata.cleaning.text import clean_text

GROUPED = re.compile(r"[-+]?\d{1,3}(?:\.\d{3})+,\d+")


def clean_number(cell: object) -> float | None:
    """
    Return a number; None when it is missing or is none.

    Examples
    --------
    >>> clean_number("45,67749"), clean_number("45.67749"), clean_number("1.234,5")
    (45.67749, 45.67749, 1234.5)
    """
    words = clean_text(cell) or ""
    if GROUPED.fullmatch(words):
        words = words.replace(".", "")
    try:
        number = float(words.replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def clean_count(cell: object) -> int | None:
    """Return a number of things: whole and not negative; None when it is missing or is none."""
    number = clean_number(cell)
    return int(number) if number is not None and number >= 0 and number == int(number) else None
