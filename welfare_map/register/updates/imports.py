"""
Runs a source: fetch or read a file, parse all of it, then replace the source's rows in one transaction.

Until that transaction ends, readers see the register as it was; a run that fails or is killed leaves it so.
"""

import functools
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
from geodata.cleaning.municipality_names import MunicipalityList
from geodata.errors import DataError, InputError, StoreError, WelfareMapError
from geodata.http import Client, Validators
from geodata.notices import Notice
from geodata.sources import DISTRICT_COLUMN, Access, Chunk, Reader, Source
from geodata.sources.archive import MAX_BYTES
from geodata.sources.openstreetmap_overpass import overpass_query
from geodata.store.downloads import fetch_source
from geodata.tables import CONTRACTS, check, conform
from geodata.territory import Territory
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.history.bulk import add_revisions, replace_source_rows
from welfare_map.register.history.pins import disagreements, read_pins, with_pins, without_pins
from welfare_map.register.history.revisions import Act
from welfare_map.register.publish import displaced_counts
from welfare_map.register.sql.database import reading, roll_back, writing
from welfare_map.register.sql.repository import (
    RunRow,
    SourceRow,
    bump_version,
    current_version,
    delete_rows,
    insert_rows,
    read_sources,
    read_table,
    read_whereabouts,
    replace_notices,
    touch_source,
    write_run,
    write_source,
)
from welfare_map.register.updates.difference import Difference, difference_of
from welfare_map.register.updates.district_checks import district_notices
from welfare_map.register.updates.file_day import DayFrom, day_of_file, italian_day
from welfare_map.register.updates.kept import ending_of, fingerprint, has_fingerprint, keep_fingerprint
from welfare_map.register.updates.merge import merged, require_most_stay
from welfare_map.register.updates.positions import Placing, placing, with_found_positions
from welfare_map.register.updates.service_checks import require_usable_points, service_notices, with_municipality
from welfare_map.register.updates.update_report import UpdateReport
from welfare_map.settings import Settings

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class _Run:
    """What one run knows from its start."""

    engine: sa.Engine
    reader: Reader
    territory: Territory
    downloads_dir: Path
    started_at: datetime
    is_accepted: bool
    is_dry: bool
    placing: Placing
    fingerprint: str
    tell: Progress

    @property
    def source(self) -> Source:
        return self.reader.source

    @property
    def today(self) -> date:
        return italian_day(self.started_at)


@dataclass(frozen=True, slots=True)
class _Content:
    """The bytes of a source, their day, and what the server said; a file has its name, one read in pieces its path."""

    data: bytes
    retrieved_on: str
    retrieved_on_from: DayFrom
    validators: Validators
    path: Path | None = None
    name: str = ""

    @property
    def sha256(self) -> str:
        """Digest of all of it."""
        if self.path is None:
            return hashlib.sha256(self.data).hexdigest()
        return store.file_sha256(self.path)


