"""A brief is two pages, whatever the district, in both files; what they say is the answer's."""

import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import docx
import numpy as np
import pytest
import structure
from PIL import Image as Picture
from pypdf import PdfReader

from geodata.routing.estimate import Estimate
from geodata.store import manual_dir, read_csv_table
from geodata.tables import TARGETS
from geodata.territory import Territory
from welfare_map.exports.brief import brief_document, brief_json, brief_name
from welfare_map.exports.document import Document, Image, Paragraph, Table
from welfare_map.exports.docx import docx_bytes
from welfare_map.exports.pdf import pdf_bytes
from welfare_map.exports.picture_png import picture_png
from welfare_map.maps.picture import Picture as Drawn
from welfare_map.maps.picture import Tint
from welfare_map.model import BriefAnswer, BriefLine, BriefMunicipality, BriefQuery, Phrase
from welfare_map.questions.brief import beyond, brief, memory_of
from welfare_map.snapshot import Snapshot
from welfare_map.texts import LANGUAGES, text

Make = Callable[..., dict[str, Any]]
MakeSnapshot = Callable[..., Snapshot]
Convert = Callable[[bytes], bytes]
Rows = Sequence[Mapping[str, Any]]
ON = date(2026, 9, 15)
LIST = "regione-lombardia-toy"
LARGEST, LONGEST_NAME, ONE_TOWN = "lodi", "valle-seriana-superiore-e-valle-di-scalve", "campione-d-italia"
BARE = Drawn(50.0, 50.0, (), (), (), None, 1, 10.0)
KINDS = ("nursery", "micro_nursery", "preschool", "care_home", "integrated_day_centre")


def service_rows(make_service: Make, territory: Territory, source_id: str) -> list[dict[str, Any]]:
    """Make up services for two thirds of the municipalities; each second one does not say everything."""
    table = territory.municipalities
    return [
        make_service(
            f"{kind}-{code}",
            None,
            source_id,
            name=f"Servizio «{town}» della Cooperativa sociale Il Girotondo dei bambini e degli anziani – ONLUS",
            kind=kind,
            municipality_code=code,
            phone="+390000000001" if number % 3 else None,
            capacity_authorised=None if (number + turn) % 2 else 5 + number % 60,
            capacity_accredited=None if (number + turn) % 4 else 5 + number % 50,
            capacity_part_time=None if number % 2 else 0,
        )
        for number, (code, town) in enumerate(zip(table["municipality_code"], table["municipality_name"], strict=True))
        for turn, kind in enumerate(KINDS)
        if (number + turn) % 3
    ]


@pytest.fixture(scope="module")
def targets() -> Rows:
    """Rows of the shipped table of targets."""
    table = read_csv_table(manual_dir() / "targets.csv", TARGETS)
    return table.astype(object).where(table.notna(), None).to_dict("records")


@pytest.fixture(scope="module")
def full(make_snapshot: MakeSnapshot, make_service: Make, real_territory: Territory, targets: Rows) -> Snapshot:
    """Fill Lombardy with services of a made-up list."""
    services = service_rows(make_service, real_territory, LIST)
    return make_snapshot({"services": services, "targets": targets}, territory=real_territory)


@pytest.fixture(scope="module")
def invented(make_snapshot: MakeSnapshot, make_service: Make, real_territory: Territory, targets: Rows) -> Snapshot:
    """Fill Lombardy with the same services as a demonstration."""
    services = service_rows(make_service, real_territory, "demo")
    return make_snapshot({"services": services, "targets": targets}, territory=real_territory)


@pytest.fixture(scope="module")
def empty(make_snapshot: MakeSnapshot, real_territory: Territory, targets: Rows) -> Snapshot:
    """Know nothing."""
    return make_snapshot({"targets": targets}, territory=real_territory)


VILLAGES = {"alto-milanese": "Nosate", LARGEST: "Maccastorna", LONGEST_NAME: "Valgoglio"}


def told_of(snapshot: Snapshot, town: str) -> BriefAnswer:
    query = BriefQuery(as_of_on=ON, municipality=town)
    return brief(snapshot, query, beyond(snapshot, Estimate()))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("town", VILLAGES.values())
@pytest.mark.parametrize("known", ["full", "invented", "empty"])
def test_the_brief_of_a_village_has_two_pages_and_its_name_in_front(
    request: pytest.FixtureRequest, known: str, town: str, lang: str
) -> None:
    snapshot = request.getfixturevalue(known)
    answer = told_of(snapshot, town)
    document = brief_document(answer, lang, territory=snapshot.territory)
    content = pdf_bytes(document)
    found = pages(content)
    assert len(found) == 2
    assert structure.faults(content) == []
    assert answer.title.words(lang) == document.title
    assert document.title in found[0]
    (own,) = [part for part in answer.parts if part.part == "own"]
    assert f"{own.title.words(lang)} " not in found[0]  # the title of the brief has said it
    for words in words_of(own.lines, lang):
        assert words[:60] in found[0]


