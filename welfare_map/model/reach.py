"""Where does one get from here in so many minutes, and what is there?"""

from dataclasses import dataclass

from geodata.codes import TravelMode
from welfare_map.model.answer import Answer
from welfare_map.model.services import ServiceFilter

MAX_LIMIT_COUNT = 6
"""Most areas of one answer."""


@dataclass(frozen=True, kw_only=True)
class ReachQuery(ServiceFilter):
    """
    Where does one get from here in so many minutes? Beside what ``ServiceFilter`` asks:

    Parameters
    ----------
    lon, lat
        Where the trip starts, degrees, EPSG:4326.
    mode
        How the person travels.
    limits_min
        One to six limits, minutes over 0 and up to 180, ascending.
    """

    lon: float
    lat: float
    mode: TravelMode = TravelMode.CAR
    limits_min: tuple[float, ...] = (10, 20, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachRow:
    """
    What lies within one limit; each area holds those before it.

    ``residents`` and ``residents_0_2`` are estimates: each municipality counts by the share of its surface inside the
    area, as though its residents were spread evenly. ``service_count`` are the services within the minutes,
    ``demo_count`` those of them that are invented. ``is_estimate`` tells that the outline does not follow real roads or
    may be cut where they end, or that some of the services count by estimated minutes.
    ``geometry_wkt`` is in degrees, EPSG:4326.
    """

    limit_min: float
    area_km2: float
    residents: int
    residents_0_2: int
    residents_75_plus: int
    municipality_count: int
    service_count: int
    demo_count: int
    is_estimate: bool
    geometry_wkt: str


@dataclass(frozen=True, kw_only=True)
class ReachAnswer(Answer[ReachRow]):
    """One row per limit, the nearest first."""

    origin_municipality_code: str
    origin_municipality_name: str
    is_estimate: bool
