"""The page of coverage in a real browser: a click on the map opens a figure, and an address restores it."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
CREMONA = (10.02, 45.13)
PHONE_HEIGHT_PX = 740
SHADES = ".st-key-map-column .wm-legend:not([data-testid=stExpander] *) img"
COLOURS_OF_SHADES = (
    r"""all => all.map(e => decodeURIComponent(e.src).match(/fill='light-dark\((#\w{6}),(#\w{6})/).slice(1))"""
)
NOT_PAINTED = """colours => {
    const canvas = document.querySelector("canvas.wm-canvas");
    const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    const painted = new Set();
    for (let i = 0; i < pixels.length; i += 4) painted.add(pixels[i] << 16 | pixels[i + 1] << 8 | pixels[i + 2]);
    return colours.filter(colour => !painted.has(parseInt(colour.slice(1), 16)));
}"""
"""Colours of the legend, light and dark, and those of a theme that are nowhere on the map."""
WORDS = "all => all.map(e => e.textContent)"
FIRST_WORDS = "all => all.map(e => e.cells[0].firstChild.textContent)"
OpenSite = Callable[..., Any]


def test_a_click_on_the_map_opens_the_figure_of_its_area(open_site: OpenSite) -> None:
    visit = open_site("/copertura?indicator=care_home_places_per_1000_aged_65&areas=province")
    visit.wait_for_map()
    visit.wait_until_still()
    shown = {name.partition(":")[0] for name in visit.inside("map.welfareCanvas.tints.map(tint => tint.name)")}
    rows = visit.page.get_by_role("region", name="Aree con cifra e stato").locator("tr:has(td)")
    said = {row.inner_text().partition(" (")[0].strip() for row in rows.all()}
    assert len(shown) == 13
    assert visit.record("coverage", "map-twin", sorted(shown ^ said)) == []
    for theme, is_dark in (("dark", True), ("light", False)):
        visit.darken(is_dark=is_dark)
        visit.wait_inside(f"document.documentElement.dataset.theme === '{theme}'")
        colours = visit.page.locator(SHADES).evaluate_all(COLOURS_OF_SHADES)
        assert len(colours) > 2
        assert visit.map_frame.evaluate(NOT_PAINTED, [pair[is_dark] for pair in colours]) == []
    visit.page.locator("iframe").first.scroll_into_view_if_needed()
    visit.page.mouse.click(*visit.point_on_page(*CREMONA))
    visit.page.wait_for_url("**unit=019**")
    card = visit.page.locator(".wm-coverage")
    expect(card.get_by_role("heading", name="Cremona", exact=True)).to_be_visible()
    expect(card.get_by_text("posti accreditati ÷")).to_be_visible()


def test_an_address_restores_the_opened_figure(open_site: OpenSite) -> None:
    visit = open_site("/copertura?indicator=lep_nursery&unit=alto-milanese&part_time=0.7")
    expect(visit.page.locator(".wm-coverage").get_by_text("un posto part-time vale 0,7")).to_be_visible()
    visit.wait_for_map()
    areas = visit.page.get_by_role("region", name="Aree con cifra e stato").locator("tr:has(td)")
    shown, all_areas = areas.filter(visible=True).count(), areas.evaluate_all(FIRST_WORDS)
    later = visit.page.locator("details .wm-calls strong").evaluate_all(WORDS)
    assert shown < len(all_areas) == 94
    assert later
    sheets = visit.sheets()
    assert sheets[0].images, "the map stands on the first sheet, below the answer"
    assert sum("SchedaConta" in visit.printed([sheet]) for sheet in sheets) > 1, "heads stand on each sheet of a table"
    paper = visit.printed(sheets)
    said = (*all_areas, *later, "Nido, nel senso della legge (LEP)", "Come si calcola, e da quali fonti", "licenza")
    assert [words for words in said if "".join(words.split()) not in paper] == []


def test_on_a_phone_the_answer_stands_on_the_first_screen_and_tables_need_no_scrolling(open_site: OpenSite) -> None:
    visit = open_site("/copertura?indicator=care_home_places_per_100_aged_75", width_px=375, height_px=PHONE_HEIGHT_PX)
    heading = visit.page.get_by_role("heading", level=3).first
    expect(heading).to_contain_text("Ambiti: 94")
    visit.wait_for_map()
    visit.wait_until_still()
    assert visit.jumps() == []
    box = heading.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= PHONE_HEIGHT_PX
    provinces = visit.page.get_by_role("radio", name="Province")
    expect(provinces).to_be_hidden()
    visit.unfold_choices()
    expect(provinces).to_be_visible()
    targets = visit.page.get_by_role("region", name="Obiettivi e confronti")
    expect(targets.get_by_text("dgr 4574/2012").first).to_be_visible()
    areas = visit.page.get_by_role("region", name="Aree con cifra e stato")
    for table in (targets, areas):
        assert table.evaluate("region => region.scrollWidth <= region.clientWidth")
    assert visit.width_px <= 375


def test_what_was_chosen_stays_chosen_after_a_change_of_language_and_a_long_question_leaves_room_on_its_sheet(
    open_site: OpenSite,
) -> None:
    visit = open_site("/copertura?indicator=practices_count&areas=province")
    page = visit.page
    expect(page.get_by_role("heading", level=3).first).to_contain_text("Province: 13")
    visit.wait_until_still()
    page.get_by_role("radio", name="English", exact=True).click()
    page.wait_for_url("**lang=en**")
    visit.wait_until_still()
    page.get_by_role("radio", name="Access", exact=True).click()
    expect(page.get_by_role("heading", level=3).first).to_contain_text("neighbours counted")
    visit.wait_until_still()
    assert visit.empty_beginning() == []
    page.get_by_role("radio", name="Where to act", exact=True).click()
    expect(page.get_by_role("combobox", name="What you look for")).to_be_visible()
    visit.wait_until_still()
    page.get_by_role("radio", name="Italiano", exact=True).click()
    expect(page.get_by_role("combobox", name="Che cosa cerchi")).to_be_visible()
    visit.wait_until_still()
    page.get_by_role("radio", name="Posti e obiettivi", exact=True).click()
    expect(page.get_by_role("combobox", name="Che cosa vuoi sapere")).to_have_value("Buone pratiche che valgono qui")
