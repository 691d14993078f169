"""Beyond the roads, and when an engine fails, the estimate answers and says so."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from towns import at_m, block_town

from geodata.codes import TravelMode
from geodata.errors import EngineError
from geodata.routing import Area, Trips
from geodata.routing.estimate import Estimate
from geodata.routing.falling_back import WithEstimate
from geodata.routing.roads.engine import Roads

NEAR, FAR = at_m(1500, 1500), at_m(9000, 300)
WALK = TravelMode.WALK


@pytest.fixture(scope="module")
def roads(make_roads: Callable[..., Roads]) -> Roads:
    return make_roads(*block_town(16, 200), day="2026-09-30")


class Failing(Estimate):
    """An engine that is out of order."""

    def one_to_many(self, *_arguments: Any, **_options: Any) -> Trips:
        raise EngineError("out of order")

    many_to_one = matrix = one_to_many

    def isochrones(self, *_arguments: Any, **_options: Any) -> tuple[Area, ...]:
        raise EngineError("out of order")


def test_where_the_roads_do_not_reach_the_estimate_answers(roads: Roads) -> None:
    lons, lats = np.array([at_m(800, 500), FAR, (np.nan, 45.0)]).T
    found = WithEstimate(roads).one_to_many(*NEAR, lons, lats, WALK)
    assert found.is_estimate[:2].tolist() == [False, True]
    assert found.travel_min[0] == roads.one_to_many(*NEAR, lons, lats, WALK).travel_min[0]
    assert found.travel_min[1] == Estimate().one_to_many(*NEAR, lons, lats, WALK).travel_min[1]
    assert np.isnan(found.travel_min[2])


def test_what_is_beyond_the_limit_on_roads_is_not_estimated(roads: Roads) -> None:
    lons, lats = np.array([at_m(1000, 1000)]).T
    found = WithEstimate(roads).one_to_many(*NEAR, lons, lats, WALK, limit_min=3)
    assert found.travel_min.tolist() == [np.inf]


def test_an_engine_that_fails_leaves_every_answer_to_the_estimate() -> None:
    whole, estimate = WithEstimate(Failing()), Estimate()
    lons, lats = np.array([NEAR, FAR]).T
    for found, expected in (
        (whole.one_to_many(*NEAR, lons, lats, WALK), estimate.one_to_many(*NEAR, lons, lats, WALK)),
        (whole.many_to_one(lons, lats, *NEAR, WALK), estimate.many_to_one(lons, lats, *NEAR, WALK)),
        (whole.matrix(lons, lats, lons, lats, WALK), estimate.matrix(lons, lats, lons, lats, WALK)),
    ):
        np.testing.assert_array_equal(found.travel_min, expected.travel_min)
        assert found.is_estimate.all()
    assert whole.isochrones(*NEAR, [10], WALK) == estimate.isochrones(*NEAR, [10], WALK)


def test_an_area_around_a_point_without_roads_is_estimated(roads: Roads) -> None:
    whole = WithEstimate(roads)
    assert [area.is_estimate for area in whole.isochrones(*FAR, [5, 10], WALK)] == [True, True]
    assert [area.is_estimate for area in whole.isochrones(*NEAR, [5, 10], WALK)] == [False, False]


def test_it_is_called_after_the_engine_that_is_asked_first(roads: Roads) -> None:
    whole = WithEstimate(roads)
    assert (whole.name, whole.facts(WALK)) == (roads.name, roads.facts(WALK))
    assert whole.reach_m(30, WALK) == max(roads.reach_m(30, WALK), Estimate().reach_m(30, WALK))
