from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.cleaning.streets import street_key
from geodata.codes import PositionQuality
from geodata.geocode.addresses import AddressPoint, find_address
from geodata.sources.anncsu import HouseNumber, Street, StreetBook

UNO = "901001"
NUMBERS = (
    HouseNumber(1, "", 9.01, 45.0),
    HouseNumber(3, "", 9.03, 45.0),
    HouseNumber(3, "b", 9.031, 45.0),
    HouseNumber(12, "", 9.12, 45.0),
)


def street(street_id: int, name: str, locality: str = "", *, has_point: bool = True) -> Street:
    point = (9.5, 45.5) if has_point else (None, None)
    return Street(street_id, name, (street_key(name),), locality, *point)


@dataclass(frozen=True)
class ToyAddresses:
    """Streets of one municipality; each has the same numbers."""

    known: tuple[Street, ...]
    built_on: str = "2026-09-01"

    def streets(self, municipality_code: str, /) -> StreetBook:
        return StreetBook(self.known if municipality_code == UNO else ())

    def numbers(self, street_id: int, /) -> Sequence[HouseNumber]:
        return NUMBERS if street_id != 99 else ()


TOWN = ToyAddresses(
    (
        street(1, "VIA ROMA"),
        street(2, "VIA XXV APRILE"),
        street(3, "VIA GIUSEPPE GARIBALDI"),
        street(4, "VIA ALESSANDRO VOLTA"),
        street(5, "VIA GIUSEPPE VOLTA"),
        street(6, "VIA DANTE", "FRAZIONE ALFA"),
        street(7, "VIA DANTE", "BETA"),
        street(8, "VIA MICHELANGELO BUONARROTI"),
        street(9, "VIA 4 NOVEMBRE"),
        street(10, "VIA PIAVE", "GAMMA"),
        street(11, "VIA PIAVE", "GAMMA"),
        street(99, "VIA SENZA PUNTI", has_point=False),
    )
)


def found(words: str) -> AddressPoint | None:
    return find_address(words, UNO, TOWN)


@pytest.mark.parametrize(
    ("words", "street_name", "number"),
    [
        pytest.param("Via Roma, 3", "VIA ROMA", "3", id="as it stands"),
        pytest.param("V. ROMA 3/B", "VIA ROMA", "3/B", id="with its letter"),
        pytest.param("Via Roma 12/C", "VIA ROMA", "12", id="another letter of the number"),
        pytest.param("Via 25 aprile 3", "VIA XXV APRILE", "3", id="a number in the name"),
        pytest.param("Via Garibaldi 3", "VIA GIUSEPPE GARIBALDI", "3", id="without the first name"),
        pytest.param("Via G. Garibaldi 3", "VIA GIUSEPPE GARIBALDI", "3", id="with an initial"),
        pytest.param("Via Garibaldi Giuseppe, 3", "VIA GIUSEPPE GARIBALDI", "3", id="surname first"),
        pytest.param("Via A. Volta 3", "VIA ALESSANDRO VOLTA", "3", id="an initial decides"),
        pytest.param("Via Roma, 3, int. 2", "VIA ROMA", "3", id="a flat after it"),
        pytest.param("Via Roma, 3 - Fraz. Alfa", "VIA ROMA", "3", id="a part of the town after it"),
        pytest.param("Via Dante 3 - frazione Alfa", "VIA DANTE", "3", id="the part of the town decides"),
        pytest.param("Via Michelangelo Buonaroti 3", "VIA MICHELANGELO BUONARROTI", "3", id="a slip in a long name"),
    ],
)
def test_a_house_number_is_found_however_it_is_written(words: str, street_name: str, number: str) -> None:
    point = found(words)

    assert point is not None
    assert (point.quality, point.street_name, point.number) == (PositionQuality.ADDRESS, street_name, number)


@pytest.mark.parametrize(
    ("words", "lon"),
    [
        pytest.param("Via Roma", 9.5, id="no number: the middle"),
        pytest.param("Via Roma snc", 9.5, id="no number on the house"),
        pytest.param("Via Roma 7", 9.03, id="the nearest on the same side"),
        pytest.param("Via Roma 9", 9.03, id="the same side before the nearer number"),
        pytest.param("Via Roma 32", 9.12, id="exactly as far as may be"),
        pytest.param("Via Roma 34", 9.5, id="too far: the middle"),
        pytest.param("Via 4 Novembre", 9.5, id="a number that is the name"),
    ],
)
def test_without_the_number_the_street_is_found(words: str, lon: float) -> None:
    point = found(words)

    assert point is not None
    assert (point.quality, point.lon, point.number) == (PositionQuality.STREET, lon, None)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("", id="nothing"),
        pytest.param("3", id="a number alone"),
        pytest.param("Via Milano 3", id="another street"),
        pytest.param("Viale Roma 3", id="another kind of street"),
        pytest.param("Via Volta 3", id="two of that surname"),
        pytest.param("Via Dante 3", id="two of one name and no part of the town"),
        pytest.param("Via Piave 3 - fraz. Gamma", id="two of one name in one part of the town"),
        pytest.param("Via 24 Aprile 3", id="another day"),
        pytest.param("Via Rona 3", id="a slip in a short name"),
        pytest.param("Via Senza Punti 3", id="a street without positions"),
    ],
)
def test_what_is_not_sure_is_unknown(words: str) -> None:
    assert found(words) is None


def test_another_municipality_has_no_such_street() -> None:
    assert find_address("Via Roma 3", "901002", TOWN) is None


@given(st.text(max_size=80))
def test_any_words_are_a_point_or_unknown(words: str) -> None:
    found(words)
    found(f"Via Roma {words}")
