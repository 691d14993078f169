from collections.abc import MutableMapping
from typing import Any

import pytest
from anyio.from_thread import start_blocking_portal
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from welfare_map.settings import OSM_TILES_URL
from welfare_map.ui.headers import PageHeaders
from welfare_map.ui.policy import ALWAYS, frame_policy, page_policy
from welfare_map.ui.preloads import frame_links

FRAME = "/component/streamlit_folium.st_folium/index.html"
MOST_BYTES = 3_800
"""Less than the 4,096 that nginx takes, for what Streamlit and the server say beside."""


async def page(_: object) -> PlainTextResponse:
    """Answer with a policy of its own."""
    return PlainTextResponse("here", headers={"Referrer-Policy": "unsafe-url"})


async def site(_: object) -> HTMLResponse:
    """Answer with the page that starts the site."""
    return HTMLResponse("<html></html>")


async def stream(socket: WebSocket) -> None:
    """Take a connection and end it."""
    await socket.accept()
    await socket.close()


APP = Starlette(
    routes=[Route("/page", page), Route("/", site), Route(FRAME, site), WebSocketRoute("/stream", stream)],
    middleware=[Middleware(PageHeaders, map_files=("/map-assets/leaflet.js?v=1",))],
)


def first_message(kind: str, path: str) -> MutableMapping[str, Any]:
    """Return how the application begins its answer."""
    messages: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request" if kind == "http" else "websocket.connect", "body": b""}

    async def send(message: MutableMapping[str, Any]) -> None:
        messages.append(message)

    scope = {"type": kind, "method": "GET", "path": path, "query_string": b"", "root_path": "", "headers": []}
    with start_blocking_portal() as portal:  # browser tests leave a loop running in this thread
        portal.call(APP, scope, receive, send)
    return messages[0]


@pytest.mark.parametrize("path", ["/page", "/nothing"])
def test_every_page_keeps_its_address_to_itself(path: str) -> None:
    headers = first_message("http", path)["headers"]
    assert [value for name, value in headers if name == b"referrer-policy"] == [b"no-referrer"]


def test_the_frame_of_the_map_alone_names_the_files_that_it_will_need() -> None:
    named = {path: dict(first_message("http", path)["headers"]).get(b"link", b"") for path in (FRAME, "/", "/nothing")}
    assert named == {FRAME: b"</map-assets/leaflet.js?v=1>;rel=preload;as=script", "/": b"", "/nothing": b""}


def test_a_connection_is_taken_as_it_is() -> None:
    begun = first_message("websocket", "/stream")
    assert begun["type"] == "websocket.accept"
    assert list(begun["headers"]) == []


def test_every_answer_says_what_may_load_and_the_frame_of_the_map_has_its_own_policy() -> None:
    paths = ("/", "/page", "/nothing", FRAME, "/component/other/index.html")
    said = {path: dict(first_message("http", path)["headers"])[b"content-security-policy"].decode() for path in paths}
    framed = said.pop(FRAME)
    assert set(said.values()) == {page_policy()}
    assert framed == frame_policy("")


@pytest.mark.parametrize("name", ALWAYS)
def test_every_answer_has_the_headers_that_keep_others_out(name: str) -> None:
    for path in ("/", "/nothing"):
        headers = dict(first_message("http", path)["headers"])
        assert headers.get(name.lower().encode(), b"").decode() == ALWAYS[name]


@pytest.mark.parametrize("base", ["", "/servizi/per-le-famiglie/conciliazione" * 5])
@pytest.mark.parametrize("tiles_url", ["", OSM_TILES_URL])
def test_headers_pass_a_proxy_that_takes_four_kilobytes(base: str, tiles_url: str) -> None:
    files = tuple(f"/map-assets/{name}?v=0123456789ab" for name in ("leaflet.js", "map.js", "leaflet.css", "map.css"))
    policies = {page_policy(), frame_policy(tiles_url)}
    said = {**ALWAYS, "Content-Security-Policy": max(policies, key=len), "Link": frame_links(base, files)}
    assert sum(len(name) + len(value) + 4 for name, value in said.items()) <= MOST_BYTES
