"""How do these services stand side by side?"""

from dataclasses import dataclass
from datetime import date

from geodata.codes import TravelMode
from welfare_map.model.answer import Answer
from welfare_map.model.services import ServiceRow

MAX_SIDE_BY_SIDE_COUNT = 20
"""As many as a visitor can save."""


@dataclass(frozen=True, kw_only=True)
class CompareQuery:
    """
    How do these services stand side by side?

    Parameters
    ----------
    service_ids
        At most 20, in the order in which they are compared.
    lon, lat
        Where minutes are counted from (degrees, EPSG:4326); without a point there are none.
    mode
        How the person travels.
    """

    as_of_on: date
    service_ids: tuple[str, ...]
    lon: float | None = None
    lat: float | None = None
    mode: TravelMode = TravelMode.CAR


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareRow(ServiceRow):
    """One service; without a position it has no point, and then or without a starting point no minutes."""

    lon: float | None  # type: ignore[assignment]  # a service without a position is compared like any other
    lat: float | None  # type: ignore[assignment]  # idem
    distance_m: int | None
    travel_min: float | None
    is_estimate: bool | None


@dataclass(frozen=True, kw_only=True)
class CompareAnswer(Answer[CompareRow]):
    """Services in the order asked for; ``missing_ids`` are unknown, or no longer listed by their source."""

    missing_ids: tuple[str, ...]
