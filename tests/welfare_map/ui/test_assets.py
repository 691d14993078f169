import gzip
import json
import re
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import brotli
import pytest
from anyio.from_thread import start_blocking_portal
from starlette.applications import Starlette

from welfare_map.maps.layers import LayerFile
from welfare_map.maps.view import Bounds
from welfare_map.ui.assets import KEPT_COUNT, SHELF, Shelf, pack, publish, routes

BOUNDARIES = json.dumps({"type": "Topology", "arcs": [[0, 0]] * 500}).encode()
AREA = Bounds(9.0, 45.0, 9.3, 45.3)


@dataclass(frozen=True)
class Reply:
    """What came back for one address."""

    status: int
    headers: Mapping[str, str]
    content: bytes


def get(path: str, encoding: str = "identity") -> Reply:
    """Ask our routes for an address as a server would hand it over."""
    messages: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(message: MutableMapping[str, Any]) -> None:
        messages.append(message)

    scope = {"type": "http", "method": "GET", "path": unquote(path), "query_string": b"", "root_path": ""}
    headers = [(b"accept-encoding", encoding.encode())]
    with start_blocking_portal() as portal:  # browser tests leave a loop running in this thread
        portal.call(Starlette(routes=routes()), scope | {"headers": headers}, receive, send)
    sent = {name.decode(): value.decode() for name, value in messages[0]["headers"]}
    return Reply(messages[0]["status"], sent, b"".join(message["body"] for message in messages[1:]))


def test_a_published_file_is_kept_by_browsers_for_good() -> None:
    name = publish(pack(BOUNDARIES), [], AREA, shelf=SHELF).boundaries
    answer = get(f"/map-assets/{name}")
    assert answer.content == BOUNDARIES
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["content-type"].startswith("application/json")


@pytest.mark.parametrize(
    ("header", "expected"),
    [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0.5", "gzip"), ("identity", None), ("", None)],
)
def test_the_best_encoding_that_is_taken_is_sent(header: str, expected: str | None) -> None:
    name = publish(pack(BOUNDARIES), [], AREA, shelf=SHELF).boundaries
    reply = get(f"/map-assets/{name}", header)
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[expected]
    assert reply.headers.get("content-encoding") == expected
    assert unpack(reply.content) == BOUNDARIES


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("..%2F..%2F..%2Fapp.py", id="up to the program"),
        pytest.param("%2e%2e/%2e%2e/%2e%2e/app.py", id="up in single steps"),
        *("map.js", "boundaries-0.json", "leaflet.js.map", "%00", "a/b.js", ""),
    ],
)
def test_a_name_that_was_not_published_is_not_found(name: str) -> None:
    assert get(f"/map-assets/{name}").status == 404


def test_leaflet_and_our_script_are_there_before_any_page_is() -> None:
    assert "Leaflet 1.9.3" in get("/map-assets/leaflet.js").content.decode()[:200]
    assert "welfareMap.create" in get("/map-assets/welfare-map.js").content.decode()


def test_our_own_script_and_style_name_no_host() -> None:
    for name in ("welfare-map.js", "welfare-map.css"):
        assert re.findall(r"https?://", get(f"/map-assets/{name}").content.decode()) == []


def test_another_content_gets_another_name_and_the_same_the_same() -> None:
    shelf = Shelf()
    first = publish(pack(BOUNDARIES), [LayerFile("practices", "practices", b"{}")], AREA, shelf=shelf)
    again = publish(pack(BOUNDARIES), [LayerFile("practices", "practices", b"{}")], AREA, shelf=shelf)
    other = publish(pack(BOUNDARIES + b" "), [LayerFile("practices", "practices", b"[]")], AREA, shelf=shelf)
    assert first == again
    assert first.boundaries != other.boundaries
    assert first.layers != other.layers


def test_the_oldest_files_leave_a_full_shelf() -> None:
    shelf = Shelf()
    names = [shelf.put("points", str(number).encode(), ".json") for number in range(KEPT_COUNT + 1)]
    assert shelf.get(names[0]) is None
    assert shelf.get(names[1]) is not None
