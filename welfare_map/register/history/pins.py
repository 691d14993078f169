"""
Pins: cells of a source's record that a curator set.

A record that has pins always has its source row too: what the source says, so that a cell set back to it is unpinned
and every refresh can tell where curators and source disagree.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd
import sqlalchemy as sa

from geodata.tables import CONTRACTS
from welfare_map.model import Plain
from welfare_map.register.history.cells import CHECKED_NAMES
from welfare_map.register.history.records import CURATED, SHIPPED, Cells, Record
from welfare_map.register.history.revisions import as_json
from welfare_map.register.sql.curation import PINS, REVISIONS, SOURCE_ROWS
from welfare_map.register.sql.repository import as_records
from welfare_map.register.updates.file_day import italian_day


@dataclass(frozen=True, slots=True)
class Pinned:
    """
    The pins of one record.

    Parameters
    ----------
    cells
        Column -> pinned value.
    edited_on
        Day of the last pin that is not a confirmation, ISO; "" when there is none.
    said
        What the source last said of the record.
    """

    cells: Cells
    edited_on: str
    said: Cells


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A pinned cell of which the source says something else."""

    table: str
    record_id: str
    column: str
    pinned: Plain
    source: Plain


def read_pins(connection: sa.Connection, table: str) -> dict[str, Pinned]:
    """Return the pins of a table, by record."""
    said = {row.record_id: row.content for row in connection.execute(_SAID, {"table": table})}
    cells: dict[str, dict[str, Plain]] = {}
    days: dict[str, str] = {}
    for record_id, name, value, at in connection.execute(_PINS, {"table": table}):
        cells.setdefault(record_id, {})[name] = json.loads(value)
        day = "" if name in CHECKED_NAMES else italian_day(datetime.fromisoformat(at)).isoformat()
        days[record_id] = max(day, days.get(record_id, ""))
    return {
        record_id: Pinned(pinned, days[record_id], json.loads(said[record_id])) for record_id, pinned in cells.items()
    }


def with_pins(rows: pd.DataFrame, pins: Mapping[str, Pinned], table: str) -> pd.DataFrame:
    """
    Lay the pins over what the source says.

    Returns
    -------
    rows
        The same rows; a record edited here was modified on the day of the edit, unless the source says a later one.
    """
    said_on: dict[str, str] = {}
    if pins and "modified_on" in rows.columns:
        said_on = dict(zip(row_ids(rows, table), rows["modified_on"], strict=True))
    cells = {key: {**pinned.cells, **_modified(pinned, said_on.get(key))} for key, pinned in pins.items()}
    return _overlaid(rows, cells, table)


def without_pins(rows: pd.DataFrame, pins: Mapping[str, Pinned], table: str) -> pd.DataFrame:
    """Return the rows as the source last gave them: ``with_pins`` the other way round."""
    return _overlaid(
        rows, {key: {name: pinned.said.get(name) for name in pinned.cells} for key, pinned in pins.items()}, table
    )


def disagreements(rows: pd.DataFrame, pins: Mapping[str, Pinned], table: str) -> tuple[Disagreement, ...]:
    """
    Return the pinned cells of which the source says something else.

    Parameters
    ----------
    rows
        What the source says now.
    """
    said = rows[row_ids(rows, table).isin(pins.keys())]
    return tuple(
        Disagreement(table=table, record_id=record_id, column=name, pinned=value, source=cells[name])
        for record_id, cells in zip(row_ids(said, table), as_records(said), strict=True)
        for name, value in pins[record_id].cells.items()
        if name not in CHECKED_NAMES and cells[name] != value
    )


def row_ids(rows: pd.DataFrame, table: str) -> "pd.Series[str]":
    """Return the record id of each row."""
    names = CONTRACTS[table].key
    ids = rows[names[0]].astype(str)
    for name in names[1:]:
        ids = ids + "/" + rows[name].astype(str)
    return ids


