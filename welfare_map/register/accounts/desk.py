"""
The moderators' desk: each act on a record asks ``permissions`` first, then does it.

Pages act through these functions alone, so that what is not allowed cannot happen whatever a page draws. A change must
be allowed on the record as it is and as it would be: nobody moves a record out of, or into, what is not their own.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeVar

import sqlalchemy as sa

from geodata.codes import Visibility
from geodata.errors import InputError
from geodata.tables import CONTRACTS
from geodata.territory import Territory
from welfare_map.model import Plain
from welfare_map.register.accounts.actors import Actor
from welfare_map.register.accounts.permissions import Action, may, may_read, require
from welfare_map.register.history import editing, reports
from welfare_map.register.history.record_ref import RecordRef
from welfare_map.register.history.records import find_record, key_of, read_cells
from welfare_map.register.history.revisions import PUBLISHED, Revision, cells_before, history, pending, published_since
from welfare_map.register.history.whereabouts import located
from welfare_map.register.sql.database import reading

Cells = Mapping[str, Plain]
ItemT = TypeVar("ItemT", Revision, reports.Report)
PRIVATE_TABLES: Final = frozenset(name for name, found in CONTRACTS.items() if "visibility" in found.column_names)
"""Tables of which some rows are not for everybody."""
PAGE_COUNT: Final = 500
"""How many proposals or reports are read at a time."""


@dataclass(frozen=True, eq=False, slots=True)
class Desk:
    """The register, and the territory that says whose a record is."""

    engine: sa.Engine
    territory: Territory


def allows(desk: Desk, actor: Actor, action: Action, table: str, cells: Cells) -> bool:
    """Tell whether somebody may act on a record with these cells."""
    return may(actor, action, record=_located(desk, table, cells), territory=desk.territory)


def shows(desk: Desk, actor: Actor, at: RecordRef) -> bool:
    """Tell whether somebody may read a record; see ``permissions.may_read``."""
    with reading(desk.engine) as connection:
        cells = located(connection, at.table, read_cells(connection, at.table, at.record_id) or {})
    return may_read(actor, cells, desk.territory)


def save(
    desk: Desk, actor: Actor, at: RecordRef, *, changes: Cells, seen_number: int, why: str
) -> editing.Saved | editing.Conflict:
    """Change cells of a record; see ``editing.save``. Raises ``error.not_allowed`` too."""
    _require_on(desk, actor, Action.EDIT, at, changes)
    return editing.save(
        desk.engine,
        actor,
        table=at.table,
        record_id=at.record_id,
        changes=changes,
        seen_number=seen_number,
        why=why,
    )


def propose(desk: Desk, actor: Actor, table: str, record_id: str | None, *, values: Cells, why: str) -> Revision:
    """Send a change or a new record to moderation; see ``editing.propose``. Raises ``error.not_allowed`` too."""
    require(actor, Action.PROPOSE)
    if record_id is not None:
        _require_shown(desk, actor, RecordRef(table, record_id))
    return editing.propose(desk.engine, actor, table=table, record_id=record_id, values=values, why=why)


def decide(  # each says something of the decision
    desk: Desk, actor: Actor, revision: Revision, *, is_accepted: bool, why: str, is_forced: bool = False
) -> Revision | editing.Conflict:
    """Publish a proposal or turn it down; see ``editing.decide``. Raises ``error.not_allowed`` too."""
    _require_on(desk, actor, Action.DECIDE, RecordRef(revision.table, revision.record_id), revision.after)
    return editing.decide(
        desk.engine, actor, revision.revision_id, is_accepted=is_accepted, why=why, is_forced=is_forced
    )


def confirm(desk: Desk, actor: Actor, at: RecordRef, *, seen_number: int) -> Revision:
    """
    Note that somebody found a record right; see ``editing.confirm``.

    Raises
    ------
    InputError
        ``error.not_allowed``; ``error.changed_meanwhile``: the card is not the one that was shown.
    """
    _require_on(desk, actor, Action.CONFIRM, at, {})
    if editing.read_record(desk.engine, at.table, at.record_id)[1] != seen_number:
        raise InputError("error.changed_meanwhile")
    return editing.confirm(desk.engine, actor, table=at.table, record_id=at.record_id)


def restore(desk: Desk, actor: Actor, at: RecordRef, *, number: int, why: str) -> editing.Saved:
    """Bring a record back to one of its revisions; see ``editing.restore``. Raises ``error.not_allowed`` too."""
    with reading(desk.engine) as connection:
        record = find_record(connection, at.table, at.record_id)
        later = published_since(connection, record, number)
    _require_on(desk, actor, Action.RESTORE, at, cells_before(record.cells, later))
    return editing.restore(desk.engine, actor, at.record_id, number=number, why=why, table=at.table)


def report(desk: Desk, actor: Actor, at: RecordRef, message: str) -> int:
    """Leave word that a card is wrong; see ``reports.report_mistake``. Raises ``error.not_allowed`` too."""
    require(actor, Action.REPORT)
    _require_shown(desk, actor, at)
    return reports.report_mistake(desk.engine, table=at.table, record_id=at.record_id, message=message)


def close_report(desk: Desk, actor: Actor, found: reports.Report, why: str) -> None:
    """Close a visitor's report; see ``reports.close_report``. Raises ``error.not_allowed`` too."""
    _require_on(desk, actor, Action.DECIDE, RecordRef(found.table, found.record_id), {})
    reports.close_report(desk.engine, actor, found.report_id, why=why)


