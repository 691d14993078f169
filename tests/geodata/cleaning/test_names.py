import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.cleaning.names import clean_name

WORDS = (
    "RSA R.S.A. CDI ONLUS S.R.L. A.S.P. SRL CASA DI RIPOSO DELL'ANZIANO L'OASI CITTA' CA' XXIII I E A LA IL PER S.ANNA "
    'F.LLI "ARANCIO" - ""NEMO"" (ALFA) G.B. BETA-GAMMA 3D VIA N. 10 D\'ORO È DE\' Villa \'93 S. ,'
)
PIECES = st.sampled_from(WORDS.split())


@pytest.mark.parametrize(
    ("published", "clean"),
    [
        pytest.param("FONDAZIONE CASA DI RIPOSO ONLUS", "Fondazione Casa di Riposo ONLUS", id="acronym, preposition"),
        pytest.param("VILLA ARANCIO S.R.L.", "Villa Arancio S.R.L.", id="acronym with dots"),
        pytest.param("A.S.P. VALLE ALFA", "A.S.P. Valle Alfa", id="acronym in front"),
        pytest.param("CDI GIOVANNI XXIII", "CDI Giovanni XXIII", id="Roman numeral"),
        pytest.param("RSA PAPA TIZIO I", "RSA Papa Tizio I", id="Roman one at the end"),
        pytest.param("RSA I GELSOMINI", "RSA I Gelsomini", id="article that begins a name"),
        pytest.param(
            "CASA PER L'ANZIANO E LA FAMIGLIA", "Casa per l'Anziano e la Famiglia", id="article that does not"
        ),
        pytest.param("RESIDENZA DELL'ORSO D'ALFA", "Residenza dell'Orso d'Alfa", id="elided prepositions"),
        pytest.param("SANT'OTTONE", "Sant'Ottone", id="apostrophe in a saint's name"),
        pytest.param("CITTA' DI BETA", "Città di Beta", id="apostrophe for an accent"),
        pytest.param("FONDAZIONE CA' ALFA", "Fondazione Ca' Alfa", id="apostrophe that is none"),
        pytest.param("VILLA S.TIZIO", "Villa S. Tizio", id="glued initial"),
        pytest.param("CASA F.LLI ALFA", "Casa F.lli Alfa", id="fratelli"),
        pytest.param("COOPERATIVA LOMBARDO-VENETA", "Cooperativa Lombardo-Veneta", id="hyphen"),
        pytest.param('RSA ""LA GINESTRA""', 'RSA "La Ginestra"', id="article in marks"),
        pytest.param('FONDAZIONE "ALFA" DI BETA', 'Fondazione "Alfa" di Beta', id="preposition after marks"),
        pytest.param("KCS CAREGIVER", "KCS Caregiver", id="word without vowels"),
        pytest.param("Villa d'Alfa", "Villa d'Alfa", id="small letters stay"),
    ],
)
def test_names_are_written_as_italians_write_them(published: str, clean: str) -> None:
    assert clean_name(published) == clean


def test_a_name_of_marks_alone_is_missing() -> None:
    assert clean_name('""""') is None


@given(st.lists(PIECES, max_size=6).map(" ".join))
def test_cleaning_a_name_twice_is_cleaning_it_once(words: str) -> None:
    assert clean_name(clean_name(words)) == clean_name(words)


@given(st.text(max_size=20))
def test_any_text_is_a_name_or_missing(words: str) -> None:
    clean = clean_name(words)

    assert clean is None or clean.strip() == clean != ""
