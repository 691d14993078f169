"""Published tables as files: what a reader finds in each format is what the register publishes, and harmless."""

import csv
import dataclasses
import io
import json
import sqlite3
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pandas as pd
import pyogrio
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from geodata.errors import InputError
from geodata.licences import LICENCES
from geodata.tables import CONTRACTS
from welfare_map.exports.csv import FORMULA_STARTS, neutral, original
from welfare_map.exports.dcat import PREFIXES, Site, dcat_xml
from welfare_map.exports.files import FORMATS, TableFormat, table_bytes
from welfare_map.exports.geopackage import SOURCES_TABLE
from welfare_map.exports.tables import PublishedTable, published_table
from welfare_map.snapshot import Snapshot

DAY = date(2026, 11, 22)
HOSTILE = (
    '=HYPERLINK("http://evil.example")',
    "+cmd|' /C calc'!A0",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "#REF!",
    "'=1",
    "\n=1",
    "+390331000000",
    "<b>x</b>",
    'a "b", c; d',
)
MakeSnapshot = Callable[..., Snapshot]
MakeService = Callable[..., Mapping[str, Any]]


def published(snapshot: Snapshot, name: str = "services", **options: Any) -> PublishedTable:
    return published_table(snapshot, name, exported_on=DAY, **options)


def read_sheets(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: [tuple(cell.value for cell in row) for row in sheet.iter_rows()] for sheet in book}


@pytest.fixture
def hostile(make_snapshot: MakeSnapshot, make_service: MakeService) -> PublishedTable:
    """Services whose names a spreadsheet would run."""
    rows = [make_service(f"n{number}", (5, 5), name=name) for number, name in enumerate(HOSTILE)]
    rows.sort(key=lambda row: row["service_id"])
    return published(make_snapshot({"services": rows}))


# --- which rows -------------------------------------------------------------------------------------------------------


def test_a_table_has_its_contracts_columns_and_the_flag_of_invented_rows_comes_first(toy_snapshot: Snapshot) -> None:
    rows = published(toy_snapshot).rows
    assert rows.columns[0] == "is_demo"
    assert set(rows.columns) == set(CONTRACTS["services"].column_names)


def test_a_table_without_provenance_says_source_licence_and_day_all_the_same(make_snapshot: MakeSnapshot) -> None:
    document = {"document_id": "paper", "title": "Paper", "language": "it"}
    rows = published(make_snapshot({"documents": [document]}), "documents").rows
    assert rows.loc[0, ["source_id", "licence", "is_demo"]].tolist() == ["manual", "CC-BY-4.0", False]


def test_only_sources_with_rows_are_named(toy_snapshot: Snapshot) -> None:
    table = published(toy_snapshot)
    assert [source.source_id for source in table.sources] == ["demo", "toy"]
    assert table.has_demo


def test_a_licence_keeps_its_own_rows(make_snapshot: MakeSnapshot, make_service: MakeService) -> None:
    rows = [make_service("a", (5, 5)), make_service("b", (5, 5), licence="ODbL-1.0")]
    table = published(make_snapshot({"services": rows}), licence="ODbL-1.0")
    assert list(table.rows["service_id"]) == ["toy:b"]
    assert table.licences == ("ODbL-1.0",)


def test_needs_that_are_not_public_are_in_no_file(
    make_snapshot: MakeSnapshot, make_row: Callable[..., Mapping[str, Any]]
) -> None:
    rows = [
        make_row(
            visibility,
            need_offer_id=visibility,
            organisation_id="firm",
            direction="need",
            exchange_kind="nursery",
            visibility=visibility,
        )
        for visibility in ("public", "adherents", "counts")
    ]
    table = published(make_snapshot({"needs_offers": rows}), "needs_offers")
    assert list(table.rows["need_offer_id"]) == ["public"]


