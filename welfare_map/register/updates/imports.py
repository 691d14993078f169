"""
Runs a source: fetch or read a file, parse all of it, then replace the source's rows in one transaction.

Until that transaction ends, readers see the register as it was; a run that fails or is killed leaves it so.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import sqlalchemy as sa

from geodata import store
from geodata.errors import InputError, StoreError, WelfareMapError
from geodata.http import Client
from geodata.sources import Access, Reader
from geodata.sources.openstreetmap_overpass import overpass_query
from geodata.store import FetchProgress
from geodata.tables import CONTRACTS, check
from geodata.territory import Territory
from welfare_map.register.sql.database import writing
from welfare_map.register.sql.repository import write_run
from welfare_map.register.updates.kept import fingerprint
from welfare_map.register.updates.parsing import fetched, parsed, read_file
from welfare_map.register.updates.positions import placing
from welfare_map.register.updates.run import Progress, Run
from welfare_map.register.updates.service_checks import service_notices
from welfare_map.register.updates.update_report import UpdateReport
from welfare_map.register.updates.writing import run_row, write, write_unchanged
from welfare_map.settings import Settings


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
    fetch_progress: FetchProgress | None = None,
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
    fetch_progress
        Told how much is fetched, again and again, while a source comes from its portal.
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
    run = Run(
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
        tell_fetched=fetch_progress or _tell_nobody,
    )
    try:
        return _update(run, from_file, retrieved_on, client or _client(settings))
    except WelfareMapError as error:
        if not dry_run:
            with suppress(StoreError), writing(engine) as connection:
                write_run(connection, run_row(run, "failed", message=str(error)))
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


def _tell_nobody(_step: object) -> None:
    """Ignore a step."""


def _update(run: Run, from_file: Path | None, said: date | None, client: Client) -> UpdateReport:
    run.tell("fetch")
    content = read_file(run, from_file, said) if from_file else fetched(run, client)
    if content is None:
        return write_unchanged(run)
    run.tell("parse")
    rows, notices = parsed(run, content)
    run.tell("check")
    contract = CONTRACTS[run.source.table]
    notices = (*notices, *check(rows, contract), *service_notices(rows, run.territory))
    run.tell("write")
    return write(run, rows, notices, content)
