import gzip
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import streamlit
from anyio.from_thread import start_blocking_portal
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from welfare_map.ui.policy import MAP_FRAME
from welfare_map.ui.start_page import BEGINNING, StartPage

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
LINKS = '<link rel="prefetch" href="/map">'
FRAME = f"{MAP_FRAME}st_folium/index.html"


async def start(_: object) -> Response:
    """Answer with Streamlit's own start page."""
    return HTMLResponse(INDEX.read_bytes())


async def words(_: object) -> Response:
    """Answer with text that looks like a page."""
    return PlainTextResponse("<head>")


async def script(_: object) -> Response:
    """Answer with a file that is worth packing."""
    return PlainTextResponse("<head>" * 1000)


APP = Starlette(
    routes=[Route("/", start), Route("/words", words), Route("/map.json", script), Route(FRAME, start)],
    middleware=[Middleware(StartPage, links=lambda: LINKS), Middleware(GZipMiddleware)],
)
HEADERS = [(b"accept", b"text/html,*/*"), (b"accept-encoding", b"gzip, br")]


def answer(path: str) -> tuple[dict[bytes, bytes], bytes]:
    """Return headers and body of an answer."""
    messages: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(message: MutableMapping[str, Any]) -> None:
        messages.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "root_path": "", "headers": HEADERS}
    with start_blocking_portal() as portal:  # browser tests leave a loop running in this thread
        portal.call(APP, scope, receive, send)
    return dict(messages[0]["headers"]), b"".join(message["body"] for message in messages[1:])


def test_the_start_page_follows_the_system_from_its_first_line_and_is_otherwise_streamlits() -> None:
    headers, body = answer("/")
    assert body.replace(BEGINNING, b"", 1).replace(LINKS.encode(), b"", 1) == INDEX.read_bytes()
    assert body.index(BEGINNING) < body.index(b"<script")
    assert int(headers[b"content-length"]) == len(body)


def test_files_that_are_needed_later_are_named_behind_those_of_streamlit() -> None:
    body = answer("/")[1]
    assert body.rindex(b"modulepreload") < body.index(LINKS.encode()) < body.index(b"</head>")


def test_text_and_the_frame_of_the_map_pass_as_they_are() -> None:
    assert answer("/words")[1] == b"<head>"
    assert gzip.decompress(answer(FRAME)[1]) == INDEX.read_bytes()


def test_a_file_that_is_fetched_ahead_travels_packed() -> None:
    headers, body = answer("/map.json")
    assert headers[b"content-encoding"] == b"gzip"
    assert gzip.decompress(body) == b"<head>" * 1000
