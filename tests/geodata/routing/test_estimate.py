"""Estimated minutes: straight line × 1.2 ÷ speed."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.codes import TravelMode
from geodata.crs import geometry_to_metric, to_degrees
from geodata.routing.estimate import PROFILES, Estimate, minutes_of

ORIGIN_M = (500_000.0, 5_000_000.0)
MODES = st.sampled_from(TravelMode)
DISTANCES_M = st.floats(0, 1_000_000)


def degrees_at(east_km: float) -> tuple[float, float]:
    lon, lat = to_degrees([ORIGIN_M[0] + east_km * 1000], [ORIGIN_M[1]])
    return float(lon[0]), float(lat[0])


@pytest.mark.parametrize(
    ("mode", "distance_km", "travel_min"),
    [
        pytest.param(TravelMode.WALK, 0, 0.0, id="on foot, already there"),
        pytest.param(TravelMode.WALK, 1, 16.0, id="1.2 km at 4.5 km/h"),
        pytest.param(TravelMode.CYCLE, 5, 24.0, id="6 km at 15 km/h"),
        pytest.param(TravelMode.CAR, 0, 2.0, id="by car, start and park"),
        pytest.param(TravelMode.CAR, 1, 2 + 1.2 / 28 * 60, id="by car in town"),
        pytest.param(TravelMode.CAR, 3, 2 + 3.6 / 28 * 60, id="by car, exactly where the town ends"),
        pytest.param(TravelMode.CAR, 10, 2 + 3.6 / 28 * 60 + 8.4 / 47 * 60, id="by car, beyond the town"),
        pytest.param(TravelMode.CAR, 30, 2 + 3.6 / 28 * 60 + 20.4 / 47 * 60 + 12 / 70 * 60, id="by car, far"),
    ],
)
def test_minutes_are_overhead_plus_way_over_speed(mode: TravelMode, distance_km: float, travel_min: float) -> None:
    found = Estimate().one_to_many(*degrees_at(0), *degrees_at(distance_km), mode)
    assert float(found.travel_min) == pytest.approx(travel_min, abs=1e-4)


@given(MODES, DISTANCES_M, st.floats(0.01, 10_000))
def test_a_longer_way_takes_strictly_more_minutes(mode: TravelMode, distance_m: float, more_m: float) -> None:
    assert minutes_of(distance_m, mode) < minutes_of(distance_m + more_m, mode)


@given(MODES, DISTANCES_M)
def test_minutes_do_not_jump_between_bands(mode: TravelMode, distance_m: float) -> None:
    slowest_kmh = min(band.speed_kmh for band in PROFILES[mode].bands)
    a_metre_min = 1.2 * 60 / (slowest_kmh * 1000)
    assert minutes_of(distance_m + 1, mode) - minutes_of(distance_m, mode) <= a_metre_min + 1e-9


@given(MODES, DISTANCES_M)
def test_reach_is_the_inverse_of_minutes(mode: TravelMode, distance_m: float) -> None:
    travel_min = float(minutes_of(distance_m, mode))
    assert Estimate().reach_m(travel_min, mode) == pytest.approx(distance_m, abs=1e-3)


@pytest.mark.parametrize("travel_min", [0, 1, 1.99])
def test_a_car_that_has_not_started_reaches_nothing(travel_min: float) -> None:
    assert Estimate().reach_m(travel_min, TravelMode.CAR) == 0


def test_the_way_back_takes_as_long() -> None:
    there = Estimate().one_to_many(*degrees_at(0), *degrees_at(7), TravelMode.CAR)
    back = Estimate().many_to_one(*degrees_at(7), *degrees_at(0), TravelMode.CAR)
    assert float(there.travel_min) == pytest.approx(float(back.travel_min))


def test_every_entry_says_that_it_is_an_estimate() -> None:
    lon, lat = degrees_at(1)
    found = Estimate().matrix([lon, np.nan], [lat, lat], [lon, lat, lon], [lat] * 3, TravelMode.CAR)
    assert found.is_estimate.tolist() == [[True] * 3, [True] * 3]
    assert Estimate().isochrones(lon, lat, [10], TravelMode.CAR)[0].is_estimate


@given(MODES, st.floats(0, 120))
def test_the_area_reached_is_a_circle_of_the_metres_reached(mode: TravelMode, limit_min: float) -> None:
    lon, lat = degrees_at(0)
    area = Estimate().isochrones(lon, lat, [limit_min], mode)[0]
    radius_m = Estimate().reach_m(limit_min, mode)
    (shape,) = geometry_to_metric(np.array([area.geometry], dtype=object))
    assert shape.area == pytest.approx(np.pi * radius_m**2, rel=1e-3)
    if radius_m > 0:
        assert shape.centroid.distance(shapely.Point(ORIGIN_M)) < 0.01


def test_it_says_with_which_numbers() -> None:
    engine = Estimate()
    assert engine.name == "estimate"
    assert engine.facts(TravelMode.CAR) == {
        "detour_factor": 1.2,
        "slowest_kmh": 28.0,
        "fastest_kmh": 70.0,
        "overhead_min": 2.0,
    }
