"""The application to join, read back as a file and as the pages that LibreOffice makes of it."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import docx
import pytest
from pypdf import PdfReader

from geodata.codes import SizeClass
from welfare_map.exports.adhering import adhering_document, document_words, size_class
from welfare_map.exports.document import BLANK, Document, Ticks
from welfare_map.exports.docx import docx_bytes
from welfare_map.model import (
    OWN_FIRM,
    AdheringAnswer,
    AdheringContact,
    AdheringRow,
    DocumentRow,
    Exchange,
    Firm,
    Phrase,
    SourceNote,
    Standing,
    StepRow,
)
from welfare_map.texts import LANGUAGES, text

DAY = date(2026, 9, 15)
ATTO = DocumentRow(document_id="atto", title="Atto", publisher=None, published_on="2023-04-14", language="it")


def both(words: str) -> dict[str, str]:
    return {"it": words, "en": f"{words} (en)"}


def benefit(number: int, paragraph: int) -> StepRow:
    return StepRow(
        number=number,
        name=both(f"Beneficio {number}"),
        description=both("Che cosa"),
        start_year=None,
        end_year=None,
        document_id="atto",
        paragraph=paragraph,
    )


def office(number: int) -> AdheringContact:
    return AdheringContact(
        name=both(f"Ufficio {number}"),
        phones=(f"+39000000000{number}",),
        email="ufficio@example.org",
        municipality_names=("Uno",),
        document_id="atto",
        paragraph=22,
        serves_here=True,
    )


@pytest.fixture
def make_answer() -> Callable[..., AdheringAnswer]:
    """Make an answer about an agreement with three benefits and one office."""

    def make(**cells: Any) -> AdheringAnswer:
        defaults: dict[str, Any] = {
            "initiative_id": "patto",
            "initiative_name": "Patto della Valle",
            "standing": Standing.UNKNOWN,
            "start_year": 2017,
            "end_year": None,
            "how_to_adhere": both("Scrivere"),
            "benefits": (benefit(1, 16), benefit(2, 17), benefit(3, 4)),
            "contacts": (office(1),),
            "municipality_code": "901001",
            "municipality_name": "Uno",
            "district_name": "Valle",
            "province_short": "AA",
            "covers_here": True,
            "has_joined": False,
            "documents": (ATTO,),
            "is_demo": False,
        }
        row = AdheringRow(**{**defaults, **cells})
        return AdheringAnswer(
            rows=(row,),
            sentence=Phrase("adhering.sentence.write", {"name": row.initiative_name}),
            method=Phrase("adhering.method"),
            parameters={},
            sources=(SourceNote("toy", "Registro di prova", "MIT", "https://example.org", "2026-09-01"),),
            has_demo=row.is_demo,
        )

    return make


@pytest.fixture
def workshop() -> Firm:
    """Return a workshop of 14 people that offers a room and looks for places."""
    return Firm(
        organisation_id=OWN_FIRM,
        organisation_name="Officina & <Figli>",
        organisation_kind="company",
        employee_count=14,
        exchanges=(
            Exchange(
                need_offer_id="1",
                organisation_id=OWN_FIRM,
                direction="offer",
                exchange_kind="training_room",
                quantity=12,
                unit="people",
                hours="Mo-Fr 17:00-20:00",
            ),
        ),
    )


def form(document: Document) -> dict[str, str]:
    """Return what stands on the forms: label -> value."""
    file = docx.Document(io.BytesIO(docx_bytes(document)))
    return {row.cells[0].text: row.cells[1].text for table in file.tables[:2] for row in table.rows}


def words(document: Document, as_pdf: Callable[[bytes], bytes]) -> str:
    pages = PdfReader(io.BytesIO(as_pdf(docx_bytes(document)))).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def test_the_form_holds_what_is_known_and_blanks_for_the_rest(
    make_answer: Callable[..., AdheringAnswer], workshop: Firm
) -> None:
    filled = form(adhering_document(make_answer(), workshop, "it", made_on=DAY))

    assert filled["Ufficio"] == "Ufficio 1"
    assert filled["Denominazione"] == "Officina & <Figli>"
    assert filled["Addetti"] == "14"
    assert filled["Comune"] == "Uno (AA)"
    assert filled["Ambito territoriale"] == "Valle"
    for unknown in (
        "Partita IVA",
        "Settore (divisione ATECO)",
        "Sede",
        "Sito",
        "Chi segue la pratica (ruolo e telefono)",
    ):
        assert filled[unknown] == BLANK


def test_without_a_firm_the_form_is_empty_and_nothing_is_ticked(make_answer: Callable[..., AdheringAnswer]) -> None:
    answer = make_answer(municipality_name=None, municipality_code=None, district_name=None, province_short=None)
    document = adhering_document(answer, None, "it", made_on=DAY)

    filled = form(document)
    assert {value for label, value in filled.items() if label not in {"Ufficio", "Telefono", "Casella di posta"}} == {
        BLANK
    }
    assert not any(is_ticked for block in document.blocks if isinstance(block, Ticks) for _, is_ticked in block.items)


def test_where_several_offices_may_answer_none_is_written(make_answer: Callable[..., AdheringAnswer]) -> None:
    filled = form(adhering_document(make_answer(contacts=(office(1), office(2))), None, "it", made_on=DAY))

    assert (filled["Ufficio"], filled["Casella di posta"]) == (BLANK, BLANK)


@pytest.mark.parametrize(
    ("told", "count", "expected"),
    [
        pytest.param(None, 9, SizeClass.MICRO, id="nine"),
        pytest.param(None, 10, SizeClass.SMALL, id="exactly ten"),
        pytest.param(None, 249, SizeClass.MEDIUM, id="just below the last limit"),
        pytest.param(None, 250, SizeClass.LARGE, id="at the last limit"),
        pytest.param("large", 3, SizeClass.LARGE, id="what is told comes first"),
        pytest.param(None, None, None, id="unknown"),
    ],
)
def test_the_size_is_what_is_told_or_what_follows_from_the_employees(
    told: str | None, count: int | None, expected: SizeClass | None, workshop: Firm
) -> None:
    assert size_class(replace(workshop, size_class=told, employee_count=count)) == expected


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_application_can_be_read_as_pages_in_both_languages(
    make_answer: Callable[..., AdheringAnswer], workshop: Firm, lang: str, as_pdf: Callable[[bytes], bytes]
) -> None:
    said = words(adhering_document(make_answer(), workshop, lang, made_on=DAY), as_pdf)

    for key in ("title", "draft", "interests", "exchange", "signs_firm", "signs_office", "told"):
        assert text(f"adhering.document.{key}", lang) in said
    assert f"{both('Beneficio 3')[lang]}: {both('Che cosa')[lang]}" in said
    assert text("adhering.standing.unknown", lang) in said
    assert "Officina & <Figli>" in said
    assert text("adhering.document.paragraphs", lang, numbers="4, 16–17, 22") in said
    assert {"it": "Lun–Ven 17:00–20:00", "en": "Mon–Fri 17:00–20:00"}[lang].split()[1] in said


def test_the_sources_say_where_the_data_of_the_firm_come_from(
    make_answer: Callable[..., AdheringAnswer], workshop: Firm
) -> None:
    known = adhering_document(make_answer(), replace(workshop, source_id="toy"), "it", made_on=DAY)
    told = adhering_document(make_answer(), workshop, "it", made_on=DAY)
    nobody = adhering_document(make_answer(), None, "it", made_on=DAY)

    assert "Registro di prova" in known.sources[-1]
    assert told.sources[-1] == text("adhering.document.told", "it")
    assert len(nobody.sources) == 1


@pytest.mark.parametrize(
    ("published_on", "expected"),
    [
        pytest.param("2023-04-14", "«Atto», editore non indicato, 14 aprile 2023", id="a day"),
        pytest.param("2013", "«Atto», editore non indicato, 2013", id="a year"),
        pytest.param(None, "«Atto», editore non indicato", id="undated"),
    ],
)
def test_a_document_is_named_with_what_is_known_of_it(published_on: str | None, expected: str) -> None:
    assert document_words(replace(ATTO, published_on=published_on), "it") == expected


def test_an_invented_agreement_makes_a_document_that_is_not_to_be_signed(
    make_answer: Callable[..., AdheringAnswer], as_pdf: Callable[[bytes], bytes]
) -> None:
    answer = make_answer(standing=Standing.DEMO, contacts=(), is_demo=True)

    said = words(adhering_document(answer, None, "it", made_on=DAY), as_pdf)

    assert text("document.demo", "it") in said
    assert text("adhering.standing.demo", "it") in said
