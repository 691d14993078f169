"""A square of the toy territory and those around it: the three by three squares are numbered row by row."""

import pytest

from geodata.errors import InputError
from geodata.territory import Territory
from welfare_map.questions.neighbourhood import is_with_neighbours, with_neighbours

UNO, DUE, TRE, QUATTRO, CINQUE = "901001", "901002", "901003", "901004", "902001"


def test_a_corner_has_three_neighbours_and_comes_first(toy_territory: Territory) -> None:
    assert with_neighbours(toy_territory, UNO) == (UNO, DUE, QUATTRO, CINQUE)
    assert with_neighbours(toy_territory, QUATTRO)[0] == QUATTRO


def test_the_middle_has_all_the_others(toy_territory: Territory) -> None:
    assert set(with_neighbours(toy_territory, CINQUE)) == set(toy_territory.municipalities["municipality_code"])


@pytest.mark.parametrize(
    ("codes", "is_so"),
    [
        pytest.param((UNO, CINQUE, QUATTRO, DUE), True, id="the first and all around it"),
        pytest.param((DUE, UNO, QUATTRO, CINQUE), False, id="another one first"),
        pytest.param((UNO, DUE, QUATTRO), False, id="one lacks"),
        pytest.param((UNO, DUE, TRE, QUATTRO, CINQUE), False, id="one too many"),
        pytest.param((), False, id="none"),
    ],
)
def test_a_group_is_known_for_a_municipality_with_its_neighbours(
    toy_territory: Territory, codes: tuple[str, ...], *, is_so: bool
) -> None:
    assert is_with_neighbours(toy_territory, codes) is is_so


def test_what_is_no_municipality_is_refused(toy_territory: Territory) -> None:
    with pytest.raises(InputError):
        with_neighbours(toy_territory, "999999")
