from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import unquote

import pytest

from welfare_map.maps.comparison import comparison_table
from welfare_map.maps.service_cards import service_card
from welfare_map.maps.service_words import capacity_words
from welfare_map.model import BandPlaces, NearbyRow, SourceNote

TODAY = date(2026, 9, 30)
SOURCES = {"toy": SourceNote("toy", "Elenco di prova", "IODL-2.0", "https://example.org", "2026-09-01")}
TEXT_CELLS = (
    "service_id",
    "name",
    "provider_name",
    "municipality_name",
    "address",
    "opening_hours",
    "phone",
    "email",
    "website",
    "licence",
    "checked_by_role",
)
REWRITTEN_CELLS = ("service_id", "opening_hours")
"""No text of the card; text that is put into other words."""
MakeNearby = Callable[..., NearbyRow]
Read = Callable[[str], Any]


def card(row: NearbyRow, lang: str = "it", *, number: int | None = 1, report_email: str = "") -> str:
    return service_card(row, lang, number=number, sources=SOURCES, as_of_on=TODAY, report_email=report_email)


def test_a_card_says_number_name_kind_minutes_and_distance(make_nearby: MakeNearby, read: Read) -> None:
    said = read(card(make_nearby(), number=7)).text
    for words in ("7", "Nido Girasole", "Asilo nido", "4 min", "in linea d'aria 1,0 km", "Uno"):
        assert words in said


@pytest.mark.parametrize(
    ("lang", "unknown"),
    [
        ("it", ("orari non noti", "Posti non noti", "Posti liberi non noto", "Contatti non noti")),
        ("en", ("hours not known", "Places not known", "Free places not known", "Contact not known")),
    ],
)
def test_what_is_unknown_is_said_to_be_unknown(
    lang: str, unknown: tuple[str, ...], make_nearby: MakeNearby, read: Read
) -> None:
    said = read(card(make_nearby(), lang)).text.lower()
    assert [words for words in unknown if words.lower() not in said] == []


def test_nothing_unknown_is_shown_as_none_or_nan(make_nearby: MakeNearby, read: Read) -> None:
    said = read(card(make_nearby(municipality_name=None))).text
    assert "None" not in said
    assert "nan" not in said.split()


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        pytest.param(
            {"capacity_authorised": 32, "capacity_accredited": 30}, "32 autorizzati, 30 accreditati", id="both"
        ),
        pytest.param({"capacity_authorised": 1200}, "1.200 autorizzati", id="authorised alone"),
        pytest.param({"capacity_accredited": 0}, "0 accreditati", id="none at all is not unknown"),
        pytest.param({}, "non noti", id="unknown"),
    ],
)
def test_places_are_said_as_they_are_known(cells: dict[str, int], words: str, make_nearby: MakeNearby) -> None:
    assert capacity_words(make_nearby(**cells), "it") == words


TODDLERS = BandPlaces(
    band="toddlers_12_24_months",
    free_count=3,
    waiting_count=5,
    free_in_1_month_count=None,
    free_in_2_months_count=None,
    free_in_3_months_count=2,
    as_of_on="2026-09-03",
    expires_on="2026-09-30",
    author_role="provider",
)


@pytest.mark.parametrize(
    ("places", "words"),
    [
        pytest.param(
            TODDLERS,
            "Semidivezzi (12–24 mesi): 3 liberi, dato del 3 settembre 2026 (chi gestisce il servizio), "
            "vale fino al 30 settembre 2026; in lista d'attesa 5; previsti per il 3 dicembre 2026: 2",
            id="all that is known",
        ),
        pytest.param(replace(TODDLERS, free_count=0), "nessun posto libero, dato del", id="none is not unknown"),
        pytest.param(replace(TODDLERS, free_count=None), "posti liberi non noti, dato del", id="unknown is not none"),
        pytest.param(
            TODDLERS.on(date(2026, 10, 1)),
            "Semidivezzi (12–24 mesi): non si sa più (dato scaduto il 30 settembre 2026)",
            id="past its term",
        ),
    ],
)
def test_free_places_are_said_with_day_author_and_term(
    places: BandPlaces, words: str, make_nearby: MakeNearby, read: Read
) -> None:
    assert words in read(card(make_nearby(bands=(places,)))).text


def test_places_for_other_ages_wait_among_the_details(make_nearby: MakeNearby) -> None:
    older = replace(TODDLERS, band="two_year_olds_24_36_months", is_asked=False)
    before, details = card(make_nearby(bands=(TODDLERS, older))).split("<details>")
    assert "Semidivezzi" in before
    assert "Divezzi" not in before
    assert "Divezzi" in details


