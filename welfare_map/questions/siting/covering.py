"""
Maximal covering: the sites that bring most people within reach (Church & ReVelle 1974).

Sites are chosen greedily, and swapped while a swap brings more people. The bound is Lagrangian: people are counted at
a price for each area that a chosen site reaches, so the best sites at given prices are simply those worth most; prices
follow the subgradient (Galvão & ReVelle 1996). Sets of sites that are best at some prices start further swaps. The
exact search leaves out sites that the bound rules out, and hands the rest to HiGHS.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack

from geodata.crs import FloatArray
from geodata.routing.roads.shortest import compiled
from welfare_map.questions.siting.effort import Effort, ended
from welfare_map.questions.siting.reach import BoolArray, IntArray, Reach

ROUNDS = 3_000
"""Rounds of prices at most."""
PATIENCE = 25
"""Rounds without a better bound after which steps are halved."""
LEAST_STEP = 1e-4
SWAPPED_SETS = 40
"""Sets of sites from the prices that start swaps, at most."""
NEAR_BEST = 0.98
"""Share of the best covered so far from which a set of the prices is worth swapping."""
TIGHT = 1e-9


@dataclass(frozen=True, eq=False)
class Choice:
    """
    Chosen sites and how good a choice could be at all.

    Parameters
    ----------
    sites
        Numbers of the chosen sites, ascending.
    value, bound
        What they bring, and what no choice betters (more, where more is better; less, where less is).
    effort
        How far the search went.
    """

    sites: IntArray
    value: float
    bound: float
    effort: Effort = Effort.QUICK

    @property
    def is_proven_best(self) -> bool:
        """No choice is better."""
        return abs(self.bound - self.value) <= TIGHT * max(1.0, abs(self.value))


def most_covered(weight: FloatArray, reach: Reach, count: int) -> Choice:
    """
    Choose sites that cover most weight.

    Parameters
    ----------
    weight
        People of each area, 0 or more; 0 for those that are covered already.
    reach
        Sites and areas.
    count
        Sites to choose; all of them where there are fewer.

    Returns
    -------
    choice
        ``bound`` is a proven most; sites that bring nobody are among the chosen ones only to make up the count.
    """
    chosen, value, bound, _ = _search(weight, reach, min(count, reach.site_count))
    return Choice(np.sort(chosen), value, max(bound, value))


def most_covered_exactly(weight: FloatArray, reach: Reach, count: int, time_limit_s: float) -> Choice:
    """Choose as ``most_covered`` and prove it best, or as near as HiGHS gets in so many seconds."""
    count = min(count, reach.site_count)
    chosen, value, bound, price = _search(weight, reach, count)
    near = Choice(np.sort(chosen), value, max(bound, value))
    if near.is_proven_best:
        return near
    worth = np.bincount(reach.pair_site, price[reach.pair_area], minlength=reach.site_count).astype(np.float64)
    kept = np.flatnonzero(_may_be_chosen(worth, chosen, float((weight - price).sum()), count, value))
    found, value_found, bound_found, effort = _solve(weight, reach, kept, count, time_limit_s)
    best = near if found is None or value_found <= value else Choice(np.sort(found), value_found, near.bound)
    return Choice(best.sites, best.value, min(near.bound, max(bound_found, best.value)), effort)


def _may_be_chosen(worth: FloatArray, chosen: IntArray, rest: float, count: int, value: float) -> BoolArray:
    """Tell which sites a better choice may hold: with the others the bound is below what is known."""
    ordered = np.sort(worth)[::-1]
    others = ordered[: count - 1].sum()
    kept = rest + others + np.minimum(worth, ordered[count - 1]) >= value * (1 - TIGHT)
    kept[chosen] = True
    return np.asarray(kept)


def _solve(
    weight: FloatArray, reach: Reach, kept: npt.NDArray[np.intp], count: int, time_limit_s: float
) -> tuple[IntArray | None, float, float, Effort]:
    """Let HiGHS choose among some sites."""
    areas = np.flatnonzero(weight > 0)
    table = csr_array(
        (np.ones(len(reach.pair_site)), (reach.pair_area, reach.pair_site)), shape=(reach.area_count, reach.site_count)
    )[areas][:, kept]
    covered = csr_array((np.ones(len(areas)), (np.arange(len(areas)),) * 2))
    total = np.concatenate([np.ones(len(kept)), np.zeros(len(areas))])
    found = milp(
        np.concatenate([np.zeros(len(kept)), -weight[areas]]),
        integrality=np.concatenate([np.ones(len(kept)), np.zeros(len(areas))]),
        bounds=Bounds(0, 1),
        constraints=[
            LinearConstraint(hstack([-table, covered]), -np.inf, 0),
            LinearConstraint(total[np.newaxis], 0, count),
        ],
        options={"time_limit": time_limit_s, "mip_rel_gap": 0},
    )
    bound = np.inf if found.mip_dual_bound is None else -float(found.mip_dual_bound)
    if found.x is None:
        return None, 0.0, bound, ended(found.status)
    sites = _made_up(kept[found.x[: len(kept)] > 0.5], reach.site_count, count)
    is_covered = np.zeros(reach.area_count, bool)
    is_covered[reach.pair_area[np.isin(reach.pair_site, sites)]] = True
    return sites, float(weight[is_covered].sum()), bound, ended(found.status)


def _made_up(sites: npt.NDArray[np.intp], site_count: int, count: int) -> IntArray:
    others = np.setdiff1d(np.arange(site_count), sites)
    return np.concatenate([sites, others[: count - len(sites)]]).astype(np.int64)


def _search(weight: FloatArray, reach: Reach, count: int) -> tuple[IntArray, float, float, FloatArray]:
    weight = np.array(weight, np.float64)  # a copy: what is compiled takes arrays that can be written to
    chosen = _greedy(weight, reach.site_start, reach.pair_area, count)
    value = _swapped(weight, reach.site_start, reach.pair_area, chosen)
    bound, price = _priced(weight, reach.site_start, reach.pair_area, chosen, value)
    _swapped(weight, reach.site_start, reach.pair_area, chosen)
    is_covered = np.zeros(reach.area_count, bool)
    is_covered[reach.pair_area[np.isin(reach.pair_site, chosen)]] = True
    return chosen, float(weight[is_covered].sum()), float(bound), price


@compiled
def _greedy(weight: FloatArray, site_start: IntArray, pair_area: IntArray, count: int) -> IntArray:
    site_count = len(site_start) - 1
    is_covered = np.zeros(len(weight), np.bool_)
    is_chosen = np.zeros(site_count, np.bool_)
    chosen = np.empty(count, np.int64)
    for number in range(count):
        best, best_gain = -1, -1.0
        for site in range(site_count):
            if is_chosen[site]:
                continue
            gain = 0.0
            for pair in range(site_start[site], site_start[site + 1]):
                if not is_covered[pair_area[pair]]:
                    gain += weight[pair_area[pair]]
            if gain > best_gain:
                best, best_gain = site, gain
        chosen[number] = best
        is_chosen[best] = True
        for pair in range(site_start[best], site_start[best + 1]):
            is_covered[pair_area[pair]] = True
    return chosen


@compiled
def _swapped(  # noqa: C901, PLR0912  # one function on purpose: compiled, it keeps its arrays
    weight: FloatArray, site_start: IntArray, pair_area: IntArray, chosen: IntArray
) -> float:
    """Swap a chosen site for another, the best swap of each round, while that covers more; return what is covered."""
    site_count, count = len(site_start) - 1, len(chosen)
    times = np.zeros(len(weight), np.int64)
    for number in range(count):
        for pair in range(site_start[chosen[number]], site_start[chosen[number] + 1]):
            times[pair_area[pair]] += 1
    is_chosen = np.zeros(site_count, np.bool_)
    is_chosen[chosen] = True
    while True:
        best_gain, best_number, best_site = 1e-7, -1, -1
        for number in range(count):
            out = chosen[number]
            loss = 0.0
            for pair in range(site_start[out], site_start[out + 1]):
                times[pair_area[pair]] -= 1
                if times[pair_area[pair]] == 0:
                    loss += weight[pair_area[pair]]
            for site in range(site_count):
                if is_chosen[site]:
                    continue
                gain = -loss
                for pair in range(site_start[site], site_start[site + 1]):
                    if times[pair_area[pair]] == 0:
                        gain += weight[pair_area[pair]]
                if gain > best_gain:
                    best_gain, best_number, best_site = gain, number, site
            for pair in range(site_start[out], site_start[out + 1]):
                times[pair_area[pair]] += 1
        if best_number < 0:
            break
        out = chosen[best_number]
        for pair in range(site_start[out], site_start[out + 1]):
            times[pair_area[pair]] -= 1
        for pair in range(site_start[best_site], site_start[best_site + 1]):
            times[pair_area[pair]] += 1
        is_chosen[out], is_chosen[best_site] = False, True
        chosen[best_number] = best_site
    covered = 0.0
    for area in range(len(weight)):
        if times[area] > 0:
            covered += weight[area]
    return covered


@compiled
def _priced(  # noqa: C901, PLR0912  # idem
    weight: FloatArray, site_start: IntArray, pair_area: IntArray, chosen: IntArray, value: float
) -> tuple[float, FloatArray]:
    """Lower the bound by prices; ``chosen`` becomes the best set that was met."""
    site_count, count = len(site_start) - 1, len(chosen)
    price, best_price = weight * 0.5, weight * 0.5
    best_bound, step, waited, tried = np.inf, 2.0, 0, 0
    worth = np.empty(site_count)
    times = np.empty(len(weight), np.int64)
    picked = np.empty(count, np.int64)
    for _ in range(ROUNDS):
        for site in range(site_count):
            total = 0.0
            for pair in range(site_start[site], site_start[site + 1]):
                total += price[pair_area[pair]]
            worth[site] = total
        bound = np.sum(weight - price)
        times[:] = 0
        for number in range(count):
            best = np.argmax(worth)
            bound += worth[best]
            worth[best] = -1.0
            picked[number] = best
            for pair in range(site_start[best], site_start[best + 1]):
                times[pair_area[pair]] += 1
        if bound < best_bound - 1e-6 * best_bound:
            waited = 0
        else:
            waited += 1
            if waited == PATIENCE:
                step, waited = step / 2, 0
        if bound < best_bound:
            best_bound = bound
            best_price[:] = price
        covered, norm = 0.0, 0.0
        for area in range(len(weight)):
            if times[area] > 0:
                covered += weight[area]
            if weight[area] > 0:
                norm += (times[area] - 1.0) ** 2
        if covered > NEAR_BEST * value and tried < SWAPPED_SETS:
            tried += 1
            reached = _swapped(weight, site_start, pair_area, picked)
            if reached > value:
                value = reached
                chosen[:] = picked
        if best_bound - value <= TIGHT * value or step < LEAST_STEP or norm == 0:
            break
        length = step * (bound - value) / norm
        for area in range(len(weight)):
            moved = price[area] - length * (times[area] - 1.0)
            price[area] = min(max(moved, 0.0), weight[area])
    return best_bound, best_price
