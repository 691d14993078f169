"""Which services are open when this worker needs them?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from geodata.codes import TravelMode
from welfare_map.model.answer import Answer, Phrase, Plain
from welfare_map.model.services import ServiceFilter, ServiceRow
from welfare_map.model.shifts import ShiftPattern

MAX_DAY_COUNT = 366
MAX_HANDOVER_MIN = 60
"""Bounds of the question: a year of days, an hour at the door."""


class Fit(StrEnum):
    """Whether somebody can take a person there and fetch them, on time for the shift."""

    YES = "yes"
    UNKNOWN = "unknown"
    NO = "no"


@dataclass(frozen=True, kw_only=True)
class FitsQuery(ServiceFilter):
    """
    Which services are open when this worker needs them? Beside what ``ServiceFilter`` asks:

    Parameters
    ----------
    work_lon, work_lat
        Workplace, degrees, EPSG:4326.
    shifts
        When the person works.
    from_on, to_on
        Days of interest, both included, at most a year of them.
    mode
        How the person travels.
    home_lon, home_lat
        Home, degrees, EPSG:4326; its minutes count for the order of the rows, not for the fit.
    handover_min
        Minutes at the service, both when the person brings and when they fetch; 0 to 60.
    drops, collects
        Whether this worker brings, and fetches; the other is done by somebody else.
    works_on_public_holidays
        Public holidays are days as any other; else only a rotation, or a rule that says so, is worked on them.
    limit_min
        Longest trip between service and work; None for no limit.
    max_count
        Most rows that come back.
    """

    work_lon: float
    work_lat: float
    shifts: ShiftPattern
    from_on: date
    to_on: date
    mode: TravelMode = TravelMode.CAR
    home_lon: float | None = None
    home_lat: float | None = None
    handover_min: int = 0
    drops: bool = True
    collects: bool = True
    works_on_public_holidays: bool = False
    limit_min: float | None = None
    max_count: int = 500


@dataclass(frozen=True, slots=True)
class FitReason:
    """
    Why a service does not fit on some days, or why that is not known.

    Parameters
    ----------
    code
        Last part of its text key.
    sentence
        The reason in words, with its days.
    day_count, first_on, last_on
        Days at work that it is about: how many, the first and the last, ISO.
    values
        The times (``HH:MM``) and minutes that the sentence names.
    """

    code: str
    sentence: Phrase
    day_count: int
    first_on: str
    last_on: str
    values: Mapping[str, Plain]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Minutes after midnight of a day; below 0 it begins on the day before, above 1440 it ends on the next one."""

    from_min: int
    to_min: int


@dataclass(frozen=True, slots=True)
class WeekdayFit:
    """
    A weekday of a service, as it is on most of its days in the period.

    Parameters
    ----------
    weekday
        ``Mo`` to ``Su``.
    open
        When the service is open.
    needed
        When it has to be open; None where the person does not work on that weekday.
    fit
        Verdict over all days of this weekday; None where the person does not work.
    fitting_day_count, worked_day_count
        Days on which it fits for sure, days at work.
    """

    weekday: str
    open: tuple[Stretch, ...]
    needed: Stretch | None
    fit: Fit | None
    fitting_day_count: int
    worked_day_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FitsRow(ServiceRow):
    """
    One service and the shifts.

    Parameters
    ----------
    fit
        ``yes`` only if all days at work fit; ``no`` if one day does not.
    reasons
        Why not, or why it is not known, in words; empty for ``yes``.
    reason_details
        The same, with its numbers.
    fitting_day_count
        Days at work on which it fits for sure; None where the position stands for an area.
    worked_day_count
        Days at work in the period.
    to_work_min, from_work_min
        Minutes from the service to work, and from work to the service.
    total_min
        Minutes of all trips that the person makes because of the service, from and to home where it is given.
    is_estimate
        Some of the minutes do not follow real roads.
    week
        Monday to Sunday; empty where the hours cannot be drawn.
    week_sentence
        The same in words.
    """

    fit: Fit
    reasons: tuple[Phrase, ...]
    reason_details: tuple[FitReason, ...]
    fitting_day_count: int | None
    worked_day_count: int
    to_work_min: float
    from_work_min: float
    total_min: float
    is_estimate: bool
    week: tuple[WeekdayFit, ...]
    week_sentence: Phrase


@dataclass(frozen=True, kw_only=True)
class FitsAnswer(Answer[FitsRow]):
    """Services that fit first, then those of which it is not known, then the others; each by minutes, then by id."""

    origin_municipality_code: str | None
    origin_municipality_name: str | None
    found_count: int
    fit_counts: Mapping[str, int]
    worked_day_count: int
    is_estimate: bool
