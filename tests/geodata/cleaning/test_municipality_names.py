import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.cleaning.municipality_names import (
    FORMER_CADASTRAL_CODES,
    FORMER_NAMES,
    NO_MUNICIPALITIES,
    Municipality,
    code_of_cadastral,
    code_of_name,
    municipality_list,
)
from geodata.store import read_municipality_list

KNOWN = municipality_list(
    [
        Municipality("901001", "San Proba sul Sasso", "MB", "Monza e della Brianza", "Z001"),
        Municipality("901002", "Provà d'Adda", "CO", "Como", "Z002"),
        Municipality("901003", "Doppio", "CO", "Como", "Z003"),
        Municipality("901004", "Doppio", "TN", "Trento", "Z004"),
        Municipality("901005", "Piano sulla strada del vino", "BZ", "Bolzano/Bozen", "Z005", "Ebene"),
        Municipality("901006", "Paese", "NA", "Napoli", "Z006"),
        Municipality("901007", "Paese", "TV", "Treviso", "Z007"),
        Municipality("012144", "Bardello con Malgesso e Bregano", "VA", "Varese", "M433"),
    ]
)
ITALY = read_municipality_list()


def test_the_list_of_italy_is_read_once_in_a_process() -> None:
    assert read_municipality_list() is ITALY


@pytest.mark.parametrize(
    ("name", "province", "code"),
    [
        pytest.param("SAN PROBA SUL SASSO", "MB", "901001", id="capitals"),
        pytest.param("S.PROBA SUL SASSO", "MB", "901001", id="saint with a point"),
        pytest.param("S. Proba s/ Sasso", "MB", None, id="an abbreviation that nobody explained"),
        pytest.param("San Proba Sasso", "MB", "901001", id="linking word left out"),
        pytest.param("SAN PROBA SUL SASSO", "MONZA E BRIANZA", "901001", id="province by a shorter name"),
        pytest.param("San Proba sul Sasso", "MI", "901001", id="province that its own was taken from"),
        pytest.param("San Proba sul Sasso", "CO", None, id="another province"),
        pytest.param("PROVA' D'ADDA", "CO", "901002", id="apostrophe for an accent"),
        pytest.param("Prova dAdda", None, "901002", id="apostrophe left out"),
        pytest.param("Comune di Provà d’Adda", "Como", "901002", id="with its title and a curly apostrophe"),
        pytest.param("Doppio", None, None, id="two of that name"),
        pytest.param("Doppio", "TN", "901004", id="two of that name, with the province"),
        pytest.param("Doppio (CO)", None, "901003", id="province after the name"),
        pytest.param("Doppio - CO", None, "901003", id="province after a dash"),
        pytest.param("Ebene", "BZ", "901005", id="the other language"),
        pytest.param("Piano sulla strada del vino/Ebene", "BZ", "901005", id="both languages"),
        pytest.param("EBENE - PIANO SULLA STRADA DEL VINO", None, "901005", id="both, the other way round"),
        pytest.param("Malgesso", "VA", "012144", id="merged"),
        pytest.param("Ronago", "CO", None, id="merged into one that is not in the list"),
        pytest.param("Paese", "NA", "901006", id="Napoli is not a word for missing"),
        pytest.param("Altrove", None, None, id="no such place"),
        pytest.param("Non Disponibile", "CO", None, id="word for missing"),
        pytest.param(None, None, None, id="missing"),
    ],
)
def test_a_municipality_is_found_in_any_spelling_or_not_at_all(
    name: str | None, province: str | None, code: str | None
) -> None:
    assert code_of_name(name, province, KNOWN) == code


@pytest.mark.parametrize(
    ("cell", "code"), [("Z002", "901002"), ("z002", "901002"), ("E856", "012144"), ("X999", None), (None, None)]
)
def test_a_cadastral_code_leads_to_the_municipality_of_today(cell: str | None, code: str | None) -> None:
    assert code_of_cadastral(cell, KNOWN) == code


def test_every_municipality_of_italy_is_found_by_its_name_and_province() -> None:
    known = {one.code: one for index in ITALY.by_name[:1] for ones in index.values() for one in ones}

    lost = [one for one in known.values() if code_of_name(one.name.upper(), one.province_short, ITALY) != one.code]

    assert len(known) > 7800
    assert lost == []


def test_former_municipalities_lead_to_codes_of_today_and_are_not_in_the_list() -> None:
    assert {*FORMER_CADASTRAL_CODES.values(), *FORMER_NAMES.values()} <= ITALY.codes
    assert not set(FORMER_CADASTRAL_CODES) & set(ITALY.by_cadastral_code)


@given(st.text(max_size=30), st.text(max_size=4) | st.none())
def test_no_text_is_too_strange_to_be_looked_up(name: str, province: str | None) -> None:
    assert code_of_name(name, province, NO_MUNICIPALITIES) is None
    assert code_of_name(name, province, KNOWN) in {None, *KNOWN.codes}
