import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.cleaning.text import clean_text, unquoted

WORDS = st.text(alphabet=" \"'(),.-ABCdeà1", max_size=20)


@pytest.mark.parametrize("cell", ["", "  ", None, "Non Disponibile", "N.D.", "-", "NULL", float("nan")])
def test_words_for_missing_are_missing(cell: object) -> None:
    assert clean_text(cell) is None


def test_white_space_becomes_single_spaces() -> None:
    assert clean_text("\t CASA \n  SERENA ") == "CASA SERENA"


def test_signs_that_turn_what_follows_are_left_out() -> None:
    assert clean_text("Ni\u202edo \u2066uno\u2069 \u200edue\u200f\u061c") == "Nido uno due"


@pytest.mark.parametrize(
    ("published", "clean"),
    [
        pytest.param('"RSA ""VILLA ARANCIO"""', 'RSA "VILLA ARANCIO"', id="wrapped and doubled"),
        pytest.param('"CASA ""NEMO""', 'CASA "NEMO"', id="opening mark without its closing one"),
        pytest.param('"VILLA ARANCIO"', "VILLA ARANCIO", id="the whole name in marks"),
        pytest.param('CASA""NEMO""ONLUS', 'CASA "NEMO" ONLUS', id="glued to its neighbours"),
        pytest.param('RSA " VILLA ARANCIO"', 'RSA "VILLA ARANCIO"', id="space inside the marks"),
        pytest.param('CASA NEMO"', "CASA NEMO", id="one mark alone"),
        pytest.param('"A" E "B"', '"A" E "B"', id="two quotations stay two"),
    ],
)
def test_quotation_marks_are_repaired(published: str, clean: str) -> None:
    assert unquoted(published) == clean


@given(WORDS)
def test_repairing_marks_twice_is_repairing_them_once(words: str) -> None:
    assert unquoted(unquoted(words)) == unquoted(words)


@given(WORDS)
def test_cleaning_text_twice_is_cleaning_it_once(words: str) -> None:
    assert clean_text(clean_text(words)) == clean_text(words)
