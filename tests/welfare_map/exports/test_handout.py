"""The sheet is read back as a person's reader does: its words, its pages, its links."""

import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import structure
from pypdf import PdfReader

from geodata.routing.estimate import Estimate
from welfare_map.exports.handout import Handout, handout_pdf
from welfare_map.model import CompareQuery
from welfare_map.questions.compare import compare
from welfare_map.snapshot import Snapshot
from welfare_map.texts import LANGUAGES, text

DAY = date(2026, 9, 15)
LINK = "https://mappa.example.org/?lon=9.064&lat=45.198&saved=toy:nursery-1km"
ALL = ("toy:nursery-1km", "toy:micro-area", "toy:nursery-nowhere", "toy:care-9km", "demo:day-3km")


@pytest.fixture
def sheet(toy_snapshot: Snapshot, at_km: Callable[..., tuple[float, float]]) -> Callable[..., bytes]:
    """Make the sheet of some services, seen from the centre of Uno."""

    def made(
        service_ids: tuple[str, ...] = ALL, lang: str = "it", snapshot: Snapshot = toy_snapshot, link: str = LINK
    ) -> bytes:
        lon, lat = at_km(5, 5)
        query = CompareQuery(as_of_on=DAY, service_ids=service_ids, lon=lon, lat=lat)
        about = Handout(title_key="handout.title_saved", link=link, start_name="Uno", made_on=DAY)
        return handout_pdf(compare(snapshot, query, Estimate()), about, lang, territory=snapshot.territory)

    return made


def words(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sheet_has_title_cards_questions_and_sources_in_its_language(sheet: Callable[..., bytes], lang: str) -> None:
    said = words(sheet(lang=lang))

    for key in ("handout.title_saved", "handout.ask_title", "handout.sources_title", "handout.qr"):
        assert text(key, lang) in said
    for part in ("Nursery 1Km", "Care 9Km", "+39 0000000002", "via Prova 1, Uno", "Toy source"):
        assert part in said
    for line in text("handout.ask.elders", lang).strip().splitlines():
        assert line in said


def test_who_hears_a_sheet_hears_what_it_is_then_the_services_by_number(sheet: Callable[..., bytes]) -> None:
    content = sheet()
    (document, *_) = structure.read(content)
    headings = [element.words for element in document.all() if element.kind in {"H1", "H2"}]

    assert structure.faults(content) == []
    assert headings[:2] == [text("handout.title_saved", "it"), "1 Nursery 1Km"]
    pictures = [element.instead for element in document.all() if element.kind == "Figure"]
    assert pictures == [text("handout.map_alt", "it", count=4), text("document.code", "it", address=LINK)]


def test_a_sheet_says_how_the_minutes_were_made(sheet: Callable[..., bytes]) -> None:
    assert "Tempi stimati, senza conoscere le strade" in words(sheet())


def test_questions_are_only_those_of_the_groups_on_the_sheet(sheet: Callable[..., bytes]) -> None:
    said = words(sheet(("toy:nursery-1km",)))

    assert "ambientamento" in said
    assert "lavanderia" not in said


def test_free_places_have_their_day_and_unknown_ones_say_so(sheet: Callable[..., bytes]) -> None:
    assert "Semidivezzi (12–24 mesi): 3 liberi, dato del 20 agosto 2026" in words(sheet(("toy:nursery-1km",)))
    assert "Posti liberi: non noto" in words(sheet(("toy:care-9km",)))


def test_demonstration_cards_are_named_and_a_sheet_without_them_says_nothing_of_them(
    sheet: Callable[..., bytes],
) -> None:
    assert "inventate" in words(sheet())
    assert "imostrazione" not in words(sheet(("toy:nursery-1km", "toy:care-9km")))


def test_a_service_without_a_position_is_on_the_sheet_but_not_on_the_map(sheet: Callable[..., bytes]) -> None:
    assert "Senza posizione nota, non sulla mappa: 3." in words(sheet())


def test_what_is_no_longer_on_the_map_is_counted(sheet: Callable[..., bytes]) -> None:
    assert "non sono più nella mappa: 2." in words(sheet(("toy:nursery-1km", "toy:nursery-gone", "no:such")))


def test_the_code_leads_to_the_list(sheet: Callable[..., bytes]) -> None:
    reader = PdfReader(io.BytesIO(sheet()))
    links = [note.get_object()["/A"]["/URI"] for note in reader.pages[0]["/Annots"]]  # type: ignore[attr-defined]

    assert links == [LINK]


def test_an_address_too_long_for_a_code_leaves_the_rest_whole(sheet: Callable[..., bytes]) -> None:
    said = words(sheet(link=f"{LINK}{'x' * 8000}"))

    assert "Nursery 1Km" in said
    assert "Inquadra" not in said


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("<script>alert(1)</script> & {{ 7 * 7 }} {name} %s", id="markup"),
        pytest.param("**grassetto** --barrato-- [x](javascript:alert(1))", id="markdown"),
        pytest.param("Ŝtrano nido d’Àlta Val – ẞ “Girasole” №5", id="unusual letters"),
    ],
)
def test_hostile_and_unusual_words_stay_words(
    name: str,
    sheet: Callable[..., bytes],
    make_service: Callable[..., dict[str, Any]],
    make_snapshot: Callable[..., Snapshot],
) -> None:
    snapshot = make_snapshot({"services": [make_service("x", (5, 5), name=name, municipality_code="901001")]})

    assert name in words(sheet(("toy:x",), snapshot=snapshot))


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Nido 😀🏳️‍🌈 Sole", id="emoji"),
        pytest.param("Nido \x00\x1b[31m\u202e Sole", id="control characters"),
        pytest.param("Nido 幼稚園 Sole", id="letters that the font lacks"),
    ],
)
def test_what_the_font_cannot_write_is_left_out_and_nothing_complains(
    name: str,
    sheet: Callable[..., bytes],
    make_service: Callable[..., dict[str, Any]],
    make_snapshot: Callable[..., Snapshot],
    caplog: pytest.LogCaptureFixture,
) -> None:
    snapshot = make_snapshot({"services": [make_service("x", (5, 5), name=name, municipality_code="901001")]})

    said = words(sheet(("toy:x",), snapshot=snapshot))

    assert re.search(r"Nido .{0,4} ?Sole", said)
    assert [record for record in caplog.records if record.name.startswith("fpdf")] == []


@pytest.mark.parametrize(
    "name", [pytest.param("x" * 50_000, id="one word"), pytest.param("parola " * 10_000, id="many words")]
)
def test_a_name_without_end_takes_a_few_lines(
    name: str,
    sheet: Callable[..., bytes],
    make_service: Callable[..., dict[str, Any]],
    make_snapshot: Callable[..., Snapshot],
) -> None:
    service = make_service("x", (5, 5), name=name.strip(), address=name.strip(), municipality_code="901001")

    content = sheet(("toy:x",), snapshot=make_snapshot({"services": [service]}))

    assert len(PdfReader(io.BytesIO(content)).pages) <= 2


def test_the_same_answer_gives_the_same_bytes(sheet: Callable[..., bytes]) -> None:
    assert sheet() == sheet()
