"""
Edits of records by people: save, create, propose, decide, confirm, restore.

Each is one writing transaction. Nobody's rights are checked here: ``permissions`` does that before.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from geodata.errors import InputError
from welfare_map.model import Plain
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.history.cells import checked_changes, require_agreement, require_references
from welfare_map.register.history.changes import (
    apply_change,
    differing,
    insert_record,
    known,
    unborn,
    unlike,
    write_cells,
)
from welfare_map.register.history.curated import new_cells
from welfare_map.register.history.records import Cells, Record, find_record, key_of, table_of
from welfare_map.register.history.revisions import (
    PENDING,
    PUBLISHED,
    REJECTED,
    Act,
    Revision,
    add_revision,
    as_json,
    cells_before,
    published_since,
    read_revision,
    time_text,
)
from welfare_map.register.sql.curation import REVISIONS
from welfare_map.register.sql.database import reading, writing
from welfare_map.register.sql.schema import RECORD_TABLES
from welfare_map.register.updates.file_day import italian_day


@dataclass(frozen=True, slots=True)
class Saved:
    """The change is in the register."""

    revision: Revision


@dataclass(frozen=True, slots=True)
class Conflict:
    """
    Nothing was saved: somebody changed the same cells since the record was read.

    Parameters
    ----------
    theirs
        The revisions that did, oldest first.
    current
        The record's cells as they are now.
    mine
        The cells that were to be saved.
    """

    theirs: tuple[Revision, ...]
    current: Mapping[str, Plain]
    mine: Mapping[str, Plain]


def read_record(engine: sa.Engine, table: str, record_id: str) -> tuple[Mapping[str, Plain], int]:
    """
    Return a record's effective cells and the number of its last published revision (0: none).

    Raises
    ------
    InputError
        ``error.unknown_table``; ``error.unknown_record``.
    """
    with reading(engine) as connection:
        record = find_record(connection, table, record_id)
    return record.cells, record.number


def save(  # noqa: PLR0913  # each says something of the edit
    engine: sa.Engine,
    actor: Actor,
    *,
    table: str,
    record_id: str,
    changes: Mapping[str, object],
    seen_number: int,
    why: str,
    at: datetime | None = None,
) -> Saved | Conflict:
    """
    Change cells of a record.

    Parameters
    ----------
    changes
        Cells to set; those that are so already are left out.
    seen_number
        Number of the last published revision when the record was read, as ``read_record`` gives it.

    Returns
    -------
    saved
        Or a ``Conflict`` when one of the cells was changed since; changes of other cells are kept beside mine.

    Raises
    ------
    InputError
        The record or a cell is not sound; ``error.nothing_changed`` when all cells are so already.
    """
    key_of(table, record_id)
    wanted = checked_changes(table, changes)
    with writing(engine) as connection:
        record = find_record(connection, table, record_id)
        mine = differing(record, wanted)
        theirs = _touching(connection, record, mine, seen_number)
        if theirs:
            return Conflict(theirs, record.cells, mine)
        act = Act(actor, "edited", why, _moment(at))
        return Saved(apply_change(connection, record, act, mine, base_number=seen_number))


def create(  # noqa: PLR0913  # each says something of the record
    engine: sa.Engine,
    actor: Actor,
    *,
    table: str,
    values: Mapping[str, object],
    why: str,
    at: datetime | None = None,
    record_id: str | None = None,
) -> Saved:
    """
    Make a record here: its source is "curated".

    Parameters
    ----------
    values
        Cells; a key of one column may be left out and is made.
    record_id
        The key, where it is chosen.

    Raises
    ------
    InputError
        A cell is not sound; ``error.record_exists``.
    """
    new_id, cells = new_cells(table, values, record_id)
    act = Act(actor, "created", why, _moment(at))
    with writing(engine) as connection:
        record = unborn(connection, table, new_id)
        revision = add_revision(connection, record, act, known(cells))
        insert_record(connection, record, act, cells)
    return Saved(revision)


def propose(  # noqa: PLR0913  # each says something of the proposal
    engine: sa.Engine,
    actor: Actor,
    *,
    table: str,
    record_id: str | None,
    values: Mapping[str, object],
    why: str,
    at: datetime | None = None,
) -> Revision:
    """
    Put a change, or a new record where there is no id, before the moderators; nothing public changes.

    Raises
    ------
    InputError
        The record or a cell is not sound.
    """
    if record_id is None:
        new_id, cells = new_cells(table, values, None)
        act = Act(actor, "created", why, _moment(at))
        with writing(engine) as connection:
            return add_revision(connection, unborn(connection, table, new_id), act, known(cells), status=PENDING)
    key_of(table, record_id)
    wanted = checked_changes(table, values)
    act = Act(actor, "edited", why, _moment(at))
    with writing(engine) as connection:
        record = find_record(connection, table, record_id)
        return add_revision(connection, record, act, differing(record, wanted), status=PENDING)


def overtaken_by(engine: sa.Engine, revision: Revision) -> tuple[Revision, ...]:
    """
    Return the edits that a proposal would overwrite: published since it was made, oldest first.

    Raises
    ------
    InputError
        ``error.unknown_record``.
    """
    if revision.action == "created":
        return ()
    with reading(engine) as connection:
        record = find_record(connection, revision.table, revision.record_id)
        return _touching(connection, record, unlike(record, revision.after), revision.base_number)


def decide(  # noqa: PLR0913  # each says something of the decision
    engine: sa.Engine,
    actor: Actor,
    revision_id: int,
    *,
    is_accepted: bool,
    why: str,
    is_forced: bool = False,
    at: datetime | None = None,
) -> Revision | Conflict:
    """
    Publish a proposal or turn it down.

    A proposal that is published becomes the last revision of its record and says what it changed then: nothing, where
    the record came to be so meanwhile. After a new record comes the moderator's confirmation: it is checked that day.

    Parameters
    ----------
    is_forced
        Whether the moderator saw what a proposal would overwrite and publishes it all the same.

    Returns
    -------
    revision
        Or a ``Conflict``, and nothing is decided, when a cell that is to be published was changed since the proposal.

    Raises
    ------
    InputError
        ``error.unknown_revision``; ``error.already_decided``; the record came meanwhile, or what the cells refer to is
        not there.
    """
    when = _moment(at)
    decision: dict[str, Plain] = {"decided_by": actor.name, "decided_at": time_text(when), "decided_why": why}
    with writing(engine) as connection:
        revision = read_revision(connection, revision_id)
        if revision.status != PENDING:
            raise InputError("error.already_decided", number=str(revision_id))
        taken = _accept(connection, revision, when, is_forced=is_forced) if is_accepted else {"status": REJECTED}
        if isinstance(taken, Conflict):
            return taken
        update = sa.update(REVISIONS).where(REVISIONS.c.revision_id == revision_id)
        connection.execute(update.values(**decision, **taken))
        if is_accepted and checks(revision):
            _note_checked(connection, actor, find_record(connection, revision.table, revision.record_id), when)
        return read_revision(connection, revision_id)


def checks(proposal: Revision) -> bool:
    """Tell whether who accepts a proposal checks its record: a new one is seen whole, of an edit what it changes."""
    columns = RECORD_TABLES[proposal.table].c
    return proposal.action == "created" and "checked_on" in columns


def confirm(engine: sa.Engine, actor: Actor, *, table: str, record_id: str, at: datetime | None = None) -> Revision:
    """
    Note that somebody checked a record today and found it right: ``checked_on`` and ``checked_by_role``, nothing else.

    Raises
    ------
    InputError
        ``error.unknown_record``; ``error.unknown_column`` for a table whose rows are not checked.
    """
    when = _moment(at)
    with writing(engine) as connection:
        record = find_record(connection, table, record_id)
        if "checked_on" not in record.cells:
            raise InputError("error.unknown_column", column="checked_on", table=table)
        return _note_checked(connection, actor, record, when)


def restore(  # noqa: PLR0913  # each says something of the step back
    engine: sa.Engine,
    actor: Actor,
    record_id: str,
    *,
    number: int,
    why: str,
    table: str | None = None,
    at: datetime | None = None,
) -> Saved:
    """
    Bring a record's cells back to what they were after a published revision, as a new revision.

    Raises
    ------
    InputError
        ``error.unknown_record``; ``error.unknown_revision``; ``error.nothing_changed`` when they are so already.
    """
    with writing(engine) as connection:
        record = find_record(connection, table or table_of(connection, record_id), record_id)
        published = published_since(connection, record, 0)
        if number not in {revision.number for revision in published}:
            raise InputError("error.unknown_revision", number=str(number))
        then = cells_before(record.cells, [revision for revision in published if revision.number > number])
        act = Act(actor, "restored", why, _moment(at))
        return Saved(apply_change(connection, record, act, differing(record, then)))


def _accept(
    connection: sa.Connection, revision: Revision, at: datetime, *, is_forced: bool
) -> dict[str, Plain] | Conflict:
    """Write what a proposal proposes; return what becomes of its revision, or what stands against it."""
    act = Act(Actor(revision.author, Role(revision.role)), revision.action, revision.why, at)
    if revision.action == "created":
        record = unborn(connection, revision.table, revision.record_id)
        _, cells = new_cells(revision.table, revision.after, revision.record_id)
        insert_record(connection, record, act, cells)
        return {"status": PUBLISHED, "number": _last_number(revision, record)}
    record = find_record(connection, revision.table, revision.record_id)
    changes = unlike(record, revision.after)
    theirs = () if is_forced else _touching(connection, record, changes, revision.base_number)
    if theirs:
        return Conflict(theirs, record.cells, changes)
    if changes:
        require_agreement({**record.cells, **changes})
        require_references(connection, record.table, changes)
        write_cells(connection, record, act, changes, revision.revision_id)
    before = as_json({name: record.cells[name] for name in changes})
    number = _last_number(revision, record)
    return {"status": PUBLISHED, "number": number, "before": before, "after": as_json(changes)}


def _note_checked(connection: sa.Connection, actor: Actor, record: Record, at: datetime) -> Revision:
    checked: Cells = {"checked_on": italian_day(at).isoformat(), "checked_by_role": actor.role.value}
    changes = {name: cell for name, cell in checked.items() if record.cells[name] != cell}
    return apply_change(connection, record, Act(actor, "confirmed", "", at), changes)


def _touching(connection: sa.Connection, record: Record, changes: Cells, number: int) -> tuple[Revision, ...]:
    """Return the published revisions after a number that touch the cells to be changed, oldest first."""
    since = published_since(connection, record, number)
    return tuple(revision for revision in since if revision.after.keys() & changes.keys())


def _last_number(revision: Revision, record: Record) -> int:
    """Return the number that makes a revision the last one of its record."""
    return record.last_number + (revision.number < record.last_number)


def _moment(at: datetime | None) -> datetime:
    return at or datetime.now(UTC)