def test_plans_that_are_not_public_are_in_no_file(
    make_snapshot: MakeSnapshot, make_row: Callable[..., Mapping[str, Any]]
) -> None:
    rows = [
        make_row(
            visibility,
            plan_id=visibility,
            title=f"Piano {visibility}",
            organisation_ids="filanda|unione",
            plan_phase="draft",
            phase_on="2026-09-01",
            visibility=visibility,
        )
        for visibility in ("public", "adherents", "counts")
    ]
    table = published(make_snapshot({"plans": rows}), "plans")
    assert list(table.rows["plan_id"]) == ["public"]
    for form in (TableFormat.CSV, TableFormat.GEOJSON):
        assert b"Piano adherents" not in table_bytes(table, form, "it")


@pytest.mark.parametrize(("name", "options"), [("planets", {}), ("services", {"licence": "WTF"})])
def test_unknown_names_are_refused(toy_snapshot: Snapshot, name: str, options: dict[str, str]) -> None:
    with pytest.raises(InputError):
        published(toy_snapshot, name, **options)


@pytest.mark.parametrize("form", TableFormat)
@pytest.mark.parametrize("name", CONTRACTS)
def test_every_table_can_be_written_in_every_format_also_without_rows(
    toy_snapshot: Snapshot, name: str, form: TableFormat
) -> None:
    assert table_bytes(published(toy_snapshot, name), form, "en")
    assert FORMATS[form].content_type


# --- formulas ---------------------------------------------------------------------------------------------------------


@given(st.text(alphabet=st.sampled_from("='+-@\t\n1e.xﬁ＝"), max_size=8))
def test_neutral_text_is_no_formula_and_can_be_turned_back(words: str) -> None:
    made = neutral(words)
    is_number = made == words and words[:1] in {"+", "-"}
    assert is_number or not made.startswith(FORMULA_STARTS)
    assert original(made) == words


def test_csv_carries_hostile_names_unharmed(hostile: PublishedTable) -> None:
    rows = list(csv.DictReader(io.StringIO(table_bytes(hostile, TableFormat.CSV, "it").decode())))
    assert {original(row["name"]) for row in rows} == set(HOSTILE)
    assert {row["name"] for row in rows if row["name"].startswith(FORMULA_STARTS)} == {"+390331000000"}
    assert {row["licence"] for row in rows} == {"IODL-2.0"}


def test_xlsx_holds_no_formula_and_no_error_value(hostile: PublishedTable) -> None:
    content = table_bytes(hostile, TableFormat.XLSX, "it")
    sheet = openpyxl.load_workbook(io.BytesIO(content))["services"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "b"}
    head, *rows = read_sheets(content)["services"]
    assert {original(row[head.index("name")]) for row in rows} == set(HOSTILE)


def test_control_characters_do_not_break_a_workbook(make_snapshot: MakeSnapshot, make_service: MakeService) -> None:
    table = published(make_snapshot({"services": [make_service("a", None, name="Ni\x00do\x0b")]}))
    head, row = read_sheets(table_bytes(table, TableFormat.XLSX, "it"))["services"]
    assert row[head.index("name")] == "Nido"


@pytest.mark.parametrize("form", [TableFormat.GEOJSON, TableFormat.GPKG, TableFormat.PARQUET])
def test_geographic_files_keep_names_as_they_are(hostile: PublishedTable, form: TableFormat, tmp_path: Path) -> None:
    path = tmp_path / f"services.{form}"
    path.write_bytes(table_bytes(hostile, form, "it"))
    frame = gpd.read_parquet(path) if form is TableFormat.PARQUET else pyogrio.read_dataframe(path, layer=0)
    assert list(frame["name"]) == list(hostile.rows["name"])


# --- what stands in a file beside the rows ----------------------------------------------------------------------------


