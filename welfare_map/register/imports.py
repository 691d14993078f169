"""
Runs a source: fetch or read a file, parse all of it, then replace the source's rows in one transaction.

Until that transaction ends, readers see the register as it was; a run that fails or is killed leaves it so.
"""

import hashlib
import io
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import sqlalchemy as sa

from geodata import store
from geodata.errors import DataError, InputError, StoreError, WelfareMapError
from geodata.http import Client, Validators, fetch_soda_rows
from geodata.notices import Notice, count_by_rule
from geodata.sources import Reader, Source
from geodata.sources.catalogue import READERS
from geodata.tables import CONTRACTS, check, conform
from geodata.territory import Territory
from welfare_map.register.database import reading, writing
from welfare_map.register.file_day import DayFrom, day_of_file, italian_day
from welfare_map.register.merge import Merge, merged, require_most_stay
from welfare_map.register.publish import Displaced, displaced_counts
from welfare_map.register.repository import (
    RunRow,
    SourceRow,
    bump_version,
    current_version,
    delete_rows,
    insert_rows,
    read_sources,
    read_table,
    replace_notices,
    touch_source,
    write_run,
    write_source,
)
from welfare_map.register.service_checks import require_usable_points, service_notices, with_municipality
from welfare_map.settings import Settings

Progress = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class UpdateReport:
    """
    What a run did.

    Parameters
    ----------
    source_id, source_name
        The source.
    outcome
        ``succeeded``, or ``unchanged`` when the server said that nothing is new.
    retrieved_on
        Day of the datum, ISO: that on which the portal was read, or that of the file.
    retrieved_on_from
        How that day is known.
    row_count
        Rows that the source lists now.
    added_count, changed_count, gone_count
        Against the last run; rows that are gone stay in the register, marked.
    notices
        Defects of the rows.
    displaced
        Demonstration services that leave, by kind and province.
    version
        The register's version after the run.
    """

    source_id: str
    source_name: str
    outcome: str
    retrieved_on: str
    retrieved_on_from: DayFrom
    row_count: int
    added_count: int
    changed_count: int
    gone_count: int
    notices: tuple[Notice, ...]
    displaced: tuple[Displaced, ...]
    version: str

    @property
    def notice_counts(self) -> dict[str, int]:
        """Notices by rule, most frequent first."""
        return count_by_rule(self.notices)


@dataclass(frozen=True, slots=True)
class _Run:
    """What one run knows from its start."""

    engine: sa.Engine
    reader: Reader
    territory: Territory
    downloads_dir: Path
    started_at: datetime
    is_accepted: bool
    tell: Progress

    @property
    def source(self) -> Source:
        return self.reader.source

    @property
    def today(self) -> date:
        return italian_day(self.started_at)


@dataclass(frozen=True, slots=True)
class _Content:
    """The bytes of a source, their day, and what the server said of them."""

    data: bytes
    retrieved_on: str
    retrieved_on_from: DayFrom
    validators: Validators


def run_update(  # noqa: PLR0913  # each is a door that a test or an operator opens by name
    engine: sa.Engine,
    source_id: str,
    *,
    settings: Settings,
    territory: Territory,
    from_file: Path | None = None,
    retrieved_on: date | None = None,
    is_accepted: bool = False,
    progress: Progress | None = None,
    client: Client | None = None,
    readers: Mapping[str, Reader] = READERS,
    started_at: datetime | None = None,
) -> UpdateReport:
    """
    Bring a source's newest rows into the register.

    Parameters
    ----------
    engine
        The register, as ``open_register`` gives it.
    source_id
        Key of ``readers``.
    settings
        Data folder, offline switch, codes of datasets.
    territory
        The configured area; rows outside it are kept and not published.
    from_file
        A file of the source, instead of its portal.
    retrieved_on
        Day of the file; read off its name, else its date, when None. Later than today counts as today.
    is_accepted
        A great part of the rows may be gone at once.
    progress
        Told the step that begins: ``fetch``, ``parse``, ``check`` or ``write``.
    client
        How the network is used.
    readers
        The sources that can be imported.
    started_at
        Now, by default.

    Returns
    -------
    report
        Counts, notices, and the demonstration services that leave.

    Raises
    ------
    InputError
        ``error.unknown_source``; ``error.no_such_file``.
    DataError
        The file is not the source's, lost a great part of its rows, or has few usable points; nothing was changed.
    DownloadError
        The portal could not be read; nothing was changed.
    StoreError
        The register or the data folder cannot be written; nothing was changed.
    """
    if source_id not in readers:
        raise InputError("error.unknown_source", source_id=source_id, allowed=", ".join(sorted(readers)))
    run = _Run(
        engine=engine,
        reader=configured(readers[source_id], settings),
        territory=territory,
        downloads_dir=settings.data_dir / "downloads",
        started_at=started_at or datetime.now(UTC),
        is_accepted=is_accepted,
        tell=progress or _tell_nobody,
    )
    try:
        return _update(run, from_file, retrieved_on, client or Client(is_offline=settings.is_offline))
    except WelfareMapError as error:
        with suppress(StoreError), writing(engine) as connection:
            write_run(connection, _run_row(run, "failed", message=str(error)))
        raise


def configured(reader: Reader, settings: Settings) -> Reader:
    """Return the reader with the code of its dataset that the operator has set, if any."""
    codes = dict(item.split("=", 1) for item in settings.dataset_ids)
    source = reader.source
    return replace(reader, source=replace(source, dataset_id=codes.get(source.source_id, source.dataset_id)))


def _tell_nobody(_step: str) -> None:
    """Ignore a step."""


