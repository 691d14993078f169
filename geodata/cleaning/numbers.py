"""Numbers as Italian and other programs write them: decimal comma or point, points between thousands."""

import math
import re

from geodata.cleaning.text import clean_text

GROUPED = re.compile(r"[-+]?\d{1,3}(?:\.\d{3})+,\d+")
PLAIN = re.compile(r"[-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][-+]?\d{1,3})?", re.ASCII)
THOUSANDS = re.compile(r"([-+]?[1-9]\d{0,2}(?:\.\d{3})+)(?:,0*)?", re.ASCII)
"""A whole number with points between thousands; a measure written so has decimals."""
COUNT_LIMIT = 2**31 - 1
"""Largest number of things: what a database keeps as an integer."""


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
    if not PLAIN.fullmatch(words):
        return None
    number = float(words.replace(",", "."))
    return number if math.isfinite(number) else None


def clean_whole(cell: object) -> int | None:
    """
    Return a whole number; None when it is missing, is none, or is larger than a database keeps.

    Examples
    --------
    >>> clean_whole("2.000"), clean_whole("2,0"), clean_whole("-1"), clean_whole("2,5")
    (2000, 2, -1, None)
    """
    found = THOUSANDS.fullmatch(clean_text(cell) or "")
    number = float(found[1].replace(".", "")) if found and not isinstance(cell, float) else clean_number(cell)
    is_kept = number is not None and abs(number) <= COUNT_LIMIT and number == int(number)
    return int(number) if number is not None and is_kept else None


def clean_amount(cell: object) -> float | None:
    """
    Return an amount of euros, in whole cents; None when it is missing or is none.

    Examples
    --------
    >>> clean_amount("€ 1.250"), clean_amount("1.250,50 €"), clean_amount("380.5"), clean_amount("gratis")
    (1250.0, 1250.5, 380.5, None)
    """
    words = (clean_text(cell) or "").removeprefix("€").removesuffix("€").strip()
    whole = clean_whole(words)
    number = clean_number(words) if whole is None else float(whole)
    return None if number is None else round(number, 2)


def clean_count(cell: object) -> int | None:
    """Return a number of things: whole and not negative; None when it is missing or is none."""
    number = clean_whole(cell)
    return number if number is not None and number >= 0 else None
