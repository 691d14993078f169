"""Which services somebody means, and what every answer tells of a service."""

from dataclasses import dataclass
from datetime import date

from geodata.codes import ElderRole, Ownership, ServiceKind
from welfare_map.model.availability import BandPlaces

MAX_CHILD_AGE_MONTHS = 216
"""18 years."""


@dataclass(frozen=True, kw_only=True)
class ServiceFilter:
    """
    Which services somebody means: the part that the questions about services share.

    Parameters
    ----------
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
    only_with_free_places
        Keep services known to have a free place on the day, for the child where its age is given.
    service_ids
        Exactly these services however far they are: limits of travel do not apply to them, the other filters do. Empty
        means every service.
    as_of_on
        Day of the question.
    """

    as_of_on: date
    kinds: tuple[ServiceKind, ...] = ()
    child_age_months: int | None = None
    elder_role: ElderRole | None = None
    min_capacity_count: int | None = None
    ownership: Ownership | None = None
    only_open_to_others: bool = False
    only_with_free_places: bool = False
    service_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRow:
    """
    What an answer tells of a service; ``None`` is unknown, ``is_approximate`` marks an area and not a door.

    ``free_count`` sums the bands that are asked and within their term, ``free_as_of_on`` is the oldest day of them;
    ``bands`` are all that the register has, those asked first.
    """

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
    opening_hours: str | None
    capacity_authorised: int | None
    capacity_accredited: int | None
    min_age_months: int | None
    max_age_months: int | None
    is_open_to_others: bool | None
    free_count: int | None
    free_as_of_on: str | None
    bands: tuple[BandPlaces, ...]
    monthly_fee_min_eur: float | None
    monthly_fee_max_eur: float | None
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
