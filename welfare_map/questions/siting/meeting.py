"""
The targets ``interfirm`` and ``enterprise``: where places lack within the minutes, enough of them for a structure.

What lacks is what no service can give within the minutes (``gapping``), at the stated number of places. The site that
most of it is within reach of comes first; what it would meet is taken out before the next one is looked for. For an
interfirm nursery two adherent firms or more must be within the minutes too; a firm counts for one site alone.
"""

from dataclasses import dataclass, replace

import numpy as np

from geodata.codes import ConsortiumParameter
from geodata.crs import FloatArray
from geodata.errors import InputError
from geodata.routing import TravelTimes
from welfare_map.model import CapacityEnd, Firm, SitingAnswer, SitingParameter, SitingQuery, SitingRow, SitingTarget
from welfare_map.questions.siting.answering import answer_of
from welfare_map.questions.siting.ends import Ends, ends_of
from welfare_map.questions.siting.field import Field
from welfare_map.questions.siting.firms import adherents, described, near, stated
from welfare_map.questions.siting.gap import MILLI
from welfare_map.questions.siting.gapping import Ground, figure_of, ground_of, lacking_areas
from welfare_map.questions.siting.parameters import gap_figure, table_parameter
from welfare_map.questions.siting.reach import BoolArray
from welfare_map.questions.siting.rows import new_site, served_areas, site_row
from welfare_map.questions.siting.saying import meeting_ends, meeting_sentence, met_sentence, status_of
from welfare_map.snapshot import Snapshot

FEWEST_FIRMS = 2
"""One firm alone has nobody to share with."""


@dataclass(frozen=True, eq=False)
class Wanted:
    """
    What a site has to be.

    Parameters
    ----------
    figure, threshold
        Places for so many residents; places that must lack within the minutes.
    firms, is_near
        Adherent firms, and which of them each centre is within the minutes of; none for a new enterprise.
    use
        The least and the most of a firm's staff that would use a place.
    """

    figure: float
    threshold: float
    firms: tuple[Firm, ...]
    is_near: BoolArray
    use: tuple[float, float]


