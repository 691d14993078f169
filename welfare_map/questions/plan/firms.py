"""The firms of a plan: who they are, what they joined, the place that they share, the offices that answer there."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from geodata.codes import APPROXIMATE_QUALITIES, TravelMode
from geodata.errors import InputError
from geodata.routing import TravelTimes
from welfare_map.model import (
    MAX_PLAN_FIRM_COUNT,
    OWN_FIRM,
    Firm,
    InitiativeRow,
    PlanFirm,
    PlanPlace,
    PlanPoint,
    PlanQuery,
)
from welfare_map.questions.cells import records
from welfare_map.questions.employers import adhesions_of
from welfare_map.questions.firm_positions import Position, positions_of
from welfare_map.questions.firms_seen import firm_seen, known_ids
from welfare_map.questions.territory import office_at
from welfare_map.snapshot import Snapshot

SAME_DEGREES: Final = 1e-5
"""Two places nearer than this, about a metre, are one."""
BANDS: Final = ("residents", "residents_0_2", "residents_75_plus")


def firms_of(snapshot: Snapshot, query: PlanQuery) -> tuple[Firm, ...]:
    """
    Return the firms of a plan as its viewer sees them, each once: the visitor's own first, then as asked.

    Raises
    ------
    InputError
        ``error.plan_without_firms``, ``error.plan_too_many_firms``, ``error.unknown_organisation``.
    """
    is_known = query.me is not None and bool(known_ids(snapshot, (query.me.organisation_id,)))
    own = (query.me.organisation_id,) if query.me is not None and is_known else ()
    wanted = tuple(dict.fromkeys((*own, *query.organisation_ids)))
    firms = tuple(_with_added(firm_seen(snapshot, item, query.viewer), query.me) for item in wanted)
    if query.me is not None and not is_known:
        firms = (replace(query.me, organisation_id=OWN_FIRM), *firms)
    if not firms:
        raise InputError("error.plan_without_firms")
    if len(firms) > MAX_PLAN_FIRM_COUNT:
        raise InputError("error.plan_too_many_firms", count=len(firms), maximum=MAX_PLAN_FIRM_COUNT)
    return firms


def _with_added(firm: Firm, me: Firm | None) -> Firm:
    """Return a firm with the needs and offers that its visitor added in the open page, if it is the visitor's."""
    if me is None or me.organisation_id != firm.organisation_id:
        return firm
    known = {one.need_offer_id for one in firm.exchanges}
    return replace(firm, exchanges=(*firm.exchanges, *(one for one in me.exchanges if one.need_offer_id not in known)))


# --- the place they share -------------------------------------------------------------------------------------------


def shared_point(
    snapshot: Snapshot, query: PlanQuery, firms: Sequence[Firm], travel_times: TravelTimes
) -> PlanPoint | None:
    """
    Return the place that the firms share.

    Returns
    -------
    point
        The one that was asked for, with the firm whose door it is; else that of the firm to which the others have the
        fewest minutes in all, the earlier one of two; None where it is known of no firm where it is.

    Raises
    ------
    InputError
        Half a point, or one outside the area.
    """
    if (query.lon is None) != (query.lat is None):
        raise InputError("error.half_a_point")
    if query.lon is not None and query.lat is not None:
        host = _host_at(snapshot, firms, query.lon, query.lat)
        town = snapshot.territory.locate(query.lon, query.lat)
        return _point(snapshot, query.lon, query.lat, town, host, is_approximate=False)
    placed = [(firm, spot, code) for firm in firms for spot in positions_of(firm) if (code := _code_of(snapshot, spot))]
    if not placed:
        return None
    spots = [(firm.organisation_id, spot) for firm, spot, _ in placed]
    firm, spot, code = placed[_nearest_to_all(spots, query.mode, travel_times)]
    return _point(snapshot, spot.lon, spot.lat, code, firm, is_approximate=spot.is_approximate)


def _host_at(snapshot: Snapshot, firms: Sequence[Firm], lon: float, lat: float) -> Firm | None:
    """Return the firm whose door a place is, one of the plan before another of the register; None for nobody's."""
    ids = [firm.organisation_id for firm in firms if _is_at(firm, lon, lat)]
    for name in ("organisations", "sites"):
        table = snapshot.table(name)
        near = (abs(table["lon"] - lon) <= SAME_DEGREES) & (abs(table["lat"] - lat) <= SAME_DEGREES)
        ids += list(table.loc[near & ~table["position_quality"].isin(APPROXIMATE_QUALITIES), "organisation_id"])
    of_plan = {firm.organisation_id: firm for firm in firms}
    hosts = sorted(dict.fromkeys(ids), key=lambda item: item not in of_plan)
    return of_plan.get(hosts[0]) or firm_seen(snapshot, hosts[0]) if hosts else None


def _is_at(firm: Firm, lon: float, lat: float) -> bool:
    exact = (spot for spot in positions_of(firm) if not spot.is_approximate)
    return any(max(abs(spot.lon - lon), abs(spot.lat - lat)) <= SAME_DEGREES for spot in exact)


def _point(
    snapshot: Snapshot, lon: float, lat: float, code: str, firm: Firm | None, *, is_approximate: bool
) -> PlanPoint:
    towns = snapshot.territory.municipalities
    return PlanPoint(
        lon=lon,
        lat=lat,
        municipality_code=code,
        municipality_name=str(towns["municipality_name"].iat[snapshot.territory.row_of(code)]),
        organisation_id=firm.organisation_id if firm else None,
        organisation_name=firm.organisation_name if firm else None,
        is_approximate=is_approximate,
    )


