from collections.abc import Callable
from typing import Any

import pytest

from welfare_map.maps.agreement_cards import initiative_card, practice_card
from welfare_map.model import DocumentRow, InitiativeRow, MemberRow, PracticeRow, StepRow

Read = Callable[[str], Any]


def both(words: str) -> dict[str, str]:
    return {"it": words, "en": f"{words} (en)"}


PRACTICE: dict[str, Any] = {
    "practice_id": "turni",
    "title": both("Turni scelti"),
    "description": both("Chi lavora sceglie"),
    "themes": ("working_hours", "culture"),
    "size_classes": (),
    "cost_class": None,
    "phase": None,
    "result": {},
    "contact": {},
    "initiative_id": "patto",
    "initiative_name": "Patto",
    "organisation_id": None,
    "organisation_name": None,
    "place": "territory",
    "lon": None,
    "lat": None,
    "travel_min": None,
    "is_approximate": False,
    "applies_here": None,
    "source_document_id": "carta",
    "source_document": "La carta",
    "source_publisher": None,
    "source_paragraph": 4,
    "is_demo": False,
}
INITIATIVE: dict[str, Any] = {
    "initiative_id": "patto",
    "name": "Patto della Valle",
    "short_name": "Patto",
    "summary": both("Che cosa"),
    "aim": {},
    "start_year": 2020,
    "end_year": None,
    "is_ongoing": True,
    "how_to_adhere": {},
    "contact_name": {},
    "contact_phones": (),
    "contact_email": None,
    "members": (),
    "phases": (),
    "actions": (),
    "municipality_codes": ("901001", "901002"),
    "practice_count": 0,
    "sources": (),
    "is_demo": False,
}


def practice(**cells: Any) -> PracticeRow:
    return PracticeRow(**{**PRACTICE, **cells})


def initiative(**cells: Any) -> InitiativeRow:
    return InitiativeRow(**{**INITIATIVE, **cells})


def member(name: str, role: str) -> MemberRow:
    return MemberRow(
        organisation_id=name,
        organisation_name=name,
        organisation_kind="company",
        role=role,
        since_year=None,
        document_id=None,
        is_demo=False,
    )


def document(title: str, publisher: str | None) -> DocumentRow:
    return DocumentRow(document_id="carta", title=title, publisher=publisher, published_on="2023", language="it")


def step(number: int, name: str, **years: int) -> StepRow:
    start_year, end_year = years.get("start_year"), years.get("end_year")
    return StepRow(
        number=number,
        name=both(name),
        description=both(f"Descrizione di {name}"),
        start_year=start_year,
        end_year=end_year,
        document_id="carta",
        paragraph=1,
    )


def test_a_practice_is_traced_to_document_and_paragraph(read: Read) -> None:
    said = read(practice_card(practice(), "it")).text
    assert "Documento: «La carta», editore non indicato, capoverso 4" in said
    assert "Turni scelti" in said
    assert "Orari di lavoro" in said


def test_a_practice_speaks_the_language_of_the_page(read: Read) -> None:
    said = read(practice_card(practice(phase="running", size_classes=("micro",)), "en")).text
    for words in ("Turni scelti (en)", "Chi lavora sceglie (en)", "Running", "Micro (under 10"):
        assert words in said


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        pytest.param({"travel_min": 8.0, "organisation_name": "Filanda"}, "Filanda · 8 min", id="at a firm"),
        pytest.param({"travel_min": 8.0, "is_approximate": True}, "≈ 8 min", id="in a municipality"),
        pytest.param({"applies_here": True}, "Si applica nel tuo territorio", id="in my territory"),
        pytest.param({}, "Si applica nel territorio dell'accordo", id="in the territory of its agreement"),
    ],
)
def test_a_practice_says_where_it_stands(cells: dict[str, Any], words: str, read: Read) -> None:
    assert words in read(practice_card(practice(**cells), "it")).text


def test_what_a_document_does_not_say_has_no_line(read: Read) -> None:
    said = read(practice_card(practice(), "it")).text
    assert "None" not in said
    assert not [words for words in ("Costo", "Risultato", "Chi sentire", "Pensata per") if words in said]


def test_an_initiative_shows_phases_in_order_with_their_years(read: Read) -> None:
    phases = (step(1, "Ascolto", start_year=2020, end_year=2021), step(2, "Prova"))
    html = initiative_card(initiative(phases=phases), "it")
    said = read(html).text
    assert said.index("Ascolto") < said.index("Prova")
    assert "2020–2021" in said
    assert "wm-timeline" in html


def test_members_are_grouped_by_role_and_none_is_invented(read: Read) -> None:
    rows = (member("Comune", "lead"), member("Filanda", "member"), member("Forno", "member"))
    assert "Capofila Comune Aderente Filanda, Forno" in read(initiative_card(initiative(members=rows), "it")).text
    assert "Il documento non nomina aderenti." in read(initiative_card(initiative(), "it")).text


def test_contacts_of_an_initiative_are_links(read: Read) -> None:
    row = initiative(contact_name=both("Ufficio"), contact_phones=("+39001", "+39002"), contact_email="a@example.org")
    assert read(initiative_card(row, "it")).links == ["tel:+39001", "tel:+39002", "mailto:a@example.org"]


def test_documents_are_named_with_publisher_and_date(read: Read) -> None:
    documents = (document("La carta", None),)
    assert "«La carta», editore non indicato, 2023" in read(initiative_card(initiative(sources=documents), "it")).text


@pytest.mark.parametrize(
    ("years", "words"),
    [
        pytest.param({}, "dal 2020, in corso alla data del documento", id="goes on"),
        pytest.param({"end_year": 2023, "is_ongoing": False}, "2020–2023", id="ended"),
    ],
)
def test_the_years_of_an_initiative_are_said(years: dict[str, Any], words: str, read: Read) -> None:
    assert words in read(initiative_card(initiative(**years), "it")).text


@pytest.mark.parametrize(("lang", "label"), [("it", "Dimostrazione"), ("en", "Demonstration")])
def test_demonstration_agreements_and_practices_say_so(lang: str, label: str, read: Read) -> None:
    assert label in read(initiative_card(initiative(is_demo=True), lang)).text
    assert label in read(practice_card(practice(is_demo=True), lang)).text
    assert label not in read(initiative_card(initiative(), lang)).text


def test_hostile_words_stay_words_in_a_practice(hostile: str, read: Read) -> None:
    words = {"it": hostile, "en": hostile}
    row = practice(
        practice_id=hostile,
        title=words,
        description=words,
        result=words,
        contact=words,
        initiative_name=hostile,
        organisation_name=hostile,
        source_document=hostile,
        source_publisher=hostile,
    )
    assert hostile.split()[0] in read(practice_card(row, "it")).text


def test_hostile_words_stay_words_in_an_initiative(hostile: str, read: Read) -> None:
    words = {"it": hostile, "en": hostile}
    row = initiative(
        initiative_id=hostile,
        name=hostile,
        summary=words,
        aim=words,
        how_to_adhere=words,
        contact_name=words,
        contact_phones=(hostile,),
        contact_email=hostile,
        members=(member(hostile, "lead"),),
        phases=(step(1, hostile),),
        actions=(step(1, hostile),),
        sources=(document(hostile, hostile),),
    )
    assert hostile.split()[0] in read(initiative_card(row, "it")).text
