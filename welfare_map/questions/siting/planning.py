"""
A plan for the gap: from the fractions of the linear programme to whole places, then fewer and fewer of them.

1. Whole places near the fractions; areas that still need some look for room, else a new structure opens for them.
2. Places that nobody has go; sites are closed one by one, the smallest first, while others take over at no more cost.
3. Where the plan may not be the best and the question is small, or it may be far from the best, or an exact answer is
   asked for, HiGHS searches on.
"""

import numpy as np

from welfare_map.questions.siting.allotting import Allotment, allot, serve, take_away
from welfare_map.questions.siting.effort import Effort
from welfare_map.questions.siting.gap import MILLI, Gap, GapPlan
from welfare_map.questions.siting.reach import IntArray
from welfare_map.questions.siting.relaxing import Relaxed, exact, relaxed

SMALL_PAIR_COUNT = 5_000
"""Pairs of site and area up to which HiGHS always searches on."""
NEAR_ENOUGH = 0.01
"""Share that a plan may be above its bound; with more HiGHS searches on whatever the size, for it raises the bound."""
QUICK_TIME_LIMIT_S = 15.0
"""Seconds that it then takes at most, when an exact answer is not asked for."""
HALF = 0.5


def plan_gap(gap: Gap, *, is_exact: bool, time_limit_s: float) -> GapPlan:
    """
    Find places to add so that every area has what it needs.

    Returns
    -------
    plan
        Always feasible; ``bound`` is proven.
    """
    start = relaxed(gap)
    found = rounded(gap, start)
    cost, bound, effort = gap.cost(found.added), start.bound, Effort.EXACT if is_exact else Effort.QUICK
    goes_on = is_exact or len(gap.reach.pair_site) <= SMALL_PAIR_COUNT or cost > bound * (1 + NEAR_ENOUGH)
    if cost > bound and goes_on:
        limit_s = time_limit_s if is_exact else min(time_limit_s, QUICK_TIME_LIMIT_S)
        better = exact(gap, start.tight, limit_s)
        bound = max(bound, min(better.bound, cost))
        effort = better.effort if is_exact else effort
        if better.added is not None:
            tried = allot(gap, better.added)
            if not tried.unmet.any() and gap.cost(better.added) < cost:
                _improve(gap, tried)
                found, cost = tried, gap.cost(tried.added)
    return GapPlan(found.added, found.allotted, cost, min(bound, cost), effort)


def rounded(gap: Gap, start: Relaxed) -> Allotment:
    """Turn fractions into a plan of whole places."""
    fractions = start.added
    whole = np.floor(fractions + 1e-6).astype(np.int64)
    opens = gap.is_new & (fractions >= HALF * gap.least_new)
    added = np.where(gap.is_new, np.where(opens, np.maximum(whole, gap.least_new), 0), whole)
    found = allot(gap, np.minimum(added, gap.most_added))
    _fill(gap, found)
    _improve(gap, found)
    return found


def _fill(gap: Gap, found: Allotment) -> None:
    """Give every area what it needs: room at sites in use first, then new structures."""
    serve(gap, found, _room(gap, found, is_used_only=False))
    while found.unmet.any():
        site = _most_useful(gap, found)
        room = np.zeros_like(found.added)
        wanted = -(-int(found.unmet[_areas_of(gap, site)].sum()) // MILLI)
        opened = min(max(wanted, gap.least_new), int(gap.most_added[site] - found.added[site]))
        found.added[site] += opened
        found.spare[site] += opened * MILLI
        serve(gap, found, room)


def _room(gap: Gap, found: Allotment, *, is_used_only: bool) -> IntArray:
    """Return places that may be added without opening a site; with the switch, only where some are added already."""
    is_open = found.added > 0 if is_used_only else (found.added > 0) | ~gap.is_new
    return np.where(is_open, gap.most_added - found.added, 0).astype(np.int64)


def _most_useful(gap: Gap, found: Allotment) -> int:
    """Return the new site not yet in use that reaches most unmet need; where several do, the first."""
    reached = np.bincount(gap.reach.pair_site, found.unmet[gap.reach.pair_area], minlength=gap.reach.site_count)
    return int(np.argmax(np.where(gap.is_new & (found.added == 0), reached, -1.0)))


def _areas_of(gap: Gap, site: int) -> IntArray:
    return gap.reach.pair_area[gap.reach.site_start[site] : gap.reach.site_start[site + 1]]


def _improve(gap: Gap, found: Allotment) -> None:
    """Take away what is not needed, then close sites while others take over at no more cost; until nothing changes."""
    _trim(gap, found)
    while _close(gap, found):
        _trim(gap, found)


def _trim(gap: Gap, found: Allotment) -> None:
    for site in np.flatnonzero((found.added > 0) & (found.spare >= MILLI)).tolist():
        least = gap.least_new if gap.is_new[site] else 0
        unused = min(int(found.spare[site]) // MILLI, int(found.added[site]) - least)
        if unused > 0:
            found.added[site] -= unused
            found.spare[site] -= unused * MILLI
    spare = int(found.spare[found.added > 0].sum())
    for site in np.flatnonzero(found.added > 0).tolist():
        if spare < MILLI:
            return
        if gap.is_new[site] and found.added[site] <= gap.least_new:
            continue
        tried = found.copy()
        take_away(gap, tried, site, 1)
        serve(gap, tried, np.zeros_like(tried.added))
        if not tried.unmet.any():
            found.take_over(tried)
            spare = int(found.spare[found.added > 0].sum())


def _close(gap: Gap, found: Allotment) -> bool:
    """Close sites, the smallest first; tell whether any was closed."""
    has_closed = False
    cost = gap.cost(found.added)
    order = np.flatnonzero(found.added > 0)
    for site in order[np.argsort(found.added[order], kind="stable")].tolist():
        if found.added[site] == 0:
            continue
        tried = found.copy()
        take_away(gap, tried, site, int(tried.added[site]))
        room = _room(gap, tried, is_used_only=True)
        room[site] = 0
        serve(gap, tried, room)
        if not tried.unmet.any() and gap.cost(tried.added) <= cost:
            found.take_over(tried)
            cost, has_closed = gap.cost(found.added), True
    return has_closed
