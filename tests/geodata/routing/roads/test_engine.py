"""Minutes on the roads of towns made by the test, done in the head, and against networkx."""

import itertools
import math
from collections.abc import Callable, Iterable
from pathlib import Path

import networkx as nx
import numpy as np
import osmium
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from towns import at_m, block_town, write_extract

from geodata.codes import TravelMode
from geodata.crs import geometry_to_metric, to_metric
from geodata.errors import EngineError
from geodata.routing.estimate import PROFILES
from geodata.routing.falling_back import WithEstimate
from geodata.routing.roads.access import directions
from geodata.routing.roads.building import build_roads
from geodata.routing.roads.engine import Roads
from geodata.routing.roads.speeds import speed_kmh

CAR, CYCLE, WALK = TravelMode.CAR, TravelMode.CYCLE, TravelMode.WALK
MakeRoads = Callable[..., Roads]
STREET = {"highway": "residential"}
START_MIN = 2.0
"""To start and park a car."""


def minutes(roads: Roads, start: tuple[float, float], end: tuple[float, float], mode: TravelMode) -> float:
    """Travel between two points given in metres."""
    return float(roads.one_to_many(*at_m(*start), *zip(at_m(*end), strict=True), mode).travel_min[0])


def drive(metres: float, kmh: float) -> float:
    return START_MIN + metres / 1000 / kmh * 60


SQUARE = {1: (0, 0), 2: (1000, 0), 3: (1000, 1000), 4: (0, 1000)}


def test_a_street_is_as_long_as_its_speed_says(make_roads: MakeRoads) -> None:
    roads = make_roads(SQUARE, [((1, 2), {"highway": "primary", "maxspeed": "50"})])
    assert minutes(roads, (0, 0), (1000, 0), CAR) == pytest.approx(drive(1000, 40), abs=0.001)
    assert minutes(roads, (0, 0), (1000, 0), CYCLE) == pytest.approx(4, abs=0.001)
    assert minutes(roads, (0, 0), (1000, 0), WALK) == pytest.approx(1000 / 75, abs=0.001)


def test_a_one_way_street_is_a_detour_back(make_roads: MakeRoads) -> None:
    roads = make_roads(SQUARE, [((1, 2), {**STREET, "oneway": "yes"}), ((2, 3, 4, 1), STREET)])
    assert minutes(roads, (0, 0), (1000, 0), CAR) == pytest.approx(drive(1000, 25), abs=0.001)
    assert minutes(roads, (1000, 0), (0, 0), CAR) == pytest.approx(drive(3000, 25), abs=0.001)
    assert minutes(roads, (1000, 0), (0, 0), WALK) == pytest.approx(1000 / 75, abs=0.001)


def test_within_a_one_way_street_nobody_turns_round(make_roads: MakeRoads) -> None:
    roads = make_roads(SQUARE, [((1, 2), {**STREET, "oneway": "yes"}), ((2, 3, 4, 1), STREET)])
    assert minutes(roads, (200, 0), (700, 0), CAR) == pytest.approx(drive(500, 25), abs=0.001)
    assert minutes(roads, (700, 0), (200, 0), CAR) == pytest.approx(drive(3500, 25), abs=0.001)


def test_many_to_one_goes_the_way_that_one_to_many_goes(make_roads: MakeRoads) -> None:
    roads = make_roads(SQUARE, [((1, 2), {**STREET, "oneway": "yes"}), ((2, 3, 4, 1), STREET)])
    found = roads.many_to_one(*zip(at_m(0, 0), at_m(1000, 0), strict=True), *at_m(500, 0), CAR).travel_min
    assert found.tolist() == pytest.approx([drive(500, 25), drive(3500, 25)], abs=0.001)


def test_a_bridge_does_not_meet_the_road_below(make_roads: MakeRoads) -> None:
    crossing = {1: (0, 500), 2: (1000, 500), 3: (500, 0), 4: (500, 1000)}
    ring = ((1, 3, 2, 4, 1), STREET)
    roads = make_roads(crossing, [((1, 2), STREET), ((3, 4), {**STREET, "bridge": "yes", "layer": "1"}), ring])
    to_the_ring = 500 + 500 * 2**0.5
    assert minutes(roads, (250, 500), (500, 250), CAR) == pytest.approx(drive(to_the_ring, 25), abs=0.001)


