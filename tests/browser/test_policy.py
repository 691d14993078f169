"""The headers of the application in a real browser: a whole journey passes under them, what is planted does not."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Response, expect

from welfare_map.ui.page_list import MAP_FRAME

pytestmark = pytest.mark.browser
OpenSite = Callable[..., Any]
DISTRICT = "/copertura?view=brief&district=alto-milanese"
PLANTED = """async place => {
    const blocked = new Set(), seen = event => blocked.add(`${event.effectiveDirective} ${event.blockedURI}`);
    document.addEventListener("securitypolicyviolation", seen);
    const add = (tag, values) => document.body.append(Object.assign(document.createElement(tag), values));
    const host = "https://elsewhere.example";
    add("script", {src: `${host}/s.js`});
    add("script", {textContent: "window.__planted = 'inline'"});
    add("img", {src: `${host}/i.png`});
    add("iframe", {src: `${host}/f`});
    add("link", {rel: "stylesheet", href: `${host}/s.css`});
    add("object", {data: `${host}/o`});
    add("base", {href: `${host}/`});
    document.body.insertAdjacentHTML("beforeend", `<img src="data:," onerror="window.__planted = 'handler'">`);
    try { await fetch(`${host}/c`) } catch {}
    try { new WebSocket("wss://elsewhere.example/w") } catch {}
    setTimeout("window.__planted = 'eval'", 0);
    if (place.has_form) {
        const form = Object.assign(document.createElement("form"), {action: `${host}/p`, method: "post"});
        document.body.append(form);
        form.submit();
    }
    for (let wait = 0; wait < 200 && blocked.size < place.count; wait++) await new Promise(requestAnimationFrame);
    return [[...blocked].sort(), window.__planted ?? null];
}"""
"""Adds what a stolen page would hold, and returns what the browser refused and what ran nonetheless."""
ELSEWHERE = "https://elsewhere.example"
FORM = f"form-action {ELSEWHERE}/p"
"""Not tried in the frame of the map, which it would take away: the page refuses to frame where it leads."""
REFUSED_BY_PAGE = {
    f"script-src-elem {ELSEWHERE}/s.js",
    "script-src-elem inline",
    "script-src-attr inline",
    "script-src eval",
    f"img-src {ELSEWHERE}/i.png",
    f"frame-src {ELSEWHERE}",
    f"style-src-elem {ELSEWHERE}/s.css",
    f"object-src {ELSEWHERE}",
    f"base-uri {ELSEWHERE}/",
    f"connect-src {ELSEWHERE}/c",
    "connect-src wss://elsewhere.example/w",
    FORM,
}
NEEDED_BY_FRAME = {"script-src-elem inline", "script-src eval"}
"""What streamlit-folium does itself."""


OWN_SOURCES = {"data:", "blob:"}
EVERYTHING = "default-src *"
"""What an answer without a policy lets in."""
TILES = frozenset({"https://tile.openstreetmap.org"})
"""The one other host that the frame of the map may ask, for a background that a visitor may switch on."""


def hosts_of(policy: str) -> frozenset[str]:
    """Return what a policy lets in that is neither a keyword, a hash nor of the document itself."""
    sources = (source for directive in policy.split(";") for source in directive.split()[1:])
    return frozenset(source for source in sources if not source.startswith("'")) - OWN_SOURCES


def test_a_whole_journey_passes_under_the_policy(open_site: OpenSite, site: Any) -> None:
    visit = open_site("/")  # at its end no other host was asked and no violation was said
    page = visit.page
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108  # Playwright wants a function of ours
    page.get_by_label("Luogo di lavoro").fill("Legnano")
    page.get_by_role("button", name="Cerca", exact=True).click()
    expect(page.get_by_role("heading", level=3, name=re.compile("da Legnano"))).to_be_visible()
    visit.wait_for_map()
    visit.wait_until_still()
    page.get_by_role("button", name="☆ Salva").first.click()
    expect(page.get_by_text("I miei salvati (1)")).to_be_visible()
    visit.wait_until("localStorage.getItem('welfare-map-saved')")
    visit.inside("void map.setView([45.594, 8.918], 12, {animate: false})")
    page.locator("iframe").first.scroll_into_view_if_needed()
    page.mouse.click(*visit.point_on_page(8.93, 45.60))
    page.get_by_text("Condividi e scarica").click()
    assert visit.download(page.get_by_role("button", name="Scarica CSV")).suggested_filename.endswith(".csv")
    page.evaluate("window.print = () => { window.__printed = true }")
    page.get_by_role("button", name="Stampa").click()
    visit.wait_until("window.__printed")
    for path in ("/imprese", "/buone-pratiche", "/registro", "/dati"):
        page.goto(f"{site.address}{path}")
        expect(page.locator(".wm-footer")).to_be_visible()
    page.goto(f"{site.address}{DISTRICT}")
    visit.unfold_choices()
    given: FilePayload = {"name": "scheda.json", "mimeType": "application/json", "buffer": json.dumps({}).encode()}
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(given)
    expect(page.get_by_role("alert").filter(has_text="non è una scheda precedente")).to_be_visible()
    ours = [answer for answer in answers if answer.url.startswith(site.address)]
    policies = {(MAP_FRAME in answer.url, answer.headers.get("content-security-policy", EVERYTHING)) for answer in ours}
    assert {(is_frame, hosts_of(policy)) for is_frame, policy in policies} == {(False, frozenset()), (True, TILES)}


@pytest.mark.parametrize("is_frame", [False, True], ids=["page", "map"])
def test_what_is_planted_neither_loads_nor_runs(open_page: Callable[..., Any], site: Any, *, is_frame: bool) -> None:
    visit = open_page(f"{site.address}/")
    visit.wait_for_map()
    document = visit.map_frame if is_frame else visit.page
    expected = REFUSED_BY_PAGE - NEEDED_BY_FRAME - {FORM} if is_frame else REFUSED_BY_PAGE
    refused, ran = document.evaluate(PLANTED, {"count": len(expected), "has_form": not is_frame})
    assert set(refused) == expected
    assert ran == ("eval" if is_frame else None)
    assert visit.foreign_addresses == []
