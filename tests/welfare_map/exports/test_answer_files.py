"""Any answer as a workbook and as a GeoPackage: the rows of its CSV, what they are and where they come from."""

import io
import math
import sqlite3
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pyogrio
import pytest
import shapely

from geodata.codes import Level
from geodata.territory import Territory
from welfare_map.exports.answer_files import answer_geopackage, answer_xlsx
from welfare_map.exports.csv import csv_columns
from welfare_map.model import CoverageAnswer, CoverageQuery
from welfare_map.questions.coverage import coverage
from welfare_map.snapshot import Snapshot

DAY = date(2026, 9, 15)
Sheets = dict[str, list[tuple[Any, ...]]]


def sheets_of(content: bytes) -> Sheets:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: [tuple(cell.value for cell in row) for row in sheet.iter_rows()] for sheet in book}


def kept(content: bytes, folder: Path) -> Path:
    file = folder / "answer.gpkg"
    file.write_bytes(content)
    return file


@pytest.fixture
def answer(make_snapshot: Callable[..., Snapshot], make_service: Callable[..., Mapping[str, Any]]) -> CoverageAnswer:
    """Two homes: 30 places of 65+ and one that does not say its accredited places."""
    services = [
        make_service("said", None, "toy", municipality_code="901001", kind="care_home", capacity_accredited=30),
        make_service("silent", None, "toy", municipality_code="901002", kind="care_home", capacity_authorised=20),
    ]
    query = CoverageQuery(as_of_on=DAY, indicator="care_home_places_per_1000_aged_65", level=Level.MUNICIPALITY)
    return coverage(make_snapshot({"services": services}), query)


def test_a_workbook_holds_the_rows_as_numbers_and_the_records_to_call(answer: CoverageAnswer) -> None:
    sheets = sheets_of(answer_xlsx(answer, "it", name="copertura"))
    heads, *rows = sheets["copertura"]
    assert heads == csv_columns(CoverageAnswer)
    read = [dict(zip(heads, row, strict=True)) for row in rows]
    assert [row["unit_code"] for row in read] == [row.unit_code for row in answer.rows]
    assert [row["value"] for row in read] == pytest.approx([row.value for row in answer.rows])
    assert [row["numerator"] for row in read][:2] == [30, None]
    called = sheets["to_call"][0].index("record_id")
    assert (
        [row[called] for row in sheets["to_call"][1:]] == [call.record_id for call in answer.to_call] == ["toy:silent"]
    )


@pytest.mark.parametrize("lang", ["it", "en"])
def test_the_last_sheet_says_what_the_figures_are_and_their_sources(answer: CoverageAnswer, lang: str) -> None:
    said = [value for row in list(sheets_of(answer_xlsx(answer, lang, name="x")).values())[-1] for value in row]
    for words in (answer.sentence.words(lang), answer.method.words(lang), answer.caveat.words(lang)):
        assert words in said
    assert {note.source_id for note in answer.sources} <= set(said)
    assert not any("is_demo" in str(value) for value in said)


def test_files_with_invented_records_say_so(
    make_answer: Callable[..., Any], make_thing: Callable[..., Any], toy_territory: Territory, tmp_path: Path
) -> None:
    made = make_answer(make_thing(is_demo=True))
    assert "Dati dimostrativi" in [row[0] for row in sheets_of(answer_xlsx(made, "it", name="x"))["Fonti"]]
    content = answer_geopackage(made, "it", name="x", territory=toy_territory)
    assert "dimostrativi" in pyogrio.read_info(kept(content, tmp_path), layer="x")["layer_metadata"]["demo"]


def test_no_text_of_the_data_is_run_by_a_spreadsheet(
    make_answer: Callable[..., Any], make_thing: Callable[..., Any]
) -> None:
    rows = sheets_of(answer_xlsx(make_answer(make_thing(thing_id="=1+1")), "it", name="x"))["x"]
    assert "'=1+1" in rows[1]


@pytest.mark.parametrize("name", ["copertura", "a name that is much longer than any sheet may have"])
def test_a_long_name_is_cut_for_a_sheet_alone(answer: CoverageAnswer, name: str) -> None:
    assert next(iter(sheets_of(answer_xlsx(answer, "it", name=name)))) == name[:31]


def test_a_geopackage_holds_areas_with_their_outline_and_figures(
    answer: CoverageAnswer, toy_territory: Territory, tmp_path: Path
) -> None:
    content = answer_geopackage(answer, "it", name="copertura", territory=toy_territory)
    layer = pyogrio.read_dataframe(kept(content, tmp_path), layer="copertura")
    assert layer.crs == "EPSG:4326"
    assert list(layer["unit_code"]) == [row.unit_code for row in answer.rows]
    assert [None if math.isnan(value) else value for value in layer["value"]] == [row.value for row in answer.rows]
    units = toy_territory.units(Level.MUNICIPALITY).set_index("code").geometry
    for code, shape in zip(layer["unit_code"], layer.geometry, strict=True):
        assert shapely.area(shapely.symmetric_difference(shape, units[code])) < 1e-4 * units[code].area


def test_a_geopackage_carries_its_sources(answer: CoverageAnswer, toy_territory: Territory) -> None:
    database = sqlite3.connect(":memory:")
    database.deserialize(answer_geopackage(answer, "it", name="copertura", territory=toy_territory))
    found = {row[0] for row in database.execute("SELECT source_id FROM fonti")}
    database.close()
    assert found == {note.source_id for note in answer.sources}


def test_rows_without_any_position_are_a_plain_table(
    make_answer: Callable[..., Any], make_thing: Callable[..., Any], toy_territory: Territory, tmp_path: Path
) -> None:
    content = answer_geopackage(make_answer(make_thing(lon=None, lat=None)), "it", name="x", territory=toy_territory)
    assert pyogrio.read_info(kept(content, tmp_path), layer="x")["geometry_type"] is None


def test_points_and_an_empty_column_stay_what_they_are(
    make_answer: Callable[..., Any], make_thing: Callable[..., Any], toy_territory: Territory, tmp_path: Path
) -> None:
    made = make_answer(make_thing(), make_thing(thing_id="b", lon=None, lat=None))
    content = answer_geopackage(made, "it", name="x", territory=toy_territory)
    layer = pyogrio.read_dataframe(kept(content, tmp_path), layer="x")
    assert layer.geometry.iloc[0].geom_type == "Point"
    assert layer.geometry.iloc[1] is None
    assert layer["is_open"].isna().all()
