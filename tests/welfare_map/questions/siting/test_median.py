"""The p-median against spopt, against every choice, and within its own bound."""

import itertools
import warnings
from collections.abc import Callable

import numpy as np
import pulp
import pytest

from welfare_map.questions.siting import median
from welfare_map.questions.siting.covering import Choice
from welfare_map.questions.siting.effort import Effort
from welfare_map.questions.siting.median import _search, least_travel, least_travel_exactly

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from spopt.locate import PMedian

Plane = Callable[..., tuple[np.ndarray, np.ndarray]]
SOLVERS = [
    pytest.param(lambda cost, standing, count: least_travel_exactly(cost, standing, count, 30.0), id="exact"),
    pytest.param(least_travel, id="quick"),
]


@pytest.mark.parametrize("seed", range(8))
def test_people_travel_as_little_as_spopt_finds(make_plane: Plane, seed: int) -> None:
    weight, distance = make_plane(seed, 40, 20)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = PMedian.from_cost_matrix(distance.T, weight, p_facilities=4)
        model.solve(pulp.PULP_CBC_CMD(msg=False))
    best = pulp.value(model.problem.objective)

    found = least_travel_exactly(distance * weight, np.full(40, np.inf), 4, 30.0)

    assert found.value == pytest.approx(best)
    assert found.is_proven_best


@pytest.mark.parametrize("has_standing", [False, True], ids=["nothing stands", "some stand"])
@pytest.mark.parametrize("solve", SOLVERS)
@pytest.mark.parametrize("seed", range(10))
def test_the_bound_is_never_above_any_choice(
    make_plane: Plane, solve: Callable[..., Choice], seed: int, *, has_standing: bool
) -> None:
    weight, distance = make_plane(200 + seed, 14, 9)
    cost = distance * weight
    standing = cost[0] if has_standing else np.full(14, np.inf)
    every = itertools.combinations(range(9), 3)
    best = min(float(np.minimum(standing, cost[list(sites)].min(axis=0)).sum()) for sites in every)

    found = solve(cost, standing, 3)

    assert found.value >= best - 1e-6
    assert found.bound <= best + 1e-6
    assert found.value == pytest.approx(float(np.minimum(standing, cost[found.sites].min(axis=0)).sum()))


@pytest.mark.parametrize("seed", range(10))
def test_the_prices_alone_give_a_bound_that_no_choice_passes(make_plane: Plane, seed: int) -> None:
    """Before the bound is held against what was found."""
    weight, distance = make_plane(200 + seed, 14, 9)
    cost = distance * weight
    best = min(cost[list(sites)].min(axis=0).sum() for sites in itertools.combinations(range(9), 3))
    _, _, bound, _ = _search(cost, np.full(14, np.inf), 3)
    assert bound <= best + 1e-6


def test_a_large_choice_is_within_a_hundredth_of_its_proven_bound(make_plane: Plane) -> None:
    weight, distance = make_plane(9, 1_500, 1_500)
    cost = distance * weight
    found = least_travel(cost, np.full(1_500, np.inf), 10)
    assert found.value == pytest.approx(cost[found.sites].min(axis=0).sum())
    assert found.bound <= found.value <= found.bound * 1.01


def test_an_exact_search_that_is_too_large_is_not_tried_and_says_so(
    make_plane: Plane, monkeypatch: pytest.MonkeyPatch
) -> None:
    weight, distance = make_plane(3, 60, 60)
    monkeypatch.setattr(median, "MOST_PAIRS", 0)
    monkeypatch.setattr(median, "CLOSE_ENOUGH", 1.0)  # prices stop at once, so that the quick choice is not proven
    found = least_travel_exactly(distance * weight, np.full(60, np.inf), 4, 30.0)
    assert not found.is_proven_best
    assert found.effort is Effort.TOO_LARGE


def test_a_site_where_one_stands_already_saves_nothing() -> None:
    cost = np.array([[0.0, 10.0], [10.0, 0.0]])
    found = least_travel(cost, np.array([0.0, 10.0]), 1)
    assert found.sites.tolist() == [1]
    assert found.value == 0