def run_update(  # noqa: PLR0913  # each is a door that a test or an operator opens by name
    engine: sa.Engine,
    source_id: str,
    *,
    settings: Settings,
    territory: Territory,
    from_file: Path | None = None,
    retrieved_on: date | None = None,
    is_accepted: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
    client: Client | None = None,
    readers: Mapping[str, Reader] | None = None,
    started_at: datetime | None = None,
) -> UpdateReport:
    """
    Bring a source's newest rows into the register.

    Parameters
    ----------
    engine
        The register, as ``open_register`` gives it.
    source_id
        One of the sources that can be imported.
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
    dry_run
        Do everything and keep nothing: rows, history of runs and downloads stay as they are.
    progress
        Told the step that begins: ``fetch``, ``parse``, ``check`` or ``write``.
    client
        How the network is used.
    readers
        The sources that can be imported: by default those with a module, the mappings shipped and the operator's own.
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
    catalogue = store.load_readers(settings.data_dir / "sources") if readers is None else readers
    if source_id not in catalogue:
        raise InputError("error.unknown_source", source_id=source_id, allowed=", ".join(sorted(catalogue)))
    reader = configured(catalogue[source_id], settings)
    run = _Run(
        engine=engine,
        reader=reader,
        territory=territory,
        downloads_dir=settings.data_dir / "downloads",
        started_at=started_at or datetime.now(UTC),
        is_accepted=is_accepted,
        is_dry=dry_run,
        placing=placing(settings, client),
        fingerprint=fingerprint(reader.source, settings, territory),
        tell=progress or _tell_nobody,
    )
    try:
        return _update(run, from_file, retrieved_on, client or _client(settings))
    except WelfareMapError as error:
        if not dry_run:
            with suppress(StoreError), writing(engine) as connection:
                write_run(connection, _run_row(run, "failed", message=str(error)))
        raise


def _client(settings: Settings) -> Client:
    return Client(is_offline=settings.is_offline, soda_app_token=settings.soda_app_token)


def configured(reader: Reader, settings: Settings) -> Reader:
    """Return the reader with the code of its dataset that the operator has set, if any, and the query of the area."""
    codes = dict(item.split("=", 1) for item in settings.dataset_ids)
    source = reader.source
    query = overpass_query(settings.area) if source.access is Access.OVERPASS else source.query
    dataset_id = codes.get(source.source_id, source.dataset_id)
    return replace(reader, source=replace(source, dataset_id=dataset_id, query=query))


def _tell_nobody(_step: str) -> None:
    """Ignore a step."""


def _update(run: _Run, from_file: Path | None, said: date | None, client: Client) -> UpdateReport:
    run.tell("fetch")
    content = _read_file(run, from_file, said) if from_file else _fetch(run, client)
    if content is None:
        return _write_unchanged(run)
    run.tell("parse")
    rows, notices = _parsed(run, content)
    run.tell("check")
    contract = CONTRACTS[run.source.table]
    notices = (*notices, *check(rows, contract), *service_notices(rows, run.territory))
    run.tell("write")
    return _write(run, rows, notices, content)


def _read_file(run: _Run, path: Path, said: date | None) -> _Content:
    """Read a file, unless it is read in pieces, and tell its day."""
    if not path.is_file():
        raise InputError("error.no_such_file", path=str(path))
    is_read_in_pieces = run.reader.parse_path is not None
    data = b"" if is_read_in_pieces else store.read_bytes(path, max_bytes=MAX_BYTES)
    written_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    day, day_from = day_of_file(path.name, written_at, said=said, today=run.today)
    return _Content(data, day.isoformat(), day_from, Validators(), path if is_read_in_pieces else None, path.name)


def _fetch(run: _Run, client: Client) -> _Content | None:
    """Fetch the source; None where its file is as it was and would be read as it was."""
    with reading(run.engine) as connection:
        known = {source.source_id: source for source in read_sources(connection)}.get(run.source.source_id)
    is_read_alike = has_fingerprint(run.downloads_dir, run.source.source_id, run.fingerprint)
    validators = Validators(known.etag, known.last_modified) if known and is_read_alike else Validators()
    data, said = fetch_source(run.source, client=client, known=validators, downloads_dir=run.downloads_dir)
    return None if data is None else _Content(data, run.today.isoformat(), DayFrom.PORTAL, said)


def _chunks(reader: Reader, content: _Content) -> list[Chunk]:
    municipalities = _municipalities()
    if content.path and reader.parse_path:
        return list(reader.parse_path(content.path, municipalities))
    return list(reader.parse(io.BytesIO(content.data), municipalities))


def _parsed(run: _Run, content: _Content) -> tuple[pd.DataFrame, tuple[Notice, ...]]:
    """Parse all of a content into rows that conform to the source's contract; most of them must have a point."""
    chunks = _chunks(run.reader, content)
    table = pd.concat([chunk for chunk, _ in chunks], ignore_index=True) if chunks else pd.DataFrame()
    if table.empty:
        raise DataError(f"{run.source.source_id}: the file has no usable rows")
    notices = tuple(notice for _, found in chunks for notice in found)
    require_usable_points(table, notices, run.source.source_id)
    rows = conform(with_provenance(table, run.source, retrieved_on=content.retrieved_on), CONTRACTS[run.source.table])
    rows, placed = with_found_positions(with_municipality(rows, run.territory), run.territory, run.placing)
    notices += placed
    if DISTRICT_COLUMN in table:
        notices += district_notices(table[DISTRICT_COLUMN], rows["municipality_code"], run.territory)
    return rows, notices


