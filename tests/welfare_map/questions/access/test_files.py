"""Tables that are given beside the register."""

import pytest

from geodata.errors import InputError
from geodata.territory import Territory
from welfare_map.model import SmallArea
from welfare_map.questions.access.files import classes_in, small_areas_in


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("municipality_code,lon,lat,residents\n901001,9.1,45.2,30\n", id="commas"),
        pytest.param("\ufeffsection;residents;lat;lon;municipality_code\n7;30;45,2;9,1;901001\n", id="semicolons"),
    ],
)
def test_small_areas_are_read_however_columns_are_ordered(words: str, toy_territory: Territory) -> None:
    assert small_areas_in(words, toy_territory) == (SmallArea("901001", 9.1, 45.2, 30.0),)


@pytest.mark.parametrize(
    ("line", "column"),
    [
        pytest.param("999999,9.1,45.2,30", "municipality_code", id="unknown municipality"),
        pytest.param("901001,45.2,9.1,30", "lon", id="latitude first"),
        pytest.param("901001,9.1,,30", "lat", id="no latitude"),
        pytest.param("901001,9.1,45.2,-1", "residents", id="fewer than nobody"),
        pytest.param("901001,9.1,45.2", "residents", id="short line"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(line: str, column: str, toy_territory: Territory) -> None:
    words = f"municipality_code,lon,lat,residents\n901002,9.1,45.2,30\n{line}\n"
    with pytest.raises(InputError) as refused:
        small_areas_in(words, toy_territory)
    assert (refused.value.key, refused.value.values["line"], refused.value.values["column"]) == (
        "error.table_cell",
        3,
        column,
    )


@pytest.mark.parametrize(
    ("words", "key"),
    [
        pytest.param("municipality_code,lon,lat\n901001,9.1,45.2\n", "error.table_columns", id="column missing"),
        pytest.param("", "error.table_columns", id="empty"),
        pytest.param("municipality_code,lon,lat,residents\n", "error.upload_no_rows", id="header alone"),
    ],
)
def test_a_table_that_is_none_is_refused(words: str, key: str, toy_territory: Territory) -> None:
    with pytest.raises(InputError) as refused:
        small_areas_in(words, toy_territory)
    assert refused.value.key == key


def test_a_class_is_given_once(toy_territory: Territory) -> None:
    head = "municipality_code;class\n"
    assert classes_in(f"{head}901001;montagna\n901002;pianura\n", toy_territory) == {
        "901001": "montagna",
        "901002": "pianura",
    }
    with pytest.raises(InputError) as refused:
        classes_in(f"{head}901001;montagna\n901001;pianura\n", toy_territory)
    assert refused.value.values["line"] == 3
