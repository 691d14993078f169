"""What an employer joined: organisations by identifier or name, with the adhesions that a document tells."""

from collections.abc import Iterator, Mapping
from typing import Any

from geodata.geocode import normalise
from welfare_map.model import AdhesionRow, DeskQuery, DocumentRow, EmployerRow
from welfare_map.questions.cells import both_languages, optional, records
from welfare_map.snapshot import Snapshot

MAX_EMPLOYER_COUNT = 5
"""Most organisations that come back for one name: a person knows the whole name of their employer."""


def employers_named(snapshot: Snapshot, query: DeskQuery) -> tuple[EmployerRow, ...]:
    """
    Find the organisations that words may mean, and what a document says that they joined.

    Returns
    -------
    employers
        The one with this identifier, else those in whose name every word begins a word; those whose name begins with
        the words first, demonstration firms last.
    """
    words = query.employer.strip()
    if not normalise(words):
        return ()
    organisations = snapshot.table("organisations")
    real = organisations if query.include_demo else organisations[~organisations["is_demo"].astype(bool)]
    exact = real[real["organisation_id"] == words]
    asked = normalise(words)
    named = [record for record in records(exact if len(exact) else real) if len(exact) or _bears(record, asked)]
    named.sort(key=lambda record: _likeness(record, asked))
    return tuple(_employer(snapshot, query, record) for record in named[:MAX_EMPLOYER_COUNT])


def _bears(record: Mapping[str, Any], asked: str) -> bool:
    """Tell whether every word asked for begins a word of the name."""
    name = normalise(record["organisation_name"]).split()
    return all(any(word.startswith(part) for word in name) for part in asked.split())


def _likeness(record: Mapping[str, Any], asked: str) -> tuple[bool, bool, str, str]:
    name = normalise(record["organisation_name"])
    return bool(record["is_demo"]), not name.startswith(asked), name, str(record["organisation_id"])


def _employer(snapshot: Snapshot, query: DeskQuery, record: Mapping[str, Any]) -> EmployerRow:
    return EmployerRow(
        organisation_id=record["organisation_id"],
        organisation_name=record["organisation_name"],
        organisation_kind=record["organisation_kind"],
        municipality_name=_town(snapshot, record["municipality_code"]),
        adhesions=tuple(adhesions_of(snapshot, record["organisation_id"], include_demo=query.include_demo)),
        is_demo=bool(record["is_demo"]),
    )


def _town(snapshot: Snapshot, code: str | None) -> str | None:
    towns = snapshot.territory.municipalities
    names = towns.loc[towns["municipality_code"] == code, "municipality_name"]
    return str(names.iat[0]) if len(names) else None


def adhesions_of(snapshot: Snapshot, organisation_id: str, *, include_demo: bool) -> Iterator[AdhesionRow]:
    """Yield what an organisation joined, as far as a document tells it; demonstration adhesions only when asked for."""
    table = snapshot.table("adhesions")
    names = dict(zip(*(snapshot.table("initiatives")[name] for name in ("initiative_id", "name")), strict=True))
    documents = {record["document_id"]: record for record in records(snapshot.table("documents"))}
    for record in records(table[table["organisation_id"] == organisation_id]):
        document = documents.get(record["document_id"])
        if document is None and not record["is_demo"]:
            continue
        if record["is_demo"] and not include_demo:
            continue
        yield AdhesionRow(
            initiative_id=record["initiative_id"],
            initiative_name=names.get(record["initiative_id"], record["initiative_id"]),
            role=record["role"],
            since_year=optional(record["since_year"], int),
            document=_document(document),
            practice_titles=tuple(_practice_titles(snapshot, organisation_id, record["initiative_id"])),
            is_demo=bool(record["is_demo"]),
        )


def _document(record: Mapping[str, Any] | None) -> DocumentRow | None:
    if record is None:
        return None
    return DocumentRow(**{name: record[name] for name in DocumentRow.__dataclass_fields__})


def _practice_titles(snapshot: Snapshot, organisation_id: str, initiative_id: str) -> Iterator[dict[str, str]]:
    table = snapshot.table("practices")
    own = table[(table["organisation_id"] == organisation_id) & (table["initiative_id"] == initiative_id)]
    yield from (both_languages(record, "title") for record in records(own))
