import gzip
import hashlib
import re
from collections.abc import MutableMapping
from email.utils import formatdate
from pathlib import Path
from typing import Any

import streamlit
from anyio import sleep_forever
from anyio.from_thread import start_blocking_portal
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from welfare_map.texts import LANGUAGES, text
from welfare_map.ui.page_list import MAP_FRAME
from welfare_map.ui.start_page import BEGINNING, STEPS, StartPage

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
LINKS = '<link rel="prefetch" href="/map-of-{path}">'
FRAME = f"{MAP_FRAME}st_folium/index.html"


async def start(_: object) -> Response:
    """Answer with Streamlit's own start page."""
    return HTMLResponse(INDEX.read_bytes())


START = StaticFiles(directory=INDEX.parent, html=True)
"""As Streamlit serves it: who has kept the file is told that it is the same."""


async def words(_: object) -> Response:
    """Answer with text that looks like a page."""
    return PlainTextResponse("<head>")


async def script(_: object) -> Response:
    """Answer with a file that is worth packing."""
    return PlainTextResponse("<head>" * 1000)


APP = Starlette(
    routes=[
        Route("/", start),
        Route("/words", words),
        Route("/map.json", script),
        Route(FRAME, start),
        Mount("/kept", START),
    ],
    middleware=[Middleware(StartPage, links=lambda path: LINKS.format(path=path)), Middleware(GZipMiddleware)],
)
HEADERS = [(b"accept", b"text/html,*/*"), (b"accept-encoding", b"gzip, br")]


def links_of(path: str) -> bytes:
    return LINKS.format(path=path).encode()


def answer(path: str, *conditions: tuple[bytes, bytes]) -> tuple[dict[bytes, bytes], bytes]:
    """Return headers and body of an answer; the conditions are headers of the request."""
    messages: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        await sleep_forever()
        raise AssertionError

    async def send(message: MutableMapping[str, Any]) -> None:
        messages.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "root_path": ""}
    with start_blocking_portal() as portal:  # browser tests leave a loop running in this thread
        portal.call(APP, {**scope, "headers": [*HEADERS, *conditions]}, receive, send)
    return dict(messages[0]["headers"]), b"".join(message["body"] for message in messages[1:])


def test_the_start_page_follows_the_system_from_its_first_line_and_is_otherwise_streamlits() -> None:
    headers, body = answer("/")
    theirs = body.replace(BEGINNING, b"", 1).replace(STEPS + links_of("/"), b"", 1)
    shorter = re.sub(rb'(?s)(?<=<noscript>).*?(?=</noscript>)|(?<=<div id="root">).*?</div>(?=</div>)', b"", theirs)
    shorter = shorter.replace(b'lang="it"', b'lang="en"', 1).replace(b"Mappa del welfare", b"Streamlit", 1)
    left_out = rb'(?s)(?<=<noscript>).*?(?=</noscript>)|<link\s+rel="preload"[^>]*>\s*'
    assert shorter == re.sub(left_out, b"", INDEX.read_bytes())
    assert body.index(BEGINNING) < body.index(b"<script")
    assert int(headers[b"content-length"]) == len(body)


def test_until_the_page_is_there_and_without_scripts_words_say_so_in_both_languages() -> None:
    body = answer("/")[1].decode()
    root, none = body[body.index('<div id="root">') :], body[body.index("<noscript>") : body.index("</noscript>")]
    for lang in LANGUAGES:
        assert f'<p lang="{lang}">{text("app.loading", lang)}</p>' in root
        assert f'<p lang="{lang}">{text("app.no_scripts", lang)}</p>' in none
    assert "_stcore" not in none


def test_the_start_page_is_named_in_its_language_and_fetches_no_font_that_no_page_shows() -> None:
    body = answer("/")[1]
    assert b'<html lang="it">' in body
    assert b"<title>Mappa del welfare</title>" in body
    assert b'as="font"' not in body


def test_files_that_are_needed_later_are_named_behind_those_of_streamlit() -> None:
    body = answer("/")[1]
    assert body.rindex(b"modulepreload") < body.index(links_of("/")) < body.index(b"</head>")


def test_text_and_the_frame_of_the_map_pass_as_they_are() -> None:
    assert answer("/words")[1] == b"<head>"
    assert gzip.decompress(answer(FRAME)[1]) == INDEX.read_bytes()


def test_a_file_that_is_fetched_ahead_travels_packed() -> None:
    headers, body = answer("/map.json")
    assert headers[b"content-encoding"] == b"gzip"
    assert gzip.decompress(body) == b"<head>" * 1000


def test_who_has_kept_the_start_page_gets_it_anew_for_what_it_names_changes() -> None:
    stat = INDEX.stat()
    etag = hashlib.md5(f"{stat.st_mtime}-{stat.st_size}".encode(), usedforsecurity=False).hexdigest()
    later = formatdate(stat.st_mtime + 1, usegmt=True).encode()
    headers, body = answer("/kept/", (b"if-none-match", f'"{etag}"'.encode()), (b"if-modified-since", later))
    assert links_of("/kept/") in body
    assert b"etag" not in headers
    assert b"last-modified" not in headers
