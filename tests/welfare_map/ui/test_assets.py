import gzip
import json
import re

import brotli
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from welfare_map.maps.layers import LayerFile
from welfare_map.maps.view import Bounds
from welfare_map.ui.assets import KEPT_COUNT, SHELF, Shelf, publish, routes

BOUNDARIES = json.dumps({"type": "Topology", "arcs": [[0, 0]] * 500}).encode()
AREA = Bounds(9.0, 45.0, 9.3, 45.3)


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=routes()))


def body(client: TestClient, path: str, encoding: str) -> tuple[str | None, bytes]:
    with client.stream("GET", path, headers={"Accept-Encoding": encoding}) as answer:
        return answer.headers.get("content-encoding"), b"".join(answer.iter_raw())


def test_a_published_file_is_kept_by_browsers_for_good(client: TestClient) -> None:
    name = publish(BOUNDARIES, [], AREA, shelf=SHELF).boundaries
    answer = client.get(f"/map-assets/{name}")
    assert answer.content == BOUNDARIES
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["content-type"].startswith("application/json")


@pytest.mark.parametrize(
    ("header", "expected"),
    [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0.5", "gzip"), ("identity", None), ("", None)],
)
def test_the_best_encoding_that_is_taken_is_sent(client: TestClient, header: str, expected: str | None) -> None:
    name = publish(BOUNDARIES, [], AREA, shelf=SHELF).boundaries
    encoding, content = body(client, f"/map-assets/{name}", header)
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[expected]
    assert encoding == expected
    assert unpack(content) == BOUNDARIES


@pytest.mark.parametrize(
    "name", ["map.js", "..%2F..%2Fapp.py", "%2e%2e/app.py", "boundaries-0.json", "leaflet.js.map", "%00", "a/b.js", ""]
)
def test_a_name_that_was_not_published_is_not_found(client: TestClient, name: str) -> None:
    assert client.get(f"/map-assets/{name}").status_code == 404


def test_leaflet_and_our_script_are_there_before_any_page_is(client: TestClient) -> None:
    assert "Leaflet 1.9.3" in client.get("/map-assets/leaflet.js").text[:200]
    assert "welfareMap.create" in client.get("/map-assets/welfare-map.js").text


def test_our_own_script_and_style_name_no_host(client: TestClient) -> None:
    for name in ("welfare-map.js", "welfare-map.css"):
        assert re.findall(r"https?://", client.get(f"/map-assets/{name}").text) == []


def test_another_content_gets_another_name_and_the_same_the_same() -> None:
    shelf = Shelf()
    first = publish(BOUNDARIES, [LayerFile("practices", "practices", b"{}")], AREA, shelf=shelf)
    again = publish(BOUNDARIES, [LayerFile("practices", "practices", b"{}")], AREA, shelf=shelf)
    other = publish(BOUNDARIES + b" ", [LayerFile("practices", "practices", b"[]")], AREA, shelf=shelf)
    assert first == again
    assert first.boundaries != other.boundaries
    assert first.layers != other.layers


def test_the_oldest_files_leave_a_full_shelf() -> None:
    shelf = Shelf()
    names = [shelf.put("points", str(number).encode(), ".json") for number in range(KEPT_COUNT + 1)]
    assert shelf.get(names[0]) is None
    assert shelf.get(names[1]) is not None
