"""Trips within a limit, found without the whole table of all with all."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.codes import TravelMode
from geodata.crs import FloatArray, to_degrees
from geodata.routing import Area, Trips
from geodata.routing.estimate import Estimate
from geodata.routing.pairs import Pairs, pairs_within

KM = 1000
POINTS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=12)


@dataclass(frozen=True)
class Slower:
    """An engine of one-way streets: eastwards twice as slow as the estimate; it knows nothing of the westernmost."""

    estimate: Estimate = field(default_factory=Estimate)
    name: str = "slower"

    def matrix(
        self,
        from_lons: npt.ArrayLike,
        from_lats: npt.ArrayLike,
        to_lons: npt.ArrayLike,
        to_lats: npt.ArrayLike,
        mode: TravelMode,
        *,
        limit_min: float = math.inf,
    ) -> Trips:
        """Return a table of trips; longer ones than the limit are infinite, as the protocol allows."""
        trips = self.estimate.matrix(from_lons, from_lats, to_lons, to_lats, mode)
        is_east = np.asarray(to_lons)[np.newaxis, :] > np.asarray(from_lons)[:, np.newaxis]
        travel_min = np.where(is_east, 2 * trips.travel_min, trips.travel_min)
        travel_min[travel_min > limit_min] = np.inf
        return Trips(travel_min, np.zeros(travel_min.shape, bool))

    def one_to_many(self, *args: Any, **kwargs: Any) -> Trips:
        """Not asked here."""
        raise NotImplementedError

    many_to_one = one_to_many

    def isochrones(self, lon: float, lat: float, limits_min: Sequence[float], mode: TravelMode) -> tuple[Area, ...]:
        """Not asked here."""
        raise NotImplementedError

    def reach_m(self, travel_min: float, mode: TravelMode) -> float:
        """Nobody is faster than the estimate."""
        return self.estimate.reach_m(travel_min, mode)

    def facts(self, mode: TravelMode) -> Mapping[str, float | str]:
        """Not asked here."""
        raise NotImplementedError


def degrees(points: list[tuple[int, int]]) -> tuple[FloatArray, FloatArray]:
    corners = np.array(points, float).reshape(-1, 2) * KM + [500_000, 5_000_000]
    return to_degrees(corners[:, 0], corners[:, 1])


def as_table(pairs: Pairs, shape: tuple[int, int]) -> FloatArray:
    table = np.full(shape, np.inf)
    assert len(set(zip(pairs.origin.tolist(), pairs.destination.tolist(), strict=True))) == len(pairs.origin)
    table[pairs.origin, pairs.destination] = pairs.travel_min
    return table


@settings(max_examples=40)
@given(starts=POINTS, ends=POINTS, engine=st.sampled_from([Estimate(), Slower()]), limit_min=st.floats(3, 40))
def test_pairs_are_the_table_of_all_with_all_cut_at_the_limit(
    starts: list[tuple[int, int]], ends: list[tuple[int, int]], engine: Any, limit_min: float
) -> None:
    origins, destinations = degrees(starts), degrees(ends)
    whole = engine.matrix(*origins, *destinations, TravelMode.CAR).travel_min
    expected = np.where(whole <= limit_min + 1e-9, whole, np.inf)
    found = as_table(pairs_within(engine, origins, destinations, TravelMode.CAR, limit_min), whole.shape)
    assert np.allclose(found, expected, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("engine", [Estimate(), Slower()], ids=["estimate", "engine"])
def test_a_trip_of_exactly_the_limit_counts(engine: Any) -> None:
    origins, destinations = degrees([(10, 0)]), degrees([(0, 0)])
    exact_min = float(engine.matrix(*origins, *destinations, TravelMode.CAR).travel_min[0, 0])
    assert len(pairs_within(engine, origins, destinations, TravelMode.CAR, exact_min).origin) == 1
    assert len(pairs_within(engine, origins, destinations, TravelMode.CAR, exact_min - 0.001).origin) == 0


@pytest.mark.parametrize("engine", [Estimate(), Slower()], ids=["estimate", "engine"])
def test_a_point_without_position_is_in_no_pair(engine: Any) -> None:
    lon, lat = degrees([(0, 0), (1, 0)])
    lon[0] = np.nan
    found = pairs_within(engine, (lon, lat), (lon, lat), TravelMode.CAR, 60)
    assert (found.origin.tolist(), found.destination.tolist()) == ([1], [1])


@pytest.mark.parametrize("engine", [Estimate(), Slower()], ids=["estimate", "engine"])
def test_only_an_estimate_is_called_one(engine: Any) -> None:
    here = degrees([(0, 0)])
    found = pairs_within(engine, here, here, TravelMode.WALK, 10)
    assert found.is_estimate.tolist() == [isinstance(engine, Estimate)]
