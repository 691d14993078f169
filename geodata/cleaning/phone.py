"""Telephone numbers in E.164; a number without a country is Italian and keeps the zero of its area code."""

import re

from geodata.cleaning.text import clean_text

ITALY = "+39"
NATIONAL_DIGITS = range(6, 12)
"""Digits of an Italian number, area code included (numbering plan: 6 to 11)."""
FOREIGN_DIGITS = range(8, 16)
"""Digits of a number of another country, its code included (E.164: at most 15)."""
FULL_DIGITS = 9
"""Digits from which what stands before "/" or "-" is a whole Italian number: fewer may be its first group."""
LINE_DIGITS = 7
"""Digits from which one or two digits after "/" are the next line of a switchboard ("02 63631/2")."""
INTERNAL = re.compile(r"\s*\bint(?:erno|\.)?\s*\d{1,3}$", re.IGNORECASE)
"""An extension: "int. 12"."""
NEXT_LINE = re.compile(r"\s*/\s*\d{1,2}$")
ENDING = re.compile(r"\s*[/-]\s*\d{1,3}$")
"""The next line of a switchboard ("0331877298/9"), or the last group of a number ("02-1234-567")."""
NO_NUMBER = re.compile(r"\d[^\d]*[^\W\d_][^\d]*\d")
"""Letters between the digits: not one number ("0331 sede 2 123456")."""
MARKUP = re.compile(r"[<>]")
LISTED = re.compile(r"[;,|]|\s-\s|\s[eo]\s")
"""What stands between two numbers."""


def clean_phone(cell: object) -> str | None:
    """
    Return the first telephone number of a cell, without its extension; None when there is none.

    Examples
    --------
    >>> clean_phone("0332/766514"), clean_phone("0331 877 298 - 0331 877 299"), clean_phone("0039 0331.877298")
    ('+390332766514', '+390331877298', '+390331877298')
    >>> clean_phone("0331877298/9"), clean_phone("02 63631/2"), clean_phone("02 1234567 int. 12")
    ('+390331877298', '+390263631', '+39021234567')
    """
    words = clean_text(cell) or ""
    if MARKUP.search(words):
        return None
    listed = LISTED.split(words)
    pieces = (words, *listed, *(piece for part in listed for piece in part.split("/")))
    return next((number for piece in pieces if (number := _number(_without_ending(piece.strip())))), None)


def _without_ending(words: str) -> str:
    """Take off extensions and the ends of further lines, as long as a whole number stays."""
    before = None
    while words != before:
        before, words = words, INTERNAL.sub("", words)
        for ending, least_digits in ((NEXT_LINE, LINE_DIGITS), (ENDING, FULL_DIGITS)):
            front = ending.sub("", words)
            number = _number(front) or ""
            is_whole = number.startswith(ITALY) and len(number) >= len(ITALY) + least_digits
            words = front if is_whole else words
    return words


def is_one_of_several(cell: object) -> bool:
    """
    Tell whether a cell has more numbers than the one that ``clean_phone`` takes; an extension is none.

    Examples
    --------
    >>> is_one_of_several("02 1234567 / 333 1234567"), is_one_of_several("0039 02 1234567 int. 12")
    (True, False)
    """
    number = clean_phone(cell)
    digits = re.sub(r"\D", "", INTERNAL.sub("", clean_text(cell) or ""))
    return number is not None and not digits.endswith(number.removeprefix(ITALY).removeprefix("+"))


def _number(words: str) -> str | None:
    if NO_NUMBER.search(words):
        return None
    digits = re.sub(r"\D", "", words)
    if words.lstrip(" (").startswith("+") or digits.startswith("00"):
        return _international(digits.removeprefix("00"))
    return ITALY + digits if len(digits) in NATIONAL_DIGITS else None


def _international(digits: str) -> str | None:
    if digits.startswith("39"):
        return f"+{digits}" if len(digits) - len("39") in NATIONAL_DIGITS else None
    return f"+{digits}" if len(digits) in FOREIGN_DIGITS else None
