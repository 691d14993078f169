"""A server that plays Valhalla's documented replies, and misbehaves."""

import itertools
import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any

import numpy as np
import pytest

from geodata.codes import TravelMode
from geodata.errors import EngineError
from geodata.routing.estimate import Estimate
from geodata.routing.falling_back import WithEstimate
from geodata.routing.valhalla import MOST_PAIRS, Valhalla

CAR, WALK = TravelMode.CAR, TravelMode.WALK
Server = Any


def square(side_deg: float) -> dict[str, object]:
    ring = [[9 - side_deg, 45 - side_deg], [9 + side_deg, 45 - side_deg], [9 + side_deg, 45 + side_deg]]
    return {"type": "Polygon", "coordinates": [[*ring, [9 - side_deg, 45 + side_deg], ring[0]]]}


def valhalla(server: Server) -> Callable[[BaseHTTPRequestHandler], None]:
    """Answer a matrix with a minute per source and a second per target, an isochrone with squares."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        wanted = json.loads(handler.server.bodies[-1])  # type: ignore[attr-defined]  # of the played server
        said: dict[str, object]
        if handler.path == "/isochrone":
            features = [
                {"type": "Feature", "properties": {"contour": one["time"]}, "geometry": square(one["time"] / 1000)}
                for one in reversed(wanted["contours"])
            ]
            said = {"type": "FeatureCollection", "features": features}
        else:
            targets = range(len(wanted["targets"]))
            said = {
                "sources_to_targets": [
                    [{"from_index": row, "to_index": column, "time": 60 * row + column} for column in targets]
                    for row in range(len(wanted["sources"]))
                ]
            }
        server.answer(200, json.dumps(said).encode(), Content_Type="application/json")(handler)

    return answer


@pytest.fixture
def engine(network: Any) -> Callable[..., Valhalla]:
    """Start a server with these answers; return the engine that asks it."""

    def start(*answers: Callable[[BaseHTTPRequestHandler], None]) -> Valhalla:
        server = network.serve(*(answers or (valhalla(network),)))
        return Valhalla(server.url, network.client(waits_s=(), timeout_s=(2.0, 0.3)))

    return start


def body_of(network: Any, number: int = -1) -> dict[str, Any]:
    found = json.loads(network.started[-1].bodies[number])
    assert isinstance(found, dict)
    return found


def test_minutes_are_the_servers_and_those_to_start_a_car(engine: Callable[..., Valhalla], network: Any) -> None:
    found = engine().matrix([9.0, 9.1], [45.0, 45.1], [9.2, 9.3, 9.4], [45.2] * 3, CAR)
    np.testing.assert_allclose(found.travel_min, 2 + np.array([[0, 1, 2], [60, 61, 62]]) / 60)
    assert not found.is_estimate.any()
    asked = body_of(network)
    assert asked["costing"] == "auto"
    assert asked["sources"][1] == {"lon": 9.1, "lat": 45.1}
    assert network.started[-1].asked[0][0] == "/sources_to_targets"


def test_a_walk_is_asked_at_our_pace(engine: Callable[..., Valhalla], network: Any) -> None:
    engine().one_to_many(9.0, 45.0, [9.1], [45.0], WALK)
    assert body_of(network)["costing_options"] == {"pedestrian": {"walking_speed": 4.5}}


def test_many_to_one_asks_the_other_way(engine: Callable[..., Valhalla], network: Any) -> None:
    found = engine().many_to_one([9.0, 9.1], [45.0, 45.0], 9.2, 45.0, WALK)
    assert found.travel_min.tolist() == pytest.approx([0, 1])
    assert [len(body_of(network)[side]) for side in ("sources", "targets")] == [2, 1]


def test_missing_positions_are_not_sent(engine: Callable[..., Valhalla], network: Any) -> None:
    found = engine().one_to_many(9.0, 45.0, [np.nan, 9.1, 9.2], [45.0, np.nan, 45.0], WALK)
    assert np.isnan(found.travel_min).tolist() == [True, True, False]
    assert len(body_of(network)["targets"]) == 1


@pytest.mark.parametrize(("origin_count", "destination_count"), [(1, 6000), (120, 120), (3, 2500)])
def test_large_questions_are_cut_within_the_servers_limits(
    engine: Callable[..., Valhalla], network: Any, origin_count: int, destination_count: int
) -> None:
    origins, destinations = np.full(origin_count, 9.0), np.full(destination_count, 9.1)
    found = engine().matrix(origins, origins * 5, destinations, destinations * 5, WALK)
    assert np.isfinite(found.travel_min).all()
    for number in range(len(network.started[-1].bodies)):
        asked = body_of(network, number)
        assert len(asked["sources"]) * len(asked["targets"]) <= MOST_PAIRS


def test_a_pair_without_a_way_has_no_minutes(engine: Callable[..., Valhalla], network: Any) -> None:
    said = {"sources_to_targets": [[{"time": None}, {"time": 120}]]}
    found = engine(network.answer(200, json.dumps(said).encode())).one_to_many(9.0, 45.0, [9.1, 9.2], [45.0] * 2, WALK)
    assert np.isnan(found.travel_min).tolist() == [True, False]


def test_what_is_beyond_the_limit_is_infinite(engine: Callable[..., Valhalla]) -> None:
    found = engine().many_to_one([9.0, 9.1, 9.2], [45.0] * 3, 9.2, 45.0, WALK, limit_min=1)
    assert found.travel_min.tolist() == pytest.approx([0, 1, np.inf])


def test_areas_come_in_the_order_asked_and_nested(engine: Callable[..., Valhalla], network: Any) -> None:
    areas = engine().isochrones(9.0, 45.0, [20, 5, 10, 30, 40, 50], WALK)
    assert [area.limit_min for area in areas] == [20, 5, 10, 30, 40, 50]
    shapes = [area.geometry for area in sorted(areas, key=lambda area: area.limit_min)]
    assert all(outer.covers(inner) for inner, outer in itertools.pairwise(shapes))
    assert max(len(body_of(network, number)["contours"]) for number in (0, 1)) == 4


def test_a_car_that_has_not_started_reaches_nothing(engine: Callable[..., Valhalla]) -> None:
    first, second = engine().isochrones(9.0, 45.0, [1, 12], CAR)
    assert first.geometry.is_empty
    assert not second.geometry.is_empty


def silent(handler: BaseHTTPRequestHandler) -> None:
    """Send a head and no body."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100")
    handler.end_headers()


