"""Rows of a table as they stood on an earlier day: today's, without what revisions brought since."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import sqlalchemy as sa

from geodata.tables import CONTRACTS, conform
from welfare_map.model import Plain
from welfare_map.register.history.pins import row_ids
from welfare_map.register.history.revisions import PUBLISHED
from welfare_map.register.sql.curation import REVISIONS
from welfare_map.register.sql.repository import as_records

BEGINNINGS = ("imported", "created")
"""Before these a record was not in the register."""
DAY = sa.case((REVISIONS.c.content_on != "", REVISIONS.c.content_on), else_=sa.func.substr(REVISIONS.c.at, 1, 10))
"""Of what day a change is: that of its source's content, else that on which it was made (UTC)."""


def told_years(connection: sa.Connection, table: str, source_ids: set[str]) -> tuple[int, ...]:
    """Return the years, the earliest first, of which any of these sources told something new of a table."""
    is_its = (REVISIONS.c.table_name == table) & REVISIONS.c.author.in_(source_ids)
    days = connection.execute(sa.select(sa.func.substr(DAY, 1, 4).label("year")).where(is_its).distinct())
    return tuple(sorted(int(year) for (year,) in days))


def rows_on(connection: sa.Connection, table: str, rows: pd.DataFrame, day: date) -> pd.DataFrame:
    """
    Return the rows of a table as they stood at the end of a day.

    Parameters
    ----------
    rows
        Those of now, conforming to the contract of the table.
    day
        Of the content: a list of 2024 that was read in 2026 counts from 2024 on. From the first later change of a
        record everything that came after it is taken back, in the order in which it was published.

    Returns
    -------
    rows
        Conforming to the contract, by key. Bookkeeping (the day of the last reading, of the last check) is that of
        now: revisions do not tell of it.
    """
    undone = _undone(connection, table, day)
    ids = row_ids(rows, table)
    is_touched = ids.isin(undone.keys())
    now = dict(zip(ids[is_touched], as_records(rows[is_touched.to_numpy()]), strict=True))
    earlier = [
        {**now[record_id], **cells} for record_id, cells in undone.items() if cells is not None and record_id in now
    ]
    contract = CONTRACTS[table]
    taken_back = conform(pd.DataFrame(earlier, columns=list(contract.column_names), dtype=object), contract)
    parts = [part for part in (rows[~is_touched.to_numpy()], taken_back) if len(part)]
    if not parts:
        return taken_back
    return pd.concat(parts, ignore_index=True).sort_values(list(contract.key), kind="stable", ignore_index=True)


def _undone(connection: sa.Connection, table: str, day: date) -> Mapping[str, dict[str, Plain] | None]:
    """Return of each record that changed since the cells that it had; None where it was not there."""
    is_published = (REVISIONS.c.table_name == table) & (REVISIONS.c.status == PUBLISHED)
    first = (
        sa.select(REVISIONS.c.record_id, sa.func.min(REVISIONS.c.number).label("number"))
        .where(is_published, day.isoformat() < DAY)
        .group_by(REVISIONS.c.record_id)
        .subquery()
    )
    since = (first.c.record_id == REVISIONS.c.record_id) & (first.c.number <= REVISIONS.c.number)
    query = (
        sa.select(REVISIONS.c.record_id, REVISIONS.c.action, REVISIONS.c.before)
        .join(first, since)
        .where(is_published)
        .order_by(REVISIONS.c.record_id, REVISIONS.c.number.desc())
    )
    found: dict[str, Any] = {}
    for record_id, action, before in connection.execute(query):
        cells = found.get(record_id) or {}
        found[record_id] = None if action in BEGINNINGS else cells | json.loads(before)
    return found
