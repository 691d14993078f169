"""Maximal covering against spopt, against every choice, and within its own bound."""

import itertools
import warnings
from collections.abc import Callable

import numpy as np
import pulp
import pytest

from welfare_map.questions.siting.covering import Choice, _search, most_covered, most_covered_exactly
from welfare_map.questions.siting.reach import reach_of

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from spopt.locate import MCLP

Plane = Callable[..., tuple[np.ndarray, np.ndarray]]
RADIUS = 18.0
SOLVERS = [
    pytest.param(lambda weight, reach, count: most_covered_exactly(weight, reach, count, 30.0), id="exact"),
    pytest.param(most_covered, id="quick"),
]


def covered(weight: np.ndarray, is_reached: np.ndarray, sites: np.ndarray) -> float:
    """Count the people whom some sites reach."""
    return float(weight[is_reached[sites].any(axis=0)].sum())


@pytest.mark.parametrize("seed", range(8))
def test_covers_as_many_people_as_spopt_finds(make_plane: Plane, seed: int) -> None:
    weight, distance = make_plane(seed, 40, 25)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = MCLP.from_cost_matrix(distance.T, weight, RADIUS, p_facilities=4)
        model.solve(pulp.PULP_CBC_CMD(msg=False))
    best = pulp.value(model.problem.objective)

    found = most_covered_exactly(weight, reach_of(distance <= RADIUS), 4, 30.0)

    assert found.value == pytest.approx(best)
    assert found.is_proven_best
    assert covered(weight, distance <= RADIUS, found.sites) == found.value


@pytest.mark.parametrize("solve", SOLVERS)
@pytest.mark.parametrize("seed", range(12))
def test_the_bound_is_never_below_any_choice(make_plane: Plane, solve: Callable[..., Choice], seed: int) -> None:
    weight, distance = make_plane(100 + seed, 14, 9)
    is_reached = distance <= RADIUS
    best = max(covered(weight, is_reached, np.array(sites)) for sites in itertools.combinations(range(9), 3))

    found = solve(weight, reach_of(is_reached), 3)

    assert found.value <= best + 1e-6
    assert found.bound >= best - 1e-6
    assert len(set(found.sites.tolist())) == 3


@pytest.mark.parametrize("seed", range(12))
def test_the_prices_alone_give_a_bound_that_no_choice_passes(make_plane: Plane, seed: int) -> None:
    """Before the bound is held against what was found."""
    weight, distance = make_plane(100 + seed, 14, 9)
    is_reached = distance <= RADIUS
    best = max(covered(weight, is_reached, np.array(sites)) for sites in itertools.combinations(range(9), 3))
    _, _, bound, _ = _search(weight, reach_of(is_reached), 3)
    assert bound >= best - 1e-6


def test_a_large_choice_is_within_a_hundredth_of_its_proven_bound(make_plane: Plane) -> None:
    weight, distance = make_plane(7, 1_500, 1_500)
    found = most_covered(weight, reach_of(distance <= 8), 10)
    assert found.value == covered(weight, distance <= 8, found.sites)
    assert found.value <= found.bound <= found.value * 1.01


def test_people_are_counted_and_not_places() -> None:
    """One crowded place beats three small ones together."""
    is_reached = np.array([[1, 1, 1, 0], [0, 0, 0, 1]], bool)
    found = most_covered(np.array([1.0, 1.0, 1.0, 9.0]), reach_of(is_reached), 1)
    assert found.sites.tolist() == [1]


def test_more_sites_than_there_are_take_them_all() -> None:
    found = most_covered(np.array([1.0, 2.0]), reach_of(np.eye(2, dtype=bool)), 5)
    assert found.sites.tolist() == [0, 1]
    assert found.is_proven_best


def test_nobody_to_cover_is_no_error() -> None:
    found = most_covered_exactly(np.zeros(3), reach_of(np.eye(3, dtype=bool)), 2, 5.0)
    assert (found.value, found.bound) == (0, 0)
