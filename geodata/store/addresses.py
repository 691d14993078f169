"""
The house numbers of the area, out of the national register's file, in one SQLite file of the data folder.

The file is written aside and moved into place; who reads the old one goes on reading it.
"""

import itertools
import os
import sqlite3
import tempfile
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from geodata.cleaning.streets import street_key
from geodata.errors import DataError, StoreError
from geodata.sources.anncsu import AddressRow, HouseNumber, RowCounts, Street, StreetBook, read_address_rows
from geodata.store.files import open_stream

ADDRESSES_NAME = "addresses.sqlite"
LAYOUT = 1
"""Raised when the tables change: an older file is then said to be one."""
LONGEST_LINE_BYTES = 100_000
MOST_BYTES = 32 * 1024**3
"""Of the unpacked file: ten times the national register of 2026."""
BATCH_ROWS = 10_000
KEPT_MUNICIPALITIES = 64
TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE streets (
  street_id INTEGER PRIMARY KEY, municipality_code TEXT NOT NULL, name TEXT NOT NULL, locality TEXT NOT NULL,
  keys TEXT NOT NULL, lon REAL, lat REAL
);
CREATE TABLE numbers (
  street_id INTEGER NOT NULL, number INTEGER NOT NULL, exponent TEXT NOT NULL, lon REAL NOT NULL, lat REAL NOT NULL,
  PRIMARY KEY (street_id, number, exponent)
) WITHOUT ROWID;
CREATE TABLE points (street_id INTEGER NOT NULL, lon REAL NOT NULL, lat REAL NOT NULL);
"""
MIDDLES = """
UPDATE streets SET (lon, lat) = (found.lon, found.lat) FROM (
  SELECT p.street_id, p.lon, p.lat,
    MIN((p.lon - m.lon) * (p.lon - m.lon) * 0.5 + (p.lat - m.lat) * (p.lat - m.lat)) AS squared
  FROM points p
  JOIN (SELECT street_id, AVG(lon) AS lon, AVG(lat) AS lat FROM points GROUP BY street_id) m USING (street_id)
  GROUP BY p.street_id
) AS found WHERE found.street_id = streets.street_id
"""
"""The middle of a street is its house number nearest to the mean of all (0.5 = cos²45°, metres per degree)."""
Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressStatus:
    """
    What an address index holds.

    Parameters
    ----------
    file_name
        The register's file.
    built_at
        Moment, ISO, UTC.
    municipality_count, street_count, number_count
        Of the area; numbers with a position.
    read_count
        Rows of the whole file.
    area_count
        Rows of the area.
    without_position_count
        Rows of the area without a position.
    unusable_count
        Rows without street or number of it.
    """

    file_name: str
    built_at: str
    municipality_count: int
    street_count: int
    number_count: int
    read_count: int
    area_count: int
    without_position_count: int
    unusable_count: int


def build_address_index(
    path: Path, municipality_codes: AbstractSet[str], destination: Path, *, progress: Progress | None = None
) -> AddressStatus:
    """
    Build the index of an area out of the register's file.

    Parameters
    ----------
    path
        CSV, or a zip with one; UTF-8 or Windows-1252.
    municipality_codes
        ISTAT codes of the area.
    destination
        The SQLite file; replaced at once, or left as it was when anything goes wrong.
    progress
        Told the share of the file that is read, 0–1.

    Raises
    ------
    DataError
        The file is not the register's, or has no row of the area.
    StoreError
        The data folder cannot be written.
    """
    tell = progress or (lambda _share: None)
    for encoding in ("utf-8", "cp1252"):
        try:
            with _aside(destination) as aside:
                status = _build(path, encoding, municipality_codes, aside, tell)
                aside.replace(destination)
                return status
        except UnicodeDecodeError:
            continue
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"cannot write {destination}: {error}; check the data folder") from error
    raise DataError(f"cannot read {path}: it is text neither in UTF-8 nor in Windows-1252")


@contextmanager
def _aside(destination: Path) -> Iterator[Path]:
    """Give a file aside, gone at the end; what killed runs left goes too once a new one is whole."""
    destination.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".{destination.name}."
    handle, name = tempfile.mkstemp(dir=destination.parent, prefix=prefix)
    os.close(handle)
    aside = Path(name)
    try:
        yield aside
        for left in destination.parent.glob(f"{prefix}*"):
            left.unlink(missing_ok=True)
    finally:
        aside.unlink(missing_ok=True)


def _build(
    path: Path, encoding: str, municipality_codes: AbstractSet[str], aside: Path, progress: Progress
) -> AddressStatus:
    counts = RowCounts()
    with closing(sqlite3.connect(aside)) as database:
        database.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {TABLES}")
        with _lines(path, encoding, progress) as lines:
            _write_rows(database, read_address_rows(lines, municipality_codes, counts))
        if counts.area_count == counts.unusable_count:
            raise DataError(f"{path.name}: {counts.read_count} rows, none of this map's area; nothing was changed")
        database.execute(MIDDLES)
        status = _status(database, path, counts)
        database.executescript(
            "DROP TABLE points; CREATE INDEX of_municipality ON streets (municipality_code);"
            f"PRAGMA user_version = {LAYOUT};"
        )
        about = [(name, str(value)) for name, value in asdict(status).items()]
        database.executemany("INSERT INTO about VALUES (?, ?)", about)
        database.commit()
        database.execute("VACUUM")
    with aside.open("rb") as stream:
        os.fsync(stream.fileno())
    aside.chmod(0o644)
    progress(1.0)
    return status


def _write_rows(database: sqlite3.Connection, rows: Iterator[AddressRow]) -> None:
    last_street_id = -1
    while batch := list(itertools.islice(rows, BATCH_ROWS)):
        streets = []
        for row in batch:
            if row.street_id != last_street_id:
                last_street_id = row.street_id
                streets.append(_street_cells(row))
        placed = [row for row in batch if row.lon is not None]
        database.executemany("INSERT OR IGNORE INTO streets VALUES (?, ?, ?, ?, ?, NULL, NULL)", streets)
        database.executemany("INSERT INTO points VALUES (?, ?, ?)", ((r.street_id, r.lon, r.lat) for r in placed))
        database.executemany(
            "INSERT OR IGNORE INTO numbers VALUES (?, ?, ?, ?, ?)",
            ((r.street_id, r.number, r.exponent, r.lon, r.lat) for r in placed if r.number is not None),
        )
        database.commit()


def _street_cells(row: AddressRow) -> tuple[object, ...]:
    keys = "\n".join(dict.fromkeys(filter(None, map(street_key, row.street_names))))
    return row.street_id, row.municipality_code, row.street_names[0], row.locality, keys


def _status(database: sqlite3.Connection, path: Path, counts: RowCounts) -> AddressStatus:
    def count(query: str) -> int:
        return int(database.execute(query).fetchone()[0])

    return AddressStatus(
        file_name=path.name,
        built_at=datetime.now(UTC).isoformat(timespec="seconds"),
        municipality_count=count("SELECT COUNT(DISTINCT municipality_code) FROM streets"),
        street_count=count("SELECT COUNT(*) FROM streets"),
        number_count=count("SELECT COUNT(*) FROM numbers"),
        read_count=counts.read_count,
        area_count=counts.area_count,
        without_position_count=counts.area_count - counts.unusable_count - count("SELECT COUNT(*) FROM points"),
        unusable_count=counts.unusable_count,
    )


@contextmanager
def _lines(path: Path, encoding: str, progress: Progress) -> Iterator[Iterator[str]]:
    """Open the file, or the one inside a zip, line by line."""
    with open_stream(path) as stream:
        if not zipfile.is_zipfile(stream):
            stream.seek(0)
            yield _decoded(stream, path.stat().st_size, encoding, progress)
            return
        try:
            with zipfile.ZipFile(stream) as archive:
                member = _table_of(archive, path)
                with archive.open(member) as inner:
                    yield _decoded(inner, member.file_size, encoding, progress)  # type: ignore[arg-type]  # is binary
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise DataError(f"{path.name}: the zip cannot be read ({error})") from error


def _table_of(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    tables = [member for member in archive.infolist() if member.filename.lower().endswith((".csv", ".txt"))]
    if len(tables) != 1:
        raise DataError(f"{path.name}: the zip has {len(tables)} tables; one CSV is needed")
    return tables[0]


def _decoded(stream: BinaryIO, size_bytes: int, encoding: str, progress: Progress) -> Iterator[str]:
    """Yield lines of bearable length, telling the share that is read."""
    done_bytes = number = 0
    while line := stream.readline(LONGEST_LINE_BYTES):
        done_bytes += len(line)
        number += 1
        if len(line) == LONGEST_LINE_BYTES or done_bytes > MOST_BYTES:
            raise DataError(f"line {number} is too long, or the file too large, for a register of house numbers")
        if number % BATCH_ROWS == 0:
            progress(min(done_bytes / max(size_bytes, 1), 1.0))
        yield line.decode(encoding)


class AddressIndex:
    """
    Streets and house numbers of the area; may be shared by threads.

    Parameters
    ----------
    path
        File that ``build_address_index`` wrote.

    Raises
    ------
    DataError
        The file is none, or of an older layout.
    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        try:
            uri = f"{path.resolve().as_uri()}?mode=ro"
            self._database = sqlite3.connect(uri, uri=True, check_same_thread=False)
            (layout,) = self._database.execute("PRAGMA user_version").fetchone()
        except sqlite3.Error as error:
            raise DataError(f"cannot read {path} ({error}); build it again: welfare-map addresses build") from error
        if layout != LAYOUT:
            self._database.close()
            raise DataError(f"{path} is of another version; build it again: welfare-map addresses build")
        self.streets = lru_cache(maxsize=KEPT_MUNICIPALITIES)(self._streets)

    @property
    def built_on(self) -> str:
        """Day on which the index was built, ISO."""
        return self.status().built_at[:10]

    def close(self) -> None:
        """Give the file back."""
        self._database.close()

    def _streets(self, municipality_code: str) -> StreetBook:
        """Return the streets of a municipality; none where it is not known."""
        query = "SELECT street_id, name, keys, locality, lon, lat FROM streets WHERE municipality_code = ?"
        found = self._rows(query, municipality_code)
        return StreetBook(Street(row[0], row[1], tuple(row[2].split("\n")), *row[3:]) for row in found)

    def numbers(self, street_id: int) -> tuple[HouseNumber, ...]:
        """Return the house numbers of a street that have a position, in order."""
        query = "SELECT number, exponent, lon, lat FROM numbers WHERE street_id = ? ORDER BY number, exponent"
        return tuple(HouseNumber(*row) for row in self._rows(query, street_id))

    def status(self) -> AddressStatus:
        """Return what the index holds."""
        said = dict(self._rows("SELECT name, value FROM about WHERE ?", 1))
        types = AddressStatus.__annotations__
        return AddressStatus(**{name: kind(said.get(name) or 0) for name, kind in types.items()})

    def _rows(self, query: str, value: str | int) -> list[Any]:
        with self._lock:
            try:
                return self._database.execute(query, (value,)).fetchall()
            except sqlite3.Error as error:
                raise DataError(f"the address index is damaged ({error}); build it again") from error


def open_addresses(data_dir: Path) -> AddressIndex | None:
    """Return the index of the data folder; None where none was built, or where it must be built again."""
    path = data_dir / ADDRESSES_NAME
    if path.is_file():
        with suppress(DataError):
            return AddressIndex(path)
    return None