@functools.cache
def _municipalities() -> MunicipalityList:
    """Return the municipalities by which sources name theirs; read once, never changed."""
    return store.read_municipality_list()


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
    source_id = run.source.source_id
    with writing(run.engine) as connection:
        write_source(connection, _source_row(run.source, len(rows), content))
        difference = _replace_rows(connection, run, rows, content.retrieved_on)
        replace_notices(connection, source_id, notices)
        write_run(connection, _run_row(run, "succeeded", row_count=len(rows), difference=difference))
        version = bump_version(connection)
        displaced = displaced_counts(read_whereabouts(connection), set(run.source.kinds))
        if run.is_dry:
            roll_back(connection)
        else:
            _keep_download(run, content)
    if not run.is_dry and content.validators != Validators():
        keep_fingerprint(run.downloads_dir, source_id, run.fingerprint)
    return UpdateReport(
        source_id=source_id,
        source_name=run.source.name,
        outcome="succeeded",
        retrieved_on=content.retrieved_on,
        retrieved_on_from=content.retrieved_on_from,
        row_count=len(rows),
        added_count=len(difference.added),
        changed_count=len(difference.changed),
        gone_count=len(difference.delisted),
        notices=notices,
        displaced=displaced,
        difference=difference,
        is_dry_run=run.is_dry,
        version=str(version),
    )


def _replace_rows(connection: sa.Connection, run: _Run, rows: pd.DataFrame, today: str) -> Difference:
    """Put the source's rows, with the pins above them, in the place of its earlier ones; keep the history of both."""
    name, source_id = run.source.table, run.source.source_id
    known, pins = read_table(connection, name, source_id=source_id), read_pins(connection, name)
    merge = merged(without_pins(known, pins, name), rows, CONTRACTS[name], today=today)
    if not run.is_accepted:
        require_most_stay(merge, source_id)
    effective = with_pins(merge.rows, pins, name)
    delete_rows(connection, name, source_id)
    insert_rows(connection, name, effective)
    replace_source_rows(connection, name, source_id, merge.rows)
    act = Act(Actor(source_id, Role.SOURCE), "changed", "", run.started_at)
    add_revisions(connection, name, known, effective, act)
    return difference_of(merge, disagreements(rows, pins, name))


def _keep_download(run: _Run, content: _Content) -> None:
    """Keep the bytes among the downloads: the last step before the commit, whose own failure alone finds them new."""
    if content.path:
        return  # the operator's own large file is not copied
    ending = ending_of(content.data, content.name)
    store.write_atomically(run.downloads_dir / f"{run.source.source_id}{ending}", content.data)


def _write_unchanged(run: _Run) -> UpdateReport:
    """Note that the source was read again and is as it was: its rows take today's day."""
    source_id, today = run.source.source_id, run.today.isoformat()
    with writing(run.engine) as connection:
        row_count = touch_source(connection, run.source.table, source_id, today)
        write_run(connection, _run_row(run, "unchanged", row_count=row_count))
        bump_version(connection)
        version = current_version(connection)
        if run.is_dry:
            roll_back(connection)
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


def _source_row(source: Source, row_count: int, content: _Content) -> SourceRow:
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


def _run_row(
    run: _Run, outcome: str, *, row_count: int = 0, difference: Difference | None = None, message: str = ""
) -> RunRow:
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
