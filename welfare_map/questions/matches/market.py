"""What others declared, where they stand, who asks for the same thing, and whose shuttles pass."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from geodata.codes import NeedDirection, ServiceKind
from geodata.crs import FloatArray, to_metric
from geodata.routing import TravelTimes
from welfare_map.model import Exchange, Firm, MatchesQuery
from welfare_map.questions.matches.parts import limit_of, unit_of
from welfare_map.questions.matches.ways import Sites, Stand, Way, sites_of, somewhere, stands_of, ways_between
from welfare_map.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Declared:
    """A need or an offer, and whose."""

    firm: Firm
    exchange: Exchange


@dataclass(frozen=True, slots=True)
class Shuttle:
    """The shuttle of a third firm within reach of mine: the way between us, and the ways between it and the others."""

    declared: Declared
    way: Way
    ways: Mapping[str, Way]


@dataclass(frozen=True)
class Market:
    """
    Others and what they declared, as the viewer sees it.

    Parameters
    ----------
    query
        Who asks, how far.
    firms
        Others that declared something, each with a site, if only its municipality.
    travel_times
        Engine that gives the minutes.
    """

    query: MatchesQuery
    firms: Sequence[Firm]
    travel_times: TravelTimes

    @cached_property
    def sites(self) -> Sites:
        """Where the others stand."""
        return sites_of(self.firms)

    @cached_property
    def placed_ids(self) -> frozenset[str]:
        """Those that stand somewhere."""
        return frozenset(self.sites.firm_ids.tolist())

    @cached_property
    def my_stands(self) -> tuple[Stand, ...]:
        """Where the firm that asks stands."""
        return stands_of(self.query.me)

    @cached_property
    def needs(self) -> Mapping[str, "Needs"]:
        """Needs of others by kind, those that stand somewhere."""
        found: dict[str, list[tuple[Declared, Stand]]] = {}
        for declared in self.declared(NeedDirection.NEED):
            for stand in stands_of(declared.firm)[:1]:
                found.setdefault(declared.exchange.exchange_kind, []).append((declared, stand))
        return {kind: needs_of(rows) for kind, rows in found.items()}

    def declared(self, direction: NeedDirection) -> Iterator[Declared]:
        """Yield the needs, or the offers, of others."""
        for firm in self.firms:
            yield from (Declared(firm, one) for one in firm.exchanges if one.direction == direction)

    def ways(self, stands: Sequence[Stand], limit_min: float, *, is_back: bool) -> Mapping[str, Way]:
        """Return the ways between some places and the others."""
        return ways_between(stands, self.sites, self.travel_times, self.query.mode, limit_min, is_back=is_back)

    def shuttles(self, *, is_back: bool) -> tuple[Shuttle, ...]:
        """Return the shuttles within reach of the firm that asks, nearest first."""
        limit_min = self.query.limit_min
        ways = self.ways(self.my_stands, limit_min, is_back=is_back) if self.my_stands else {}
        offers = (
            one for one in self.declared(NeedDirection.OFFER) if one.exchange.exchange_kind == ServiceKind.SHUTTLE
        )
        found = [
            Shuttle(one, ways[firm_id], self.ways(stands_of(one.firm), limit_min, is_back=is_back))
            for one in offers
            if (firm_id := one.firm.organisation_id) in ways
        ]
        return tuple(sorted(found, key=lambda one: (one.way.travel_min, one.declared.exchange.need_offer_id)))

    def rivals(self, offer: Exchange, stands: Sequence[Stand], without_id: str) -> tuple[int, float]:
        """
        Return how many other firms near an offer look for the same thing, and how much they ask altogether.

        Near is within the straight line that holds all that is reached within the limit; a need without quantity
        counts as a firm and adds nothing.
        """
        needs = self.needs.get(offer.exchange_kind)
        if needs is None or not stands:
            return 0, 0.0
        radius_m = self.travel_times.reach_m(limit_of(offer.exchange_kind, self.query.limit_min), self.query.mode)
        others = ~np.isin(needs.firm_ids, [offer.organisation_id, without_id]) & (needs.units == unit_of(offer))
        is_near = others & (needs.distance_m(stands) <= radius_m)
        return len(set(needs.firm_ids[is_near].tolist())), float(needs.quantities[is_near].sum())


def market_of(snapshot: Snapshot, query: MatchesQuery, firms: Sequence[Firm], travel_times: TravelTimes) -> Market:
    """Return the market; firms without a position stand at the point of their municipality."""
    towns = snapshot.territory.municipalities
    points = {
        str(code): (float(lon), float(lat))
        for code, lon, lat in zip(towns["municipality_code"], towns["point_lon"], towns["point_lat"], strict=True)
    }
    me = replace(query, me=somewhere(query.me, points))
    return Market(me, [somewhere(firm, points) for firm in firms], travel_times)


@dataclass(frozen=True, eq=False)
class Needs:
    """Needs of one kind as arrays, an entry a need: whose, where (metres, EPSG:32632), how much, of what."""

    firm_ids: npt.NDArray[np.object_]
    x_m: FloatArray
    y_m: FloatArray
    quantities: FloatArray
    units: npt.NDArray[np.str_]

    def distance_m(self, stands: Sequence[Stand]) -> FloatArray:
        """Return the straight line from each need to the nearest of some places, metres."""
        x_m, y_m = to_metric([one.lon for one in stands], [one.lat for one in stands])
        far_m: FloatArray = np.hypot(self.x_m[:, None] - x_m[None, :], self.y_m[:, None] - y_m[None, :]).min(axis=1)
        return far_m


def needs_of(rows: Sequence[tuple[Declared, Stand]]) -> Needs:
    """Return needs as arrays."""
    x_m, y_m = to_metric([stand.lon for _, stand in rows], [stand.lat for _, stand in rows])
    return Needs(
        firm_ids=np.array([one.firm.organisation_id for one, _ in rows], object),
        x_m=x_m,
        y_m=y_m,
        quantities=np.array([one.exchange.quantity or 0 for one, _ in rows], float),
        units=np.array([unit_of(one.exchange) for one, _ in rows], str),
    )
