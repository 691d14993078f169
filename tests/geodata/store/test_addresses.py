import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.errors import DataError, MissingColumnsError, StoreError
from geodata.store import AddressIndex, build_address_index, open_addresses
from geodata.store.addresses import ADDRESSES_NAME

HEADER = (
    "CODICE_COMUNE;CODICE_ISTAT;PROGRESSIVO_NAZIONALE;CODICE_COMUNALE;ODONIMO;LOCALITA';DIZIONE_LINGUA1;DIZIONE_LINGUA2;"
    "PROGRESSIVO_ACCESSO;CODICE_COMUNALE_ACCESSO;CIVICO;ESPONENTE;SPECIFICITA;METRICO;PROGRESSIVO_SNC;COORD_X_COMUNE;"
    "COORD_Y_COMUNE;QUOTA;METODO"
)
UNO, DUE = "901001", "901002"


def line(
    street_id: object,
    name: str,
    number: object = "",
    x: str = "",
    y: str = "",
    *,
    code: str = UNO,
    exponent: str = "",
    locality: str = "",
    other: str = "",
) -> str:
    return f"Z001;{code};{street_id};;{name};{locality};{other};;1;;{number};{exponent};;;;{x};{y};;"


ROWS = (
    line(1, "VIA ROMA", 1, "9,01", "45,01"),
    line(1, "VIA ROMA", 3, "9,03", "45,03"),
    line(1, "VIA ROMA", 3, "9,04", "45,04", exponent="B"),
    line(1, "VIA ROMA", 5),
    line(2, "PIAZZA DANTE"),
    line(3, "VIA GRAPPA", 2, "9,09", "45,09", code=DUE),
    line(4, "VIA LONTANA", 2, "11,5", "44,5", code="999999"),
    line("x", "VIA SENZA CODICE", 2, "9,09", "45,09"),
)


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    def write(*rows: str, header: str = HEADER, encoding: str = "utf-8") -> Path:
        path = tmp_path / "anncsu.csv"
        path.write_bytes("\n".join((header, *(rows or ROWS), "")).encode(encoding))
        return path

    return write


@pytest.fixture
def destination(tmp_path: Path) -> Path:
    return tmp_path / "data" / ADDRESSES_NAME


def test_only_the_rows_of_the_area_are_kept_and_all_are_counted(table: Callable[..., Path], destination: Path) -> None:
    status = build_address_index(table(), {UNO, DUE}, destination)

    assert (status.read_count, status.area_count, status.unusable_count) == (8, 7, 1)
    assert (status.municipality_count, status.street_count, status.number_count) == (2, 3, 4)
    assert status.without_position_count == 2
    index = AddressIndex(destination)
    assert index.status() == status
    assert index.streets("999999").streets == ()
    index.close()


def test_numbers_come_in_order_with_their_letters_and_degrees(table: Callable[..., Path], destination: Path) -> None:
    build_address_index(table(), {UNO}, destination)

    index = AddressIndex(destination)
    found = [(one.number, one.exponent, one.lon, one.lat) for one in index.numbers(1)]
    assert found == [(1, "", 9.01, 45.01), (3, "", 9.03, 45.03), (3, "b", 9.04, 45.04)]
    index.close()


def test_the_middle_of_a_street_is_one_of_its_numbers(table: Callable[..., Path], destination: Path) -> None:
    build_address_index(table(), {UNO}, destination)

    index = AddressIndex(destination)
    places = {street.name: (street.lon, street.lat) for street in index.streets(UNO).streets}
    assert places == {"VIA ROMA": (9.03, 45.03), "PIAZZA DANTE": (None, None)}
    index.close()


def test_columns_are_found_however_they_are_written(table: Callable[..., Path], destination: Path) -> None:
    names = ("Codice Istat", "progressivo nazionale", "Odonimo", "civico", "coord_x_comune", "Coord Y Comune")
    rows = [f"{UNO},7,Via Città,2,9.1,45.1"]

    build_address_index(table(*rows, header=",".join(names)), {UNO}, destination)

    index = AddressIndex(destination)
    assert [street.keys for street in index.streets(UNO).streets] == [("via citta",)]
    index.close()


def test_a_name_in_another_language_leads_to_the_street(table: Callable[..., Path], destination: Path) -> None:
    build_address_index(table(line(1, "VIA ROMA", 1, "9,01", "45,01", other="ROMSTRASSE")), {UNO}, destination)

    index = AddressIndex(destination)
    assert index.streets(UNO).streets[0].keys == ("via roma", "romstrasse")
    index.close()


def test_a_dead_municipality_is_todays(table: Callable[..., Path], destination: Path) -> None:
    build_address_index(table(line(1, "VIA ROMA", 1, "9,01", "45,01", code="018002")), {"018026"}, destination)

    index = AddressIndex(destination)
    assert len(index.streets("018026").streets) == 1
    index.close()


def test_a_table_in_windows_1252_is_read(table: Callable[..., Path], destination: Path) -> None:
    build_address_index(table(line(1, "VIA CANTÙ", 1, "9,01", "45,01"), encoding="cp1252"), {UNO}, destination)

    index = AddressIndex(destination)
    assert index.streets(UNO).streets[0].name == "VIA CANTÙ"
    index.close()


