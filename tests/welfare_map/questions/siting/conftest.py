"""Invented towns: points on a plane, and gaps small enough to be solved in other ways."""

from collections.abc import Callable

import numpy as np
import pytest

from welfare_map.questions.siting.gap import MILLI, Gap
from welfare_map.questions.siting.reach import reach_of

UNLISTED_SHARE = 0.25
"""Of areas."""


def a_gap(seed: int, *, has_costs: bool = False, areas: int = 6, services: int = 4, side: float = 10) -> Gap:
    """
    Invent a gap on a plane: every new site stands in an area and may give it all that it needs.

    In some areas, those without a list, as many places as all need stand where the new site would be.

    Parameters
    ----------
    seed
        Decides everything.
    has_costs
        Places of old and new sites cost differently, structures too.
    side
        Of the plane; sites reach 2 to 5.
    """
    rng = np.random.default_rng(seed)
    centres, others = rng.uniform(0, side, (areas, 2)), rng.uniform(0, side, (services, 2))
    sites = np.concatenate([others, centres])
    is_reached = np.hypot(*(sites[:, None] - centres[None]).transpose(2, 0, 1)) <= rng.uniform(2, 5)
    is_reached[services:] |= np.eye(areas, dtype=bool)
    need = rng.integers(0, 30_000, areas)
    given = rng.integers(0, 25_000, services)
    least = int(rng.integers(1, 12))
    most = 2 * least + int(rng.integers(0, 12))
    place_cost = rng.integers(1, 9, 2) * 1.0 if has_costs else [1.0, 1.0]
    structure_cost = float(rng.integers(0, 40)) if has_costs else 0.0
    at_new = np.where(rng.random(areas) < UNLISTED_SHARE, need.sum(), 0)
    return Gap(
        need=need,
        given=np.concatenate([given, at_new]),
        most_added=np.concatenate([rng.integers(0, 8, services), np.maximum(most, -(-need // MILLI))]),
        is_new=np.repeat([False, True], [services, areas]),
        reach=reach_of(is_reached),
        least_new=least,
        most_new=most,
        place_cost=np.repeat(place_cost, [services, areas]),
        structure_cost=structure_cost,
    )


@pytest.fixture(scope="session")
def make_gap() -> Callable[..., Gap]:
    """Invent a gap; see ``a_gap``."""
    return a_gap


def a_plane(seed: int, count: int, sites: int) -> tuple["np.ndarray", "np.ndarray"]:
    """Invent people of areas, and distances with a row per site and a column per area."""
    rng = np.random.default_rng(seed)
    areas = rng.uniform(0, 100, (count, 2))
    places = areas if sites == count else rng.uniform(0, 100, (sites, 2))
    weight = np.round(rng.lognormal(4, 1.2, count)) + 1
    return weight, np.hypot(*(places[:, None] - areas[None]).transpose(2, 0, 1))


@pytest.fixture(scope="session")
def make_plane() -> Callable[..., tuple["np.ndarray", "np.ndarray"]]:
    """Invent a plane; see ``a_plane``."""
    return a_plane
