"""What went wrong, in the words of a language."""

from geodata.errors import DownloadError, StoreBusyError, StoreError, WelfareMapError
from welfare_map.texts import text


def error_words(error: WelfareMapError, lang: str) -> str:
    """
    Return the sentence for the person who waits for an answer.

    An error without a key of its own gives its line as the detail of what could not be done.
    """
    if error.key:
        return text(error.key, lang, **error.values)
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
