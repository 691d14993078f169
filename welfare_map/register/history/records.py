"""
One record of the register by its id: the key's cells with "/" between them.

A key of one column is the id itself, whatever it holds; of a longer key the last cells hold no "/".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa

from geodata.errors import InputError
from geodata.tables import CONTRACTS, ColumnType
from welfare_map.model import Plain
from welfare_map.register.sql.curation import REVISIONS
from welfare_map.register.sql.schema import RECORD_TABLES

CURATED = "curated"
"""Source of the records that were made here."""
SHIPPED = "manual"
"""Source of the rows whose table says none: they come with the program."""

_NUMBERS_QUERY = sa.select(
    sa.func.max(sa.case((REVISIONS.c.status == "published", REVISIONS.c.number), else_=0)),
    sa.func.max(REVISIONS.c.number),
).where(REVISIONS.c.table_name == sa.bindparam("table"), REVISIONS.c.record_id == sa.bindparam("record_id"))

Cells = Mapping[str, Plain]


@dataclass(frozen=True, slots=True)
class Record:
    """
    One record as it is now.

    Parameters
    ----------
    table
        Contract name.
    record_id
        The key's cells with "/" between them.
    cells
        What its source says with the pins above it.
    number
        Number of its last published revision; 0 when there is none.
    last_number
        The highest number of any of its revisions.
    """

    table: str
    record_id: str
    cells: Cells
    number: int
    last_number: int


def record_id_of(table: str, cells: Cells) -> str:
    """Return the id of a record whose key is in its cells."""
    return "/".join(str(cells[name]) for name in CONTRACTS[table].key)


def key_of(table: str, record_id: str) -> dict[str, Plain]:
    """
    Return the key's cells.

    Raises
    ------
    InputError
        ``error.unknown_table``; ``error.unknown_record`` for an id that cannot be one of this table.
    """
    if table not in CONTRACTS:
        raise InputError("error.unknown_table", table=table, allowed=", ".join(CONTRACTS))
    contract = CONTRACTS[table]
    parts = record_id.rsplit("/", len(contract.key) - 1) if len(contract.key) > 1 else [record_id]
    types = {column.name: column.type for column in contract.columns}
    if len(parts) != len(contract.key):
        raise InputError("error.unknown_record", record_id=record_id)
    numbers = [name for name, part in zip(contract.key, parts, strict=True) if types[name] is ColumnType.INTEGER]
    if not all(part.isdecimal() for name, part in zip(contract.key, parts, strict=True) if name in numbers):
        raise InputError("error.unknown_record", record_id=record_id)
    return {name: int(part) if name in numbers else part for name, part in zip(contract.key, parts, strict=True)}


def is_record(table: str, record_id: str) -> sa.ColumnElement[bool]:
    """Return the condition on a table's rows that holds for one record."""
    key = key_of(table, record_id)
    return sa.and_(*(RECORD_TABLES[table].c[name] == cell for name, cell in key.items()))


def read_cells(connection: sa.Connection, table: str, record_id: str) -> dict[str, Plain] | None:
    """Return the effective cells of a record, or None when there is no such record."""
    key = key_of(table, record_id)  # first, as it checks the table
    row = connection.execute(_row_query(table), key).mappings().one_or_none()
    return None if row is None else dict(row)


@cache
def _row_query(table: str) -> "sa.Select[tuple[object, ...]]":
    """Return the query for a record by its key; to write it anew takes as long as to run it."""
    columns = RECORD_TABLES[table].c
    return sa.select(RECORD_TABLES[table]).where(
        *(columns[name] == sa.bindparam(name) for name in CONTRACTS[table].key)
    )


def find_record(connection: sa.Connection, table: str, record_id: str) -> Record:
    """
    Return a record.

    Raises
    ------
    InputError
        ``error.unknown_table``; ``error.unknown_record``.
    """
    cells = read_cells(connection, table, record_id)
    if cells is None:
        raise InputError("error.unknown_record", record_id=record_id)
    return Record(table, record_id, cells, *numbers_of(connection, table, record_id))


def numbers_of(connection: sa.Connection, table: str, record_id: str) -> tuple[int, int]:
    """Return the numbers of a record's last published revision and of its last one of all; 0 when there is none."""
    published, last = connection.execute(_NUMBERS_QUERY, {"table": table, "record_id": record_id}).one()
    return published or 0, last or 0


def table_of(connection: sa.Connection, record_id: str) -> str:
    """
    Return the one table that has a record, or a proposal of one, with this id.

    Raises
    ------
    InputError
        ``error.unknown_record``; ``error.record_in_two_tables``.
    """
    query = sa.select(REVISIONS.c.table_name).distinct()
    with_history = set(
        connection.execute(
            query.where(REVISIONS.c.table_name.in_(list(CONTRACTS)), REVISIONS.c.record_id == record_id)
        ).scalars()
    )
    found = [name for name in CONTRACTS if name in with_history or _has(connection, name, record_id)]
    if not found:
        raise InputError("error.unknown_record", record_id=record_id)
    if len(found) > 1:
        raise InputError("error.record_in_two_tables", record_id=record_id, tables=", ".join(found))
    return found[0]


def _has(connection: sa.Connection, table: str, record_id: str) -> bool:
    try:
        return read_cells(connection, table, record_id) is not None
    except InputError:
        return False
