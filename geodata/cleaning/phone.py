"""Telephone numbers in E.164; a number without a country is Italian and keeps the zero of its area code."""

import re

from geodata.cleaning.text import clean_text

ITALY = "+39"
NATIONAL_DIGITS = range(6, 12)
"""Digits of an Italian number, area code included (numbering plan: 6 to 11)."""
FOREIGN_DIGITS = range(8, 16)
"""Digits of a number of another country, its code included (E.164: at most 15)."""


def clean_phone(cell: object) -> str | None:
    """
    Return the first telephone number of a cell; None when there is none.

    Examples
    --------
    >>> clean_phone("0332/766514"), clean_phone("0331 877 298 - 0331 877 299"), clean_phone("0039 0331.877298")
    ('+390332766514', '+390331877298', '+390331877298')
    """
    words = clean_text(cell) or ""
    whole = _number(words)
    parts = (_number(part) for part in re.split(r"[;,/|]|\s-\s|\s[eo]\s", words))
    return whole or next((number for number in parts if number), None)


def _number(words: str) -> str | None:
    digits = re.sub(r"\D", "", words)
    if words.lstrip(" (").startswith("+") or digits.startswith("00"):
        return _international(digits.removeprefix("00"))
    return ITALY + digits if len(digits) in NATIONAL_DIGITS else None


def _international(digits: str) -> str | None:
    if digits.startswith("39"):
        return f"+{digits}" if len(digits) - len("39") in NATIONAL_DIGITS else None
    return f"+{digits}" if len(digits) in FOREIGN_DIGITS else None