def test_a_river_without_a_bridge_is_walked_round(make_roads: MakeRoads) -> None:
    banks = {1: (0, 0), 2: (3000, 0), 3: (0, 200), 4: (3000, 200)}
    ways = [((1, 2), STREET), ((3, 4), STREET), ((2, 4), STREET)]
    roads = make_roads(banks, ways)
    assert minutes(roads, (0, 0), (0, 200), WALK) == pytest.approx(6200 / 75, abs=0.001)


def test_a_bollard_stops_cars_and_nobody_else(make_roads: MakeRoads) -> None:
    points = {**SQUARE, 5: (500, 0)}
    ways = [((1, 5, 2), STREET), ((2, 3, 4, 1), STREET)]
    roads = make_roads(points, ways, {5: {"barrier": "bollard"}})
    assert minutes(roads, (400, 0), (600, 0), WALK) == pytest.approx(200 / 75, abs=0.001)
    assert minutes(roads, (400, 0), (600, 0), CYCLE) == pytest.approx(0.8, abs=0.001)
    assert minutes(roads, (400, 0), (600, 0), CAR) == pytest.approx(drive(3800, 25), abs=0.001)


def test_a_bollard_where_streets_meet_stops_every_turn(make_roads: MakeRoads) -> None:
    points = {1: (0, 0), 2: (1000, 0), 3: (1000, 1000), 4: (0, 1000), 5: (500, 0), 6: (500, 1000)}
    ways = [((1, 5, 2), STREET), ((2, 3, 6, 4, 1), STREET), ((5, 6), STREET)]
    roads = make_roads(points, ways, {5: {"barrier": "bollard"}})
    assert minutes(roads, (500, 100), (600, 0), WALK) == pytest.approx(200 / 75, abs=0.001)
    assert minutes(roads, (500, 100), (600, 0), CAR) == pytest.approx(drive(900 + 500 + 1000 + 400, 25), abs=0.001)


def test_the_way_to_the_road_is_counted(make_roads: MakeRoads) -> None:
    roads = make_roads(SQUARE, [((1, 2), STREET)])
    assert minutes(roads, (0, 75), (1000, -150), WALK) == pytest.approx(1 + 1000 / 75 + 2, abs=0.001)
    assert minutes(roads, (0, 100), (1000, 0), CAR) == pytest.approx(0.6 + drive(1000, 25), abs=0.001)


def test_far_from_every_road_nothing_is_covered(make_roads: MakeRoads) -> None:
    roads = make_roads(SQUARE, [((1, 2), STREET)])
    assert np.isnan(minutes(roads, (0, 0), (500, 1001), WALK))
    assert minutes(roads, (0, 0), (500, 999), WALK) == pytest.approx(1499 / 75, abs=0.001)
    with pytest.raises(EngineError, match="no road within reach"):
        roads.isochrones(*at_m(500, 1001), [10], WALK)


def test_a_road_without_a_way_out_takes_nobody(make_roads: MakeRoads) -> None:
    """A stretch from which nobody comes back, or an island, is no place to begin a trip: a road beside it is."""
    points = {**SQUARE, 5: (300, 45), 6: (500, 45), 7: (200, -40), 8: (800, -40)}
    trap = ((2, 5, 6), {**STREET, "oneway": "yes"})
    roads = make_roads(points, [((1, 2), STREET), trap, ((7, 8), STREET)])
    assert minutes(roads, (500, 45), (0, 0), CAR) == pytest.approx(0.27 + drive(500, 25), abs=0.001)
    assert minutes(roads, (500, -40), (0, 0), CAR) == pytest.approx(0.24 + drive(500, 25), abs=0.001)


@pytest.mark.parametrize("mode", TravelMode)
def test_a_bank_without_a_bridge_is_not_reached_straight_across_the_river(
    make_roads: MakeRoads, mode: TravelMode
) -> None:
    banks = {1: (0, 0), 2: (3000, 0), 3: (1000, 200), 4: (2000, 200)}
    roads = make_roads(banks, [((1, 2), STREET), ((3, 4), STREET)])
    assert np.isnan(minutes(roads, (1500, 0), (1500, 200), mode))
    assert np.isnan(minutes(roads, (1500, 200), (1500, 0), mode))
    with pytest.raises(EngineError, match="no road within reach"):
        roads.isochrones(*at_m(1500, 200), [10], mode)
    found = WithEstimate(roads).one_to_many(*at_m(1500, 0), *zip(at_m(1500, 200), strict=True), mode)
    assert (np.isfinite(found.travel_min).all(), found.is_estimate.all()) == (True, True)
    assert np.isfinite(minutes(roads, (1500, 0), (0, 90), mode))


