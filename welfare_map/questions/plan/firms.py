"""The firms of a plan: who they are, what they joined, the place that they share, the offices that answer there."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from geodata.codes import APPROXIMATE_QUALITIES, PositionQuality, TravelMode
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


def has_point(firm: Firm) -> bool:
    """Tell whether it is known where a firm is."""
    return firm.position_quality != PositionQuality.NONE and firm.lon is not None and firm.lat is not None


def is_approximate(firm: Firm) -> bool:
    """Tell whether the position of a firm stands for an area."""
    return firm.position_quality in APPROXIMATE_QUALITIES


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
        return _point(snapshot, query.lon, query.lat, snapshot.territory.locate(query.lon, query.lat), host)
    placed = [(firm, code) for firm in firms if (code := _code_of(snapshot, firm))]
    if not placed:
        return None
    firm, code = placed[_nearest_to_all([firm for firm, _ in placed], query.mode, travel_times)]
    return _point(snapshot, float(firm.lon or 0), float(firm.lat or 0), code, firm)


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
    if not has_point(firm) or is_approximate(firm):
        return False
    return max(abs(float(firm.lon or 0) - lon), abs(float(firm.lat or 0) - lat)) <= SAME_DEGREES


def _point(snapshot: Snapshot, lon: float, lat: float, code: str, firm: Firm | None) -> PlanPoint:
    towns = snapshot.territory.municipalities
    return PlanPoint(
        lon=lon,
        lat=lat,
        municipality_code=code,
        municipality_name=str(towns["municipality_name"].iat[snapshot.territory.row_of(code)]),
        organisation_id=firm.organisation_id if firm else None,
        organisation_name=firm.organisation_name if firm else None,
        is_approximate=firm is not None and firm.lon == lon and firm.lat == lat and is_approximate(firm),
    )


def _code_of(snapshot: Snapshot, firm: Firm) -> str | None:
    """Return the municipality that holds a firm's position, None where there is none inside the area."""
    if not has_point(firm):
        return None
    try:
        return snapshot.territory.locate(float(firm.lon or 0), float(firm.lat or 0))
    except InputError:  # a firm from beyond the area
        return None


def _nearest_to_all(firms: Sequence[Firm], mode: TravelMode, travel_times: TravelTimes) -> int:
    lons, lats = ([float(side or 0) for side in sides] for sides in zip(*((f.lon, f.lat) for f in firms), strict=True))
    travel_min = travel_times.matrix(lons, lats, lons, lats, mode).travel_min
    return int(np.argmin(np.nan_to_num(np.round(travel_min, 1), nan=math.inf).sum(axis=0)))


# --- rows -----------------------------------------------------------------------------------------------------------


def firm_rows(
    snapshot: Snapshot,
    query: PlanQuery,
    firms: Sequence[Firm],
    point: PlanPoint | None,
    travel_times: TravelTimes,
) -> tuple[PlanFirm, ...]:
    """Return a row for each firm, in their order; minutes are from the shared place."""
    minutes = _minutes(query, firms, point, travel_times)
    shares = headcount_shares(firms)
    return tuple(_firm(snapshot, query, *row) for row in zip(firms, minutes, shares, strict=True))


def headcount_shares(firms: Sequence[Firm]) -> list[float | None]:
    """Return the part (0-1) of all the employees that each firm has; None for all where one does not say how many."""
    counts = [firm.employee_count for firm in firms]
    total = sum(count or 0 for count in counts)
    if not total or None in counts:
        return [None] * len(firms)
    return [(count or 0) / total for count in counts]


def _minutes(
    query: PlanQuery, firms: Sequence[Firm], point: PlanPoint | None, travel_times: TravelTimes
) -> list[float | None]:
    if point is None:
        return [None] * len(firms)
    lons, lats = ([_or_nan(firm, name) for firm in firms] for name in ("lon", "lat"))
    trips = travel_times.one_to_many(point.lon, point.lat, lons, lats, query.mode)
    return [round(float(value), 1) if math.isfinite(value) else None for value in trips.travel_min]


def _or_nan(firm: Firm, name: str) -> float:
    return float(getattr(firm, name)) if has_point(firm) else math.nan


def _firm(snapshot: Snapshot, query: PlanQuery, firm: Firm, travel_min: float | None, share: float | None) -> PlanFirm:
    is_own = firm.organisation_id == OWN_FIRM
    adhesions = () if is_own else tuple(adhesions_of(snapshot, firm.organisation_id, include_demo=firm.is_demo))
    wanted = query.initiative_id
    return PlanFirm(
        organisation_id=firm.organisation_id,
        organisation_name=firm.organisation_name,
        organisation_kind=firm.organisation_kind,
        sector_code=firm.sector_code,
        size_class=firm.size_class,
        employee_count=firm.employee_count,
        address=firm.address,
        municipality_code=firm.municipality_code,
        municipality_name=firm.municipality_name,
        lon=firm.lon if has_point(firm) else None,
        lat=firm.lat if has_point(firm) else None,
        is_approximate=is_approximate(firm),
        travel_min=travel_min,
        adhesions=adhesions,
        is_adherent=None if wanted is None else any(one.initiative_id == wanted for one in adhesions),
        headcount_share=share,
        is_own=is_own,
        is_demo=firm.is_demo,
    )


# --- territory ------------------------------------------------------------------------------------------------------


def place_rows(
    snapshot: Snapshot, firms: Sequence[Firm], point: PlanPoint | None, frame: InitiativeRow | None
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
