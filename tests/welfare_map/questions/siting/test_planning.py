"""Plans for the gap against another solver, and against a checker that shares nothing with the search."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pulp
import pytest

from welfare_map.questions.siting.gap import MILLI, Gap, GapPlan
from welfare_map.questions.siting.planning import plan_gap, rounded
from welfare_map.questions.siting.relaxing import nearest_allotment, relaxed

MakeGap = Callable[..., Gap]
pytestmark = pytest.mark.filterwarnings("ignore:.*PuLP 4.0:DeprecationWarning")
"""The other solver announces its next version at every variable."""


def faults(gap: Gap, added: np.ndarray, allotted: np.ndarray) -> list[str]:
    """Say what is wrong with a plan, from its numbers alone."""
    found = []
    got, gave = np.zeros(gap.reach.area_count, int), np.zeros(gap.reach.site_count, int)
    for site, area, places in zip(gap.reach.pair_site, gap.reach.pair_area, allotted, strict=True):
        got[area] += places
        gave[site] += places
        if places < 0:
            found.append(f"site {site} gives less than nothing to area {area}")
    short = np.flatnonzero(got < gap.need)
    found += [f"area {area} has {got[area]} of {gap.need[area]}" for area in short]
    for site in range(gap.reach.site_count):
        places = int(added[site])
        if gave[site] > gap.given[site] + MILLI * places:
            found.append(f"site {site} gives more than it has")
        if not 0 <= places <= gap.most_added[site]:
            found.append(f"site {site} gets {places}, at most {gap.most_added[site]}")
        counts = range(1, places + 1)
        if gap.is_new[site] and places and not any(gap.least_new * n <= places <= gap.most_new * n for n in counts):
            found.append(f"no structures hold {places} places")
    return found


def best_cost(gap: Gap) -> float:
    """Solve the gap with another solver, need by need and site by site."""
    model = pulp.LpProblem("gap", pulp.LpMinimize)
    sites, areas = range(gap.reach.site_count), range(gap.reach.area_count)
    pairs = list(zip(gap.reach.pair_site.tolist(), gap.reach.pair_area.tolist(), strict=True))
    flow = {pair: pulp.LpVariable(f"f_{pair[0]}_{pair[1]}", 0) for pair in pairs}
    added = [pulp.LpVariable(f"a_{site}", 0, int(gap.most_added[site]), "Integer") for site in sites]
    held = [pulp.LpVariable(f"n_{site}", 0, None, "Integer") for site in sites]
    structures = pulp.lpSum(held[site] for site in sites if gap.is_new[site])
    model += pulp.lpSum(float(gap.place_cost[site]) * added[site] for site in sites) + gap.structure_cost * structures
    for area in areas:
        model += pulp.lpSum(flow[pair] for pair in pairs if pair[1] == area) >= int(gap.need[area]) / MILLI
    for site in sites:
        given = int(gap.given[site]) / MILLI
        model += pulp.lpSum(flow[pair] for pair in pairs if pair[0] == site) <= given + added[site]
        if gap.is_new[site]:
            model += added[site] <= gap.most_new * held[site]
            model += added[site] >= gap.least_new * held[site]
    model.solve(pulp.PULP_CBC_CMD(msg=False))
    assert pulp.LpStatus[model.status] == "Optimal"
    return float(pulp.value(model.objective))


@pytest.mark.parametrize("seed", range(50))
def test_the_plan_costs_as_little_as_another_solver_finds(make_gap: MakeGap, seed: int) -> None:
    gap = make_gap(seed, has_costs=seed % 2 == 1)

    found = plan_gap(gap, is_exact=True, time_limit_s=30.0)

    assert found.cost == pytest.approx(best_cost(gap), abs=1e-6)
    assert found.is_proven_best
    assert faults(gap, found.added, found.allotted) == []


@pytest.mark.parametrize("seed", range(50, 80))
def test_the_quick_plan_is_feasible_and_the_bound_below_the_best(make_gap: MakeGap, seed: int) -> None:
    gap = make_gap(seed, has_costs=seed % 2 == 1)
    start = relaxed(gap)

    quick = rounded(gap, start)

    assert faults(gap, quick.added, quick.allotted) == []
    best = best_cost(gap)
    assert start.bound <= best + 1e-6
    assert gap.cost(quick.added) >= best - 1e-6


@pytest.mark.parametrize("seed", range(5))
def test_a_plan_of_many_areas_is_feasible_and_near_its_bound(make_gap: MakeGap, seed: int) -> None:
    gap = make_gap(seed, areas=150, services=150)
    found: GapPlan = plan_gap(gap, is_exact=False, time_limit_s=5.0)
    assert faults(gap, found.added, found.allotted) == []
    assert found.bound <= found.cost <= found.bound * 1.02 + 1


def a_region(gap: Gap) -> Gap:
    """Make the areas of a gap villages that lack a few places each; structures of 10 to 60 places cost as real ones."""
    return replace(
        gap,
        need=gap.need // 4,
        given=gap.given // 4,
        least_new=10,
        most_new=60,
        most_added=np.where(gap.is_new, 60, gap.most_added),
        place_cost=np.where(gap.is_new, 20_000.0, 5_000.0),
        structure_cost=100_000.0,
    )


@pytest.mark.parametrize("has_costs", [False, True], ids=["places", "costs"])
def test_the_plan_of_a_region_is_within_a_fiftieth_of_its_bound(make_gap: MakeGap, *, has_costs: bool) -> None:
    gap = make_gap(2, areas=300, services=200, side=40)
    gap = a_region(gap) if has_costs else gap
    found = plan_gap(gap, is_exact=False, time_limit_s=15.0)
    assert faults(gap, found.added, found.allotted) == []
    assert 0 < found.bound <= found.cost <= found.bound / 0.98


@pytest.mark.parametrize("seed", range(10))
def test_allotting_by_least_travel_keeps_the_plan_feasible(make_gap: MakeGap, seed: int) -> None:
    gap = make_gap(seed)
    found = plan_gap(gap, is_exact=True, time_limit_s=30.0)
    travel_min = np.random.default_rng(seed).uniform(0, 15, len(gap.reach.pair_site))
    nearest = nearest_allotment(gap, found.added, travel_min)
    assert faults(gap, found.added, nearest) == []
    assert travel_min @ nearest <= travel_min @ found.allotted + 1e-6


def test_a_broken_plan_is_found(make_gap: MakeGap) -> None:
    """The checker itself sees a missing place, a place given twice and a site that is too large."""
    gap = make_gap(3)
    found = plan_gap(gap, is_exact=True, time_limit_s=30.0)
    fewer, more = found.allotted.copy(), found.allotted.copy()
    fewer[np.argmax(fewer)] -= MILLI * 100
    more[np.argmax(more)] += MILLI * 100
    assert faults(gap, found.added, fewer) != []
    assert faults(gap, found.added, more) != []
    assert faults(gap, gap.most_added + 1, found.allotted) != []
