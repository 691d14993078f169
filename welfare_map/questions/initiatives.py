"""Which agreements, alliances and projects there are."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from geodata.codes import AdhesionRole
from geodata.errors import InputError
from welfare_map.model import (
    DocumentRow,
    InitiativeRow,
    InitiativesAnswer,
    InitiativesQuery,
    MemberRow,
    Phrase,
    StepRow,
)
from welfare_map.questions.cells import both_languages, items, optional, records
from welfare_map.questions.trust import source_notes
from welfare_map.snapshot import Snapshot

ROLE_ORDER = {role.value: number for number, role in enumerate(AdhesionRole)}


def initiatives(snapshot: Snapshot, query: InitiativesQuery) -> InitiativesAnswer:
    """
    List the initiatives with what their documents say.

    Returns
    -------
    answer
        Rows by name, the demonstration ones last; members by role, then name; phases and actions by number.

    Raises
    ------
    InputError
        A municipality is not in the area.
    """
    for code in query.municipality_codes:
        snapshot.territory.row_of(code)
    kept = [record for record in records(snapshot.table("initiatives")) if _is_asked(snapshot, query, record)]
    rows = tuple(sorted((_row(snapshot, record) for record in kept), key=lambda r: (r.is_demo, r.name.casefold())))
    return InitiativesAnswer(
        rows=rows,
        sentence=_sentence(rows),
        method=Phrase("initiatives.method"),
        parameters={
            "municipality_codes": list(query.municipality_codes),
            "theme": query.theme,
            "include_demo": query.include_demo,
        },
        sources=source_notes(snapshot, (record["source_id"] for record in kept)),
        has_demo=any(row.is_demo or any(member.is_demo for member in row.members) for row in rows),
    )


def initiative(snapshot: Snapshot, initiative_id: str) -> InitiativeRow:
    """
    Return one initiative, documented or of the demonstration.

    Raises
    ------
    InputError
        ``error.unknown_initiative``.
    """
    table = snapshot.table("initiatives")
    for record in records(table[table["initiative_id"] == initiative_id]):
        return _row(snapshot, record)
    raise InputError("error.unknown_initiative", initiative_id=initiative_id)


def territory_of(snapshot: Snapshot, items_text: str) -> tuple[str, ...]:
    """Return the municipalities inside the area of a ``|`` list of territory items, by code, each once."""
    found = {code for item in items(items_text) for code in snapshot.territory.municipality_codes_of(item)}
    return tuple(sorted(found))


def territories(snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    """Return the municipalities of every initiative, by ``initiative_id``."""
    table = snapshot.table("initiatives")
    return {
        str(initiative_id): territory_of(snapshot, str(items_text))
        for initiative_id, items_text in zip(table["initiative_id"], table["territory"], strict=True)
    }


def _is_asked(snapshot: Snapshot, query: InitiativesQuery, record: Mapping[str, Any]) -> bool:
    if record["is_demo"] and not query.include_demo:
        return False
    if query.theme is not None and not any(
        query.theme in items(practice["themes"]) for practice in _practices_of(snapshot, record["initiative_id"])
    ):
        return False
    covered = territory_of(snapshot, record["territory"]) if query.municipality_codes else ()
    return not query.municipality_codes or not set(query.municipality_codes).isdisjoint(covered)


def _practices_of(snapshot: Snapshot, initiative_id: str) -> list[Mapping[str, Any]]:
    practices = snapshot.table("practices")
    return list(records(practices[practices["initiative_id"] == initiative_id]))


def _row(snapshot: Snapshot, record: Mapping[str, Any]) -> InitiativeRow:
    initiative_id = str(record["initiative_id"])
    return InitiativeRow(
        initiative_id=initiative_id,
        name=record["name"],
        short_name=record["short_name"] or record["name"],
        summary=both_languages(record, "summary"),
        aim=both_languages(record, "aim"),
        start_year=optional(record["start_year"], int),
        end_year=optional(record["end_year"], int),
        is_ongoing=optional(record["is_ongoing"], bool),
        how_to_adhere=both_languages(record, "how_to_adhere"),
        contact_name=both_languages(record, "contact_name"),
        contact_phones=items(record["contact_phone"]),
        contact_email=record["contact_email"],
        members=_members(snapshot, initiative_id),
        phases=steps_of(snapshot.table("initiative_phases"), initiative_id, "phase_number"),
        actions=steps_of(snapshot.table("initiative_actions"), initiative_id, "action_number"),
        municipality_codes=territory_of(snapshot, record["territory"]),
        practice_count=int((snapshot.table("practices")["initiative_id"] == initiative_id).sum()),
        sources=_documents(snapshot, items(record["document_ids"])),
        is_demo=bool(record["is_demo"]),
    )


def _members(snapshot: Snapshot, initiative_id: str) -> tuple[MemberRow, ...]:
    adhesions = snapshot.table("adhesions")
    organisations = snapshot.table("organisations")[["organisation_id", "organisation_name", "organisation_kind"]]
    joined = adhesions[adhesions["initiative_id"] == initiative_id].merge(organisations, on="organisation_id")
    members = [
        MemberRow(
            organisation_id=record["organisation_id"],
            organisation_name=record["organisation_name"],
            organisation_kind=record["organisation_kind"],
            role=record["role"],
            since_year=optional(record["since_year"], int),
            document_id=record["document_id"],
            is_demo=bool(record["is_demo"]),
        )
        for record in records(joined)
    ]
    return tuple(
        sorted(members, key=lambda m: (ROLE_ORDER.get(m.role, len(ROLE_ORDER)), m.organisation_name.casefold()))
    )


def steps_of(table: pd.DataFrame, initiative_id: str, number: str) -> tuple[StepRow, ...]:
    """Return the rows of a table of phases, actions or benefits that belong to an initiative, by their number."""
    steps = [
        StepRow(
            number=int(record[number]),
            name=both_languages(record, "name"),
            description=both_languages(record, "description"),
            start_year=optional(record.get("start_year"), int),
            end_year=optional(record.get("end_year"), int),
            document_id=record["document_id"],
            paragraph=optional(record["paragraph"], int),
        )
        for record in records(table[table["initiative_id"] == initiative_id])
    ]
    return tuple(sorted(steps, key=lambda step: step.number))


def _documents(snapshot: Snapshot, document_ids: tuple[str, ...]) -> tuple[DocumentRow, ...]:
    table = snapshot.table("documents")
    known = {record["document_id"]: record for record in records(table[table["document_id"].isin(document_ids)])}
    names = tuple(DocumentRow.__dataclass_fields__)
    return tuple(DocumentRow(**{name: known[key][name] for name in names}) for key in document_ids if key in known)


def _sentence(rows: tuple[InitiativeRow, ...]) -> Phrase:
    demo_count = sum(row.is_demo for row in rows)
    if not rows:
        return Phrase("initiatives.sentence_none")
    if demo_count:
        return Phrase("initiatives.sentence_demo", {"count": len(rows) - demo_count, "demo_count": demo_count})
    return Phrase("initiatives.sentence_one" if len(rows) == 1 else "initiatives.sentence", {"count": len(rows)})
