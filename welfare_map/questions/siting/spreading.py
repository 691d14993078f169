"""The targets ``cover`` and ``p_median``: new sites beside the services that stand, without counting places."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from geodata.crs import FloatArray
from geodata.routing import TravelTimes
from welfare_map.model import CapacityEnd, Phrase, ServedArea, SitingAnswer, SitingQuery, SitingRow
from welfare_map.questions.siting.answering import answer_of
from welfare_map.questions.siting.covering import Choice, most_covered, most_covered_exactly
from welfare_map.questions.siting.effort import gap_pct
from welfare_map.questions.siting.ends import Ends, ends_of
from welfare_map.questions.siting.field import Field
from welfare_map.questions.siting.median import least_travel, least_travel_exactly
from welfare_map.questions.siting.reach import BoolArray, IntArray, reach_of
from welfare_map.questions.siting.rows import Served, area_rows, new_site, served_areas, site_row
from welfare_map.questions.siting.saying import (
    cover_ends,
    cover_sentence,
    covered_sentence,
    median_ends,
    median_sentence,
    nearer_sentence,
    proof_words,
    status_of,
)
from welfare_map.snapshot import Snapshot

Areas = Sequence[ServedArea]

# --- maximal covering -----------------------------------------------------------------------------------------------


def covering(snapshot: Snapshot, query: SitingQuery, field: Field) -> SitingAnswer:
    """Answer the target ``cover``."""
    is_within, before = field.new_is_within, field.is_covered(query.capacities)
    found = _covering(query, field, before)
    weight = np.where(before, 0.0, field.people)
    sites = _useful(found.sites, is_within, weight)
    after: BoolArray = np.asarray(before | is_within[sites].any(axis=0))
    rows = _covered_rows(snapshot, query, field, sites, before)
    people_before, people_after = float(field.people[before].sum()), float(field.people[after].sum())

    def most_at(end: CapacityEnd) -> float:
        covered = field.is_covered(end)
        return (
            float(field.people[covered].sum())
            + (found if (covered == before).all() else _covering(query, field, covered)).bound
        )

    bound = people_before + found.bound
    ends = ends_of(query.capacities, bound, most_at)
    ends = Ends(min(ends.least, bound), max(ends.most, bound))  # no choice brings more with fewer services that stand
    is_known = _is_same(field, Field.is_covered)
    answer = answer_of(
        snapshot,
        query,
        field,
        rows=rows,
        areas=[
            replace(area, is_covered_before=was, is_covered_after=will)
            for area, was, will in zip(area_rows(field), before.tolist(), after.tolist(), strict=True)
        ],
        plan_words=cover_sentence(query, field, rows, before=people_before, after=people_after, is_known=is_known),
        status=status_of(field, rows, is_lacking=bool(rows)),
        end_words=cover_ends(query, field, ends, is_known=is_known),
        ends=ends,
    )
    added = people_after - people_before
    return replace(
        answer,
        unit="people",
        value=round(people_after, 2),
        upper_bound=round(people_before + max(found.bound, added), 2),
        gap_pct=gap_pct(added, found.bound),
        is_proven_best=found.is_proven_best,
        bound_words=proof_words(query, added, found.bound, unit="people", effort=found.effort),
        people_before=round(people_before, 2),
        people_after=round(people_after, 2),
    )


def _covering(query: SitingQuery, field: Field, before: BoolArray) -> Choice:
    weight, reach = np.where(before, 0.0, field.people), reach_of(field.new_is_within)
    if query.is_exact:
        return most_covered_exactly(weight, reach, query.site_count, query.time_limit_s)
    return most_covered(weight, reach, query.site_count)


def _is_same(field: Field, at: Callable[[Field, CapacityEnd], npt.NDArray[np.generic]]) -> bool:
    """Tell whether what residents have today is the same at both ends of what is not known."""
    least, most = (at(field, end)[field.people > 0] for end in (CapacityEnd.LEAST, CapacityEnd.MOST))
    return np.array_equal(least, most)


def _useful(sites: IntArray, is_within: BoolArray, weight: FloatArray) -> IntArray:
    """Return the sites by the people whom each brings beside those before it, without those that bring nobody."""
    left, ordered, remaining = weight.copy(), [], [int(site) for site in sites]
    while remaining:
        best = max(remaining, key=lambda site: (left[is_within[site]].sum(), -site))
        if left[is_within[best]].sum() <= 0:
            break
        ordered.append(best)
        remaining.remove(best)
        left[is_within[best]] = 0
    return np.array(ordered, np.int64)


def _covered_rows(
    snapshot: Snapshot, query: SitingQuery, field: Field, sites: IntArray, before: BoolArray
) -> tuple[SitingRow, ...]:
    is_open = ~before
    is_known = field.is_covered(CapacityEnd.LEAST) == field.is_covered(CapacityEnd.MOST)
    rows = []
    for site in sites.tolist():
        own = np.flatnonzero(field.new_is_within[site] & is_open & (field.people > 0))
        is_open[own] = False
        served = [(int(area), float(field.people[area]), None, field.new_min[site, area]) for area in own]
        said = covered_sentence(query, field, site, is_known=bool(is_known[own].all()))
        rows.append(_row(snapshot, field, site, served, said))
    return tuple(rows)


def _row(
    snapshot: Snapshot, field: Field, site: int, served: Sequence[Served], sentence: Callable[[Areas], Phrase]
) -> SitingRow:
    areas = served_areas(field, served)
    own = [one[0] for one in served]
    return site_row(
        new_site(snapshot, field, site),
        areas,
        sentence(areas),
        is_estimate=bool(field.new_is_estimate[site, own].any()),
        is_demo=field.has_demo,
    )


# --- p-median -------------------------------------------------------------------------------------------------------


def shortening(snapshot: Snapshot, query: SitingQuery, field: Field, travel_times: TravelTimes) -> SitingAnswer:
    """Answer the target ``p_median``."""
    new_min, before = _finite(field, snapshot, query, travel_times), field.nearest_min(query.capacities)
    found = _shortening(query, field, new_min, before)
    after = np.minimum(before, new_min[found.sites].min(axis=0, initial=np.inf))
    rows = _nearer_rows(snapshot, query, field, found, new_min, before)
    total = float(field.people.sum())
    mean_before = _mean(before, field)
    mean_after = found.value / total if total else None
    value, bound = round(found.value, 2), round(min(found.bound, found.value), 2)

    def least_at(end: CapacityEnd) -> float:
        nearest = field.nearest_min(end)
        if np.array_equal(nearest, before):
            return bound
        other = _shortening(query, field, new_min, nearest)
        return round(min(other.bound, other.value), 2)

    ends = ends_of(query.capacities, bound, least_at)
    ends = Ends(max(ends.least, bound), min(ends.most, bound))  # no choice is nearer with fewer services that stand
    is_known = _is_same(field, Field.nearest_min)
    answer = answer_of(
        snapshot,
        query,
        field,
        rows=rows,
        areas=[
            replace(area, travel_min_before=was, travel_min_after=will)
            for area, was, will in zip(area_rows(field), _known(before), _known(after), strict=True)
        ],
        plan_words=median_sentence(query, field, rows, before=mean_before, after=mean_after, is_known=is_known),
        status=status_of(field, rows, is_lacking=bool(rows)),
        end_words=median_ends(query, field, ends, is_known=is_known),
        ends=ends,
    )
    return replace(
        answer,
        unit="minutes",
        value=value,
        lower_bound=bound,
        gap_pct=gap_pct(value, bound),
        is_proven_best=found.is_proven_best,
        bound_words=proof_words(query, value, bound, unit="minutes", effort=found.effort),
        mean_min_before=None if mean_before is None else round(mean_before, 2),
        mean_min_after=None if mean_after is None else round(mean_after, 2),
    )


def _shortening(query: SitingQuery, field: Field, new_min: FloatArray, before: FloatArray) -> Choice:
    weight = field.people
    cost, standing = new_min * weight, np.where(weight > 0, before * np.maximum(weight, 1e-9), 0.0)
    if query.is_exact:
        return least_travel_exactly(cost, standing, query.site_count, query.time_limit_s)
    return least_travel(cost, standing, query.site_count)


def _mean(minutes: FloatArray, field: Field) -> float | None:
    """Return the mean minutes of residents; None where some reach nothing."""
    weight = field.people
    if not weight.any() or not np.isfinite(minutes[weight > 0]).all():
        return None
    return float(minutes[weight > 0] @ weight[weight > 0] / weight.sum())


def _finite(field: Field, snapshot: Snapshot, query: SitingQuery, travel_times: TravelTimes) -> FloatArray:
    """Return minutes to new sites; where the engine finds no way, the estimate's."""
    if np.isfinite(field.new_min).all():
        return field.new_min
    table = snapshot.territory.municipalities.iloc[field.rows]
    lon, lat = table["point_lon"].to_numpy(float), table["point_lat"].to_numpy(float)
    estimate = travel_times.estimate.matrix(lon, lat, lon, lat, query.mode).travel_min.T
    return np.where(np.isfinite(field.new_min), field.new_min, np.round(estimate, 1))


def _known(minutes: FloatArray) -> list[float | None]:
    return [round(float(one), 1) if np.isfinite(one) else None for one in minutes]


def _nearer_rows(
    snapshot: Snapshot, query: SitingQuery, field: Field, found: Choice, new_min: FloatArray, before: FloatArray
) -> tuple[SitingRow, ...]:
    """Return the sites that are the nearest for somebody, by the people for whom they are."""
    if len(found.sites) == 0:
        return ()
    own_min = new_min[found.sites]
    nearest, least = own_min.argmin(axis=0), own_min.min(axis=0)
    is_nearer = (least < before) & (field.people > 0)
    rows = []
    for number, site in enumerate(found.sites.tolist()):
        own = np.flatnonzero(is_nearer & (nearest == number))
        if len(own) == 0:
            continue
        served = [(int(area), float(field.people[area]), None, least[area]) for area in own]
        mean = float(least[own] @ field.people[own] / field.people[own].sum())
        row = _row(snapshot, field, site, served, nearer_sentence(field, site, mean))
        rows.append(replace(row, mean_min=round(mean, 2)))
    return tuple(sorted(rows, key=lambda row: (-row.people_count, row.municipality_code)))