def test_a_town_that_is_its_district_has_its_own_title_and_nothing_twice(full: Snapshot) -> None:
    answer = told_of(full, "Campione d'Italia")
    assert answer.title.words("it") == "Scheda del comune di Campione d'Italia"
    assert "own" not in {part.part for part in answer.parts}


def test_the_file_of_a_municipality_begins_with_its_name() -> None:
    assert brief_name("alto-milanese") == "scheda-alto-milanese"
    assert brief_name("alto-milanese", "San Giorgio su Legnano") == "scheda-s-giorgio-su-legnano-alto-milanese"


def told(snapshot: Snapshot, district: str, **asked: Any) -> BriefAnswer:
    return brief(snapshot, BriefQuery(as_of_on=ON, district=district, **asked))


def much_changed(snapshot: Snapshot, district: str) -> BriefAnswer:
    """Return the brief of a district with every change that a part of its services can bring about, and long names."""
    before = memory_of(told(snapshot, district))
    figures = {
        indicator: replace(
            figure,
            records={
                key: replace(record, counted=record.counted + 1, missing=() if n % 3 else record.missing)
                for n, (key, record) in enumerate(figure.records.items())
                if n % 4
            },
        )
        for indicator, figure in before.figures.items()
    }
    firms = {str(n): {"it": f"Impresa {n} di lavorazioni meccaniche", "en": f"Firm {n}"} for n in range(9)}
    return told(snapshot, district, previous=replace(before, figures=figures, firms=firms, practices=firms))


def pages(pdf: bytes) -> list[str]:
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.parametrize(
    ("known", "district", "lang"),
    [
        ("full", LARGEST, "it"),
        ("full", LARGEST, "en"),
        ("full", LONGEST_NAME, "it"),
        ("full", ONE_TOWN, "en"),
        ("invented", LARGEST, "it"),
        ("invented", ONE_TOWN, "en"),
        ("empty", LARGEST, "en"),
        ("empty", LONGEST_NAME, "it"),
        ("empty", ONE_TOWN, "it"),
    ],
)
def test_a_brief_has_two_pages(request: pytest.FixtureRequest, known: str, district: str, lang: str) -> None:
    snapshot = request.getfixturevalue(known)
    found = pages(pdf_bytes(brief_document(told(snapshot, district), lang, territory=snapshot.territory)))
    assert len(found) == 2
    assert all(len(page) > 400 for page in found)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_brief_with_many_changes_has_two_pages(full: Snapshot, lang: str) -> None:
    answer = much_changed(full, LARGEST)
    found = pages(pdf_bytes(brief_document(answer, lang, territory=full.territory)))
    assert len(found) == 2
    (changes,) = [part for part in answer.parts if part.part == "changes"]
    assert text("brief.changes.more", lang, count=len(changes.lines) - 6) in found[1]


@pytest.mark.parametrize("known", ["full", "empty", "changed"])
def test_in_an_office_it_opens_without_a_warning_and_has_two_pages(
    request: pytest.FixtureRequest, full: Snapshot, as_pdf: Convert, known: str
) -> None:
    if known == "changed":
        snapshot, answer = full, much_changed(full, LARGEST)
    else:
        snapshot = request.getfixturevalue(known)
        answer = told(snapshot, LARGEST)
    document = brief_document(answer, "it", territory=snapshot.territory)
    assert len(pages(as_pdf(docx_bytes(document)))) == 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_invented_data_label_every_page_and_give_no_verdict(invented: Snapshot, as_pdf: Convert, lang: str) -> None:
    document = brief_document(told(invented, LARGEST), lang, territory=invented.territory)
    label = text("document.demo_head", lang)
    for found in (pages(pdf_bytes(document)), pages(as_pdf(docx_bytes(document)))):
        assert [label in page for page in found] == [True, True]
        words = " ".join(found)
        assert text("brief.part.met", lang) not in words
        assert text("brief.part.not_met", lang) not in words


def test_real_data_carry_no_label(full: Snapshot) -> None:
    document = brief_document(told(full, LARGEST), "it", territory=full.territory)
    assert text("document.demo_head", "it") not in " ".join(pages(pdf_bytes(document)))


def words_of(lines: Sequence[BriefLine], lang: str) -> list[str]:
    return [line.words.words(lang) for line in lines]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_that_is_told_is_in_both_files(full: Snapshot, lang: str) -> None:
    answer = told(full, "alto-milanese")
    document = brief_document(answer, lang, territory=full.territory)
    file = docx.Document(io.BytesIO(docx_bytes(document)))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    written = re.sub(r"\s+", " ", " ".join([*(paragraph.text for paragraph in file.paragraphs), *cells]))
    printed = " ".join(pages(pdf_bytes(document)))
    for part in answer.parts:
        for words in (*words_of(part.lines, lang), *words_of(part.below, lang)):
            assert re.sub(r"\s+", " ", words) in written
            assert words.split(".")[0][:60] in printed
    for call in answer.calls[:4]:
        assert call.phone is None or call.phone.replace("+39", "+39 ") in printed