def _modified(pinned: Pinned, said_on: str | None) -> Cells:
    return {"modified_on": max(pinned.edited_on, said_on or "")} if pinned.edited_on else {}


def _overlaid(rows: pd.DataFrame, cells: Mapping[str, Cells], table: str) -> pd.DataFrame:
    if not cells:
        return rows
    ids = row_ids(rows, table)
    places = {record_id: place for place, record_id in enumerate(ids) if record_id in cells}
    columns: dict[str, dict[int, Plain]] = {}
    for record_id, place in places.items():
        for name, value in cells[record_id].items():
            columns.setdefault(name, {})[place] = value
    return rows.assign(**{name: _set(rows[name], values) for name, values in columns.items() if name in rows.columns})


def _set(column: "pd.Series[Any]", values: Mapping[int, Plain]) -> "pd.Series[Any]":
    cells = column.astype(object).to_numpy(copy=True)
    for place, value in values.items():
        cells[place] = value
    return pd.Series(cells, index=column.index, dtype=object).astype(column.dtype)


_SAID = sa.select(SOURCE_ROWS.c.record_id, SOURCE_ROWS.c.content).where(
    SOURCE_ROWS.c.table_name == sa.bindparam("table"),
    SOURCE_ROWS.c.record_id.in_(sa.select(PINS.c.record_id).where(PINS.c.table_name == sa.bindparam("table"))),
)
_PINS = (
    sa.select(PINS.c.record_id, PINS.c.column_name, PINS.c.value, REVISIONS.c.at)
    .join(REVISIONS, REVISIONS.c.revision_id == PINS.c.revision_id)
    .where(PINS.c.table_name == sa.bindparam("table"))
)


def is_curated(connection: sa.Connection, record: Record) -> bool:
    """Tell whether a record was made here, so that no source speaks of it."""
    if "source_id" in record.cells:
        return record.cells["source_id"] == CURATED
    query = sa.select(REVISIONS.c.revision_id).where(
        REVISIONS.c.table_name == record.table,
        REVISIONS.c.record_id == record.record_id,
        REVISIONS.c.action == "created",
        REVISIONS.c.status == "published",
    )
    return connection.execute(query.limit(1)).first() is not None


def pin(connection: sa.Connection, record: Record, changes: Cells, revision_id: int) -> None:
    """
    Pin the changed cells of a source's record; a cell set back to what the source says loses its pin.

    Parameters
    ----------
    record
        As it was before the change.
    """
    if is_curated(connection, record):
        return
    said = source_cells(connection, record)
    for name, value in changes.items():
        connection.execute(sa.delete(PINS).where(_is_cell(record, name)))
        if value != said.get(name):
            connection.execute(
                sa.insert(PINS).values(
                    table_name=record.table,
                    record_id=record.record_id,
                    column_name=name,
                    value=json.dumps(value, ensure_ascii=False),
                    revision_id=revision_id,
                )
            )


def source_cells(connection: sa.Connection, record: Record) -> dict[str, Plain]:
    """Return what the source says of a record; noted down first, where it is not yet: then there are no pins."""
    query = sa.select(SOURCE_ROWS.c.content).where(
        SOURCE_ROWS.c.table_name == record.table, SOURCE_ROWS.c.record_id == record.record_id
    )
    content = connection.execute(query).scalar_one_or_none()
    if content is not None:
        return dict(json.loads(content))
    said: dict[str, Plain] = {name: cell for name, cell in record.cells.items() if cell is not None}
    connection.execute(
        sa.insert(SOURCE_ROWS).values(
            table_name=record.table,
            record_id=record.record_id,
            source_id=record.cells.get("source_id", SHIPPED),
            content=as_json(said),
        )
    )
    return said


def _is_cell(record: Record, name: str) -> sa.ColumnElement[bool]:
    return sa.and_(PINS.c.table_name == record.table, PINS.c.record_id == record.record_id, PINS.c.column_name == name)
