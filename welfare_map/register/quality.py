"""How many rows each source brought, and which defects they have: what *Dati e metodo* publishes."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from welfare_map.register.database import reading
from welfare_map.register.schema import NOTICES, SOURCES


@dataclass(frozen=True, slots=True)
class NoticeCount:
    """Notices of one rule in one source, with one of them as an example."""

    source_id: str
    rule: str
    count: int
    row: str
    detail: str


def source_row_counts(engine: sa.Engine) -> Mapping[str, int]:
    """Return the rows that each source had at its last reading, by ``source_id``."""
    with reading(engine) as connection:
        return {row.source_id: row.row_count for row in connection.execute(sa.select(SOURCES))}


def notice_counts(engine: sa.Engine) -> tuple[NoticeCount, ...]:
    """Return the notices per source and rule, most frequent first within a source."""
    columns = NOTICES.c
    counted = (
        sa.select(sa.func.count().label("count"), sa.func.min(columns.notice_id).label("first_id"))
        .group_by(columns.source_id, columns.rule)
        .subquery()
    )
    chosen = (
        sa.select(columns.source_id, columns.rule, counted.c.count, columns.row_key, columns.detail)
        .join_from(NOTICES, counted, columns.notice_id == counted.c.first_id)
        .order_by(columns.source_id, counted.c.count.desc(), columns.rule)
    )
    with reading(engine) as connection:
        return tuple(NoticeCount(*row) for row in connection.execute(chosen))
