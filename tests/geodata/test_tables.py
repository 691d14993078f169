import math
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest

from geodata.errors import CrsError, DuplicateKeyError, MissingColumnsError
from geodata.notices import Severity
from geodata.tables import CONTRACTS, SERVICES, Column, ColumnType, Contract, FeeBand, check, conform, fee_bands

THINGS = Contract(
    "things",
    ("thing_id",),
    (
        Column("thing_id", ColumnType.TEXT, "Thing", is_required=True),
        Column("colour", ColumnType.TEXT, "Colour", allowed=("red", "blue")),
        Column("count", ColumnType.INTEGER, "How many", minimum=0, maximum=9),
        Column("weight", ColumnType.NUMBER, "How heavy"),
        Column("is_new", ColumnType.BOOLEAN, "New"),
        Column("made_on", ColumnType.DATE, "Day"),
    ),
)
FULL = {
    "thing_id": "a",
    "colour": "red",
    "count": "3",
    "weight": "1.5",
    "is_new": "true",
    "made_on": "2026-09-01",
}


def things(*rows: dict[str, object]) -> pd.DataFrame:
    return conform(pd.DataFrame([{**FULL, **row} for row in rows]), THINGS)


def test_cells_get_the_types_of_the_contract() -> None:
    row = things({}).iloc[0]
    assert (row["count"], row["weight"], row["is_new"], row["made_on"]) == (3, 1.5, True, "2026-09-01")


@pytest.mark.parametrize("column", [column.name for column in THINGS.columns if not column.is_required])
def test_an_empty_cell_is_missing_and_no_defect(column: str) -> None:
    table = things({column: ""})
    assert pd.isna(table[column].iloc[0])
    assert check(table, THINGS) == ()


def test_text_is_an_object_column_with_none_for_missing() -> None:
    table = things({}, {"thing_id": "b", "colour": None})
    assert table["colour"].dtype == object
    assert table["colour"].iloc[1] is None


def test_optional_columns_are_added_and_foreign_ones_left_out() -> None:
    table = conform(pd.DataFrame({"thing_id": ["a"], "smell": ["none"]}), THINGS)
    assert tuple(table.columns) == THINGS.column_names
    assert table.drop(columns="thing_id").isna().all(axis=None)


def test_conforming_twice_changes_nothing_and_leaves_the_input_as_it_was() -> None:
    given = pd.DataFrame([FULL])
    before = given.copy(deep=True)
    once = conform(given, THINGS)
    pd.testing.assert_frame_equal(conform(once, THINGS), once)
    pd.testing.assert_frame_equal(given, before)


def test_a_missing_required_column_stops() -> None:
    with pytest.raises(MissingColumnsError, match="thing_id"):
        conform(pd.DataFrame({"colour": ["red"]}), THINGS)
    with pytest.raises(MissingColumnsError, match="weight"):
        check(things({}).drop(columns="weight"), THINGS)


def test_a_doubled_key_stops() -> None:
    with pytest.raises(DuplicateKeyError, match="thing_id: a"):
        check(things({}, {}), THINGS)


def test_another_crs_stops() -> None:
    table = gpd.GeoDataFrame(things({}), geometry=gpd.GeoSeries.from_wkt(["POINT (0 0)"]), crs="EPSG:3003")
    with pytest.raises(CrsError, match="3003"):
        check(table, THINGS)


@pytest.mark.parametrize(
    ("cells", "rule", "severity"),
    [
        pytest.param({"thing_id": ""}, "missing_value", Severity.ERROR, id="required value missing"),
        pytest.param({"colour": "green"}, "not_in_vocabulary", Severity.WARNING, id="not in the vocabulary"),
        pytest.param({"made_on": "1/9/2026"}, "bad_format", Severity.WARNING, id="a day in another form"),
        pytest.param({"count": "-1"}, "below_minimum", Severity.WARNING, id="below the least"),
        pytest.param({"count": "10"}, "above_maximum", Severity.WARNING, id="above the most"),
    ],
)
def test_a_defective_cell_is_noticed_and_its_row_stays(cells: dict[str, object], rule: str, severity: Severity) -> None:
    (notice,) = check(things(cells), THINGS)
    assert (notice.rule, notice.severity, notice.table) == (rule, severity, "things")
    assert next(iter(cells)) in notice.detail


@pytest.mark.parametrize("count", [0, 9])
def test_a_value_exactly_at_the_limit_is_fine(count: int) -> None:
    assert check(things({"count": count}), THINGS) == ()


def test_a_notice_names_the_key_whatever_the_index_is() -> None:
    table = things({}, {"thing_id": "b", "count": "-2"})
    (notice,) = check(table.set_index(pd.Index([7, 3])), THINGS)
    assert (notice.row, notice.detail) == ("b", "count=-2")


def test_an_empty_table_has_no_defects() -> None:
    assert check(conform(pd.DataFrame({"thing_id": []}), THINGS), THINGS) == ()


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=list(CONTRACTS))
def test_every_contract_describes_its_columns_and_has_its_key(contract: Contract) -> None:
    names = contract.column_names
    assert len(set(names)) == len(names)
    assert set(contract.key) <= {column.name for column in contract.columns if column.is_required}
    assert all(column.description for column in contract.columns)


@pytest.mark.parametrize("name", ["services", "organisations", "adhesions", "initiatives", "practices", "availability"])
def test_records_carry_source_licence_and_day(name: str) -> None:
    required = {column.name for column in CONTRACTS[name].columns if column.is_required}
    assert {"source_id", "source_key", "licence", "retrieved_on", "is_demo"} <= required


def test_rows_without_a_key_are_noticed_and_not_taken_for_each_other() -> None:
    notices = check(things({"thing_id": ""}, {"thing_id": ""}), THINGS)
    assert [(notice.rule, notice.row) for notice in notices] == [("missing_value", "")] * 2


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        pytest.param("10000:150|20000:280|:450", "", id="as it should be"),
        pytest.param(":450", "", id="one fee for everybody"),
        pytest.param(":450.50", "", id="cents"),
        pytest.param("10000:150|20000:280", "bad_format", id="no open end"),
        pytest.param("10000:150|:280|:450", "bad_format", id="two open ends"),
        pytest.param("150", "bad_format", id="a fee without a colon"),
        pytest.param("20000:280|10000:150|:450", "out_of_order", id="going down"),
        pytest.param("10000:150|10000:280|:450", "out_of_order", id="the same end twice"),
    ],
)
def test_bands_of_fees_go_up_and_the_last_is_open(cell: str, rule: str) -> None:
    contract = replace(THINGS, columns=(*THINGS.columns, *(c for c in SERVICES.columns if c.name == "isee_fee_bands")))
    table = conform(pd.DataFrame([{**FULL, "isee_fee_bands": cell}]), contract)
    assert [notice.rule for notice in check(table, contract)] == ([rule] if rule else [])


def test_the_last_band_of_fees_has_no_upper_end() -> None:
    assert fee_bands("10000:150|:450.5") == (FeeBand(10_000, 150), FeeBand(math.inf, 450.5))
