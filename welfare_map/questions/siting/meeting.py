"""
The targets ``interfirm`` and ``enterprise``: where places lack within the minutes, enough of them for a structure.

What lacks is what no service can give within the minutes (``gapping``), at the stated number of places. The site that
most of it is within reach of comes first; what it would meet is taken out before the next one is looked for. For an
interfirm nursery two adherent firms or more must be within the minutes too; a firm counts for one site alone.
"""

from typing import Any

import numpy as np

from geodata.codes import ConsortiumParameter
from geodata.errors import InputError
from geodata.routing import TravelTimes
from welfare_map.model import Firm, NearFirms, SitingQuery, SitingRow, SitingTarget
from welfare_map.questions.siting.field import Field
from welfare_map.questions.siting.firms import adherents, described, near, stated
from welfare_map.questions.siting.gap import MILLI
from welfare_map.questions.siting.gapping import Ground, figure_of, ground_of
from welfare_map.questions.siting.parameters import gap_figure, table_parameter
from welfare_map.questions.siting.reach import BoolArray
from welfare_map.questions.siting.rows import area_rows, new_site, served_areas, site_row
from welfare_map.questions.siting.saying import meeting_sentence, met_sentence, no_bound_words, status_of
from welfare_map.snapshot import Snapshot

FEWEST_FIRMS = 2
"""One firm alone has nobody to share with."""


def meeting(snapshot: Snapshot, query: SitingQuery, field: Field, travel_times: TravelTimes) -> dict[str, Any]:
    """
    Return the part of the answer that is this target's own.

    Raises
    ------
    InputError
        Nobody says from how many places a structure holds.
    """
    figure = figure_of(snapshot, field, query)
    ground = ground_of(snapshot, field, query, figure, query.capacities)
    threshold = _threshold(snapshot, query)
    is_interfirm = query.target is SitingTarget.INTERFIRM
    firms = adherents(snapshot, query) if is_interfirm else ()
    table = snapshot.territory.municipalities.iloc[field.rows]
    points = table["point_lon"].to_numpy(float), table["point_lat"].to_numpy(float)
    is_near = near(snapshot, query, travel_times, firms, points)
    rows = _rows(snapshot, query, field, ground, firms, is_near, threshold, figure)
    lacking = ground.lacking / MILLI
    return {
        "rows": rows,
        "sentence": meeting_sentence(query, field, rows, threshold=threshold, lacking=float(lacking.sum())),
        "status": status_of(field, is_lacking=bool(rows)),
        "bound_words": no_bound_words(),
        "figure": figure,
        "needed_places": round(float(ground.gap.need.sum()) / MILLI, 3),
        "lacking_places": round(float(lacking.sum()), 3),
        "areas": area_rows(
            field,
            needed_places=[round(float(need) / MILLI, 3) for need in ground.gap.need],
            lacking_places=[round(float(one), 3) for one in lacking],
        ),
        "assumptions": _parameters(snapshot, query, field, figure),
        "has_demo": field.has_demo or any(row.is_demo for row in rows),
    }


def _threshold(snapshot: Snapshot, query: SitingQuery) -> float:
    found = query.threshold_count
    if found is None and query.indicator in {"lep_nursery", "nursery_places_per_100_aged_0_2"}:
        found = stated(snapshot, ConsortiumParameter.THRESHOLD).value
    if found is None:
        raise InputError("error.siting_no_threshold", value=query.indicator)
    return found


def _use(snapshot: Snapshot, query: SitingQuery) -> tuple[float, float]:
    """Return the least and the most of a firm's staff that would use a place."""
    if query.use_share is not None:
        return query.use_share, query.use_share
    said = stated(snapshot, ConsortiumParameter.USE)
    if said.value is None:
        raise InputError("error.siting_no_use")
    return said.low or said.value, said.high or said.value


def _rows(  # noqa: PLR0913, PLR0917  # a search over sites, areas and firms
    snapshot: Snapshot,
    query: SitingQuery,
    field: Field,
    ground: Ground,
    firms: tuple[Firm, ...],
    is_near: BoolArray,
    threshold: float,
    figure: float,
) -> tuple[SitingRow, ...]:
    is_interfirm = query.target is SitingTarget.INTERFIRM
    use = _use(snapshot, query) if is_interfirm else (0.0, 0.0)
    is_within = field.new_is_within
    left, is_free = ground.lacking / MILLI, np.ones(len(firms), bool)
    rows: list[SitingRow] = []
    while len(rows) < query.site_count:
        unmet = is_within @ left
        is_enough = unmet >= threshold
        if is_interfirm:
            is_enough &= (is_near & is_free).sum(axis=1) >= FEWEST_FIRMS
        if not is_enough.any():
            break
        site = int(np.argmax(np.where(is_enough, unmet, -1.0)))
        own = [firm for firm, here in zip(firms, is_near[site] & is_free, strict=True) if here]
        rows.append(_row(snapshot, query, field, site, left, own, use, threshold, figure))
        left = np.where(is_within[site], 0.0, left)
        is_free &= ~is_near[site]
    return tuple(rows)


def _row(  # noqa: PLR0913, PLR0917  # idem
    snapshot: Snapshot,
    query: SitingQuery,
    field: Field,
    site: int,
    left: np.ndarray[tuple[int], np.dtype[np.float64]],
    firms: list[Firm],
    use: tuple[float, float],
    threshold: float,
    figure: float,
) -> SitingRow:
    own = np.flatnonzero(field.new_is_within[site] & (left > 0))
    per_place = field.indicator.per_count / figure
    areas = served_areas(
        field, ((int(area), left[area] * per_place, float(left[area]), field.new_min[site, area]) for area in own)
    )
    unmet = float(left[own].sum())
    near_firms: NearFirms | None = described(firms, use) if query.target is SitingTarget.INTERFIRM else None
    return site_row(
        new_site(snapshot, field, site),
        areas,
        met_sentence(query, field, field.names[site], areas, unmet=unmet, firms=near_firms),
        structure_count=int(unmet // threshold),
        unmet_places=round(unmet, 2),
        firms=near_firms,
        is_estimate=bool(field.new_is_estimate[site, own].any()),
        is_demo=field.has_demo or any(firm.is_demo for firm in firms),
    )


def _parameters(snapshot: Snapshot, query: SitingQuery, field: Field, figure: float) -> tuple[Any, ...]:
    threshold = table_parameter(
        "threshold_count", query.threshold_count, stated(snapshot, ConsortiumParameter.THRESHOLD)
    )
    if query.target is SitingTarget.ENTERPRISE:
        return gap_figure(snapshot, query, field, figure), threshold
    use = table_parameter("use_share", query.use_share, stated(snapshot, ConsortiumParameter.USE))
    return gap_figure(snapshot, query, field, figure), threshold, use
