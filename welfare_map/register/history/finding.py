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
    "needs_offers": "organisation_id",
    "shifts": "organisation_id",
    "sites": "organisation_id",
    "plans": "title",
}
"""Tables whose records people look for -> the column of their name; a reference stands for its organisation's."""
DETAILS: Final = {
    "needs_offers": ("direction", "exchange_kind"),
    "shifts": ("days", "starts_at", "ends_at"),
    "sites": ("site_name",),
}
"""Columns that tell the records of one organisation apart."""
MOST_FOUND: Final = 20


@dataclass(frozen=True, slots=True)
class Found:
    """
    One record.

    Parameters
    ----------
    record_id, name
        Its id and its name.
    municipality_code
        Tells it from others of the name, None when not known.
    details
        (column, cell) that tell it from others of the same organisation.
    """

    table: str
    record_id: str
    name: str
    municipality_code: str | None
    details: tuple[tuple[str, str], ...] = ()


def find_records(engine: sa.Engine, table: str, words: str) -> tuple[Found, ...]:
    """
    Return the records of a table whose name or id, or whose organisation's name, holds the words, at most twenty.

    Case does not matter (of letters without accents on SQLite); the words may be an id as a whole.
    """
    columns, name = RECORD_TABLES[table].c, NAME_COLUMNS[table]
    asked = words.strip()
    if not asked:
        return ()
    keys = [columns[key] for key in CONTRACTS[table].key]
    texts = [columns[name], *(key for key in keys if isinstance(key.type, sa.String))]
    fits: list[sa.ColumnElement[bool]] = [column.icontains(asked, autoescape=True) for column in texts]
    if name == "organisation_id":
        fits.append(columns[name].in_(_organisations_named(asked)))
    place = columns["municipality_code"] if "municipality_code" in columns else sa.null().label("municipality_code")
    details = [columns[detail] for detail in DETAILS.get(table, ())]
    wanted = {column.name: column for column in (*keys, columns[name], place, *details)}
    query = sa.select(*wanted.values()).where(sa.or_(*fits)).order_by(columns[name], *keys).limit(MOST_FOUND)
    with reading(engine) as connection:
        rows = connection.execute(query).mappings().all()
    return tuple(_found(table, dict(row)) for row in rows)


def _found(table: str, row: dict[str, Plain]) -> Found:
    record_id = record_id_of(table, row)
    place = row["municipality_code"]
    name = record_id if table == "adhesions" else str(row[NAME_COLUMNS[table]] or record_id)
    details = tuple((column, str(row[column])) for column in DETAILS.get(table, ()) if row[column] is not None)
    return Found(table, record_id, name, None if place is None else str(place), details)


def _organisations_named(words: str) -> sa.Select[tuple[str]]:
    organisations = RECORD_TABLES["organisations"].c
    named = organisations["organisation_name"].icontains(words, autoescape=True)
    return sa.select(organisations["organisation_id"]).where(named)
