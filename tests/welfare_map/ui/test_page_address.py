from collections.abc import MutableMapping
from typing import Any

import pytest
from anyio.from_thread import start_blocking_portal
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from welfare_map.ui.page_address import PageAddress
from welfare_map.ui.page_list import MAP_FRAME, PATHS

FRAME = f"/map{MAP_FRAME}st_folium/index.html"


async def start(_: object) -> Response:
    """Answer with a page, as Streamlit does at every unknown path."""
    return HTMLResponse("<head>")


async def words(_: object) -> Response:
    """Answer with text."""
    return PlainTextResponse("<head>")


APP = Starlette(
    routes=[Route("/map/a/words", words), Route("/map/words", words), Route("/{path:path}", start)],
    middleware=[Middleware(PageAddress, base="/map")],
)


def answer(path: str) -> tuple[int, dict[bytes, bytes], bytes]:
    """Return status, headers and body of an answer."""
    messages: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(message: MutableMapping[str, Any]) -> None:
        messages.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"lang=en", "root_path": "", "headers": []}
    with start_blocking_portal() as portal:  # browser tests leave a loop running in this thread
        portal.call(APP, scope, receive, send)
    return messages[0]["status"], dict(messages[0]["headers"]), b"".join(message["body"] for message in messages[1:])


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("/map/copertura/altro", b"/map/altro"),
        ("/map/a/b/copertura", b"/map/copertura"),
        ("/map/copertura ", b"/map/copertura"),
        ("/map/caff\ufffd", b"/map/caff"),
        ("/map/a/../ ", b"/map/"),
        ("/map/a/\\evil.example", b"/map/%5Cevil.example"),
        ("/map", None),
        ("/map/", None),
        ("/map/copertura", None),
        ("/map/caff\xe8", None),
        ("/map/a/words", None),
        ("/map/static/js/copertura", None),
        ("/map/map-assets/gone.js", None),
        ("/map/component/gone/index.html", None),
        (f"/map/copertura{MAP_FRAME}st_folium/copertura", b"/map/copertura"),
        (FRAME, None),
    ],
)
def test_an_address_below_which_the_page_would_stay_blank_is_led_to_a_page(path: str, there: bytes | None) -> None:
    _, headers, body = answer(path)
    assert headers.get(b"location") == (there and there + b"?lang=en")
    assert body == (b"" if there else b"<head>")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        *((f"/map/{path}", 200) for path in sorted(PATHS)),
        ("/map", 200),
        ("/map/copertura/", 200),
        ("/map/words", 200),
        (FRAME, 200),
        ("/map/altro", 404),
        ("/map/imprese.html", 404),
        ("/map/robots.txt", 404),
        ("/map/.env", 404),
        ("/map/static/js/gone.abc.js", 404),
        ("/map/map-assets/gone.js", 404),
        ("/map/component/gone/copertura", 404),
        ("/mapimprese", 404),
        ("/map/altro/", 404),
        ("/map/Copertura", 404),
        ("/map/a/altro", 307),
    ],
)
def test_an_address_of_no_page_is_not_found_and_has_the_page_that_says_so(path: str, status: int) -> None:
    found, _, body = answer(path)
    assert found == status
    assert body == (b"" if status == 307 else b"<head>")
