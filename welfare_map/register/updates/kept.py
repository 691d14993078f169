"""
What a run leaves among the downloads: the file that was read, and a fingerprint of all that it was read with.

A server that says "not changed" speaks of its file alone. Rows read with another mapping, program, address index or
geocoder are other rows, so its word counts only where the fingerprint is the same.
"""

import functools
import hashlib
import io
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import geodata
from geodata import store
from geodata.errors import StoreError
from geodata.sources import Source
from geodata.store.addresses import ADDRESSES_NAME
from geodata.territory import Territory
from welfare_map.settings import Settings

DEFAULT_ENDING = ".csv"
TEXT_ENDINGS = frozenset({".csv", ".tsv", ".txt", ".json", ".geojson", ".xml"})
SIGNATURES = {b"SQLite format 3\0": ".gpkg", b"\xd0\xcf\x11\xe0": ".xls", b"\x1f\x8b": ".gz"}
"""First bytes of the forms that lists come in."""
ZIP_SIGNATURE = b"PK\x03\x04"
WORKBOOK_NAME = "xl/workbook.xml"
"""Member that only a ZIP which is an XLSX has."""
PROGRAM_ENDINGS = frozenset({".py", ".toml"})


def ending_of(data: bytes, name: str = "") -> str:
    """
    Return the ending under which bytes are kept.

    Parameters
    ----------
    data
        All of the file; what its first bytes say comes first.
    name
        The operator's file, if any: believed where the bytes are text.
    """
    if data.startswith(ZIP_SIGNATURE):
        return ".xlsx" if _is_workbook(data) else ".zip"
    for signature, ending in SIGNATURES.items():
        if data.startswith(signature):
            return ending
    said = Path(name).suffix.lower()
    if said in TEXT_ENDINGS:
        return said
    return ".json" if data.lstrip()[:1] in {b"[", b"{"} else DEFAULT_ENDING


def _is_workbook(data: bytes) -> bool:
    with suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(data)) as archive:
        return WORKBOOK_NAME in archive.namelist()
    return False


def fingerprint(source: Source, settings: Settings, territory: Territory) -> str:
    """
    Return what stays the same as long as the same bytes of a source give the same rows.

    Parameters
    ----------
    source
        As configured: address, code of the dataset, query.
    settings
        The operator's mappings, house numbers and geocoder.
    territory
        The configured area.
    """
    parts = (
        repr(source),
        _program(),
        *(store.file_sha256(path) for path in sorted((settings.data_dir / "sources").glob("*.toml"))),
        _written_at(settings.data_dir / ADDRESSES_NAME),
        settings.geocoder_url,
        *sorted(territory.municipalities["municipality_code"].astype(str)),
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@functools.cache
def _program() -> str:
    """Return a digest of the readers, the cleaners and the rest that makes rows out of bytes; none changes in a run."""
    digest = hashlib.sha256()
    for path in _program_files():
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _program_files() -> Iterator[Path]:
    for folder in (Path(str(geodata.__file__)).parent, Path(__file__).parent):
        yield from sorted(path for path in folder.rglob("*") if path.suffix in PROGRAM_ENDINGS)


def _written_at(path: Path) -> str:
    return str(path.stat().st_mtime_ns) if path.is_file() else ""


def keep_fingerprint(downloads_dir: Path, source_id: str, value: str) -> None:
    """Keep the fingerprint of rows that are in the register; without it the next run only reads the file anew."""
    with suppress(StoreError):
        store.write_atomically(_path(downloads_dir, source_id), value.encode())


def has_fingerprint(downloads_dir: Path, source_id: str, value: str) -> bool:
    """Tell whether the rows of a source were read with just this."""
    path = _path(downloads_dir, source_id)
    return path.is_file() and store.read_bytes(path) == value.encode()


def _path(downloads_dir: Path, source_id: str) -> Path:
    return downloads_dir / f".{source_id}.read-with"
