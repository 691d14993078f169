"""Takes a record out of the register; its history stays and says what it was."""

import sqlalchemy as sa

from welfare_map.register.history.curated import note_curated
from welfare_map.register.history.pins import is_curated
from welfare_map.register.history.records import Record, is_record
from welfare_map.register.history.revisions import Act, Revision, add_revision
from welfare_map.register.sql.curation import PINS, SOURCE_ROWS
from welfare_map.register.sql.repository import bump_version
from welfare_map.register.sql.schema import RECORD_TABLES


def withdraw_record(connection: sa.Connection, record: Record, act: Act) -> Revision:
    """
    Take a record out, in the caller's transaction, and raise the version.

    Returns
    -------
    revision
        Its cells before, none after. A record of the same key that is made later goes on with its numbers.
    """
    if is_curated(connection, record):
        note_curated(connection, act.at, -1)
    known = [name for name, cell in record.cells.items() if cell is not None]
    revision = add_revision(connection, record, act, dict.fromkeys(known))
    for table in (PINS, SOURCE_ROWS):
        is_its = (table.c.table_name == record.table) & (table.c.record_id == record.record_id)
        connection.execute(sa.delete(table).where(is_its))
    connection.execute(sa.delete(RECORD_TABLES[record.table]).where(is_record(record.table, record.record_id)))
    bump_version(connection)
    return revision