def test_the_second_sheet_says_sources_licences_days_and_that_rows_are_invented(toy_snapshot: Snapshot) -> None:
    sheets = read_sheets(table_bytes(published(toy_snapshot), TableFormat.XLSX, "it"))
    assert list(sheets) == ["services", "Fonti"]
    said = {str(cell) for row in sheets["Fonti"] for cell in row if cell is not None}
    assert {"2026-11-22", "Toy source", LICENCES["IODL-2.0"].url, "2026-09-01", "Dimostrativa, inventata"} <= said
    assert any("is_demo" in words for words in said)


def test_a_geopackage_carries_points_metadata_and_a_table_of_sources(toy_snapshot: Snapshot, tmp_path: Path) -> None:
    path = tmp_path / "services.gpkg"
    path.write_bytes(table_bytes(published(toy_snapshot), TableFormat.GPKG, "it"))
    assert [tuple(layer) for layer in pyogrio.list_layers(path)] == [("services", "Point"), (SOURCES_TABLE, None)]
    frame = pyogrio.read_dataframe(path, layer="services")
    assert frame.crs == "EPSG:4326"
    placed = frame[frame["service_id"] == "toy:nursery-1km"]
    assert (placed.geometry.x.iloc[0], placed.geometry.y.iloc[0]) == (placed["lon"].iloc[0], placed["lat"].iloc[0])
    assert frame.set_index("service_id").geometry["toy:nursery-nowhere"] is None
    said = pyogrio.read_info(path, layer="services")["layer_metadata"]
    assert said["exported_on"] == "2026-11-22"
    assert said["has_demo"] == "true"
    assert LICENCES["IODL-2.0"].url in said["licences"]
    sources = pyogrio.read_dataframe(path, layer=SOURCES_TABLE)
    assert list(sources["source_id"]) == ["demo", "toy"]


def test_a_geopackage_is_a_whole_database(toy_snapshot: Snapshot) -> None:
    database = sqlite3.connect(":memory:")
    database.deserialize(table_bytes(published(toy_snapshot), TableFormat.GPKG, "it"))
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()


def test_geoparquet_carries_points_types_and_metadata(toy_snapshot: Snapshot, tmp_path: Path) -> None:
    path = tmp_path / "services.parquet"
    path.write_bytes(table_bytes(published(toy_snapshot), TableFormat.PARQUET, "en"))
    frame = gpd.read_parquet(path).set_index("service_id")
    assert frame.crs == "EPSG:4326"
    assert frame.loc["toy:nursery-1km", "capacity_accredited"] == 30
    assert pd.isna(frame.loc["toy:micro-area", "capacity_accredited"])
    metadata = parquet.read_schema(path).metadata
    assert b"geo" in metadata
    assert [source["source_id"] for source in json.loads(metadata[b"sources"])] == ["demo", "toy"]
    assert b"demonstration" in metadata[b"description"].lower()


def test_geojson_says_what_it_holds(toy_snapshot: Snapshot) -> None:
    said = json.loads(table_bytes(published(toy_snapshot), TableFormat.GEOJSON, "it"))
    assert said["table"]["name"] == "services"
    assert said["table"]["sources"][0]["is_demo"] is True
    nowhere = {item["properties"]["service_id"]: item["geometry"] for item in said["features"]}
    assert nowhere["toy:nursery-nowhere"] is None
    assert nowhere["toy:nursery-1km"]["type"] == "Point"


# --- DCAT-AP_IT -------------------------------------------------------------------------------------------------------


def name(short: str) -> str:
    prefix, _, local = short.partition(":")
    return f"{{{PREFIXES[prefix]}}}{local}"


@pytest.fixture
def catalogue(toy_snapshot: Snapshot) -> ET.Element:
    tables = [published(toy_snapshot, table) for table in ("services", "organisations", "practices")]
    site = Site("https://mappa.example.org", "mappa@example.org")
    xml = dcat_xml(tables, site=site, territory=toy_snapshot.territory, modified_on=DAY)
    return ET.fromstring(xml)  # noqa: S314  # our own output


