"""Who reaches what: services, points of demand, and the trips between them."""

from collections.abc import Sequence
from dataclasses import dataclass

from geodata.crs import to_metric
from geodata.routing import TravelTimes
from geodata.routing.pairs import Pairs, pairs_within
from welfare_map.model import OWN_DECAY, AccessQuery, Decay, SmallArea
from welfare_map.questions.access.beyond import Beyond, beyond
from welfare_map.questions.access.decays import weights
from welfare_map.questions.access.demand import Demand, demand_of, with_internal_minutes
from welfare_map.questions.access.edge import around, near_any
from welfare_map.questions.access.methods import Catchments, catchments
from welfare_map.questions.access.shared import Shared, shared_by_point
from welfare_map.questions.access.supply import Supply, residents_of, supply_of
from welfare_map.questions.coverage.areas import BoolArray
from welfare_map.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class Reached:
    """
    Trips up to the longest radius wanted, and what is shared over those of the radius asked for.

    Parameters
    ----------
    beyond
        Those beyond the map who reach services on it within the radius asked for.
    points
        What is shared out at each point of demand, of services that stand somewhere: see ``Shared.with_lost``.
    """

    query: AccessQuery
    decay: Decay
    supply: Supply
    demand: Demand
    pairs: Pairs
    found: Catchments
    beyond: Beyond
    points: Shared

    @property
    def is_estimate(self) -> bool:
        """Some minutes of the radius asked for do not follow real roads."""
        return self.beyond.is_estimate or bool(self.pairs.within(self.query.limit_min).is_estimate.any())

    def catchments_at(self, limit_min: float, decay: Decay) -> Catchments:
        """Return who reaches what with a radius and a decay."""
        return _catchments(self.pairs, self.supply, self.demand, limit_min, decay)


def reach(
    snapshot: Snapshot,
    query: AccessQuery,
    travel_times: TravelTimes,
    residents_name: str,
    small_areas: Sequence[SmallArea],
    *,
    longest_share: float = 1.0,
) -> Reached:
    """
    Search the trips of a question and share out the places.

    Parameters
    ----------
    longest_share
        Of the radius asked for, 1 or more: so far trips are searched.
    """
    supply, demand = supply_of(snapshot, query, residents_name), demand_of(snapshot, residents_name, small_areas)
    return reach_of(snapshot, query, travel_times, supply, demand, longest_share=longest_share)


def reach_of(
    snapshot: Snapshot,
    query: AccessQuery,
    travel_times: TravelTimes,
    supply: Supply,
    demand: Demand,
    *,
    longest_share: float = 1.0,
) -> Reached:
    """Do the same for services and residents that are given; of the snapshot the territory alone counts."""
    decay = query.decay or OWN_DECAY[query.method]
    limit_min = query.limit_min * longest_share
    pairs = pairs_within(travel_times, (demand.lon, demand.lat), (supply.lon, supply.lat), query.mode, limit_min)
    pairs = with_internal_minutes(pairs, snapshot, demand, supply.records.municipality, query.mode).within(limit_min)
    found = _catchments(pairs, supply, demand, query.limit_min, decay)
    reach_m = travel_times.reach_m(query.limit_min, query.mode)
    others = beyond(snapshot.territory, supply, query, travel_times, residents_of(query), decay)
    unknown = around(snapshot.territory, demand, supply, reach_m)
    points = shared_by_point(query.method, found, others, supply, demand, unknown)
    return Reached(query, decay, supply, demand, pairs, found, others, points)


def touch_demo(snapshot: Snapshot, reached: Reached, reach_m: float) -> BoolArray:
    """
    Tell at which points of demand an invented record is within reach, or stands in for a list there.

    Parameters
    ----------
    reach_m
        How far the longest trips that were searched get.
    """
    supply, demand, pairs = reached.supply, reached.demand, reached.pairs
    homes = to_metric(demand.lon, demand.lat)
    found = near_any(snapshot.territory, homes, demand.municipality, supply.listed.is_invented, reach_m)
    found[pairs.origin[supply.records.is_demo[pairs.destination]]] = True
    return found


def _catchments(pairs: Pairs, supply: Supply, demand: Demand, limit_min: float, decay: Decay) -> Catchments:
    near = pairs.within(limit_min)
    return catchments(near, weights(near.travel_min, limit_min, decay), demand.residents, len(supply.lon))
