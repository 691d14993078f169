"""Which office answers somebody, which agreements apply where they live and work, and what their employer joined."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict

from geodata.codes import Level
from geodata.errors import InputError
from welfare_map.model import (
    DeskAnswer,
    DeskInitiative,
    DeskPlace,
    DeskQuery,
    DeskRow,
    EmployerRow,
    InitiativeRow,
    InitiativesQuery,
    Phrase,
    Plain,
    SourceNote,
    TerritoryAnswer,
    TerritoryQuery,
)
from welfare_map.questions.employers import employers_named
from welfare_map.questions.initiatives import initiatives
from welfare_map.questions.territory import TERRITORY_SOURCES, territory
from welfare_map.questions.trust import asked, source_notes
from welfare_map.snapshot import Snapshot

HOME, WORK, BOTH = "home", "work", "both"


def desk(snapshot: Snapshot, query: DeskQuery) -> DeskAnswer:
    """
    Tell whom to call, which initiatives cover the municipality of residence and of work, and what the employer joined.

    An office is named only where a document names it. An employer has only the adhesions that a document tells, and
    with ``include_demo`` the demonstration ones.

    Returns
    -------
    answer
        A row per municipality, home first; initiatives that go on before those that ended. Employers whose name begins
        with the words first.

    Raises
    ------
    InputError
        Nothing is asked, a place is half given, unknown or outside the area.
    """
    if not any(_places(query)) and not query.employer.strip():
        raise InputError("error.nobody_asked")
    found = {where: _unit(snapshot, query, place) for where, place in _places(query)}
    rows = _rows(snapshot, query, found)
    employers = employers_named(snapshot, query)
    initiative_ids = {item.initiative_id for row in rows for item in row.initiatives}
    return DeskAnswer(
        rows=rows,
        employers=employers,
        sentence=_sentence(rows, employers),
        method=Phrase("desk.method"),
        parameters=_parameters(query),
        sources=_sources(snapshot, initiative_ids, employers, has_rows=bool(rows)),
        has_demo=any(item.is_demo for row in rows for item in row.initiatives)
        or any(employer.is_demo for employer in employers),
    )


# --- municipalities -------------------------------------------------------------------------------------------------


def _places(query: DeskQuery) -> Iterator[tuple[str, DeskPlace]]:
    """Yield the places that are given, by a code or by the half of a point at least."""
    for where, place in ((HOME, query.home), (WORK, query.work)):
        if place is not None and place != DeskPlace():
            yield where, place


def _unit(snapshot: Snapshot, query: DeskQuery, place: DeskPlace) -> TerritoryAnswer:
    wanted = TerritoryQuery(
        as_of_on=query.as_of_on, level=Level.MUNICIPALITY, code=place.code, lon=place.lon, lat=place.lat
    )
    return territory(snapshot, wanted)


def _rows(snapshot: Snapshot, query: DeskQuery, found: Mapping[str, TerritoryAnswer]) -> tuple[DeskRow, ...]:
    codes = {where: answer.rows[0].code for where, answer in found.items()}
    is_one = len(codes) == 2 and codes[HOME] == codes[WORK]
    return tuple(
        _row(snapshot, query, BOTH if is_one else where, answer)
        for where, answer in found.items()
        if not (is_one and where == WORK)
    )


def _row(snapshot: Snapshot, query: DeskQuery, where: str, answer: TerritoryAnswer) -> DeskRow:
    unit = answer.rows[0]
    return DeskRow(
        where=where,
        municipality_code=unit.code,
        municipality_name=unit.name,
        province_short=unit.province_short or "",
        district_id=unit.district_id,
        district_name=unit.district_name,
        district_is_verified=unit.district_is_verified,
        district_office=unit.district_office,
        initiatives=_initiatives(snapshot, query, unit.code, set(unit.past_initiative_ids)),
    )


def _initiatives(snapshot: Snapshot, query: DeskQuery, code: str, past: set[str]) -> tuple[DeskInitiative, ...]:
    wanted = InitiativesQuery(as_of_on=query.as_of_on, municipality_codes=(code,), include_demo=query.include_demo)
    found = (_initiative(row, has_ended=row.initiative_id in past) for row in initiatives(snapshot, wanted).rows)
    return tuple(sorted(found, key=lambda item: (item.is_demo, item.has_ended)))


def _initiative(row: InitiativeRow, *, has_ended: bool) -> DeskInitiative:
    return DeskInitiative(
        initiative_id=row.initiative_id,
        name=row.name,
        has_ended=has_ended,
        how_to_adhere=row.how_to_adhere,
        contact_name=row.contact_name,
        contact_phones=row.contact_phones,
        contact_email=row.contact_email,
        is_demo=row.is_demo,
    )


# --- words ----------------------------------------------------------------------------------------------------------


def _sentence(rows: tuple[DeskRow, ...], employers: tuple[EmployerRow, ...]) -> Phrase:
    """Name the first office to call; say so where none is documented."""
    if not rows:
        return _employer_sentence(employers)
    for row in rows:
        office = row.district_office
        if office is not None and (office.phone or office.email):
            values: dict[str, Plain] = {
                "town": row.municipality_name,
                "office": office.name,
                "contact": office.phone or office.email,
            }
            return Phrase("desk.sentence.office", values)
    towns = " · ".join(row.municipality_name for row in rows)
    return Phrase("desk.sentence.no_office", {"towns": towns})


def _employer_sentence(employers: tuple[EmployerRow, ...]) -> Phrase:
    if not employers:
        return Phrase("desk.sentence.no_employer")
    if len(employers) > 1:
        return Phrase("desk.sentence.employers", {"count": len(employers)})
    count = len(employers[0].adhesions)
    key = "desk.sentence.employer" if count else "desk.sentence.employer_none"
    return Phrase(key, {"name": employers[0].organisation_name, "count": count})


def _parameters(query: DeskQuery) -> dict[str, object]:
    """Return what was asked; where somebody lives is not repeated: answers are kept and passed on."""
    return {**asked(query, without=(HOME, WORK)), WORK: None if query.work is None else asdict(query.work)}


def _sources(
    snapshot: Snapshot, initiative_ids: set[str], employers: Iterable[EmployerRow], *, has_rows: bool
) -> tuple[SourceNote, ...]:
    employer_ids = {employer.organisation_id for employer in employers}
    named = (
        ("initiatives", "initiative_id", initiative_ids),
        ("organisations", "organisation_id", employer_ids),
        ("adhesions", "organisation_id", employer_ids),
    )
    used: set[str] = set(TERRITORY_SOURCES) if has_rows else set()
    for name, key, ids in named:
        table = snapshot.table(name)
        used.update(table.loc[table[key].isin(ids), "source_id"])
    return source_notes(snapshot, used)
