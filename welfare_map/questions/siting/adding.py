"""The target ``lep``: places to add so that every area has what it needs within the minutes."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from geodata.crs import FloatArray
from welfare_map.model import SitingAnswer, SitingQuery, SitingRow
from welfare_map.questions.siting.answering import answer_of
from welfare_map.questions.siting.effort import gap_pct
from welfare_map.questions.siting.ends import Ends, ends_of
from welfare_map.questions.siting.field import Field
from welfare_map.questions.siting.gap import MILLI, GapPlan
from welfare_map.questions.siting.gapping import (
    Ground,
    bound_at,
    figure_of,
    ground_of,
    has_costs,
    holds_at,
    is_same_ground,
    lacking_areas,
    plan,
)
from welfare_map.questions.siting.headline import first_words, gap_words, is_too_few, wider_of, with_wider
from welfare_map.questions.siting.parameters import gap_parameters
from welfare_map.questions.siting.reach import BoolArray, IntArray
from welfare_map.questions.siting.rows import existing_site, new_site, served_areas, site_row
from welfare_map.questions.siting.saying import added_sentence, bound_ends, proof_words, status_of
from welfare_map.snapshot import Snapshot


def adding(snapshot: Snapshot, query: SitingQuery, field: Field) -> SitingAnswer:
    """Answer this target."""
    figure = figure_of(snapshot, field, query)
    ground = ground_of(field, query, figure, query.capacities)
    found = plan(ground, field, query)
    rows = _rows(snapshot, query, field, ground, found, figure)
    value, bound, unit = round(found.cost, 2), round(found.bound, 2), "eur" if has_costs(query) else "places"
    grounds = ends_of(query.capacities, ground, lambda end: ground_of(field, query, figure, end))
    ends, is_known = _ends(query, ground, found, grounds)
    areas, status = lacking_areas(field, ground), status_of(field, rows, is_lacking=bool(rows))
    answer = answer_of(
        snapshot,
        query,
        field,
        rows=rows,
        areas=areas,
        plan_words=gap_words(query, field, rows, figure=figure, lacking=ground.lacking_places),
        status=status,
        end_words=bound_ends(query, field, ends, unit=unit, is_known=is_known),
        ends=ends,
    )
    if is_too_few(query, rows, ground.lacking_places):
        answer = with_wider(answer, wider_of(snapshot, field))
    return replace(
        answer,
        first_words=first_words(query, field, rows, areas, status=status, is_known=_lacks_alike(field, grounds)),
        unit=unit,
        value=value,
        lower_bound=bound,
        gap_pct=gap_pct(value, bound),
        is_proven_best=found.is_proven_best,
        bound_words=proof_words(query, value, bound, unit=unit, effort=found.effort),
        places_added=int(found.added.sum()),
        cost_eur=value if has_costs(query) else None,
        figure=figure,
        needed_places=ground.needed_places,
        lacking_places=ground.lacking_places,
        assumptions=gap_parameters(snapshot, query, field, figure),
    )


def _lacks_alike(field: Field, grounds: Ends[Ground]) -> Callable[[str], bool]:
    """Return whether a municipality lacks as many places at both ends."""
    is_alike = dict(zip(field.codes, (grounds.least.lacking == grounds.most.lacking).tolist(), strict=True))
    return is_alike.__getitem__


def _ends(query: SitingQuery, ground: Ground, found: GapPlan, grounds: Ends[Ground]) -> tuple[Ends[float], bool]:
    """
    Return what no plan goes below at both ends, and whether the answer is the same there.

    It is where the plan holds with the fewest places that may stand, and none is better with the most. Else the ends
    are bounded in one way; what is proven of the plan holds with fewer places that stand too, and raises the worst end.
    """
    is_same = Ends(is_same_ground(grounds.least, ground), is_same_ground(grounds.most, ground))
    if is_same.least and is_same.most:
        return Ends(found.bound, found.bound), True
    at_least, own, at_most = (bound_at(one, query) for one in (grounds.least, ground, grounds.most))
    if (is_same.least or holds_at(grounds.least, found)) and (is_same.most or at_most >= found.cost):
        return Ends(found.bound, found.bound), True
    worst = max(at_least, own, found.bound)  # no plan needs less with fewer places that stand
    return Ends(worst, min(at_most, own)), False


def _rows(
    snapshot: Snapshot, query: SitingQuery, field: Field, ground: Ground, found: GapPlan, figure: float
) -> tuple[SitingRow, ...]:
    """Return the sites that get places, by the residents whom they serve, then by code."""
    structures = ground.gap.structures(found.added)
    rows = [
        _row(snapshot, query, field, ground, found, int(site), int(structures[site]), figure)
        for site in np.flatnonzero(found.added)
    ]
    return tuple(sorted(rows, key=lambda row: (-row.people_count, row.municipality_code, row.service_id or "")))


def _row(  # noqa: PLR0913, PLR0917  # one site of a plan of a question
    snapshot: Snapshot,
    query: SitingQuery,
    field: Field,
    ground: Ground,
    found: GapPlan,
    site: int,
    structure_count: int,
    figure: float,
) -> SitingRow:
    gap = ground.gap
    pairs = np.arange(gap.reach.site_start[site], gap.reach.site_start[site + 1])
    used = pairs[found.allotted[pairs] > 0]
    is_new, added, given = bool(gap.is_new[site]), int(found.added[site]), int(gap.given[site])
    for_added = _of_added(found.allotted[used], given, is_own=ground.is_own[used])
    areas = served_areas(
        field,
        (
            (
                int(gap.reach.pair_area[pair]),
                places * field.indicator.per_count / figure,
                places,
                ground.pair_min[pair],
            )
            for pair, places in zip(used, for_added / MILLI, strict=True)
            if places
        ),
    )
    own = site - ground.service_count
    who = new_site(snapshot, field, own) if is_new else existing_site(snapshot, field, site)
    is_estimate = field.new_is_estimate[own] if is_new else field.service_is_estimate[site]
    cost = float(gap.place_cost[site]) * added + gap.structure_cost * structure_count
    row = site_row(
        who,
        areas,
        added_sentence(query, field, who, areas, added=added, structures=structure_count, figure=figure),
        is_estimate=bool(is_estimate[gap.reach.pair_area[used]].any()),
        is_demo=field.has_demo,
    )
    return replace(
        row,
        places_added=added,
        places_used=round(sum(area.places or 0 for area in areas), 2),
        structure_count=structure_count if is_new else None,
        places_before=None if is_new else round(given / MILLI, 2),
        cost_eur=round(cost, 2) if has_costs(query) else None,
    )


def _of_added(allotted: IntArray, given: int, *, is_own: BoolArray) -> FloatArray:
    """
    Return how much of what each area has of a site comes from the places added, in thousandths.

    The places that stood go to the residents of the own area first; what is added is for those who come after.
    """
    own = allotted[is_own].sum()
    from_given = np.where(is_own, allotted * min(1.0, given / max(own, 1)), 0.0)
    rest, others = max(given - own, 0), allotted[~is_own].sum()
    from_given[~is_own] = allotted[~is_own] * min(1.0, rest / max(others, 1))
    return np.asarray(allotted - from_given)
