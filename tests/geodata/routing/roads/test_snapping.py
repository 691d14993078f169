"""The nearest road against looking at every one."""

import itertools

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from towns import SOUTH_M, WEST_M, WriteTown

from geodata.routing.roads.building import build_roads
from geodata.routing.roads.snapping import MAX_ACCESS_M, NO_EDGE, make_grid, snap
from geodata.store.roads import RoadNetwork

STREET = {"highway": "residential"}


@pytest.fixture(scope="module")
def network(write_town: WriteTown) -> RoadNetwork:
    rng = np.random.default_rng(3)
    points = {number: tuple(point) for number, point in enumerate(rng.uniform(0, 4000, (60, 2)).tolist(), 1)}
    ways = [(rng.choice(range(1, 61), 4, replace=False).tolist(), STREET) for _ in range(25)]
    return build_roads(write_town(points, ways))


def lines(network: RoadNetwork) -> list[shapely.LineString]:
    points = np.column_stack([network.x_cm, network.y_cm]) / 100
    starts = network.shape_start
    return [shapely.LineString(points[begin:end]) for begin, end in itertools.pairwise(starts)]


@given(st.lists(st.tuples(st.floats(-1500, 5500), st.floats(-1500, 5500)), min_size=1, max_size=20), st.integers(0, 9))
def test_the_nearest_open_road_is_found(network: RoadNetwork, spots: list[tuple[float, float]], seed: int) -> None:
    is_open = np.random.default_rng(seed).random(network.status.edge_count) < 0.7
    xs_m, ys_m = np.array(spots).T + np.array([[WEST_M], [SOUTH_M]])
    found = snap(network, make_grid(network), is_open, xs_m, ys_m)
    shapes = np.array(lines(network), dtype=object)
    for place, spot in enumerate(shapely.points(xs_m, ys_m)):
        nearest_m = shapely.distance(shapes[is_open], spot).min()
        if nearest_m >= MAX_ACCESS_M:
            assert found.edge[place] == NO_EDGE
            assert np.isnan(found.x_m[place])
        else:
            assert found.access_m[place] == pytest.approx(nearest_m, abs=1e-6)
            shape = shapes[found.edge[place]]
            there = shapely.Point(found.x_m[place], found.y_m[place])
            assert is_open[found.edge[place]]
            assert shape.distance(there) < 1e-6
            assert shape.interpolate(found.share[place], normalized=True).distance(there) < 1e-3


def test_a_missing_position_has_no_road(network: RoadNetwork) -> None:
    is_open = np.ones(network.status.edge_count, dtype=bool)
    found = snap(network, make_grid(network), is_open, np.array([np.nan, WEST_M]), np.array([SOUTH_M, np.nan]))
    assert found.edge.tolist() == [NO_EDGE, NO_EDGE]
