"""From the field to the places that lack, and from a plan to its sites."""

from dataclasses import dataclass, replace

import numpy as np

from geodata.crs import FloatArray
from geodata.errors import InputError
from welfare_map.model import AreaSense, CapacityEnd, SitingArea, SitingQuery
from welfare_map.questions.coverage.targets import legal_target, target_notes
from welfare_map.questions.siting.allotting import NOBODY, allot
from welfare_map.questions.siting.field import Field, service_places
from welfare_map.questions.siting.gap import MILLI, Gap, GapPlan
from welfare_map.questions.siting.planning import plan_gap
from welfare_map.questions.siting.reach import BoolArray, IntArray, reach_of
from welfare_map.questions.siting.relaxing import nearest_allotment, relaxed
from welfare_map.questions.siting.rows import area_rows
from welfare_map.snapshot import Snapshot

MOST_MOVES = 8
"""Rounds of moving new sites nearer to those whom they serve."""
OWN_FIRST_MIN = 1_000.0
"""More than any trip: places go to the residents of their own area before anybody comes from elsewhere."""
TOLERANCE = 1e-6
"""Of a thousandth of a place: need is rounded up, places are rounded down."""


@dataclass(frozen=True, eq=False)
class Ground:
    """
    The gap of a field.

    Parameters
    ----------
    gap
        Sites are the services in their order, then the new sites in the order of the areas, then one that is none: in
        a basin, what its services have beyond what the minutes let them give.
    service_count
        Services.
    pair_min
        Minutes of each pair; 0 where the site is in the area and its minutes are not known.
    lacking
        Thousandths of a place that lack in each area before anything is added, each area having its own first.
    is_own
        Pairs of a service and the area in which it stands.
    """

    gap: Gap
    service_count: int
    pair_min: FloatArray
    lacking: IntArray
    is_own: BoolArray

    @property
    def told_min(self) -> FloatArray:
        """Minutes by which places are allotted in the end: residents use the services of their own area first."""
        return np.where(self.is_own, 0.0, OWN_FIRST_MIN + self.pair_min)

    @property
    def needed_places(self) -> float:
        """Places that all areas need."""
        return round(float(self.gap.need.sum()) / MILLI, 3)

    @property
    def lacking_places(self) -> float:
        """Places that lack in all areas together."""
        return round(float(self.lacking.sum()) / MILLI, 3)


def figure_of(snapshot: Snapshot, field: Field, query: SitingQuery) -> float:
    """
    Return how many places for so many residents are aimed at.

    Raises
    ------
    InputError
        No law says it for this indicator, and the question does not either.
    """
    figure = legal_target(target_notes(snapshot, field.indicator)) if query.figure is None else query.figure
    if figure is None:
        raise InputError("error.siting_no_figure", value=f"coverage.name.{query.indicator}")
    return figure


def ground_of(field: Field, query: SitingQuery, figure: float, end: CapacityEnd) -> Ground:
    """Turn the field into the gap, at an end of what is not known."""
    need = np.ceil(field.people * figure / field.indicator.per_count * MILLI - TOLERANCE).astype(np.int64)
    total = int(need.sum())
    places = service_places(field, end)
    given = np.floor(np.minimum(places * MILLI, total) + TOLERANCE).astype(np.int64)
    at_new = np.where(field.is_unlisted & (end is CapacityEnd.MOST), total, 0)
    service_count, area_count = len(given), len(need)
    is_within = np.vstack([field.service_is_within(end), field.new_is_within])
    travel_min = np.vstack([field.service_min, field.new_min])
    gap = Gap(
        need=need,
        given=np.concatenate([given, at_new]),
        most_added=np.concatenate([_room(field, query), _most_new(field, need, given, query)]),
        is_new=np.repeat([False, True], [service_count, area_count]),
        reach=reach_of(is_within),
        least_new=query.least_new_count,
        most_new=query.most_new_count,
        place_cost=_place_cost(query, service_count, area_count),
        structure_cost=query.new_structure_eur if has_costs(query) else 0.0,
    )
    standing = allot(gap, np.zeros_like(gap.most_added), np.flatnonzero(_is_own(gap, field)))
    if query.areas is AreaSense.BASIN:
        unused = min(int(gap.given.sum()), total) - int((need - standing.unmet).sum())
        gap = _with_unused(gap, is_within, unused)
        travel_min = np.vstack([travel_min, np.zeros(area_count)])
        standing = allot(gap, np.zeros_like(gap.most_added), np.flatnonzero(_is_own(gap, field)))
    pair_min = travel_min[gap.reach.pair_site, gap.reach.pair_area]
    pair_min = np.where(np.isfinite(pair_min), pair_min, 0.0)
    return Ground(gap, service_count, pair_min, standing.unmet, _is_own(gap, field))


def _is_own(gap: Gap, field: Field) -> BoolArray:
    """Tell which pairs are of a service and the area in which it stands."""
    area_of_site = np.full(gap.reach.site_count, NOBODY, np.int64)
    area_of_site[: len(field.whose)] = field.whose
    return np.asarray(area_of_site[gap.reach.pair_site] == gap.reach.pair_area)


