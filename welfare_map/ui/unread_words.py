"""What of an address could not be read, or is not on this map: kept until the visitor changes something."""

from collections.abc import Container
from typing import Final

from welfare_map.ui.state import LANG, get, put

UNREAD: Final = "unread"
"""What of the address could not be read: ``VISIT`` or section of ``BESIDE`` -> parameter -> words as they came."""
VISIT, UNKNOWN = "visit", "unknown"
"""Where ``UNREAD`` keeps what every page may read, and what none does."""
UNREAD_AT: Final = "unread_at"
"""Page and address, but for the language, written beside it: it is said until the visitor changes something."""
LEFT_OUT: Final = "left_out"
"""What this run found that is not on this map, in the form of ``UNREAD``: leaving it out changes no page by itself."""
IS_CHECKED: Final = "is_checked"
IS_CARD_CHECKED: Final = "is_card_checked"
"""Places that the address names were looked for on this map; so was what its card is about."""


def leave_out(reader: str, name: str, words: str) -> None:
    """Remember that a parameter names what is not on this map; the page says it, if it is drawn anew too."""
    for key in (UNREAD, LEFT_OUT):
        unread = dict(get(key) or {})
        put(key, {**unread, reader: {**unread.get(reader, {}), name: words}})


def keep_known(key: str, parameter: str, known: Container[str]) -> None:
    """Forget a choice that is not on this map; a parameter of the address that named it is left out."""
    chosen = get(key)
    if chosen not in known:
        if chosen:
            leave_out(VISIT, parameter, chosen)
        put(key, None)


def forget_language() -> None:
    """Take the language out of what could not be read: the visitor has chosen one, and the rest is said in it."""
    unread = dict(get(UNREAD) or {})
    put(UNREAD, {**unread, VISIT: {name: words for name, words in unread.get(VISIT, {}).items() if name != LANG}})


def keep_at(place: tuple[object, ...]) -> None:
    """Forget what could not be read where the visitor changed page or address, but for what this run left out."""
    if get(UNREAD_AT) not in {None, place}:
        put(UNREAD, get(LEFT_OUT) or {})
    put(UNREAD_AT, place)
    put(LEFT_OUT, {})
