"""Rows of the answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from geodata.crs import FloatArray
from welfare_map.model import AccessRow, AccessStatus, Disagreement, Phrase
from welfare_map.questions.access.deserts import Threshold, reason_of, statuses
from welfare_map.questions.access.disagreement import Mean, disagreements, words_of
from welfare_map.questions.access.reaching import Reached
from welfare_map.questions.access.sensitivity import NO_RANK, Sensitivity
from welfare_map.questions.access.shared import Shared, inside_by_area, reached_counts, shared_by_area
from welfare_map.questions.coverage.areas import NOWHERE, Areas
from welfare_map.questions.coverage.asking import about_areas
from welfare_map.questions.coverage.figures import figure, plain
from welfare_map.questions.coverage.sums import are_complete
from welfare_map.snapshot import Snapshot

RANKS = ("ranked_count", "rank", "rank_best", "rank_worst", "fifth", "fifth_lowest", "fifth_highest")


@dataclass(frozen=True, eq=False)
class Compared:
    """
    What rows are held against.

    Parameters
    ----------
    threshold
        Below which an area is a desert.
    reference, placed_reference
        Mean of what is listed; None for none. The same if the records without a municipality were nowhere.
    depends
        Ranks and fifths of the areas of the level.
    number_of
        Code of an area -> its number among them; empty for a group of municipalities, which is among no others.
    """

    threshold: Threshold
    reference: Mean | None
    placed_reference: Mean | None
    depends: Sensitivity
    number_of: Mapping[str, int]


def access_rows(snapshot: Snapshot, reached: Reached, areas: Areas, compared: Compared) -> tuple[AccessRow, ...]:
    """Return a row per area, in order."""
    demand, supply = reached.demand, reached.supply
    placed = shared_by_area(reached.points, demand, areas)
    placed_inside = inside_by_area(supply, areas, placed)
    shared, inside = placed.with_lost(supply.lost_high), placed_inside.with_lost(supply.lost_high)
    values = _figures(shared) | {f"inside_{name}": value for name, value in _figures(inside).items()}
    on_map = _figures(shared.on_map)
    both, limit = (shared, shared.on_map), compared.threshold.value
    status, map_status, placed_status = (statuses(one, limit) for one in (*both, placed.on_map))
    disagreement, map_disagreement = (disagreements(one, inside, compared.reference) for one in both)
    placed_disagreement = disagreements(placed.on_map, placed_inside, compared.placed_reference)
    counts = reached_counts(reached.found, reached.beyond, supply, demand, areas)
    edge = _edges(shared, counts[3])
    municipality_count = np.bincount(areas.area_of[areas.area_of != NOWHERE], minlength=len(areas.codes))
    is_complete, about = are_complete(snapshot.territory, areas), about_areas(snapshot, areas)
    return tuple(
        AccessRow(
            unit_code=code,
            unit_name=areas.names[number],
            **about[number],
            value=figure(values["value"][number]),
            value_low=figure(values["low"][number]),
            value_high=figure(values["high"][number]),
            value_low_on_map=figure(on_map["low"][number]),
            value_high_on_map=figure(on_map["high"][number]),
            available_places=plain(shared.counted[number]),
            available_places_low=plain(shared.low[number]),
            available_places_high=figure(shared.high[number]),
            residents=plain(shared.residents[number]) if shared.is_known[number] else None,
            ratio=figure(values["inside_value"][number]),
            ratio_low=figure(values["inside_low"][number]),
            ratio_high=figure(values["inside_high"][number]),
            places_inside=plain(inside.counted[number]),
            difference=figure(values["value"][number] - values["inside_value"][number]),
            disagreement=Disagreement(disagreement[number]),
            disagreement_words=words_of(
                Disagreement(disagreement[number]),
                Disagreement(map_disagreement[number]),
                Disagreement(placed_disagreement[number]),
                edge=edge[number].disagreement_words,
            ),
            **_ranks(compared.depends, compared.number_of.get(code)),
            threshold=compared.threshold.value,
            status=AccessStatus(status[number]),
            reason=reason_of(
                AccessStatus(status[number]),
                AccessStatus(map_status[number]),
                AccessStatus(placed_status[number]),
                compared.threshold,
                edge=edge[number].reason,
            ),
            service_count=int(counts[0][number]),
            unknown_count=int(counts[1][number]),
            demo_count=int(counts[2][number]),
            municipality_count=int(municipality_count[number]),
            **vars(edge[number]),
            is_listed=bool(shared.is_listed[number]),
            is_complete=bool(is_complete[number]),
            is_demo=bool(shared.has_demo[number]),
        )
        for number, code in enumerate(areas.codes)
    )


def _figures(shared: Shared) -> dict[str, FloatArray]:
    return {
        "value": shared.value,
        "low": shared.per_resident(shared.low),
        "high": shared.per_resident(shared.high),
    }


@dataclass(frozen=True)
class _Edge:
    """What an area has to do with what is beyond the map; see ``AccessRow``."""

    is_near_edge: bool
    is_shared_beyond: bool
    residents_beyond: float

    @property
    def reason(self) -> Phrase:
        """Say why nobody can tell where it makes the difference."""
        if self._is_of_places:
            return Phrase(f"access.reason.{self._on_map}")
        return Phrase(f"access.reason.residents_beyond.{self._form}", {"count": self._count})

    @property
    def disagreement_words(self) -> Phrase:
        """Say the same of the disagreement."""
        if self._is_of_places:
            return Phrase(f"access.disagreement_words.{self._on_map}")
        return Phrase(f"access.disagreement_words.residents_beyond.{self._form}", {"count": self._count})

    @property
    def _is_of_places(self) -> bool:
        return self.is_near_edge or self.is_shared_beyond

    @property
    def _on_map(self) -> str:
        return "near_edge" if self.is_near_edge else "shared_beyond"

    @property
    def _form(self) -> str:
        return "one" if self._count == 1 else "many"

    @property
    def _count(self) -> int:
        return max(1, round(self.residents_beyond))


def _edges(shared: Shared, residents_beyond: FloatArray) -> list[_Edge]:
    columns = zip(shared.is_near_edge.tolist(), shared.is_shared_beyond.tolist(), residents_beyond, strict=True)
    return [_Edge(is_near, is_unknown, plain(count)) for is_near, is_unknown, count in columns]


def _ranks(depends: Sensitivity, number: int | None) -> dict[str, Any]:
    """Return the ranks of an area; None for a group of municipalities, which is among no others."""
    if number is None or depends.rank[number] == NO_RANK:
        return {**dict.fromkeys(RANKS), "depends_on": None, "is_rank_demo": None}
    ranks = {name: int(getattr(depends, name)[number]) for name in RANKS}
    return {**ranks, "depends_on": depends.depends_on(number), "is_rank_demo": bool(depends.is_demo[number])}
