"""Rows in and out of the register: tables that conform to their contracts, sources, runs, notices, version."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd
import sqlalchemy as sa

from geodata.notices import Notice, Severity
from geodata.tables import CONTRACTS, conform
from welfare_map.register.sql.database import reading
from welfare_map.register.sql.schema import NOTICES, RECORD_TABLES, REGISTER_STATE, SOURCE_RUNS, SOURCES

Records = list[dict[str, Any]]
Cells = Sequence[tuple[Any, ...]]
"""Rows as tuples, each in the order of its table's columns."""
WHEREABOUTS = ("kind", "municipality_code", "is_demo", "no_longer_listed_on")
"""Columns of services that tell what is where, and whether it counts."""
CHUNK_ROWS = 5_000
"""So many rows at once are Python values; a table of all of them would take more room than the rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """One source as the register knows it; ``etag`` and ``last_modified`` are what its server said, or ""."""

    source_id: str
    name: str
    publisher: str
    licence: str
    url: str
    retrieved_on: str
    row_count: int
    content_sha256: str
    is_demo: bool
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """One run of a source; times are ISO, UTC; ``outcome`` is ``succeeded``, ``unchanged`` or ``failed``."""

    source_id: str
    started_at: str
    finished_at: str
    outcome: str
    row_count: int = 0
    added_count: int = 0
    changed_count: int = 0
    gone_count: int = 0
    message: str = ""
    difference: str = "{}"


def as_records(table: pd.DataFrame) -> Records:
    """Return the rows as plain Python values, None where missing."""
    cells = table.astype(object)
    return cells.where(cells.notna(), None).to_dict("records")  # type: ignore[return-value]


def chunks(rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Yield the rows in order, so many at a time."""
    for first in range(0, len(rows), CHUNK_ROWS):
        yield rows.iloc[first : first + CHUNK_ROWS]


def read_table(
    connection: sa.Connection, name: str, *, source_id: str | None = None, limit: int | None = None
) -> pd.DataFrame:
    """
    Return one table of the register, by key; it conforms to its contract.

    Parameters
    ----------
    source_id
        This source's rows alone.
    limit
        The first rows alone.
    """
    table = RECORD_TABLES[name]
    query = sa.select(table).order_by(*table.primary_key.columns)
    if source_id is not None:
        query = query.where(table.c.source_id == source_id)
    rows = [tuple(row) for row in connection.execute(query.limit(limit))]
    return conform(pd.DataFrame(rows, columns=list(CONTRACTS[name].column_names), dtype=object), CONTRACTS[name])


def read_whereabouts(connection: sa.Connection, *, beside: str) -> pd.DataFrame:
    """Return ``WHEREABOUTS`` of the services of all sources but one."""
    services = RECORD_TABLES["services"].c
    query = sa.select(*(services[name] for name in WHEREABOUTS)).where(services.source_id != beside)
    return pd.DataFrame(connection.execute(query).all(), columns=list(WHEREABOUTS), dtype=object)


def read_tables(connection: sa.Connection) -> dict[str, pd.DataFrame]:
    """Return every table of the register by contract name."""
    return {name: read_table(connection, name) for name in CONTRACTS}


def delete_rows(connection: sa.Connection, name: str, source_id: str) -> None:
    """Delete a source's rows; a table without sources loses all its rows."""
    table = RECORD_TABLES[name]
    which = table.c.source_id == source_id if "source_id" in table.c else sa.true()
    connection.execute(sa.delete(table).where(which))


def insert_rows(connection: sa.Connection, name: str, rows: pd.DataFrame) -> None:
    """Add rows that conform to the table's contract."""
    for part in chunks(rows):
        connection.execute(sa.insert(RECORD_TABLES[name]), as_records(part))


def cells_of(rows: pd.DataFrame) -> Cells:
    """Return the rows as plain values in the order of their columns: a third of the room of ``as_records``."""
    return [tuple(row.values()) for part in chunks(rows) for row in as_records(part)]


def insert_cells(connection: sa.Connection, name: str, rows: Cells) -> None:
    """Add rows whose cells are in the order of the contract's columns."""
    names = CONTRACTS[name].column_names
    for first in range(0, len(rows), CHUNK_ROWS):
        part = [dict(zip(names, row, strict=True)) for row in rows[first : first + CHUNK_ROWS]]
        connection.execute(sa.insert(RECORD_TABLES[name]), part)


