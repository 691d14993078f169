"""The records that a file speaks of, as the register has them now; not the whole table, for others wait meanwhile."""

from collections.abc import Sequence

import sqlalchemy as sa

from geodata.tables import CONTRACTS
from welfare_map.model import Plain
from welfare_map.register.history.records import key_of, record_id_of
from welfare_map.register.sql.schema import RECORD_TABLES


def rows_by_id(
    connection: sa.Connection, table: str, record_ids: Sequence[str], names: Sequence[str]
) -> dict[str, dict[str, Plain]]:
    """Return the key and some columns of those of the records that are there."""
    columns, key = RECORD_TABLES[table].c, CONTRACTS[table].key
    firsts = {key_of(table, record_id)[key[0]] for record_id in record_ids}
    query = sa.select(*(columns[name] for name in dict.fromkeys((*key, *names)))).where(columns[key[0]].in_(firsts))
    rows = (dict(row) for row in connection.execute(query).mappings())
    found = {record_id_of(table, row): row for row in rows}
    return {record_id: found[record_id] for record_id in record_ids if record_id in found}
