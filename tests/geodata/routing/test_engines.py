"""What every engine of travel times keeps, whatever it knows of the roads."""

import itertools
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
import shapely
from towns import block_town

from geodata.codes import TravelMode
from geodata.routing import TravelTimes, Trips
from geodata.routing.estimate import Estimate
from geodata.routing.falling_back import WithEstimate
from geodata.routing.pairs import pairs_within
from geodata.routing.roads.engine import Roads

LON, LAT = 9.0, 45.5
LONS = np.array([9.0, 9.01, np.nan, 9.03, 9.0])
LATS = np.array([45.5, 45.5, 45.5, 45.49, np.nan])
LIMITS_MIN = (20.0, 5.0, 10.0)


@pytest.fixture(scope="module")
def town(make_roads: Callable[..., Roads]) -> Roads:
    """Make a chessboard of streets around all points of this file, with a one-way street."""
    points, ways = block_town(31, 200)
    moved = {number: (x_m - 1500, y_m + 36_500) for number, (x_m, y_m) in points.items()}
    return make_roads(moved, [*ways, ((1, 40), {"highway": "primary", "oneway": "yes"})])


@pytest.fixture(params=["estimate", "roads", "roads with the estimate", "some roads with the estimate"])
def engine(request: pytest.FixtureRequest, town: Roads, make_roads: Callable[..., Roads]) -> TravelTimes:
    match request.param:
        case "estimate":
            return Estimate()
        case "roads":
            return town
        case "roads with the estimate":
            return WithEstimate(town)
        case _:
            points, ways = block_town(4, 200)
            return WithEstimate(make_roads({n: (x, y + 38_500) for n, (x, y) in points.items()}, ways))


@pytest.fixture(params=TravelMode)
def mode(request: pytest.FixtureRequest) -> TravelMode:
    return TravelMode(request.param)


def same(found: Trips, travel_min: npt.NDArray[np.float64], is_estimate: npt.NDArray[np.bool_]) -> bool:
    return bool(np.allclose(found.travel_min, travel_min, equal_nan=True) and (found.is_estimate == is_estimate).all())


def test_pairs_within_a_limit_are_those_of_the_table(engine: TravelTimes, mode: TravelMode) -> None:
    whole = engine.matrix(LONS, LATS, LONS[::-1], LATS[::-1], mode)
    for limit_min in LIMITS_MIN:
        found = pairs_within(engine, (LONS, LATS), (LONS[::-1], LATS[::-1]), mode, limit_min)
        expected = whole.travel_min <= limit_min
        assert {*zip(found.origin.tolist(), found.destination.tolist(), strict=True)} == {
            (row, column) for row, column in np.argwhere(expected).tolist()
        }
        assert np.allclose(found.travel_min, whole.travel_min[found.origin, found.destination])
        assert (found.is_estimate == whole.is_estimate[found.origin, found.destination]).all()


def test_a_missing_position_gives_missing_minutes_in_its_place(engine: TravelTimes, mode: TravelMode) -> None:
    there = engine.one_to_many(LON, LAT, LONS, LATS, mode)
    back = engine.many_to_one(LONS, LATS, LON, LAT, mode)
    assert np.isnan(there.travel_min).tolist() == [False, False, True, False, True]
    assert np.isnan(back.travel_min).tolist() == [False, False, True, False, True]


def test_a_missing_origin_reaches_nothing(engine: TravelTimes, mode: TravelMode) -> None:
    assert np.isnan(engine.one_to_many(np.nan, LAT, LONS, LATS, mode).travel_min).all()


def test_nobody_arrives_before_having_left(engine: TravelTimes, mode: TravelMode) -> None:
    found = engine.matrix(LONS, LATS, LONS, LATS, mode).travel_min
    assert (found[np.isfinite(found)] >= 0).all()


