"""Shifts that begin and end together, on the same days."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from welfare_map.model import WEEKDAYS, FirmShift
from welfare_map.questions.shift_words import worked

WORKING_WEEK = 5
"""Days of the week to which the days in a year are told."""


@dataclass(frozen=True, slots=True, order=True)
class WorkShift:
    """
    A firm's shift, read.

    ``start_min`` and ``end_min`` count from the midnight with which its day begins; ``end_min`` may lie on the next
    day. ``staff_count`` is None where it is not known.
    """

    start_min: int
    end_min: int
    organisation_id: str
    number: int
    weekdays: frozenset[int]
    starts_at: str
    ends_at: str
    staff_count: int | None


@dataclass(frozen=True, slots=True)
class Window:
    """Weekdays (0 is Monday) and the shifts that are served together on them."""

    number: int
    weekdays: tuple[int, ...]
    shifts: tuple[WorkShift, ...]

    def days_in(self, days_per_year: int) -> int:
        """Return how many days a year has for these weekdays, when it has so many from Monday to Friday."""
        return round(days_per_year * len(self.weekdays) / WORKING_WEEK)


def read_shift(organisation_id: str, shift: FirmShift, *, number: int) -> WorkShift | None:
    """Return a shift with its weekdays and minutes; None where its words cannot be read."""
    read = worked(shift)
    if read is None:
        return None
    return WorkShift(
        start_min=read.start_min,
        end_min=read.end_min,
        organisation_id=organisation_id,
        number=number,
        weekdays=read.weekdays,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        staff_count=shift.employee_count,
    )


def windows_of(shifts: Iterable[WorkShift], window_min: int) -> tuple[Window, ...]:
    """
    Put shifts together whose beginnings, and whose ends, differ by so many minutes at most.

    Weekdays on which the same shifts go together are one window; a shift is in one window on each of its days.

    Returns
    -------
    windows
        By first weekday, then by beginning; numbered from 1.
    """
    ordered = sorted(shifts)
    days: defaultdict[tuple[WorkShift, ...], list[int]] = defaultdict(list)
    for weekday in range(len(WEEKDAYS)):
        for together in _clusters([shift for shift in ordered if weekday in shift.weekdays], window_min):
            days[together].append(weekday)
    found = sorted(days.items(), key=lambda item: (item[1][0], item[0][0]))
    return tuple(Window(number, tuple(on), shifts) for number, (shifts, on) in enumerate(found, start=1))


def _clusters(shifts: Iterable[WorkShift], window_min: int) -> list[tuple[WorkShift, ...]]:
    """Let each shift, by beginning, join the first cluster that it fits; else it begins a new one."""
    clusters: list[list[WorkShift]] = []
    for shift in shifts:
        fitting = (cluster for cluster in clusters if _fits([*cluster, shift], window_min))
        cluster = next(fitting, None)
        if cluster is None:
            clusters.append([shift])
        else:
            cluster.append(shift)
    return [tuple(cluster) for cluster in clusters]


def _fits(shifts: list[WorkShift], window_min: int) -> bool:
    starts, ends = [shift.start_min for shift in shifts], [shift.end_min for shift in shifts]
    return max(starts) - min(starts) <= window_min and max(ends) - min(ends) <= window_min


def days_words(weekdays: tuple[int, ...]) -> str:
    """
    Write weekdays in OpenStreetMap syntax.

    Examples
    --------
    >>> days_words((0, 1, 2, 3, 4)), days_words((0, 2, 5, 6))
    ('Mo-Fr', 'Mo,We,Sa-Su')
    """
    runs: list[list[int]] = []
    for day in weekdays:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    names = [WEEKDAYS[run[0]] if len(run) == 1 else f"{WEEKDAYS[run[0]]}-{WEEKDAYS[run[-1]]}" for run in runs]
    return ",".join(names)
