"""What counts in an address."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from welfare_map.register.duplicates.streets import street_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Via Garibaldi, 12", "V. GARIBALDI 12", id="short street"),
        pytest.param("Piazza San Rocco, 3/B", "P.zza S. Rocco 3 b", id="square, saint and letter"),
        pytest.param("Via XXV Aprile, 7", "Via 25 Aprile 7", id="date in the street"),
        pytest.param("Viale Europa, snc", "V.le Europa", id="no number"),
        pytest.param("C.so Italia, 4-6", "Corso Italia 4", id="double number"),
    ],
)
def test_two_spellings_are_one_street_and_number(one: str, other: str) -> None:
    assert street_of(one) == street_of(other)


def test_the_number_of_a_date_is_no_house_number() -> None:
    assert street_of("Via XX Settembre").number == ""
    assert street_of("Via 25 Aprile").number == ""


def test_initials_do_not_count() -> None:
    assert street_of("Via G. Garibaldi, 1").words == "garibaldi"


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_taken_apart(words: str) -> None:
    street_of(words)
