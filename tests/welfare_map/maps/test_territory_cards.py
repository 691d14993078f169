import re
from collections.abc import Callable
from typing import Any

import pytest

from welfare_map.maps.territory_cards import territory_card
from welfare_map.model import KindCount, OfficeRow, TerritoryRow

Read = Callable[[str], Any]
LEGNANO: dict[str, Any] = {
    "level": "municipality",
    "code": "901001",
    "name": "Uno",
    "municipality_code": "901001",
    "municipality_name": "Uno",
    "district_id": "valle",
    "district_name": "Valle",
    "district_is_verified": True,
    "province_code": "901",
    "province_short": "AA",
    "province_name": "Alfa",
    "region_code": "91",
    "region_name": "Regione",
    "municipality_count": 1,
    "residents": 59_941,
    "residents_0_2": 1_300,
    "residents_3_5": 1_400,
    "residents_6_14": 5_000,
    "residents_15_64": 38_000,
    "residents_65_plus": 14_241,
    "residents_75_plus": 7_500,
    "district_office": None,
    "district_offices": (),
    "services": (),
    "adherent_count": 0,
    "demo_adherent_count": 0,
    "initiative_ids": (),
    "past_initiative_ids": (),
    "is_complete": True,
}


def row(**cells: Any) -> TerritoryRow:
    return TerritoryRow(**{**LEGNANO, **cells})


def office(**cells: Any) -> OfficeRow:
    known = {"office_id": "o", "name": "Ufficio", "name_en": "Office", "document_id": "d"}
    return OfficeRow(**{**known, "phone": None, "email": None, "website": None, **cells})


def kind(**counts: int) -> KindCount:
    none = {
        "service_count": 3,
        "capacity_authorised_count": 41,
        "capacity_accredited_count": 40,
        "without_capacity_count": 0,
        "demo_count": 0,
    }
    return KindCount(kind="nursery", **{**none, **counts})


def card(shown: TerritoryRow, lang: str = "it", *names: str) -> str:
    return territory_card(shown, lang, initiative_names=names)


def test_residents_are_said_by_age_band_with_their_source(read: Read) -> None:
    said = read(card(row())).text
    for words in ("59.941", "0–2 anni: 1.300", "di cui 75 e più: 7.500", "1° gennaio 2023"):
        assert words in said


@pytest.mark.parametrize(("lang", "words"), [("it", "non noti"), ("en", "unknown")])
def test_residents_that_are_unknown_are_said_to_be_and_no_age_band_is_shown(lang: str, words: str, read: Read) -> None:
    bands = {name: None for name in LEGNANO if name.startswith("residents")}
    said = read(card(row(**bands), lang)).text
    assert words in said
    assert "0–2" not in said
    assert "2023" not in said


@pytest.mark.parametrize(
    ("lang", "heads"),
    [
        ("it", ["Tipo", "Servizi", "Posti autorizzati", "Posti accreditati"]),
        ("en", ["Kind", "Services", "Authorised places", "Accredited places"]),
    ],
)
def test_authorised_and_accredited_places_have_columns_of_their_own(lang: str, heads: list[str]) -> None:
    table = card(row(services=(kind(),)), lang)
    assert re.findall(r'<th scope="col">([^<]+)</th>', table) == heads
    assert re.findall(r"<td>([^<]+)</td>", table) == ["3", "41", "40"]


def test_a_district_that_is_not_verified_says_so(read: Read) -> None:
    assert "Ambito Valle (da verificare)" in read(card(row(district_is_verified=False))).text
    assert "da verificare" not in read(card(row())).text


def test_an_office_is_called_by_a_link(read: Read) -> None:
    found = read(card(row(district_office=office(phone="+3903311816367"))))
    assert found.links == ["tel:+3903311816367"]


@pytest.mark.parametrize(("lang", "name"), [("it", "Ufficio:"), ("en", "Office:")])
def test_an_office_is_named_in_the_language_of_the_page(lang: str, name: str, read: Read) -> None:
    assert name in read(card(row(district_office=office(phone="+39000")), lang)).text


def test_both_offices_of_a_larger_unit_are_named(read: Read) -> None:
    offices = (office(phone="+39001"), office(office_id="p", name="Altro", phone="+39002"))
    assert read(card(row(level="district", district_offices=offices))).links == ["tel:+39001", "tel:+39002"]


def test_an_office_that_is_not_documented_is_not_invented(read: Read) -> None:
    assert "Non abbiamo un contatto documentato" in read(card(row())).text


def test_places_that_are_not_known_are_counted_beside_the_sum(read: Read) -> None:
    assert "2 senza posti noti" in read(card(row(services=(kind(without_capacity_count=2),)))).text


@pytest.mark.parametrize(
    ("demo_count", "words"),
    [(0, None), (2, "di cui 2 dimostrativi"), (3, "dati dimostrativi")],
    ids=["none", "some", "all"],
)
def test_demonstration_services_are_labelled_in_the_figures(demo_count: int, words: str | None, read: Read) -> None:
    said = read(card(row(services=(kind(demo_count=demo_count),)))).text
    assert words in said if words else "dimostrativ" not in said


def test_demonstration_adherents_are_counted_apart(read: Read) -> None:
    assert "4, più 7 dimostrative" in read(card(row(adherent_count=4, demo_adherent_count=7))).text


def test_a_territory_without_services_and_agreements_says_so(read: Read) -> None:
    said = read(card(row())).text
    assert "Nessun servizio nella mappa." in said
    assert "Nessun accordo documentato in questo territorio." in said


def test_agreements_in_force_are_listed(read: Read) -> None:
    assert "Patto della Valle" in read(card(row(), "it", "Patto della Valle")).text


def test_hostile_words_stay_words(hostile: str, read: Read) -> None:
    shown = row(
        name=hostile,
        district_name=hostile,
        province_short=hostile,
        district_office=office(name=hostile, phone=hostile, email=hostile, website=hostile),
    )
    assert hostile.split()[0] in read(card(shown, "it", hostile)).text
