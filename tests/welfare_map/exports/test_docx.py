"""A document is read back twice: as a file of words, and as the pages that LibreOffice makes of it."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image as Pictures
from pypdf import PdfReader

from welfare_map.exports.document import (
    BLANK,
    Block,
    Bullets,
    Document,
    Fields,
    Heading,
    Image,
    NewPage,
    Paragraph,
    Signatures,
    Table,
    Ticks,
    Tone,
)
from welfare_map.exports.docx import docx_bytes
from welfare_map.exports.docx.words import MAX_LENGTH, writable
from welfare_map.texts import LANGUAGES, text

DAY = date(2026, 9, 15)
HOSTILE = (
    'Rossi & <Figli> "S.r.l." ]]> &amp; <w:p/> ${x} {0}',
    "nul\x00bell\x07esc\x1bvt\x0bff\x0c\ud800\ufffe\uffff",
    "\u202eoiggam\u202c",
    "x" * 50_000,
    '=HYPERLINK("http://evil.example")\nTOC \\o "1-3"\t',
    "🙂 Ünïcode Łódź 東京 عربى",
)
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens spacing ind contextualSpacing jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps color spacing w kern position sz szCs highlight u shd lang",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "tblPr": "tblStyle bidiVisual tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook",
}
"""Order of the parts of a format, from ECMA-376: a word processor calls a file of another order broken."""


def png() -> bytes:
    buffer = io.BytesIO()
    Pictures.new("RGB", (60, 40), "#1f5f5b").save(buffer, "PNG")
    return buffer.getvalue()


BLOCKS: tuple[Block, ...] = (
    Heading("Chi aderisce"),
    Paragraph("Con ________ giorni di preavviso.", lead="Durata."),
    Fields((("Ragione sociale", "Filanda S.r.l."), ("Partita IVA", ""), ("Sede", "  "))),
    Heading("Che cosa porta", 2),
    Bullets(("Scambio di servizi", "Firma dei piani")),
    Ticks((("micro", False), ("piccola", True))),
    Table(
        ("Impresa", "Bambini", "Costo"),
        (("Alfa", "3", "12.000 €"), ("Beta", "", "4.000 €"), ("Totale", "7", "16.000 €")),
        caption="Tabella 1",
        number_columns=frozenset({1, 2}),
        width_shares=(2, 1, 1),
        has_total=True,
    ),
    Paragraph("Le cifre sono stime.", tone=Tone.NOTE),
    Image(png(), "Mappa: tre imprese attorno a Uno", caption="Figura 1", width_mm=40),
    NewPage(),
    Heading("Firme", 3),
    Signatures(("Per l'impresa", "Per il sindacato", "Per l'associazione")),
)


@pytest.fixture
def make_document() -> Callable[..., Document]:
    """Make a document with every kind of block."""

    def make(*blocks: Block, **parts: Any) -> Document:
        defaults: dict[str, Any] = {
            "title": "Modulo di adesione",
            "subtitle": "Accordo di prova",
            "lang": "it",
            "made_on": DAY,
            "blocks": blocks or BLOCKS,
            "sources": ("Documento di prova, 2023",),
            "footer": "Fonte: documento di prova",
        }
        return Document(**{**defaults, **parts})

    return make


def opened(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def pages(pdf: bytes) -> list[str]:
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def parts(content: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for name in packed.namelist():
            yield name, packed.read(name)


def test_blocks_become_headings_paragraphs_lists_and_tables_in_their_order(
    make_document: Callable[..., Document],
) -> None:
    file = opened(docx_bytes(make_document()))

    styles = [(item.style.name, item.text) for item in file.paragraphs if item.text]
    assert styles[:4] == [
        ("Title", "Modulo di adesione"),
        ("Subtitle", "Accordo di prova"),
        ("Heading 1", "Chi aderisce"),
        ("Normal", "Durata. Con ________ giorni di preavviso."),
    ]
    assert ("List Bullet", "Firma dei piani") in styles
    assert ("Normal", "☒\tpiccola") in styles
    assert styles[-2:] == [("Heading 2", "Fonti"), ("List Bullet", "Documento di prova, 2023")]
    form, figures, *signatures = file.tables
    assert [cell.text for cell in form.columns[1].cells] == ["Filanda S.r.l.", BLANK, BLANK]
    assert [cell.text for cell in figures.rows[2].cells] == ["Beta", BLANK, "4.000 €"]
    assert [table.cell(0, 0).text for table in signatures] == ["Per l'impresa", "Per l'associazione"]


def test_what_is_missing_is_a_blank_that_is_marked_wherever_it_stands(make_document: Callable[..., Document]) -> None:
    file = opened(docx_bytes(make_document()))

    runs = [run for run in file.element.body.iter(qn("w:r")) if BLANK in run.text]
    assert len(runs) == 4
    assert all(run.find(f"{qn('w:rPr')}/{qn('w:shd')}") is not None for run in runs)
    assert all(run.text == BLANK for run in runs)


def test_the_first_row_of_a_table_is_its_header_on_every_page_and_no_row_is_torn(
    make_document: Callable[..., Document],
) -> None:
    figures = opened(docx_bytes(make_document())).tables[1]

    headers = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in figures.rows]
    assert headers == [True, False, False, False]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in figures.rows)


def test_a_picture_is_said_in_words_and_never_wider_than_the_page(make_document: Callable[..., Document]) -> None:
    file = opened(docx_bytes(make_document(Image(png(), "Mappa & imprese", width_mm=900))))

    (shape,) = file.inline_shapes
    assert shape._inline.docPr.get("descr") == "Mappa & imprese"
    assert round(shape.width.mm) == 166


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_document_speaks_its_language_in_its_words_and_to_the_program_that_opens_it(
    make_document: Callable[..., Document], lang: str
) -> None:
    content = docx_bytes(make_document(lang=lang))
    file = opened(content)

    assert file.core_properties.language == {"it": "it-IT", "en": "en-GB"}[lang]
    said = {item.get(qn("w:val")) for item in file.styles.element.iter(qn("w:lang"))}
    assert said == {file.core_properties.language}
    assert file.tables[-1].cell(1, 0).text == text("document.name_and_role", lang)
    assert text("document.sources", lang) in [item.text for item in file.paragraphs]


def test_the_same_document_is_the_same_bytes_and_another_day_is_another_file(
    make_document: Callable[..., Document],
) -> None:
    document = make_document()

    assert docx_bytes(document) == docx_bytes(document)
    assert docx_bytes(document) != docx_bytes(replace(document, made_on=date(2026, 9, 16)))


def test_the_file_names_no_person_no_program_and_no_hour(make_document: Callable[..., Document]) -> None:
    content = docx_bytes(make_document())
    about = opened(content).core_properties

    assert (about.title, about.subject) == ("Modulo di adesione", "Accordo di prova")
    assert (about.author, about.last_modified_by) == ("Mappa del welfare", "Mappa del welfare")
    assert (about.comments, about.keywords, about.revision) == ("", "", 1)
    assert about.created.isoformat() == about.modified.isoformat() == "2026-09-15T12:00:00+00:00"
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert {item.date_time for item in packed.infolist()} == {(2026, 9, 15, 12, 0, 0)}
    written = b"".join(blob for _, blob in parts(content))
    for word in (b"python-docx", b"Microsoft Macintosh", b"Normal.dotm", b"thumbnail"):
        assert word not in written


@pytest.mark.parametrize("words", HOSTILE, ids=["markup", "control", "turning", "long", "formula", "letters"])
def test_words_from_data_stand_in_every_place_and_break_nothing(
    make_document: Callable[..., Document], words: str
) -> None:
    blocks = (
        Heading(words),
        Paragraph(words, lead=words, tone=Tone.NOTICE),
        Bullets((words,)),
        Ticks(((words, True),)),
        Fields(((words, words),)),
        Table((words,), ((words,),), caption=words),
        Image(png(), words, caption=words),
        Signatures((words,)),
    )
    content = docx_bytes(make_document(*blocks, title=words, subtitle=words, sources=(words,), footer=words))

    for name, blob in parts(content):
        if name.endswith((".xml", ".rels")):
            etree.fromstring(blob)
    file = opened(content)
    assert file.paragraphs[0].text == writable(words)
    assert file.tables[0].cell(0, 1).text == writable(words)
    assert len(file.core_properties.title) <= 255


@settings(max_examples=50)
@given(st.text(st.characters(codec=None)))
def test_writable_words_fit_any_file_are_short_and_stay_what_they_are(words: str) -> None:
    made = writable(words)

    etree.fromstring(f"<a>{made.replace('&', '&amp;').replace('<', '&lt;')}</a>".encode())
    assert len(made) <= MAX_LENGTH
    assert "\n" not in made
    assert writable(made) == made


def test_spaces_at_which_a_line_must_not_break_are_kept() -> None:
    assert writable("  12\u00a0000\u202f€  l'anno ") == "12\u00a0000\u202f€ l'anno"


def test_parts_of_a_format_stand_in_the_order_that_word_processors_ask_for(
    make_document: Callable[..., Document],
) -> None:
    content = docx_bytes(make_document(is_demo=True))

    wrong = []
    for name, blob in parts(content):
        if not name.startswith("word/") or not name.endswith(".xml"):
            continue
        for node in etree.fromstring(blob).iter():
            kind = node.tag.partition("}")[2]
            if kind in ORDER:
                order = ORDER[kind].split()
                found = [child.tag.partition("}")[2] for child in node]
                known = [order.index(child) for child in found if child in order]
                if known != sorted(known) or len(known) != len(set(known)):
                    wrong.append((name, kind, found))
    assert wrong == []


def test_libreoffice_opens_a_document_without_a_complaint_and_shows_what_is_in_it(
    make_document: Callable[..., Document], as_pdf: Callable[[bytes], bytes]
) -> None:
    first, second = pages(as_pdf(docx_bytes(make_document(is_demo=True))))

    for words in ("Modulo di adesione", "Accordo di prova", "Partita IVA ________", "☒", "Tabella 1", "16.000 €"):
        assert words in first
    for words in ("Firme", "Per il sindacato", "Luogo e data", "Fonti", "Documento di prova, 2023"):
        assert words in second
    for number, page in ((1, first), (2, second)):
        assert text("document.demo_head", "it") in page
        assert "Fonte: documento di prova" in page
        assert f"Mappa del welfare · 15 settembre 2026 Pagina {number} di 2" in page
    assert text("document.demo", "it") in first


def test_libreoffice_opens_a_document_of_hostile_words_without_a_complaint(
    make_document: Callable[..., Document], as_pdf: Callable[[bytes], bytes]
) -> None:
    blocks = tuple(Fields(((words, words),)) for words in HOSTILE)
    document = make_document(*blocks, title=HOSTILE[0], footer=HOSTILE[1], lang="en")

    said = " ".join(pages(as_pdf(docx_bytes(document))))

    assert HOSTILE[0] in said


def test_a_file_that_libreoffice_can_not_open_fails_the_test(as_pdf: Callable[[bytes], bytes]) -> None:
    with pytest.raises(AssertionError):
        as_pdf(b"PK\x03\x04 no document")


def test_documents_without_invented_data_do_not_speak_of_a_demonstration(
    make_document: Callable[..., Document],
) -> None:
    assert b"DIMOSTRAZIONE" not in b"".join(blob for _, blob in parts(docx_bytes(make_document())))