WRONG = {
    "400": (400, b'{"error_code":171,"error":"No suitable edges near location","status_code":400}'),
    "500": (500, b"{}"),
    "no JSON": (200, b"\xff\xfe garbage"),
    "a web page": (200, b"<!doctype html>"),
    "another object": (200, b'{"other": 1}'),
    "a list": (200, b"[]"),
    "null": (200, b"null"),
    "a ragged matrix": (200, b'{"sources_to_targets": [[{"time": 1}, {"time": 2}], [{"time": 1}]]}'),
    "too small a matrix": (200, b'{"sources_to_targets": [[{"time": 1}]], "features": []}'),
    "words for numbers": (200, b'{"sources_to_targets": [[{"time": "a"}, {"time": 2}]], "features": [{"a": 1}]}'),
    "negative times": (200, b'{"sources_to_targets": [[{"time": -1}, {"time": 2}]], "features": "none"}'),
    "another shape": (
        200,
        b'{"features": [{"properties": {"contour": 10}, "geometry": {"type": "Point", "coordinates": [9, 45]}}]}',
    ),
    "half a shape": (200, b'{"features": [{"properties": {"contour": 10}, "geometry": {"type": "Polygon"}}]}'),
}


@pytest.mark.parametrize(("status", "body"), WRONG.values(), ids=WRONG)
def test_whatever_is_wrong_the_estimate_answers(
    engine: Callable[..., Valhalla], network: Any, status: int, body: bytes
) -> None:
    asked = engine(network.answer(status, body))
    with pytest.raises(EngineError):
        asked.one_to_many(9.0, 45.0, [9.1, 9.2], [45.0] * 2, WALK)
    with pytest.raises(EngineError):
        asked.isochrones(9.0, 45.0, [10], WALK)
    found = WithEstimate(asked).one_to_many(9.0, 45.0, [9.1, 9.2], [45.0] * 2, WALK)
    expected = Estimate().one_to_many(9.0, 45.0, [9.1, 9.2], [45.0] * 2, WALK)
    assert found.travel_min.tolist() == expected.travel_min.tolist()
    assert found.is_estimate.all()
    assert WithEstimate(asked).isochrones(9.0, 45.0, [10], WALK)[0].is_estimate


def test_a_server_that_is_not_there_or_silent_is_an_engine_error(engine: Callable[..., Valhalla], network: Any) -> None:
    with pytest.raises(EngineError):
        Valhalla("http://127.0.0.1:9", network.client(waits_s=())).one_to_many(9.0, 45.0, [9.1], [45.0], WALK)
    with pytest.raises(EngineError):
        engine(silent).one_to_many(9.0, 45.0, [9.1], [45.0], WALK)


def test_without_a_network_nobody_is_asked(engine: Callable[..., Valhalla], network: Any) -> None:
    reachable = engine()
    offline = Valhalla(reachable.url, network.client(is_offline=True))
    with pytest.raises(EngineError, match="switched off"):
        offline.one_to_many(9.0, 45.0, [9.1], [45.0], WALK)
    assert network.started[-1].asked == []
