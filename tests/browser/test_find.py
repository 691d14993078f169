"""*Trova servizi* as a worker uses it: one question, one answer on the map and in the list."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from welfare_map.palette import MAP_HEIGHT_PX

pytestmark = pytest.mark.browser
WIDTHS = [
    pytest.param({}, id="desktop"),
    pytest.param({"width_px": 375, "height_px": 812, "is_phone": True}, id="phone"),
]
LEGNANO = "/?lon=8.918&lat=45.594"
ELDERS_ON_FOOT = f"{LEGNANO}&groups=elders&mode=walk&min=45"
"""About a dozen services: few enough to open the whole list."""
NURSERY_COLOUR = "#b34700"
LAND_COLOUR = "#ffffff"
HEIGHT_WITHOUT_MAP = """() => {
    const place = document.querySelector(".st-key-map-slot");
    for (const frame of place.querySelectorAll("iframe")) frame.style.display = "none";
    return place.getBoundingClientRect().height;
}"""
OpenSite = Callable[..., Any]


def search(page: Page, words: str) -> None:
    page.get_by_label("Luogo di lavoro").fill(words)
    page.get_by_role("button", name="Cerca", exact=True).click()


def sentence(page: Page) -> Locator:
    """Return the answer in one sentence; while a page is drawn anew the one before may still stand below it."""
    found = re.compile(r"servizi? entro|services? within|Nessun servizio")
    return page.get_by_role("heading", level=3, name=found).first


def count_said(page: Page) -> int:
    found = re.match(r"[\d.,]+", sentence(page).inner_text())
    assert found is not None
    return int(re.sub(r"\D", "", found[0]))


def cards(page: Page) -> Locator:
    return page.locator(".wm-card:has(.wm-number)")


def open_whole_list(page: Page, count: int) -> None:
    more = page.get_by_role("button", name=re.compile("Mostra altri|Show"))
    shown = cards(page).count()
    while shown < count:
        more.click()
        shown = min(count, shown + 8)
        expect(cards(page)).to_have_count(shown)


def assert_list_equals_map(visit: Any) -> list[str]:
    """Names and minutes of the whole list, after they were found on the map in the same order."""
    visit.wait_until_still()  # the sentence is drawn before the list
    count = count_said(visit.page)
    visit.wait_inside(f"map.welfareCanvas.answer.length === {count}")
    open_whole_list(visit.page, count)
    listed = list(
        zip(
            cards(visit.page).locator("h3").all_inner_texts(),
            cards(visit.page).locator(".wm-minutes").all_inner_texts(),
            strict=True,
        )
    )
    drawn = visit.inside(
        "map.welfareCanvas.answer.map(p => [p.name, (p.isApproximate ? '≈ ' : '') + Math.max(1, p.minutes) + ' min'])"
    )
    assert listed == [tuple(row) for row in drawn]
    assert cards(visit.page).locator(".wm-number").all_inner_texts() == [str(n + 1) for n in range(count)]
    return [name for name, _ in listed]


def colours_seen(visit: Any) -> set[str]:
    """Colours of the pixels of the map's canvas."""
    return set(
        visit.inside(
            """() => {
                const canvas = document.querySelector("canvas.wm-canvas"), context = canvas.getContext("2d");
                const pixels = context.getImageData(0, 0, canvas.width, canvas.height).data, found = new Set();
                for (let i = 0; i < pixels.length; i += 4) if (pixels[i + 3] === 255)
                    found.add((pixels[i] << 16) | (pixels[i + 1] << 8) | pixels[i + 2]);
                return [...found].map(colour => "#" + colour.toString(16).padStart(6, "0"));
            }"""
        )
    )


