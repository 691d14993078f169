"""
Writes a run into the register in one transaction: rows, what the source says, history, notices.

All of it is made ready before, beside whoever writes meanwhile. If somebody published something since, it is made ready
anew; only when that happens again and again is it done while the others wait.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd
import sqlalchemy as sa

from geodata import store
from geodata.http import Validators
from geodata.notices import Notice
from geodata.sources import Source
from geodata.tables import CONTRACTS
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.history.bulk import (
    RevisionDraft,
    delete_source_rows,
    insert_revisions,
    insert_source_rows,
    revision_drafts,
    source_contents,
)
from welfare_map.register.history.pins import disagreements, read_pins, with_pins, without_pins
from welfare_map.register.history.revisions import Act
from welfare_map.register.publish import Displaced, displaced_counts
from welfare_map.register.sql.database import reading, roll_back, writing
from welfare_map.register.sql.repository import (
    WHEREABOUTS,
    Cells,
    RunRow,
    SourceRow,
    bump_version,
    cells_of,
    current_version,
    delete_rows,
    insert_cells,
    read_table,
    read_whereabouts,
    replace_notices,
    touch_source,
    write_run,
    write_source,
)
from welfare_map.register.updates.difference import Difference, difference_of
from welfare_map.register.updates.file_day import DayFrom
from welfare_map.register.updates.kept import ending_of, keep_fingerprint
from welfare_map.register.updates.refresh import refreshed, require_most_stay
from welfare_map.register.updates.run import Content, Run
from welfare_map.register.updates.update_report import UpdateReport

MOST_DRAFTS = 3
"""So many times a run is made ready beside those who write; the next time they wait."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """What a run leaves, as long as the register has the version for which it was made ready."""

    version: int
    row_count: int
    rows: Cells
    said: tuple[tuple[str, str], ...]
    revisions: tuple[RevisionDraft, ...]
    difference: Difference
    displaced: tuple[Displaced, ...]


def write(run: Run, rows: pd.DataFrame, notices: tuple[Notice, ...], content: Content) -> UpdateReport:
    """Replace the source's rows, its record, notices and run, and raise the version: all or nothing."""
    draft, version = _kept(run, rows, notices, content)
    if not run.is_dry and content.validators != Validators():
        keep_fingerprint(run.downloads_dir, run.source.source_id, run.fingerprint)
    return UpdateReport(
        source_id=run.source.source_id,
        source_name=run.source.name,
        outcome="succeeded",
        retrieved_on=content.retrieved_on,
        retrieved_on_from=content.retrieved_on_from,
        row_count=draft.row_count,
        added_count=len(draft.difference.added),
        changed_count=len(draft.difference.changed),
        gone_count=len(draft.difference.delisted),
        notices=notices,
        displaced=draft.displaced,
        difference=draft.difference,
        is_dry_run=run.is_dry,
        version=str(version),
    )


def _kept(run: Run, rows: pd.DataFrame, notices: tuple[Notice, ...], content: Content) -> tuple[_Draft, int]:
    """Write a draft that still holds; return it and the register's version, which a trial leaves as it is."""
    for _ in range(MOST_DRAFTS):
        with reading(run.engine) as connection:
            draft = _drafted(connection, run, rows, content)
        if run.is_dry:
            return draft, draft.version
        with writing(run.engine) as connection:
            if current_version(connection) == draft.version:
                return draft, _put(connection, run, draft, notices, content)
    with writing(run.engine) as connection:
        draft = _drafted(connection, run, rows, content)
        return draft, _put(connection, run, draft, notices, content)


