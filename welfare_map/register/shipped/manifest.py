"""
The manifest of the shipped tables: for each file its table, source, licence, day, rows and checksum.

``python -m welfare_map.register.shipped.write_manifest`` writes it again after a table was edited; a file whose content
did not change keeps its day.
"""

import csv
import hashlib
import io
import tomllib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from geodata import store
from geodata.errors import DataError
from geodata.tables import CONTRACTS

FILE_NAME = "manifest.toml"
HEADER = "# Written by `python -m welfare_map.register.shipped.write_manifest`; edit the tables, not this file.\n"
LICENCE = "CC-BY-4.0"
"""Our own compilation and the invented demonstration set alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """
    One shipped file.

    Parameters
    ----------
    path
        Relative to the folder of shipped data, with "/".
    table
        Contract name.
    source_id
        ``manual`` or ``demo``.
    licence
        Licence code of the rows.
    retrieved_on
        Day of the content, ISO.
    row_count
        Rows without the header.
    sha256
        Checksum of the bytes.
    """

    path: str
    table: str
    source_id: str
    licence: str
    retrieved_on: str
    row_count: int
    sha256: str


def embedded_folders() -> dict[str, Path]:
    """Return the folders of the shipped tables by source id."""
    return {"manual": store.manual_dir(), "demo": store.demo_dir()}


def manifest_path() -> Path:
    """Return where the manifest stands: beside the folders of the shipped tables."""
    return store.manual_dir().parent / FILE_NAME


def embedded_files() -> dict[str, dict[str, Path]]:
    """Return the shipped tables that exist: source id -> contract name -> file, in the order of the contracts."""
    return {
        source_id: {name: folder / f"{name}.csv" for name in CONTRACTS if (folder / f"{name}.csv").is_file()}
        for source_id, folder in embedded_folders().items()
    }


def read_manifest() -> tuple[Entry, ...]:
    """
    Read the manifest; nothing when there is none.

    Raises
    ------
    DataError
        It is not TOML, or an entry does not have the fields of ``Entry``.
    """
    path = manifest_path()
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        return tuple(Entry(**item) for item in content.get("file", []))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, TypeError) as error:
        raise DataError(f"{path}: not a manifest ({error})") from error


def current_entries(known: Iterable[Entry], *, today: date) -> tuple[Entry, ...]:
    """Return what the manifest should say; a file that changed since ``known`` takes the day ``today``."""
    days = {(entry.path, entry.sha256): entry.retrieved_on for entry in known}
    return tuple(
        _entry(source_id, name, path, days=days, today=today)
        for source_id, files in embedded_files().items()
        for name, path in files.items()
    )


def _entry(source_id: str, name: str, path: Path, *, days: dict[tuple[str, str], str], today: date) -> Entry:
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    short_path = f"{path.parent.name}/{path.name}"
    return Entry(
        path=short_path,
        table=name,
        source_id=source_id,
        licence=LICENCE,
        retrieved_on=days.get((short_path, digest), today.isoformat()),
        row_count=_row_count(content),
        sha256=digest,
    )


def _row_count(content: bytes) -> int:
    """Count the rows of a CSV file without its header; a cell may hold line ends."""
    return max(sum(1 for _ in csv.reader(io.StringIO(content.decode("utf-8", "replace")))) - 1, 0)


def manifest_text(entries: Iterable[Entry]) -> str:
    """Write entries as TOML, one table each."""
    return HEADER + "".join(
        "\n[[file]]\n" + "".join(_line(*item) for item in asdict(entry).items()) for entry in entries
    )


def _line(name: str, value: str | int) -> str:
    return f"{name} = {value}\n" if isinstance(value, int) else f'{name} = "{value}"\n'


def write_manifest(*, today: date) -> tuple[Entry, ...]:
    """Bring the manifest up to date with the files; return its entries."""
    entries = current_entries(read_manifest(), today=today)
    store.write_atomically(manifest_path(), manifest_text(entries).encode())
    return entries
