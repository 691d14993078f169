import pandas as pd
import pytest

from geodata.population import BAND_COLUMNS, residents_by_band


def population(counts: dict[int, int], code: str = "015118") -> pd.DataFrame:
    rows = [(code, age, count) for age, count in counts.items()]
    return pd.DataFrame(rows, columns=["municipality_code", "age", "resident_count"])


@pytest.mark.parametrize(
    ("age", "bands"),
    [
        pytest.param(0, {"residents_0_2"}, id="newborn"),
        pytest.param(2, {"residents_0_2"}, id="last year of nursery"),
        pytest.param(3, {"residents_3_5"}, id="first year of preschool"),
        pytest.param(5, {"residents_3_5"}, id="last year of preschool"),
        pytest.param(6, {"residents_6_14"}, id="first year of school"),
        pytest.param(14, {"residents_6_14"}, id="last year of childhood"),
        pytest.param(15, {"residents_15_64"}, id="first year of working age"),
        pytest.param(64, {"residents_15_64"}, id="last year of working age"),
        pytest.param(65, {"residents_65_plus"}, id="first year of old age"),
        pytest.param(74, {"residents_65_plus"}, id="last year before 75"),
        pytest.param(75, {"residents_65_plus", "residents_75_plus"}, id="first year of 75 plus"),
        pytest.param(100, {"residents_65_plus", "residents_75_plus"}, id="a hundred and over"),
    ],
)
def test_each_age_counts_in_its_bands_and_in_the_total(age: int, bands: set[str]) -> None:
    row = residents_by_band(population({age: 7})).loc["015118"]
    whole_numbers = set(BAND_COLUMNS) - {"residents_3_36_months"}
    assert {name for name in whole_numbers if row[name] == 7} == bands | {"residents"}


def test_residents_of_3_to_36_months_are_three_quarters_of_the_first_year_and_all_of_the_next_two() -> None:
    table = residents_by_band(population({0: 12, 1: 20, 2: 30, 3: 40}))
    assert table.loc["015118", "residents_3_36_months"] == 9 + 20 + 30


def test_a_municipality_without_children_has_none() -> None:
    assert residents_by_band(population({80: 5})).loc["015118", "residents_0_2"] == 0


def test_rows_of_the_same_age_are_added_and_municipalities_come_by_code() -> None:
    table = pd.concat([population({1: 2}, "020030"), population({1: 3}), population({1: 4})])
    result = residents_by_band(table)
    assert result["residents"].to_dict() == {"015118": 7, "020030": 2}
    assert list(result.index) == ["015118", "020030"]


def test_the_input_is_left_as_it_was() -> None:
    table = population({0: 1, 80: 2})
    before = table.copy()
    residents_by_band(table)
    pd.testing.assert_frame_equal(table, before)
