"""What others declared, where they stand, who asks for the same thing, and whose shuttles pass."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from geodata.codes import NeedDirection, ServiceKind
from geodata.crs import FloatArray
from geodata.routing import TravelTimes
from welfare_map.model import Exchange, Firm, MatchesQuery
from welfare_map.questions.firm_positions import Position, positions_of
from welfare_map.questions.matches.parts import limit_of, unit_of
from welfare_map.questions.matches.ways import Sites, Way, sites_of, ways_between
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
        Others that declared something.
    stands
        ``organisation_id`` -> where a firm stands, the one that asks too; nothing where nobody knows.
    travel_times
        Engine that gives the minutes.
    """

    query: MatchesQuery
    firms: Sequence[Firm]
    stands: Mapping[str, tuple[Position, ...]]
    travel_times: TravelTimes

    @cached_property
    def my_stands(self) -> tuple[Position, ...]:
        """Where the firm that asks stands."""
        return self.stands[self.query.me.organisation_id]

    @cached_property
    def sites(self) -> Sites:
        """Where all stand, the firm that asks too."""
        return sites_of(self.stands)

    @cached_property
    def others(self) -> Sites:
        """Where the others stand."""
        return self.sites.of(self.sites.firm_ids != self.query.me.organisation_id)

    @cached_property
    def rows_of(self) -> Mapping[str, npt.NDArray[np.intp]]:
        """``organisation_id`` -> its rows of ``sites``."""
        found: dict[str, list[int]] = {}
        for row, firm_id in enumerate(self.sites.firm_ids.tolist()):
            found.setdefault(firm_id, []).append(row)
        return {firm_id: np.array(rows, np.intp) for firm_id, rows in found.items()}

    @cached_property
    def _declared(self) -> Mapping[str, tuple[Declared, ...]]:
        return {
            direction.value: tuple(
                Declared(firm, one) for firm in self.firms for one in firm.exchanges if one.direction == direction.value
            )
            for direction in NeedDirection
        }

    @cached_property
    def needs(self) -> Mapping[str, "Needs"]:
        """Needs of others by kind, those that stand somewhere."""
        found: dict[str, list[Declared]] = {}
        for declared in self.declared(NeedDirection.NEED):
            if self.stands[declared.firm.organisation_id]:
                found.setdefault(declared.exchange.exchange_kind, []).append(declared)
        return {kind: self._needs_of(rows) for kind, rows in found.items()}

    def _needs_of(self, rows: Sequence[Declared]) -> "Needs":
        first = np.array([self.rows_of[one.firm.organisation_id][0] for one in rows], np.intp)
        return Needs(
            firm_ids=self.sites.firm_ids[first],
            x_m=self.sites.x_m[first],
            y_m=self.sites.y_m[first],
            quantities=np.array([one.exchange.quantity or 0 for one in rows], float),
            units=np.array([unit_of(one.exchange) for one in rows], str),
        )

    def declared(self, direction: NeedDirection) -> tuple[Declared, ...]:
        """Return the needs, or the offers, of others."""
        return self._declared[direction.value]

    def ways(self, limit_min: float, *, is_back: bool) -> Mapping[str, Way]:
        """Return the ways between the firm that asks and the others."""
        return self._ways(self.my_stands, self.others, limit_min, is_back=is_back)

    def _ways(self, stands: Sequence[Position], sites: Sites, limit_min: float, *, is_back: bool) -> Mapping[str, Way]:
        return ways_between(stands, sites, self.travel_times, self.query.mode, limit_min, is_back=is_back)

    def shuttles(self, wanted_ids: Collection[str], *, is_back: bool) -> tuple[Shuttle, ...]:
        """Return the shuttles within reach of the firm that asks, nearest first, and their ways to some others."""
        if not wanted_ids:
            return ()
        limit_min = self.query.limit_min
        ways = self.ways(limit_min, is_back=is_back)
        wanted = self.others.of(np.array([item in wanted_ids for item in self.others.firm_ids.tolist()], bool))
        found = [
            Shuttle(one, ways[firm_id], self._ways(self.stands[firm_id], wanted, limit_min, is_back=is_back))
            for one in self.declared(NeedDirection.OFFER)
            if one.exchange.exchange_kind == ServiceKind.SHUTTLE.value and (firm_id := one.firm.organisation_id) in ways
        ]
        return tuple(sorted(found, key=lambda one: (one.way.travel_min, one.declared.exchange.need_offer_id)))

    def rivals(self, offer: Exchange, offerer_id: str, needer_id: str) -> tuple[int, float]:
        """
        Return how many other firms near an offer look for the same thing, and how much they ask altogether.

        Near is within the straight line that holds all that is reached within the limit; a need without quantity
        counts as a firm and adds nothing.
        """
        needs, rows = self.needs.get(offer.exchange_kind), self.rows_of.get(offerer_id)
        if needs is None or rows is None:
            return 0, 0.0
        radius_m = self.travel_times.reach_m(limit_of(offer.exchange_kind, self.query.limit_min), self.query.mode)
        is_near = needs.distance_m(self.sites.x_m[rows], self.sites.y_m[rows]) <= radius_m
        is_other = (needs.firm_ids != offerer_id) & (needs.firm_ids != needer_id) & (needs.units == unit_of(offer))
        found = is_near & is_other
        return len(set(needs.firm_ids[found].tolist())), float(needs.quantities[found].sum())


def market_of(snapshot: Snapshot, query: MatchesQuery, firms: Sequence[Firm], travel_times: TravelTimes) -> Market:
    """Return the market; firms without a position stand at the point of their municipality."""
    towns = snapshot.territory.municipalities
    points = {
        str(code): (float(lon), float(lat))
        for code, lon, lat in zip(towns["municipality_code"], towns["point_lon"], towns["point_lat"], strict=True)
    }
    stands = {firm.organisation_id: positions_of(firm, points) for firm in (*firms, query.me)}
    return Market(query, firms, stands, travel_times)


@dataclass(frozen=True, eq=False)
class Needs:
    """Needs of one kind as arrays, an entry a need: whose, where (metres, EPSG:32632), how much, of what."""

    firm_ids: npt.NDArray[np.object_]
    x_m: FloatArray
    y_m: FloatArray
    quantities: FloatArray
    units: npt.NDArray[np.str_]

    def distance_m(self, x_m: FloatArray, y_m: FloatArray) -> FloatArray:
        """Return the straight line from each need to the nearest of some places, metres."""
        far_m: FloatArray = np.hypot(self.x_m[:, None] - x_m[None, :], self.y_m[:, None] - y_m[None, :]).min(axis=1)
        return far_m
