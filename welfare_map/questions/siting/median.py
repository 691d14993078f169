"""
The p-median: the sites with which people travel least (Hakimi 1964).

Sites are chosen greedily and interchanged (Teitz & Bart 1968, with the fast evaluation of Whitaker 1983). The bound is
Lagrangian: each area may pay its price instead of being assigned (Cornuéjols, Fisher & Nemhauser 1977); sets of sites
that are best at some prices start further interchanges. The exact search leaves out sites that the bound rules out, and
hands the rest to HiGHS.
"""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack

from geodata.crs import FloatArray
from geodata.routing.roads.shortest import compiled
from welfare_map.questions.siting.covering import TIGHT, Choice
from welfare_map.questions.siting.effort import Effort, ended
from welfare_map.questions.siting.reach import BoolArray, IntArray

ROUNDS = 400
"""Rounds of prices at most."""
PATIENCE = 15
LEAST_STEP = 1e-3
MEMORY = 0.8
"""Share of the last direction that the next one keeps (deflected subgradient, Camerini, Fratta & Maffioli 1975)."""
TRIED_EVERY = 8
"""Rounds after which the set of the prices starts an interchange again."""
STARTS = 4
"""Sets drawn by lot that start interchanges too; always the same ones."""
CLOSE_ENOUGH = 2e-4
"""Gap at which prices stop."""
MOST_PAIRS = 400_000
"""Pairs of site and area that HiGHS is given at most; with more the answer says that the exact search was not tried."""


def least_travel(cost: FloatArray, standing: FloatArray, count: int) -> Choice:
    """
    Choose sites with which weighted travel is least.

    Parameters
    ----------
    cost
        A row per site, a column per area: people times minutes, finite, 0 or more.
    standing
        The same to the nearest site that stands already; infinite where none does.
    count
        Sites to choose; all of them where there are fewer.

    Returns
    -------
    choice
        ``bound`` is a proven least.
    """
    chosen, value, bound, _ = _search(cost, standing, min(count, len(cost)))
    return Choice(np.sort(chosen), value, min(bound, value))


def least_travel_exactly(cost: FloatArray, standing: FloatArray, count: int, time_limit_s: float) -> Choice:
    """Choose as ``least_travel`` and prove it best, or as near as HiGHS gets in so many seconds."""
    count = min(count, len(cost))
    chosen, value, bound, price = _search(cost, standing, count)
    near = Choice(np.sort(chosen), value, min(bound, value))
    kept = np.flatnonzero(_may_be_chosen(cost, standing, price, chosen, count, value))
    if near.is_proven_best:
        return near
    if len(kept) * cost.shape[1] > MOST_PAIRS:
        return replace(near, effort=Effort.TOO_LARGE)
    found, value_found, bound_found, effort = _solve(cost, standing, kept, count, time_limit_s)
    best = near if found is None or value_found >= value else Choice(np.sort(found), value_found, near.bound)
    return Choice(best.sites, best.value, max(near.bound, min(bound_found, best.value)), effort)


def travel_of(cost: FloatArray, standing: FloatArray, chosen: IntArray) -> float:
    """Return the weighted travel with some sites."""
    return float(np.minimum(standing, cost[chosen].min(axis=0, initial=np.inf)).sum())


def _may_be_chosen(
    cost: FloatArray, standing: FloatArray, price: FloatArray, chosen: IntArray, count: int, value: float
) -> BoolArray:
    """Tell which sites a better choice may hold: with the others the bound is above what is known."""
    worth = np.minimum(cost - price, 0).sum(axis=1)
    ordered = np.sort(worth)
    rest = price.sum() + np.minimum(standing - price, 0).sum() + ordered[: count - 1].sum()
    kept = rest + np.maximum(worth, ordered[count - 1]) <= value * (1 + TIGHT)
    kept[chosen] = True
    return np.asarray(kept)