def write_source(connection: sa.Connection, source: SourceRow) -> None:
    """Write or overwrite what is known of a source."""
    values = asdict(source)
    known = connection.execute(
        sa.update(SOURCES).where(SOURCES.c.source_id == source.source_id).values(**values)
    ).rowcount
    if not known:
        connection.execute(sa.insert(SOURCES).values(**values))


def touch_source(connection: sa.Connection, name: str, source_id: str, retrieved_on: str) -> int:
    """Give a source and its listed rows the day on which they were read again; return the number of its rows."""
    table, day = RECORD_TABLES[name], {"retrieved_on": retrieved_on}
    is_listed = (table.c.source_id == source_id) & table.c.no_longer_listed_on.is_(None)
    connection.execute(sa.update(table).where(is_listed).values(day))
    connection.execute(sa.update(SOURCES).where(SOURCES.c.source_id == source_id).values(day))
    return int(connection.execute(sa.select(SOURCES.c.row_count).where(SOURCES.c.source_id == source_id)).scalar_one())


def read_sources(connection: sa.Connection) -> tuple[SourceRow, ...]:
    """Return every source, by id."""
    rows = connection.execute(sa.select(SOURCES).order_by(SOURCES.c.source_id)).mappings()
    return tuple(SourceRow(**row) for row in rows)


def write_run(connection: sa.Connection, run: RunRow) -> None:
    """Add a run to the history."""
    connection.execute(sa.insert(SOURCE_RUNS).values(**asdict(run)))


def read_runs(connection: sa.Connection, source_id: str) -> tuple[RunRow, ...]:
    """Return the runs of a source, the last one first."""
    columns = [column for column in SOURCE_RUNS.c if column.name != "run_id"]
    query = sa.select(*columns).where(SOURCE_RUNS.c.source_id == source_id).order_by(SOURCE_RUNS.c.run_id.desc())
    return tuple(RunRow(**row) for row in connection.execute(query).mappings())


def replace_notices(connection: sa.Connection, source_id: str, notices: Iterable[Notice]) -> None:
    """Put the notices of a source's last run in the place of the earlier ones."""
    connection.execute(sa.delete(NOTICES).where(NOTICES.c.source_id == source_id))
    rows = [_notice_values(source_id, notice) for notice in notices]
    if rows:
        connection.execute(sa.insert(NOTICES), rows)


def _notice_values(source_id: str, notice: Notice) -> Mapping[str, str]:
    return {
        "source_id": source_id,
        "rule": notice.rule,
        "severity": notice.severity.value,
        "table_name": notice.table,
        "row_key": notice.row,
        "detail": notice.detail,
    }


def read_notices(connection: sa.Connection, source_id: str) -> tuple[Notice, ...]:
    """Return the notices of a source's last run, in the order in which they were found."""
    query = sa.select(NOTICES).where(NOTICES.c.source_id == source_id).order_by(NOTICES.c.notice_id)
    return tuple(
        Notice(row["rule"], Severity(row["severity"]), row["table_name"], row["row_key"], row["detail"])
        for row in connection.execute(query).mappings()
    )


_BUMP = sa.update(REGISTER_STATE).values(version=REGISTER_STATE.c.version + 1).returning(REGISTER_STATE.c.version)
"""Written once: to write a statement anew takes as long as to run it, and every change needs this one."""


def bump_version(connection: sa.Connection) -> int:
    """Raise the register's version by one, in the caller's transaction; return the new one."""
    return int(connection.execute(_BUMP).scalar_one())


def set_version(connection: sa.Connection, version: int) -> None:
    """Give the register a version, in the caller's transaction, however many changes raised it."""
    connection.execute(sa.update(REGISTER_STATE).values(version=version))


def current_version(connection: sa.Connection) -> int:
    """Return the register's version."""
    return int(connection.execute(sa.select(REGISTER_STATE.c.version)).scalar_one())


def read_salt(connection: sa.Connection) -> str:
    """Return the register's secret, hexadecimal digits; no answer ever holds it."""
    return str(connection.execute(sa.select(REGISTER_STATE.c.salt)).scalar_one())


def register_version(engine: sa.Engine) -> str:
    """
    Return the register's version: it changes with every change of the rows.

    Raises
    ------
    StoreError
        The register cannot be read.
    """
    with reading(engine) as connection:
        return str(current_version(connection))