def _drafted(connection: sa.Connection, run: Run, rows: pd.DataFrame, content: Content) -> _Draft:
    """Lay the pins over the source's rows, and say what comes of them."""
    name, source_id, kinds = run.source.table, run.source.source_id, set(run.source.kinds)
    version, others = current_version(connection), read_whereabouts(connection, beside=source_id)
    known, pins = read_table(connection, name, source_id=source_id), read_pins(connection, name)
    refresh = refreshed(without_pins(known, pins, name), rows, CONTRACTS[name], today=content.retrieved_on)
    if not run.is_accepted:
        require_most_stay(refresh, source_id)
    effective = with_pins(refresh.rows, pins, name)
    displaced = [displaced_counts(_with(others, own), kinds) for own in (known, effective)]
    return _Draft(
        version=version,
        row_count=len(rows),
        rows=cells_of(effective),
        said=source_contents(name, refresh.rows),
        revisions=revision_drafts(name, known, effective, _act(run, content)),
        difference=difference_of(refresh, disagreements(rows, pins, name)),
        displaced=tuple(one for one in displaced[1] if one not in displaced[0]),
    )


def _with(others: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """Return where the services of the other sources and a source's own ones are."""
    return pd.concat([others, own[list(WHEREABOUTS)].astype(object)], ignore_index=True)


def _act(run: Run, content: Content) -> Act:
    actor = Actor(run.source.source_id, Role.SOURCE)
    return Act(actor, "changed", "", run.started_at, content_on=content.retrieved_on)


def _put(connection: sa.Connection, run: Run, draft: _Draft, notices: tuple[Notice, ...], content: Content) -> int:
    """Write a draft; return the register's new version."""
    name, source_id = run.source.table, run.source.source_id
    write_source(connection, _source_row(run.source, draft.row_count, content))
    delete_rows(connection, name, source_id)
    insert_cells(connection, name, draft.rows)
    delete_source_rows(connection, name, source_id)
    insert_source_rows(connection, name, source_id, draft.said)
    insert_revisions(connection, name, draft.revisions, _act(run, content))
    replace_notices(connection, source_id, notices)
    write_run(connection, run_row(run, "succeeded", row_count=draft.row_count, difference=draft.difference))
    version = bump_version(connection)
    _keep_download(run, content)
    return version


def write_unchanged(run: Run) -> UpdateReport:
    """Note that the source was read again and is as it was: its rows take today's day."""
    source_id, today = run.source.source_id, run.today.isoformat()
    with writing(run.engine) as connection:
        version = current_version(connection)
        row_count = touch_source(connection, run.source.table, source_id, today)
        if run.is_dry:
            roll_back(connection)
        else:
            write_run(connection, run_row(run, "unchanged", row_count=row_count))
            version = bump_version(connection)
    return UpdateReport(
        source_id=source_id,
        source_name=run.source.name,
        outcome="unchanged",
        retrieved_on=today,
        retrieved_on_from=DayFrom.PORTAL,
        row_count=row_count,
        added_count=0,
        changed_count=0,
        gone_count=0,
        notices=(),
        displaced=(),
        difference=Difference(),
        is_dry_run=run.is_dry,
        version=str(version),
    )


def _keep_download(run: Run, content: Content) -> None:
    """Keep the bytes among the downloads: the last step before the commit, whose own failure alone finds them new."""
    if content.path:
        return  # the operator's own large file is not copied
    ending = ending_of(content.data, content.name)
    store.write_atomically(run.downloads_dir / f"{run.source.source_id}{ending}", content.data)


def _source_row(source: Source, row_count: int, content: Content) -> SourceRow:
    return SourceRow(
        source_id=source.source_id,
        name=source.name,
        publisher=source.publisher,
        licence=source.licence,
        url=source.page_url,
        retrieved_on=content.retrieved_on,
        row_count=row_count,
        content_sha256=content.sha256,
        is_demo=False,
        etag=content.validators.etag,
        last_modified=content.validators.last_modified,
    )


def run_row(
    run: Run, outcome: str, *, row_count: int = 0, difference: Difference | None = None, message: str = ""
) -> RunRow:
    """Return a run as the history of runs keeps it."""
    found = difference or Difference()
    return RunRow(
        source_id=run.source.source_id,
        started_at=run.started_at.isoformat(timespec="seconds"),
        finished_at=datetime.now(UTC).isoformat(timespec="seconds"),
        outcome=outcome,
        row_count=row_count,
        added_count=len(found.added),
        changed_count=len(found.changed),
        gone_count=len(found.delisted),
        message=message,
        difference=found.as_json() if difference else "{}",
    )
