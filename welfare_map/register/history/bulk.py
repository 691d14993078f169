"""
Many changes at once: revisions and source rows of whole tables, a few thousand rows at a time.

What they say is made ready without the register (``RevisionDraft``); only their numbers are asked of it, when they are
written.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import sqlalchemy as sa

from geodata.tables import CONTRACTS
from welfare_map.register.history.cells import PROVENANCE_NAMES
from welfare_map.register.history.pins import row_ids
from welfare_map.register.history.revisions import PUBLISHED, Act, as_json, time_text
from welfare_map.register.sql.curation import REVISIONS, SOURCE_ROWS
from welfare_map.register.sql.repository import CHUNK_ROWS, Records, as_records, chunks
from welfare_map.register.updates.refresh import LISTED, UNCOMPARED, differences

NEW_ACTIONS = {"changed": "imported", "edited": "created"}
"""What the first revision of a row is called where its later ones are called so."""


@dataclass(frozen=True, slots=True)
class RevisionDraft:
    """A revision without its number; the cells before and after are JSON."""

    record_id: str
    action: str
    before: str
    after: str


def revision_drafts(table: str, before: pd.DataFrame, after: pd.DataFrame, act: Act) -> tuple[RevisionDraft, ...]:
    """
    Draft a revision for each row that is new or differs.

    Parameters
    ----------
    before, after
        Rows of the table, conforming to its contract; those that are only in ``before`` get none.
    act
        Its action is that of rows that differ; a row that its source delists or lists again is called so.
    """
    names = [name for name in CONTRACTS[table].column_names if name not in _UNTOLD | set(CONTRACTS[table].key)]
    places = pd.Index(row_ids(before, table)).get_indexer(pd.Index(row_ids(after, table)))
    first = (_first(table, part, names, act) for part in chunks(after[places < 0]))
    earlier, later = before.iloc[places[places >= 0]], after[places >= 0]
    differs = differences(earlier, later, names).to_numpy()
    changed = np.flatnonzero(differs.any(axis=1))
    parts = (changed[start : start + CHUNK_ROWS] for start in range(0, len(changed), CHUNK_ROWS))
    more = (_later(table, earlier.iloc[some], later.iloc[some], names, differs[some], act) for some in parts)
    return tuple(draft for part in (*first, *more) for draft in part)


def numbered(
    connection: sa.Connection, table: str, drafts: Sequence[RevisionDraft], act: Act, *, status: str = PUBLISHED
) -> Records:
    """Return the rows of revisions, each numbered after those that its record has."""
    numbers = last_numbers(connection, table, [draft.record_id for draft in drafts])
    common = {
        "table_name": table,
        "status": status,
        "author": act.actor.name,
        "role": act.actor.role.value,
        "at": time_text(act.at),
        "why": act.why,
        "content_on": act.content_on,
    }
    found = ((draft, *numbers.get(draft.record_id, (0, 0))) for draft in drafts)
    return [
        {
            **common,
            "record_id": draft.record_id,
            "number": last + 1,
            "action": draft.action,
            "before": draft.before,
            "after": draft.after,
            "base_number": published,
        }
        for draft, published, last in found
    ]


def insert_revisions(connection: sa.Connection, table: str, drafts: Sequence[RevisionDraft], act: Act) -> None:
    """Publish drafts."""
    for start in range(0, len(drafts), CHUNK_ROWS):
        connection.execute(sa.insert(REVISIONS), numbered(connection, table, drafts[start : start + CHUNK_ROWS], act))


def last_numbers(connection: sa.Connection, table: str, record_ids: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Return the numbers of the last published revision and of the last one of all, of records that have any."""
    is_published = sa.case((REVISIONS.c.status == PUBLISHED, REVISIONS.c.number), else_=0)
    query = (
        sa.select(REVISIONS.c.record_id, sa.func.max(is_published), sa.func.max(REVISIONS.c.number))
        .where(REVISIONS.c.table_name == table, REVISIONS.c.record_id.in_(record_ids))
        .group_by(REVISIONS.c.record_id)
    )
    return {record_id: (published, last) for record_id, published, last in connection.execute(query)}


def delete_source_rows(connection: sa.Connection, table: str, source_id: str) -> None:
    """Forget what a source said of its rows."""
    is_its = (SOURCE_ROWS.c.table_name == table) & (SOURCE_ROWS.c.source_id == source_id)
    connection.execute(sa.delete(SOURCE_ROWS).where(is_its))


def insert_source_rows(
    connection: sa.Connection, table: str, source_id: str, contents: Sequence[tuple[str, str]]
) -> None:
    """Note down what a source says of rows: ids with the cells that are not missing, as ``source_contents`` gives."""
    common = {"table_name": table, "source_id": source_id}
    for start in range(0, len(contents), CHUNK_ROWS):
        some = contents[start : start + CHUNK_ROWS]
        values = [{**common, "record_id": record_id, "content": content} for record_id, content in some]
        connection.execute(sa.insert(SOURCE_ROWS), values)


def source_contents(table: str, rows: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    """Return what a source says of its rows: each one's id, and JSON of its cells that are not missing."""
    return tuple(
        (record_id, as_json(_known(cells)))
        for part in chunks(rows)
        for record_id, cells in zip(row_ids(part, table), as_records(part), strict=True)
    )


def update_source_rows(connection: sa.Connection, table: str, source_id: str, rows: pd.DataFrame) -> None:
    """Note down what a source says of a few of its rows."""
    for record_id in row_ids(rows, table):
        is_it = (SOURCE_ROWS.c.table_name == table) & (SOURCE_ROWS.c.record_id == record_id)
        connection.execute(sa.delete(SOURCE_ROWS).where(is_it))
    insert_source_rows(connection, table, source_id, source_contents(table, rows))


_UNTOLD = UNCOMPARED | PROVENANCE_NAMES
"""Cells of bookkeeping: they follow the source and are no change of the record."""


def _known(cells: Mapping[str, Any]) -> dict[str, Any]:
    return {name: cell for name, cell in cells.items() if cell is not None}


def _first(table: str, rows: pd.DataFrame, names: list[str], act: Act) -> list[RevisionDraft]:
    action = NEW_ACTIONS[act.action]
    return [
        RevisionDraft(record_id, action, "{}", as_json(_known(cells)))
        for record_id, cells in zip(row_ids(rows, table), as_records(rows[names]), strict=True)
    ]


def _later(  # rows before and after, and what to make of them
    table: str,
    before: pd.DataFrame,
    after: pd.DataFrame,
    names: list[str],
    differs: npt.NDArray[np.bool_],
    act: Act,
) -> list[RevisionDraft]:
    changes = _changes(before[names], after[names], differs)
    return [
        RevisionDraft(record_id, _action(old, new, act.action), as_json(old), as_json(new))
        for record_id, (old, new) in zip(row_ids(after, table), changes, strict=True)
    ]


def _changes(
    before: pd.DataFrame, after: pd.DataFrame, differs: npt.NDArray[np.bool_]
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield the cells that differ, before and after, row by row."""
    names = np.array(before.columns, dtype=object)
    for old, new, mask in zip(as_records(before), as_records(after), differs, strict=True):
        yield {name: old[name] for name in names[mask]}, {name: new[name] for name in names[mask]}


def _action(before: Mapping[str, Any], after: Mapping[str, Any], action: str) -> str:
    if action != "changed" or LISTED not in after:
        return action
    return "relisted" if before[LISTED] is not None and after[LISTED] is None else "delisted"