def parameters(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


@pytest.mark.parametrize("width", WIDTHS)
def test_a_worker_types_a_town_and_sees_services_in_the_list_and_on_the_map(
    open_site: OpenSite, width: dict[str, Any]
) -> None:
    visit = open_site("/", **width)
    search(visit.page, "Legnano")
    expect(sentence(visit.page)).to_contain_text("entro 15 min in auto da Legnano")
    expect(cards(visit.page).first).to_be_visible()
    visit.wait_for_map()
    visit.wait_inside(f"map.welfareCanvas.answer.length === {count_said(visit.page)}")
    visit.wait_inside("map.welfareCanvas.marks.length > 0")
    assert {NURSERY_COLOUR, LAND_COLOUR} <= colours_seen(visit)
    assert parameters(visit.page).keys() == {"lon", "lat"}
    expect(visit.page.locator(".wm-banner")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_filter_changes_list_and_map_alike_and_leaves_the_view(open_site: OpenSite, width: dict[str, Any]) -> None:
    visit = open_site(LEGNANO, **width)
    visit.wait_for_map()
    before = count_said(visit.page)
    visit.inside("void (window.stays = true, map.setView([45.6, 8.9], 13.5, {animate: false}))")
    visit.page.get_by_role("button", name="Anziani").click()
    expect(sentence(visit.page)).not_to_contain_text(f"{before} servizi")
    visit.page.get_by_text("A piedi").click()
    expect(sentence(visit.page)).to_contain_text("a piedi")
    visit.page.get_by_label("Entro (minuti)").click()
    visit.page.get_by_role("option", name="45", exact=True).click()
    expect(sentence(visit.page)).to_contain_text("entro 45 min")
    assert 8 < len(assert_list_equals_map(visit)) < before
    assert visit.inside("window.stays && map.getZoom()") == 13.5
    assert parameters(visit.page) | {"groups": "elders", "mode": "walk", "min": "45"} == parameters(visit.page)


def test_further_filters_narrow_the_answer(open_site: OpenSite) -> None:
    visit = open_site(f"{LEGNANO}&groups=small_children")
    expect(sentence(visit.page)).to_be_visible()
    before = count_said(visit.page)
    visit.page.get_by_role("button", name="Altri filtri").click()
    visit.page.get_by_role("spinbutton", name="Età del bambino (mesi)").fill("48")
    visit.page.get_by_role("spinbutton", name="Età del bambino (mesi)").press("Enter")
    expect(sentence(visit.page)).not_to_contain_text(f"{before} servizi")
    visit.page.get_by_text("In chilometri").click()
    expect(sentence(visit.page)).to_contain_text("entro 5 km in linea d'aria")
    visit.page.get_by_label("Gestione").click()
    visit.page.get_by_role("option", name="Pubblico").click()
    visit.page.get_by_text("Solo se accoglie anche chi non lavora lì").click()
    visit.page.wait_for_url(re.compile(r"others=true"))
    visit.page.keyboard.press("Escape")
    names = assert_list_equals_map(visit)
    assert 0 < len(names) < before
    assert parameters(visit.page).items() >= {"age": "48", "limit": "km", "ownership": "public"}.items()
    assert set(cards(visit.page).locator(".wm-tag:first-of-type").all_inner_texts()) == {"Scuola dell'infanzia"}


def test_only_places_known_to_be_free_stay_and_the_silent_are_counted(open_site: OpenSite) -> None:
    visit = open_site(f"{LEGNANO}&groups=small_children&age=18")
    expect(sentence(visit.page)).to_be_visible()
    before = count_said(visit.page)
    visit.page.get_by_role("button", name="Altri filtri").click()
    visit.page.get_by_text("Solo con un posto libero noto").click()
    visit.page.wait_for_url(re.compile(r"free=true"))
    visit.page.keyboard.press("Escape")
    names = assert_list_equals_map(visit)
    assert 0 < len(names) < before
    expect(visit.page.get_by_text("non dicono se hanno posti liberi")).to_be_visible()


def test_the_fee_for_an_isee_is_on_the_card_and_the_isee_in_no_address(open_site: OpenSite) -> None:
    visit = open_site(f"{LEGNANO}&groups=small_children")
    expect(sentence(visit.page)).to_be_visible()
    visit.page.get_by_role("button", name="Quanto costa").click()
    isee = visit.page.get_by_role("spinbutton", name="ISEE della famiglia (euro all'anno)")
    isee.fill("12345")
    isee.press("Enter")
    expect(cards(visit.page).filter(has_text="Retta per il tuo ISEE").first).to_be_visible()
    assert "12345" not in visit.page.url


def test_kinds_and_needs_of_an_elder_narrow_the_answer_and_no_choice_speaks_english(open_site: OpenSite) -> None:
    visit = open_site(f"{LEGNANO}&groups=elders")
    visit.page.get_by_role("button", name="Altri filtri").click()
    expect(visit.page.get_by_role("combobox", name="Tipi di servizio")).to_be_visible()
    expect(visit.page.locator('[placeholder="Choose an option"], [aria-label="Open"]')).to_have_count(0)
    visit.page.get_by_label("L'anziano ha bisogno di").click()
    visit.page.get_by_role("option", name="Passare la giornata").click()
    visit.page.wait_for_url(re.compile("elder=day"))
    visit.page.get_by_role("combobox", name="Tipi di servizio").fill("Centro diurno int")
    visit.page.get_by_role("option", name="Centro diurno integrato").click()
    visit.page.wait_for_url(re.compile("kinds=integrated_day_centre"))
    visit.page.keyboard.press("Escape")
    visit.wait_for_map()
    assert assert_list_equals_map(visit)
    assert set(cards(visit.page).locator(".wm-tag:first-of-type").all_inner_texts()) == {"Centro diurno integrato"}


def test_a_clicked_marker_puts_its_card_first(open_site: OpenSite) -> None:
    visit = open_site(ELDERS_ON_FOOT)
    visit.wait_for_map()
    visit.wait_inside("map.welfareCanvas.marks.length > 3")
    mark = visit.inside(
        """() => {
            const marks = map.welfareCanvas.marks, free = mark => mark.shape === "single" && mark.what === "point"
                && welfareMap.marks.hit(marks, mark.x, mark.y, 2) === mark;
            const {lon, lat, name} = marks.find(free).points[0];
            return {lon, lat, name};
        }"""
    )
    visit.page.locator("iframe").first.scroll_into_view_if_needed()
    visit.page.mouse.click(*visit.point_on_page(mark["lon"], mark["lat"]))
    expect(visit.page.locator(".st-key-chosen .wm-card h3")).to_have_text(mark["name"])
    first = visit.page.locator(".wm-card").first
    expect(first.locator("h3")).to_have_text(mark["name"])
    visit.page.wait_for_url(re.compile("selected="))


@pytest.mark.parametrize("width", WIDTHS)
def test_a_clicked_municipality_opens_its_card_and_becomes_the_workplace(
    open_site: OpenSite, width: dict[str, Any]
) -> None:
    visit = open_site("/", **width)
    visit.wait_for_map()
    visit.inside("void map.setView([45.594, 8.918], 12, {animate: false})")
    visit.page.locator("iframe").scroll_into_view_if_needed()
    visit.page.mouse.click(*visit.point_on_page(8.918, 45.594))
    card = visit.page.locator(".wm-territory")
    for words in ("Legnano", "59.941", "0–2 anni", "Alto Milanese", "Servizi e posti", "Accordo territoriale"):
        expect(card).to_contain_text(words)
    expect(card.locator('a[href="tel:+3903311816367"]')).to_be_visible()
    visit.page.get_by_role("button", name="Lavoro qui").click()
    expect(sentence(visit.page)).to_contain_text("da Legnano")
    expect(card).to_have_count(0)
    visit.page.wait_for_url("**/?lon=8.918&lat=45.594")


def test_saved_and_compared_services_come_back_with_the_address(open_site: OpenSite) -> None:
    visit = open_site(ELDERS_ON_FOOT)
    expect(cards(visit.page)).to_have_count(8)
    first, second = (str(cards(visit.page).nth(n).get_attribute("id")).replace(":", "-") for n in (1, 2))
    for count, key in enumerate((first, second), start=1):
        visit.page.locator(f".st-key-saved-list-{key} button").first.click()
        expect(visit.page.get_by_text(f"I miei salvati ({count})")).to_be_visible()
    for count, key in enumerate((first, second), start=1):
        visit.page.locator(f".st-key-compared-list-{key} button").first.click()
        expect(visit.page.locator('.wm-compare th[scope="col"]')).to_have_count(count)
    visit.page.wait_for_url(re.compile("compared=.*%2C"))
    compared = visit.page.locator('.wm-compare th[scope="col"]').all_inner_texts()
    said, address = sentence(visit.page).inner_text(), visit.page.url
    assert {"saved", "compared"} <= parameters(visit.page).keys()
    visit.page.reload()
    expect(visit.page.get_by_text("I miei salvati (2)")).to_be_visible()
    expect(sentence(visit.page)).to_have_text(said)
    expect(visit.page.locator('.wm-compare th[scope="col"]')).to_have_text(compared)
    assert visit.page.url == address


def test_the_answer_is_taken_along_as_csv_and_geojson(open_site: OpenSite) -> None:
    visit = open_site(ELDERS_ON_FOOT)
    visit.wait_for_map()
    names = assert_list_equals_map(visit)
    visit.page.get_by_text("Condividi e scarica").click()
    table = visit.download(visit.page.get_by_role("button", name="Scarica CSV"))
    text = Path(table.path()).read_text(encoding="utf-8-sig")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert [row["name"] for row in csv.DictReader(io.StringIO("\n".join(lines)))] == names
    features = visit.download(visit.page.get_by_role("button", name="Scarica GeoJSON"))
    collection = json.loads(Path(features.path()).read_text(encoding="utf-8"))
    assert [feature["properties"]["name"] for feature in collection["features"]] == names
    assert collection["answer"]["has_demo"] is True


def test_a_slip_of_the_pen_still_finds_the_town(open_site: OpenSite) -> None:
    visit = open_site("/")
    search(visit.page, "Lengano")
    expect(visit.page.get_by_role("button", name="Legnano (MI)", exact=True).or_(sentence(visit.page))).to_contain_text(
        "Legnano"
    )


def test_words_that_name_no_place_are_answered_in_plain_words(open_site: OpenSite) -> None:
    visit = open_site("/")
    search(visit.page, "zzqqxxw")
    expect(visit.page.get_by_text("Nessun luogo trovato")).to_be_visible()
    search(visit.page, "Cremona")
    expect(sentence(visit.page)).to_contain_text("da Cremona")
    expect(visit.page.get_by_text("Nessun luogo trovato")).to_have_count(0)


def test_a_place_with_several_meanings_is_offered_for_choice(open_site: OpenSite) -> None:
    visit = open_site("/")
    search(visit.page, "37121")
    expect(sentence(visit.page)).to_contain_text("Verona")


def test_the_language_changes_words_document_and_address(open_site: OpenSite) -> None:
    visit = open_site(ELDERS_ON_FOOT)
    expect(sentence(visit.page)).to_contain_text("servizi entro")
    count = count_said(visit.page)
    visit.page.get_by_text("English", exact=True).click()
    expect(sentence(visit.page)).to_contain_text(f"{count} services within 45 min")
    visit.page.wait_for_url(re.compile("lang=en"))
    expect(visit.page.locator("html")).to_have_attribute("lang", "en")
    visit.wait_for_map()
    assert visit.inside("document.documentElement.lang") == "en"
    visit.page.get_by_text("Italiano", exact=True).click()
    expect(sentence(visit.page)).to_contain_text("servizi entro")
    expect(visit.page.locator("html")).to_have_attribute("lang", "it")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        pytest.param("/?lon=12.496&lat=41.903", "è fuori dal territorio di questa mappa", id="Rome"),
        pytest.param("/?lon=2.352&lat=48.857", "non è in Italia", id="Paris"),
        pytest.param("/?lon=45.594&lat=8.918", "sembrano scambiate", id="swapped"),
        pytest.param("/?lon=12.496&lat=41.903&lang=en", "outside the territory", id="Rome in English"),
        pytest.param(f"{LEGNANO}&territory=999999", "999999", id="unknown territory"),
    ],
)
def test_an_address_that_cannot_be_answered_says_why_and_the_page_works(
    open_site: OpenSite, path: str, message: str
) -> None:
    visit = open_site(path)
    expect(visit.page.get_by_role("alert").filter(has_text=message)).to_be_visible()
    assert_no_trace(visit.page)
    visit.page.get_by_role("textbox").first.fill("Cremona")
    visit.page.get_by_role("textbox").first.press("Enter")
    expect(sentence(visit.page)).to_contain_text("Cremona")
    expect(visit.page.get_by_role("alert").filter(has_text=message)).to_have_count(0)


