"""What a plan leaves in the register, made ready before the register is locked: others write while this is done."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from geodata.tables import CONTRACTS
from welfare_map.model import Plain
from welfare_map.register.history.bulk import RevisionDraft
from welfare_map.register.history.curated import provenance
from welfare_map.register.history.records import record_id_of
from welfare_map.register.history.revisions import as_json
from welfare_map.register.sql.repository import as_records
from welfare_map.register.uploads.plan import Plan, RowChange

CHUNK_COUNT = 2_000
"""Records that are made ready, and written, at a time."""


@dataclass(frozen=True, slots=True)
class CreatedDraft:
    """New records: their revisions, and their rows in the order of the contract's columns; none where they wait."""

    revisions: tuple[RevisionDraft, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class EditedDraft:
    """Changed records: their revisions and their changes, in one order."""

    revisions: tuple[RevisionDraft, ...]
    changes: tuple[RowChange, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole plan, in parts of ``CHUNK_COUNT`` records."""

    created: tuple[CreatedDraft, ...]
    edited: tuple[EditedDraft, ...]


def drafted(plan: Plan, at: datetime, *, is_published: bool) -> Draft:
    """
    Make a plan ready to be written.

    Parameters
    ----------
    at
        When it is written.
    is_published
        Else the records become proposals, which have no rows.
    """
    new = (plan.new.iloc[start : start + CHUNK_COUNT] for start in range(0, len(plan.new), CHUNK_COUNT))
    changes = (plan.changes[start : start + CHUNK_COUNT] for start in range(0, len(plan.changes), CHUNK_COUNT))
    return Draft(
        tuple(_created(plan.table, as_records(part), at, is_published=is_published) for part in new),
        tuple(_edited(part) for part in changes),
    )


def _created(table: str, cells: Iterable[Mapping[str, Any]], at: datetime, *, is_published: bool) -> CreatedDraft:
    names = CONTRACTS[table].column_names
    revisions: list[RevisionDraft] = []
    rows: list[tuple[Any, ...]] = []
    for row in cells:
        record_id = record_id_of(table, row)
        revisions.append(RevisionDraft(record_id, "created", "{}", as_json(_known(row))))
        if is_published:
            whole = {**row, **provenance(table, record_id, at)}
            rows.append(tuple(whole.get(name) for name in names))
    return CreatedDraft(tuple(revisions), tuple(rows))


def _known(cells: Mapping[str, Plain]) -> dict[str, Plain]:
    return {name: cell for name, cell in cells.items() if cell is not None}


def _edited(changes: Sequence[RowChange]) -> EditedDraft:
    revisions = (RevisionDraft(one.record_id, "edited", as_json(one.before), as_json(one.after)) for one in changes)
    return EditedDraft(tuple(revisions), tuple(changes))