@pytest.mark.parametrize("lang", ["it", "en"])
def test_a_demonstration_row_says_so_and_a_real_one_does_not(lang: str, make_nearby: MakeNearby, read: Read) -> None:
    label = {"it": "Dimostrazione", "en": "Demonstration"}[lang]
    assert label in read(card(make_nearby(is_demo=True), lang)).text
    assert label not in read(card(make_nearby(), lang)).text


def test_an_approximate_position_is_marked(make_nearby: MakeNearby, read: Read) -> None:
    said = read(card(make_nearby(is_approximate=True, position_quality="municipality"))).text
    assert "≈ 4 min" in said
    assert "Posizione approssimata: Nel comune" in said
    assert "approssimata" not in read(card(make_nearby())).text


@pytest.mark.parametrize(
    ("has_roads", "cells", "words"),
    [
        pytest.param(True, {"is_estimate": True}, ">circa 4 min<", id="an estimate beside roads"),
        pytest.param(True, {"is_estimate": False}, ">4 min<", id="on roads"),
        pytest.param(True, {"is_estimate": True, "is_approximate": True}, ">≈ 4 min<", id="an area is marked once"),
        pytest.param(False, {"is_estimate": True}, ">4 min<", id="all are estimates: the method says so"),
    ],
)
def test_an_estimate_is_marked_where_other_minutes_follow_roads(
    has_roads: bool,  # noqa: FBT001  # a case
    cells: dict[str, bool],
    words: str,
    make_nearby: MakeNearby,
) -> None:
    row = make_nearby(**cells)
    about: Any = {"number": 1, "sources": SOURCES, "as_of_on": TODAY, "report_email": "", "has_roads": has_roads}
    assert words in service_card(row, "it", **about)
    assert words in comparison_table([row], "it", has_roads=has_roads)


def test_contacts_are_links(make_nearby: MakeNearby, read: Read) -> None:
    row = make_nearby(phone="+390331123", email="nido@example.org", website="https://example.org/nido")
    contacts = ["tel:+390331123", "mailto:nido@example.org", "https://example.org/nido"]
    assert read(card(row)).links == [*contacts, "registro?report=toy%3A1"]


def test_the_source_is_named_with_licence_day_and_age(make_nearby: MakeNearby, read: Read) -> None:
    said = read(card(make_nearby())).text
    assert "Elenco di prova, Italian Open Data License 2.0" in said
    assert "letta il 1 settembre 2026 (29 giorni fa)" in said
    assert "non ancora controllata da una persona" in said


def test_who_checked_the_row_is_said(make_nearby: MakeNearby, read: Read) -> None:
    said = read(card(make_nearby(checked_on="2026-09-20", checked_by_role="curator"))).text
    assert "controllata il 20 settembre 2026 (curatore)" in said


def test_a_mistake_is_reported_to_the_mailbox_of_the_operator_alone(make_nearby: MakeNearby, read: Read) -> None:
    (_, link) = read(card(make_nearby(), report_email="mappa@example.org")).links
    assert link.startswith("mailto:mappa@example.org?subject=")
    assert "toy:1" in unquote(link)
    assert not [address for address in read(card(make_nearby())).links if address.startswith("mailto:")]


@pytest.mark.parametrize(("lang", "address"), [("it", "registro?report=%s"), ("en", "registro?report=%s&lang=en")])
def test_a_mistake_is_reported_in_the_register_in_the_language_of_the_card(
    lang: str, address: str, make_nearby: MakeNearby, read: Read
) -> None:
    row = make_nearby(service_id='a:1&lang=xx"#')
    assert read(card(row, lang)).links == [address % "a%3A1%26lang%3Dxx%22%23"]


def test_a_name_with_signs_cannot_add_a_recipient_to_the_report(make_nearby: MakeNearby, read: Read) -> None:
    row = make_nearby(name="A&bcc=all@example.org?cc=x#y")
    (_, link) = read(card(row, report_email="mappa@example.org")).links
    assert link.count("?") == 1
    assert link.count("&") == 1
    assert "#" not in link


@pytest.mark.parametrize("cell", TEXT_CELLS)
def test_hostile_words_stay_words_in_a_card(cell: str, hostile: str, make_nearby: MakeNearby, read: Read) -> None:
    row = make_nearby(**{cell: hostile, "checked_on": "2026-09-20"})
    made = read(card(row, report_email="mappa@example.org"))
    assert cell in REWRITTEN_CELLS or hostile.split()[0] in made.text


def test_an_unknown_source_and_licence_are_shown_by_their_code(make_nearby: MakeNearby, read: Read) -> None:
    said = read(card(make_nearby(source_id="new", licence="X-1"))).text
    assert "Fonte: new, X-1" in said
