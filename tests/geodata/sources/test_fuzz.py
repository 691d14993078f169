"""Any bytes give rows and notices, or a clear error; and so does any sound file with some of its bytes changed."""

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import geopandas as gpd
import openpyxl
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.cleaning.municipality_names import MunicipalityList
from geodata.errors import DataError
from geodata.sources.catalogue import READERS
from geodata.sources.rows import read_rows
from geodata.store import load_readers
from geodata.tables import CONTRACTS, conform

ONE_LIST = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=40)
MARKS = [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"PK\x03\x04", b"SQLite format 3\0", b"[{", b'{"features":[', b"a;b\n"]
BYTES = st.builds(bytes.__add__, st.sampled_from(MARKS), st.binary(max_size=300))
CHANGES = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=6)), min_size=1, max_size=6)
TEXT_READERS = sorted(name for name in READERS if not name.startswith("openstreetmap"))
ALL_READERS = load_readers()
ANY_CELL = st.one_of(st.text(max_size=20), st.sampled_from(["1e400", "-1", "9,1", "NaN", "POINT (a b)", '"', "\udcff"]))


def mutated(content: bytes, changes: list[tuple[float, bytes]]) -> bytes:
    for share, piece in changes:
        at = int(share * len(content))
        content = content[:at] + piece + content[at + len(piece) :]
    return content


def read_or_refuse(source_id: str, content: bytes, municipalities: MunicipalityList) -> None:
    """Read a file; what comes out must be a table of the contract that a database takes."""
    reader = ALL_READERS[source_id]
    chunks = []
    with suppress(DataError):
        chunks = list(reader.parse(io.BytesIO(content), municipalities))
    for table, notices in chunks:
        services = conform(
            table.assign(service_id=table["source_key"], source_id="x", licence="x", retrieved_on="x", is_demo=False),
            CONTRACTS["services"],
        )
        assert len(services) == len(table)
        assert all("\0" not in notice.detail.encode().decode() for notice in notices)
        for cell in services.select_dtypes(object).to_numpy().ravel():
            assert cell is None or "\0" not in str(cell).encode("utf-8").decode()


@pytest.mark.parametrize("source_id", [*TEXT_READERS, "veneto-nidi"])
@given(content=BYTES)
@ONE_LIST
def test_any_bytes_give_rows_or_a_clear_error(source_id: str, content: bytes, municipalities: MunicipalityList) -> None:
    read_or_refuse(source_id, content, municipalities)


@pytest.mark.parametrize("name", ["cdi_list", "elders_list", "school_list", "milano_list"])
@given(changes=CHANGES, encoding=st.sampled_from(["utf-8", "utf-16", "latin-1"]))
@ONE_LIST
def test_a_sound_list_with_changed_bytes_gives_rows_or_a_clear_error(
    name: str,
    changes: list[tuple[float, bytes]],
    encoding: str,
    request: pytest.FixtureRequest,
    municipalities: MunicipalityList,
) -> None:
    published = request.getfixturevalue(name)
    read_or_refuse(published.source_id, mutated(published.csv(encoding=encoding), changes), municipalities)


@pytest.mark.parametrize("name", ["cdi_list", "elders_list", "school_list", "milano_list"])
@given(data=st.data())
@ONE_LIST
def test_a_sound_header_over_any_cells_gives_rows_or_a_clear_error(
    name: str, data: st.DataObject, request: pytest.FixtureRequest, municipalities: MunicipalityList
) -> None:
    published = request.getfixturevalue(name)
    columns = data.draw(st.lists(st.sampled_from(list(published.sound)), max_size=4, unique=True))
    cells = {column: data.draw(ANY_CELL).encode("utf-8", "replace").decode() for column in columns}
    read_or_refuse(published.source_id, published.csv(published.row(**cells)), municipalities)


@pytest.fixture(scope="module")
def binary_files(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bytes]:
    """Make a sound workbook, GeoPackage and zipped Shapefile once."""
    folder = tmp_path_factory.mktemp("files")
    book: Any = openpyxl.Workbook()
    book.active.append(["Nome", "Comune"])
    book.active.append(["Nido", "Prova"])
    book.save(folder / "book.xlsx")
    table = gpd.GeoDataFrame({"Nome": ["Nido"]}, geometry=[shapely.Point(9, 45)], crs="EPSG:4326")
    table.to_file(folder / "layer.gpkg")
    table.to_file(folder / "layer.shp")
    with zipfile.ZipFile(folder / "layer.zip", "w") as container:
        for path in sorted(folder.glob("layer.[sdp]*")):
            container.write(path, path.name)
    return lambda name: (folder / name).read_bytes()


def with_changed_member(content: bytes, share: float, changes: list[tuple[float, bytes]]) -> bytes:
    """Change one file inside a container."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as sound, zipfile.ZipFile(changed, "w") as container:
        names = sound.namelist()
        chosen = names[int(share * len(names))]
        for name in names:
            container.writestr(name, mutated(sound.read(name), changes) if name == chosen else sound.read(name))
    return changed.getvalue()


@pytest.mark.parametrize("name", ["book.xlsx", "layer.gpkg", "layer.zip"])
@given(changes=CHANGES)
@ONE_LIST
def test_a_sound_binary_file_with_changed_bytes_gives_rows_or_a_clear_error(
    name: str, changes: list[tuple[float, bytes]], binary_files: Callable[[str], bytes]
) -> None:
    with suppress(DataError):
        assert read_rows(io.BytesIO(mutated(binary_files(name), changes)), "prova").rows


@pytest.mark.parametrize("name", ["book.xlsx", "layer.zip"])
@given(share=st.floats(0, 1, exclude_max=True), changes=CHANGES)
@ONE_LIST
def test_a_container_with_a_changed_file_gives_rows_or_a_clear_error(
    name: str, share: float, changes: list[tuple[float, bytes]], binary_files: Callable[[str], bytes]
) -> None:
    with suppress(DataError):
        assert read_rows(io.BytesIO(with_changed_member(binary_files(name), share, changes)), "prova").rows
