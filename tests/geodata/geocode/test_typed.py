import dataclasses
from collections.abc import Sequence

import pytest

from geodata.cleaning.streets import street_key
from geodata.geocode import Candidate, with_address
from geodata.sources.anncsu import HouseNumber, Street, StreetBook

LEGNANO = Candidate(
    "San Magno (AA)", 9.0, 45.0, "municipality", "municipality", "901001", "San Magno", "AA", score=100.0
)
CASTELLO = Candidate("Castello, Due (AA)", 9.2, 45.2, "place", "place", "901002", "Due", "AA", score=96.0)
FIRM = Candidate("Roma S.r.l., Due (AA)", 9.2, 45.2, "exact", "organisation", "901002", "Due", "AA", score=90.0)


class ToyAddresses:
    """One street."""

    built_on = "2026-09-01"

    def streets(self, municipality_code: str, /) -> StreetBook:
        name = {"901001": "VIA ROMA", "901002": "VIA DEL CASTELLO"}[municipality_code]
        return StreetBook([Street(1, name, (street_key(name),), "", 9.01, 45.01)])

    def numbers(self, street_id: int, /) -> Sequence[HouseNumber]:
        return (HouseNumber(3, "", 9.03, 45.03),) if street_id == 1 else ()


@pytest.mark.parametrize(
    "words",
    [
        "via Roma 3, San Magno",
        "Via Roma, 3, S. Magno",
        "via roma 3 san magno",
        "San Magno, via Roma 3",
        "via Roma 3 - 20001 San Magno (AA)",
        "VIA ROMA n. 3, 20001 San Magno AA",
    ],
)
def test_an_address_is_found_in_its_town_however_the_town_stands_beside_it(words: str) -> None:
    found, town = with_address(words, [LEGNANO], ToyAddresses())

    assert (found.label, found.what, found.quality) == ("Via Roma 3, San Magno (AA)", "address", "address")
    assert (found.lon, found.lat, found.score) == (9.03, 45.03, 100.0)
    assert (town.label, town.score) == (LEGNANO.label, 99.0)


def test_a_street_without_the_number_says_so() -> None:
    found, _ = with_address("via Roma 99, San Magno", [LEGNANO], ToyAddresses())

    assert (found.label, found.quality) == ("Via Roma, San Magno (AA)", "street")


def test_a_later_town_is_tried_when_the_first_has_no_such_street() -> None:
    found, *_ = with_address("via del Castello 3, Castello", [LEGNANO, CASTELLO], ToyAddresses())

    assert found.label == "Via del Castello 3, Due (AA)"


def test_a_street_of_a_town_that_is_merely_like_the_typed_one_is_no_better_than_its_town() -> None:
    alike = dataclasses.replace(LEGNANO, score=80.0)
    found, *_ = with_address("via Roma 3, San Mango", [alike], ToyAddresses())
    assert (found.label, found.score) == ("Via Roma 3, San Magno (AA)", 80.0)

    named = dataclasses.replace(CASTELLO, score=100.0)
    words = "via Roma 3, Castello"
    assert with_address(words, [named, alike], ToyAddresses()) == (named, alike)


@pytest.mark.parametrize(
    ("words", "candidates"),
    [
        pytest.param("San Magno", [LEGNANO], id="no street"),
        pytest.param("via Milano 3, San Magno", [LEGNANO], id="an unknown street"),
        pytest.param("via Roma 3, Due", [FIRM], id="a firm is no town"),
        pytest.param("via Roma 3, " + "x" * 300, [LEGNANO], id="too long"),
        pytest.param("via Roma 3", [], id="no town"),
    ],
)
def test_what_is_no_address_that_is_known_changes_nothing(words: str, candidates: list[Candidate]) -> None:
    assert with_address(words, candidates, ToyAddresses()) == tuple(candidates)
