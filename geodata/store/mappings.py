"""The catalogue of sources: those with a module, and those with a mapping, shipped or in the operator's folder."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from geodata import sources
from geodata.errors import DataError
from geodata.sources import Reader, WholeList
from geodata.sources.catalogue import READERS
from geodata.sources.generic import mapped_reader
from geodata.store.files import read_bytes

SHIPPED_DIR = Path(str(sources.__file__)).parent / "mappings"


def load_readers(folder: Path | None = None) -> Mapping[str, Reader]:
    """
    Return every source that can be imported, by source id.

    Parameters
    ----------
    folder
        The operator's mappings, ``<data folder>/sources``; it need not be there. One with the id of a shipped mapping
        takes its place.

    Raises
    ------
    DataError
        A mapping is wrong, or takes the id of a source with a module.
    """
    folders = [SHIPPED_DIR, *([folder] if folder else [])]
    found = dict(READERS)
    for path in (path for one in folders for path in _mappings(one)):
        reader = mapped_reader(read_bytes(path), str(path))
        if reader.source.source_id in READERS:
            raise DataError(f"{path}: source_id {reader.source.source_id} is that of a source with a module")
        found[reader.source.source_id] = reader
    return found


def whole_lists(folder: Path | None = None) -> Mapping[str, WholeList]:
    """
    Return of what the lists of the catalogue have every service, by source id.

    A wrong mapping in the operator's folder takes nothing away from the others: its own list is taken for whole of
    nothing.

    Parameters
    ----------
    folder
        As for ``load_readers``.
    """
    try:
        readers = load_readers(folder)
    except DataError:
        readers = load_readers()
    return {source_id: reader.source.whole for source_id, reader in readers.items() if reader.source.whole}


def _mappings(folder: Path) -> Iterator[Path]:
    yield from sorted(folder.glob("*.toml"))
