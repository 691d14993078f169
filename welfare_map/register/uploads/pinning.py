"""Pins of a file's changes: cells of records that come from a source, unless they are what the source says."""

import json
from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from welfare_map.model import Plain
from welfare_map.register.history.records import CURATED, SHIPPED, Cells
from welfare_map.register.history.revisions import as_json
from welfare_map.register.sql.curation import PINS, SOURCE_ROWS
from welfare_map.register.uploads.plan import RowChange


def pin_changes(
    connection: sa.Connection,
    table: str,
    changes: Sequence[RowChange],
    current: Mapping[str, Cells],
    revision_ids: Sequence[int],
) -> None:
    """
    Pin the changed cells of the records that come from a source.

    Parameters
    ----------
    current
        The records as they were before, by id.
    revision_ids
        The revision of each change.
    """
    ours = [
        (change, revision_id)
        for change, revision_id in zip(changes, revision_ids, strict=True)
        if current[change.record_id].get("source_id") != CURATED
    ]
    if not ours:
        return
    said = _said(connection, table, [change.record_id for change, _ in ours], current)
    cells = [
        (change.record_id, name, value, revision_id)
        for change, revision_id in ours
        for name, value in change.after.items()
    ]
    _unpin(connection, table, [(record_id, name) for record_id, name, _, _ in cells])
    pins = [
        {
            "table_name": table,
            "record_id": record_id,
            "column_name": name,
            "value": json.dumps(value, ensure_ascii=False),
            "revision_id": revision_id,
        }
        for record_id, name, value, revision_id in cells
        if value != said[record_id].get(name)
    ]
    if pins:
        connection.execute(sa.insert(PINS), pins)


def _unpin(connection: sa.Connection, table: str, cells: Sequence[tuple[str, str]]) -> None:
    which = sa.and_(
        PINS.c.table_name == table,
        PINS.c.record_id == sa.bindparam("the_record"),
        PINS.c.column_name == sa.bindparam("the_column"),
    )
    gone = [{"the_record": record_id, "the_column": name} for record_id, name in cells]
    connection.execute(sa.delete(PINS).where(which), gone)


def _said(
    connection: sa.Connection, table: str, record_ids: Sequence[str], current: Mapping[str, Cells]
) -> dict[str, Cells]:
    """Return what the sources say of records; noted down first, where it is not yet."""
    query = sa.select(SOURCE_ROWS.c.record_id, SOURCE_ROWS.c.content).where(
        SOURCE_ROWS.c.table_name == table, SOURCE_ROWS.c.record_id.in_(record_ids)
    )
    said: dict[str, Cells] = {record_id: json.loads(content) for record_id, content in connection.execute(query)}
    missing = {record_id: _known(current[record_id]) for record_id in record_ids if record_id not in said}
    if missing:
        rows = [
            {
                "table_name": table,
                "record_id": record_id,
                "source_id": current[record_id].get("source_id", SHIPPED),
                "content": as_json(cells),
            }
            for record_id, cells in missing.items()
        ]
        connection.execute(sa.insert(SOURCE_ROWS), rows)
    return said | missing


def _known(cells: Cells) -> dict[str, Plain]:
    return {name: cell for name, cell in cells.items() if cell is not None}
