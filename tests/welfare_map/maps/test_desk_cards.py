from dataclasses import replace

import pytest

from welfare_map.maps.desk_cards import desk_card, employer_card
from welfare_map.model import AdhesionRow, DeskInitiative, DeskRow, EmployerRow, OfficeRow
from welfare_map.texts import LANGUAGES

SCRIPT = "<script>alert(1)</script>"
BOTH = {"it": SCRIPT, "en": SCRIPT}
INITIATIVE = DeskInitiative(
    initiative_id="alleanza",
    name=SCRIPT,
    has_ended=True,
    how_to_adhere=BOTH,
    contact_name=BOTH,
    contact_phones=("+390331000000",),
    contact_email="sportello@example.org",
    is_demo=True,
)
ROW = DeskRow(
    where="home",
    municipality_code="901001",
    municipality_name=SCRIPT,
    province_short="AA",
    district_id="valle",
    district_name="Valle",
    district_is_verified=False,
    district_office=OfficeRow(
        office_id="u",
        name=SCRIPT,
        name_en=SCRIPT,
        phone="+390331000001",
        email=None,
        website="javascript:alert(1)",
        document_id="patto",
    ),
    initiatives=(INITIATIVE,),
)
EMPLOYER = EmployerRow(
    organisation_id="x",
    organisation_name=SCRIPT,
    organisation_kind="company",
    municipality_name=SCRIPT,
    adhesions=(
        AdhesionRow(
            initiative_id="alleanza",
            initiative_name=SCRIPT,
            role="member",
            since_year=2020,
            document=None,
            practice_titles=(BOTH,),
            is_demo=True,
        ),
    ),
    is_demo=True,
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_data_say_stays_text(lang: str) -> None:
    made = desk_card(ROW, lang) + employer_card(EMPLOYER, lang)

    assert "<script" not in made
    assert 'href="javascript' not in made
    assert "&lt;script&gt;" in made


def test_doubt_end_and_demonstration_are_said() -> None:
    made = desk_card(ROW, "it")

    assert "da verificare" in made
    assert "concluso" in made
    assert "Dimostrazione" in made
    assert "tel:+390331000000" in made


def test_what_is_unknown_is_said_as_unknown() -> None:
    made = desk_card(replace(ROW, district_name=None, district_office=None, initiatives=()), "it")

    assert "Non sappiamo a quale ambito" in made
    assert "Non abbiamo un contatto documentato" in made
    assert "Nessun accordo documentato" in made
    assert "Nessun documento dice" in employer_card(replace(EMPLOYER, adhesions=()), "it")
