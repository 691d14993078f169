import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.cleaning.address import clean_address

WORDS = "VIA PIAZZA DELLE ROSE , ,12 12/B SNC ,SNC S.N.C. 4-6 BIS 23B XX SETTEMBRE PADOVA23 E. CANTU' D'ALFA Largo"
PIECES = st.sampled_from(WORDS.split())


@pytest.mark.parametrize(
    ("published", "clean"),
    [
        pytest.param("VIALE DELLE ROSE,12/B", "Viale delle Rose, 12/B", id="comma without space"),
        pytest.param("VIA MOLINO,SNC", "Via Molino, snc", id="no house number"),
        pytest.param("VIA XX SETTEMBRE 1900,3", "Via XX Settembre 1900, 3", id="numbers in the street's name"),
        pytest.param("VIA ALFA23", "Via Alfa, 23", id="glued house number"),
        pytest.param("VIA ALFA,9 BIS", "Via Alfa, 9 bis", id="bis"),
        pytest.param("VIA ALFA,4 - 6", "Via Alfa, 4-6", id="range"),
        pytest.param("VIA SENZA NUMERO", "Via Senza Numero", id="no number at all"),
        pytest.param("PIAZZA ALFA, ANGOLO VIA BETA", "Piazza Alfa, Angolo Via Beta", id="comma before words"),
        pytest.param(" , ", None, id="nothing but a comma"),
    ],
)
def test_addresses_are_ready_to_be_read(published: str, clean: str | None) -> None:
    assert clean_address(published) == clean


@given(st.lists(PIECES, max_size=6).map(" ".join))
def test_cleaning_an_address_twice_is_cleaning_it_once(words: str) -> None:
    assert clean_address(clean_address(words)) == clean_address(words)
