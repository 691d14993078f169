"""A whole journey leaves no trace with anybody else, and none of where somebody works in the server's log."""

import re
from collections.abc import Callable
from fnmatch import fnmatchcase
from http import HTTPStatus
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

pytestmark = pytest.mark.browser
TYPED = "Corbetta"
OSM = "https://tile.openstreetmap.org/"
ENDS_WITH_THE_BROWSER = -1
"""What Playwright gives as the end of such a cookie."""
OpenSite = Callable[..., Any]


def test_a_journey_leaves_no_trace(open_site: OpenSite, site: Any) -> None:
    visit = open_site("/")
    page = visit.page
    page.get_by_label("Luogo di lavoro").fill(TYPED)
    page.get_by_role("button", name="Cerca", exact=True).click()
    expect(page.get_by_role("heading", level=3, name=re.compile(f"entro 15 min in auto da {TYPED}"))).to_be_visible()
    visit.wait_for_map()
    page.wait_for_url("**lon=**lat=**")
    found = re.search(r"lon=([\d.]+)&lat=([\d.]+)", page.url)
    assert found is not None
    page.get_by_role("button", name="Anziani").click()
    page.wait_for_url("**groups=elders**")
    address = page.url
    page.get_by_role("button", name="☆ Salva").first.click()
    visit.wait_until("localStorage.getItem('welfare-map-saved')")
    for path in ("/imprese", "/copertura", "/buone-pratiche", "/registro", "/dati", "/accessibilita", "/privacy"):
        page.goto(address.replace("/?", f"{path}?"))
        expect(page.locator(".wm-footer")).to_be_visible()
    log = site.log_path.read_text(encoding="utf-8")
    assert not [words for words in (TYPED, found[1], found[2], "lon=", "elders") if words in log]
    visit.narrow(375, 812)
    said = [page.get_by_role("region", name=name).locator("code") for name in ("Cookie e memoria", "nella sua memoria")]
    cookies = {cookie["name"]: cookie["expires"] for cookie in page.context.cookies()}
    assert cookies == dict.fromkeys(said[0].all_inner_texts(), ENDS_WITH_THE_BROWSER)
    kept, named = page.evaluate("Object.keys(localStorage)"), said[1].all_inner_texts()
    stored = {key: [name for name in named if fnmatchcase(key, name.replace("…", "*"))] for key in kept}
    assert [key for key, names in stored.items() if len(names) != 1] == []
    assert {"welfare-map-saved", "stActiveTheme-/-v2", "stActiveTheme-/imprese-v2"} <= stored.keys()
    assert ["stSidebarSectionsState-…"] in stored.values()
    assert page.evaluate("Object.keys(sessionStorage)") == []
    assert TYPED not in str(page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])"))


def test_how_many_visits_are_open_is_told_to_nobody(site: Any) -> None:
    with pytest.raises(HTTPError) as refused:
        urlopen(f"{site.address}/_stcore/metrics", timeout=20)  # noqa: S310  # our own server
    assert (refused.value.code, refused.value.read()) == (HTTPStatus.NOT_FOUND, b"Not Found")


def test_only_a_page_of_this_address_connects_for_others_the_framework_would_ask_the_internet(site: Any) -> None:
    host = urlsplit(site.address).netloc
    with connect(f"ws://{host}/_stcore/stream", origin=Origin(site.address)):
        pass
    for foreign in ("http://elsewhere.example", f"http://elsewhere.example/{host}", "http://localhost", "null"):
        with pytest.raises(InvalidStatus) as refused:
            connect(f"ws://{host}/_stcore/stream", origin=Origin(foreign))
        assert refused.value.response.status_code == HTTPStatus.FORBIDDEN


def test_the_address_carries_a_point_of_three_decimals(open_site: OpenSite) -> None:
    visit = open_site("/?lon=8.9181234&lat=45.5941234")
    expect(visit.page.get_by_role("heading", level=3, name=re.compile("da Legnano"))).to_be_visible()
    expect(visit.page).to_have_url(re.compile(r"/\?lon=8\.918&lat=45\.594$"))


def test_background_tiles_are_asked_for_only_when_they_are_switched_on(open_page: Any, site: Any) -> None:
    visit, referrers = open_page(f"{site.address}/?lon=8.918&lat=45.594"), set()
    visit.wait_for_map()
    assert visit.foreign_addresses == []
    visit.page.get_by_text("Che cosa mostrare sulla mappa").click()
    visit.page.on(
        "request", lambda request: referrers.add(request.headers.get("referer")) if OSM in request.url else None
    )
    visit.page.get_by_text("Sfondo stradale di OpenStreetMap").click()
    visit.wait_inside("Boolean(map.welfareCanvas.tiles)")
    expect(visit.page.frame_locator("iframe").get_by_text("© OpenStreetMap contributors")).to_be_visible()
    visit.page.get_by_text("Sfondo stradale di OpenStreetMap").click()
    visit.wait_inside("!map.welfareCanvas.tiles")
    assert visit.foreign_addresses
    assert all(address.startswith(OSM) for address in visit.foreign_addresses)
    assert referrers == {f"{site.address}/"}
