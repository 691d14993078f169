"""What is this place?"""

from dataclasses import dataclass
from datetime import date

from geodata.codes import Level
from welfare_map.model.answer import Answer


@dataclass(frozen=True, kw_only=True)
class TerritoryQuery:
    """
    What is this place? By code, by point, or a whole level.

    Parameters
    ----------
    level
        Municipality, district, province or region; None is the level of the code, else municipality.
    code
        ISTAT code (six digits a municipality, three a province, two a region), ``district_id`` or a name or alias of
        a district.
    lon, lat
        A point; its unit of the level is the answer.
    """

    as_of_on: date
    level: Level | None = None
    code: str | None = None
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KindCount:
    """
    Services and places of one kind in a territory.

    Parameters
    ----------
    capacity_authorised_count, capacity_accredited_count
        Sums of the places that records state, each on its own; a service may state one, both or neither.
    without_capacity_count
        Services that state neither.
    """

    kind: str
    service_count: int
    capacity_authorised_count: int
    capacity_accredited_count: int
    without_capacity_count: int
    demo_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeRow:
    """A district office that is documented; ``name`` is its Italian name."""

    office_id: str
    name: str
    name_en: str
    phone: str | None
    email: str | None
    website: str | None
    document_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryRow:
    """
    One unit of a level.

    Residents are of 1 January 2023 (ISTAT by openpolis): the sum of the municipalities whose residents are known, None
    where none is.

    ``district_office`` is the documented office of a municipality, or the only one of a larger unit;
    ``district_offices`` are all that serve a part of it. ``initiative_ids`` cover a part of it and are not known to
    have ended; ``past_initiative_ids`` are known to have ended. ``is_complete`` is False where a part lies outside
    the area.
    """

    level: str
    code: str
    name: str
    municipality_code: str | None
    municipality_name: str | None
    district_id: str | None
    district_name: str | None
    district_is_verified: bool | None
    province_code: str | None
    province_short: str | None
    province_name: str | None
    region_code: str
    region_name: str
    municipality_count: int
    residents: int | None
    residents_0_2: int | None
    residents_3_5: int | None
    residents_6_14: int | None
    residents_15_64: int | None
    residents_65_plus: int | None
    residents_75_plus: int | None
    district_office: OfficeRow | None
    district_offices: tuple[OfficeRow, ...]
    services: tuple[KindCount, ...]
    adherent_count: int
    demo_adherent_count: int
    initiative_ids: tuple[str, ...]
    past_initiative_ids: tuple[str, ...]
    is_complete: bool


@dataclass(frozen=True, kw_only=True)
class TerritoryAnswer(Answer[TerritoryRow]):
    """Units of a level, by code."""

    level: str
