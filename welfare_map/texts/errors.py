"""What went wrong, in the words of a language."""

from collections.abc import Callable
from typing import Final

from geodata.errors import DownloadError, StoreBusyError, StoreError, WelfareMapError
from welfare_map.texts import text
from welfare_map.texts.values import worded_value

DECIMALS: Final = 6
"""A value that is refused is shown as it was given."""


def error_words(error: WelfareMapError, lang: str, *, quote: Callable[[str], str] = str) -> str:
    """
    Return the sentence for the person who waits for an answer.

    An error without a key of its own gives its line as the detail of what could not be done. Numbers and text keys are
    put into words; ``quote`` writes all other values as their reader needs them.
    """
    if error.key:
        values = {
            name: worded_value(value, lang, quote=quote, decimals=DECIMALS) for name, value in error.values.items()
        }
        return text(error.key, lang, **values)
    return text(_frame(error), lang, detail=str(error))


def _frame(error: WelfareMapError) -> str:
    match error:
        case DownloadError():
            return "error.not_downloaded"
        case StoreBusyError():
            return "error.register_busy"
        case StoreError():
            return "error.register_unusable"
    return "error.data_unusable"
