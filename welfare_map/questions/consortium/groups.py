"""
Minimal groups of numbers: which reach a threshold together, and none of them can be left out.

A group reaches the threshold when the sum of its needs does; it is minimal when without its smallest need it would not.
So a search through needs from the largest to the smallest that stops as soon as the threshold is reached meets each
minimal group exactly once, and no other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geodata.crs import FloatArray
from welfare_map.model import EXACT_FIRM_COUNT

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Effort:
    """
    How long to search among more than ``EXACT_FIRM_COUNT`` needs.

    Parameters
    ----------
    step_count
        Steps after which the search ends, come what may.
    kept_count
        Groups that are kept of a search that did not come to its end.
    """

    step_count: int = 20_000
    kept_count: int = 200


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups as a table, a row per group and a column per need; ``is_complete``: there are no others."""

    members: BoolArray
    is_complete: bool


def minimal_groups(milli: Sequence[int], missing: int, effort: Effort) -> Groups:
    """
    Find the minimal groups of needs that reach what is missing.

    Parameters
    ----------
    milli
        Needs over 0, thousandths, the largest first.
    missing
        What they must reach; with nothing missing the one minimal group is empty.
    effort
        Bounds of the search among more than ``EXACT_FIRM_COUNT`` needs.

    Returns
    -------
    groups
        All of them up to ``EXACT_FIRM_COUNT`` needs, and above where the search comes to its end.
    """
    if missing <= 0:
        return Groups(np.zeros((1, len(milli)), bool), is_complete=True)
    if sum(milli) < missing:
        return Groups(np.zeros((0, len(milli)), bool), is_complete=True)
    return _tabulated(milli, missing) if len(milli) <= EXACT_FIRM_COUNT else _searched(milli, missing, effort)


def _tabulated(milli: Sequence[int], missing: int) -> Groups:
    """Look at the sum of each of the 2^n sets; the bit of a set's smallest need is its highest one."""
    sums = np.zeros(1, np.int64)
    smallest = np.zeros(1, np.int64)
    for need in milli:
        capped = min(need, missing)
        sums = np.concatenate([sums, sums + capped])
        smallest = np.concatenate([smallest, np.full(len(smallest), capped)])
    masks = np.flatnonzero((sums >= missing) & (sums - smallest < missing))
    return Groups((masks[:, np.newaxis] >> np.arange(len(milli))) & 1 == 1, is_complete=True)


def _searched(milli: Sequence[int], missing: int, effort: Effort) -> Groups:
    """Search depth first, the largest need first, where what is left can still reach the threshold."""
    left = np.cumsum(np.array(milli)[::-1])[::-1].tolist()
    found: list[tuple[int, ...]] = []
    stack: list[tuple[int, int, tuple[int, ...]]] = [(0, missing, ())]
    for _ in range(effort.step_count):
        if not stack:
            return Groups(_table(found, len(milli)), is_complete=True)
        number, short, chosen = stack.pop()
        if number < len(milli) and left[number] >= short:
            stack.append((number + 1, short, chosen))
            with_it = (*chosen, number)
            if milli[number] >= short:
                found.append(with_it)
            else:
                stack.append((number + 1, short - milli[number], with_it))
    return Groups(_table(found[: effort.kept_count], len(milli)), is_complete=False)


def _table(groups: Sequence[Sequence[int]], count: int) -> BoolArray:
    members = np.zeros((len(groups), count), bool)
    for row, group in enumerate(groups):
        members[row, list(group)] = True
    return members


def greedy_group(milli: IntArray, missing: int, order: npt.NDArray[np.intp]) -> BoolArray | None:
    """
    Fill a group in an order until the threshold is reached, then leave out whom it can spare.

    Parameters
    ----------
    milli
        Needs over 0, thousandths.
    missing
        What they must reach, over 0.
    order
        Numbers of needs; those that are not named are not taken.

    Returns
    -------
    members
        A minimal group; None where all of the order do not reach the threshold.
    """
    reached = np.cumsum(milli[order])
    if not len(order) or reached[-1] < missing:
        return None
    last = int(np.argmax(reached >= missing))
    kept = order[: last + 1]
    spare = int(reached[last]) - missing
    members = np.zeros(len(milli), bool)
    members[kept] = True
    for number in kept[np.argsort(milli[kept], kind="stable")]:
        if milli[number] <= spare:
            spare -= int(milli[number])
            members[number] = False
    return members


def lowest_total_min(milli: IntArray, missing: int, travel_min: FloatArray) -> float:
    """
    Return minutes that no group goes below: the groups of which a part of a firm may be taken.

    Parameters
    ----------
    travel_min
        Minutes of each need; infinite where it is out of reach.

    Notes
    -----
    Linear relaxation of the covering knapsack (Dantzig 1957): by minutes per need, the last one in part.
    """
    near = np.isfinite(travel_min)
    if missing <= 0:
        return 0.0
    if milli[near].sum() < missing:
        return float("inf")
    order = np.argsort(travel_min[near] / milli[near], kind="stable")
    needs, minutes = milli[near][order], travel_min[near][order]
    before = np.cumsum(needs) - needs
    part = np.clip((missing - before) / needs, 0, 1)
    return float((part * minutes).sum())