def _solve(
    cost: FloatArray, standing: FloatArray, kept: npt.NDArray[np.intp], count: int, time_limit_s: float
) -> tuple[IntArray | None, float, float, Effort]:
    """Let HiGHS choose among some sites; an area goes to one of them, or to the site that stands nearest."""
    own = cost[kept]
    sites, areas = np.nonzero(own < standing)
    is_standing = np.isfinite(standing)
    pair_count, area_count = len(sites), cost.shape[1]
    stays = np.flatnonzero(is_standing)
    assigned = csr_array(
        (np.ones(pair_count + len(stays)), (np.concatenate([areas, stays]), np.arange(pair_count + len(stays)))),
        shape=(area_count, pair_count + len(stays)),
    )
    goes = csr_array((np.ones(pair_count), (np.arange(pair_count),) * 2), shape=(pair_count, pair_count + len(stays)))
    opened = csr_array((-np.ones(pair_count), (np.arange(pair_count), sites)), shape=(pair_count, len(kept)))
    nothing = csr_array((area_count, len(kept)))
    width = pair_count + len(stays)
    found = milp(
        np.concatenate([own[sites, areas], standing[stays], np.zeros(len(kept))]),
        integrality=np.concatenate([np.zeros(width), np.ones(len(kept))]),
        bounds=Bounds(0, 1),
        constraints=[
            LinearConstraint(hstack([assigned, nothing]), 1, 1),
            LinearConstraint(hstack([goes, opened]), -np.inf, 0),
            LinearConstraint(np.concatenate([np.zeros(width), np.ones(len(kept))])[np.newaxis], 0, count),
        ],
        options={"time_limit": time_limit_s, "mip_rel_gap": 0},
    )
    bound = -np.inf if found.mip_dual_bound is None else float(found.mip_dual_bound)
    if found.x is None:
        return None, np.inf, bound, ended(found.status)
    picked = kept[found.x[width:] > 0.5]
    others = np.setdiff1d(np.arange(len(cost)), picked)[: count - len(picked)]
    chosen = np.concatenate([picked, others]).astype(np.int64)
    return chosen, travel_of(cost, standing, chosen), bound, ended(found.status)


def _search(cost: FloatArray, standing: FloatArray, count: int) -> tuple[IntArray, float, float, FloatArray]:
    cost, standing = np.array(cost, np.float64, order="C"), np.array(standing, np.float64)
    lot = np.random.default_rng(count)
    starts = [_greedy(cost, standing, count)]
    starts += [lot.choice(len(cost), count, replace=False).astype(np.int64) for _ in range(STARTS)]
    values = [_interchanged(cost, standing, start) for start in starts]
    chosen, value = starts[int(np.argmin(values))], min(values)
    bound, price = _priced(cost, standing, chosen, value)
    return chosen, travel_of(cost, standing, chosen), float(bound), price


@compiled
def _greedy(cost: FloatArray, standing: FloatArray, count: int) -> IntArray:
    site_count, area_count = cost.shape
    nearest = standing.copy()
    is_chosen = np.zeros(site_count, np.bool_)
    chosen = np.empty(count, np.int64)
    for number in range(count):
        best, best_total = -1, np.inf
        for site in range(site_count):
            if is_chosen[site]:
                continue
            total = 0.0
            for area in range(area_count):
                total += min(nearest[area], cost[site, area])
            if best < 0 or total < best_total:
                best, best_total = site, total
        chosen[number] = best
        is_chosen[best] = True
        for area in range(area_count):
            nearest[area] = min(nearest[area], cost[best, area])
    return chosen


@compiled
def _nearest_two(
    cost: FloatArray, standing: FloatArray, chosen: IntArray, first: FloatArray, second: FloatArray, whose: IntArray
) -> float:
    """Find the nearest and the second nearest site of each area; ``whose`` is -1 for a site that stands already."""
    total = 0.0
    for area in range(cost.shape[1]):
        first[area], second[area], whose[area] = standing[area], np.inf, -1
        for number in range(len(chosen)):
            own = cost[chosen[number], area]
            if own < first[area]:
                second[area], first[area], whose[area] = first[area], own, number
            elif own < second[area]:
                second[area] = own
        total += first[area]
    return total


