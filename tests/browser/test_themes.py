"""Light and dark: page, map and drawings go together, by the visitor's system or by the menu; paper is always light."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from welfare_map.palette import ELDERS, INK, LAND, PAPER, Colour

pytestmark = pytest.mark.browser
ANSWER = "/?lon=8.918&lat=45.594&groups=elders&mode=walk&min=45"
OpenSite = Callable[..., Any]
CANVAS_HAS = """colour => {
    const canvas = document.querySelector("canvas.wm-canvas"), step = 4;
    const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    const wanted = [1, 3, 5].map(at => parseInt(colour.slice(at, at + 2), 16));
    for (let i = 0; i < pixels.length; i += step) if (wanted.every((part, at) => pixels[i + at] === part)) return true;
    return false;
}"""


def ground_of(page: Page, selector: str) -> str:
    return str(page.locator(selector).first.evaluate("e => getComputedStyle(e).backgroundColor"))


def written(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgb({red}, {green}, {blue})"


def assert_all_is(visit: Any, theme: str) -> None:
    """Page, what opens above it, cards and the canvas of the map are of one theme."""

    def in_theme(colour: Colour) -> str:
        return str(getattr(colour, theme))

    visit.wait_until(f"document.documentElement.dataset.theme === '{theme}'")
    visit.wait_inside(f"document.documentElement.dataset.theme === '{theme}'")
    expect(visit.page.locator(".wm-card").first).to_have_css("background-color", written(in_theme(PAPER)))
    expect(visit.page.locator(".wm-card h3").first).to_have_css("color", written(in_theme(INK)))
    assert visit.map_frame.evaluate(CANVAS_HAS, in_theme(LAND))
    assert visit.map_frame.evaluate(CANVAS_HAS, in_theme(ELDERS))
    others = {"light": "dark", "dark": "light"}[theme]
    assert not visit.map_frame.evaluate(CANVAS_HAS, getattr(ELDERS, others))


def choose_in_menu(page: Page, theme: str) -> None:
    page.get_by_test_id("stMainMenu").click()
    page.get_by_role("menuitemradio", name=theme).click()
    page.keyboard.press("Escape")


def test_page_map_and_cards_follow_letters_and_theme_of_the_system_and_the_menu_and_paper_is_light(
    open_site: OpenSite,
) -> None:
    visit = open_site(ANSWER)
    page = visit.page
    expect(page.locator(".wm-card").first).to_be_visible()
    visit.wait_for_map()
    visit.wait_inside("map.welfareCanvas.marks.length > 0")
    assert_all_is(visit, "light")
    fetched = page.evaluate("performance.getEntriesByType('resource').map(e => e.name.split('/').pop())")
    assert [name for name in fetched if name.startswith("Source")] == []
    page.emulate_media(color_scheme="dark")
    assert_all_is(visit, "dark")
    choose_in_menu(page, "Chiari")
    assert_all_is(visit, "light")
    page.emulate_media(color_scheme="light")
    choose_in_menu(page, "Scuri")
    assert_all_is(visit, "dark")
    page.emulate_media(media="print", color_scheme="light")
    visit.wait_inside("document.documentElement.dataset.theme === 'light'")
    assert visit.map_frame.evaluate(CANVAS_HAS, LAND.light)
    assert ground_of(page, "body") == ground_of(page, "[data-testid=stApp]") == "rgba(0, 0, 0, 0)"
    expect(page.locator("h1")).to_have_css("color", written(INK.light))
    expect(page.locator(".wm-card").first).to_have_css("background-color", written(PAPER.light))
    page.emulate_media(media="screen")
    assert_all_is(visit, "dark")
