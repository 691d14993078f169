"""Every page for everybody: axe-core, the keyboard alone, and a width of 320 pixels."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
LEGNANO = "/?lon=8.918&lat=45.594&groups=elders&mode=walk&min=45"
SAVED = "demo:nursery-015118-8,demo:preschool-015118-2"
STATES = {
    "first page": "/",
    "answer with card, saved and compared": f"{LEGNANO}&territory=015118&saved={SAVED}&compared={SAVED}",
    "answer in English": f"{LEGNANO}&lang=en",
    "reachable area": f"{LEGNANO}&reach=true",
    "firms": "/imprese?lon=8.888&lat=45.546",
    "shared service": "/imprese?lon=8.888&lat=45.546&tab=consortium",
    "shared know-how": "/imprese?lon=9.19&lat=45.46&min=30&tab=exchange",
    "coverage": "/copertura?indicator=lep_nursery&unit=alto-milanese",
    "scenarios": "/copertura?view=whatif&scenario=add:nursery:60@8.9,45.6&scenario_2=population:-5:0-2@019",
    "where to act": "/copertura?view=siting&within=alto-milanese",
    "where to act in English": "/copertura?view=siting&within=alto-milanese&seek=p_median&lang=en",
    "coverage of municipalities": "/copertura?indicator=practices_count&areas=municipality&within=019",
    "practices": "/buone-pratiche",
    "initiatives": "/buone-pratiche?section=initiatives&demo=true",
    "offices": "/buone-pratiche?section=offices&territory=015118",
    "method": "/dati",
}
NARROW = {"width_px": 320, "height_px": 640, "is_phone": True}
WIDER_THAN_SCREEN = """() => {
    const width = document.documentElement.clientWidth, hides = new Set(["auto", "scroll", "hidden", "clip"]);
    const isInside = e => { for (let p = e.parentElement; p && p !== document.body; p = p.parentElement)
        if (hides.has(getComputedStyle(p).overflowX) && p.getBoundingClientRect().right <= width + 1
            && p.className && p.matches(".wm-scroll, [role=radiogroup], [data-testid=stSidebar]"))
            return true;
    return false; };
    const isSeen = e => e.getBoundingClientRect().width > 1 && e.getBoundingClientRect().right > 0
        && getComputedStyle(e).visibility !== "hidden" && (e.innerText || e.matches("button, input, img, svg"));
    return [...document.querySelectorAll("body *")]
        .filter(e => isSeen(e) && e.getBoundingClientRect().right > width + 1 && !isInside(e))
        .map(e => e.tagName + " " + (e.dataset.testid || e.className) + " " + (e.innerText || "").slice(0, 40));
}"""
"""What can be seen and sticks out to the right, but for what lies in a box that scrolls by itself."""
MAP = "Mappa"
"""Name of the frame of the map, which has the focus while anything inside has it."""
OpenSite = Callable[..., Any]


def open_and_wait(open_site: OpenSite, path: str, **width: Any) -> Any:
    visit = open_site(path, **width)
    expect(visit.page.locator(".wm-footer")).to_be_visible()
    if not path.startswith("/dati"):
        visit.wait_for_map()
    expect(visit.page.get_by_test_id("stStatusWidget")).to_have_count(0)
    return visit


def assert_nothing_overflows(visit: Any) -> None:
    wide = visit.page.evaluate(WIDER_THAN_SCREEN)
    assert wide == [], f"wider than {NARROW['width_px']} pixels"
    assert visit.width_px <= NARROW["width_px"]


@pytest.mark.parametrize("path", STATES.values(), ids=list(STATES))
def test_axe_finds_nothing_of_our_making_and_nothing_overflows_at_320_pixels(open_site: OpenSite, path: str) -> None:
    visit = open_and_wait(open_site, path)
    assert visit.violations() == []
    if not path.startswith("/dati"):
        assert visit.map_violations() == []
    visit.narrow(NARROW["width_px"], NARROW["height_px"])
    assert_nothing_overflows(visit)


def test_axe_finds_nothing_in_what_opens(open_site: OpenSite) -> None:
    visit = open_and_wait(open_site, LEGNANO)
    for words in ("Che cosa mostrare sulla mappa", "Condividi e scarica"):
        visit.page.get_by_text(words).click()
    visit.page.locator("summary", has_text="Dettagli").first.click()
    visit.page.get_by_role("button", name="Altri filtri").click()
    expect(visit.page.get_by_role("spinbutton", name="Posti, almeno")).to_be_visible()
    assert visit.violations() == []


def test_axe_finds_nothing_and_nothing_overflows_on_a_page_opened_at_phone_width(open_site: OpenSite) -> None:
    visit = open_and_wait(open_site, LEGNANO, **NARROW)
    assert visit.violations() == []
    assert_nothing_overflows(visit)


def test_search_filters_and_cards_work_by_keyboard_alone(open_site: OpenSite) -> None:
    visit = open_and_wait(open_site, "/")
    page = visit.page
    visit.tab_to("Luogo di lavoro")
    page.keyboard.type("Legnano")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=3, name="servizi entro 15 min in auto da Legnano")).to_be_visible()
    visit.tab_to("Bimbi 0–6 anni")
    page.keyboard.press("Space")
    page.wait_for_url("**groups=small_children**")


def test_the_map_does_not_trap_the_keyboard(open_site: OpenSite) -> None:
    visit = open_and_wait(open_site, LEGNANO)
    expect(visit.page.locator(".wm-card").first).to_be_visible()
    visit.page.get_by_role("button", name="Altri filtri").focus()
    passed = visit.tab_to(MAP)
    for name in ("Che cosa mostrare sulla mappa", "Dettagli", "☆ Salva"):
        passed += visit.tab_to(name)
    visit.page.keyboard.press("Enter")
    expect(visit.page.get_by_text("I miei salvati (1)")).to_be_visible()
    assert 0 < passed.count(MAP) < 10
