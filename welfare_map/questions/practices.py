"""Which good practices there are, and which are near somebody."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from geodata.codes import APPROXIMATE_QUALITIES, PositionQuality
from geodata.errors import InputError
from geodata.routing import TravelTimes
from welfare_map.model import Phrase, PracticeRow, PracticesAnswer, PracticesQuery
from welfare_map.questions.cells import both_languages, items, records
from welfare_map.questions.initiatives import territories
from welfare_map.questions.trust import source_notes
from welfare_map.snapshot import Snapshot

ORGANISATION, MUNICIPALITY, TERRITORY = "organisation", "municipality", "territory"
"""Where a practice stands, in the order in which a place is looked for."""


@dataclass(frozen=True, slots=True)
class _Stand:
    """Where a practice stands: degrees, EPSG:4326, None for a whole territory."""

    place: str
    lon: float | None = None
    lat: float | None = None
    is_approximate: bool = False


@dataclass(frozen=True)
class _Context:
    """What the rows of all practices need: records by id, and the municipalities of each initiative."""

    initiatives: Mapping[str, Mapping[str, Any]]
    organisations: Mapping[str, Mapping[str, Any]]
    documents: Mapping[str, Mapping[str, Any]]
    territories: Mapping[str, tuple[str, ...]]


def practices(snapshot: Snapshot, query: PracticesQuery, travel_times: TravelTimes) -> PracticesAnswer:
    """
    List the practices with where they stand and where their document says so.

    A practice stands at its organisation, else in its organisation's municipality, else in its initiative's territory
    and then has no minutes.

    Returns
    -------
    answer
        With a point: practices with minutes, quickest first; then those that apply in the point's municipality; then
        the others, each by Italian title. Without a point: by initiative, then Italian title.

    Raises
    ------
    InputError
        Half a point, a point outside the area, or an initiative or municipality that is not known.
    """
    context = _context(snapshot)
    here = _municipality_of_point(snapshot, query)
    _refuse_unknown(snapshot, query, context)
    kept = [record for record in records(snapshot.table("practices")) if _is_asked(query, record, context)]
    rows = [_row(snapshot, record, context, here) for record in kept]
    ordered = _by_minutes(rows, query, travel_times) if here is not None else sorted(rows, key=_by_initiative)
    return PracticesAnswer(
        rows=tuple(ordered),
        sentence=_sentence(ordered, has_point=here is not None),
        method=Phrase("practices.method_near" if here is not None else "practices.method"),
        parameters=_parameters(query),
        without_position_count=sum(row.place == TERRITORY for row in rows),
        sources=source_notes(snapshot, (record["source_id"] for record in kept)),
        has_demo=any(row.is_demo for row in rows),
    )


def _context(snapshot: Snapshot) -> _Context:
    def by_id(table: str, key: str) -> dict[str, Mapping[str, Any]]:
        return {str(record[key]): record for record in records(snapshot.table(table))}

    wanted = set(snapshot.table("practices")["organisation_id"].dropna())
    organisations = snapshot.table("organisations")
    named = organisations[organisations["organisation_id"].isin(wanted)]
    return _Context(
        initiatives=by_id("initiatives", "initiative_id"),
        organisations={str(record["organisation_id"]): record for record in records(named)},
        documents=by_id("documents", "document_id"),
        territories=territories(snapshot),
    )


def _municipality_of_point(snapshot: Snapshot, query: PracticesQuery) -> str | None:
    if (query.lon is None) != (query.lat is None):
        raise InputError("error.half_a_point")
    if query.lon is None or query.lat is None:
        return None
    return snapshot.territory.locate(query.lon, query.lat)


def _refuse_unknown(snapshot: Snapshot, query: PracticesQuery, context: _Context) -> None:
    for initiative_id in query.initiative_ids:
        if initiative_id not in context.initiatives:
            raise InputError("error.unknown_initiative", initiative_id=initiative_id)
    for code in query.municipality_codes:
        snapshot.territory.row_of(code)


def _is_asked(query: PracticesQuery, record: Mapping[str, Any], context: _Context) -> bool:
    sizes = items(record["size_classes"])
    covered = context.territories.get(record["initiative_id"], ())
    return (
        _meets(query.themes, items(record["themes"]))
        and (not sizes or _meets(query.size_classes, sizes))
        and _meets(query.initiative_ids, (record["initiative_id"],))
        and _meets(query.municipality_codes, covered)
    )


def _meets(wanted: tuple[str, ...], found: tuple[str, ...]) -> bool:
    return not wanted or not set(wanted).isdisjoint(found)


def _row(snapshot: Snapshot, record: Mapping[str, Any], context: _Context, here: str | None) -> PracticeRow:
    organisation = context.organisations.get(record["organisation_id"] or "")
    initiative = context.initiatives.get(record["initiative_id"], {})
    document = context.documents.get(record["document_id"], {})
    stand = _stand(snapshot, organisation)
    covered = context.territories.get(record["initiative_id"], ())
    return PracticeRow(
        practice_id=record["practice_id"],
        title=both_languages(record, "title"),
        description=both_languages(record, "description"),
        themes=items(record["themes"]),
        size_classes=items(record["size_classes"]),
        cost_class=record["cost_class"],
        phase=record["phase"],
        result=both_languages(record, "result"),
        contact=both_languages(record, "contact"),
        initiative_id=record["initiative_id"],
        initiative_name=initiative.get("name", record["initiative_id"]),
        organisation_id=record["organisation_id"],
        organisation_name=organisation["organisation_name"] if organisation else None,
        place=stand.place,
        lon=stand.lon,
        lat=stand.lat,
        travel_min=None,
        is_approximate=stand.is_approximate,
        applies_here=None if here is None else here in covered,
        source_document_id=record["document_id"],
        source_document=document.get("title", record["document_id"]),
        source_publisher=document.get("publisher"),
        source_paragraph=int(record["paragraph"]),
        is_demo=bool(record["is_demo"]),
    )


def _stand(snapshot: Snapshot, organisation: Mapping[str, Any] | None) -> _Stand:
    if organisation is None:
        return _Stand(TERRITORY)
    quality = PositionQuality(organisation["position_quality"])
    if quality is not PositionQuality.NONE and organisation["lon"] is not None and organisation["lat"] is not None:
        is_area = quality in APPROXIMATE_QUALITIES
        place = MUNICIPALITY if is_area else ORGANISATION
        return _Stand(place, float(organisation["lon"]), float(organisation["lat"]), is_approximate=is_area)
    if organisation["municipality_code"] is None:
        return _Stand(TERRITORY)
    return _municipality_stand(snapshot, organisation["municipality_code"])


def _municipality_stand(snapshot: Snapshot, code: str) -> _Stand:
    try:
        row = snapshot.territory.municipalities.iloc[snapshot.territory.row_of(code)]
    except InputError:  # an organisation from beyond the area
        return _Stand(TERRITORY)
    return _Stand(MUNICIPALITY, float(row["point_lon"]), float(row["point_lat"]), is_approximate=True)


def _by_minutes(rows: list[PracticeRow], query: PracticesQuery, travel_times: TravelTimes) -> list[PracticeRow]:
    placed = [row for row in rows if row.place != TERRITORY]
    trips = travel_times.one_to_many(
        float(query.lon or 0),
        float(query.lat or 0),
        np.array([row.lon for row in placed], float),
        np.array([row.lat for row in placed], float),
        query.mode,
    )
    timed = {
        row.practice_id: round(float(value), 1)
        for row, value in zip(placed, trips.travel_min, strict=True)
        if math.isfinite(value)
    }
    return sorted((replace(row, travel_min=timed.get(row.practice_id)) for row in rows), key=_nearest_first)


def _nearest_first(row: PracticeRow) -> tuple[int, float, bool, str, str]:
    applies = 1 if row.applies_here else 2
    is_timed = row.travel_min is not None
    return (
        0 if is_timed else applies,
        row.travel_min if row.travel_min is not None else 0.0,
        is_timed and row.is_approximate,
        row.title["it"].casefold(),
        row.practice_id,
    )


def _by_initiative(row: PracticeRow) -> tuple[bool, str, str, str]:
    return row.is_demo, row.initiative_name.casefold(), row.title["it"].casefold(), row.practice_id


def _parameters(query: PracticesQuery) -> dict[str, object]:
    return {
        "themes": list(query.themes),
        "size_classes": list(query.size_classes),
        "initiative_ids": list(query.initiative_ids),
        "municipality_codes": list(query.municipality_codes),
        "lon": query.lon,
        "lat": query.lat,
        "mode": query.mode,
    }


def _sentence(rows: list[PracticeRow], *, has_point: bool) -> Phrase:
    if not rows:
        return Phrase("practices.sentence_none")
    if not has_point:
        return Phrase("practices.sentence_one" if len(rows) == 1 else "practices.sentence", {"count": len(rows)})
    timed_count = sum(row.travel_min is not None for row in rows)
    here_count = sum(row.travel_min is None and bool(row.applies_here) for row in rows)
    key = "practices.sentence_near" if here_count else "practices.sentence_near_only"
    return Phrase(key, {"count": len(rows), "timed_count": timed_count, "here_count": here_count})
