"""Files in every format and encoding that publishers use, and those that nobody should open."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pytest
import shapely
from openpyxl.workbook.defined_name import DefinedName

from geodata.errors import DataError
from geodata.sources import archive
from geodata.sources.geofile import shapefile_only
from geodata.sources.rows import read_rows
from geodata.sources.workbook import read_workbook

TEXT = "Città;Nome\nProvà;Nido “Là”\n"
ROWS = [{"citta": "Provà", "nome": "Nido “Là”"}]
POINT = {"type": "Point", "coordinates": [9.0, 45.0]}


def read(content: bytes) -> list[dict[str, Any]]:
    return [dict(row) for row in read_rows(io.BytesIO(content), "prova").rows]


def workbook(*lines: list[object], sheet: str = "Foglio1") -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    (page,) = book.worksheets
    page.title = sheet
    for line in lines:
        page.append(line)
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def zipped(**members: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as container:
        for name, data in members.items():
            container.writestr(name, data)
    return content.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(TEXT.encode("utf-8"), id="UTF-8"),
        pytest.param(TEXT.encode("utf-8-sig"), id="UTF-8 with its mark"),
        pytest.param(TEXT.encode("utf-16"), id="UTF-16"),
        pytest.param(b"\xfe\xff" + TEXT.encode("utf-16-be"), id="UTF-16 the other way round"),
        pytest.param(TEXT.encode("utf-32"), id="UTF-32"),
        pytest.param(TEXT.encode("cp1252"), id="Windows-1252"),
        pytest.param(b"\xef\xbb\xbf" + TEXT.encode("cp1252"), id="Windows-1252 under the mark of UTF-8"),
        pytest.param(TEXT.replace("\n", "\r\n").encode(), id="lines of Windows"),
        pytest.param(TEXT.replace(";", "\t").encode(), id="tabs"),
        pytest.param(TEXT.replace(";", "|").encode(), id="bars"),
        pytest.param(f"\n\n{TEXT}\n;\n".encode(), id="empty lines"),
    ],
)
def test_a_table_is_read_in_every_encoding_and_separator(content: bytes) -> None:
    assert read(content) == ROWS


def test_an_empty_last_cell_stays_a_cell() -> None:
    assert read(b"a\tb\n1\t\n") == [{"a": "1", "b": ""}]


def test_empty_cells_beyond_the_header_do_no_harm() -> None:
    assert read(b"a;b\n1;2;;\n") == [{"a": "1", "b": "2"}]


@pytest.mark.parametrize(
    ("text", "ragged"),
    [
        pytest.param("a;b\n1;2\n3\n4;5\n", {3: 1}, id="too short"),
        pytest.param("a;b\n1;2\n3;3;3\n4;5\n", {3: 3}, id="too long"),
        pytest.param("\n\na;b\n1;2\n3\n4;5\n", {5: 1}, id="after empty lines"),
        pytest.param('a;b\n1;"2\n2"\n\n3\n4;5\n', {5: 1}, id="after a cell of two lines and an empty line"),
        pytest.param("a;b\n1;2\n3\n", {3: 1}, id="exactly half of the lines"),
    ],
)
def test_a_ragged_line_is_left_out_and_told_by_its_number(text: str, ragged: dict[int, int]) -> None:
    found = read_rows(io.BytesIO(text.encode()), "prova")

    assert dict(found.ragged) == ragged
    assert set(found.lines).isdisjoint(ragged)
    assert [row["a"] for row in found.rows] == [cell for cell in "14" if cell in text]


def test_a_table_most_of_whose_lines_are_ragged_is_refused() -> None:
    with pytest.raises(DataError, match=r"2 of 3 lines .* has 2 \(first: line 2 with 1\)") as caught:
        read(b"a;b\n1\n3\n4;5\n")

    assert "\n" not in str(caught.value)


def test_features_become_rows_with_their_geometry() -> None:
    feature = {"type": "Feature", "properties": {"Nome": "Nido"}, "geometry": POINT}
    bare = {"type": "Feature", "properties": None, "geometry": None}

    rows = read(json.dumps({"type": "FeatureCollection", "features": [feature, bare]}).encode())

    assert rows == [{"nome": "Nido", "geometry": POINT}, {"geometry": None}]


def test_a_workbook_gives_the_rows_under_its_first_line() -> None:
    content = saved(workbook([], ["Codice", "Nome", None], [1, "Nido", "senza titolo"], [None, None], [2, None, None]))

    assert read(content) == [{"codice": 1, "nome": "Nido"}, {"codice": 2, "nome": None}]


def test_a_named_sheet_is_read_and_a_wrong_name_is_refused_with_those_there_are() -> None:
    book = workbook(["a"], [1])
    book.create_sheet("Altro").append(["b"])
    book["Altro"].append([2])

    assert read_workbook(saved(book), "prova", sheet="Altro") == [{"b": 2}]
    with pytest.raises(DataError, match="it has Foglio1, Altro"):
        read_workbook(saved(book), "prova", sheet="Terzo")


def test_a_formula_gives_its_saved_value_and_never_its_text() -> None:
    (row,) = read(saved(workbook(["a", "b"], ["=1+1", 3])))

    assert row == {"a": None, "b": 3}


def test_macros_and_links_to_other_files_are_left_alone() -> None:
    book = workbook(["a"], [1])
    book.defined_names["fuori"] = DefinedName("fuori", attr_text="'file:///etc/[passwd]Foglio1'!$A$1")
    content = io.BytesIO(saved(book))
    with zipfile.ZipFile(content, "a") as container:
        container.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 not a macro")
        container.writestr("xl/externalLinks/externalLink1.xml", b"<externalLink/>")

    assert read(content.getvalue()) == [{"a": 1}]


def test_a_zip_bomb_is_refused_before_it_is_unfolded(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zipped(**{"[Content_Types].xml": b"", "xl/worksheets/sheet1.xml": b" " * (archive.SMALL_BYTES + 1)})

    def refuse(*_args: object, **_options: object) -> None:
        raise AssertionError("a bomb was unfolded")

    monkeypatch.setattr(zipfile.ZipFile, "open", refuse)
    with pytest.raises(DataError, match="unfolds into"):
        read(bomb)


@pytest.mark.parametrize(
    ("limit", "value"), [("MAX_UNFOLDED_BYTES", 10), ("MAX_MEMBERS", 1)], ids=["too large", "too many"]
)
def test_a_container_beyond_a_limit_is_refused(monkeypatch: pytest.MonkeyPatch, limit: str, value: int) -> None:
    monkeypatch.setattr(archive, limit, value)

    with pytest.raises(DataError, match="unfolds into"):
        read(zipped(a=b"x" * 20, b=b""))


def test_a_file_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodata.sources.rows.MAX_BYTES", 5)

    assert read(b"a\n1\n") == [{"a": "1"}]
    with pytest.raises(DataError, match="limit of 5 bytes"):
        read(b"a\n1\n23")


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3003"])
@pytest.mark.parametrize("form", ["GeoPackage", "Shapefile"])
def test_points_of_a_geographic_file_are_degrees(tmp_path: Any, form: str, crs: str) -> None:
    table = gpd.GeoDataFrame({"Nome": ["Nido"]}, geometry=[shapely.Point(9.0, 45.0)], crs="EPSG:4326").to_crs(crs)
    if form == "GeoPackage":
        table.to_file(tmp_path / "layer.gpkg")
        content = (tmp_path / "layer.gpkg").read_bytes()
    else:
        table.to_file(tmp_path / "layer.shp")
        content = zipped(**{f"dir/{path.name}": path.read_bytes() for path in tmp_path.glob("layer.*")})

    (row,) = read(content)

    lon, lat = row["geometry"]["coordinates"]
    assert (row["nome"], round(lon, 6), round(lat, 6)) == ("Nido", 9.0, 45.0)


def test_an_area_stands_at_a_point_inside_it(tmp_path: Any) -> None:
    area = shapely.Polygon([(9, 45), (9.2, 45), (9.2, 45.2)])
    gpd.GeoDataFrame({"a": [1]}, geometry=[area], crs="EPSG:4326").to_file(tmp_path / "layer.gpkg")

    (row,) = read((tmp_path / "layer.gpkg").read_bytes())

    assert area.contains(shapely.Point(row["geometry"]["coordinates"]))


def test_a_format_that_names_other_files_is_not_opened_out_of_a_container() -> None:
    vrt = b"<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>"

    with pytest.raises(DataError, match="neither a workbook nor a Shapefile"):
        read(zipped(**{"layer.vrt": vrt + b"</OGRVRTDataSource>"}))


def test_parts_of_a_container_are_kept_under_names_of_ours_wherever_theirs_lead(tmp_path: Path) -> None:
    table = gpd.GeoDataFrame({"Nome": ["Nido"]}, geometry=[shapely.Point(9.0, 45.0)], crs="EPSG:4326")
    table.to_file(tmp_path / "layer.shp")
    content = zipped(**{f"../../{path.name}": path.read_bytes() for path in tmp_path.glob("layer.*")})

    kept = shapefile_only(content, archive.checked_names(content, "prova"), "prova")

    with zipfile.ZipFile(io.BytesIO(kept)) as ours:
        assert {Path(name).parts[0] for name in ours.namelist()} == set(ours.namelist())
    assert [row["nome"] for row in read(content)] == ["Nido"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"PK\x03\x04 cut off", "ZIP container is broken", id="container cut off"),
        pytest.param(b"SQLite format 3\0 cut off", "geographic file is broken", id="GeoPackage cut off"),
        pytest.param(zipped(**{"a.shp": b"nothing"}), "geographic file is broken", id="no Shapefile"),
        pytest.param(zipped(**{"[Content_Types].xml": b"<"}), "workbook is broken", id="no workbook"),
        pytest.param(b"a,b\n1,\0\n", "zero bytes", id="zero bytes"),
        pytest.param(b"\xff\xfea", "UTF-16", id="UTF-16 cut off"),
        pytest.param(b"[" * 100_000, "JSON is broken", id="JSON too deep"),
        pytest.param(b"[1" + b"0" * 5000 + b"]", "JSON is broken", id="JSON with an endless number"),
        pytest.param(b'a\n"' + b"x" * 200_000 + b'"', "CSV is broken", id="CSV with an endless cell"),
        pytest.param(b'{"features": [1]}', "not a list of rows", id="features that are none"),
    ],
)
def test_a_broken_file_is_refused_in_one_line(content: bytes, words: str) -> None:
    with pytest.raises(DataError, match=words) as caught:
        read(content)

    assert "\n" not in str(caught.value)
