"""Writes a change of a record in the caller's transaction: its row, its revision, its pins and the version."""

import sqlalchemy as sa

from geodata.errors import InputError
from welfare_map.model import Plain
from welfare_map.register.history.cells import require_agreement, require_references
from welfare_map.register.history.curated import note_curated, provenance
from welfare_map.register.history.pins import pin
from welfare_map.register.history.records import Cells, Record, is_record, numbers_of, read_cells
from welfare_map.register.history.revisions import Act, Revision, add_revision
from welfare_map.register.sql.repository import bump_version
from welfare_map.register.sql.schema import RECORD_TABLES
from welfare_map.register.updates.file_day import italian_day


def differing(record: Record, wanted: Cells) -> dict[str, Plain]:
    """
    Return the cells that are not so yet.

    Raises
    ------
    InputError
        ``error.nothing_changed``; the cells would not agree with each other, see ``require_agreement``.
    """
    changes = unlike(record, wanted)
    if not changes:
        raise InputError("error.nothing_changed")
    require_agreement({**record.cells, **changes})
    return changes


def unlike(record: Record, wanted: Cells) -> dict[str, Plain]:
    """Return the cells that are not so yet, be there none."""
    return {name: cell for name, cell in wanted.items() if name in record.cells and record.cells[name] != cell}


def apply_change(
    connection: sa.Connection, record: Record, act: Act, changes: Cells, *, base_number: int | None = None
) -> Revision:
    """
    Change cells of a record and publish it.

    Parameters
    ----------
    changes
        Cells that differ; none of them leaves a revision that says only that it happened.

    Raises
    ------
    InputError
        ``error.unknown_reference``.
    """
    require_references(connection, record.table, changes)
    revision = add_revision(connection, record, act, changes, base_number=base_number)
    write_cells(connection, record, act, changes, revision.revision_id)
    return revision


def write_cells(connection: sa.Connection, record: Record, act: Act, changes: Cells, revision_id: int) -> None:
    """Change the row of a record, pin what differs from its source, and raise the version."""
    pin(connection, record, changes, revision_id)
    table = RECORD_TABLES[record.table]
    day = {"modified_on": italian_day(act.at).isoformat()} if "modified_on" in table.c else {}
    if changes:
        stamped = changes if act.action == "confirmed" else {**changes, **day}
        connection.execute(sa.update(table).where(is_record(record.table, record.record_id)).values(stamped))
    bump_version(connection)


def unborn(connection: sa.Connection, table: str, record_id: str) -> Record:
    """
    Return a record that is to be made.

    Raises
    ------
    InputError
        ``error.record_exists``.
    """
    if read_cells(connection, table, record_id) is not None:
        raise InputError("error.record_exists", record_id=record_id)
    return Record(table, record_id, {}, *numbers_of(connection, table, record_id))


def insert_record(connection: sa.Connection, record: Record, act: Act, cells: Cells) -> None:
    """
    Write the row of a record that is made here, and raise the version.

    Raises
    ------
    InputError
        ``error.unknown_reference``; the cells do not agree with each other, see ``require_agreement``.
    """
    require_references(connection, record.table, cells)
    require_agreement(cells)
    note_curated(connection, act.at, 1)
    row = {**cells, **provenance(record.table, record.record_id, act.at)}
    connection.execute(sa.insert(RECORD_TABLES[record.table]).values(row))
    bump_version(connection)


def known(cells: Cells) -> dict[str, Plain]:
    """Return the cells that are not missing."""
    return {name: cell for name, cell in cells.items() if cell is not None}
