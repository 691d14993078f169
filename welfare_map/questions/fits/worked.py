"""From a pattern of shifts to the shifts that are worked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from geodata.errors import InputError
from geodata.hours.clock import DAY_MIN, IntArray, day_start_min, real_minutes
from welfare_map.model import FitsQuery
from welfare_map.model.shifts import ShiftPattern


@dataclass(frozen=True, eq=False)
class Worked:
    """
    Days at work.

    Parameters
    ----------
    days
        Day on which each shift starts, ascending.
    starts_min, ends_min
        Start and end of each shift, real minutes.
    """

    days: tuple[date, ...]
    starts_min: IntArray
    ends_min: IntArray

    @cached_property
    def weekdays(self) -> IntArray:
        """Weekday on which each shift starts, 0 is Monday."""
        return np.array([on.weekday() for on in self.days], np.int64)

    @cached_property
    def day_edges(self) -> tuple[IntArray, IntArray]:
        """Return the real minutes with which the day of each shift begins and ends."""
        starts = np.array([day_start_min(on) for on in self.days], np.int64)
        return real_minutes(starts), real_minutes(starts + DAY_MIN)


def worked_shifts(query: FitsQuery, public_holidays: Collection[date]) -> Worked:
    """
    Return the shifts of the period.

    Raises
    ------
    InputError
        There is none.
    """
    is_holiday = () if query.works_on_public_holidays else public_holidays
    return shifts_between(query.shifts, query.from_on, query.to_on, is_holiday)


def shifts_between(pattern: ShiftPattern, from_on: date, to_on: date, holidays: Collection[date]) -> Worked:
    """
    Return the shifts of a pattern from one day to another, both included.

    Raises
    ------
    InputError
        There is none.
    """
    found = list(_walled(pattern, from_on, to_on, holidays))
    if not found:
        raise InputError("error.no_worked_day", first=from_on.isoformat(), last=to_on.isoformat())
    days, starts, ends = zip(*found, strict=True)
    return Worked(days, real_minutes(starts), real_minutes(ends))


def _walled(
    pattern: ShiftPattern, from_on: date, to_on: date, holidays: Collection[date]
) -> list[tuple[date, int, int]]:
    """Return day, start and end of each shift in wall minutes."""
    found = []
    for number in range((to_on - from_on).days + 1):
        on = from_on + timedelta(days=number)
        rule = pattern.rule_on(on, is_public_holiday=on in holidays)
        if rule is not None and rule.start_min is not None and rule.end_min is not None:
            midnight = day_start_min(on)
            found.append((on, midnight + rule.start_min, midnight + rule.end_min))
    return found