def own_proposals(desk: Desk, actor: Actor, *, most_count: int, page_count: int = PAGE_COUNT) -> tuple[Revision, ...]:
    """
    Return the first proposals that somebody may decide on, however many of others come before them.

    Parameters
    ----------
    page_count
        How many are read at a time.
    """
    waiting = _paged(lambda last: pending(desk.engine, after_id=last, most_count=page_count), _revision_id)
    return _decidable(desk, actor, waiting, most_count)


def own_reports(
    desk: Desk, actor: Actor, *, most_count: int, page_count: int = PAGE_COUNT
) -> tuple[reports.Report, ...]:
    """Return the first reports that somebody may close; see ``own_proposals``."""
    found = _paged(lambda last: reports.open_reports(desk.engine, after_id=last, most_count=page_count), _report_id)
    return _decidable(desk, actor, found, most_count)


def story(desk: Desk, actor: Actor, at: RecordRef) -> tuple[Revision, ...]:
    """
    Return the revisions of a record, oldest first.

    What waits or was turned down may hold words of strangers: only who may decide on the record sees it. Of needs and
    offers, commuters, counts of workers and plans the history is for those whose own it is: what is public today was
    perhaps not so yesterday, and an edit does not say which it was.
    """
    if not _may_read_story(desk, actor, at):
        return ()
    found = history(desk.engine, at.record_id, at.table)
    with reading(desk.engine) as connection:
        cells = read_cells(connection, at.table, at.record_id)
        states = [located(connection, at.table, cells or item.after) for item in found]
    return tuple(
        item
        for item, state in zip(found, states, strict=True)
        if item.status == PUBLISHED or may(actor, Action.DECIDE, record=state, territory=desk.territory)
    )


def _may_read_story(desk: Desk, actor: Actor, at: RecordRef) -> bool:
    if at.table not in PRIVATE_TABLES:
        return True
    with reading(desk.engine) as connection:
        cells = read_cells(connection, at.table, at.record_id) or key_of(at.table, at.record_id)
        state = located(connection, at.table, cells)
    return may_read(actor, {**state, "visibility": Visibility.COUNTS.value}, desk.territory)


def _require_shown(desk: Desk, actor: Actor, at: RecordRef) -> None:
    """Refuse, as if there were no such record, what would tell something of it to those who may not read it."""
    if at.table in PRIVATE_TABLES and not shows(desk, actor, at):
        raise InputError("error.unknown_record", record_id=at.record_id)


def _paged(read: Callable[[int], Sequence[ItemT]], id_of: Callable[[ItemT], int]) -> Iterator[ItemT]:
    """Give items a page at a time: ``read`` returns those after an id, none at the end."""
    last = 0
    while page := read(last):
        yield from page
        last = id_of(page[-1])


def _revision_id(revision: Revision) -> int:
    return revision.revision_id


def _report_id(report: reports.Report) -> int:
    return report.report_id


def _decidable(desk: Desk, actor: Actor, items: Iterator[ItemT], most_count: int) -> tuple[ItemT, ...]:
    with reading(desk.engine) as connection:
        return tuple(islice((item for item in items if _may_decide(desk, actor, connection, item)), most_count))


def _may_decide(desk: Desk, actor: Actor, connection: sa.Connection, item: Revision | reports.Report) -> bool:
    changes = item.after if isinstance(item, Revision) else {}
    states = _states(connection, RecordRef(item.table, item.record_id), changes)
    return all(may(actor, Action.DECIDE, record=state, territory=desk.territory) for state in states)


def _require_on(desk: Desk, actor: Actor, action: Action, at: RecordRef, changes: Cells) -> None:
    """Refuse what is not allowed on a record as it is, or as it would be with these changes."""
    with reading(desk.engine) as connection:
        states = _states(connection, at, changes)
    for state in states:
        require(actor, action, record=state, territory=desk.territory)


def _states(connection: sa.Connection, at: RecordRef, changes: Cells) -> tuple[Cells, ...]:
    """Return a record's cells as they would be and, where it is in the register, as they are; with their place."""
    cells = read_cells(connection, at.table, at.record_id)
    states = ({**(cells or {}), **changes}, *((cells,) if cells else ()))
    return tuple(located(connection, at.table, state) for state in states)


def _located(desk: Desk, table: str, cells: Cells) -> Cells:
    with reading(desk.engine) as connection:
        return located(connection, table, cells)
