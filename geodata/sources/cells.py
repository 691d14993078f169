"""Cells of one published row under our columns, and what is wrong with them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from geodata.cleaning.address import clean_address
from geodata.cleaning.contacts import clean_email, clean_service_email, clean_website
from geodata.cleaning.coordinates import Position, clean_point, clean_position
from geodata.cleaning.hours import clean_opening_hours
from geodata.cleaning.municipality import clean_municipality_code
from geodata.cleaning.municipality_names import (
    FORMER_CADASTRAL_CODES,
    MunicipalityList,
    code_of_cadastral,
    code_of_name,
    province_words,
)
from geodata.cleaning.names import clean_name
from geodata.cleaning.numbers import clean_count
from geodata.cleaning.phone import clean_phone, is_one_of_several
from geodata.cleaning.postcode import clean_postcode
from geodata.cleaning.text import clean_text
from geodata.codes import Ownership, PositionQuality
from geodata.notices import Severity
from geodata.sources import DISTRICT_COLUMN
from geodata.sources.rows import Row
from geodata.territory.names import fold

Defect = tuple[str, Severity, str]
"""Rule, severity, detail."""
OWNERSHIPS = {
    **dict.fromkeys(
        ("pubblica", "pubblico", "comunale", "statale", "gestione diretta"),
        Ownership.PUBLIC.value,
    ),
    **dict.fromkeys(
        ("privata", "privato", "paritaria", "non statale", "privata accreditata", "privata convenzionata"),
        Ownership.PRIVATE.value,
    ),
}
"""Folded words of the lists."""


def clean_ownership(cell: object) -> str | None:
    """Return ``public`` or ``private``; None when it is missing or another word."""
    return OWNERSHIPS.get(fold(clean_text(cell) or "")) or (str(cell) if cell in tuple(Ownership) else None)


CLEANERS: Mapping[str, Callable[[object], object]] = {
    "name": clean_name,
    "provider_name": clean_name,
    "ownership": clean_ownership,
    "address": clean_address,
    "postcode": clean_postcode,
    "municipality_code": clean_municipality_code,
    "phone": clean_phone,
    "email": clean_service_email,
    "website": clean_website,
    "opening_hours": clean_opening_hours,
    "capacity_authorised": clean_count,
    "capacity_accredited": clean_count,
    "capacity_part_time": clean_count,
    "min_age_months": clean_count,
    "max_age_months": clean_count,
}
"""Columns of the contract that come from one cell."""
CONTACTS = frozenset({"phone", "email", "website"})
"""May hold what belongs to a person: a notice does not repeat it."""
NOT_ACCREDITED = "no"
"""Word of a list's column ``is_accredited``: the service has no accredited places, though it gives no number."""
STREET_PARTS = ("street_kind", "street", "house_number")
"""Columns that together are an address."""
POINT_PARTS = ("lon", "lat", "point")


@dataclass(frozen=True, slots=True)
class Header:
    """Our column -> key of the list's column in a row, and -> its name as published."""

    keys: Mapping[str, str]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Cells:
    """One row under our columns."""

    row: Row
    header: Header

    def has(self, column: str) -> bool:
        """Tell whether the list has the column."""
        return column in self.header.keys

    def raw(self, column: str) -> object:
        """Return the published cell, None where the row or the list has none."""
        key = self.header.keys.get(column)
        if column == "address" and key is None:
            return self._street()
        return None if key is None else self.row.get(key)

    def text(self, column: str) -> str | None:
        """Return the cell's text, None where it is missing."""
        return clean_text(self.raw(column))

    def _street(self) -> str | None:
        street_kind, street, number = (self.text(part) for part in STREET_PARTS)
        words = " ".join(filter(None, (street_kind, street)))
        return f"{words}, {number}" if words and number else words or None


def made_key(cells: Cells, columns: tuple[str, ...]) -> str | None:
    """Return a code made of some columns, for a list without codes; None when they are all empty."""
    words = [fold(cells.text(column) or "").replace(" ", "-") for column in columns]
    return "_".join(filter(None, words)) or None