def addresses(parent: ET.Element, short: str) -> list[str]:
    return [str(item.get(name("rdf:resource"))) for item in parent.findall(name(short))]


def test_each_table_with_rows_is_a_data_set_with_what_the_profile_asks_for(catalogue: ET.Element) -> None:
    sets = catalogue.findall(name("dcatapit:Dataset"))
    assert len(sets) == 2  # practices has no rows
    for item in sets:
        for wanted in ("identifier", "title", "description", "modified", "rightsHolder", "accrualPeriodicity"):
            assert item.findall(name(f"dct:{wanted}")), wanted
        assert addresses(item, "dcat:theme")[0].startswith(
            "http://publications.europa.eu/resource/authority/data-theme/"
        )
        languages = {
            title.get("{http://www.w3.org/XML/1998/namespace}lang") for title in item.findall(name("dct:title"))
        }
        assert languages == {"it", "en"}
    services = sets[0]
    assert services.find(name("dct:modified")).text == "2026-09-01"  # type: ignore[union-attr]


def test_what_the_catalogue_refers_to_is_described_in_it(catalogue: ET.Element) -> None:
    described = {item.get(name("rdf:about")) for item in catalogue}
    referred = {
        address
        for item in catalogue
        for short in (
            *("dcat:dataset", "dcat:distribution", "dcat:contactPoint"),
            *("dct:publisher", "dct:rightsHolder", "dct:spatial", "dct:license"),
        )
        for address in addresses(item, short)
    }
    assert referred <= described


def test_a_distribution_has_one_licence_a_format_and_an_address(catalogue: ET.Element) -> None:
    items = catalogue.findall(name("dcatapit:Distribution"))
    assert len(items) == 10  # two tables, one licence each, five formats
    for item in items:
        (licence,) = addresses(item, "dct:license")
        assert licence == LICENCES["IODL-2.0"].url
        assert addresses(item, "dcat:accessURL") == ["https://mappa.example.org/dati"]
        assert addresses(item, "dct:format")[0].startswith(
            "http://publications.europa.eu/resource/authority/file-type/"
        )


def test_rows_under_two_licences_are_distributed_apart(make_snapshot: MakeSnapshot, make_service: MakeService) -> None:
    rows = [make_service("a", (5, 5)), make_service("b", (5, 5), licence="ODbL-1.0")]
    snapshot = make_snapshot({"services": rows})
    xml = dcat_xml([published(snapshot)], site=Site("https://m.example"), territory=snapshot.territory, modified_on=DAY)
    root = ET.fromstring(xml)  # noqa: S314  # our own output
    licences = {addresses(item, "dct:license")[0] for item in root.findall(name("dcatapit:Distribution"))}
    assert licences == {LICENCES["IODL-2.0"].url, LICENCES["ODbL-1.0"].url}
    assert len(root.findall(name("dcatapit:LicenseDocument"))) == 2


def test_the_coverage_is_the_rectangle_of_the_area(catalogue: ET.Element, toy_snapshot: Snapshot) -> None:
    place = catalogue.find(name("dct:Location"))
    assert place is not None
    rectangle = shapely.from_wkt(str(place.findtext(name("locn:geometry"))))
    assert rectangle.bounds == pytest.approx(toy_snapshot.territory.municipalities.total_bounds, abs=1e-4)


def test_hostile_names_of_regions_stay_text(toy_snapshot: Snapshot) -> None:
    named = toy_snapshot.territory.municipalities.assign(region_name="<x>&]]>")
    territory = dataclasses.replace(toy_snapshot.territory, municipalities=named)
    xml = dcat_xml([published(toy_snapshot)], site=Site("https://m.example"), territory=territory, modified_on=DAY)
    root = ET.fromstring(xml)  # noqa: S314  # our own output
    assert root.findtext(f"{name('dct:Location')}/{name('skos:prefLabel')}") == "<x>&]]>"
