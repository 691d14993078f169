"""
What the answer depends on: the same question with other radii and decays.

On a small area the radius matters most, on a large one the decay (Chen & Jia 2019), so both are varied. What changes is
told by fifths of the areas of the level, not by values: another radius moves every value a little. Areas that invented
records touch, be it with the longest radius alone, are ranked among themselves: none takes a place among real ones.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.stats import rankdata

from geodata.crs import FloatArray
from welfare_map.model import AccessScenario, Decay, DependsOn
from welfare_map.questions.access.equity import gini
from welfare_map.questions.coverage.areas import BoolArray, IntpArray
from welfare_map.questions.coverage.figures import figure

RADIUS_SHARES: Final = (0.75, 1.0, 1.5)
"""Of the radius asked for: 15, 20 and 30 minutes where 20 are asked; assumption of this project."""
FIFTHS: Final = 5
NO_RANK: Final = 0


@dataclass(frozen=True, eq=False)
class Scenario:
    """
    One radius and decay.

    Parameters
    ----------
    values, residents
        Of the areas of the level; NaN where there is no value.
    is_demo
        Invented records touch the area with some radius; the same in every scenario.
    """

    limit_min: float
    decay: Decay
    values: FloatArray
    residents: FloatArray
    is_demo: BoolArray

    @property
    def is_compared(self) -> BoolArray:
        """Tell which areas figures about all of them count: the real ones, the others only where there are none."""
        return np.ones(len(self.is_demo), bool) if self.is_demo.all() else ~self.is_demo

    @property
    def rank(self) -> IntpArray:
        """Place of each area, 1 the most places; equal ones share the better place; ``NO_RANK`` without a value."""
        return self._filled(lambda known: rankdata(-known, method="min"))

    @property
    def fifth(self) -> IntpArray:
        """Fifth of each area, 1 the fewest places; equal ones are in the same; ``NO_RANK`` without a value."""
        return self._filled(lambda known: (rankdata(known, method="min") - 1) * FIFTHS // len(known) + 1)

    @property
    def ranked_count(self) -> IntpArray:
        """Of each area, how many take part in its ranking."""
        return self._filled(lambda known: np.full(len(known), float(len(known))))

    def _filled(self, rank: Callable[[FloatArray], FloatArray]) -> IntpArray:
        """Rank real areas and those that invented records touch, each among themselves."""
        found = np.full(len(self.values), NO_RANK, np.intp)
        for is_in in (self.is_demo, ~self.is_demo):
            is_known = is_in & np.isfinite(self.values)
            if is_known.any():
                found[is_known] = rank(self.values[is_known])
        return found


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """
    Ranks and fifths of the areas of a level over all scenarios; ``NO_RANK`` without a value.

    Parameters
    ----------
    ranked_count
        Areas among which each is ranked.
    rank, fifth
        As asked.
    rank_best, rank_worst, fifth_lowest, fifth_highest
        Over all of them.
    by_radius, by_decay
        The fifth changes with the radius alone, with the decay alone.
    is_demo
        Ranked among the areas that invented records touch.
    """

    ranked_count: IntpArray
    rank: IntpArray
    rank_best: IntpArray
    rank_worst: IntpArray
    fifth: IntpArray
    fifth_lowest: IntpArray
    fifth_highest: IntpArray
    by_radius: BoolArray
    by_decay: BoolArray
    is_demo: BoolArray

    def depends_on(self, number: int) -> DependsOn | None:
        """Say of one area what decides its fifth; None where it has none."""
        if self.fifth[number] == NO_RANK:
            return None
        if self.fifth_lowest[number] == self.fifth_highest[number]:
            return DependsOn.NOTHING
        if self.by_radius[number] != self.by_decay[number]:
            return DependsOn.RADIUS if self.by_radius[number] else DependsOn.DECAY
        return DependsOn.BOTH


def sensitivity(scenarios: Sequence[Scenario], asked: Scenario) -> Sensitivity:
    """Compare what every scenario says."""
    ranks = np.array([one.rank for one in scenarios])
    fifths = np.array([one.fifth for one in scenarios])
    has_radius = np.array([one.decay == asked.decay for one in scenarios])
    has_decay = np.array([one.limit_min == asked.limit_min for one in scenarios])
    return Sensitivity(
        ranked_count=asked.ranked_count,
        rank=asked.rank,
        rank_best=ranks.min(axis=0),
        rank_worst=ranks.max(axis=0),
        fifth=asked.fifth,
        fifth_lowest=fifths.min(axis=0),
        fifth_highest=fifths.max(axis=0),
        by_radius=np.ptp(fifths[has_radius], axis=0) > 0,
        by_decay=np.ptp(fifths[has_decay], axis=0) > 0,
        is_demo=asked.is_demo,
    )


def scenario_notes(scenarios: Sequence[Scenario], asked: Scenario) -> tuple[AccessScenario, ...]:
    """Say of each scenario how far it is from the answer as asked, over the areas that are compared."""
    kept = asked.is_compared
    return tuple(
        AccessScenario(
            limit_min=one.limit_min,
            decay=one.decay,
            is_asked=one is asked,
            changed_count=int((one.fifth != asked.fifth)[kept].sum()),
            rank_correlation=_correlation(one.values[kept], asked.values[kept]),
            gini=gini(one.values[kept], one.residents[kept]),
        )
        for one in scenarios
    )


def _correlation(first: FloatArray, second: FloatArray) -> float | None:
    is_known = np.isfinite(first) & np.isfinite(second)
    ranks = rankdata(first[is_known]), rankdata(second[is_known])
    if any(len(np.unique(rank)) <= 1 for rank in ranks):
        return None
    return figure(float(np.corrcoef(*ranks)[0, 1]))