def test_the_map_marks_the_towns_of_the_table_and_says_so_in_words(full: Snapshot) -> None:
    document = brief_document(told(full, LARGEST), "it", territory=full.territory)
    (picture,) = [block for block in document.blocks if isinstance(block, Image)]
    assert picture.words == "Mappa dell'ambito Lodi con i suoi comuni."
    assert "I numeri sono i comuni della tabella" in picture.caption


@pytest.mark.parametrize("known", ["full", "invented"])
def test_every_municipality_of_an_ordinary_district_is_in_the_table(request: pytest.FixtureRequest, known: str) -> None:
    snapshot = request.getfixturevalue(known)
    answer = told(snapshot, "alto-milanese")
    (table,) = lists_of(brief_document(answer, "it", territory=snapshot.territory))
    assert names_in(table) == [town.municipality_name for town in by_number(answer)]
    assert len(names_in(table)) == 22


def test_of_a_giant_it_says_how_many_municipalities_are_left_out_and_where_they_are(full: Snapshot) -> None:
    answer = told(full, LARGEST)
    document = brief_document(answer, "it", territory=full.territory)
    (table,) = lists_of(document)
    names = names_in(table)
    assert names == [town.municipality_name for town in by_number(answer)][: len(names)]
    rest = len(answer.municipalities) - len(names)
    assert len(names) >= 30
    words = [block.words for block in document.blocks if isinstance(block, Paragraph)]
    assert [
        one
        for one in words
        if f"mostra {len(names)} su {len(names) + rest}: gli altri {rest} sono" in str(one) and "XLSX" in str(one)
    ]


def test_where_nothing_can_be_told_a_sentence_stands_in_the_place_of_the_map(empty: Snapshot, full: Snapshot) -> None:
    document = brief_document(told(empty, "alto-milanese"), "it", territory=empty.territory)
    assert not any(isinstance(block, Image) for block in document.blocks)
    assert any(isinstance(block, Paragraph) and "manca la mappa" in str(block.words) for block in document.blocks)
    drawn = brief_document(told(full, "alto-milanese"), "it", territory=full.territory)
    assert any(isinstance(block, Image) for block in drawn.blocks)


def lists_of(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table) and block.is_list]


def names_in(table: Table) -> list[str]:
    """Return the municipalities of a list down its columns."""
    width = len(table.header) // (2 if table.header[0] in table.header[1:] else 1)
    return [str(row[at]) for at in range(1, len(table.header), width) for row in table.rows if row[at]]


def by_number(answer: BriefAnswer) -> list[BriefMunicipality]:
    return sorted(answer.municipalities, key=lambda town: town.number or 0)


def test_the_map_of_a_brief_tells_shades_apart_in_grey(full: Snapshot) -> None:
    """Met and missing differ in lightness; what is not known has dots, and what nobody can tell lines, across it."""
    pixels = [
        np.asarray(Picture.open(io.BytesIO(block.content)).convert("L"))
        for block in brief_document(told(full, LARGEST), "it", territory=full.territory).blocks
        if isinstance(block, Image)
    ]
    plain = Tint("#b9b2a5")
    square = (((10.0, 10.0), (40.0, 10.0), (40.0, 40.0), (10.0, 40.0)),)
    tints = [plain, replace(plain, is_dotted=True), replace(plain, is_hatched=True), Tint("#08306b"), Tint("#cfe1f2")]
    drawn = [
        np.asarray(Picture.open(io.BytesIO(picture_png(replace(BARE, tints=((tint, square),)), "it"))).convert("L"))
        for tint in tints
    ]
    inside = [image[120:280, 120:280] for image in drawn]
    shares = [float((image < 80).mean()) for image in inside[:3]]
    assert shares[0] == 0
    assert all(0.02 < share < 0.5 for share in shares[1:])
    assert inside[3].mean() + 100 < inside[4].mean()
    assert all(int(image.min()) < 80 for image in pixels)


def test_the_same_brief_is_the_same_bytes(full: Snapshot) -> None:
    documents = [brief_document(told(full, ONE_TOWN), "it", territory=full.territory) for _ in range(2)]
    assert len({pdf_bytes(document) for document in documents}) == 1
    assert len({docx_bytes(document) for document in documents}) == 1


def test_the_json_holds_words_in_the_language_asked_for(full: Snapshot) -> None:
    answer = told(full, ONE_TOWN)
    for lang in LANGUAGES:
        content = json.loads(brief_json(answer, lang))
        assert content["sentence"] == answer.sentence.words(lang)
        assert content["parts"][0]["title"] == Phrase("brief.part.about").words(lang)
