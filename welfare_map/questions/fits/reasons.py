"""Why a service does not fit, or why that is not known: the same reason on several days is said once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geodata.hours.clock import DAY_MIN, IntArray, wall_minutes
from geodata.hours.opening import Opening
from geodata.hours.spans import Spans
from welfare_map.model import FitReason, FitsQuery, Phrase, Plain, Value
from welfare_map.questions.fits.days import days_phrase
from welfare_map.questions.fits.needs import NO, UNKNOWN, Needs, VerdictArray
from welfare_map.questions.fits.worked import Worked

APPROXIMATE = "position_approximate"
HOUR_MIN = 60


@dataclass(frozen=True)
class _Case:
    """What a reason is, but for its days."""

    code: str
    values: tuple[tuple[str, int], ...] = ()
    """Name -> minute of the day, or minutes where the name ends in ``_min``."""


Found = dict[_Case, list[int]]
"""Numbers of the shifts on which a case holds."""


def reasons(
    opening: Opening, needs: Needs, found: VerdictArray, worked: Worked, query: FitsQuery
) -> tuple[FitReason, ...]:
    """
    Say why something does not fit, or why that is not known.

    Parameters
    ----------
    needs, found
        Of one service: needed stretches and verdicts, one per shift.

    Returns
    -------
    reasons
        Those that keep it from fitting first, each with its days; none where all days fit.
    """
    cases: Found = {}
    for case, numbers in _closed(opening.maybe, needs, found, worked):
        cases[case] = numbers
    closed = {number for numbers in cases.values() for number in numbers}
    failing = np.array([number for number in np.flatnonzero(found == NO).tolist() if number not in closed], np.int64)
    if len(failing):
        for case, number in _when_open(opening.maybe, needs, failing, worked, query):
            cases.setdefault(case, []).append(number)
    doubtful = np.flatnonzero(found == UNKNOWN).tolist()
    if doubtful and opening.doubt is not None:
        cases[_Case(opening.doubt.value)] = doubtful
    every = range(len(worked.days))
    open_days = [number for number in every if number not in closed]
    return tuple(
        _reason(case, sorted(set(numbers)), every if case.code == "closed" else open_days, worked)
        for case, numbers in cases.items()
    )


def approximate_position(worked: Worked) -> FitReason:
    """Say that the position stands for an area, so that minutes are no base for a verdict."""
    return _about_all(_Case(APPROXIMATE), worked)


def _about_all(case: _Case, worked: Worked) -> FitReason:
    return _reason(case, range(len(worked.days)), range(len(worked.days)), worked)


# --- cases ----------------------------------------------------------------------------------------------------------


def _closed(spans: Spans, needs: Needs, found: VerdictArray, worked: Worked) -> Iterator[tuple[_Case, list[int]]]:
    """Yield the days on which it does not open at all, from midnight to midnight and while it is needed."""
    starts, ends = worked.day_edges
    _, day_count = spans.meet(starts, ends)
    _, need_count = spans.meet(needs.from_min, needs.to_min)
    numbers = np.flatnonzero((found == NO) & (day_count <= 0) & (need_count <= 0)).tolist()
    if numbers:
        yield _Case("closed"), numbers


def _when_open(
    spans: Spans, needs: Needs, failing: IntArray, worked: Worked, query: FitsQuery
) -> Iterator[tuple[_Case, int]]:
    """Yield why days do not fit on which it opens: too late, too early, a break, other hours."""
    from_min, to_min = _window(needs, failing, worked, query)
    first, count = spans.meet(from_min, to_min)
    said = np.zeros(len(failing), bool)
    is_open = count > 0
    opens = np.where(is_open, spans.starts_min[np.minimum(first, len(spans.starts_min) - 1)], from_min)
    closes = np.where(is_open, spans.ends_min[np.clip(first + count - 1, 0, len(spans.ends_min) - 1)], to_min)
    is_late, is_early = (opens > from_min) & query.drops, (closes < to_min) & query.collects
    yield from _told("opens_late", failing, is_late, _late(opens, from_min, worked, failing))
    yield from _told(_closing_code(query), failing, is_early, {"closes": closes, "arrives": to_min})
    said |= is_late | is_early
    for number in range(int(count.max(initial=0)) - 1 if query.drops and query.collects else 0):
        has_break = count > number + 1
        at = np.minimum(first + number, len(spans.starts_min) - 2)
        values = {"break_from": spans.ends_min[at], "break_to": spans.starts_min[at + 1]}
        yield from _told("break", failing, has_break, values)
        said |= has_break
    needed = {"needed_from": needs.from_min[failing], "needed_to": needs.to_min[failing]}
    yield from _told("other_hours", failing, ~said, needed)


def _window(needs: Needs, failing: IntArray, worked: Worked, query: FitsQuery) -> tuple[IntArray, IntArray]:
    """Return where to look for openings: the needed stretch, or the day after (before) the one trip."""
    from_min, to_min = needs.from_min[failing], needs.to_min[failing]
    if query.drops and query.collects:
        return from_min, to_min
    wall = wall_minutes(from_min if query.drops else to_min) % DAY_MIN
    if query.drops:
        return from_min, np.maximum(to_min, from_min + DAY_MIN - wall)
    return np.minimum(from_min, to_min - wall), to_min


def _closing_code(query: FitsQuery) -> str:
    return "closes_early_handover" if query.handover_min else "closes_early"


def _late(opens: IntArray, from_min: IntArray, worked: Worked, failing: IntArray) -> dict[str, IntArray]:
    starts = worked.starts_min[failing]
    return {"opens": opens, "at_work": starts + opens - from_min, "starts": starts, "late_min": opens - from_min}


def _told(
    code: str, failing: IntArray, is_so: npt.NDArray[np.bool_], minutes: dict[str, IntArray]
) -> Iterator[tuple[_Case, int]]:
    """Yield a case per day, its times as the clock on the wall shows them."""
    chosen = np.flatnonzero(is_so)
    names = tuple(minutes)
    cells = [_shown(name, values[chosen]).tolist() for name, values in minutes.items()]
    for number, *values in zip(failing[chosen].tolist(), *cells, strict=True):
        yield _Case(code, tuple(zip(names, values, strict=True))), number


def _shown(name: str, values: IntArray) -> IntArray:
    return values if name.endswith("_min") else wall_minutes(values) % DAY_MIN


# --- words ----------------------------------------------------------------------------------------------------------


def _reason(case: _Case, numbers: Sequence[int], among: Sequence[int], worked: Worked) -> FitReason:
    said: dict[str, Value] = {
        name: duration(value) if name.endswith("_min") else clock_words(value) for name, value in case.values
    }
    said["days"] = days_phrase(numbers, among, worked)
    plain: dict[str, Plain] = {
        name: value if name.endswith("_min") else f"{value // HOUR_MIN:02d}:{value % HOUR_MIN:02d}"
        for name, value in case.values
    }
    return FitReason(
        case.code,
        Phrase(f"fits.reason.{case.code}", said),
        len(numbers),
        worked.days[numbers[0]].isoformat(),
        worked.days[numbers[-1]].isoformat(),
        plain,
    )


def clock_words(minute: int) -> str:
    """Return a minute of the day as people write it: 7:30; what lies on another day is shown by its clock alone."""
    return f"{minute % DAY_MIN // HOUR_MIN}:{minute % HOUR_MIN:02d}"


def duration(minutes: int) -> Phrase:
    """Say how long: minutes, from one hour on hours and minutes."""
    if minutes < HOUR_MIN:
        return Phrase("fits.minute" if minutes == 1 else "fits.minutes", {"count": minutes})
    if minutes % HOUR_MIN == 0:
        return Phrase("fits.hour" if minutes == HOUR_MIN else "fits.hours", {"count": minutes // HOUR_MIN})
    return Phrase("fits.hours_minutes", {"hours": minutes // HOUR_MIN, "minutes": minutes % HOUR_MIN})
