"""
The shipped rows in the place of the earlier ones, with what people made of them above.

Pins lie over the new rows; a row that was edited here, or that a record made here refers to, stays when the shipped
tables no longer have it; records made here stay whatever their table.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

import pandas as pd
import sqlalchemy as sa

from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.history.bulk import insert_revisions, revision_drafts, update_source_rows
from welfare_map.register.history.pins import read_pins, row_ids, with_pins
from welfare_map.register.history.revisions import Act
from welfare_map.register.sql.curation import REVISIONS
from welfare_map.register.sql.repository import delete_rows, insert_rows, read_table
from welfare_map.register.sql.schema import METADATA, RECORD_TABLES, REFERENCES

Tables = Mapping[tuple[str, str], pd.DataFrame]


def replace_shipped(connection: sa.Connection, tables: Tables, source_ids: tuple[str, ...]) -> None:
    """
    Put the shipped rows in the place of the earlier ones.

    Parameters
    ----------
    tables
        (source, contract name) -> rows, conforming to the contract.
    source_ids
        Sources that are shipped; rows of other ones stay.
    """
    names = [table.name for table in METADATA.sorted_tables if table.name in RECORD_TABLES]
    edited = {name: _edited_ids(connection, name) for name in names}
    earlier = {name: _wanted_rows(connection, name, edited[name], source_ids) for name in names}
    for name in reversed(names):
        for source_id in source_ids:
            delete_rows(connection, name, source_id)
    for (source_id, name), rows in tables.items():
        pins = read_pins(connection, name)
        effective = with_pins(rows, pins, name)
        insert_rows(connection, name, effective)
        update_source_rows(connection, name, source_id, rows[row_ids(rows, name).isin(pins.keys())])
        known = earlier[name][row_ids(earlier[name], name).isin(edited[name])]
        again = effective[row_ids(effective, name).isin(row_ids(known, name))]
        act = Act(Actor(source_id, Role.SOURCE), "changed", "", datetime.now(UTC))
        insert_revisions(connection, name, revision_drafts(name, known, again, act), act)
    for name in names:
        shipped = {key for (_, table), rows in tables.items() if table == name for key in row_ids(rows, name)}
        insert_rows(connection, name, earlier[name][~row_ids(earlier[name], name).isin(shipped)])


def _edited_ids(connection: sa.Connection, name: str) -> set[str]:
    """Return the records of a table that have a published history."""
    query = sa.select(REVISIONS.c.record_id).distinct()
    is_its = (REVISIONS.c.table_name == name) & (REVISIONS.c.status == "published")
    return set(connection.execute(query.where(is_its)).scalars())


def _wanted_rows(connection: sa.Connection, name: str, edited: set[str], source_ids: tuple[str, ...]) -> pd.DataFrame:
    """Return the rows to be deleted that have a history or that rows of other sources refer to."""
    wanted = edited | _referred_ids(connection, name, source_ids)
    if not wanted:
        return read_table(connection, name, limit=0)
    known = read_table(connection, name)
    if "source_id" in known:
        known = known[known["source_id"].isin(source_ids)]
    return known[row_ids(known, name).isin(wanted)]


def _referred_ids(connection: sa.Connection, name: str, source_ids: tuple[str, ...]) -> set[str]:
    found: set[str] = set()
    for reference in REFERENCES:
        table = RECORD_TABLES[reference.table]
        if reference.target_table == name and "source_id" in table.c:
            column = table.c[reference.column]
            query = sa.select(column).distinct().where(table.c.source_id.not_in(source_ids), column.is_not(None))
            found |= set(connection.execute(query).scalars())
    return found
