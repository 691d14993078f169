"""The content of a source, from a file or its portal, as rows that conform to their contract, with their defects."""

import io
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd

from geodata import store
from geodata.errors import DataError, InputError
from geodata.http import Client, Validators
from geodata.notices import Notice
from geodata.sources import DISTRICT_COLUMN, Chunk, Reader, Source
from geodata.sources.archive import MAX_BYTES
from geodata.store.downloads import fetch_source
from geodata.tables import CONTRACTS, conform
from welfare_map.register.sql.database import reading
from welfare_map.register.sql.repository import read_sources
from welfare_map.register.updates.district_checks import district_notices
from welfare_map.register.updates.file_day import DayFrom, day_of_file
from welfare_map.register.updates.kept import has_fingerprint
from welfare_map.register.updates.positions import with_found_positions
from welfare_map.register.updates.run import Content, Run
from welfare_map.register.updates.service_checks import require_usable_points, with_municipality


def read_file(run: Run, path: Path, said: date | None) -> Content:
    """Read a file, unless it is read in pieces, and tell its day."""
    if not path.is_file():
        raise InputError("error.no_such_file", path=str(path))
    is_read_in_pieces = run.reader.parse_path is not None
    data = b"" if is_read_in_pieces else store.read_bytes(path, max_bytes=MAX_BYTES)
    written_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    day, day_from = day_of_file(path.name, written_at, said=said, today=run.today)
    return Content(data, day.isoformat(), day_from, Validators(), path if is_read_in_pieces else None, path.name)


def fetched(run: Run, client: Client) -> Content | None:
    """Fetch the source; None where its file is as it was and would be read as it was."""
    with reading(run.engine) as connection:
        known = {source.source_id: source for source in read_sources(connection)}.get(run.source.source_id)
    is_read_alike = has_fingerprint(run.downloads_dir, run.source.source_id, run.fingerprint)
    validators = Validators(known.etag, known.last_modified) if known and is_read_alike else Validators()
    data, said = fetch_source(
        run.source, client=client, known=validators, downloads_dir=run.downloads_dir, progress=run.tell_fetched
    )
    return None if data is None else Content(data, run.today.isoformat(), DayFrom.PORTAL, said)


def _chunks(reader: Reader, content: Content) -> list[Chunk]:
    municipalities = store.read_municipality_list()
    if content.path and reader.parse_path:
        return list(reader.parse_path(content.path, municipalities))
    return list(reader.parse(io.BytesIO(content.data), municipalities))


def parsed(run: Run, content: Content) -> tuple[pd.DataFrame, tuple[Notice, ...]]:
    """Parse all of a content into rows that conform to the source's contract; most of them must have a point."""
    chunks = _chunks(run.reader, content)
    table = pd.concat([chunk for chunk, _ in chunks], ignore_index=True) if chunks else pd.DataFrame()
    if table.empty:
        raise DataError(
            f"{run.source.source_id}: the file has no usable rows",
            key="error.file_without_known_rows",
            source=run.source.source_id,
        )
    notices = tuple(notice for _, found in chunks for notice in found)
    require_usable_points(table, notices, run.source.source_id)
    rows = conform(with_provenance(table, run.source, retrieved_on=content.retrieved_on), CONTRACTS[run.source.table])
    rows, placed = with_found_positions(with_municipality(rows, run.territory), run.territory, run.placing)
    notices += placed
    if DISTRICT_COLUMN in table:
        notices += district_notices(table[DISTRICT_COLUMN], rows["municipality_code"], run.territory)
    return rows, notices


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
