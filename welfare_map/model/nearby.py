"""Which services are near this workplace?"""

from dataclasses import dataclass
from datetime import date

from geodata.codes import ElderRole, Ownership, ServiceKind, TravelMode
from welfare_map.model.answer import Answer

MAX_LIMIT_MIN = 180
MAX_LIMIT_KM = 200
MAX_CHILD_AGE_MONTHS = 216
"""Bounds of a nearby query: three hours, 200 km of straight line, 18 years."""


@dataclass(frozen=True, kw_only=True)
class NearbyQuery:
    """
    Which services are near this workplace?

    Parameters
    ----------
    lon, lat
        Workplace, degrees, EPSG:4326.
    mode
        How the person travels.
    limit_min, limit_km
        Longest travel; exactly one of them is given. Minutes over 0 and up to 180, kilometres over 0 and up to 200.
    kinds
        Kinds of service wanted; empty means every kind.
    child_age_months
        Keep services for children that take this age: the ages of the record, else the usual ones of its kind. A
        service of a kind without usual ages is kept only if its record states them.
    elder_role
        Keep services for elders that serve this need.
    min_capacity_count
        Keep services with at least so many places: the accredited ones, else the authorised ones; services that state
        neither are left out.
    ownership
        Public or private only.
    only_open_to_others
        Leave out company services that do not take people from outside.
    service_ids
        Exactly these services however far they are: the limits do not apply to them, the other filters do. Empty means
        every service within the limit.
    max_count
        Most rows that come back.
    as_of_on
        Day of the question.
    """

    lon: float
    lat: float
    as_of_on: date
    mode: TravelMode = TravelMode.CAR
    limit_min: float | None = 15
    limit_km: float | None = None
    kinds: tuple[ServiceKind, ...] = ()
    child_age_months: int | None = None
    elder_role: ElderRole | None = None
    min_capacity_count: int | None = None
    ownership: Ownership | None = None
    only_open_to_others: bool = False
    service_ids: tuple[str, ...] = ()
    max_count: int = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class NearbyRow:
    """One service within reach; ``None`` is unknown, ``is_approximate`` marks minutes to an area and not to a door."""

    service_id: str
    name: str
    kind: str
    group: str
    provider_name: str | None
    ownership: str | None
    municipality_code: str | None
    municipality_name: str | None
    address: str | None
    lon: float
    lat: float
    position_quality: str
    is_approximate: bool
    distance_m: int
    travel_min: float
    opening_hours: str | None
    capacity_authorised: int | None
    capacity_accredited: int | None
    min_age_months: int | None
    max_age_months: int | None
    is_open_to_others: bool | None
    free_count: int | None
    free_as_of_on: str | None
    phone: str | None
    email: str | None
    website: str | None
    is_demo: bool
    source_id: str
    licence: str
    retrieved_on: str
    modified_on: str | None
    checked_on: str | None
    checked_by_role: str | None


@dataclass(frozen=True, kw_only=True)
class NearbyAnswer(Answer[NearbyRow]):
    """Services within reach, nearest first, ties by exactness and then by ``service_id``."""

    origin_municipality_code: str | None
    origin_municipality_name: str | None
    found_count: int
    is_estimate: bool
