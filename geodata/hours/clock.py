"""
The clock on the wall in Italy, and real minutes.

Wall minutes count from 1970-01-01 00:00 on the wall, real minutes from the same moment in UTC. Where the clock skips an
hour, the minutes that it skips are as many minutes later; where it repeats one, the first showing is meant.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
ROME: Final = ZoneInfo("Europe/Rome")
EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001  # the clock on the wall
DAY_MIN: Final = 24 * 60
KNOWN_YEARS: Final = range(2000, 2101)
"""Years of which the changes of the clock are looked up; what is later has the last offset."""


def day_start_min(on: date) -> int:
    """
    Return the wall minute with which a day begins.

    Examples
    --------
    >>> day_start_min(date(1970, 1, 2))
    1440
    """
    return (on.toordinal() - EPOCH.toordinal()) * DAY_MIN


def wall_minute(moment: datetime) -> int:
    """Return the wall minute of a moment without time zone; seconds are left out."""
    return day_start_min(moment.date()) + moment.hour * 60 + moment.minute


def real_minutes(wall_min: npt.ArrayLike) -> IntArray:
    """
    Turn wall minutes into real ones.

    Examples
    --------
    On the night of 25 October 2026 the clock goes back, so eight hours on the wall last nine:

    >>> night = day_start_min(date(2026, 10, 24)) + np.array([22 * 60, 30 * 60])
    >>> int(np.diff(real_minutes(night))[0]) // 60
    9
    """
    wall, changes = np.asarray(wall_min, np.int64), _changes()
    return np.asarray(wall - changes.offsets_min[np.searchsorted(changes.wall_min, wall, side="right")], np.int64)


def wall_minutes(real_min: npt.ArrayLike) -> IntArray:
    """Return what the clock on the wall shows at real minutes."""
    real, changes = np.asarray(real_min, np.int64), _changes()
    return np.asarray(real + changes.offsets_min[np.searchsorted(changes.real_min, real, side="right")], np.int64)


@dataclass(frozen=True)
class _Changes:
    """When the clock changes: first minute of each new offset, on the wall and real; offsets before, between, after."""

    wall_min: IntArray
    real_min: IntArray
    offsets_min: IntArray


@cache
def _changes() -> _Changes:
    months = [datetime(year, month, 1) for year in KNOWN_YEARS for month in range(1, 13)]  # noqa: DTZ001  # the wall
    firsts = [_first(month, after) for month, after in pairwise(months) if _offset_min(month) != _offset_min(after)]
    wall = np.array([wall_minute(first) for first in firsts], np.int64)
    offsets = np.array([_offset_min(months[0]), *map(_offset_min, firsts)], np.int64)
    return _Changes(wall, wall - np.maximum(offsets[:-1], offsets[1:]), offsets)


def _first(before: datetime, after: datetime) -> datetime:
    """Return the first hour of the offset that holds after a change."""
    hours = (before + timedelta(hours=number) for number in range((after - before).days * 24 + 1))
    return next(hour for hour in hours if _offset_min(hour) == _offset_min(after))


def _offset_min(moment: datetime) -> int:
    offset = moment.replace(tzinfo=ROME).utcoffset()
    return 0 if offset is None else int(offset.total_seconds()) // 60
