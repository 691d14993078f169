from dataclasses import replace
from typing import Any

import pytest

from welfare_map.maps.firm_cards import exchange_words, firm_card, sector_words
from welfare_map.model import Exchange, FirmAdhesion, FirmPractice, FirmRelay, FirmRow, FirmShift, Phrase
from welfare_map.questions.shift_words import shift_phrase

EARLY = FirmShift(days="Mo-Fr", starts_at="06:00", ends_at="14:00")


def exchange(**cells: Any) -> Exchange:
    return Exchange(
        **{"need_offer_id": "a", "organisation_id": "a", "direction": "need", "exchange_kind": "nursery", **cells}
    )


def make_row(**cells: Any) -> FirmRow:
    facts: dict[str, Any] = {
        "organisation_id": "toy:filanda",
        "organisation_name": "Filanda",
        "organisation_kind": "company",
        "sector_code": "13",
        "size_class": "small",
        "employee_count": 20,
        "site_number": 1,
        "site_name": None,
        "municipality_code": "901001",
        "municipality_name": "Uno",
        "address": "Via Prova 1",
        "lon": 9.0,
        "lat": 45.0,
        "position_quality": "exact",
        "is_approximate": False,
        "distance_m": 1000,
        "travel_min": 3.2,
        "is_estimate": True,
        "common": (),
        "adhesions": (),
        "practices": (),
        "shifts": (EARLY,),
        "shift_words": (shift_phrase(EARLY),),
        "needs": (),
        "offers": (),
        "phone": None,
        "email": None,
        "website": None,
        "relays": (),
        "is_demo": False,
        "source_id": "toy",
    }
    return FirmRow(**{**facts, **cells})


def test_a_card_says_who_where_when_and_how_far() -> None:
    card = firm_card(make_row(), "it", number=3)
    for words in ("Filanda", "3 min", "Via Prova 1 · Uno", "Fabbricazione di tessili (ATECO 13)", "6:00–14:00"):
        assert words in card
    assert '<span class="wm-number">3</span>' in card
    assert "Nessuna adesione nota" in card


def test_what_is_in_common_stands_before_everything_else() -> None:
    common = (Phrase("firms.common.agreement", {"name": "Alleanza"}),)
    card = firm_card(make_row(common=common), "it")
    assert card.index("Stesso accordo: Alleanza") < card.index("Via Prova 1")
    assert "Che cosa avete in comune" not in firm_card(make_row(), "it")


def test_minutes_to_an_area_are_marked_and_a_second_site_is_named() -> None:
    card = firm_card(make_row(is_approximate=True, site_number=2, site_name="Magazzino", address=None), "it")
    assert "≈ 3 min" in card
    assert "Sede: Magazzino · Uno" in card


def test_agreements_practices_needs_and_offers_are_listed() -> None:
    card = firm_card(
        make_row(
            adhesions=(FirmAdhesion(initiative_id="a", initiative_name="Alleanza", is_demo=True),),
            practices=(FirmPractice(practice_id="p", title={"it": "Orari", "en": "Hours"}, themes=()),),
            needs=(exchange(quantity=3.0, unit="places"),),
            offers=(exchange(direction="offer", exchange_kind="training_room"),),
        ),
        "it",
    )
    for words in ("Alleanza", "Orari", "Asilo nido · posti: 3", "Sala per la formazione"):
        assert words in card
    assert card.count("wm-demo") == 1
    assert "Nessuna adesione nota" not in card


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        pytest.param(exchange(), "Asilo nido", id="nothing more is known"),
        pytest.param(exchange(quantity=1.5, unit="hours"), "Asilo nido · ore a settimana: 1,5", id="quantity"),
        pytest.param(exchange(quantity=2.0, unit="barrels"), "Asilo nido · barrels: 2", id="a unit of its own"),
        pytest.param(exchange(quantity=2.0), "Asilo nido · 2", id="no unit"),
        pytest.param(
            exchange(exchange_kind="know_how", theme="smart_working"),
            "Esperienza da raccontare (Lavoro agile)",
            id="theme",
        ),
        pytest.param(
            exchange(from_on="2027-02-01", hours="Mo-Fr 08:00-18:00"),
            "Asilo nido · dal 1 febbraio 2027 · lun–ven 8:00–18:00",
            id="from when and in which hours",
        ),
        pytest.param(
            exchange(visibility="adherents"), "Asilo nido · visibile a chi aderisce", id="to whom it is shown"
        ),
    ],
)
def test_a_need_is_said_on_one_line(one: Exchange, expected: str) -> None:
    assert exchange_words(one, "it") == expected


def test_a_firm_without_a_mailbox_is_reached_through_a_documented_office_and_the_card_says_so() -> None:
    relay = FirmRelay(
        name={"it": "Segreteria", "en": "Office"}, initiative_id="a", email="info@a.example", phones=("+390000000001",)
    )
    card = firm_card(make_row(relays=(relay,)), "it")
    assert "la mappa non manda messaggi" in card
    assert 'href="mailto:info@a.example"' in card
    assert 'href="tel:+390000000001"' in card
    assert "Nessun contatto pubblico" in firm_card(make_row(), "it")
    assert "mailto:info@b.example" in firm_card(make_row(email="info@b.example"), "it")


def test_an_invented_firm_has_nobody_to_write_to() -> None:
    card = firm_card(make_row(is_demo=True, email="info@b.example", phone="+390000000009"), "it")
    assert "Impresa inventata" in card
    assert "href" not in card
    assert "Dimostrazione" in card


def test_what_a_firm_writes_stays_text() -> None:
    nasty = '<img src=x onerror="alert(1)">'
    card = firm_card(
        make_row(
            organisation_id=nasty,
            organisation_name=nasty,
            address=nasty,
            municipality_name=nasty,
            website=f"javascript:{nasty}",
            needs=(exchange(description=nasty, hours=nasty, unit=nasty, quantity=1.0),),
            adhesions=(FirmAdhesion(initiative_id="a", initiative_name=nasty, is_demo=False),),
            practices=(FirmPractice(practice_id="p", title={"it": nasty, "en": nasty}, themes=()),),
            shift_words=(Phrase("shifts.as_written", {"days": nasty, "start": nasty, "end": nasty}),),
            common=(Phrase("firms.common.agreement", {"name": nasty}),),
        ),
        "it",
    )
    assert "<img" not in card
    assert 'href="javascript' not in card


def test_sectors_have_the_titles_of_the_classification() -> None:
    assert sector_words("25", "it") == (
        "Fabbricazione di prodotti in metallo, esclusi macchinari e attrezzature (ATECO 25)"
    )
    assert sector_words("31", "en") == "Furniture (ATECO 31)"


def test_a_card_speaks_english() -> None:
    card = firm_card(replace(make_row(), adhesions=()), "en")
    assert "from Monday to Friday, 6:00–14:00" in card
    assert "No known adhesion" in card