def assert_no_trace(page: Page) -> None:
    shown = page.locator("body").inner_text()
    assert not [words for words in ("Traceback", "Error:", "Exception", "KeyError", "None") if words in shown]


@pytest.mark.parametrize(
    "junk",
    [
        pytest.param("mode=rocket&min=-5&km=nan&groups=,,%25&kinds=planet&age=1e9&lang=xx", id="unknown values"),
        pytest.param("layers=services:nothing,initiatives:x&level=galaxy&selected=%00&saved=,,&section=z", id="view"),
        pytest.param("compared=" + ",".join(f"demo:{n}" for n in range(50)), id="too many compared"),
        pytest.param("saved=%3Cscript%3Ealert(1)%3C/script%3E&initiative=%27%22%3E", id="script"),
        pytest.param("junk=" + "x" * 30_000, id="30 kB"),
    ],
)
def test_junk_in_the_address_falls_back(open_site: OpenSite, junk: str) -> None:
    visit = open_site(f"{LEGNANO}&{junk}")
    expect(sentence(visit.page)).to_contain_text("servizi entro 15 min in auto")
    expect(cards(visit.page).first).to_be_visible()
    assert_no_trace(visit.page)


def test_a_script_in_the_search_stays_text(open_site: OpenSite) -> None:
    visit = open_site("/")
    search(visit.page, "<script>window.broken = 1</script><img src=x onerror='window.broken = 1'>")
    expect(visit.page.get_by_role("alert").filter(has_text="Nessun luogo trovato")).to_be_visible()
    assert visit.page.evaluate("window.broken") is None