def _code_of(snapshot: Snapshot, spot: Position) -> str | None:
    """Return the municipality that holds a position, None where it is beyond the area."""
    try:
        return snapshot.territory.locate(spot.lon, spot.lat)
    except InputError:
        return None


def _nearest_to_all(spots: Sequence[tuple[str, Position]], mode: TravelMode, travel_times: TravelTimes) -> int:
    """Return the position to which all firms, each from its nearest one, have the fewest minutes."""
    lons, lats = [spot.lon for _, spot in spots], [spot.lat for _, spot in spots]
    minutes = np.nan_to_num(np.round(travel_times.matrix(lons, lats, lons, lats, mode).travel_min, 1), nan=math.inf)
    rows: dict[str, list[int]] = {}
    for row, (organisation_id, _) in enumerate(spots):
        rows.setdefault(organisation_id, []).append(row)
    return int(np.argmin(sum(minutes[own].min(axis=0) for own in rows.values())))


# --- rows -----------------------------------------------------------------------------------------------------------


def firm_rows(
    snapshot: Snapshot,
    query: PlanQuery,
    firms: Sequence[Firm],
    point: PlanPoint | None,
    travel_times: TravelTimes,
) -> tuple[PlanFirm, ...]:
    """Return a row for each firm, in their order; minutes are from the shared place."""
    return tuple(
        _firm(snapshot, query, firm, *_nearest(query, firm, point, travel_times), share)
        for firm, share in zip(firms, headcount_shares(firms), strict=True)
    )


def headcount_shares(firms: Sequence[Firm]) -> list[float | None]:
    """Return the part (0-1) of all the employees that each firm has; None for all where one does not say how many."""
    counts = [firm.employee_count for firm in firms]
    total = sum(count or 0 for count in counts)
    if not total or None in counts:
        return [None] * len(firms)
    return [(count or 0) / total for count in counts]


def _nearest(
    query: PlanQuery, firm: Firm, point: PlanPoint | None, travel_times: TravelTimes
) -> tuple[Position | None, float | None]:
    """Return the position of a firm that is nearest to the shared place, and the minutes from there."""
    spots = positions_of(firm)
    if point is None or not spots:
        return (spots[0] if spots else None), None
    trips = travel_times.one_to_many(point.lon, point.lat, [s.lon for s in spots], [s.lat for s in spots], query.mode)
    minutes = np.nan_to_num(np.round(trips.travel_min, 1), nan=math.inf)
    first = int(np.argmin(minutes))
    return spots[first], float(minutes[first]) if math.isfinite(minutes[first]) else None


def _firm(
    snapshot: Snapshot,
    query: PlanQuery,
    firm: Firm,
    spot: Position | None,
    travel_min: float | None,
    share: float | None,
) -> PlanFirm:
    is_own = firm.organisation_id == OWN_FIRM
    adhesions = () if is_own else tuple(adhesions_of(snapshot, firm.organisation_id, include_demo=firm.is_demo))
    wanted = query.initiative_id
    code = (spot.municipality_code if spot else None) or firm.municipality_code
    return PlanFirm(
        organisation_id=firm.organisation_id,
        organisation_name=firm.organisation_name,
        organisation_kind=firm.organisation_kind,
        sector_code=firm.sector_code,
        size_class=firm.size_class,
        employee_count=firm.employee_count,
        address=firm.address,
        municipality_code=code,
        municipality_name=firm.municipality_name if code == firm.municipality_code else _town(snapshot, code),
        lon=spot.lon if spot else None,
        lat=spot.lat if spot else None,
        is_approximate=spot is not None and spot.is_approximate,
        travel_min=travel_min,
        adhesions=adhesions,
        is_adherent=None if wanted is None else any(one.initiative_id == wanted for one in adhesions),
        headcount_share=share,
        is_own=is_own,
        is_demo=firm.is_demo,
    )


def _town(snapshot: Snapshot, code: str | None) -> str | None:
    towns = snapshot.territory.municipalities
    named = towns.loc[towns["municipality_code"] == code, "municipality_name"]
    return str(named.iat[0]) if len(named) else None


# --- territory ------------------------------------------------------------------------------------------------------


def place_rows(
    snapshot: Snapshot, firms: Sequence[PlanFirm], point: PlanPoint | None, frame: InitiativeRow | None
) -> tuple[PlanPlace, ...]:
    """Return the municipalities of the shared place and of the firms, each once, as far as they lie in the area."""
    named: dict[str, list[str]] = {point.municipality_code: []} if point else {}
    for firm in firms:
        if firm.municipality_code:
            named.setdefault(firm.municipality_code, []).append(firm.organisation_name)
    towns = snapshot.territory.municipalities.drop(columns="geometry")
    known = {
        record["municipality_code"]: record for record in records(towns[towns["municipality_code"].isin(list(named))])
    }
    return tuple(_place(snapshot, known[code], tuple(names), frame) for code, names in named.items() if code in known)


def _place(
    snapshot: Snapshot, town: Mapping[str, Any], names: tuple[str, ...], frame: InitiativeRow | None
) -> PlanPlace:
    code = town["municipality_code"]
    residents = {band: int(town[band]) if town["has_residents"] else None for band in BANDS}
    return PlanPlace(
        municipality_code=code,
        municipality_name=town["municipality_name"],
        province_short=town["province_short"],
        district_id=town["district_id"],
        district_name=town["district_name"],
        district_is_verified=None if town["district_id"] is None else town["district_confidence"] == "high",
        district_office=office_at(snapshot, code),
        organisation_names=names,
        **residents,
        is_covered=None if frame is None else code in frame.municipality_codes,
    )
