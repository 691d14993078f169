"""
Merges: two records of one thing. The merged one stays in the register and is not published while the merge stands.

Cells that were chosen for the kept record are pinned as any edit; undoing a merge takes those back that nobody has
changed since.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from geodata.errors import InputError
from welfare_map.register.accounts.actors import Actor
from welfare_map.register.history.cells import checked_changes, require_agreement
from welfare_map.register.history.changes import apply_change
from welfare_map.register.history.records import Cells, find_record, key_of
from welfare_map.register.history.revisions import Act, Revision, published_since, read_revision, time_text
from welfare_map.register.sql.curation import MERGES, PAIR_VERDICTS
from welfare_map.register.sql.database import reading, writing

DIFFERENT = "different"


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """A merge that stands."""

    merge_id: int
    table: str
    kept_id: str
    merged_id: str
    author: str
    role: str
    at: str
    why: str


def merge_records(  # noqa: PLR0913  # each says something of the merge
    engine: sa.Engine,
    actor: Actor,
    *,
    table: str,
    kept_id: str,
    merged_id: str,
    why: str,
    values: Mapping[str, object] | None = None,
    at: datetime | None = None,
) -> int:
    """
    Let one record stand for two; return the merge's id.

    Parameters
    ----------
    values
        Cells chosen for the kept record.

    Raises
    ------
    InputError
        A record or a cell is not sound; ``error.merge_with_itself``; ``error.already_merged``.
    """
    key_of(table, kept_id)
    if kept_id == merged_id:
        raise InputError("error.merge_with_itself", record_id=kept_id)
    chosen = checked_changes(table, values or {})
    act = Act(actor, "merged", why, at or datetime.now(UTC))
    with writing(engine) as connection:
        kept, merged = (find_record(connection, table, record_id) for record_id in (kept_id, merged_id))
        _require_unmerged(connection, table, kept_id, merged_id)
        changes = {name: cell for name, cell in chosen.items() if kept.cells[name] != cell}
        require_agreement({**kept.cells, **changes})
        revision = apply_change(connection, kept, act, changes)
        apply_change(connection, merged, act, {})
        row = {
            "table_name": table,
            "kept_id": kept_id,
            "merged_id": merged_id,
            "author": actor.name,
            "role": actor.role.value,
            "at": time_text(act.at),
            "why": why,
            "revision_id": revision.revision_id,
        }
        written = connection.execute(sa.insert(MERGES).values(**row)).inserted_primary_key
    return int(written[0]) if written else 0


def unmerge(engine: sa.Engine, actor: Actor, merge_id: int, *, why: str, at: datetime | None = None) -> None:
    """
    Undo a merge: both records are published again.

    Cells of the kept record that the merge set go back to what they were, save those that somebody changed since.

    Raises
    ------
    InputError
        ``error.unknown_merge`` when no such merge stands.
    """
    act = Act(actor, "unmerged", why, at or datetime.now(UTC))
    with writing(engine) as connection:
        is_it = (MERGES.c.merge_id == merge_id) & (MERGES.c.undone_at == "")
        row = connection.execute(sa.select(MERGES).where(is_it)).mappings().one_or_none()
        if row is None:
            raise InputError("error.unknown_merge", number=str(merge_id))
        kept = find_record(connection, row["table_name"], row["kept_id"])
        made = read_revision(connection, row["revision_id"])
        apply_change(connection, kept, act, _untouched(made, published_since(connection, kept, made.number)))
        apply_change(connection, find_record(connection, row["table_name"], row["merged_id"]), act, {})
        undone = {"undone_at": time_text(act.at), "undone_by": actor.name, "undone_why": why}
        connection.execute(sa.update(MERGES).where(MERGES.c.merge_id == merge_id).values(**undone))


def note_different(
    engine: sa.Engine, actor: Actor, *, table: str, first_id: str, second_id: str, at: datetime | None = None
) -> None:
    """
    Note that two records are different things, so that they are not asked about again.

    Raises
    ------
    InputError
        ``error.unknown_record``.
    """
    first, second = sorted((first_id, second_id))
    pair = {"table_name": table, "first_id": first, "second_id": second}
    verdict = {"verdict": DIFFERENT, "author": actor.name, "at": time_text(at or datetime.now(UTC))}
    with writing(engine) as connection:
        for record_id in (first, second):
            find_record(connection, table, record_id)
        connection.execute(
            sa.delete(PAIR_VERDICTS).where(*(PAIR_VERDICTS.c[name] == cell for name, cell in pair.items()))
        )
        connection.execute(sa.insert(PAIR_VERDICTS).values(**pair, **verdict))


def standing_merges(engine: sa.Engine, table: str) -> tuple[Merge, ...]:
    """Return the merges of a table that nobody has undone, oldest first."""
    with reading(engine) as connection:
        return tuple(merge for merge in read_merges(connection) if merge.table == table)


def read_merges(connection: sa.Connection) -> tuple[Merge, ...]:
    """Return every merge that stands, oldest first."""
    names = ("merge_id", "kept_id", "merged_id", "author", "role", "at", "why")
    query = sa.select(MERGES).where(MERGES.c.undone_at == "").order_by(MERGES.c.merge_id)
    rows = connection.execute(query).mappings()
    return tuple(Merge(table=row["table_name"], **{name: row[name] for name in names}) for row in rows)


def different_pairs(engine: sa.Engine, table: str) -> frozenset[tuple[str, str]]:
    """Return the pairs of records that a curator judged to be different; the smaller id comes first."""
    columns = (PAIR_VERDICTS.c.first_id, PAIR_VERDICTS.c.second_id)
    is_it = (PAIR_VERDICTS.c.table_name == table) & (PAIR_VERDICTS.c.verdict == DIFFERENT)
    with reading(engine) as connection:
        rows = connection.execute(sa.select(*columns).where(is_it)).all()
    return frozenset((first, second) for first, second in rows)


def _require_unmerged(connection: sa.Connection, table: str, *record_ids: str) -> None:
    query = sa.select(MERGES.c.merged_id).where(
        MERGES.c.table_name == table, MERGES.c.undone_at == "", MERGES.c.merged_id.in_(record_ids)
    )
    found = connection.execute(query).scalars().first()
    if found is not None:
        raise InputError("error.already_merged", record_id=found)


def _untouched(made: Revision, since: tuple[Revision, ...]) -> Cells:
    """Return the cells before a merge of those that nobody changed after it."""
    touched = {name for revision in since for name in revision.after}
    return {name: cell for name, cell in made.before.items() if name not in touched}