def test_the_smallest_answer_is_none_and_says_what_to_try(open_site: OpenSite) -> None:
    visit = open_site("/?lon=10.37&lat=46.47&mode=walk&min=5&kinds=coworking")
    expect(sentence(visit.page)).to_contain_text("Nessun servizio entro 5 min a piedi")
    expect(visit.page.get_by_text("Prova ad allungare il tempo")).to_be_visible()
    expect(visit.page.locator(".wm-banner")).to_have_count(0)


def test_a_layer_is_drawn_and_a_place_is_gone_to(open_site: OpenSite) -> None:
    visit = open_site("/")
    visit.wait_for_map()
    visit.page.get_by_text("Che cosa mostrare sulla mappa").click()
    visit.page.get_by_role("button", name=re.compile("Anziani")).click()
    visit.wait_inside("map.welfareCanvas.marks.length > 5")
    expect(visit.page.locator(".wm-banner")).to_be_visible()
    visit.page.get_by_label("Vai a un territorio").fill("Provincia di Cremona")
    visit.page.get_by_label("Vai a un territorio").press("Enter")
    visit.wait_inside("map.getBounds().contains([45.13, 10.02]) && map.getZoom() > 9")
    visit.page.get_by_label("Vai a un territorio").fill("Atlantide")
    visit.page.get_by_label("Vai a un territorio").press("Enter")
    expect(visit.page.get_by_text("Non trovo «Atlantide»")).to_be_visible()
    assert "services:elders" in parameters(visit.page)["layers"]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_reachable_area_is_switched_on_seen_whole_and_taken_away(
    open_site: OpenSite, width: dict[str, Any]
) -> None:
    visit = open_site(LEGNANO, **width)
    visit.wait_for_map()
    switch = visit.page.get_by_text("Area raggiungibile in 10, 20 e 30 minuti")
    switch.click()
    visit.wait_inside("map.welfareCanvas.areas.length === 3")
    labels = visit.inside("map.welfareCanvas.areas.map(area => area.label)")
    rows = visit.page.locator(".wm-reach tr:has(td)")
    expect(rows).to_have_count(3)
    assert [words.strip() for words in rows.locator("td:first-child").all_inner_texts()] == labels
    corners = "map.welfareCanvas.areas.flatMap(area => area.rings.flat())"
    visit.wait_inside(
        f"(bounds => {corners}.every(([x, y]) => bounds.contains(L.point(x, y))))(L.bounds("
        "map.project(map.getBounds().getNorthWest(), 0), map.project(map.getBounds().getSouthEast(), 0)))"
    )
    visit.page.wait_for_url(re.compile("reach=true"))
    switch.click()
    visit.wait_inside("map.welfareCanvas.areas.length === 0")
    expect(rows).to_have_count(0)


