"""
Every page for everybody: axe-core and our own rules, the keyboard alone, and a width of 320 pixels.

What each state is held to is in ``examining.py``; states that other tests reach are looked at there.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

import examining
import pytest
from playwright.sync_api import expect

from welfare_map.palette import EDGE
from welfare_map.ui.page_list import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.accessibility]
LEGNANO = "/?lon=8.918&lat=45.594&groups=elders&mode=walk&min=45"
NEAR = "/?lon=8.918&lat=45.594&kinds=nursery&limit=km&km=1"
SAVED = "demo:nursery-015118-8,demo:preschool-015118-2"
DAY = f"{LEGNANO}&shift=Mo-Fr+06:00-14:00&home=8.901,45.612"
FIRM = "lon=9.09&lat=45.52&organisation=demo:org-015250-1&partners=demo:org-015118-3"
PLACES = "show=sensitivity&indicator=lep_nursery&unit=alto-milanese&within=alto-milanese&district=alto-milanese"
IMAGINED = "scenario=add:nursery:60@8.9,45.6&scenario_2=population:-5:0-2@019"
STATES = {
    "find_first": "/",
    "find_answer": f"{LEGNANO}&territory=015118&saved={SAVED}&compared={SAVED}&reach=true",
    "find_day": DAY,
    "find_nothing": "/?lon=10.135&lat=46.538&kinds=disability_day_centre&mode=walk&min=10",
    "firms_first": "/imprese",
    "coverage_unread": "/copertura?view=whatif&scenario=add:castle&indicator=nothing&planet=mars",
    "method": "/dati",
    "declaration": "/accessibilita",
    "privacy": "/privacy",
}
SECTIONS: Mapping[str, tuple[str, str, Mapping[int, str]]] = {
    "firms": (
        f"/imprese?{FIRM}",
        "tab",
        {
            0: "firms_neighbours",
            1: "firms_matches",
            2: "firms_consortium",
            3: "firms_shuttle",
            4: "firms_exchange",
            5: "firms_survey",
            6: "firms_plan",
        },
    ),
    "coverage": (
        f"/copertura?{PLACES}&{IMAGINED}",
        "coverage_tab",
        {0: "coverage", 1: "access", 2: "siting", 3: "whatif", 4: "brief"},
    ),
    "municipalities": (
        "/copertura?indicator=practices_count&areas=municipality&within=019&seek=p_median",
        "coverage_tab",
        {0: "coverage_municipalities", 2: "siting_far"},
    ),
    "agreements": (
        "/buone-pratiche?territory=015118&demo=true",
        "section",
        {0: "practices", 1: "initiatives", 2: "offices"},
    ),
}
"""Page -> address, key of the choice of sections, and number of a section -> its state."""
WALKED = (
    "find_first",
    "find_day",
    "firms_shuttle",
    "access",
    "siting_far",
    "offices",
    "method",
    "declaration",
    "privacy",
)
"""States in which somebody presses Tab from the first stop to the last."""
TWINS = {
    "find_answer": (
        "map.welfareCanvas.answer.length",
        "parseInt(document.querySelector('.st-key-slot-answer h3').innerText)",
    ),
    "firms_neighbours": (
        "map.welfareCanvas.answer.length",
        "parseInt(document.querySelector('.st-key-slot-answer h3').innerText)",
    ),
    "siting": ("map.welfareCanvas.answer.length", "document.querySelectorAll('.wm-card .wm-number').length"),
    "practices": (
        "map.welfareCanvas.tints.map(tint => tint.name).join()",
        (
            "[...[...document.querySelectorAll('.wm-legend')].at(-1).querySelectorAll('li')]"
            ".map(row => row.innerText.trim()).join()"
        ),
    ),
}
"""State -> what its map shows, and the same in words beside it; the label of the map names its list."""
NARROW = {"width_px": 320, "height_px": 640, "is_phone": True}
MAP = "Mappa"
"""Name of the frame of the map, which has the focus while anything inside has it."""
MOVING = "document.getAnimations().map(one => `${one.effect.target?.tagName} ${one.constructor.name}`)"
IS_ON_SCREEN = """() => {
    const {left, right, top, bottom} = document.activeElement.getBoundingClientRect();
    return right > Math.max(left, 0) && left < innerWidth && bottom > Math.max(top, 0) && top < innerHeight;
}"""
PHONE_STOPS = 8
"""More than the menu has."""
WITHOUT_MAP = ("/dati", "/accessibilita", "/privacy")
EDGES = """[...document.querySelectorAll(
    "[data-testid=stTextInput], [data-testid=stNumberInput], [data-testid=stSelectbox], [data-testid=stMultiSelect], "
    + "[data-testid=stCheckbox]:has(input:not(:checked))"
)].filter(one => one.checkVisibility()).map(one => {
    const box = [...one.querySelectorAll("*")].find(part => parseFloat(getComputedStyle(part).borderTopWidth) > 0);
    const isSwitch = one.querySelector("[role=switch]");
    const look = getComputedStyle(isSwitch ? one.querySelector("label > div") : box);
    return [one.dataset.testid, isSwitch ? look.backgroundColor : look.borderTopColor];
})"""
"""Kind of a control and the colour that it is known by: its edge, and of a switch that is off its ground."""
OpenSite = Callable[..., Any]


def open_and_wait(open_site: OpenSite, path: str, **width: Any) -> Any:
    visit = open_site(path, **width)
    expect(visit.page.locator(".wm-footer")).to_be_visible()
    if not path.startswith(WITHOUT_MAP):
        visit.wait_for_map()
    expect(visit.page.get_by_test_id("stStatusWidget")).to_have_count(0)
    return visit


def twin(visit: Any, state: str) -> list[Any]:
    """Return whether map and list of a state say the same, which no axe sees."""
    if state not in TWINS:
        return []
    on_map, in_words = TWINS[state]
    shown, said = visit.inside(on_map), visit.page.evaluate(in_words)
    assert shown
    assert "elenc" in (label := visit.inside("map.getContainer().ariaLabel")) or "list" in label
    return list(visit.record(state, "map-twin", [] if shown == said else [f"{shown} on the map, {said} in words"]))


@pytest.mark.parametrize("state", STATES)
def test_a_state_breaks_no_rule_in_either_language_at_1280_and_320_pixels(open_site: OpenSite, state: str) -> None:
    visit = open_and_wait(open_site, STATES[state])
    assert visit.jumps() == []
    assert visit.examine(state) == []
    assert twin(visit, state) == []
    if state in WALKED:
        assert visit.walk(state) == []


@pytest.mark.parametrize("name", SECTIONS)
def test_no_section_breaks_a_rule_in_either_language_at_1280_and_320_pixels_or_leaves_its_first_sheet_empty(
    open_site: OpenSite, name: str
) -> None:
    address, choice, states = SECTIONS[name]
    visit = open_and_wait(open_site, address)
    found = {}
    for number, state in states.items():
        visit.page.locator(f".st-key-{choice} [role=radio]").nth(number).click()
        visit.wait_until_still()
        found[state] = visit.empty_beginning() + visit.examine(state) + twin(visit, state)
        if state in WALKED:
            found[state] += visit.walk(state)
    assert found == {state: [] for state in states.values()}


def test_what_opens_over_the_page_breaks_no_rule(open_site: OpenSite) -> None:
    visit = open_and_wait(open_site, NEAR)
    visit.unfold()
    visit.page.get_by_role("button", name="Altri filtri").click()
    expect(visit.page.get_by_role("spinbutton", name="Posti, almeno")).to_be_visible()
    assert visit.violations("find_opened") == []
    edges = visit.page.evaluate(EDGES)
    assert {kind for kind, _ in edges} == {"stTextInput", "stNumberInput", "stSelectbox", "stMultiSelect", "stCheckbox"}
    assert {colour for _, colour in edges} == {"rgb({}, {}, {})".format(*bytes.fromhex(EDGE.light[1:]))}


def test_what_cannot_be_found_is_said_without_breaking_a_rule(open_site: OpenSite) -> None:
    visit = open_site("/?lon=-0.1&lat=51.5")
    expect(visit.page.get_by_role("alert").filter(has_text=re.compile("Italia|territorio|area"))).to_be_visible()
    assert visit.violations("find_outside") == []
    visit.page.get_by_label("Luogo di lavoro").fill("zzqqxxw")
    visit.page.get_by_role("button", name="Cerca", exact=True).click()
    expect(visit.page.get_by_text("Nessun luogo trovato")).to_be_visible()
    assert visit.violations("find_unknown_place") == []


def test_a_page_opened_at_phone_width_breaks_no_rule(open_site: OpenSite) -> None:
    visit = open_and_wait(open_site, LEGNANO, **NARROW)
    assert visit.violations("find_answer") == []
    assert visit.width_px <= NARROW["width_px"]


def test_search_filters_and_cards_work_by_keyboard_alone(open_site: OpenSite) -> None:
    visit = open_and_wait(open_site, "/")
    page = visit.page
    with visit.by_keyboard("find_answer"):
        visit.tab_to("Luogo di lavoro")
        page.keyboard.type("Legnano")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=3, name="servizi entro 15 min in auto da Legnano")).to_be_visible()
        visit.tab_to("Bimbi 0–6 anni")
        page.keyboard.press("Space")
        page.wait_for_url("**groups=small_children**")


FOCUS_IS_LOST = '<button>one</button><button onfocus="this.blur()">two</button><button>three</button>'
FOCUS_IS_KEPT = '<button>one</button><button onkeydown="event.preventDefault()">two</button><button>three</button>'


def test_a_focus_that_is_lost_or_kept_and_a_journey_that_stops_are_faults(
    open_page: OpenSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examining, "MOST_STOPS", 6)
    monkeypatch.setattr(examining, "LOOKS", looks := [])
    visit = open_page("about:blank")
    visit.page.set_content("<button>one</button><button>two</button>")
    assert visit.walk("method") == []
    visit.page.set_content(FOCUS_IS_LOST)
    assert visit.walk("method") == [["focus-visible", "lost after BUTTON one"]]
    visit.page.set_content(FOCUS_IS_KEPT)
    assert visit.walk("method") == [["no-keyboard-trap", "6 stops and no end"]]
    with pytest.raises(AssertionError), visit.by_keyboard("method"):
        visit.tab_to("four")
    assert [rule for rule, _ in looks[-1].faults] == ["keyboard-alone"]


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


def test_the_first_stop_leads_past_the_menu(open_site: OpenSite) -> None:
    visit = open_and_wait(open_site, "/dati")
    page = visit.page
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Vai al contenuto")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    address = page.url
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('[data-testid=stMain]').contains(document.activeElement)")
    assert page.url == address


def test_the_menu_of_a_phone_is_opened_used_and_closed_by_keyboard(open_site: OpenSite) -> None:
    visit = open_and_wait(open_site, "/accessibilita", width_px=375, height_px=812, is_phone=True)
    page = visit.page
    button = page.get_by_role("button", name="Apri il menu delle pagine")
    with visit.by_keyboard("declaration"):
        for _ in range(PHONE_STOPS):
            page.keyboard.press("Tab")
            assert page.evaluate(IS_ON_SCREEN), page.evaluate("document.activeElement.outerHTML")
        button.focus()
        page.keyboard.press("Enter")
        first = page.get_by_role("link", name="Trova servizi")
        expect(first).to_be_focused()
        page.keyboard.press("Escape")
        expect(button).to_be_focused()
        expect(first).not_to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(first).to_be_focused()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Enter")  # the menu's own button
        expect(button).to_be_focused()
        page.keyboard.press("Enter")
        expect(first).to_be_focused()
        passed = visit.tab_to("Italiano")
        expect(button).to_be_visible()  # what lay behind the menu has the focus, and the menu has gone
        assert passed[:-1] == [one.inner_text() for one in page.get_by_test_id("stSidebarNavLink").all()[1:]]


def test_each_page_has_a_title_of_its_own_in_the_language_of_the_page(open_site: OpenSite) -> None:
    visit = open_and_wait(open_site, "/dati")
    expect(visit.page).to_have_title("Dati e metodo · Mappa del welfare")
    visit.switch_language()
    expect(visit.page).to_have_title("Data and method · Welfare map")
    visit.page.get_by_role("link", name="Register").first.click()
    expect(visit.page).to_have_title("Register · Welfare map")
    expect(visit.page).to_have_url(re.compile(r"/registro\?lang=en$"))
    visit.page.get_by_role("link", name="Accessibility statement").click()
    expect(visit.page).to_have_title("Accessibility statement · Welfare map")
    expect(visit.page.get_by_role("heading", level=1, name="Accessibility statement")).to_be_visible()
    at_the_end = visit.page.locator(".st-key-footer").get_by_role("link")
    expect(at_the_end).to_have_text(["Privacy", "Accessibility statement"])
    at_the_end.first.click()
    expect(visit.page).to_have_title("Privacy · Welfare map")
    expect(visit.page).to_have_url(re.compile(r"/privacy\?lang=en$"))


MENU_GAPS = """(() => {
    const words = document.querySelectorAll("[data-testid=stHeaderLogo], [data-testid=stTopNavLink] p");
    const sides = [...words].map(e => e.getBoundingClientRect());
    return sides.slice(1).map((side, i) => Math.round(side.left - sides[i].right));
})()"""
"""Pixels between the name of the application and the entries of the menu, from each to the next."""
NARROWEST_GAP_PX = 8


def test_an_address_of_no_page_says_so_and_leads_to_the_pages(open_site: OpenSite) -> None:
    visit = open_site("/a/nessuna-pagina?lang=en")
    page = visit.page
    heading = page.get_by_role("heading", level=1, name="There is no such page")
    expect(heading).to_be_visible()
    expect(page).to_have_url(re.compile(r"/nessuna-pagina\?lang=en$"))
    expect(page.get_by_role("dialog")).to_have_count(0)
    after_the_name, *between = page.evaluate(MENU_GAPS)
    assert after_the_name >= NARROWEST_GAP_PX
    assert len(between) == len(PAGES) - 1
    assert max(between) - min(between) <= 1
    link = page.locator(".st-key-no-page").get_by_role("link", name="Data and method")
    expect(link.locator("p")).to_have_css("text-decoration-line", "underline")
    link.click()
    expect(page.get_by_role("heading", level=1, name="Data and method")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/dati\?lang=en$"))
    page.go_back()
    expect(heading).to_be_visible()
    [missing] = [words for words in visit.complaints if words.endswith("/nessuna-pagina?lang=en)")]
    assert "404" in missing
    visit.complaints.remove(missing)


def test_nothing_moves_for_who_asks_for_less_motion(open_page: OpenSite, site: Any) -> None:
    visit = open_page("about:blank")
    visit.page.emulate_media(reduced_motion="reduce")
    visit.page.goto(f"{site.address}{NEAR}")
    visit.wait_for_map()
    visit.wait_until_still()
    moved = visit.page.evaluate(f"(document.querySelector('[data-testid=stExpander] summary').click(), {MOVING})")
    moved += visit.inside(f"(document.querySelector('.leaflet-control-zoom-in').click(), {MOVING})")
    moved += ["the map's zoom"] if visit.inside("map._animatingZoom || map.options.zoomAnimation") else []
    assert visit.record("find_answer", "no-motion", moved) == []


def test_a_letter_alone_does_nothing(open_site: OpenSite) -> None:
    """Streamlit runs the page again at an "r" wherever it is typed outside a field: WCAG 2.1.4."""
    visit = open_and_wait(open_site, "/dati")
    sent: list[object] = []
    visit.page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))  # noqa: PLW0108  # Playwright wants a function of ours
    visit.page.reload()
    expect(visit.page.locator(".wm-footer")).to_be_visible()
    visit.wait_until_still()
    before = len(sent)
    visit.page.keyboard.press("r")
    visit.page.keyboard.press("c")
    visit.wait_until_still()
    assert visit.record("method", "no-letter-alone", ["r"] * (len(sent) - before)) == []
