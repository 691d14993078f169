import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.cleaning.hours import clean_opening_hours


@pytest.mark.parametrize(
    ("published", "clean"),
    [
        pytest.param("Mo-Fr 07:30-18:00", "Mo-Fr 07:30-18:00", id="as it should be"),
        pytest.param("Mo-Fr 07:30-18:00;Sa off", "Mo-Fr 07:30-18:00; Sa closed", id="another spelling"),
        pytest.param("24/7", "24/7", id="always"),
        pytest.param("dal lunedì al venerdì", None, id="prose"),
        pytest.param("Mo-Fr 25:00-99:00", None, id="no such hour"),
        pytest.param("Mo 08:00-09:00; " * 60, None, id="endless"),
        pytest.param("", None, id="missing"),
    ],
)
def test_hours_are_in_the_syntax_of_openstreetmap_or_missing(published: str, clean: str | None) -> None:
    assert clean_opening_hours(published) == clean


@given(st.text(alphabet="MoTuFrSaPH 0123456789:-;,+of/", max_size=40))
def test_cleaning_hours_twice_is_cleaning_them_once(words: str) -> None:
    assert clean_opening_hours(clean_opening_hours(words)) == clean_opening_hours(words)