def test_the_place_of_a_map_that_has_not_come_is_as_high_as_the_map(open_site: OpenSite) -> None:
    """Else the page jumps when it comes; how much is seen of that differs from machine to machine."""
    page = open_site("/").page
    expect(page.locator(".wm-footer")).to_be_visible()
    assert page.evaluate(HEIGHT_WITHOUT_MAP) >= MAP_HEIGHT_PX


def test_home_stands_on_the_map_beside_the_workplace_and_leaves_with_it(open_site: OpenSite) -> None:
    visit = open_site(f"{LEGNANO}&home=8.94,45.55")
    visit.wait_for_map()
    visit.wait_inside("map.welfareCanvas.stops.length === 2")
    assert visit.inside("map.welfareCanvas.stops.map(stop => stop.isHome)") == [True, False]
    assert visit.inside("map.getBounds().contains([45.55, 8.94]) && map.getBounds().contains([45.594, 8.918])")
    expect(cards(visit.page).first).to_be_visible()
    visit.page.locator(".st-key-day summary").click()
    visit.page.get_by_role("button", name="Dimentica la casa").click()
    visit.wait_inside("map.welfareCanvas.stops.length === 1")


def test_the_table_of_the_reachable_area_is_printed(open_site: OpenSite) -> None:
    visit = open_site(f"{LEGNANO}&reach=true")
    visit.wait_for_map()
    table = visit.page.locator(".wm-reach table")
    expect(table).to_be_visible()
    assert visit.empty_beginning() == []
    visit.page.emulate_media(media="print")
    expect(table).to_be_visible()
    expect(visit.page.locator(".st-key-reach-switch")).to_be_hidden()


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_is_reached_from_the_navigation(open_site: OpenSite, width: dict[str, Any]) -> None:
    visit = open_site(LEGNANO, **width)
    expect(sentence(visit.page)).to_be_visible()
    for name, heading in (
        ("Buone pratiche e accordi", "Buone pratiche e accordi"),
        ("Dati e metodo", "Dati e metodo"),
        ("Trova servizi", "Dove lavori?"),
    ):
        if width:
            visit.page.get_by_test_id("stExpandSidebarButton").click()
        visit.page.get_by_role("link", name=name).first.click()
        expect(visit.page.get_by_role("heading", level=1)).to_have_text(heading)
    expect(sentence(visit.page)).to_contain_text("Legnano")
