"""The same services of OpenStreetMap as by Overpass, out of an extract (PBF) that the operator has."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from geodata.cleaning.municipality_names import NO_MUNICIPALITIES, MunicipalityList
from geodata.errors import DataError
from geodata.sources import Access, Chunk, Reader, Source
from geodata.sources.openstreetmap import KINDS, LICENCE, PAGE_HOST, PAGE_PATH, PUBLISHER, services

SOURCE = Source(
    source_id="openstreetmap-pbf",
    name="OpenStreetMap (PBF)",
    publisher=PUBLISHER,
    licence=LICENCE,
    portal_url=PAGE_HOST,
    dataset_id="",
    page_path=PAGE_PATH,
    table="services",
    kinds=tuple(kind.value for kind in KINDS),
    access=Access.FILE,
)


def parse_path(path: Path, municipalities: MunicipalityList = NO_MUNICIPALITIES, /) -> Iterator[Chunk]:
    """
    Read an extract from the disk.

    Yields
    ------
    table, notices
        One chunk, see ``openstreetmap.services``.

    Raises
    ------
    DataError
        It is no PBF, it is damaged, or no service is in it.
    """
    yield _services(str(path))


def parse(stream: BinaryIO, municipalities: MunicipalityList = NO_MUNICIPALITIES, /) -> Iterator[Chunk]:
    """Read a small extract from memory; see ``parse_path``."""
    yield _services(stream.read())


def _services(content: str | bytes) -> Chunk:
    from geodata.sources.pbf_elements import elements  # noqa: PLC0415  # its library is for those who read extracts

    try:
        table, notices = services(elements(content), SOURCE.source_id)
    except (RuntimeError, ValueError, OSError) as error:
        raise DataError(f"{SOURCE.source_id}: this is no PBF, or it is damaged ({error})") from error
    if table.empty:
        raise DataError(f"{SOURCE.source_id}: the extract has no service of a known kind")
    return table, notices


READER = Reader(SOURCE, parse, parse_path)