def test_a_row_of_the_matrix_is_one_to_many(engine: TravelTimes, mode: TravelMode) -> None:
    found = engine.matrix(LONS, LATS, LONS[::-1], LATS[::-1], mode)
    for row, (lon, lat) in enumerate(zip(LONS, LATS, strict=True)):
        alone = engine.one_to_many(lon, lat, LONS[::-1], LATS[::-1], mode)
        assert same(alone, found.travel_min[row], found.is_estimate[row])


def test_a_column_of_the_matrix_is_many_to_one(engine: TravelTimes, mode: TravelMode) -> None:
    found = engine.matrix(LONS, LATS, LONS[::-1], LATS[::-1], mode)
    for column, (lon, lat) in enumerate(zip(LONS[::-1], LATS[::-1], strict=True)):
        alone = engine.many_to_one(LONS, LATS, lon, lat, mode)
        assert same(alone, found.travel_min[:, column], found.is_estimate[:, column])


def test_nothing_asked_is_nothing_answered(engine: TravelTimes, mode: TravelMode) -> None:
    for found in (engine.one_to_many(LON, LAT, [], [], mode), engine.many_to_one([], [], LON, LAT, mode)):
        assert found.travel_min.shape == found.is_estimate.shape == (0,)
    found = engine.matrix([], [], LONS, LATS, mode)
    assert found.travel_min.shape == found.is_estimate.shape == (0, len(LONS))
    assert engine.isochrones(LON, LAT, [], mode) == ()


def test_other_destinations_change_nothing(engine: TravelTimes, mode: TravelMode) -> None:
    whole = engine.one_to_many(LON, LAT, LONS, LATS, mode)
    part = engine.one_to_many(LON, LAT, LONS[[3, 1]], LATS[[3, 1]], mode)
    assert same(part, whole.travel_min[[3, 1]], whole.is_estimate[[3, 1]])


def test_a_limit_changes_no_shorter_trip(engine: TravelTimes, mode: TravelMode) -> None:
    whole = engine.matrix(LONS, LATS, LONS, LATS, mode).travel_min
    limit_min = float(np.nanmedian(whole))
    found = engine.matrix(LONS, LATS, LONS, LATS, mode, limit_min=limit_min).travel_min
    is_within = whole <= limit_min
    np.testing.assert_allclose(found[is_within], whole[is_within])
    assert not (found[~is_within] <= limit_min).any()


def test_what_is_reached_lies_within_the_metres_reached(engine: TravelTimes, mode: TravelMode) -> None:
    found = engine.one_to_many(LON, LAT, LONS, LATS, mode).travel_min
    metres = np.hypot((LONS - LON) * 78_000, (LATS - LAT) * 111_000)
    for travel_min, distance_m in zip(found[[1, 3]], metres[[1, 3]], strict=True):
        assert engine.reach_m(travel_min + 0.01, mode) >= distance_m * 0.99


def test_areas_come_in_the_order_asked_and_are_nested(engine: TravelTimes, mode: TravelMode) -> None:
    areas = engine.isochrones(LON, LAT, LIMITS_MIN, mode)
    assert tuple(area.limit_min for area in areas) == LIMITS_MIN
    by_limit = [area.geometry for area in sorted(areas, key=lambda area: area.limit_min)]
    assert all(shape.is_valid and shape.geom_type in {"Polygon", "MultiPolygon"} for shape in by_limit)
    assert all(outer.covers(inner) for inner, outer in itertools.pairwise(by_limit))
    assert by_limit[-1].covers(shapely.Point(LON, LAT))


def test_no_time_is_no_area(engine: TravelTimes, mode: TravelMode) -> None:
    assert engine.isochrones(LON, LAT, [0], mode)[0].geometry.area == pytest.approx(0)


def test_inputs_are_left_as_they_were(engine: TravelTimes, mode: TravelMode) -> None:
    lons, lats = LONS.copy(), LATS.copy()
    engine.matrix(lons, lats, lons, lats, mode)
    np.testing.assert_array_equal(lons, LONS)
    np.testing.assert_array_equal(lats, LATS)
