"""The targets ``cover`` and ``p_median``: new sites beside the services that stand, without counting places."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from geodata.crs import FloatArray
from geodata.routing import TravelTimes
from welfare_map.model import SitingQuery, SitingRow, SitingTarget
from welfare_map.questions.siting.covering import Choice, most_covered, most_covered_exactly
from welfare_map.questions.siting.field import Field
from welfare_map.questions.siting.median import least_travel, least_travel_exactly
from welfare_map.questions.siting.reach import BoolArray, IntArray, reach_of
from welfare_map.questions.siting.rows import Served, area_rows, new_site, served_areas, site_row
from welfare_map.questions.siting.saying import (
    cover_sentence,
    covered_sentence,
    median_sentence,
    nearer_sentence,
    proof_words,
    status_of,
)
from welfare_map.snapshot import Snapshot


def spreading(snapshot: Snapshot, query: SitingQuery, field: Field, travel_times: TravelTimes) -> dict[str, Any]:
    """Return the part of the answer that is this target's own."""
    if query.target is SitingTarget.COVER:
        return _covering(snapshot, query, field)
    return _median(snapshot, query, field, travel_times)


# --- maximal covering -----------------------------------------------------------------------------------------------


def _covering(snapshot: Snapshot, query: SitingQuery, field: Field) -> dict[str, Any]:
    is_within = field.new_is_within
    before: BoolArray = np.asarray(field.service_is_within.any(axis=0))
    weight = np.where(before, 0.0, field.people)
    reach = reach_of(is_within)
    found = (
        most_covered_exactly(weight, reach, query.site_count, query.time_limit_s)
        if query.is_exact
        else most_covered(weight, reach, query.site_count)
    )
    sites = _useful(found.sites, is_within, weight)
    after: BoolArray = np.asarray(before | is_within[sites].any(axis=0))
    rows = _covered_rows(snapshot, query, field, sites, before)
    people = {"before": float(field.people[before].sum()), "after": float(field.people[after].sum())}
    bound = round(people["before"] + found.bound, 2)
    value = round(people["after"], 2)
    return {
        "rows": rows,
        "sentence": cover_sentence(query, field, rows, before=people["before"], after=people["after"]),
        "status": status_of(field, is_lacking=bool(rows)),
        "unit": "people",
        "value": value,
        "upper_bound": max(bound, value),
        "gap_pct": round(100 * (bound - value) / bound, 2) if bound else 0.0,
        "is_proven_best": found.is_proven_best,
        "bound_words": proof_words(query, value, bound, unit="people"),
        "people_before": round(people["before"], 2),
        "people_after": value,
        "areas": area_rows(field, is_covered_before=before.tolist(), is_covered_after=after.tolist()),
        "assumptions": (),
    }


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
    rows = []
    for site in sites.tolist():
        own = np.flatnonzero(field.new_is_within[site] & is_open & (field.people > 0))
        is_open[own] = False
        served = [(int(area), float(field.people[area]), None, field.new_min[site, area]) for area in own]
        rows.append(_row(snapshot, field, site, served, covered_sentence(query, field, site)))
    return tuple(rows)


def _row(
    snapshot: Snapshot, field: Field, site: int, served: Sequence[Served], sentence: Any, **said: Any
) -> SitingRow:
    areas = served_areas(field, served)
    own = [one[0] for one in served]
    return site_row(
        new_site(snapshot, field, site),
        areas,
        sentence(areas),
        is_estimate=bool(field.new_is_estimate[site, own].any()),
        is_demo=field.has_demo,
        **said,
    )


# --- p-median -------------------------------------------------------------------------------------------------------


def _median(snapshot: Snapshot, query: SitingQuery, field: Field, travel_times: TravelTimes) -> dict[str, Any]:
    new_min = _finite(field, snapshot, query, travel_times)
    before = field.service_min.min(axis=0, initial=np.inf)
    weight = field.people
    cost, standing = new_min * weight, np.where(weight > 0, before * np.maximum(weight, 1e-9), 0.0)
    found = (
        least_travel_exactly(cost, standing, query.site_count, query.time_limit_s)
        if query.is_exact
        else least_travel(cost, standing, query.site_count)
    )
    after = np.minimum(before, new_min[found.sites].min(axis=0, initial=np.inf))
    rows = _nearer_rows(snapshot, query, field, found, new_min, before)
    total = float(weight.sum())
    mean_before = float(before @ weight / total) if total and np.isfinite(before[weight > 0]).all() else None
    mean_after = found.value / total if total else None
    value, bound = round(found.value, 2), round(min(found.bound, found.value), 2)
    return {
        "rows": rows,
        "sentence": median_sentence(query, field, rows, before=mean_before, after=mean_after),
        "status": status_of(field, is_lacking=bool(rows)),
        "unit": "minutes",
        "value": value,
        "lower_bound": bound,
        "gap_pct": round(100 * (value - bound) / value, 2) if value else 0.0,
        "is_proven_best": found.is_proven_best,
        "bound_words": proof_words(query, value, bound, unit="minutes"),
        "mean_min_before": None if mean_before is None else round(mean_before, 2),
        "mean_min_after": None if mean_after is None else round(mean_after, 2),
        "areas": area_rows(field, travel_min_before=_known(before), travel_min_after=_known(after)),
        "assumptions": (),
    }


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
        rows.append(_row(snapshot, field, site, served, nearer_sentence(field, site, mean), mean_min=round(mean, 2)))
    return tuple(sorted(rows, key=lambda row: (-row.people_count, row.municipality_code)))
