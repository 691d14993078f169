"""How many firms of a planning district declared a need or an offer for counts alone?"""

from dataclasses import dataclass
from datetime import date

from welfare_map.model.answer import Answer


@dataclass(frozen=True, kw_only=True)
class ExchangeCountsQuery:
    """The whole table: it takes no filter, so that no two questions differ by somebody."""

    as_of_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeCountRow:
    """
    One planning district, kind and direction.

    Parameters
    ----------
    at_least_count
        Firms that declared it for counts alone: a multiple of five, never more than there are.
    is_demo
        The firms counted are invented; they are in no row with real ones.
    """

    district_id: str
    district_name: str
    direction: str
    exchange_kind: str
    at_least_count: int
    is_demo: bool


@dataclass(frozen=True, kw_only=True)
class ExchangeCountsAnswer(Answer[ExchangeCountRow]):
    """By district, direction and kind; what is not there is too few to be told, or nothing."""
