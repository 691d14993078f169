"""Where there are more candidate sites and firms than groups are ranked at: what is said of all must still hold."""

from collections.abc import Callable, Mapping
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from geodata.codes import TravelMode
from geodata.crs import FloatArray
from geodata.routing.estimate import Estimate
from geodata.territory import Territory
from welfare_map.model import ConsortiumAnswer
from welfare_map.questions.consortium import sites

Ask = Callable[..., ConsortiumAnswer]
Make = Callable[..., Any]
AtKm = Callable[[float, float], tuple[float, float]]
Spots = Mapping[str, tuple[float, float]]
DOORS = {"beta": (6, 5), "gamma": (7, 5), "delta": (8, 5), "omega": (19, 5)}
FEW = settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
CROWD = {f"crowd{number:03}": (5 + 0.02 * (number % 13), 5 + 0.02 * (number // 13)) for number in range(130)}
"""Doors of firms within a few hundred metres of the point, more than are ranked."""


def minutes_to_sites(spots: Spots, at_km: AtKm, territory: Territory, limit_min: float) -> FloatArray:
    """Return minutes from each firm to each place within the limit of (5, 5) km: point, doors, centres."""
    here = at_km(5, 5)
    doors = [at_km(*spot) for spot in spots.values()]
    centres = zip(territory.municipalities["point_lon"], territory.municipalities["point_lat"], strict=True)
    every = [here, *doors, *centres]
    lons, lats = zip(*every, strict=True)
    away = np.round(Estimate().one_to_many(*here, lons, lats, TravelMode.CAR).travel_min, 1)
    kept = [place for place, minute in zip(every, away, strict=True) if place == here or minute <= limit_min]
    trips = Estimate().matrix(*zip(*doors, strict=True), *zip(*kept, strict=True), TravelMode.CAR)
    return np.round(trips.travel_min, 1)


def test_a_group_at_a_far_site_is_found_behind_a_crowd_of_near_ones(ask: Ask, firms_with: Make) -> None:
    """Only a door at 12.8 minutes is within 15 of the firm that needs enough alone."""
    needs = dict.fromkeys(CROWD, 1.0) | {"big": 20.0, "mid": 0.5}
    at = {**CROWD, "big": (15, 5), "mid": (10, 5)}
    answer = ask(firms_with(needs, at), limit_min=15, max_count=50)
    assert answer.rows[0].organisation_ids == ("big",)
    assert answer.bounds is not None
    assert answer.bounds.fewest_firm_count == 1
    assert answer.bounds.lowest_total_min <= answer.rows[0].total_min
    assert answer.highest_need_count >= 20

    alone = ask(firms_with(dict.fromkeys(CROWD, 0.01) | {"big": 20.0, "mid": 0.5}, at), limit_min=15)
    assert [row.organisation_ids for row in alone.rows] == [("big",)]
    assert alone.rows[0].bridge_organisation_id == "big"
    assert "Se si unisse" not in alone.sentence.words("it")


@st.composite
def few_among_many(draw: st.DrawFn) -> tuple[dict[str, float], dict[str, tuple[float, float]]]:
    """Draw up to six firms that need something, far from a crowd of doors whose firms need nothing."""
    names = [f"firm{number}" for number in range(draw(st.integers(1, 6)))]
    needs = {name: float(draw(st.integers(1, 5))) for name in names}
    at = {name: (float(draw(st.integers(8, 16))), float(draw(st.integers(4, 7)))) for name in names}
    return needs | dict.fromkeys(CROWD, 0.0), at | CROWD


@FEW
@given(few_among_many(), st.sampled_from([9.0, 13.0]), st.integers(1, 12))
def test_behind_a_crowd_of_doors_all_minimal_groups_are_found_and_no_other(
    ask: Ask,
    firms_with: Make,
    at_km: AtKm,
    toy_territory: Territory,
    case: tuple[dict[str, float], dict[str, tuple[float, float]]],
    limit_min: float,
    threshold: int,
) -> None:
    needs, at = case
    spots = {name: at[name] for name in needs}
    is_near = minutes_to_sites(spots, at_km, toy_territory, limit_min) <= limit_min
    rows = [row for row, name in enumerate(needs) if needs[name]]
    names = list(needs)
    suffices = [
        set(some)
        for size in range(1, len(rows) + 1)
        for some in combinations(rows, size)
        if sum(needs[names[row]] for row in some) >= threshold and is_near[list(some)].all(axis=0).any()
    ]
    expected = {tuple(names[row] for row in sorted(one)) for one in suffices if not any(two < one for two in suffices)}
    answer = ask(firms_with(needs, at), assumed={"threshold_count": threshold}, limit_min=limit_min)
    assert {row.organisation_ids for row in answer.rows} == expected
    assert (answer.found_count, answer.is_complete) == (len(expected), True)
    most = max(sum(needs[names[row]] for row in np.flatnonzero(column)) for column in is_near.T)
    assert answer.highest_need_count == most


@st.composite
def crowds(draw: st.DrawFn) -> tuple[dict[str, float], dict[str, tuple[float, float]]]:
    """Draw a crowd near the point, and some firms beyond, all of which need something."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    far = {f"far{number:02}": (float(rng.uniform(1, 19)), float(rng.uniform(1, 9))) for number in range(25)}
    at = CROWD | far
    most = draw(st.sampled_from([1, 4, 12]))
    needs = dict(zip(at, rng.integers(1, most + 1, len(at)).astype(float) / 2, strict=True))
    return needs, at


@FEW
@given(crowds(), st.sampled_from([7.0, 10.0]), st.sampled_from([4.0, 11.0]))
def test_no_group_at_any_site_goes_below_what_is_said_of_all(
    ask: Ask,
    firms_with: Make,
    at_km: AtKm,
    toy_territory: Territory,
    case: tuple[dict[str, float], dict[str, tuple[float, float]]],
    limit_min: float,
    threshold: float,
) -> None:
    """Take the largest needs first at every site, and ask a solver for the fewest minutes at the nearest ones."""
    needs, at = case
    counts = np.array(list(needs.values()))
    travel_min = minutes_to_sites({name: at[name] for name in needs}, at_km, toy_territory, limit_min)
    distinct = np.unique(travel_min, axis=1)

    def fewest(column: FloatArray) -> int:
        largest = np.sort(counts[column <= limit_min])[::-1]
        return int(np.argmax(np.cumsum(largest) >= threshold)) + 1

    def least_min(column: FloatArray) -> float:
        near = Bounds(0, (column <= limit_min).astype(float))
        found = milp(column, constraints=LinearConstraint(counts, lb=threshold), bounds=near, integrality=1)
        return float(found.fun)

    can = [column for column in distinct.T if counts[column <= limit_min].sum() >= threshold]
    answer = ask(firms_with(needs, at), assumed={"threshold_count": threshold}, limit_min=limit_min, max_count=30)
    assert bool(answer.rows) == bool(can)
    if not can:
        return
    assert answer.bounds is not None
    assert answer.bounds.fewest_firm_count == answer.rows[0].firm_count == min(map(fewest, can))
    nearest = sorted(can, key=lambda column: np.sort(column)[:20].sum())[:8]
    assert answer.bounds.lowest_total_min <= min(map(least_min, nearest)) + 0.051
    for row in answer.rows:
        held = [needs[name] for name in row.organisation_ids]
        assert sum(held) >= threshold > sum(held) - min(held)


@pytest.mark.parametrize("threshold", [8.0, 60.0])
def test_where_not_all_sites_are_looked_at_nothing_is_said_of_all(
    ask: Ask, firms_with: Make, monkeypatch: pytest.MonkeyPatch, threshold: float
) -> None:
    monkeypatch.setattr(sites, "MOST_SITES", 3)
    snapshot = firms_with({"alfa": 9.0, "beta": 2.0, "gamma": 3.0, "delta": 4.0, "omega": 50.0}, DOORS)
    answer = ask(snapshot, assumed={"threshold_count": threshold})
    assert (answer.is_complete, answer.bounds, answer.bridge, answer.site_count) == (False, None, None, 3)
    assert {row.bridge_organisation_id for row in answer.rows} <= {None}
    assert {row.fewest_firm_count for row in answer.sensitivity} == {None}
    assert "solo nei 3 più vicini" in answer.method.words("it")
    assert ("Altrove non sappiamo" in answer.sentence.words("it")) is (not answer.rows)


def test_where_engines_search_along_roads_fewer_sites_are_looked_at_and_that_is_said(
    ask: Ask, firms_with: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sites, "MOST_SEARCHED_SITES", 3)
    snapshot = firms_with(dict.fromkeys(["alfa", *DOORS], 9.0), DOORS)
    assert ask(snapshot).bounds is not None
    assert ask(snapshot, travel_times=Searching()).bounds is None


class Searching(Estimate):
    """An engine whose minutes are not the estimate itself."""

    @property
    def estimate(self) -> Estimate:
        """Tell that there is another engine for estimates."""
        return Estimate()
