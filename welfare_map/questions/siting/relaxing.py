"""
The gap as a linear programme, and as one with whole numbers.

Places of any fraction, in structures of any fraction, give a bound below every plan (the same that Lagrangian prices of
the needs would give, for with prices what is left has whole solutions by itself). HiGHS solves both through scipy.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import csr_array, hstack, vstack

from geodata.crs import FloatArray
from geodata.errors import WelfareMapError
from welfare_map.questions.siting.effort import Effort, ended
from welfare_map.questions.siting.gap import MILLI, Gap
from welfare_map.questions.siting.reach import IntArray

SMALL = 1e-6
ENDLESS = 1e12
"""Structures of a site that needs none to give what it has: they bound nothing."""
ROUNDS = 11
"""Rounds of tightening at most."""
WORTH_A_ROUND = 1e-5
"""Share by which the bound has to rise in some rounds, else tightening ends."""
PATIENCE = 4


@dataclass(frozen=True, eq=False)
class Relaxed:
    """
    Places of each site in fractions, and what they cost: no plan costs less.

    ``tight`` are the pairs of a new site and an area whose need bounds what the structures there give it.
    """

    added: FloatArray
    bound: float
    tight: IntArray


@dataclass(frozen=True, eq=False)
class Exact:
    """Whole places of each site, None where none were found in time; no plan costs less than ``bound``."""

    added: IntArray | None
    bound: float
    effort: Effort


def relaxed(gap: Gap, *, round_count: int = ROUNDS) -> Relaxed:
    """
    Solve the gap in fractions.

    A structure gives an area no more than the area needs; in fractions that is not so by itself, and where structures
    cost something it is asked for round by round, of the pairs that break it (the strong formulation of locating
    facilities, Krarup & Pruzan 1983). It holds where nothing stands yet, and is asked for there alone.
    """
    tight, bounds = np.empty(0, np.int64), [-np.inf] * PATIENCE
    for _ in range(round_count if gap.structure_cost else 1):
        found = _solve(gap, tight, is_whole=False, time_limit_s=np.inf)
        if found.x is None:
            raise WelfareMapError("error.siting_unsolved")
        bounds.append(float(found.fun))
        broken = np.setdiff1d(_broken(gap, found.x), tight) if gap.structure_cost else tight
        if len(broken) == 0 or bounds[-1] <= bounds[-1 - PATIENCE] * (1 + WORTH_A_ROUND):
            break
        tight = np.concatenate([tight, broken])
    return Relaxed(_added(gap, found.x), rounded_up(gap, bounds[-1]), tight)


def exact(gap: Gap, tight: IntArray, time_limit_s: float) -> Exact:
    """Solve the gap in whole places, for so many seconds at most."""
    found = _solve(gap, tight, is_whole=True, time_limit_s=time_limit_s)
    bound = rounded_up(gap, float(found.mip_dual_bound)) if found.mip_dual_bound is not None else 0.0
    if found.x is None:
        return Exact(None, bound, ended(found.status))
    return Exact(np.rint(_added(gap, found.x)).astype(np.int64), bound, ended(found.status))


def rounded_up(gap: Gap, bound: float) -> float:
    """Return a bound as whole as the cost of every plan is."""
    costs = np.append(np.unique(gap.place_cost), gap.structure_cost)
    step = float(np.gcd.reduce(costs.astype(np.int64))) if np.array_equal(costs, np.rint(costs)) else 0.0
    return max(0.0, float(np.ceil(bound / step - SMALL) * step) if step else bound)


def _added(gap: Gap, values: FloatArray) -> FloatArray:
    pair_count, site_count = len(gap.reach.pair_site), gap.reach.site_count
    return np.asarray(values[pair_count : pair_count + site_count])


def _broken(gap: Gap, values: FloatArray) -> IntArray:
    """
    Return the pairs in which fractions of structures give an area more than that share of its need.

    Not those of a site where places stand already: what they give takes no structure.
    """
    reach, pairs = gap.reach, len(gap.reach.pair_site)
    structures = np.full(reach.site_count, ENDLESS)
    structures[gap.is_new] = values[pairs + reach.site_count :]
    structures[gap.given > 0] = ENDLESS
    most = gap.need[reach.pair_area] / MILLI * structures[reach.pair_site]
    return np.flatnonzero(values[:pairs] > most + 10 * SMALL)


def _solve(gap: Gap, tight: IntArray, *, is_whole: bool, time_limit_s: float) -> OptimizeResult:
    """Solve for what is allotted by pair, what is added by site, and structures by new site."""
    reach = gap.reach
    pairs, sites, news = len(reach.pair_site), reach.site_count, np.flatnonzero(gap.is_new)
    counts = pairs, sites, len(news)
    demand = _matrix(reach.pair_area, np.arange(pairs), np.ones(pairs), (reach.area_count, pairs))
    supply = _matrix(reach.pair_site, np.arange(pairs), np.ones(pairs), (sites, pairs))
    own = _matrix(news * 0 + np.arange(len(news)), news, np.ones(len(news)), (len(news), sites))
    one = _matrix(np.arange(len(news)), np.arange(len(news)), np.ones(len(news)), (len(news),) * 2)
    each = _matrix(np.arange(sites), np.arange(sites), np.ones(sites), (sites, sites))
    nothing = csr_array((reach.area_count, sites + len(news)))
    given = _matrix(np.arange(len(tight)), tight, np.ones(len(tight)), (len(tight), pairs))
    number = np.cumsum(gap.is_new) - 1
    shares = _matrix(
        np.arange(len(tight)),
        number[reach.pair_site[tight]],
        gap.need[reach.pair_area[tight]] / MILLI,
        (len(tight), len(news)),
    )
    rows = vstack(
        [
            hstack([-demand, nothing]),
            hstack([supply, -each, csr_array((sites, len(news)))]),
            hstack([csr_array((len(news), pairs)), own, -gap.most_new * one]),
            hstack([csr_array((len(news), pairs)), -own, gap.least_new * one]),
            hstack([given, csr_array((len(tight), sites)), -shares]),
        ]
    )
    upper = np.concatenate([-gap.need / MILLI, gap.given / MILLI, np.zeros(2 * len(news) + len(tight))])
    return milp(
        np.concatenate([np.zeros(pairs), gap.place_cost, np.full(len(news), gap.structure_cost)]),
        integrality=np.repeat([0, int(is_whole), int(is_whole)], counts),
        bounds=Bounds(0, np.concatenate([np.full(pairs, np.inf), gap.most_added, np.full(len(news), np.inf)])),
        constraints=LinearConstraint(rows, -np.inf, upper),
        options={"time_limit": time_limit_s, "mip_rel_gap": 0},
    )


def _matrix(
    rows: npt.NDArray[np.integer], columns: npt.NDArray[np.integer], values: FloatArray, shape: tuple[int, int]
) -> csr_array:
    return csr_array((values, (rows, columns)), shape=shape)


def nearest_allotment(gap: Gap, added: IntArray, travel_min: FloatArray) -> IntArray:
    """
    Allot places so that children travel least.

    Parameters
    ----------
    travel_min
        Minutes of each pair.

    Returns
    -------
    allotted
        Thousandths of a place of each pair, whole; what rounding to thousandths leaves out is nobody's.
    """
    reach = gap.reach
    pairs = len(reach.pair_site)
    demand = _matrix(reach.pair_area, np.arange(pairs), np.ones(pairs), (reach.area_count, pairs))
    supply = _matrix(reach.pair_site, np.arange(pairs), np.ones(pairs), (reach.site_count, pairs))
    found = milp(
        travel_min,
        bounds=Bounds(0, np.inf),
        constraints=[
            LinearConstraint(supply, -np.inf, gap.given + added * MILLI),
            LinearConstraint(demand, gap.need, gap.need),
        ],
    )
    if found.x is None:
        raise WelfareMapError("error.siting_unsolved")
    return np.asarray(np.rint(found.x), np.int64)
