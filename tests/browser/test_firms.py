"""*Imprese e piani* as the owner of a small workshop, a cooperative and a chamber of commerce use it."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser
WIDTHS = [
    pytest.param({}, id="desktop"),
    pytest.param({"width_px": 375, "height_px": 812, "is_phone": True}, id="phone"),
]
PAGE = "/imprese"
GAROLFO = f"{PAGE}?lon=8.888&lat=45.546"
COOPERATIVE = "demo:org-015041-1"
OpenSite = Callable[..., Any]


def said(page: Page) -> Locator:
    return page.get_by_role("heading", level=3, name=re.compile(r"impres[ae]|firms?", re.IGNORECASE)).first


def cards(page: Page) -> Locator:
    return page.locator("article.wm-firm")


def search(page: Page, words: str) -> None:
    page.get_by_label("Luogo di lavoro").fill(words)
    page.get_by_role("button", name="Cerca", exact=True).click()
    expect(said(page)).to_contain_text(f"da {words}")


def unfold_profile(page: Page) -> None:
    page.get_by_text("La tua impresa (facoltativo)").click()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_owner_of_a_workshop_says_who_they_are_and_sees_what_they_share(
    open_site: OpenSite, width: dict[str, Any]
) -> None:
    visit = open_site(PAGE, **width)
    page = visit.page
    search(page, "Busto Garolfo")
    expect(cards(page).first).to_be_visible()
    expect(cards(page).first).not_to_contain_text("Che cosa avete in comune")
    unfold_profile(page)
    page.get_by_role("radio", name="La descrivo qui").click()
    page.get_by_label("Nome dell'impresa").fill("Officina Prova")
    page.get_by_label("Quante persone ci lavorano").fill("14")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Dimensione: Piccola (10–49 addetti)")).to_be_visible()
    page.get_by_role("button", name="mattina, da lunedì a venerdì 6–14").click()
    expect(cards(page).filter(has_text="Stesso turno: 6:00–14:00, dal lunedì al venerdì").first).to_be_visible()
    page.get_by_role("button", name="Aggiungi un bisogno o un'offerta").click()
    visit.choose("Che cosa", "asilo nido")
    expect(page.get_by_label("Quanto (posti)")).to_be_visible()
    page.get_by_role("button", name="Aggiungi", exact=True).click()
    expect(page.get_by_text("Cerchiamo: Asilo nido")).to_be_visible()
    expect(cards(page).filter(has_text="Cercate entrambe: asilo nido").first).to_be_visible()
    assert "Officina" not in page.url


@pytest.mark.parametrize("width", WIDTHS)
def test_list_and_map_say_the_same_and_a_click_on_the_map_chooses_a_firm(
    open_site: OpenSite, width: dict[str, Any]
) -> None:
    visit = open_site(GAROLFO, **width)
    expect(said(visit.page)).to_be_visible()
    count = int(said(visit.page).inner_text().split()[0])
    visit.wait_for_map()
    visit.wait_inside(f"map.welfareCanvas.answer && map.welfareCanvas.answer.length === {count}")
    assert visit.width_px <= width.get("width_px", 1280)


def test_firms_put_together_are_in_the_address_and_come_back_with_it(open_site: OpenSite) -> None:
    page = open_site(GAROLFO).page
    expect(cards(page).first).to_be_visible()
    buttons = page.locator('[class*="st-key-partner-list-"] button')
    buttons.nth(0).click()
    expect(page.get_by_text("Imprese messe insieme (1)")).to_be_visible()
    expect(buttons.nth(0)).to_have_text("✓ Insieme: togli")
    buttons.nth(1).click()
    expect(page.get_by_text("Imprese messe insieme (2)")).to_be_visible()
    page.wait_for_url(re.compile("partners=demo.*demo"))
    again = open_site(page.url[page.url.index("/imprese") :]).page
    expect(again.get_by_text("Imprese messe insieme (2)")).to_be_visible()
    again.get_by_role("button", name="Svuota").click()
    expect(again.get_by_text(re.compile("Imprese messe insieme"))).to_have_count(0)


def test_a_cooperative_is_found_by_name_and_its_neighbours_are_filtered(open_site: OpenSite) -> None:
    page = open_site(PAGE).page
    unfold_profile(page)
    page.get_by_label("Nome dell'impresa o dell'ente").fill("Cooperativa Crema")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Cooperativa logistica 1 di Crema").click()
    expect(said(page)).to_contain_text("da Crema")
    page.wait_for_url(re.compile("organisation=demo"))
    before = int(said(page).inner_text().split()[0])
    page.get_by_role("button", name="Filtri").click()
    page.get_by_text("Solo chi aderisce a un accordo").click()
    page.wait_for_url(re.compile("adherents=true"))
    expect(page.get_by_role("button", name="Filtri (1)")).to_be_visible()
    expect(said(page)).not_to_contain_text(f"{before} imprese")
    expect(cards(page).filter(has_text="Nessuna adesione nota")).to_have_count(0)


def test_an_officer_in_verona_takes_the_list_home(open_site: OpenSite, tmp_path: Path) -> None:
    page = open_site(f"{PAGE}?lon=10.993&lat=45.438&min=30&all=true").page
    expect(said(page)).to_contain_text("da Verona")
    page.get_by_text("Condividi e scarica").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=re.compile("CSV")).click()
    lines = Path(waiting.value.path()).read_text(encoding="utf-8").splitlines()
    assert waiting.value.suggested_filename == "imprese.csv"
    assert lines[0].startswith("is_demo,organisation_id,organisation_name")
    with page.expect_download() as waiting:
        page.get_by_role("button", name=re.compile("GeoJSON")).click()
    taken = json.loads(Path(waiting.value.path()).read_text(encoding="utf-8"))
    assert len(taken["features"]) == len(lines) - 1 > 10


def test_search_and_profile_work_by_keyboard_alone(open_site: OpenSite) -> None:
    page = open_site(PAGE).page
    page.get_by_label("Luogo di lavoro").focus()
    page.keyboard.type("Busto Garolfo")
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text("da Busto Garolfo")
    first = page.get_by_role("button", name="+ Metti insieme").first
    first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Imprese messe insieme (1)")).to_be_visible()


@pytest.mark.accessibility
def test_the_described_firm_breaks_no_rule(open_site: OpenSite) -> None:
    visit = open_site(f"{GAROLFO}&organisation={COOPERATIVE}&partners=demo:org-015146-1")
    expect(cards(visit.page).first).to_contain_text("Che cosa avete in comune")
    visit.page.get_by_text(re.compile("La tua impresa: ")).click()
    visit.page.get_by_role("button", name="Aggiungi un bisogno o un'offerta").click()
    expect(visit.page.get_by_role("combobox", name="Da quando")).to_be_visible()
    assert visit.examine("firms_described") == []


def test_a_printed_page_has_the_list_and_nothing_to_click(open_site: OpenSite) -> None:
    page = open_site(GAROLFO).page
    expect(cards(page).first).to_be_visible()
    page.emulate_media(media="print")
    expect(cards(page).first).to_be_visible()
    expect(page.get_by_role("button", name="+ Metti insieme").first).to_be_hidden()
    expect(page.locator(".st-key-slot-profile")).to_be_hidden()


def test_no_mailbox_of_a_person_is_in_the_page(open_site: OpenSite) -> None:
    page = open_site(f"{PAGE}?lon=10.993&lat=45.438&min=60&all=true").page
    expect(cards(page).first).to_be_visible()
    links = page.locator('a[href^="mailto:"]')
    found = [str(link.get_attribute("href")) for link in links.all()]
    assert not [address for address in found if re.search(r"mailto:[a-z]+\.[a-z]+@", address)]


def test_the_page_is_complete_in_english(open_site: OpenSite) -> None:
    page = open_site(f"{GAROLFO}&lang=en&organisation={COOPERATIVE}").page
    expect(page.get_by_role("heading", level=1)).to_have_text("Firms and plans")
    expect(cards(page).first).to_contain_text("What you have in common")
