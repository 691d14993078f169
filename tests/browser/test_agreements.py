"""*Buone pratiche e accordi* as a small firm and a local authority use it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser
WIDTHS = [
    pytest.param({}, id="desktop"),
    pytest.param({"width_px": 375, "height_px": 812, "is_phone": True}, id="phone"),
]
PAGE = "/buone-pratiche"
PACT = "accordo-pmi-alto-milanese-magentino-abbiatense"
OFFICES = {"tel:+390331877298", "tel:+3903311816367"}
OpenSite = Callable[..., Any]


def said(page: Page) -> Locator:
    """Return the answer in one sentence; while a page is drawn anew the one before may still stand below it."""
    found = re.compile(r"buon[ae] pratic|accordi e progetti documentati|practice")
    return page.get_by_role("heading", level=3, name=found).first


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option).click()


def cards(page: Page) -> Locator:
    return page.locator("article.wm-card")


@pytest.mark.parametrize("width", WIDTHS)
def test_practices_are_listed_and_territories_tinted_without_a_demonstration_banner(
    open_site: OpenSite, width: dict[str, Any]
) -> None:
    visit = open_site(PAGE, **width)
    expect(said(visit.page)).to_contain_text("buone pratiche")
    expect(cards(visit.page).first).to_contain_text("Documento: «")
    visit.wait_for_map()
    visit.wait_inside("map.welfareCanvas.tints.length === 5")
    expect(cards(visit.page)).to_have_count(int(said(visit.page).inner_text().split()[0]))
    expect(visit.page.locator(".wm-banner")).to_have_count(0)
    expect(visit.page.locator(".wm-demo")).to_have_count(0)


def test_practices_are_filtered_by_theme_size_and_initiative(open_site: OpenSite) -> None:
    visit = open_site(PAGE)
    expect(said(visit.page)).to_be_visible()
    before = int(said(visit.page).inner_text().split()[0])
    choose(visit.page, "Tema", "Lavoro agile")
    visit.page.wait_for_url(re.compile("theme=smart_working"))
    expect(cards(visit.page)).not_to_have_count(before)
    by_theme = int(said(visit.page).inner_text().split()[0])
    expect(cards(visit.page).filter(has_text="Lavoro agile")).to_have_count(by_theme)
    choose(visit.page, "Dimensione dell'impresa", "Micro")
    visit.page.wait_for_url(re.compile("size=micro"))
    choose(visit.page, "Accordo o progetto", "Milano Concilia")
    visit.page.wait_for_url(re.compile("initiative="))
    visit.wait_for_map()
    visit.wait_inside("map.welfareCanvas.tints.length === 1")
    expect(said(visit.page)).to_contain_text(re.compile("pratic"))
    assert cards(visit.page).count() <= by_theme


def test_a_filtered_page_comes_back_with_its_address(open_site: OpenSite) -> None:
    visit = open_site(f"{PAGE}?theme=smart_working&section=practices")
    expect(said(visit.page)).to_be_visible()
    count = int(said(visit.page).inner_text().split()[0])
    expect(cards(visit.page)).to_have_count(count)
    expect(cards(visit.page).filter(has_text="Lavoro agile")).to_have_count(count)
    expect(visit.page.get_by_role("combobox", name="Tema")).to_have_value("Lavoro agile")


@pytest.mark.parametrize("width", WIDTHS)
def test_an_initiative_shows_phases_members_documents_and_offices(open_site: OpenSite, width: dict[str, Any]) -> None:
    visit = open_site(f"{PAGE}?section=initiatives&initiative={PACT}", **width)
    card = visit.page.locator(f"article#{PACT}")
    for words in ("Chi c'è", "Confartigianato Imprese Alto Milanese", "Firmatario", "Come aderire", "Documenti"):
        expect(card).to_contain_text(words)
    assert {link.get_attribute("href") for link in card.locator("a").all()} >= OFFICES
    expect(cards(visit.page)).to_have_count(1)
    visit.wait_for_map()
    visit.wait_inside("map.welfareCanvas.tints.length === 1")


def test_phases_of_an_initiative_are_a_timeline(open_site: OpenSite) -> None:
    visit = open_site(f"{PAGE}?section=initiatives")
    expect(said(visit.page)).to_have_text("5 accordi e progetti documentati.")
    expect(cards(visit.page)).to_have_count(5)
    verona = cards(visit.page).filter(has_text="Verona Secondo Welfare")
    expect(verona.locator(".wm-timeline li")).to_have_count(5)


def test_demonstration_agreements_come_only_when_asked_for_and_are_labelled(open_site: OpenSite) -> None:
    visit = open_site(f"{PAGE}?section=initiatives")
    expect(cards(visit.page)).to_have_count(5)
    expect(visit.page.locator(".wm-banner")).to_have_count(0)
    visit.page.get_by_text("Mostra anche gli accordi dimostrativi").click()
    expect(said(visit.page)).to_contain_text("dimostrativi")
    expect(visit.page.locator(".wm-banner")).to_be_visible()
    invented = cards(visit.page).filter(has_text="Accordo dimostrativo –")
    assert invented.count() == cards(visit.page).count() - 5 > 0
    assert invented.locator(".wm-demo").count() == invented.count()
    visit.page.get_by_text("Mostra anche gli accordi dimostrativi").click()
    expect(cards(visit.page)).to_have_count(5)
    expect(visit.page.locator(".wm-banner")).to_have_count(0)


def test_the_banner_stays_while_invented_adherents_are_on_the_map(open_site: OpenSite) -> None:
    visit = open_site(f"{PAGE}?layers=practices")
    visit.wait_for_map()
    visit.wait_inside("map.welfareCanvas.marks.length > 0")
    expect(visit.page.locator(".wm-banner")).to_have_count(0)
    visit = open_site(f"{PAGE}?layers=organisations:demo-accordo-mi")
    visit.wait_for_map()
    visit.wait_inside("map.welfareCanvas.marks.length > 0")
    expect(visit.page.locator(".wm-banner")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_offices_can_be_called(open_site: OpenSite, width: dict[str, Any]) -> None:
    visit = open_site(PAGE, **width)
    visit.wait_for_map()
    visit.page.get_by_role("radio", name="Uffici di piano").click()
    expect(cards(visit.page)).to_have_count(2)
    assert {link.get_attribute("href") for link in cards(visit.page).locator("a").all()} == OFFICES
    expect(cards(visit.page).filter(has_text="Legnano")).to_contain_text("Parabiago")


def test_practices_near_a_workplace_come_by_minutes_then_those_that_apply_here(open_site: OpenSite) -> None:
    visit = open_site(f"{PAGE}?lon=8.918&lat=45.594")
    expect(said(visit.page)).to_contain_text("con i minuti di viaggio")
    expect(cards(visit.page)).to_have_count(int(said(visit.page).inner_text().split()[0]))
    facts = cards(visit.page).locator(".wm-facts").all_inner_texts()
    minutes = [int(found[1]) for text in facts if (found := re.search(r"(\d+) min", text))]
    assert minutes == sorted(minutes)
    is_timed = [" min" in text for text in facts]
    assert is_timed == sorted(is_timed, reverse=True)
    assert any(
        "vale nel tuo territorio" in text.lower() or "si applica nel tuo territorio" in text.lower() for text in facts
    )


def test_a_clicked_municipality_opens_its_card_and_narrows_the_practices(open_site: OpenSite) -> None:
    visit = open_site(PAGE)
    visit.wait_for_map()
    expect(said(visit.page)).to_be_visible()
    before = said(visit.page).inner_text()
    visit.inside("void map.setView([45.594, 8.918], 12, {animate: false})")
    visit.page.mouse.click(*visit.point_on_page(8.918, 45.594))
    expect(visit.page.locator(".wm-territory")).to_contain_text("Legnano")
    expect(said(visit.page)).not_to_have_text(before)
    visit.page.get_by_role("button", name="Chiudi").click()
    expect(said(visit.page)).to_have_text(before)


def test_the_page_is_complete_in_english(open_site: OpenSite) -> None:
    visit = open_site(f"{PAGE}?lang=en&section=initiatives&initiative={PACT}")
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("Good practices and agreements")
    expect(visit.page.locator(f"article#{PACT}")).to_contain_text("Planning offices of Alto Milanese")
    expect(visit.page.locator("html")).to_have_attribute("lang", "en")
