"""What counts in a name, and what does not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from welfare_map.register.duplicates.names import folded, in_digits, name_parts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("RSA Villa Aurora S.r.l.", "Villa Aurora RSA", id="legal form and order of the kind"),
        pytest.param("Residenza Sanitaria Assistenziale San Carlo", "R.S.A. S. Carlo", id="acronym and saint"),
        pytest.param("Asilo nido Santa Lucia", "NIDO S.TA LUCIA", id="capitals and saint"),
        pytest.param("Scuola dell'infanzia Sant'Anna", "Scuola Materna S. Anna", id="old name of the kind"),
        pytest.param("Coop. Sociale Il Ponte ONLUS", "Il Ponte Soc. Coop. Sociale", id="cooperative"),
        pytest.param("Centro Diurno Integrato L'Arca", "C.D.I. L’Arca", id="typographic apostrophe"),
        pytest.param("Città dei bimbi", "CITTA' DEI BIMBI", id="accent as apostrophe"),
        pytest.param("Scuola materna Giovanni XXIII", "Scuola materna Giovanni 23", id="Roman numeral"),
    ],
)
def test_two_spellings_have_the_same_telling_words(one: str, other: str) -> None:
    assert name_parts(one).core == name_parts(other).core
    assert name_parts(one).numbers == name_parts(other).numbers


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        pytest.param("Nido 1", ("1",), id="digit"),
        pytest.param("Nido comunale n. 03", ("3",), id="leading zero"),
        pytest.param("RSA Famagosta II", ("2",), id="Roman"),
        pytest.param("Nido Aurora I", ("1",), id="Roman one at the end"),
        pytest.param("Nido Pollicino Due", ("2",), id="word at the end"),
        pytest.param("Nido Due Pini", (), id="word elsewhere"),
        pytest.param("Micronido Abaco B", ("b",), id="letter at the end"),
        pytest.param("RSA Olona padiglione Nord", ("nord",), id="quarter at the end"),
        pytest.param("Papa Giovanni XXIII", (), id="pope"),
        pytest.param("Nido di Via XXV Aprile", (), id="date"),
        pytest.param("I", (), id="nothing but a letter"),
    ],
)
def test_numbers_of_a_name_are_those_that_number_the_service(name: str, numbers: tuple[str, ...]) -> None:
    assert name_parts(name).numbers == numbers


def test_words_of_the_kind_are_not_telling() -> None:
    parts = name_parts("Asilo nido comunale")
    assert (parts.core, parts.generic) == ((), ("nido", "comunale"))


def test_a_missing_name_has_no_parts() -> None:
    assert name_parts("Non disponibile").core == ()


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_taken_apart_and_folding_twice_changes_nothing(words: str) -> None:
    name_parts(words)
    assert folded(folded(words)) == folded(words)


@pytest.mark.parametrize(
    ("word", "digits"), [("xxiii", "23"), ("iv", "4"), ("ix", "9"), ("villa", "villa"), ("i", "i")]
)
def test_roman_numerals_become_digits(word: str, digits: str) -> None:
    assert in_digits(word) == digits
