"""The hours of work as the widgets hold them, and as an address writes them."""

import re
from collections.abc import Mapping
from datetime import time
from typing import Any, Final

from welfare_map.model import SHIFT_TEMPLATES, WEEKDAYS

SHIFT: Final = "shift"
SHIFT_DAYS: Final = "shift_days"
SHIFT_START: Final = "shift_start"
SHIFT_END: Final = "shift_end"
SHIFT_WORDS: Final = "shift_words"
FROM_ON: Final = "from"
TO_ON: Final = "to"
FIT: Final = "fit"
OWN: Final = "own"
WRITTEN: Final = "written"
"""Choices beside the templates: days and hours of one's own, and a pattern as it came with an address."""
DAY: Final = "(?:Mo|Tu|We|Th|Fr|Sa|Su)"
CLOCK: Final = r"(?:[01]\d|2[0-3]):[0-5]\d"
OWN_HOURS: Final = re.compile(rf"({DAY}(?:,{DAY})*) ({CLOCK})-({CLOCK})")
"""Hours that a clock shows; 24:00 and later stay as they are written."""
USUAL_DAYS: Final = WEEKDAYS[:5]
USUAL_START, USUAL_END = time(8), time(17)


def shift_values(words: str) -> dict[str, object]:
    """Return what the widgets hold for a pattern as it is written in an address; "" is none."""
    own = OWN_HOURS.fullmatch(words)
    choice = OWN if own else words if words in SHIFT_TEMPLATES or not words else WRITTEN
    return {
        SHIFT: choice,
        SHIFT_DAYS: [day for day in WEEKDAYS if day in own[1]] if own else list(USUAL_DAYS),
        SHIFT_START: time.fromisoformat(own[2]) if own else USUAL_START,
        SHIFT_END: time.fromisoformat(own[3]) if own else USUAL_END,
        SHIFT_WORDS: words if choice == WRITTEN else "",
    }


def shift_words(held: Mapping[Any, Any]) -> str:
    """Return the pattern that the widgets hold, "" for none."""
    choice = held.get(SHIFT) or ""
    if choice == WRITTEN:
        return str(held.get(SHIFT_WORDS) or "").strip()
    if choice != OWN:
        return str(choice)
    days = [day for day in WEEKDAYS if day in (held.get(SHIFT_DAYS) or ())]
    start, end = held.get(SHIFT_START), held.get(SHIFT_END)
    return f"{','.join(days)} {start:%H:%M}-{end:%H:%M}" if days and start and end else ""
