"""Writes a plan into the register: published, or as proposals for the moderators; one transaction, all or nothing."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import sqlalchemy as sa

from geodata.errors import InputError
from geodata.tables import CONTRACTS
from welfare_map.model import Plain
from welfare_map.register.accounts.actors import Actor
from welfare_map.register.history.curated import note_curated, provenance
from welfare_map.register.history.records import CURATED, SHIPPED, key_of, record_id_of
from welfare_map.register.history.revisions import PENDING, PUBLISHED, as_json, time_text
from welfare_map.register.sql.curation import PINS, REVISIONS, SOURCE_ROWS
from welfare_map.register.sql.database import writing
from welfare_map.register.sql.repository import as_records, bump_version, read_table
from welfare_map.register.sql.schema import RECORD_TABLES
from welfare_map.register.updates.file_day import italian_day
from welfare_map.register.uploads.plan import Plan, RowChange

Progress = Callable[[int, int], None]
CHUNK_COUNT: Final = 2_000
"""Records that are written at a time; progress is told after each chunk."""


@dataclass(frozen=True, slots=True)
class Written:
    """What an import left in the register."""

    new_count: int
    changed_count: int
    is_published: bool


@dataclass(frozen=True, slots=True)
class _Desk:
    """What every chunk needs to know."""

    connection: sa.Connection
    table: str
    stamp: Mapping[str, Plain]
    at: datetime
    numbers: Mapping[str, tuple[int, int]]


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
    with writing(engine) as connection:
        stamp: dict[str, Plain] = {"author": actor.name, "role": actor.role.value, "at": time_text(moment), "why": why}
        desk = _Desk(connection, plan.table, stamp, moment, _numbers(connection, plan.table))
        _require_unchanged(connection, plan)
        done = 0
        for count in _write(desk, plan, is_published=is_published):
            done += count
            tell(done, total)
        if is_published and total:
            bump_version(connection)
    return Written(len(plan.new), len(plan.changes), is_published)


def _tell_nobody(_done: int, _total: int) -> None:
    """Ignore progress."""


def _write(desk: _Desk, plan: Plan, *, is_published: bool) -> Iterator[int]:
    """Write chunk after chunk; yield how many records each held."""
    if is_published and len(plan.new):
        note_curated(desk.connection, desk.at, len(plan.new))
    for start in range(0, len(plan.new), CHUNK_COUNT):
        cells = as_records(plan.new.iloc[start : start + CHUNK_COUNT])
        _create(desk, cells, is_published=is_published)
        yield len(cells)
    for start in range(0, len(plan.changes), CHUNK_COUNT):
        changes = plan.changes[start : start + CHUNK_COUNT]
        _change(desk, changes, is_published=is_published)
        yield len(changes)


def _create(desk: _Desk, cells: Sequence[Mapping[str, Any]], *, is_published: bool) -> None:
    known = [{name: cell for name, cell in row.items() if cell is not None} for row in cells]
    revisions = [
        _revision(desk, record_id_of(desk.table, row), "created", {}, row, is_published=is_published) for row in known
    ]
    desk.connection.execute(sa.insert(REVISIONS), revisions)
    if is_published:
        rows = [
            {**row, **provenance(desk.table, revision["record_id"], desk.at)}
            for row, revision in zip(cells, revisions, strict=True)
        ]
        desk.connection.execute(sa.insert(RECORD_TABLES[desk.table]), _evened(rows, desk.table))


def _evened(rows: Iterable[Mapping[str, Any]], table: str) -> list[dict[str, Any]]:
    """Return rows that all name every column, as a statement for many rows wants them."""
    names = CONTRACTS[table].column_names
    return [{name: row.get(name) for name in names} for row in rows]


def _change(desk: _Desk, changes: Sequence[RowChange], *, is_published: bool) -> None:
    revisions = [
        _revision(desk, change.record_id, "edited", change.before, change.after, is_published=is_published)
        for change in changes
    ]
    if not is_published:
        desk.connection.execute(sa.insert(REVISIONS), revisions)
        return
    insert = sa.insert(REVISIONS).returning(REVISIONS.c.revision_id, sort_by_parameter_order=True)
    ids = list(desk.connection.execute(insert, revisions).scalars())
    _pin(desk, changes, ids)
    _update(desk, changes)


def _revision(
    desk: _Desk,
    record_id: str,
    action: str,
    before: Mapping[str, Plain],
    after: Mapping[str, Plain],
    *,
    is_published: bool,
) -> dict[str, Any]:
    published, last = desk.numbers.get(record_id, (0, 0))
    return {
        **desk.stamp,
        "table_name": desk.table,
        "record_id": record_id,
        "number": last + 1,
        "status": PUBLISHED if is_published else PENDING,
        "action": action,
        "before": as_json(before),
        "after": as_json(after),
        "base_number": published,
        "decided_by": "",
        "decided_at": "",
        "decided_why": "",
    }


def _update(desk: _Desk, changes: Sequence[RowChange]) -> None:
    """Change the rows; those that change the same columns go together."""
    table = RECORD_TABLES[desk.table]
    keys = CONTRACTS[desk.table].key
    day = {"modified_on": italian_day(desk.at).isoformat()} if "modified_on" in table.c else {}
    groups: dict[tuple[str, ...], list[dict[str, Plain]]] = {}
    for change in changes:
        key = {f"key_{name}": cell for name, cell in key_of(desk.table, change.record_id).items()}
        groups.setdefault(tuple(sorted(change.after)), []).append({**key, **change.after, **day})
    for names, rows in groups.items():
        where = sa.and_(*(table.c[name] == sa.bindparam(f"key_{name}") for name in keys))
        values: dict[str, Any] = {name: sa.bindparam(name) for name in (*names, *day)}
        desk.connection.execute(sa.update(table).where(where).values(values), rows)


def _pin(desk: _Desk, changes: Sequence[RowChange], revision_ids: Sequence[int]) -> None:
    """Pin the changed cells of records that come from a source, unless they are what the source says."""
    by_source = {change.record_id: change for change in changes}
    current = _rows(desk.connection, desk.table, by_source)
    ours = [change for change in changes if current[change.record_id].get("source_id") != CURATED]
    if not ours:
        return
    said = _said(desk, ours, current)
    id_of = dict(zip(by_source, revision_ids, strict=True))
    cells = [(change.record_id, name, value) for change in ours for name, value in change.after.items()]
    which = sa.and_(
        PINS.c.table_name == desk.table,
        PINS.c.record_id == sa.bindparam("the_record"),
        PINS.c.column_name == sa.bindparam("the_column"),
    )
    gone = [{"the_record": record_id, "the_column": name} for record_id, name, _ in cells]
    desk.connection.execute(sa.delete(PINS).where(which), gone)
    pins = [
        {
            "table_name": desk.table,
            "record_id": record_id,
            "column_name": name,
            "value": json.dumps(value, ensure_ascii=False),
            "revision_id": id_of[record_id],
        }
        for record_id, name, value in cells
        if value != said[record_id].get(name)
    ]
    if pins:
        desk.connection.execute(sa.insert(PINS), pins)


def _said(
    desk: _Desk, changes: Sequence[RowChange], current: Mapping[str, Mapping[str, Plain]]
) -> dict[str, Mapping[str, Plain]]:
    """Return what the sources say of records; noted down first, where it is not yet."""
    ids = [change.record_id for change in changes]
    query = sa.select(SOURCE_ROWS.c.record_id, SOURCE_ROWS.c.content).where(
        SOURCE_ROWS.c.table_name == desk.table, SOURCE_ROWS.c.record_id.in_(ids)
    )
    said: dict[str, Mapping[str, Plain]] = {
        record_id: json.loads(content) for record_id, content in desk.connection.execute(query)
    }
    missing = [record_id for record_id in ids if record_id not in said]
    for record_id in missing:
        said[record_id] = {name: cell for name, cell in current[record_id].items() if cell is not None}
    if missing:
        rows = [
            {
                "table_name": desk.table,
                "record_id": record_id,
                "source_id": current[record_id].get("source_id", SHIPPED),
                "content": as_json(said[record_id]),
            }
            for record_id in missing
        ]
        desk.connection.execute(sa.insert(SOURCE_ROWS), rows)
    return said


def _rows(connection: sa.Connection, table: str, ids: Iterable[str]) -> dict[str, dict[str, Plain]]:
    """Return the rows of some records as they are now."""
    wanted = list(ids)
    columns, contract = RECORD_TABLES[table].c, CONTRACTS[table]
    keys = [key_of(table, record_id) for record_id in wanted]
    first = contract.key[0]
    query = sa.select(RECORD_TABLES[table]).where(columns[first].in_({key[first] for key in keys}))
    found = {record_id_of(table, dict(row)): dict(row) for row in connection.execute(query).mappings()}
    return {record_id: found[record_id] for record_id in wanted if record_id in found}


def _require_unchanged(connection: sa.Connection, plan: Plan) -> None:
    """Refuse a plan whose records are not as they were: no new one is there, changed ones have the cells they had."""
    contract = CONTRACTS[plan.table]
    current = read_table(connection, plan.table)
    records = {record_id_of(plan.table, row): row for row in as_records(current)} if not plan.is_empty else {}
    is_taken = any(record_id_of(plan.table, row) in records for row in as_records(plan.new[list(contract.key)]))
    has_moved = any(
        change.record_id not in records
        or any(records[change.record_id][name] != cell for name, cell in change.before.items())
        for change in plan.changes
    )
    if is_taken or has_moved:
        raise InputError("error.upload_register_changed")


def _numbers(connection: sa.Connection, table: str) -> dict[str, tuple[int, int]]:
    """Return for each record of a table the numbers of its last published revision and of its last one of all."""
    is_published = sa.case((REVISIONS.c.status == PUBLISHED, REVISIONS.c.number), else_=0)
    query = (
        sa.select(REVISIONS.c.record_id, sa.func.max(is_published), sa.func.max(REVISIONS.c.number))
        .where(REVISIONS.c.table_name == table)
        .group_by(REVISIONS.c.record_id)
    )
    return {record_id: (published, last) for record_id, published, last in connection.execute(query)}
