"""What a worker takes home: the list in the browser, the sheet, the closures, a printed page, the desk."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from welfare_map.maps.printed import MOST_ENTRIES

pytestmark = pytest.mark.browser
LEGNANO = "/?lon=8.918&lat=45.594&kinds=nursery"
NO_STORAGE = """Object.defineProperty(window, "localStorage", {
    get() { throw new DOMException("denied", "SecurityError"); },
});"""
KEPT = "localStorage.getItem('welfare-map-saved')"
FIRST_CARDS = 8
"""Cards of a list that the screen begins with."""
OpenSite = Callable[..., Any]


def saved_in_address(page: Page) -> list[str]:
    return parse_qs(urlsplit(page.url).query).get("saved", [""])[0].split(",")


def save_first(page: Page) -> str:
    """Save the first service of the list and return its identifier."""
    page.get_by_role("button", name="☆ Salva").first.click()
    expect(page.get_by_text("I miei salvati (1)")).to_be_visible()
    page.wait_for_url("**saved=**")
    return saved_in_address(page)[0]


def plain_address(page: Page) -> str:
    return page.url.partition("?")[0] + LEGNANO.removeprefix("/")


def test_a_saved_list_comes_back_at_the_next_visit_and_holds_services_alone(open_site: OpenSite) -> None:
    visit = open_site(LEGNANO)
    page = visit.page
    entries = page.evaluate("history.length")
    saved = save_first(page)
    visit.wait_until(f"{KEPT} !== null")
    assert page.evaluate(KEPT) == f'["{saved}"]'

    page.goto(plain_address(page))
    expect(page.get_by_text("I miei salvati (1)")).to_be_visible()
    page.wait_for_url("**saved=**")
    assert saved_in_address(page) == [saved]
    assert page.evaluate("history.length") == entries + 1


def test_a_forgotten_list_stays_forgotten(open_site: OpenSite) -> None:
    visit = open_site(LEGNANO)
    page = visit.page
    save_first(page)
    visit.wait_until(f"{KEPT} !== null")
    page.get_by_text("I miei salvati (1)").click()
    page.get_by_role("button", name="Svuota e dimentica su questo browser").click()
    visit.wait_until(f"{KEPT} === null")
    expect(page.get_by_text("I miei salvati")).to_have_count(0)


def test_a_list_that_came_with_a_link_is_shown_and_does_not_replace_ones_own(open_site: OpenSite) -> None:
    visit = open_site(LEGNANO)
    page = visit.page
    own = save_first(page)
    visit.wait_until(f"{KEPT} !== null")
    page.goto(f"{plain_address(page)}&saved=demo:nursery-015118-2,demo:preschool-015118-1")
    expect(page.get_by_text("I miei salvati (2)")).to_be_visible()
    expect(page.get_by_role("button", name="☆ Salva").first).to_be_visible()
    assert page.evaluate(KEPT) == f'["{own}"]'


def test_without_storage_the_page_works_and_the_address_keeps_the_list(open_site: OpenSite) -> None:
    page = open_site("/").page
    page.add_init_script(NO_STORAGE)
    page.goto(page.url.partition("?")[0] + LEGNANO.removeprefix("/"))
    assert save_first(page)


@pytest.mark.parametrize("kept", ["{", '"text"', '[["<b>"]]', '["no:such", 7, null]', "[]"])
def test_whatever_stands_in_the_storage_does_no_harm(open_site: OpenSite, kept: str) -> None:
    page = open_site("/").page
    page.evaluate("kept => localStorage.setItem('welfare-map-saved', kept)", kept)
    page.goto(page.url.partition("?")[0] + LEGNANO.removeprefix("/"))
    expect(page.locator(".wm-card:has(.wm-number)").first).to_be_visible()


def test_the_sheet_has_the_saved_services_and_leads_back_to_them(open_site: OpenSite, tmp_path: Path) -> None:
    visit = open_site(LEGNANO)
    page = visit.page
    saved = save_first(page)
    name = page.locator(".wm-card:has(.wm-number) h3").first.inner_text()
    page.get_by_text("I miei salvati (1)").click()
    sheet = visit.download(page.get_by_role("button", name="Scarica il foglio (PDF)"))
    path = tmp_path / sheet.suggested_filename
    sheet.save_as(path)
    first = PdfReader(io.BytesIO(path.read_bytes())).pages[0]
    assert re.sub(r"\s+", " ", name) in re.sub(r"\s+", " ", first.extract_text())
    (link,) = (note.get_object()["/A"]["/URI"] for note in first["/Annots"])  # type: ignore[attr-defined]
    page.goto(str(link))
    expect(page.get_by_text("I miei salvati (1)")).to_be_visible()
    assert saved_in_address(page) == [saved]


def test_closures_go_into_a_calendar(open_site: OpenSite, tmp_path: Path) -> None:
    visit = open_site(LEGNANO)
    closures = visit.download(visit.page.get_by_role("button", name="Calendario delle chiusure (.ics)").first)
    path = tmp_path / "closures.ics"
    closures.save_as(path)
    events = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    assert events
    assert all("Chiuso (dimostrazione)" in str(event["summary"]) for event in events)


def test_a_printed_page_has_map_and_list_says_what_it_leaves_out_when_and_whence_and_has_nothing_to_click(
    open_site: OpenSite,
) -> None:
    visit = open_site(LEGNANO)
    visit.wait_for_map()
    page = visit.page
    page.emulate_media(media="print")
    expect(page.locator("iframe[title=Mappa]")).to_be_visible()
    expect(page.locator(".wm-card:has(.wm-number)").first).to_be_visible()
    expect(page.get_by_role("button").filter(visible=True)).to_have_count(0)
    expect(page.get_by_role("textbox").filter(visible=True)).to_have_count(0)
    names = page.locator(".wm-card:has(.wm-number) h3, .wm-printed li b").all_inner_texts()
    total = visit.inside("map.welfareCanvas.answer.length")
    assert FIRST_CARDS < len(names) == MOST_ENTRIES < total
    paper = visit.printed()
    left_out = f"le prime {MOST_ENTRIES} voci di {total}"
    sources = "Fonti e licenze: Dati dimostrativi (inventati) (Creative Commons Attribution 4.0)."
    said = (
        *names,
        left_out,
        sources,
        "Legenda",
        "nido",
        page.url,
        "Dati letti fino al",
        "dati con la licenza indicata su ogni scheda",
    )
    assert [words for words in said if "".join(words.split()) not in paper] == []
    assert re.search(r"Ilgiorno\d{1,2}[a-z]+20\d\d", paper)


@pytest.mark.parametrize("width", [{}, {"width_px": 375, "height_px": 812, "is_phone": True}], ids=["desktop", "phone"])
def test_the_desk_names_office_and_agreements_and_finds_the_employer(
    open_site: OpenSite, width: dict[str, Any]
) -> None:
    page = open_site(LEGNANO, **width).page
    page.get_by_text("Il tuo sportello").click()
    expect(page.get_by_role("link", name="+39 03311816367").first).to_be_visible()
    page.get_by_role("textbox", name="Dove lavori: nome").fill("verona innovazione")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Verona Innovazione")).to_be_visible()
    assert "verona" not in page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