def has_costs(query: SitingQuery) -> bool:
    """Tell whether the plan is the one that costs least."""
    return query.new_place_eur is not None and query.added_place_eur is not None


def plan(ground: Ground, field: Field, query: SitingQuery) -> GapPlan:
    """Find the plan; among equal ones people travel less, first by where they go, then by where new sites are."""
    found = plan_gap(ground.gap, is_exact=query.is_exact, time_limit_s=query.time_limit_s)
    added = found.added
    allotted = nearest_allotment(ground.gap, added, ground.told_min)
    for _ in range(MOST_MOVES):
        moved = _nearer(ground, field, added, allotted)
        if np.array_equal(moved, added):
            break
        added = moved
        allotted = nearest_allotment(ground.gap, added, ground.told_min)
    return GapPlan(added, allotted, found.cost, found.bound, found.effort)


def _nearer(ground: Ground, field: Field, added: IntArray, allotted: IntArray) -> IntArray:
    """Move new sites to centres that reach all whom they serve, in fewer minutes, and may be as large."""
    gap, moved = ground.gap, added.copy()
    travel_min = np.where(field.new_is_within, np.where(np.isfinite(field.new_min), field.new_min, 0.0), np.inf)
    first = ground.service_count
    for own in np.flatnonzero(added[first : first + len(field.codes)]):
        site = first + own
        pairs = np.arange(gap.reach.site_start[site], gap.reach.site_start[site + 1])
        used = pairs[allotted[pairs] > 0]
        minutes = travel_min[:, gap.reach.pair_area[used]] @ allotted[used].astype(float)
        centres = moved[first : first + len(field.codes)]
        is_free = (centres == 0) & (gap.most_added[first : first + len(field.codes)] >= added[site])
        best = int(np.argmin(np.where(is_free, minutes, np.inf)))
        if is_free[best] and minutes[best] < minutes[own] - TOLERANCE:
            moved[site], moved[first + best] = 0, added[site]
    return moved


def holds_at(ground: Ground, found: GapPlan) -> bool:
    """Tell whether a plan gives every area what it needs there too."""
    return not allot(ground.gap, found.added).unmet.any()


def is_same_ground(one: Ground, other: Ground) -> bool:
    """Tell whether the same places stand, and reach the same areas."""
    ours, theirs = (
        (ground.gap.given, ground.gap.reach.pair_site, ground.gap.reach.pair_area) for ground in (one, other)
    )
    return all(np.array_equal(left, right) for left, right in zip(ours, theirs, strict=True))


def bound_at(ground: Ground, query: SitingQuery) -> float:
    """
    Return what no plan costs less than.

    Where places alone are counted that is what lacks, in whole places: there is always a new site that could take it.
    With costs it is the linear programme without tightening. It is the same everywhere, however far a search goes.
    """
    if has_costs(query):
        return relaxed(ground.gap, round_count=1).bound
    return float(-(-int(ground.lacking.sum()) // MILLI))


def lacking_areas(field: Field, ground: Ground) -> list[SitingArea]:
    """Return the municipalities with the places that they need and those that lack."""
    parts = zip(area_rows(field), ground.gap.need, ground.lacking, strict=True)
    return [
        replace(area, needed_places=round(float(need) / MILLI, 3), lacking_places=round(float(lacks) / MILLI, 3))
        for area, need, lacks in parts
    ]


def _room(field: Field, query: SitingQuery) -> IntArray:
    """Return by how many places each service may grow; one that may be closed to others does not."""
    grown = np.floor(field.services.counted * query.enlarge_share + TOLERANCE)
    return np.where(field.is_open(CapacityEnd.STATED), grown, 0).astype(np.int64)


def _most_new(field: Field, need: IntArray, given: IntArray, query: SitingQuery) -> IntArray:
    """
    Return how many places each new site may have: one structure, or as many as its own residents lack.

    So a village does not get the nurseries of the town beside it; and every area can be given what it needs, for its
    own services and its own new site always reach it.
    """
    own = np.bincount(field.whose, given, minlength=len(need)).astype(np.int64)
    return np.asarray(np.maximum(query.most_new_count, -(-(need - own) // MILLI)), np.int64)


def _place_cost(query: SitingQuery, service_count: int, area_count: int) -> FloatArray:
    costs = (query.added_place_eur, query.new_place_eur) if has_costs(query) else (1.0, 1.0)
    return np.repeat(np.array(costs, float), [service_count, area_count])


def _with_unused(gap: Gap, is_within: BoolArray, unused: int) -> Gap:
    """Add what counts for the basin and is used by nobody within the minutes."""
    everywhere = np.ones((1, is_within.shape[1]), bool)
    return Gap(
        need=gap.need,
        given=np.append(gap.given, unused),
        most_added=np.append(gap.most_added, 0),
        is_new=np.append(gap.is_new, False),
        reach=reach_of(np.vstack([is_within, everywhere])),
        least_new=gap.least_new,
        most_new=gap.most_new,
        place_cost=np.append(gap.place_cost, 1.0),
        structure_cost=gap.structure_cost,
    )
