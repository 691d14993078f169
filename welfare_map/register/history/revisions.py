"""
Revisions: who changed which cells of a record, when and why; published, waiting for a moderator, or turned down.

The published revisions of a record are numbered in the order in which they took effect.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from geodata.errors import InputError
from welfare_map.model import Plain
from welfare_map.register.accounts.actors import Actor
from welfare_map.register.history.records import Cells, Record, find_record, table_of
from welfare_map.register.sql.curation import REVISIONS
from welfare_map.register.sql.database import reading

PUBLISHED, PENDING, REJECTED = "published", "pending", "rejected"
_BY_NUMBER = (REVISIONS.c.table_name, REVISIONS.c.record_id, REVISIONS.c.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """
    One change of one record.

    Parameters
    ----------
    revision_id
        Ours, over all tables.
    table, record_id, number
        The record, and which of its revisions it is.
    status
        ``published``, ``pending`` or ``rejected``.
    action
        ``imported``, ``changed``, ``delisted``, ``relisted`` by a source; ``edited``, ``created``, ``confirmed``,
        ``restored``, ``merged``, ``unmerged`` by people.
    author, role, at, why
        Account or source, its role, ISO time in UTC, reason.
    before, after
        The cells that differ; None is missing.
    base_number
        The last published revision that the author had seen.
    decided_by, decided_at, decided_why
        Of a proposal that a moderator cleared or turned down.
    content_on
        ISO day of the source's content that brought it; "" where it is that of ``at``.
    """

    revision_id: int
    table: str
    record_id: str
    number: int
    status: str
    action: str
    author: str
    role: str
    at: str
    why: str
    before: Mapping[str, Plain]
    after: Mapping[str, Plain]
    base_number: int
    decided_by: str = ""
    decided_at: str = ""
    decided_why: str = ""
    content_on: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """Who does what, why and when; of a source's run, the ISO day of its content too."""

    actor: Actor
    action: str
    why: str
    at: datetime
    content_on: str = ""


def history(engine: sa.Engine, record_id: str, table: str | None = None) -> tuple[Revision, ...]:
    """
    Return the revisions of a record, oldest first; those that wait for a moderator or were turned down too.

    Raises
    ------
    InputError
        ``error.unknown_record``; ``error.record_in_two_tables`` where the table must be named.
    """
    with reading(engine) as connection:
        name = table or table_of(connection, record_id)
        found = record_revisions(connection, name, record_id)
        if not found:
            find_record(connection, name, record_id)
    return found


def pending(engine: sa.Engine, *, after_id: int = 0, most_count: int | None = None) -> tuple[Revision, ...]:
    """
    Return the proposals that wait for a moderator, oldest first.

    Parameters
    ----------
    after_id, most_count
        Which part: so many at most, None for all, of those whose ``revision_id`` is greater.
    """
    waiting = sa.select(REVISIONS).where(REVISIONS.c.status == PENDING, REVISIONS.c.revision_id > after_id)
    with reading(engine) as connection:
        return _revisions(connection, waiting.order_by(REVISIONS.c.revision_id).limit(most_count))


def pending_count(engine: sa.Engine) -> int:
    """Return how many proposals wait for a moderator."""
    query = sa.select(sa.func.count()).where(REVISIONS.c.status == PENDING)
    with reading(engine) as connection:
        return int(connection.execute(query).scalar_one())


def record_revisions(connection: sa.Connection, table: str, record_id: str) -> tuple[Revision, ...]:
    """Return the revisions of a record, oldest first."""
    query = sa.select(REVISIONS).where(REVISIONS.c.table_name == table, REVISIONS.c.record_id == record_id)
    return _revisions(connection, query.order_by(*_BY_NUMBER))


def published_since(connection: sa.Connection, record: Record, number: int) -> tuple[Revision, ...]:
    """Return the published revisions of a record after a number, oldest first."""
    if record.number <= number:
        return ()
    query = sa.select(REVISIONS).where(
        REVISIONS.c.table_name == record.table,
        REVISIONS.c.record_id == record.record_id,
        REVISIONS.c.number > number,
        REVISIONS.c.status == PUBLISHED,
    )
    return _revisions(connection, query.order_by(*_BY_NUMBER))


def read_revision(connection: sa.Connection, revision_id: int) -> Revision:
    """
    Return one revision.

    Raises
    ------
    InputError
        ``error.unknown_revision``.
    """
    found = _revisions(connection, sa.select(REVISIONS).where(REVISIONS.c.revision_id == revision_id))
    if not found:
        raise InputError("error.unknown_revision", number=str(revision_id))
    return found[0]


def add_revision(
    connection: sa.Connection,
    record: Record,
    act: Act,
    after: Cells,
    *,
    status: str = PUBLISHED,
    base_number: int | None = None,
) -> Revision:
    """
    Write the next revision of a record.

    Parameters
    ----------
    record
        As it was before; without cells when it is new.
    after
        The cells that change.
    base_number
        The last published revision that the author had seen; the record's own by default.
    """
    values = {
        "table_name": record.table,
        "record_id": record.record_id,
        "number": record.last_number + 1,
        "status": status,
        "action": act.action,
        "author": act.actor.name,
        "role": act.actor.role.value,
        "at": time_text(act.at),
        "why": act.why,
        "before": as_json({name: record.cells.get(name) for name in after} if record.cells else {}),
        "after": as_json(after),
        "base_number": record.number if base_number is None else base_number,
        "content_on": act.content_on,
    }
    return _revisions(connection, sa.insert(REVISIONS).values(**values).returning(REVISIONS))[0]


def as_json(cells: Cells) -> str:
    """Return cells as the text that a column of the register holds."""
    return json.dumps(dict(cells), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def time_text(at: datetime) -> str:
    """Return a moment as ISO text in UTC."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def cells_before(current: Cells, later: Iterable[Revision]) -> dict[str, Plain]:
    """
    Return the cells of a record as they were before its later revisions.

    Parameters
    ----------
    current
        The cells as they are now.
    later
        The published revisions since then, oldest first.
    """
    cells = dict(current)
    for revision in reversed(tuple(later)):
        cells |= revision.before
    return cells


def _revisions(connection: sa.Connection, query: sa.Executable) -> tuple[Revision, ...]:
    return tuple(_revision(row) for row in connection.execute(query).mappings())


def _revision(row: sa.RowMapping) -> Revision:
    values = {name: cell for name, cell in row.items() if name not in {"table_name", "before", "after"}}
    return Revision(table=row["table_name"], before=json.loads(row["before"]), after=json.loads(row["after"]), **values)
