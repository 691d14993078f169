"""Adherent firms near a site, as everybody may see them: nothing here is known to fewer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from geodata.codes import ConsortiumParameter, ExchangeUnit, NeedDirection, ServiceKind
from geodata.crs import FloatArray
from geodata.routing import TravelTimes
from welfare_map.model import PUBLIC, Firm, NearFirms, SitingQuery
from welfare_map.questions.cells import both_languages, records
from welfare_map.questions.coverage.declared import EMPLOYEES_OF_SIZE
from welfare_map.questions.firms_seen import FIRM_KINDS, firms_seen
from welfare_map.questions.siting.reach import BoolArray
from welfare_map.snapshot import Snapshot

NAMED = 5
"""Firms that a row names."""
WANTED = frozenset({ServiceKind.NURSERY.value, ServiceKind.MICRO_NURSERY.value})
COUNTED = frozenset({None, ExchangeUnit.PLACES})
TABLE = "consortium_parameters"


@dataclass(frozen=True, slots=True)
class Stated:
    """A parameter of the table: its figure, its range where the source gives one, and who says it."""

    value: float | None
    low: float | None
    high: float | None
    source: Mapping[str, str]


def stated(snapshot: Snapshot, parameter: ConsortiumParameter) -> Stated:
    """Return what the table says of nurseries; the middle where it gives a range."""
    rows = records(snapshot.table(TABLE))
    row = next((one for one in rows if (one["exchange_kind"], one["parameter"]) == ("nursery", parameter.value)), None)
    if row is None:
        return Stated(None, None, None, {"it": "", "en": ""})
    value, low, high = row["value"], row["low"], row["high"]
    if value is None and low is not None and high is not None:
        value = (low + high) / 2
    return Stated(value, low, high, both_languages(row, "source"))


def adherents(snapshot: Snapshot, query: SitingQuery) -> tuple[Firm, ...]:
    """Return the firms that joined an initiative."""
    every = firms_seen(snapshot, PUBLIC).values()
    return tuple(
        firm
        for firm in every
        if firm.organisation_kind in FIRM_KINDS and firm.initiative_ids and (query.with_demo or not firm.is_demo)
    )


def near(
    snapshot: Snapshot,
    query: SitingQuery,
    travel_times: TravelTimes,
    firms: Sequence[Firm],
    points: tuple[FloatArray, FloatArray],
) -> BoolArray:
    """
    Tell which firms each point is within the minutes of, from the nearest of their sites.

    Parameters
    ----------
    points
        Degrees, EPSG:4326.

    Returns
    -------
    is_near
        A row per point, a column per firm; a firm without any position is near none.
    """
    number = {firm.organisation_id: n for n, firm in enumerate(firms)}
    sites = snapshot.firm_sites
    whose = np.array([number.get(key, -1) for key in sites.organisation_id], np.intp)
    kept = np.flatnonzero((whose >= 0) & ~np.isnan(sites.lon))
    trips = travel_times.matrix(sites.lon[kept], sites.lat[kept], *points, query.mode, limit_min=query.limit_min + 0.05)
    is_near = np.zeros((len(points[0]), len(firms)), bool)
    found = np.argwhere(np.round(trips.travel_min, 1) <= query.limit_min)
    is_near[found[:, 1], whose[kept][found[:, 0]]] = True
    return is_near


def described(firms: Sequence[Firm], use: tuple[float, float]) -> NearFirms:
    """Add up what some firms say; ``use`` is the least and the most of their staff that would use a place."""
    between = [
        EMPLOYEES_OF_SIZE[firm.size_class] if firm.employee_count is None else (firm.employee_count,) * 2
        for firm in firms
    ]
    low, high = sum(one[0] for one in between), sum(one[1] for one in between)
    asking = [
        one
        for firm in firms
        for one in firm.exchanges
        if one.direction == NeedDirection.NEED and one.exchange_kind in WANTED
    ]
    quantities = [one.quantity for one in asking if one.quantity is not None and one.unit in COUNTED]
    return NearFirms(
        firm_count=len(firms),
        employee_low=int(low),
        employee_high=int(high) if np.isfinite(high) else None,
        need_low=round(low * use[0], 1),
        need_high=round(high * use[1], 1) if np.isfinite(high) else None,
        declared_count=len({one.organisation_id for one in asking}),
        declared_places=sum(quantities) if quantities else None,
        names=tuple(sorted(firm.organisation_name for firm in firms)[:NAMED]),
    )
