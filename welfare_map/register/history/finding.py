"""Finds records by their name or id, published or not."""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from geodata.tables import CONTRACTS
from welfare_map.model import Plain
from welfare_map.register.history.records import record_id_of
from welfare_map.register.sql.database import reading
from welfare_map.register.sql.schema import RECORD_TABLES

NAME_COLUMNS: Final = {
    "services": "name",
    "organisations": "organisation_name",
    "initiatives": "name",
    "practices": "title_it",
    "adhesions": "organisation_id",
}
"""Tables whose records people look for -> the column of their name."""
MOST_FOUND: Final = 20


@dataclass(frozen=True, slots=True)
class Found:
    """One record: its id, its name, and the municipality that tells it from others of the name, None when not known."""

    table: str
    record_id: str
    name: str
    municipality_code: str | None


def find_records(engine: sa.Engine, table: str, words: str) -> tuple[Found, ...]:
    """
    Return the records of a table whose name or id holds the words, at most twenty, by name.

    Case does not matter (of letters without accents on SQLite); the words may be an id as a whole.
    """
    columns, name = RECORD_TABLES[table].c, NAME_COLUMNS[table]
    asked = words.strip()
    if not asked:
        return ()
    keys = [columns[key] for key in CONTRACTS[table].key]
    fits = [columns[name].icontains(asked, autoescape=True), *(key.icontains(asked, autoescape=True) for key in keys)]
    place = columns["municipality_code"] if "municipality_code" in columns else sa.null().label("municipality_code")
    wanted = {column.name: column for column in (*keys, columns[name], place)}
    query = sa.select(*wanted.values()).where(sa.or_(*fits)).order_by(columns[name], *keys).limit(MOST_FOUND)
    with reading(engine) as connection:
        rows = connection.execute(query).mappings().all()
    return tuple(_found(table, dict(row)) for row in rows)


def _found(table: str, row: dict[str, Plain]) -> Found:
    record_id = record_id_of(table, row)
    place = row["municipality_code"]
    name = record_id if table == "adhesions" else str(row[NAME_COLUMNS[table]] or record_id)
    return Found(table, record_id, name, None if place is None else str(place))