def _update(run: _Run, from_file: Path | None, said: date | None, client: Client) -> UpdateReport:
    run.tell("fetch")
    content = _read_file(from_file, said, run.today) if from_file else _fetch(run, client)
    if content is None:
        return _write_unchanged(run)
    run.tell("parse")
    rows, notices = _parsed(run, content)
    run.tell("check")
    contract = CONTRACTS[run.source.table]
    notices = (*notices, *check(rows, contract), *service_notices(rows, run.territory))
    run.tell("write")
    return _write(run, rows, notices, content)


def _read_file(path: Path, said: date | None, today: date) -> _Content:
    """Read a file and tell its day."""
    if not path.is_file():
        raise InputError("error.no_such_file", path=str(path))
    data = store.read_bytes(path)
    written_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    day, day_from = day_of_file(path.name, written_at, said=said, today=today)
    return _Content(data, day.isoformat(), day_from, Validators())


def _fetch(run: _Run, client: Client) -> _Content | None:
    with reading(run.engine) as connection:
        known = {source.source_id: source for source in read_sources(connection)}.get(run.source.source_id)
    has_same_page = known is not None and known.url == run.source.page_url
    validators = Validators(known.etag, known.last_modified) if known and has_same_page else Validators()
    data, said = fetch_soda_rows(run.source.api_url, client=client, known=validators)
    return None if data is None else _Content(data, run.today.isoformat(), DayFrom.PORTAL, said)


def _parsed(run: _Run, content: _Content) -> tuple[pd.DataFrame, tuple[Notice, ...]]:
    """Parse all of a content into rows that conform to the source's contract; most of them must have a point."""
    chunks = list(run.reader.parse(io.BytesIO(content.data)))
    table = pd.concat([chunk for chunk, _ in chunks], ignore_index=True) if chunks else pd.DataFrame()
    if table.empty:
        raise DataError(f"{run.source.source_id}: the file has no usable rows")
    notices = tuple(notice for _, found in chunks for notice in found)
    require_usable_points(table, notices, run.source.source_id)
    rows = conform(with_provenance(table, run.source, retrieved_on=content.retrieved_on), CONTRACTS[run.source.table])
    return with_municipality(rows, run.territory), notices


def with_provenance(table: pd.DataFrame, source: Source, *, retrieved_on: str) -> pd.DataFrame:
    """Add id and provenance to a source's rows, which carry ``source_key``."""
    (key,) = CONTRACTS[source.table].key
    return table.assign(
        **{key: source.source_id + ":" + table["source_key"].astype(str)},
        source_id=source.source_id,
        licence=source.licence,
        retrieved_on=retrieved_on,
        is_demo=False,
    )


def _write(run: _Run, rows: pd.DataFrame, notices: tuple[Notice, ...], content: _Content) -> UpdateReport:
    """Replace the source's rows, its record, notices and run, and raise the version: all or nothing."""
    name, source_id = run.source.table, run.source.source_id
    with writing(run.engine) as connection:
        write_source(connection, _source_row(run.source, len(rows), content))
        known = read_table(connection, name)
        merge = merged(known[known["source_id"] == source_id], rows, CONTRACTS[name], today=content.retrieved_on)
        if not run.is_accepted:
            require_most_stay(merge, source_id)
        delete_rows(connection, name, source_id)
        insert_rows(connection, name, merge.rows)
        replace_notices(connection, source_id, notices)
        write_run(connection, _run_row(run, "succeeded", row_count=len(rows), merge=merge))
        version = bump_version(connection)
        displaced = displaced_counts(read_table(connection, "services"), set(run.source.kinds))
        _keep_download(run, content)
    return UpdateReport(
        source_id=source_id,
        source_name=run.source.name,
        outcome="succeeded",
        retrieved_on=content.retrieved_on,
        retrieved_on_from=content.retrieved_on_from,
        row_count=len(rows),
        added_count=merge.added_count,
        changed_count=merge.changed_count,
        gone_count=merge.gone_count,
        notices=notices,
        displaced=displaced,
        version=str(version),
    )


def _keep_download(run: _Run, content: _Content) -> None:
    """Keep the bytes among the downloads; the last step, so that a run which fails leaves the earlier ones."""
    ending = ".json" if content.data.lstrip()[:1] == b"[" else ".csv"
    store.write_atomically(run.downloads_dir / f"{run.source.source_id}{ending}", content.data)


def _write_unchanged(run: _Run) -> UpdateReport:
    """Note that the source was read again and is as it was: its rows take today's day."""
    source_id, today = run.source.source_id, run.today.isoformat()
    with writing(run.engine) as connection:
        row_count = touch_source(connection, run.source.table, source_id, today)
        write_run(connection, _run_row(run, "unchanged", row_count=row_count))
        bump_version(connection)
        version = current_version(connection)
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
        version=str(version),
    )


def _source_row(source: Source, row_count: int, content: _Content) -> SourceRow:
    return SourceRow(
        source_id=source.source_id,
        name=source.name,
        publisher=source.publisher,
        licence=source.licence,
        url=source.page_url,
        retrieved_on=content.retrieved_on,
        row_count=row_count,
        content_sha256=hashlib.sha256(content.data).hexdigest(),
        is_demo=False,
        etag=content.validators.etag,
        last_modified=content.validators.last_modified,
    )


def _run_row(run: _Run, outcome: str, *, row_count: int = 0, merge: Merge | None = None, message: str = "") -> RunRow:
    return RunRow(
        source_id=run.source.source_id,
        started_at=run.started_at.isoformat(timespec="seconds"),
        finished_at=datetime.now(UTC).isoformat(timespec="seconds"),
        outcome=outcome,
        row_count=row_count,
        added_count=merge.added_count if merge else 0,
        changed_count=merge.changed_count if merge else 0,
        gone_count=merge.gone_count if merge else 0,
        message=message,
    )
