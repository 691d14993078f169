"""
School holidays of a region, out of the hand-edited table ``school_calendars``.

A school year runs from 1 September to 31 August. Of a year whose row is missing or blank nothing is known, and nothing
is guessed.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from geodata.errors import DataError

RANGE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:/(\d{4}-\d{2}-\d{2}))?")
FIRST_MONTH = 9


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """A school year: its first and last day of lessons, and ranges of days without lessons, both ends included."""

    starts_on: date
    ends_on: date
    closed: tuple[tuple[date, date], ...] = ()

    def is_holiday(self, on: date) -> bool:
        """Tell whether there are no lessons on a day of this school year, weekends apart."""
        is_between = any(first <= on <= last for first, last in self.closed)
        return is_between or not self.starts_on <= on <= self.ends_on


@dataclass(frozen=True)
class SchoolCalendar:
    """The school years of a region that are known, by the calendar year in which they begin."""

    years: tuple[tuple[int, SchoolYear], ...] = ()

    def is_holiday(self, on: date) -> bool | None:
        """Tell whether a day is a school holiday; None where the calendar of that school year is not known."""
        known = dict(self.years).get(on.year if on.month >= FIRST_MONTH else on.year - 1)
        return None if known is None else known.is_holiday(on)


def school_calendar(rows: Iterable[Mapping[str, object]], region_code: str) -> SchoolCalendar:
    """
    Read the calendar of a region.

    Parameters
    ----------
    rows
        Rows of the contract ``school_calendars``, None for a missing cell.
    region_code
        ISTAT code, two digits.

    Raises
    ------
    DataError
        A day or a range is written in another way than ISO days, ``2026-12-23/2027-01-06|2027-04-01``.
    """
    own = [row for row in rows if row["region_code"] == region_code and row["starts_on"] and row["ends_on"]]
    return SchoolCalendar(tuple((int(str(row["school_year"])[:4]), _school_year(row)) for row in own))


def _school_year(row: Mapping[str, object]) -> SchoolYear:
    try:
        closed = tuple(map(_range, filter(None, str(row["closed_ranges"] or "").split("|"))))
        return SchoolYear(date.fromisoformat(str(row["starts_on"])), date.fromisoformat(str(row["ends_on"])), closed)
    except ValueError as error:
        raise DataError(f"school calendar {row['region_code']} {row['school_year']}: {error}") from error


def _range(words: str) -> tuple[date, date]:
    found = RANGE.fullmatch(words.strip())
    if found is None:
        raise ValueError(f"{words!r} is no range of days; write 2026-12-23/2027-01-06")
    first, last = found[1], found[2] or found[1]
    return date.fromisoformat(first), date.fromisoformat(last)
