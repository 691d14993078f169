"""Running a source whose rows only carry an address, and one that is read from its path."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import pandas as pd
import pytest
import sqlalchemy as sa

from geodata.cleaning.municipality_names import NO_MUNICIPALITIES, MunicipalityList
from geodata.sources import Access, Chunk, Reader, Source
from geodata.sources.catalogue import READERS
from geodata.store import ADDRESSES_NAME, build_address_index, file_sha256
from geodata.territory import Territory
from welfare_map.register import run_update
from welfare_map.register.sql.database import reading
from welfare_map.register.sql.repository import read_sources, read_table
from welfare_map.register.updates.imports import configured
from welfare_map.settings import Settings

HEADER = "CODICE_ISTAT;PROGRESSIVO_NAZIONALE;ODONIMO;CIVICO;COORD_X_COMUNE;COORD_Y_COMUNE"
SOURCE = Source(
    source_id="toy",
    name="Toy",
    publisher="Toy",
    licence="CC-BY-4.0",
    portal_url="https://example.org",
    dataset_id="",
    page_path="",
    table="services",
    kinds=("care_home",),
    access=Access.FILE,
)
ROW = {
    "source_key": "1",
    "name": "Casa",
    "kind": "care_home",
    "address": "V. ROMA 3",
    "municipality_code": "901001",
    "position_quality": "municipality",
}


def parse(stream: BinaryIO, municipalities: MunicipalityList = NO_MUNICIPALITIES, /) -> Iterator[Chunk]:
    yield pd.DataFrame([ROW]), ()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    written = tmp_path / "list.bin"
    written.write_bytes(b"anything")
    return written


def test_an_update_places_rows_by_the_house_numbers_of_the_data_folder(
    engine: sa.Engine,
    settings: Settings,
    toy_territory: Territory,
    path: Path,
    at_km: Callable[..., tuple[float, float]],
) -> None:
    lon, lat = at_km(5, 5)
    table = path.with_name("anncsu.csv")
    table.write_text(f"{HEADER}\n901001;1;VIA ROMA;3;{lon:.6f};{lat:.6f}\n")
    build_address_index(table, {"901001"}, settings.data_dir / ADDRESSES_NAME)

    report = run_update(
        engine,
        "toy",
        settings=settings,
        territory=toy_territory,
        from_file=path,
        readers={"toy": Reader(SOURCE, parse)},
    )

    with reading(engine) as connection:
        services = read_table(connection, "services")
    (row,) = services[services["source_id"] == "toy"].to_dict("records")
    assert (row["position_quality"], round(row["lon"], 6)) == ("address", round(lon, 6))
    assert report.notice_counts["position_from_address"] == 1


def test_a_source_that_is_read_from_its_path_is_neither_read_whole_nor_copied(
    engine: sa.Engine, settings: Settings, toy_territory: Territory, path: Path
) -> None:
    given: list[Path] = []

    def parse_path(found: Path, municipalities: MunicipalityList = NO_MUNICIPALITIES, /) -> Iterator[Chunk]:
        given.append(found)
        yield pd.DataFrame([ROW]), ()

    def parse_nothing(stream: BinaryIO, municipalities: MunicipalityList = NO_MUNICIPALITIES, /) -> Iterator[Chunk]:
        raise AssertionError

    run_update(
        engine,
        "toy",
        settings=settings,
        territory=toy_territory,
        from_file=path,
        readers={"toy": Reader(SOURCE, parse_nothing, parse_path)},
    )

    assert given == [path]
    assert not (settings.data_dir / "downloads").exists()
    with reading(engine) as connection:
        digests = {source.source_id: source.content_sha256 for source in read_sources(connection)}
    assert digests["toy"] == file_sha256(path)


def test_openstreetmap_is_asked_for_the_configured_area(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, area=("province:015",))

    query = configured(READERS["openstreetmap-overpass"], settings).source.query

    assert '"ref:ISTAT"="015"' in query
    assert '"ref:ISTAT"="03"' not in query
    assert configured(READERS["regione-lombardia-rsa"], settings).source.query == ""