def test_a_zip_with_one_table_is_read(table: Callable[..., Path], destination: Path, tmp_path: Path) -> None:
    path = tmp_path / "anncsu.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("leggimi.pdf", b"x")
        archive.writestr("INDIR_ITA.csv", table().read_bytes())

    assert build_address_index(path, {UNO, DUE}, destination).number_count == 4


def test_progress_ends_at_one_and_never_goes_back(table: Callable[..., Path], destination: Path) -> None:
    rows = [line(1, "VIA ROMA", number, "9,01", "45,01") for number in range(25_000)]
    shares: list[float] = []

    build_address_index(table(*rows), {UNO}, destination, progress=shares.append)

    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert len(shares) == 3


@pytest.mark.parametrize(
    ("content", "error"),
    [
        pytest.param(b"", MissingColumnsError, id="nothing"),
        pytest.param(b"a;b\n1;2\n", MissingColumnsError, id="other columns"),
        pytest.param(b"<html></html>", DataError, id="a web page"),
        pytest.param(HEADER.encode() + b"\n", DataError, id="no rows"),
        pytest.param(HEADER.encode() + b"\n" + b"x" * 200_000, DataError, id="a line without end"),
        pytest.param(HEADER.encode() + b"\n\x81\n", DataError, id="neither encoding"),
        pytest.param(b"PK\x05\x06" + b"\0" * 18, DataError, id="an empty zip"),
    ],
)
def test_what_is_not_the_register_leaves_the_index_as_it_was(
    table: Callable[..., Path], destination: Path, content: bytes, error: type[Exception]
) -> None:
    build_address_index(table(), {UNO}, destination)
    before = destination.read_bytes()
    path = table()
    path.write_bytes(content)

    with pytest.raises(error):
        build_address_index(path, {UNO}, destination)

    assert destination.read_bytes() == before
    assert [found.name for found in destination.parent.iterdir()] == [ADDRESSES_NAME]


def test_rows_of_another_area_are_an_error(table: Callable[..., Path], destination: Path) -> None:
    with pytest.raises(DataError, match="none of this map's area"):
        build_address_index(table(), {"015146"}, destination)


def test_what_a_killed_run_left_goes_with_the_next_one(table: Callable[..., Path], destination: Path) -> None:
    destination.parent.mkdir()
    (destination.parent / f".{ADDRESSES_NAME}.left").write_bytes(b"half")

    build_address_index(table(), {UNO}, destination)

    assert [found.name for found in destination.parent.iterdir()] == [ADDRESSES_NAME]


def test_a_folder_that_cannot_be_written_is_one_clear_line(table: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")

    with pytest.raises(StoreError, match="check the data folder"):
        build_address_index(table(), {UNO}, tmp_path / "data" / ADDRESSES_NAME)


def test_threads_share_an_index(table: Callable[..., Path], destination: Path) -> None:
    build_address_index(table(), {UNO}, destination)
    index = AddressIndex(destination)
    found: list[int] = []

    threads = [Thread(target=lambda: found.append(len(index.numbers(1)))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [3] * 8
    index.close()


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0" + b"\0" * 100, b"something else"])
def test_a_file_that_is_no_index_says_what_to_do(destination: Path, content: bytes) -> None:
    destination.parent.mkdir()
    destination.write_bytes(content)

    with pytest.raises(DataError, match="addresses build"):
        AddressIndex(destination)
    assert open_addresses(destination.parent) is None


def test_without_an_index_there_is_none(tmp_path: Path) -> None:
    assert open_addresses(tmp_path) is None


MEASURE = """
import resource, sys
from pathlib import Path
from geodata.store import build_address_index
before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
build_address_index(Path(sys.argv[1]), {"901001"}, Path(sys.argv[2]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb)
"""


def test_two_hundred_thousand_rows_take_no_more_memory_than_a_few(tmp_path: Path) -> None:
    path = tmp_path / "anncsu.csv"
    with path.open("w", encoding="utf-8") as stream:
        stream.write(HEADER + "\n")
        for number in range(200_000):
            code = UNO if number % 4 == 0 else "999999"
            stream.write(
                line(number // 40, f"VIA NUMERO {number // 40}", number % 40, "9,01", "45,01", code=code) + "\n"
            )
    assert path.stat().st_size > 10_000_000

    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path), str(tmp_path / "out.sqlite")],
        capture_output=True,
        text=True,
        check=True,
    )

    assert int(done.stdout) < 40_000, "kB above what the imports take"


@given(st.binary(max_size=300))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_an_index_or_an_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(content)
    with suppress(DataError):
        build_address_index(path, {UNO}, tmp_path / "any.sqlite")


CELLS = st.one_of(st.sampled_from([UNO, "1", "12", "9,1", "45,1", "VIA ROMA", "9" * 30, "²", '"']), st.text(max_size=8))


@given(st.lists(st.lists(CELLS, max_size=21), max_size=5))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_cells_are_an_index_or_an_error(tmp_path: Path, rows: list[list[str]]) -> None:
    text = io.StringIO()
    text.write(HEADER + "\n" + "\n".join(";".join(cells) for cells in rows))
    path = tmp_path / "any.csv"
    path.write_text(text.getvalue(), encoding="utf-8", errors="replace")
    with suppress(DataError):
        build_address_index(path, {UNO}, tmp_path / "any.sqlite")