def test_minutes_on_roads_are_no_estimates(make_roads: MakeRoads) -> None:
    roads = make_roads(SQUARE, [((1, 2), STREET)], day="2026-09-30")
    assert not roads.one_to_many(*at_m(0, 0), *zip(at_m(9, 0), strict=True), CAR).is_estimate.any()
    assert roads.name == "roads"
    assert roads.facts(CAR) == {"data_on": "2026-09-30", "overhead_min": START_MIN}


@pytest.mark.parametrize(("count", "kept_count"), [(1, 0), (99, 0), (100, 1)], ids=["a home", "a few", "services"])
def test_a_home_is_not_remembered(make_roads: MakeRoads, count: int, kept_count: int) -> None:
    """All visitors share the engine: what one of them asked from must not stay in it."""
    roads = make_roads(SQUARE, [((1, 2), STREET)])
    lons, lats = np.tile(at_m(9, 0), (count, 1)).T
    roads.one_to_many(*at_m(0, 0), lons, lats, CAR)
    roads.many_to_one(lons, lats, *at_m(0, 0), CAR)
    assert roads._snapped.cache_info().currsize == kept_count


def test_the_area_reached_follows_the_roads(make_roads: MakeRoads) -> None:
    points, ways = block_town(11, 200)
    roads = make_roads(points, ways)
    (area,) = roads.isochrones(*at_m(1000, 1000), [10], WALK)
    (shape,) = geometry_to_metric(np.array([area.geometry], dtype=object))
    x_m, y_m = (float(value) for value in to_metric(*at_m(1000, 1000)))
    diamond = shapely.Polygon([(x_m + 750, y_m), (x_m, y_m + 750), (x_m - 750, y_m), (x_m, y_m - 750)])
    assert shape.covers(diamond.intersection(streets(points, ways)))
    assert diamond.buffer(200).covers(shape)


def streets(points: dict[int, tuple[float, float]], ways: Iterable[tuple[list[int], object]]) -> shapely.Geometry:
    lines = [np.column_stack(to_metric(*np.array([at_m(*points[ref]) for ref in refs]).T)) for refs, _ in ways]
    return shapely.union_all([shapely.LineString(line) for line in lines])


def test_an_area_at_the_edge_of_the_roads_is_an_estimate(make_roads: MakeRoads) -> None:
    """Beyond the last road of the extract there may be others: 5 min are 375 m, 20 min lead up to the edge."""
    roads = make_roads(*block_town(16, 200))
    areas = roads.isochrones(*at_m(1500, 1500), [5, 20, 60], WALK)
    assert [area.is_estimate for area in areas] == [False, True, True]


def test_a_closed_bank_is_not_reached_though_it_is_near(make_roads: MakeRoads) -> None:
    banks = {1: (0, 0), 2: (3000, 0), 3: (0, 600), 4: (3000, 600)}
    roads = make_roads(banks, [((1, 2), STREET), ((3, 4), STREET), ((2, 4), STREET)])
    areas = roads.isochrones(*at_m(0, 0), [15, 90], WALK)
    other_bank = shapely.Point(at_m(0, 600))
    assert [area.geometry.covers(other_bank) for area in areas] == [False, True]


def test_a_place_is_at_no_distance_from_itself_on_a_road_that_goes_one_way_and_back(make_roads: MakeRoads) -> None:
    roads = make_roads({1: (0, 0), 2: (1000, 0)}, [((1, 2, 1), {"highway": "residential", "oneway": "-1"})])
    trips = roads.one_to_many(*at_m(1000, 0), *at_m(1000, 0), TravelMode.CYCLE)
    assert trips.travel_min.tolist() == [PROFILES[TravelMode.CYCLE].overhead_min]


# --- networkx -------------------------------------------------------------------------------------------------------


