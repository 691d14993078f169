"""Many changes at once: revisions and source rows of whole tables, a few thousand rows at a time."""

from collections.abc import Iterator, Mapping
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
from welfare_map.register.updates.merge import LISTED, UNCOMPARED, differences

NEW_ACTIONS = {"changed": "imported", "edited": "created"}
"""What the first revision of a row is called where its later ones are called so."""


def add_revisions(connection: sa.Connection, table: str, before: pd.DataFrame, after: pd.DataFrame, act: Act) -> None:
    """
    Write a revision for each row that is new or differs.

    Parameters
    ----------
    before, after
        Rows of the table, conforming to its contract; those that are only in ``before`` get none.
    act
        Its action is that of rows that differ; a row that its source delists or lists again is called so.
    """
    names = [name for name in CONTRACTS[table].column_names if name not in _UNTOLD | set(CONTRACTS[table].key)]
    places = pd.Index(row_ids(before, table)).get_indexer(pd.Index(row_ids(after, table)))
    for part in chunks(after[places < 0]):
        connection.execute(sa.insert(REVISIONS), _first_revisions(table, part, names, act))
    earlier, later = before.iloc[places[places >= 0]], after[places >= 0]
    differs = differences(earlier, later, names).to_numpy()
    changed = np.flatnonzero(differs.any(axis=1))
    numbers = _last_numbers(connection, table) if len(changed) else {}
    for first in range(0, len(changed), CHUNK_ROWS):
        some = changed[first : first + CHUNK_ROWS]
        changes = _changes(earlier.iloc[some][names], later.iloc[some][names], differs[some])
        ids = row_ids(later.iloc[some], table)
        connection.execute(sa.insert(REVISIONS), _later_revisions(table, ids, changes, numbers, act))


def replace_source_rows(connection: sa.Connection, table: str, source_id: str, rows: pd.DataFrame) -> None:
    """Note down what a source says of all of its rows, in the place of what it said before."""
    is_its = (SOURCE_ROWS.c.table_name == table) & (SOURCE_ROWS.c.source_id == source_id)
    connection.execute(sa.delete(SOURCE_ROWS).where(is_its))
    _insert_source_rows(connection, table, source_id, rows)


def update_source_rows(connection: sa.Connection, table: str, source_id: str, rows: pd.DataFrame) -> None:
    """Note down what a source says of a few of its rows."""
    for record_id in row_ids(rows, table):
        is_it = (SOURCE_ROWS.c.table_name == table) & (SOURCE_ROWS.c.record_id == record_id)
        connection.execute(sa.delete(SOURCE_ROWS).where(is_it))
    _insert_source_rows(connection, table, source_id, rows)


_UNTOLD = UNCOMPARED | PROVENANCE_NAMES
"""Cells of bookkeeping: they follow the source and are no change of the record."""


def _insert_source_rows(connection: sa.Connection, table: str, source_id: str, rows: pd.DataFrame) -> None:
    for part in chunks(rows):
        ids = row_ids(part, table)
        contents = [as_json(_known(cells)) for cells in as_records(part)]
        values = [
            {"table_name": table, "record_id": record_id, "source_id": source_id, "content": content}
            for record_id, content in zip(ids, contents, strict=True)
        ]
        connection.execute(sa.insert(SOURCE_ROWS), values)


def _known(cells: Mapping[str, Any]) -> dict[str, Any]:
    return {name: cell for name, cell in cells.items() if cell is not None}


def _first_revisions(table: str, rows: pd.DataFrame, names: list[str], act: Act) -> Records:
    return [
        _values(table, record_id, 1, NEW_ACTIONS[act.action], act, {}, _known(cells))
        for record_id, cells in zip(row_ids(rows, table), as_records(rows[names]), strict=True)
    ]


def _later_revisions(
    table: str,
    ids: "pd.Series[str]",
    changes: Iterator[tuple[dict[str, Any], dict[str, Any]]],
    numbers: Mapping[str, int],
    act: Act,
) -> Records:
    return [
        _values(table, record_id, numbers.get(record_id, 0) + 1, _action(before, after, act.action), act, before, after)
        for record_id, (before, after) in zip(ids, changes, strict=True)
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


def _values(  # noqa: PLR0913, PLR0917  # the columns of a revision
    table: str, record_id: str, number: int, action: str, act: Act, before: Mapping[str, Any], after: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "table_name": table,
        "record_id": record_id,
        "number": number,
        "status": PUBLISHED,
        "action": action,
        "author": act.actor.name,
        "role": act.actor.role.value,
        "at": time_text(act.at),
        "why": act.why,
        "before": as_json(before),
        "after": as_json(after),
        "base_number": number - 1,
    }


def _last_numbers(connection: sa.Connection, table: str) -> dict[str, int]:
    query = (
        sa.select(REVISIONS.c.record_id, sa.func.max(REVISIONS.c.number).label("number"))
        .where(REVISIONS.c.table_name == table)
        .group_by(REVISIONS.c.record_id)
    )
    return {row.record_id: row.number for row in connection.execute(query)}
