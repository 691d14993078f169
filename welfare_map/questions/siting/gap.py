"""
The gap: places to add so that every area has what it needs within reach.

Need and places are in thousandths, so that sums are exact. A plan says how many whole places each site gets, and how
all places, old and new, are allotted to areas within reach.
"""

from dataclasses import dataclass

import numpy as np

from geodata.crs import FloatArray
from welfare_map.questions.siting.effort import Effort
from welfare_map.questions.siting.reach import BoolArray, IntArray, Reach

MILLI = 1_000
"""Thousandths of a place."""


@dataclass(frozen=True, eq=False)
class Gap:
    """
    What is needed and what may be done.

    Parameters
    ----------
    need
        Thousandths of a place that each area needs.
    given
        Thousandths of a place that stand at each site; at a new one those that may, where no list says that none do.
    most_added
        Whole places that may be added at each site.
    is_new
        No service that may grow: places are added in structures of ``least_new`` to ``most_new``.
    reach
        Which areas each site reaches; every area is reached by a new site that may be as large as needed.
    place_cost, structure_cost
        Cost of a place added at each site, and of each new structure; 1 and 0 where places are counted.
    """

    need: IntArray
    given: IntArray
    most_added: IntArray
    is_new: BoolArray
    reach: Reach
    least_new: int
    most_new: int
    place_cost: FloatArray
    structure_cost: float

    def structures(self, added: IntArray) -> IntArray:
        """Return how many structures hold the places added at new sites."""
        return np.asarray(np.where(self.is_new, -(-added // self.most_new), 0))

    def cost(self, added: IntArray) -> float:
        """Return what places added cost."""
        return float(self.place_cost @ added + self.structure_cost * self.structures(added).sum())


@dataclass(frozen=True, eq=False)
class GapPlan:
    """
    A plan and how good one could be at all.

    Parameters
    ----------
    added
        Whole places added at each site.
    allotted
        Thousandths of a place of each pair of the reach.
    cost, bound
        What it costs, and what no plan costs less than.
    effort
        How far the search went.
    """

    added: IntArray
    allotted: IntArray
    cost: float
    bound: float
    effort: Effort = Effort.QUICK

    @property
    def is_proven_best(self) -> bool:
        """No plan costs less."""
        return self.cost - self.bound <= 1e-6 * max(1.0, self.cost)
