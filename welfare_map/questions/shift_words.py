"""Shifts of firms in words, and the hours that two firms share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Final

from geodata.errors import InputError
from welfare_map.model import WEEKDAYS, FirmShift, Phrase, Value, read_shifts
from welfare_map.model.shifts import DAY_MIN

SHORTEST_OVERLAP_MIN: Final = 4 * 60
"""Hours at work together that are worth a word: half a shift."""
SHORTEST_RANGE: Final = 3
"""From so many days in a row "from Monday to …" is shorter than their names."""
ANY_DAY: Final = date(2024, 1, 1)
MAX_COUNT: Final = 2
KEPT_COUNT: Final = 1024
"""Distinct shifts that are kept read: firms work a few dozen."""


@dataclass(frozen=True, slots=True)
class Worked:
    """Weekdays (0 is Monday), and minutes after midnight; a shift that ends the next day ends after 24 hours."""

    weekdays: frozenset[int]
    start_min: int
    end_min: int


def worked(shift: FirmShift) -> Worked | None:
    """Return when a shift is worked; None where its days cannot be read, or are not the same each week."""
    return _worked(shift.days, shift.starts_at, shift.ends_at)


@lru_cache(maxsize=KEPT_COUNT)
def _worked(days: str, starts_at: str, ends_at: str) -> Worked | None:
    try:
        pattern = read_shifts(f"{days} {starts_at}-{ends_at}", ANY_DAY)
    except InputError:
        return None
    (rule, *others) = pattern.rules
    is_plain = not others and rule.recurrence is None and rule.weekdays
    if not is_plain or rule.start_min is None or rule.end_min is None:
        return None
    return Worked(rule.weekdays, rule.start_min, rule.end_min)


def shift_phrase(shift: FirmShift) -> Phrase:
    """Say a shift: its days and hours."""
    return _shift_phrase(shift.days, shift.starts_at, shift.ends_at)


@lru_cache(maxsize=KEPT_COUNT)
def _shift_phrase(days: str, starts_at: str, ends_at: str) -> Phrase:
    found = _worked(days, starts_at, ends_at)
    if found is None:
        return Phrase("shifts.as_written", {"days": days, "start": starts_at, "end": ends_at})
    return Phrase(
        "shifts.one",
        {"days": days_phrases(found.weekdays), "start": clock(found.start_min), "end": clock(found.end_min)},
    )


@lru_cache(maxsize=KEPT_COUNT)
def days_phrases(weekdays: frozenset[int]) -> tuple[Phrase, ...]:
    """Say weekdays: runs of three or more as a range, the others by name."""
    if len(weekdays) == len(WEEKDAYS):
        return (Phrase("shifts.every_day"),)
    runs = groupby(enumerate(sorted(weekdays)), key=lambda item: item[1] - item[0])
    return tuple(phrase for _, run in runs for phrase in _run([day for _, day in run]))


def _run(days: Sequence[int]) -> Iterable[Phrase]:
    if len(days) < SHORTEST_RANGE:
        return (Phrase(f"shifts.day.{WEEKDAYS[day]}") for day in days)
    first, last = WEEKDAYS[days[0]], WEEKDAYS[days[-1]]
    ends = {"first": Phrase(f"shifts.from.{first}"), "last": Phrase(f"shifts.to.{last}")}
    return (Phrase("shifts.range", ends),)


def clock(minute: int) -> str:
    """Write minutes after midnight as hours and minutes; those of the next day as its own."""
    return f"{minute % DAY_MIN // 60}:{minute % 60:02d}"


@dataclass(frozen=True, slots=True)
class _Shared:
    """How a shift of mine and one of another firm meet; ``rank`` 0 is best."""

    rank: int
    weekdays: frozenset[int]
    start_min: int
    end_min: int
    mine: int
    other: int

    @property
    def order(self) -> tuple[int, int, int, int, int]:
        return self.rank, -len(self.weekdays), self.start_min - self.end_min, self.mine, self.other


KEYS: Final = ("shifts.shared.same", "shifts.shared.start", "shifts.shared.end", "shifts.shared.overlap")
"""The same hours, the same start, the same end, hours together: by rank."""


def shared_shifts(mine: Sequence[FirmShift], others: Sequence[FirmShift]) -> tuple[Phrase, ...]:
    """
    Say which hours two firms share, at most two sentences.

    The same hours come first, then the same start, the same end, and four hours or more at work together, always on
    the same days; each shift is spoken of once.
    """
    pairs = [
        found
        for n, one in enumerate(map(worked, mine))
        for m, two in enumerate(map(worked, others))
        if one and two and (found := _shared(one, two, n, m))
    ]
    said: list[_Shared] = []
    for pair in sorted(pairs, key=lambda found: found.order):
        if all(pair.mine != one.mine and pair.other != one.other for one in said):
            said.append(pair)
    return tuple(map(_phrase, said[:MAX_COUNT]))


def _shared(one: Worked, two: Worked, mine: int, other: int) -> _Shared | None:
    days = one.weekdays & two.weekdays
    start_min, end_min = max(one.start_min, two.start_min), min(one.end_min, two.end_min)
    if not days or start_min >= end_min:
        return None
    is_same_start, is_same_end = one.start_min == two.start_min, one.end_min == two.end_min
    if not (is_same_start or is_same_end) and end_min - start_min < SHORTEST_OVERLAP_MIN:
        return None
    rank = 0 if is_same_start and is_same_end else 1 if is_same_start else 2 if is_same_end else 3
    return _Shared(rank, days, start_min, end_min, mine, other)


def _phrase(shared: _Shared) -> Phrase:
    days = days_phrases(shared.weekdays)
    values: dict[str, Value] = {"start": clock(shared.start_min), "end": clock(shared.end_min), "days": days}
    return Phrase(KEYS[shared.rank], values)
