"""
Whether what is offered is open when it is needed.

Hours of a need and of an offer are compared over the year that begins when the need does (over a few weeks
where each week is alike). Where a need says no hours,
the shifts of its firm stand for them. How the two are compared depends on what is exchanged: a nursery must be open as
long as it is needed, a canteen for an hour of each day, a course for an hour of each week, a shuttle must pass when a
shift begins and ends. More hours of an offer never lower the share.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from geodata.codes import ResourceKind, ServiceKind
from geodata.hours.clock import DAY_MIN
from geodata.hours.opening import ALWAYS, Days, open_spans
from geodata.hours.spans import Spans, make_spans
from welfare_map.model import Exchange, FirmShift, Phrase
from welfare_map.questions.matches.judged import Judged, unknown

YEAR_DAYS: Final = 365
WEEKEND_DAYS: Final = 3
"""From Friday to Monday."""
MONDAY_DAYS: Final = 3
"""Days from the Monday before 1970-01-01, a Thursday: so that weeks begin on Mondays."""
PLAIN_WEEKS: Final = Days(date(2027, 1, 4), date(2027, 1, 31))
"""Four weeks from a Monday: any four, for hours that say the same of each week."""
DATED: Final = re.compile(r"[A-Z][a-z]{2}|\d{4}|\bweek\b|\b[PS]H\b|[\[\]\"/]|\beaster\b")
"""What makes weeks differ: months, years, numbered weeks, holidays, days of a month, comments."""
LONG_WEEKS: Final = 40
"""A need of so many weeks in a year names no season of its own."""
RIDE_MIN: Final = 60
"""A shuttle serves a beginning that follows, or an end that came before, within an hour: assumption of this project."""
LEAST_SHARE: Final = 0.25
"""Where less of the time is covered, one hour of four, hours are in the way: assumption of this project."""
NEARLY_ALL: Final = 0.9
"""Share from which nothing is said of the rest."""

NO_HOURS: Final = frozenset({ResourceKind.WELFARE_PLATFORM, ResourceKind.JOINT_PURCHASING})
"""Used at any hour."""
MOMENT_MIN: Final = 60
"""An hour is enough of what takes a moment: assumption of this project."""
DAILY: Final = frozenset({ServiceKind.CANTEEN, ServiceKind.ERRANDS})
"""Needed for a moment of each day."""
WEEKLY: Final = frozenset(
    {
        ServiceKind.FAMILY_CLINIC,
        ServiceKind.FAMILY_DESK,
        ResourceKind.TRAINING,
        ResourceKind.TRAINING_ROOM,
        ResourceKind.CARE_MANAGER,
        ResourceKind.KNOW_HOW,
    }
)
"""Needed for a moment of each week: which day of those that suit does not matter."""
RIDES: Final = frozenset({ServiceKind.SHUTTLE, ServiceKind.BEFORE_AFTER_SCHOOL})
"""Needed when a shift begins and ends."""
SEASONAL: Final = frozenset({ServiceKind.DAY_CAMP})
"""Given in a season only, whatever hours a firm writes for the rest of the year."""


class Measure(StrEnum):
    """How the time of a need and of an offer is compared."""

    WHOLE = "whole"
    DAILY = "daily"
    WEEKLY = "weekly"
    RIDE = "ride"


@dataclass(frozen=True, slots=True)
class Meeting:
    """
    How two times meet.

    Parameters
    ----------
    share
        Part of the needed time, or of the rides, that is covered (0-1).
    hours_per_day
        Hours that both have on a day on which they have any.
    measure
        How they were compared.
    by_shifts
        Shifts stood for the hours of the need.
    """

    share: float
    hours_per_day: float
    measure: Measure
    by_shifts: bool = False


def hours_part(need: Exchange, offer: Exchange, shifts: tuple[FirmShift, ...], first_on: date) -> Judged:
    """
    Compare the hours of an offer with those of a need.

    Parameters
    ----------
    need, offer
        Their hours in OpenStreetMap syntax.
    shifts
        Of the firm with the need: they stand for hours that it did not say.
    first_on
        Day from which the need counts.
    """
    if offer.exchange_kind in NO_HOURS:
        return Judged(1.0, (Phrase("matches.hours.any"),))
    if offer.hours is None:
        return unknown("matches.hours.offer_unknown")
    if need.hours is None and not shifts:
        return unknown("matches.hours.need_unknown")
    stated = shifts if need.hours is None else ()
    days = days_of(first_on, need.hours, offer.hours, *(shift.days for shift in stated))
    found = meeting(need.hours, stated, offer.hours, offer.exchange_kind, days)
    return unknown("matches.hours.unreadable") if found is None else _judged(found)


def _judged(found: Meeting) -> Judged:
    basis = "shifts" if found.by_shifts else "need"
    values = {"hours": round(found.hours_per_day, 1), "percent": round(100 * found.share)}
    if found.share == 0:
        return Judged(0.0, why_not=(Phrase(f"matches.hours.never.{basis}"),), is_obstacle=True)
    if found.share < LEAST_SHARE:
        return Judged(found.share, why_not=(Phrase(f"matches.hours.little.{basis}", values),), is_obstacle=True)
    meet = Phrase(f"matches.hours.{_how(found)}", values)
    rest = () if found.share >= NEARLY_ALL else (Phrase(f"matches.hours.part.{basis}", values),)
    return Judged(found.share, (meet,), rest)


def _how(found: Meeting) -> str:
    if found.measure is Measure.RIDE:
        return "rides"
    return "meet" if found.hours_per_day >= 1 else "meet_briefly"


@lru_cache(maxsize=20_000)
def meeting(
    need_hours: str | None, shifts: tuple[FirmShift, ...], offer_hours: str, kind: str, days: Days
) -> Meeting | None:
    """
    Return how much of the needed time an offer covers; None where hours cannot be read.

    Several shifts count by how many work them; those of which that is not known count alike.
    """
    offered = read_hours(offer_hours, days)
    if offered is None:
        return None
    if need_hours is not None:
        needed = read_hours(need_hours, days)
        return None if needed is None else _meeting(needed, offered, kind, measure_of(kind))
    parts = [_of_shift(shift, offered, kind, days) for shift in shifts]
    known = [(part, shift.employee_count or 0) for part, shift in zip(parts, shifts, strict=True) if part is not None]
    if not known:
        return None
    weights = np.array([count for _, count in known], float)
    weights = weights if weights.sum() else np.ones(len(known))
    share = float(np.average([part.share for part, _ in known], weights=weights))
    longest = max((part for part, _ in known), key=lambda part: part.hours_per_day)
    return Meeting(share, longest.hours_per_day, longest.measure, by_shifts=True)


def year_from(first_on: date) -> Days:
    """Return the year that begins on a day; holidays are left out of the comparison."""
    return Days(first_on, first_on + timedelta(days=YEAR_DAYS - 1))


def days_of(first_on: date, *hours: str | None) -> Days:
    """
    Return the days over which hours are compared: some weeks where every week is alike, else the year from a day.

    Examples
    --------
    >>> days_of(date(2026, 11, 15), "Mo-Fr 08:00-18:00", None) == PLAIN_WEEKS
    True
    >>> days_of(date(2026, 11, 15), "Mo-Fr 08:00-18:00; Aug off").first_on
    datetime.date(2026, 11, 15)
    """
    is_dated = any(one and one.strip() != ALWAYS and DATED.search(one) for one in hours)
    return year_from(first_on) if is_dated else PLAIN_WEEKS


def shift_hours(shift: FirmShift) -> str:
    """Return a shift in the syntax of opening hours."""
    return f"{shift.days} {shift.starts_at}-{shift.ends_at}"


def read_hours(hours: str, days: Days) -> Spans | None:
    """Return when something is open; None where that is not sure."""
    opening = open_spans(hours, days)
    return None if opening.doubt is not None else opening.sure


def _of_shift(shift: FirmShift, offered: Spans, kind: str, days: Days) -> Meeting | None:
    needed = read_hours(shift_hours(shift), days)
    if needed is None:
        return None
    return _meeting(needed, offered, kind, Measure.RIDE if kind in RIDES else measure_of(kind))


def measure_of(kind: str) -> Measure:
    """Return how the hours of a kind are compared where the need says its own."""
    return Measure.DAILY if kind in DAILY else Measure.WEEKLY if kind in WEEKLY else Measure.WHOLE


def _meeting(needed: Spans, offered: Spans, kind: str, measure: Measure) -> Meeting:
    if kind in SEASONAL:
        needed = _in_season(needed, offered)
    common_min = covered_min(needed, offered)
    days_count = len(np.unique(needed.starts_min[common_min > 0] // DAY_MIN))
    hours_per_day = float(common_min.sum()) / 60 / days_count if days_count else 0.0
    return Meeting(_share(needed, offered, common_min, measure), hours_per_day, measure)


def _share(needed: Spans, offered: Spans, common_min: npt.NDArray[np.float64], measure: Measure) -> float:
    day = needed.starts_min // DAY_MIN
    match measure:
        case Measure.RIDE:
            return ride_share(needed, offered)
        case Measure.WHOLE:
            return float(common_min.sum()) / needed.length_min if needed.length_min else 0.0
        case Measure.DAILY:
            return _moments(day, needed, common_min)
        case Measure.WEEKLY:
            return _moments((day + MONDAY_DAYS) // 7, needed, common_min)


def _moments(period: npt.NDArray[np.int64], needed: Spans, common_min: npt.NDArray[np.float64]) -> float:
    """Return the share of days, or of weeks, that hold an hour of both, or all that is needed where it is less."""
    if not len(period):
        return 0.0
    _, at = np.unique(period, return_inverse=True)
    common, length = (np.bincount(at, weights=minutes) for minutes in (common_min, needed.ends_min - needed.starts_min))
    return float(np.mean(np.minimum(1.0, common / np.minimum(MOMENT_MIN, length))))


def _in_season(needed: Spans, offered: Spans) -> Spans:
    """Leave out of a need that lasts all year the days outside the seasons of an offer; closed weekends are within."""
    days, open_days = (np.unique(spans.starts_min // DAY_MIN) for spans in (needed, offered))
    if len(np.unique(days // 7)) < LONG_WEEKS or not len(open_days):
        return needed
    day = needed.starts_min // DAY_MIN
    before, after = np.searchsorted(open_days, day, side="right"), np.searchsorted(open_days, day, side="left")
    is_between = (before > 0) & (after < len(open_days))
    gap = open_days[np.minimum(after, len(open_days) - 1)] - open_days[np.maximum(before - 1, 0)]
    kept = is_between & (gap <= WEEKEND_DAYS)
    return make_spans(needed.starts_min[kept], needed.ends_min[kept])


def covered_min(needed: Spans, offered: Spans) -> npt.NDArray[np.float64]:
    """Return of each span of a need the minutes that an offer covers."""
    if not len(offered.starts_min):
        return np.zeros(len(needed.starts_min))
    edges = np.ravel(np.column_stack([offered.starts_min, offered.ends_min])).astype(float)
    lengths = np.column_stack([np.zeros(len(offered.starts_min)), offered.ends_min - offered.starts_min])
    so_far = np.cumsum(np.ravel(lengths))
    return np.asarray(np.interp(needed.ends_min, edges, so_far) - np.interp(needed.starts_min, edges, so_far))


def ride_share(needed: Spans, offered: Spans) -> float:
    """Return the share of beginnings and ends of needed time that a shuttle serves: before the one, after the other."""
    if not len(needed.starts_min):
        return 0.0
    _, to_count = offered.meet(needed.starts_min - RIDE_MIN, needed.starts_min + 1)
    _, back_count = offered.meet(needed.ends_min - 1, needed.ends_min + RIDE_MIN)
    return float(np.mean(np.concatenate([to_count > 0, back_count > 0])))