@dataclass(frozen=True, eq=False)
class Met:
    """A site that was found: places that each area still lacks there, and the firms that are counted for it."""

    site: int
    left: FloatArray
    firms: tuple[Firm, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Places that lack in all, and how many sites there are."""

    lacking: float
    site_count: int


def meeting(snapshot: Snapshot, query: SitingQuery, field: Field, travel_times: TravelTimes) -> SitingAnswer:
    """
    Answer this target.

    Raises
    ------
    InputError
        Nobody says from how many places a structure holds.
    """
    wanted = _wanted(snapshot, query, field, travel_times)
    ground = ground_of(field, query, wanted.figure, query.capacities)
    sites = _sites(query, field, ground, wanted)
    rows = tuple(_row(snapshot, query, field, met, wanted) for met in sites)

    def found_at(end: CapacityEnd) -> Found:
        other = ground_of(field, query, wanted.figure, end)
        return Found(other.lacking_places, len(_sites(query, field, other, wanted)))

    ends = ends_of(query.capacities, Found(ground.lacking_places, len(rows)), found_at)
    answer = answer_of(
        snapshot,
        query,
        field,
        rows=rows,
        areas=lacking_areas(field, ground),
        plan_words=meeting_sentence(query, field, rows, threshold=wanted.threshold, lacking=ground.lacking_places),
        status=status_of(field, rows, is_lacking=ground.lacking_places > 0),
        end_words=meeting_ends(
            query,
            field,
            Ends(ends.least.lacking, ends.most.lacking),
            Ends(ends.least.site_count, ends.most.site_count),
        ),
        ends=Ends(ends.least.lacking, ends.most.lacking),
    )
    return replace(
        answer,
        figure=wanted.figure,
        needed_places=ground.needed_places,
        lacking_places=ground.lacking_places,
        assumptions=_parameters(snapshot, query, field, wanted.figure),
    )


def _wanted(snapshot: Snapshot, query: SitingQuery, field: Field, travel_times: TravelTimes) -> Wanted:
    is_interfirm = query.target is SitingTarget.INTERFIRM
    firms = adherents(snapshot, query) if is_interfirm else ()
    table = snapshot.territory.municipalities.iloc[field.rows]
    points = table["point_lon"].to_numpy(float), table["point_lat"].to_numpy(float)
    return Wanted(
        figure=figure_of(snapshot, field, query),
        threshold=_threshold(snapshot, query),
        firms=firms,
        is_near=near(snapshot, query, travel_times, firms, points),
        use=_use(snapshot, query) if is_interfirm else (0.0, 0.0),
    )


def _threshold(snapshot: Snapshot, query: SitingQuery) -> float:
    found = query.threshold_count
    if found is None and query.indicator in {"lep_nursery", "nursery_places_per_100_aged_0_2"}:
        found = stated(snapshot, ConsortiumParameter.THRESHOLD).value
    if found is None:
        raise InputError("error.siting_no_threshold", value=f"coverage.name.{query.indicator}")
    return found


def _use(snapshot: Snapshot, query: SitingQuery) -> tuple[float, float]:
    """Return the least and the most of a firm's staff that would use a place."""
    if query.use_share is not None:
        return query.use_share, query.use_share
    said = stated(snapshot, ConsortiumParameter.USE)
    if said.value is None:
        raise InputError("error.siting_no_use")
    return said.value if said.low is None else said.low, said.value if said.high is None else said.high


def _sites(query: SitingQuery, field: Field, ground: Ground, wanted: Wanted) -> list[Met]:
    """Take the site that most of what lacks is within reach of, then the next one, while enough lacks."""
    is_within = field.new_is_within
    left, is_free = ground.lacking / MILLI, np.ones(len(wanted.firms), bool)
    found: list[Met] = []
    while len(found) < query.site_count:
        unmet = is_within @ left
        is_enough = unmet >= wanted.threshold
        if query.target is SitingTarget.INTERFIRM:
            is_enough &= (wanted.is_near & is_free).sum(axis=1) >= FEWEST_FIRMS
        if not is_enough.any():
            break
        site = int(np.argmax(np.where(is_enough, unmet, -1.0)))
        own = zip(wanted.firms, wanted.is_near[site] & is_free, strict=True)
        found.append(Met(site, left, tuple(firm for firm, is_here in own if is_here)))
        left = np.where(is_within[site], 0.0, left)
        is_free &= ~wanted.is_near[site]
    return found


def _row(snapshot: Snapshot, query: SitingQuery, field: Field, met: Met, wanted: Wanted) -> SitingRow:
    site, left = met.site, met.left
    own = np.flatnonzero(field.new_is_within[site] & (left > 0))
    per_place = field.indicator.per_count / wanted.figure
    areas = served_areas(
        field, ((int(area), left[area] * per_place, float(left[area]), field.new_min[site, area]) for area in own)
    )
    unmet = float(left[own].sum())
    near_firms = described(met.firms, wanted.use) if query.target is SitingTarget.INTERFIRM else None
    row = site_row(
        new_site(snapshot, field, site),
        areas,
        met_sentence(query, field, field.names[site], areas, unmet=unmet, firms=near_firms),
        is_estimate=bool(field.new_is_estimate[site, own].any()),
        is_demo=field.has_demo or any(firm.is_demo for firm in met.firms),
    )
    return replace(row, structure_count=int(unmet // wanted.threshold), unmet_places=round(unmet, 2), firms=near_firms)


def _parameters(snapshot: Snapshot, query: SitingQuery, field: Field, figure: float) -> tuple[SitingParameter, ...]:
    threshold = table_parameter(
        "threshold_count", query.threshold_count, stated(snapshot, ConsortiumParameter.THRESHOLD)
    )
    if query.target is SitingTarget.ENTERPRISE:
        return gap_figure(snapshot, query, field, figure), threshold
    use = table_parameter("use_share", query.use_share, stated(snapshot, ConsortiumParameter.USE))
    return gap_figure(snapshot, query, field, figure), threshold, use
