"""What makes an indicator of coverage change: places or residents? And where does it go if places stay as they are?"""

from dataclasses import dataclass
from datetime import date

from welfare_map.model.answer import Answer

FIRST_YEAR, LAST_YEAR = 2025, 2035
"""Years of a projection unless others are asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierFigure:
    """A figure of an answer that was kept: what was divided by what, and the value at least and at most."""

    unit_code: str
    numerator: float | None
    denominator: float | None
    value_low: float | None
    value_high: float | None
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """
    How one area changed since an answer that was kept.

    Parameters
    ----------
    value_before, value
        Then and now, in the unit of the indicator; None where either part is not known.
    change, numerator_effect, denominator_effect
        The change, and how much of it comes from what is counted (places) and from residents; the two add up to it.
    change_low, change_high
        By how much the least and the most that are possible changed; None where either has no bound. Where the two do
        not go the same way the figure is known better or worse than before, and may not have changed at all.
    direction
        1 where both ends rise, -1 where both fall, 0 where neither moves; None where they disagree.
    is_demo
        Invented records took part then or now.
    """

    unit_code: str
    unit_name: str
    value_before: float | None
    value: float | None
    change: float | None
    numerator_effect: float | None
    denominator_effect: float | None
    change_low: float | None
    change_high: float | None
    direction: int | None
    is_demo: bool


@dataclass(frozen=True, kw_only=True)
class ChangeAnswer(Answer[ChangeRow]):
    """
    Areas that are in both answers, by code.

    Parameters
    ----------
    only_before_count, only_now_count
        Areas that are in one of the two alone.
    """

    indicator: str
    level: str
    unit: str
    only_before_count: int
    only_now_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectionRow:
    """
    One area in one year, if places stay as they are.

    Parameters
    ----------
    residents
        On 1 January of the year, projected.
    value, value_low, value_high
        Today's places by these residents; the interval is that of what records do not say, never of the projection.
    residents_effect
        How much the value differs from today's, all of it through residents.
    places_to_stay
        Places to add (or, negative, to spare) so that the value stays what it is today.
    places_to_target, places_to_target_low, places_to_target_high
        Places to add to meet the legal target, 0 where it is met: from the places as stated, the most and the least
        that are possible; None where no law sets one, and for a figure that rests on invented records; the first None
        where no places are stated.
    """

    unit_code: str
    unit_name: str
    year: int
    residents: float
    value: float | None
    value_low: float | None
    value_high: float | None
    residents_effect: float | None
    places_to_stay: float | None
    places_to_target: float | None
    places_to_target_low: float | None
    places_to_target_high: float | None
    is_demo: bool


@dataclass(frozen=True, kw_only=True)
class ProjectionAnswer(Answer[ProjectionRow]):
    """
    By area, then by year.

    Parameters
    ----------
    known_year
        Year of the residents that are known.
    left_out_count
        Areas of which not all residents are known or that reach beyond the map, or where nobody of the age lives.
    """

    indicator: str
    level: str
    unit: str
    known_year: int
    left_out_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesRow:
    """
    One area at the end of one year, or today in the present one.

    Parameters
    ----------
    as_of_on
        Day as of which the services are those that the lists in the register told.
    value, value_low, value_high, numerator, denominator, record_count
        As in coverage; no value where no list tells of that year.
    change, change_low, change_high, direction
        Since the row before, as in ``ChangeRow``; None of the first year.
    """

    unit_code: str
    unit_name: str
    year: int
    as_of_on: date
    value: float | None
    value_low: float | None
    value_high: float | None
    numerator: float | None
    denominator: float | None
    record_count: int
    change: float | None
    change_low: float | None
    change_high: float | None
    direction: int | None


@dataclass(frozen=True, kw_only=True)
class SeriesAnswer(Answer[SeriesRow]):
    """By area, then by year; invented records take no part."""

    indicator: str
    level: str
    unit: str
