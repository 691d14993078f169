"""The map component with a real mouse, over nine toy municipalities of 0.1 degrees from 9.0 E 45.0 N."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from welfare_map.palette import SHADES

pytestmark = pytest.mark.browser
TOY_SERVER = Path(__file__).parent / "apps" / "toy_server.py"
MAX_TAB_STOPS = 10
NOT_LOADED = "La mappa non si è caricata"


@pytest.fixture(scope="session")
def address(serve: Callable[..., str]) -> str:
    return serve(TOY_SERVER)


def wait_for_map(page: Page, marks_count: int = 3) -> None:
    frame = page.frame_locator("iframe")
    expect(frame.locator("[data-ready=boundaries]")).to_be_visible()
    wait_inside(page, f"map.welfareCanvas.marks.length === {marks_count}")


def inside(page: Page, expression: str) -> Any:
    return next(frame for frame in page.frames if "st_folium" in frame.url).evaluate(expression)


def wait_inside(page: Page, expression: str) -> None:
    next(frame for frame in page.frames if "st_folium" in frame.url).wait_for_function(expression)


def point_on_page(page: Page, lon: float, lat: float) -> tuple[float, float]:
    frame = page.locator("iframe").bounding_box()
    assert frame is not None
    at = inside(page, f"map.latLngToContainerPoint([{lat}, {lon}])")
    return frame["x"] + at["x"], frame["y"] + at["y"]


def test_a_hovered_municipality_says_its_name(address: str, open_page: Callable[..., Any]) -> None:
    visit = open_page(address)
    wait_for_map(visit.page)
    visit.page.mouse.move(*point_on_page(visit.page, 9.22, 45.12))
    tooltip = visit.page.frame_locator("iframe").locator(".wm-tip")
    expect(tooltip).to_contain_text("Comune 6")
    expect(tooltip).to_contain_text("Ambito D2 · Prova")


def test_what_came_up_by_hovering_can_be_pointed_at_and_goes_at_escape_wherever_the_focus_is(
    address: str, open_page: Callable[..., Any]
) -> None:
    visit = open_page(address)
    wait_for_map(visit.page)
    visit.page.mouse.move(*point_on_page(visit.page, 9.22, 45.12))
    tooltip = visit.page.frame_locator("iframe").locator(".wm-tip")
    expect(tooltip).to_contain_text("Comune 6")
    box = tooltip.bounding_box()
    assert box is not None
    visit.page.mouse.move(box["x"] + 5, box["y"] + 5, steps=8)
    expect(tooltip).to_contain_text("Comune 6")
    assert tooltip.bounding_box() == box
    assert visit.page.evaluate("document.activeElement === document.body")
    visit.page.keyboard.press("Escape")
    expect(tooltip).to_have_count(0)


def test_a_hovered_point_says_name_and_minutes_as_plain_text(address: str, open_page: Callable[..., Any]) -> None:
    visit = open_page(address)
    wait_for_map(visit.page)
    visit.page.mouse.move(*point_on_page(visit.page, 9.05, 45.05))
    tooltip = visit.page.frame_locator("iframe").locator(".wm-tip")
    expect(tooltip).to_contain_text("Nido <img src=x onerror=boom()>")
    expect(tooltip).to_contain_text("Asilo nido · 4 min")
    assert visit.page.frame_locator("iframe").locator("img").count() == 0
    assert visit.complaints == []


def test_a_clicked_point_opens_its_card_and_comes_back(address: str, open_page: Callable[..., Any]) -> None:
    visit = open_page(address)
    wait_for_map(visit.page)
    visit.page.mouse.click(*point_on_page(visit.page, 9.15, 45.22))
    card = visit.page.frame_locator("iframe").locator(".wm-card")
    expect(card).to_contain_text("Residenza")
    expect(card).to_contain_text("Dato dimostrativo")
    expect(visit.page.get_by_text("scelta point toy:2")).to_be_visible()


def test_a_clicked_municipality_comes_back(address: str, open_page: Callable[..., Any]) -> None:
    visit = open_page(address)
    wait_for_map(visit.page)
    visit.page.mouse.click(*point_on_page(visit.page, 9.22, 45.12))
    expect(visit.page.get_by_text("scelta municipality 099006")).to_be_visible()


def test_an_approximate_position_is_counted_and_its_minutes_are_about(
    address: str, open_page: Callable[..., Any]
) -> None:
    visit = open_page(address)
    wait_for_map(visit.page)
    visit.page.mouse.click(*point_on_page(visit.page, 9.25, 45.05))
    expect(visit.page.frame_locator("iframe").locator(".wm-card")).to_contain_text("≈ 12 min")


def test_a_filter_keeps_the_view_and_the_frame(address: str, open_page: Callable[..., Any]) -> None:
    visit = open_page(address)
    wait_for_map(visit.page)
    inside(visit.page, "void (window.stays = true, map.setView([45.25, 9.25], 12.5, {animate: false}))")
    visit.page.get_by_text("Strati").click()
    wait_inside(visit.page, "Object.keys(map.welfareCanvas.layers).length === 2")
    wait_inside(visit.page, "map.welfareCanvas.tints.length === 3")
    assert inside(visit.page, "window.stays && map.getZoom()") == 12.5


def test_panning_does_not_rerun_the_page(address: str, open_page: Callable[..., Any]) -> None:
    visit = open_page(address)
    wait_for_map(visit.page)
    before = inside(visit.page, "map.getCenter().lng")
    visit.page.mouse.move(*point_on_page(visit.page, 9.22, 45.22))
    visit.page.mouse.down()
    visit.page.mouse.move(500, 500, steps=5)
    visit.page.mouse.up()
    wait_inside(visit.page, f"map.getCenter().lng !== {before}")
    visit.page.mouse.click(*point_on_page(visit.page, 9.15, 45.12))
    expect(visit.page.get_by_text("scelta municipality 099005")).to_be_visible()
    expect(visit.page.get_by_text("giri 2")).to_be_visible()


def test_the_map_asks_no_other_host_and_nothing_complains(address: str, open_page: Callable[..., Any]) -> None:
    visit = open_page(address)
    wait_for_map(visit.page)
    visit.page.get_by_text("Strati").click()
    wait_inside(visit.page, "map.welfareCanvas.marks.length > 3")
    assert visit.foreign_addresses == []
    assert visit.complaints == []


def test_the_page_and_the_frame_say_their_language(address: str, open_page: Callable[..., Any]) -> None:
    visit = open_page(address)
    wait_for_map(visit.page)
    assert visit.page.evaluate("document.documentElement.lang") == "it"
    assert inside(visit.page, "document.documentElement.lang") == "it"
    expect(visit.page.locator("iframe")).to_have_attribute("title", "Mappa")


def test_the_map_has_few_tab_stops(address: str, open_page: Callable[..., Any]) -> None:
    visit = open_page(address)
    wait_for_map(visit.page)
    stops = "[...document.querySelectorAll('a[href],button,input,[tabindex]')].filter(e => e.tabIndex >= 0).length"
    assert 1 <= inside(visit.page, stops) <= MAX_TAB_STOPS


@pytest.mark.parametrize("missing", ["/map-assets/leaflet.js", "/map-assets/welfare-map.js", "/map-assets/boundaries"])
def test_a_map_whose_files_do_not_load_says_so(address: str, open_page: Callable[..., Any], missing: str) -> None:
    visit = open_page(address, blocked=(missing,))
    alert = visit.page.get_by_role("alert")
    expect(alert).to_contain_text(NOT_LOADED)
    expect(visit.page.locator("iframe")).to_be_hidden()


NAME_BELOW_A_CONTROL = """(() => {
    const scene = map.welfareCanvas, frame = scene.frame, written = [], nothing = () => {};
    const control = map.getContainer().querySelector(".leaflet-control-zoom").getBoundingClientRect();
    const [left, top] = [control.left + frame.view[0], control.top + frame.view[1]];
    const [x, y] = [left + control.width / 2, top + control.height / 2];
    const name = {text: "Bolzano", x: (x + frame.x) / frame.scale, y: (y + frame.y) / frame.scale, font: "600 13px"};
    const pen = {measureText: text => scene.context.measureText(text), fillText: (text, x, y) => written.push([x, y])};
    for (const one of ["beginPath", "arc", "fill", "stroke", "strokeText"]) pen[one] = nothing;
    const marked = {...scene, marks: [], covered: () => scene.covered()};
    marked.names = () => [{...name, colour: "town", dot: true}];
    welfareMap.paintNames(pen, marked, frame);
    const isAway = (at, start, length) => at < start || at > start + length;
    return written.every(([x, y]) => isAway(x, left, control.width) || isAway(y, top, control.height));
})()"""
"""Whether a name whose town lies below the buttons of the zoom is written elsewhere, or not at all."""


MOVES = [f"Sposta la mappa {where}" for where in ("a sinistra", "in su", "in giù", "a destra")]


def test_one_finger_scrolls_the_page_buttons_move_the_map_at_phone_width_and_names_keep_clear_of_the_controls(
    address: str, open_page: Callable[..., Any]
) -> None:
    visit = open_page(address, width_px=375, height_px=700, is_phone=True)
    wait_for_map(visit.page)
    assert inside(visit.page, "getComputedStyle(map.getContainer()).touchAction") == "pan-x pan-y"
    assert not inside(visit.page, "map.dragging.enabled()")
    assert inside(visit.page, NAME_BELOW_A_CONTROL)
    visit.page.touchscreen.tap(*point_on_page(visit.page, 9.22, 45.12))
    expect(visit.page.get_by_text("scelta municipality 099006")).to_be_visible()
    buttons = visit.page.frame_locator("iframe").locator(".wm-move button")
    assert [one.get_attribute("aria-label") for one in buttons.all()] == MOVES
    before = inside(visit.page, "map.getCenter()")
    buttons.last.tap()
    wait_inside(visit.page, f"map.getCenter().lng > {before['lng']}")
    inside(visit.page, "void map.stop()")
    buttons.nth(1).tap()
    wait_inside(visit.page, f"map.getCenter().lat > {before['lat']}")


def share_painted(page: Page, reach: float) -> float:
    """Return how much of the west side of a square around 9.12 E 45.12 N has the colour of areas."""
    return float(
        inside(
            page,
            f"""(() => {{
                const scene = map.welfareCanvas, frame = scene.frame, wanted = welfareMap.colour("reach");
                const at = (lon, lat) => {{
                    const [x, y] = welfareMap.project(lon, lat);
                    return [(x * frame.scale - frame.x) * scene.ratio, (y * frame.scale - frame.y) * scene.ratio];
                }};
                const [x, south] = at({9.12 - reach}, {45.12 - reach}), north = at({9.12 - reach}, {45.12 + reach})[1];
                const height = Math.floor(south - north);
                const strip = scene.context.getImageData(Math.round(x) - 1, Math.ceil(north), 2, height);
                let hits = 0;
                for (let y = 0; y < strip.height; y++) {{
                    const colours = [0, 4].map(shift => "#" + [0, 1, 2].map(part =>
                        strip.data[y * 8 + shift + part].toString(16).padStart(2, "0")).join(""));
                    hits += colours.includes(wanted);
                }}
                return hits / strip.height;
            }})()""",
        )
    )


COLOUR_AT = """([lon, lat]) => {
    const scene = map.welfareCanvas, frame = scene.frame, [x, y] = welfareMap.project(lon, lat);
    const at = [x * frame.scale - frame.x, y * frame.scale - frame.y].map(one => Math.round(one * scene.ratio));
    const parts = [...scene.context.getImageData(...at, 1, 1).data].slice(0, 3);
    return "#" + parts.map(part => part.toString(16).padStart(2, "0")).join("");
}"""


def test_a_shade_has_the_colour_that_its_legend_names(address: str, open_page: Callable[..., Any]) -> None:
    visit = open_page(address)
    wait_for_map(visit.page)
    assert visit.map_frame.evaluate(COLOUR_AT, [9.285, 45.015]) == SHADES[2].light


def test_areas_are_drawn_with_lines_that_differ_and_their_words(address: str, open_page: Callable[..., Any]) -> None:
    visit = open_page(address)
    wait_for_map(visit.page)
    inside(
        visit.page,
        """void (window.said = [], ((plain) => {
            CanvasRenderingContext2D.prototype.fillText = function (words, x, y) {
                window.said.push(words);
                return plain.call(this, words, x, y);
            };
        })(CanvasRenderingContext2D.prototype.fillText))""",
    )
    assert share_painted(visit.page, 0.06) == 0
    visit.page.get_by_text("Aree").click()
    wait_inside(visit.page, "window.said.filter(words => words.startsWith('entro')).length >= 3")
    assert {"entro 10 min", "entro 20 min", "entro 30 min"} <= set(inside(visit.page, "window.said"))
    near, middle, far = (share_painted(visit.page, reach) for reach in (0.03, 0.06, 0.09))
    assert near > 0.9 > middle > 0.5 > far > 0.1
    visit.page.get_by_text("Aree").click()
    wait_inside(visit.page, "map.welfareCanvas.areas.length === 0")
    assert visit.complaints == []


def test_a_hovered_home_says_so_and_is_no_thing_to_choose(address: str, open_page: Callable[..., Any]) -> None:
    visit = open_page(address)
    wait_for_map(visit.page)
    visit.page.get_by_text("Aree").click()
    wait_inside(visit.page, "map.welfareCanvas.stops.length === 2")
    visit.page.mouse.move(*point_on_page(visit.page, 9.25, 45.25))
    tooltip = visit.page.frame_locator("iframe").locator(".wm-tip")
    expect(tooltip).to_have_text("Via <b>Casa</b>Casa")
    visit.page.mouse.click(*point_on_page(visit.page, 9.25, 45.25))
    expect(visit.page.get_by_text("scelta municipality 099009")).to_be_visible()


def hide_map(page: Page, *, is_hidden: bool) -> None:
    page.evaluate(f"document.querySelector('iframe').parentElement.style.display = {'none' if is_hidden else ''!r}")


def painted(page: Page) -> bool:
    """Tell whether anything is drawn on the canvas of the map."""
    pixels = "map.welfareCanvas.context.getImageData(0, 0, {0}.width, {0}.height)".format(
        "map.welfareCanvas._container"
    )
    return bool(inside(page, f"{pixels}.data.some(Boolean)"))


def test_a_map_without_size_complains_of_nothing_and_comes_back(address: str, open_page: Callable[..., Any]) -> None:
    visit = open_page(address)
    wait_for_map(visit.page)
    hide_map(visit.page, is_hidden=True)
    inside(visit.page, "void (map.getContainer().style.height = '0', map.invalidateSize())")
    inside(visit.page, "void map.welfareCanvas._draw(true)")
    inside(visit.page, "void map.welfareCanvas._fit([9.0, 45.0, 9.1, 45.1, 'later'])")
    inside(visit.page, "void (map.getContainer().style.height = '480px')")
    hide_map(visit.page, is_hidden=False)
    wait_inside(visit.page, "map.getSize().y === 480 && Math.abs(map.getCenter().lng - 9.05) < 0.01")
    assert painted(visit.page)
    assert visit.complaints == []
    expect(visit.page.get_by_role("alert")).to_have_text("")


def test_a_fault_that_nobody_sees_and_a_picture_that_fails_are_not_announced(
    address: str, open_page: Callable[..., Any]
) -> None:
    visit = open_page(address)
    wait_for_map(visit.page)
    visit.page.emulate_media(media="print")
    inside(
        visit.page, "new Promise(done => { addEventListener('error', done); setTimeout(() => { throw Error('x') }) })"
    )
    visit.page.emulate_media(media="screen")
    inside(
        visit.page,
        "new Promise(done => { const i = new Image(); i.onerror = done; i.src = '/no'; document.body.append(i) })",
    )
    visit.page.evaluate("new Promise(done => setTimeout(done, 600))")
    expect(visit.page.get_by_role("alert")).to_have_text("")
    expect(visit.page.locator("iframe")).to_be_visible()


def test_a_frame_made_anew_is_not_blamed_for_the_one_before_it(address: str, open_page: Callable[..., Any]) -> None:
    visit = open_page(address)
    wait_for_map(visit.page)
    inside(visit.page, "void setTimeout(() => { throw Error('x') })")
    expect(visit.page.get_by_role("alert")).to_contain_text(NOT_LOADED)
    visit.page.evaluate(
        "(f => f.replaceWith(Object.assign(f.cloneNode(), {src: 'about:blank'})))(document.querySelector('iframe'))"
    )
    expect(visit.page.get_by_role("alert")).to_have_text("")
    expect(visit.page.locator("iframe")).to_be_visible()


def test_no_request_says_which_page_asks(address: str, open_page: Callable[..., Any]) -> None:
    visit = open_page("about:blank")
    said: list[str] = []
    visit.page.on("request", lambda request: said.append(request.all_headers().get("referer", "")))
    visit.page.goto(f"{address}/?lon=9.123&lat=45.123")
    wait_for_map(visit.page)
    assert len(said) > 5
    assert set(said) == {""}


def test_a_page_with_a_very_long_address_works(address: str, open_page: Callable[..., Any]) -> None:
    visit = open_page(f"{address}/?x={'a' * 60_000}")
    wait_for_map(visit.page)
    assert visit.complaints == []
