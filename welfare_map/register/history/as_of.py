"""Rows of a table as they stood on an earlier day: today's, without what revisions brought since."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import sqlalchemy as sa

from geodata.tables import CONTRACTS, conform
from welfare_map.register.history.pins import row_ids
from welfare_map.register.history.records import Cells
from welfare_map.register.history.revisions import PUBLISHED
from welfare_map.register.sql.curation import REVISIONS
from welfare_map.register.sql.repository import as_records

BEGINNINGS = ("imported", "created")
"""Before these a record was not in the register."""
DAY = sa.case((REVISIONS.c.content_on != "", REVISIONS.c.content_on), else_=sa.func.substr(REVISIONS.c.at, 1, 10))
"""Of what day a change is: that of its source's content, else that on which it was made (UTC)."""


def told_years(connection: sa.Connection, table: str, source_ids: set[str]) -> tuple[int, ...]:
    """Return the years, the earliest first, of which any of these sources told something new of a table."""
    is_its = (REVISIONS.c.table_name == table) & REVISIONS.c.author.in_(source_ids) & (REVISIONS.c.status == PUBLISHED)
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
        Of the content: a list of 2024 that was read in 2026 counts from 2024 on, whatever was published before it.

    Returns
    -------
    rows
        Conforming to the contract, by key. Bookkeeping (the day of the last reading, of the last check) is that of
        now: revisions do not tell of it. A record that is in the table no more is not brought back.
    """
    told = _told(connection, table, day)
    ids = row_ids(rows, table)
    is_touched = ids.isin(told.keys()).to_numpy()
    now = dict(zip(ids[is_touched], as_records(rows[is_touched]), strict=True))
    earlier = [_as_told(cells, told[record_id], day) for record_id, cells in now.items()]
    contract = CONTRACTS[table]
    kept = [cells for cells in earlier if cells is not None]
    taken_back = conform(pd.DataFrame(kept, columns=list(contract.column_names), dtype=object), contract)
    parts = [part for part in (rows[~is_touched], taken_back) if len(part)]
    if not parts:
        return taken_back
    return pd.concat(parts, ignore_index=True).sort_values(list(contract.key), kind="stable", ignore_index=True)


def _as_told(now: Cells, revisions: Sequence[Any], day: date) -> Cells | None:
    """Return the cells of a record as what was told up to a day makes them, None where it was not there."""
    is_begun = revisions[0].action in BEGINNINGS
    until = [one for one in revisions if one.day <= day.isoformat()]
    if is_begun and not until:
        return None
    cells = dict(now)
    for one in reversed(revisions[1:] if is_begun else revisions):
        cells |= json.loads(one.before)
    for one in sorted(until, key=lambda one: (one.day, one.number)):
        if one.action not in BEGINNINGS:
            cells |= json.loads(one.after)
    return cells


def _told(connection: sa.Connection, table: str, day: date) -> Mapping[str, Sequence[Any]]:
    """Return the published revisions, in order, of each record of which something was told since."""
    is_published = (REVISIONS.c.table_name == table) & (REVISIONS.c.status == PUBLISHED)
    since = sa.select(REVISIONS.c.record_id).where(is_published, day.isoformat() < DAY)
    names = (REVISIONS.c.record_id, REVISIONS.c.number, REVISIONS.c.action, REVISIONS.c.before, REVISIONS.c.after)
    query = sa.select(*names, DAY.label("day")).where(is_published, REVISIONS.c.record_id.in_(since))
    found: dict[str, list[Any]] = {}
    for row in connection.execute(query.order_by(REVISIONS.c.record_id, REVISIONS.c.number)):
        found.setdefault(row.record_id, []).append(row)
    return found