@compiled
def _interchanged(cost: FloatArray, standing: FloatArray, chosen: IntArray) -> float:
    """Interchange a chosen site for another, the best of each round, while that saves travel; return what is left."""
    site_count, area_count = cost.shape
    count = len(chosen)
    first, second = np.empty(area_count), np.empty(area_count)
    whose = np.empty(area_count, np.int64)
    is_chosen = np.zeros(site_count, np.bool_)
    is_chosen[chosen] = True
    loss = np.empty(count)
    total = _nearest_two(cost, standing, chosen, first, second, whose)
    while True:
        best_change, best_number, best_site = -1e-9 * (1.0 + total), -1, -1
        for site in range(site_count):
            if is_chosen[site]:
                continue
            saved = 0.0
            loss[:] = 0.0
            for area in range(area_count):
                own = cost[site, area]
                if own < first[area]:
                    saved += first[area] - own
                elif whose[area] >= 0:
                    loss[whose[area]] += min(own, second[area]) - first[area]
            number = int(np.argmin(loss))
            if loss[number] - saved < best_change:
                best_change, best_number, best_site = loss[number] - saved, number, site
        if best_number < 0:
            return total
        is_chosen[chosen[best_number]], is_chosen[best_site] = False, True
        chosen[best_number] = best_site
        total = _nearest_two(cost, standing, chosen, first, second, whose)


@compiled
def _priced(  # noqa: C901, PLR0912, PLR0915  # one function on purpose: compiled, it keeps its arrays
    cost: FloatArray, standing: FloatArray, chosen: IntArray, value: float
) -> tuple[float, FloatArray]:
    """
    Raise the bound by prices; ``chosen`` becomes the best set that was met.

    Prices move in proportion to what an area costs, so that large ones do not wait for small ones.
    """
    site_count, area_count = cost.shape
    count = len(chosen)
    price, second = np.empty(area_count), np.empty(area_count)
    times = np.empty(area_count, np.int64)
    _nearest_two(cost, standing, chosen, price, second, times)
    for area in range(area_count):
        if second[area] < np.inf:
            price[area] = 0.5 * (price[area] + second[area])
    scale = price + 1e-9
    best_price, direction = price.copy(), np.zeros(area_count)
    best_bound, step, waited = -np.inf, 1.0, 0
    worth, picked = np.empty(site_count), np.empty(count, np.int64)
    for number_of_round in range(ROUNDS):
        for site in range(site_count):
            total = 0.0
            for area in range(area_count):
                total += min(cost[site, area] - price[area], 0.0)
            worth[site] = total
        bound = 0.0
        for area in range(area_count):
            is_less = standing[area] < price[area]
            times[area] = 1 if is_less else 0
            bound += standing[area] if is_less else price[area]
        for number in range(count):
            best = np.argmin(worth)
            bound += worth[best]
            worth[best] = np.inf
            picked[number] = best
            for area in range(area_count):
                if cost[best, area] < price[area]:
                    times[area] += 1
        if bound > best_bound + 1e-5 * abs(best_bound) or best_bound == -np.inf:
            waited = 0
        else:
            waited += 1
        if bound > best_bound:
            best_bound = bound
            best_price[:] = price
        if number_of_round % TRIED_EVERY == TRIED_EVERY - 1:
            reached = _interchanged(cost, standing, picked)
            if reached < value:
                value = reached
                chosen[:] = picked
        if value - best_bound <= CLOSE_ENOUGH * value or step < LEAST_STEP:
            break
        if waited == PATIENCE:
            step, waited = step / 2, 0
            price[:] = best_price
            direction[:] = 0.0
            continue
        norm = 0.0
        for area in range(area_count):
            direction[area] = 1.0 - times[area] + MEMORY * direction[area]
            norm += scale[area] * direction[area] ** 2
        if norm == 0:
            break
        length = step * (value * 1.0001 - bound) / norm
        for area in range(area_count):
            price[area] = max(price[area] + length * scale[area] * direction[area], 0.0)
    return best_bound, best_price