def clean_cells(
    cells: Cells,
    municipalities: MunicipalityList,
    *,
    expected: frozenset[str],
    constants: Mapping[str, object],
    crs: str,
) -> tuple[dict[str, object], list[Defect]]:
    """
    Clean a row.

    Parameters
    ----------
    cells
        The row.
    municipalities
        To find codes by name.
    expected
        Our columns whose empty cells are defects.
    constants
        Our columns that are the same in every row.
    crs
        Declared reference system of its position, "" for degrees.

    Returns
    -------
    record, defects
        Columns of ``services`` that the list has, always with municipality and position.
    """
    has_street = any(map(cells.has, STREET_PARTS))
    columns = [column for column in CLEANERS if cells.has(column) or (column == "address" and has_street)]
    record = {column: CLEANERS[column](cells.raw(column)) for column in columns}
    defects = list(_cell_defects(cells, record, expected))
    record.update(constants)
    if record.get("capacity_accredited") is None and fold(cells.text("is_accredited") or "") == NOT_ACCREDITED:
        record["capacity_accredited"] = 0
    if record.get("municipality_code") is None:
        record["municipality_code"], more = _municipality(cells, municipalities)
        defects += more
    position = _position(cells, crs)
    defects += _position_defects(cells, position)
    if cells.has("district"):
        record[DISTRICT_COLUMN] = cells.text("district")
    return {**record, **_place(position, has_municipality=record["municipality_code"] is not None)}, defects


def _cell_defects(cells: Cells, record: Mapping[str, object], expected: frozenset[str]) -> Iterator[Defect]:
    for column, value in record.items():
        raw = cells.text(column)
        published = cells.header.names.get(column, column)
        if value is None and column == "email" and clean_email(raw):
            yield "personal_mailbox", Severity.INFO, published
        elif value is None and raw is not None:
            yield "unreadable_value", Severity.WARNING, published if column in CONTACTS else f"{published}={raw}"
        elif value is None and column in expected:
            yield "missing_value", Severity.WARNING, published
        elif column == "phone" and is_one_of_several(raw):
            yield "several_phones", Severity.INFO, published
    code, raw_code = record.get("municipality_code"), cells.text("municipality_code")
    if code and raw_code and clean_municipality_code(raw_code) != raw_code.removesuffix(".0").zfill(6):
        yield "former_municipality_code", Severity.INFO, f"{raw_code} → {code}"


def _municipality(cells: Cells, municipalities: MunicipalityList) -> tuple[str | None, list[Defect]]:
    """Find the municipality by its cadastral code, else by name and province."""
    cadastral, name, province = cells.text("cadastral_code"), cells.raw("municipality_name"), cells.raw("province")
    code = code_of_cadastral(cadastral, municipalities)
    if code and cadastral and cadastral.upper() in FORMER_CADASTRAL_CODES:
        return code, [("former_cadastral_code", Severity.INFO, f"{cadastral} → {code}")]
    code = code or code_of_name(name, province, municipalities)
    place, where = clean_text(name), province_words(province)
    said = " ".join(filter(None, (cadastral, place, f"({where})" if place and where else None)))
    return code, [("unknown_municipality", Severity.WARNING, said)] if said and not code else []


def _position(cells: Cells, crs: str) -> Position | None:
    """Return the row's point: its two columns first, else the point column."""
    return clean_position(cells.raw("lon"), cells.raw("lat"), crs=crs) or clean_point(cells.raw("point"), crs=crs)


def _position_defects(cells: Cells, position: Position | None) -> Iterator[Defect]:
    if position is None:
        if any(map(cells.has, POINT_PARTS)):
            yield "unusable_point", Severity.WARNING, " ".join(filter(None, map(cells.text, POINT_PARTS)))
        return
    where = f"lon {position.lon}, lat {position.lat}"
    if position.was_swapped:
        yield "swapped_coordinates", Severity.WARNING, where
    if position.metric_crs:
        yield "metric_coordinates", Severity.WARNING, f"{position.metric_crs} → {where}"


def _place(position: Position | None, *, has_municipality: bool) -> dict[str, object]:
    if position:
        return {"lon": position.lon, "lat": position.lat, "position_quality": PositionQuality.EXACT.value}
    quality = PositionQuality.MUNICIPALITY if has_municipality else PositionQuality.NONE
    return {"lon": None, "lat": None, "position_quality": quality.value}
