import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.codes import PositionQuality
from geodata.errors import DownloadError, OfflineError
from geodata.geocode.online import OnlineGeocoder, OnlinePoint, _best

HOUSE = [{"lat": "45.5", "lon": "9.1", "addresstype": "house"}]
PHOTON = {
    "features": [
        {
            "geometry": {"type": "Point", "coordinates": [9.1, 45.5]},
            "properties": {"type": "street", "osm_key": "highway"},
        }
    ]
}


def geocoder(network: Any, answer: object, cache_dir: Path, path: str = "", **options: object) -> tuple[Any, Any]:
    server = network.serve(network.answer(200, json.dumps(answer).encode()))
    return OnlineGeocoder(server.url + path, network.client(**options), cache_dir), server


def test_nominatim_is_asked_for_an_address_in_italy(network: Any, tmp_path: Path) -> None:
    online, server = geocoder(network, HOUSE, tmp_path)

    assert online.find("Via  Roma 5", "Uno", "20025") == OnlinePoint(9.1, 45.5, PositionQuality.ADDRESS)
    asked = urlsplit(server.asked[0][0])
    assert asked.path == "/search"
    assert parse_qs(asked.query)["q"] == ["Via Roma 5, 20025 Uno, Italia"]


def test_photon_is_asked_in_its_own_way(network: Any, tmp_path: Path) -> None:
    online, server = geocoder(network, PHOTON, tmp_path, "/api")

    assert online.find("Via Roma", "Uno") == OnlinePoint(9.1, 45.5, PositionQuality.STREET)
    assert "format" not in server.asked[0][0]


def test_the_same_question_is_asked_once_even_by_a_later_run(network: Any, tmp_path: Path) -> None:
    online, server = geocoder(network, HOUSE, tmp_path)
    online.find("Via Roma 5", "Uno")

    again = OnlineGeocoder(server.url, network.client(is_offline=True), tmp_path)

    assert again.find("VIA ROMA 5", "uno") == online.find("Via Roma 5", "Uno")
    assert len(server.asked) == 1
    assert "Roma" not in "".join(str(path) for path in tmp_path.rglob("*"))


def test_a_damaged_answer_on_disk_is_asked_again(network: Any, tmp_path: Path) -> None:
    online, server = geocoder(network, HOUSE, tmp_path)
    online.find("Via Roma 5", "Uno")
    for path in tmp_path.rglob("*.json"):
        path.write_bytes(b"{")

    assert online.find("Via Roma 5", "Uno") is not None
    assert len(server.asked) == 2


def test_two_questions_are_a_second_apart(network: Any, tmp_path: Path) -> None:
    moments_s = iter([10.0, 10.25, 20.0])
    online, _ = geocoder(network, HOUSE, tmp_path)
    online.client = network.client(clock=lambda: next(moments_s, 100.0))

    for number in (1, 2, 3):
        online._keep_pace()
        assert network.waited_s == [0.75][: number - 1]


def test_nothing_is_asked_when_the_network_is_switched_off(network: Any, tmp_path: Path) -> None:
    online, server = geocoder(network, HOUSE, tmp_path, is_offline=True)

    with pytest.raises(OfflineError):
        online.find("Via Roma 5", "Uno")

    assert server.asked == []


def test_an_answer_that_is_no_json_is_an_error(network: Any, tmp_path: Path) -> None:
    server = network.serve(network.answer(200, b"busy"))

    with pytest.raises(DownloadError, match="geocoder"):
        OnlineGeocoder(server.url, network.client(), tmp_path).find("Via Roma 5", "Uno")


@pytest.mark.parametrize(
    "answer",
    [
        [],
        {},
        [{"lat": "45.5", "lon": "9.1", "addresstype": "county"}],
        [{"lat": "48.9", "lon": "2.3", "type": "house"}],
    ],
    ids=["nothing", "an error", "too coarse", "not in Italy"],
)
def test_what_is_no_point_is_unknown(network: Any, tmp_path: Path, answer: object) -> None:
    online, _ = geocoder(network, answer, tmp_path)

    assert online.find("Via Roma 5", "Uno") is None


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.floats(), st.text()),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(
            st.sampled_from(["features", "geometry", "coordinates", "properties", "lat", "lon", "type"]), inner
        )
    ),
)


@given(VALUES)
def test_any_answer_is_a_point_or_unknown(answer: object) -> None:
    _best(answer)
