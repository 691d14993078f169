"""Free places that exist already within reach of the point: cheaper than building."""

import math
from collections.abc import Iterator

import numpy as np

from geodata.codes import NeedDirection, exchange_unit
from geodata.routing import TravelTimes
from welfare_map.model import ConsortiumQuery, Exchange, ExistingRow, Firm, NearbyQuery, NearbyRow
from welfare_map.questions.consortium.needs import named_ids, need_kinds
from welfare_map.questions.consortium.sites import Field
from welfare_map.questions.firm_positions import Position
from welfare_map.questions.nearby import nearby
from welfare_map.questions.services import served_by
from welfare_map.snapshot import Snapshot

MOST_EXISTING = 50


def existing_rows(
    snapshot: Snapshot, query: ConsortiumQuery, travel_times: TravelTimes, field: Field
) -> tuple[ExistingRow, ...]:
    """
    Return services known to have free places on the day, open to people from outside, and what firms offer.

    Offers are those that the viewer sees of firms that are not named.
    """
    found = [*_services(snapshot, query, travel_times), *_offers(query, travel_times, field)]
    return tuple(sorted(found, key=lambda row: (row.travel_min, row.is_approximate, row.item_id)))


def _services(snapshot: Snapshot, query: ConsortiumQuery, travel_times: TravelTimes) -> Iterator[ExistingRow]:
    kinds = served_by(query.kind)
    if not kinds:
        return
    wanted = NearbyQuery(
        as_of_on=query.as_of_on,
        lon=query.lon,
        lat=query.lat,
        mode=query.mode,
        limit_min=query.limit_min,
        kinds=kinds,
        only_open_to_others=True,
        only_with_free_places=True,
        max_count=MOST_EXISTING,
    )
    yield from map(_service, nearby(snapshot, wanted, travel_times).rows)


def _service(row: NearbyRow) -> ExistingRow:
    return ExistingRow(
        what="service",
        item_id=row.service_id,
        name=row.name,
        kind=row.kind,
        municipality_name=row.municipality_name,
        lon=row.lon,
        lat=row.lat,
        travel_min=row.travel_min,
        free_count=row.free_count,
        free_as_of_on=row.free_as_of_on,
        monthly_fee_min_eur=row.monthly_fee_min_eur,
        monthly_fee_max_eur=row.monthly_fee_max_eur,
        is_approximate=row.is_approximate,
        is_estimate=row.is_estimate,
        is_demo=row.is_demo,
    )


def _offers(query: ConsortiumQuery, travel_times: TravelTimes, field: Field) -> Iterator[ExistingRow]:
    named = set(named_ids(query))
    offering = [
        (firm, spot, offers)
        for firm, spots in zip(field.firms, field.positions, strict=True)
        if firm.organisation_id not in named and (offers := _offers_of(firm, query.kind))
        for spot in spots
    ]
    if not offering:
        return
    lons, lats = (np.array([getattr(spot, name) for _, spot, _ in offering], float) for name in ("lon", "lat"))
    trips = travel_times.one_to_many(query.lon, query.lat, lons, lats, query.mode, limit_min=query.limit_min + 0.05)
    minutes = np.round(trips.travel_min, 1)
    told: set[str] = set()
    for n in np.argsort(minutes, kind="stable"):
        firm, spot, offers = offering[n]
        if not minutes[n] <= query.limit_min or firm.organisation_id in told:
            continue
        told.add(firm.organisation_id)
        yield _offer(firm, spot, offers, float(minutes[n]), is_estimate=bool(trips.is_estimate[n]))


def _offers_of(firm: Firm, kind: str) -> list[Exchange]:
    unit = exchange_unit(kind)
    return [
        one
        for one in firm.exchanges
        if one.direction == NeedDirection.OFFER
        and one.exchange_kind in need_kinds(kind)
        and one.unit in {None, unit}
        and one.quantity != 0
    ]


def _offer(firm: Firm, spot: Position, offers: list[Exchange], travel_min: float, *, is_estimate: bool) -> ExistingRow:
    counts = [one.quantity for one in offers if one.quantity is not None]
    return ExistingRow(
        what="offer",
        item_id=firm.organisation_id,
        name=firm.organisation_name,
        kind=offers[0].exchange_kind,
        municipality_name=firm.municipality_name,
        lon=spot.lon,
        lat=spot.lat,
        travel_min=travel_min,
        free_count=math.fsum(counts) if counts else None,
        free_as_of_on=None,
        monthly_fee_min_eur=None,
        monthly_fee_max_eur=None,
        is_approximate=spot.is_approximate,
        is_estimate=is_estimate,
        is_demo=firm.is_demo or any(one.is_demo for one in offers),
    )
