"""Plain values of a sentence as a language writes them: codes in words, numbers and days in its form."""

from collections.abc import Callable
from datetime import date
from typing import Final

from babel.numbers import format_decimal

from welfare_map.texts import formats, has_text, text

WORDED: Final = ("codes.", "coverage.name.", "coverage.unread.name.", "siting.parameter.")
"""Families of text keys that a sentence may be given in the place of their words, several joined by commas."""


def amount(count: float) -> str:
    """Return which form of a sentence a count takes: ``none``, ``one`` or ``many``."""
    return "none" if count == 0 else "one" if count == 1 else "many"


class _Number(float):
    """A number that a template writes as its language does, unless the template gives a format of its own."""

    lang = "it"
    pattern = ""

    def __format__(self, spec: str) -> str:
        return super().__format__(spec) if spec else format_decimal(float(self), format=self.pattern, locale=self.lang)


def worded_value(value: object, lang: str, *, quote: Callable[[str], str] = str, decimals: int = 2) -> object:
    """Return a plain value as a template takes it; ``quote`` writes names as their reader needs them."""
    match value:
        case str() if value.startswith(WORDED) and all(has_text(key) for key in value.split(", ")):
            return ", ".join(text(key, lang) for key in value.split(", "))
        case str():
            return quote(value)
        case date():
            return formats.day(value.isoformat(), lang)
        case int() | float() if not isinstance(value, bool):
            number = _Number(value)
            number.lang, number.pattern = lang, "#,##0." + "#" * decimals
            return number
    return value
