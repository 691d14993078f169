"""
Writes a plan into the register: published, or as proposals for the moderators; one transaction, all or nothing.

All that can be made ready is made ready before the transaction: while it lasts, everybody else who writes has to wait.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from geodata.errors import InputError
from geodata.tables import CONTRACTS
from welfare_map.model import Plain
from welfare_map.register.accounts.actors import Actor
from welfare_map.register.history.bulk import RevisionDraft, numbered
from welfare_map.register.history.curated import note_curated
from welfare_map.register.history.records import key_of
from welfare_map.register.history.revisions import PENDING, PUBLISHED, Act
from welfare_map.register.sql.curation import REVISIONS
from welfare_map.register.sql.database import writing
from welfare_map.register.sql.repository import Records, bump_version, insert_cells
from welfare_map.register.sql.schema import RECORD_TABLES
from welfare_map.register.updates.file_day import italian_day
from welfare_map.register.uploads.drafts import CreatedDraft, Draft, EditedDraft, drafted
from welfare_map.register.uploads.pinning import pin_changes
from welfare_map.register.uploads.plan import Plan, RowChange
from welfare_map.register.uploads.present import rows_by_id

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Written:
    """What an import left in the register."""

    new_count: int
    changed_count: int
    is_published: bool


@dataclass(frozen=True, slots=True)
class _Desk:
    """What every part needs to know."""

    connection: sa.Connection
    table: str
    act: Act
    status: str

    def revisions(self, drafts: Sequence[RevisionDraft]) -> Records:
        """Return the rows of revisions, numbered."""
        return numbered(self.connection, self.table, drafts, self.act, status=self.status)


def write_plan(  # noqa: PLR0913  # each says something of the import
    engine: sa.Engine,
    actor: Actor,
    plan: Plan,
    *,
    why: str,
    is_published: bool,
    at: datetime | None = None,
    progress: Progress | None = None,
) -> Written:
    """
    Write all records of a plan, or none.

    Nobody's rights are checked here: ``rights`` does that before.

    Parameters
    ----------
    is_published
        Else every record becomes a proposal and nothing public changes.
    progress
        Told how many records of how many are written.

    Raises
    ------
    InputError
        ``error.upload_register_changed``: a record is not as it was when the plan was made.
    StoreError
        The register cannot be written; nothing was changed.
    """
    moment = at or datetime.now(UTC)
    tell, total = progress or _tell_nobody, len(plan.new) + len(plan.changes)
    draft = drafted(plan, moment, is_published=is_published)
    act, status = Act(actor, "", why, moment), PUBLISHED if is_published else PENDING
    with writing(engine) as connection:
        desk = _Desk(connection, plan.table, act, status)
        done = 0
        for count in _write(desk, draft, is_published=is_published):
            done += count
            tell(done, total)
        if is_published and total:
            bump_version(connection)
    return Written(len(plan.new), len(plan.changes), is_published)


def _tell_nobody(_done: int, _total: int) -> None:
    """Ignore progress."""


def _write(desk: _Desk, draft: Draft, *, is_published: bool) -> Iterator[int]:
    """Write part after part; yield how many records each held."""
    new_count = sum(len(part.revisions) for part in draft.created)
    if is_published and new_count:
        note_curated(desk.connection, desk.act.at, new_count)
    for created in draft.created:
        _create(desk, created)
        yield len(created.revisions)
    for edited in draft.edited:
        _change(desk, edited, is_published=is_published)
        yield len(edited.revisions)


def _create(desk: _Desk, part: CreatedDraft) -> None:
    if rows_by_id(desk.connection, desk.table, [one.record_id for one in part.revisions], ()):
        raise InputError("error.upload_register_changed")
    desk.connection.execute(sa.insert(REVISIONS), desk.revisions(part.revisions))
    insert_cells(desk.connection, desk.table, part.rows)


def _change(desk: _Desk, part: EditedDraft, *, is_published: bool) -> None:
    current = _unmoved(desk, part.changes)
    revisions = desk.revisions(part.revisions)
    if not is_published:
        desk.connection.execute(sa.insert(REVISIONS), revisions)
        return
    insert = sa.insert(REVISIONS).returning(REVISIONS.c.revision_id, sort_by_parameter_order=True)
    ids = desk.connection.execute(insert, revisions).scalars().all()
    pin_changes(desk.connection, desk.table, part.changes, current, ids)
    _update(desk, part.changes)


def _unmoved(desk: _Desk, changes: Sequence[RowChange]) -> Mapping[str, Mapping[str, Plain]]:
    """Return the records as they are, if the cells that change are as they were when the plan was made."""
    names = CONTRACTS[desk.table].column_names
    current = rows_by_id(desk.connection, desk.table, [change.record_id for change in changes], names)
    has_moved = any(
        change.record_id not in current
        or any(current[change.record_id][name] != cell for name, cell in change.before.items())
        for change in changes
    )
    if has_moved:
        raise InputError("error.upload_register_changed")
    return current


def _update(desk: _Desk, changes: Sequence[RowChange]) -> None:
    """Change the rows; those that change the same columns go together."""
    table = RECORD_TABLES[desk.table]
    keys = CONTRACTS[desk.table].key
    day = {"modified_on": italian_day(desk.act.at).isoformat()} if "modified_on" in table.c else {}
    groups: dict[tuple[str, ...], list[dict[str, Plain]]] = {}
    for change in changes:
        key = {f"key_{name}": cell for name, cell in key_of(desk.table, change.record_id).items()}
        groups.setdefault(tuple(sorted(change.after)), []).append({**key, **change.after, **day})
    for names, rows in groups.items():
        where = sa.and_(*(table.c[name] == sa.bindparam(f"key_{name}") for name in keys))
        values: dict[str, Any] = {name: sa.bindparam(name) for name in (*names, *day)}
        desk.connection.execute(sa.update(table).where(where).values(values), rows)