def by_networkx(path: Path, mode: TravelMode) -> nx.DiGraph:
    """Read every step of every way as an arc of minutes; one that is drawn twice is as long as both."""
    points = {node.id: (node.lon, node.lat) for node in osmium.FileProcessor(str(path), osmium.osm.NODE)}
    metres = dict(zip(points, np.column_stack(to_metric(*np.array(list(points.values())).T)).tolist(), strict=True))
    graph = nx.DiGraph()
    for way in osmium.FileProcessor(str(path), osmium.osm.WAY):
        tags, refs = {tag.k: tag.v for tag in way.tags}, [node.ref for node in way.nodes]
        ahead, back = directions(tags, mode)
        for first, second in itertools.pairwise(refs):
            length_m = math.dist(metres[first], metres[second])
            for tail, head, is_forward, is_open in ((first, second, True, ahead), (second, first, False, back)):
                if is_open:
                    travel_min = length_m / 1000 / speed_kmh(tags, mode, is_forward=is_forward) * 60
                    known = graph.get_edge_data(tail, head, {"travel_min": np.inf, "length_m": 0})
                    travel_min = min(travel_min, known["travel_min"])
                    graph.add_edge(tail, head, travel_min=travel_min, length_m=length_m + known["length_m"])
    graph.graph["points"] = points
    return graph


def check_against_networkx(path: Path, mode: TravelMode, count: int, seed: int) -> None:
    graph, roads = by_networkx(path, mode), Roads(build_roads(path))
    core = sorted(parts_by_length(graph)[-1][1])
    chosen = np.random.default_rng(seed).choice(core, min(count, len(core)), replace=False).tolist()
    lons, lats = np.array([graph.graph["points"][node] for node in chosen]).T
    found = roads.matrix(lons, lats, lons, lats, mode).travel_min - PROFILES[mode].overhead_min
    for row, start in enumerate(chosen):
        expected = nx.single_source_dijkstra_path_length(graph, start, weight="travel_min")
        np.testing.assert_allclose(found[row], [expected[end] for end in chosen], rtol=1e-4, atol=2e-3)


TAGS = st.fixed_dictionaries(
    {"highway": st.sampled_from(["residential", "primary", "footway", "track", "motorway"])},
    optional={
        "oneway": st.sampled_from(["yes", "no", "-1"]),
        "maxspeed": st.sampled_from(["30", "50", "IT:urban", "20 mph"]),
        "junction": st.just("roundabout"),
    },
)


@pytest.mark.parametrize("mode", TravelMode)
@settings(max_examples=25)
@given(drawn=st.lists(st.tuples(st.lists(st.integers(1, 12), min_size=2, max_size=6), TAGS), min_size=2, max_size=8))
def test_towns_of_any_shape_agree_with_networkx(
    mode: TravelMode, drawn: list[tuple[list[int], dict[str, str]]], town_folder: Path
) -> None:
    points = dict(enumerate(np.random.default_rng(5).uniform(0, 1900, (12, 2)).tolist(), 1))
    path = write_extract(town_folder / "any.osm.pbf", points, [*drawn, ([1, 2, 3, 4, 1], STREET)])
    check_against_networkx_where_unique(path, mode)


@pytest.fixture(scope="module")
def town_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any")


def check_against_networkx_where_unique(path: Path, mode: TravelMode) -> None:
    """Compare towns of which one part is the longest by far: where two are alike, either may be the core."""
    lengths_m = [length_m for length_m, _ in parts_by_length(by_networkx(path, mode))]
    if len(lengths_m) == 1 or lengths_m[-1] > 2 * lengths_m[-2]:
        check_against_networkx(path, mode, count=8, seed=1)


def parts_by_length(graph: nx.DiGraph) -> list[tuple[float, set[int]]]:
    """Return the parts within which one comes everywhere and back, the longest last."""
    parts = list(nx.strongly_connected_components(graph))
    number = {node: place for place, part in enumerate(parts) for node in part}
    length_m = [0.0] * len(parts)
    for tail, head, metres in graph.edges(data="length_m"):
        if number[tail] == number[head]:
            length_m[number[tail]] += metres
    return sorted(zip(length_m, parts, strict=True), key=lambda pair: pair[0])


@pytest.mark.parametrize("mode", TravelMode)
def test_turin_agrees_with_networkx(turin: Path, mode: TravelMode) -> None:
    check_against_networkx(turin, mode, count=4, seed=7)
