"""Which services are near this workplace?"""

from dataclasses import dataclass

from geodata.codes import TravelMode
from welfare_map.model.answer import Answer
from welfare_map.model.services import ServiceFilter, ServiceRow

MAX_LIMIT_MIN = 180
MAX_LIMIT_KM = 200
"""Bounds of a nearby query: three hours, 200 km of straight line."""


@dataclass(frozen=True, kw_only=True)
class NearbyQuery(ServiceFilter):
    """
    Which services are near this workplace? Beside what ``ServiceFilter`` asks:

    Parameters
    ----------
    lon, lat
        Workplace, degrees, EPSG:4326.
    mode
        How the person travels.
    limit_min, limit_km
        Longest travel; exactly one of them is given. Minutes over 0 and up to 180, kilometres over 0 and up to 200.
    max_count
        Most rows that come back.
    """

    lon: float
    lat: float
    mode: TravelMode = TravelMode.CAR
    limit_min: float | None = 15
    limit_km: float | None = None
    max_count: int = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class NearbyRow(ServiceRow):
    """One service within reach: metres of straight line, minutes of travel; an estimate follows no real roads."""

    distance_m: int
    travel_min: float
    is_estimate: bool


@dataclass(frozen=True, kw_only=True)
class NearbyAnswer(Answer[NearbyRow]):
    """Services within reach, nearest first, ties by exactness and then by ``service_id``."""

    origin_municipality_code: str | None
    origin_municipality_name: str | None
    found_count: int
    is_estimate: bool
