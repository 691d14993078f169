"""
When somebody works: a pattern of shifts, written in a small notation.

    Mo-Fr 06:00-14:00                                 the same hours from Monday to Friday
    Mo,We 08:00-12:00; Th 14:00-18:00                 hours per weekday
    Mo-Fr 09:00-13:00,14:00-18:00                     a day with a pause is one shift, from its start to its end
    Mo-Fr 22:00-06:00                                 ends on the next day
    week 1-53/2 Mo-Fr 06:00-14:00                     odd weeks of the year, Monday first (ISO 8601)
    every 2 weeks from 2026-09-05 Sa 08:00-13:00      every second week, counted from the week of a day
    4 on 2 off from 2026-09-01 06:00-14:00            a rotation that begins on a day, public holidays included
    Mo-Su,PH 06:00-14:00                              public holidays too
    We off                                            not on Wednesdays

Of several rules, parted by ``;``, the last one that holds on a day decides. On a public holiday only rules with ``PH``
and rotations hold. The names of ``TEMPLATES`` stand for whole patterns.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import Final, Protocol

from geodata.errors import InputError

WEEKDAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
PUBLIC_HOLIDAY: Final = "PH"
DAY_MIN: Final = 24 * 60
LONGEST_PATTERN: Final = 500
"""Letters."""

TEMPLATES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "office": "Mo-Fr 09:00-18:00",
        "early": "Mo-Fr 06:00-14:00",
        "late": "Mo-Fr 14:00-22:00",
        "nights": "Mo-Fr 22:00-06:00",
        "four_on_two_off": "4 on 2 off 06:00-14:00",
        "four_on_two_off_nights": "4 on 2 off 22:00-06:00",
        "alternate_saturdays": "Mo-Fr 08:00-16:00; every 2 weeks Sa 08:00-13:00",
        "part_time_mornings": "Mo-Fr 08:30-12:30",
    }
)
"""Name of a pattern that many people work -> the pattern; counting starts on the first day of interest."""

DAY = "(?:Mo|Tu|We|Th|Fr|Sa|Su)"
RULE: Final = re.compile(
    rf"""
    (?: week\s+(?P<week_first>\d{{1,2}}) (?:-(?P<week_last>\d{{1,2}}))? (?:/(?P<week_step>\d{{1,2}}))?\s+
      | every\s+(?P<every>\d{{1,2}})\s+weeks (?:\s+from\s+(?P<every_from>\d{{4}}-\d\d-\d\d))?\s+
    )?
    (?: (?P<on>\d{{1,2}})\s+on\s+(?P<off>\d{{1,2}})\s+off (?:\s+from\s+(?P<cycle_from>\d{{4}}-\d\d-\d\d))?
      | (?P<days>(?:{DAY}(?:-{DAY})?|PH)(?:\s*,\s*(?:{DAY}(?:-{DAY})?|PH))*)
    )
    \s+(?P<hours>off|\d\d?:\d\d\s*-\s*\d\d?:\d\d(?:\s*,\s*\d\d?:\d\d\s*-\s*\d\d?:\d\d)*)
    """,
    re.VERBOSE | re.IGNORECASE,
)


class Recurrence(Protocol):
    """Which days a rule is about, beside its weekdays."""

    def holds_on(self, on: date) -> bool:
        """Tell whether the rule is about a day."""


@dataclass(frozen=True, slots=True)
class WeeksOfYear:
    """Every ``step``-th week of the year from a first to a last one, by ISO 8601."""

    first: int
    last: int
    step: int = 1

    def holds_on(self, on: date) -> bool:
        """Tell whether the week of a day is among them."""
        week = on.isocalendar().week
        return self.first <= week <= self.last and (week - self.first) % self.step == 0


@dataclass(frozen=True, slots=True)
class EveryWeeks:
    """Every ``count``-th week, counted from the week of a day."""

    count: int
    first_on: date

    def holds_on(self, on: date) -> bool:
        """Tell whether the week of a day is one of them."""
        weeks = (_monday(on) - _monday(self.first_on)) // 7
        return weeks % self.count == 0


@dataclass(frozen=True, slots=True)
class Rotation:
    """So many days at work, so many free, over and over; the first day at work is ``first_on``."""

    on_count: int
    off_count: int
    first_on: date

    def holds_on(self, on: date) -> bool:
        """Tell whether a day is one at work; none is before the first."""
        return on >= self.first_on and (on - self.first_on).days % (self.on_count + self.off_count) < self.on_count


def _monday(on: date) -> int:
    return on.toordinal() - on.weekday()


@dataclass(frozen=True, slots=True)
class ShiftRule:
    """
    One rule of a pattern.

    Parameters
    ----------
    weekdays
        0 is Monday.
    on_public_holidays
        Holds on public holidays, whatever the weekday.
    start_min, end_min
        Minutes after midnight of the day on which the shift starts, the end may lie on the next day; None: no work.
    recurrence
        Further narrows the days; None for every week.
    """

    weekdays: frozenset[int]
    on_public_holidays: bool
    start_min: int | None
    end_min: int | None
    recurrence: Recurrence | None = None

    def holds_on(self, on: date, *, is_public_holiday: bool) -> bool:
        """Tell whether the rule decides about a day."""
        is_meant = self.on_public_holidays if is_public_holiday else on.weekday() in self.weekdays
        return is_meant and (self.recurrence is None or self.recurrence.holds_on(on))


@dataclass(frozen=True, slots=True)
class ShiftPattern:
    """Rules of a pattern, the words that it was read from, and the template that they name, if any."""

    words: str
    rules: tuple[ShiftRule, ...]
    template: str | None = None

    def rule_on(self, on: date, *, is_public_holiday: bool) -> ShiftRule | None:
        """Return the rule that decides about a day; None where no rule does."""
        holding = (rule for rule in reversed(self.rules) if rule.holds_on(on, is_public_holiday=is_public_holiday))
        return next(holding, None)


def read_shifts(words: str, first_on: date) -> ShiftPattern:
    """
    Read a pattern of shifts.

    Parameters
    ----------
    words
        The notation at the head of this module, or the name of a template.
    first_on
        Where rules that count weeks or days say no first day, they count from this one.

    Raises
    ------
    InputError
        The words cannot be read, or the hours cannot be worked.
    """
    template = words.strip() if words.strip() in TEMPLATES else None
    written = TEMPLATES[template] if template else words
    parts = [part.strip() for part in written.split(";") if part.strip()]
    if not parts or len(words) > LONGEST_PATTERN:
        raise InputError("error.bad_shift", value=words[:LONGEST_PATTERN])
    return ShiftPattern(words.strip(), tuple(_rule(part, first_on) for part in parts), template)


def _rule(words: str, first_on: date) -> ShiftRule:
    found = RULE.fullmatch(words)
    if found is None:
        raise InputError("error.bad_shift", value=words)
    start_min, end_min = _hours(found["hours"], words)
    if found["on"] is not None:
        rotation = Rotation(
            _count(found["on"], words), _count(found["off"], words), _day(found["cycle_from"], first_on)
        )
        return ShiftRule(frozenset(range(7)), True, start_min, end_min, rotation)
    names = [name.strip().capitalize() for name in found["days"].upper().split(",")]
    days = frozenset(day for name in names if name.upper() != PUBLIC_HOLIDAY for day in _weekdays(name))
    on_public_holidays = any(name.upper() == PUBLIC_HOLIDAY for name in names)
    return ShiftRule(days, on_public_holidays, start_min, end_min, _recurrence(found, words, first_on))


def _recurrence(found: re.Match[str], words: str, first_on: date) -> Recurrence | None:
    if found["every"] is not None:
        return EveryWeeks(_count(found["every"], words), _day(found["every_from"], first_on))
    if found["week_first"] is None:
        return None
    first = _count(found["week_first"], words)
    last = _count(found["week_last"] or found["week_first"], words)
    if not first <= last <= 53:
        raise InputError("error.bad_shift", value=words)
    return WeeksOfYear(first, last, _count(found["week_step"] or "1", words))


def _weekdays(name: str) -> list[int]:
    first, _, last = (part.capitalize() for part in name.partition("-"))
    start = WEEKDAYS.index(first)
    end = WEEKDAYS.index(last) if last else start
    return [(start + n) % 7 for n in range((end - start) % 7 + 1)]


def _count(digits: str, words: str) -> int:
    if int(digits) == 0:
        raise InputError("error.bad_shift", value=words)
    return int(digits)


def _day(words: str | None, first_on: date) -> date:
    if words is None:
        return first_on
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise InputError("error.bad_shift", value=words) from None


def _hours(words: str, rule: str) -> tuple[int, int] | tuple[None, None]:
    """Return start and end of the day's work; the pauses between its parts belong to it."""
    if words.lower() == "off":
        return None, None
    parts = [tuple(map(_minute, part.split("-"))) for part in words.split(",")]
    spans = [(start, end if end > start else end + DAY_MIN) for start, end in parts]
    is_possible = all(start < DAY_MIN and end <= start % DAY_MIN + DAY_MIN for start, end in spans)
    in_order = all(before[1] <= after[0] for before, after in pairwise(spans))
    if not is_possible or not in_order or any(start == end for start, end in parts):
        raise InputError("error.bad_shift_hours", value=rule)
    return spans[0][0], spans[-1][1]


def _minute(words: str) -> int:
    hour, _, minute = words.strip().partition(":")
    is_time = int(minute) < 60 and int(hour) * 60 + int(minute) <= DAY_MIN
    return int(hour) * 60 + int(minute) if is_time else 2 * DAY_MIN
