"""Minutes on real roads: the engine over a road network."""

import math
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from shapely import Polygon

from geodata.codes import TravelMode
from geodata.crs import FloatArray, geometry_to_degrees, to_metric
from geodata.errors import EngineError
from geodata.routing import Area, Trips
from geodata.routing.estimate import PROFILES, Estimate
from geodata.routing.roads.arcs import Arcs, arcs_of
from geodata.routing.roads.outlines import outlines
from geodata.routing.roads.sampling import Departure, Samples, part_of, sample
from geodata.routing.roads.shortest import Doors, node_seconds, travel_seconds
from geodata.routing.roads.snapping import NO_EDGE, Grid, Snapped, make_grid, snap, without
from geodata.routing.roads.speeds import CYCLE_KMH, WALK_KMH
from geodata.store.roads import MODES, RoadNetwork

S_PER_MIN: Final = 60.0
KMH_PER_MS: Final = 3.6
AT_END_M: Final = 1.0
"""Who is so near a crossing stands on it, and takes any road that leads from there."""
PRECISION_SLACK: Final = 1.0001
"""Seconds are kept in single precision."""
EDGE_DEG: Final = 0.003
"""About 300 m: so near the box around all roads one may have been cut at its last point inside; assumption of ours."""
SKIPPED_M: Final = 50.0
"""A yard or a car park cut off from the streets is nearer to them than this; assumption of this project."""
UNKNOWN_DAY: Final = "–"
USUAL_KMH: Final[Mapping[TravelMode, float]] = MappingProxyType(
    {TravelMode.WALK: WALK_KMH, TravelMode.CYCLE: CYCLE_KMH}
)
KEPT_SETS: Final = 16
"""Sets of points whose roads are remembered: a question asks there and back about the same services."""
KEPT_FROM_COUNT: Final = 100
"""Smaller sets are never remembered: they may be somebody's home or workplace, and visitors share the engine."""
OFF_ROAD_KMH: Final[Mapping[TravelMode, float]] = MappingProxyType(
    {TravelMode.WALK: WALK_KMH, TravelMode.CYCLE: 10.0, TravelMode.CAR: 10.0}
)
"""Straight from a door to the road: yards, drives and private lanes; assumption of this project for the wheels."""


class Roads:
    """
    The engine over a road network; it may be shared by threads.

    Minutes are those of a free road, without queues; a trip walks, or rolls slowly, from its door straight to the
    nearest road from which one comes everywhere and back. A point farther than ``MAX_ACCESS_M`` from every such road is
    not covered: its minutes are NaN. Nor is one beside another road, nearer by more than ``SKIPPED_M``: what keeps the
    two roads apart may be a river, and straight across it nobody goes.

    Parameters
    ----------
    network
        Roads of the area.
    """

    name: str = "roads"
    estimate: Estimate = Estimate()

    def __init__(self, network: RoadNetwork) -> None:
        self._network = network
        self._arcs = lru_cache(maxsize=None)(self._make_arcs)
        self._snapped = lru_cache(maxsize=KEPT_SETS)(self._snap)

    def one_to_many(
        self,
        lon: float,
        lat: float,
        lons: npt.ArrayLike,
        lats: npt.ArrayLike,
        mode: TravelMode,
        *,
        limit_min: float = math.inf,
    ) -> Trips:
        """Travel from one point to many; see ``TravelTimes``."""
        trips = self.matrix([lon], [lat], np.ravel(lons), np.ravel(lats), mode, limit_min=limit_min)
        return Trips(trips.travel_min[0], trips.is_estimate[0])

    def many_to_one(
        self,
        lons: npt.ArrayLike,
        lats: npt.ArrayLike,
        lon: float,
        lat: float,
        mode: TravelMode,
        *,
        limit_min: float = math.inf,
    ) -> Trips:
        """Travel from many points to one, searched backwards; see ``TravelTimes``."""
        trips = self.matrix(np.ravel(lons), np.ravel(lats), [lon], [lat], mode, limit_min=limit_min)
        return Trips(trips.travel_min[:, 0], trips.is_estimate[:, 0])

    def matrix(
        self,
        from_lons: npt.ArrayLike,
        from_lats: npt.ArrayLike,
        to_lons: npt.ArrayLike,
        to_lats: npt.ArrayLike,
        mode: TravelMode,
        *,
        limit_min: float = math.inf,
    ) -> Trips:
        """Travel from each of many points to each of many others, searched from the fewer; see ``TravelTimes``."""
        origins, destinations = self._points(from_lons, from_lats, mode), self._points(to_lons, to_lats, mode)
        overhead_min = PROFILES[mode].overhead_min
        off_road_m = origins.access_m[:, np.newaxis] + destinations.access_m
        travel_s = _off_road_s(off_road_m, mode) + self._on_road_s(
            origins, destinations, mode, (limit_min - overhead_min) * S_PER_MIN
        )
        travel_min = overhead_min + travel_s / S_PER_MIN
        travel_min[travel_min > limit_min] = np.inf
        travel_min[~is_covered(origins), :] = np.nan
        travel_min[:, ~is_covered(destinations)] = np.nan
        return Trips(travel_min, np.zeros(travel_min.shape, dtype=bool))

    def isochrones(self, lon: float, lat: float, limits_min: Sequence[float], mode: TravelMode) -> tuple[Area, ...]:
        """
        Outline the roads reached from a point, with a strip beside them.

        What comes near the box around all roads is an estimate: it may go on outside. Where an extract ends inside
        its box, along a border, nothing tells that it does.

        Raises
        ------
        EngineError
            The point is not covered.
        """
        if not limits_min:
            return ()
        road = self._points([lon], [lat], mode)
        if not is_covered(road).all():
            raise EngineError(f"no road within reach of {lat:.3f}, {lon:.3f}; the extract does not cover it")
        x_m, y_m = map(float, to_metric(lon, lat))
        departure = Departure(x_m, y_m, road, float(_off_road_s(road.access_m, mode)[0]))
        limits_s = [(limit_min - PROFILES[mode].overhead_min) * S_PER_MIN for limit_min in limits_min]
        shapes = outlines(self._samples(departure, mode, max(limits_s)), limits_s)
        return tuple(
            Area(limit_min, shape, is_estimate=not shape.difference(self._inner_box).is_empty)
            for limit_min, shape in zip(limits_min, geometry_to_degrees(np.array(shapes, dtype=object)), strict=True)
        )

    def reach_m(self, travel_min: float, mode: TravelMode) -> float:
        """Return how far the fastest road would lead straight on; see ``TravelTimes``."""
        moving_s = max(travel_min - PROFILES[mode].overhead_min, 0.0) * S_PER_MIN
        return moving_s * self._fastest_ms[mode] * PRECISION_SLACK

    def facts(self, mode: TravelMode) -> Mapping[str, float | str]:
        """Return the day of the data, the usual speed on a free way (km/h) and the overhead (min) of a mode."""
        speeds_kmh = {"speed_kmh": USUAL_KMH[mode]} if mode in USUAL_KMH else {}
        data_on = self._network.status.data_on or UNKNOWN_DAY
        return {"data_on": data_on, "overhead_min": PROFILES[mode].overhead_min, **speeds_kmh}

    def _points(self, lons: npt.ArrayLike, lats: npt.ArrayLike, mode: TravelMode) -> Snapped:
        at = np.asarray(lons, float), np.asarray(lats, float)
        find = self._snapped if len(at[0]) >= KEPT_FROM_COUNT else self._snap
        return find(at[0].tobytes(), at[1].tobytes(), mode)

    def _snap(self, lons: bytes, lats: bytes, mode: TravelMode) -> Snapped:
        xs_m, ys_m = to_metric(np.frombuffer(lons), np.frombuffer(lats))
        number = MODES.index(mode)
        found = snap(self._network, self._grid, self._network.is_core[number], xs_m, ys_m)
        is_far = found.access_m > SKIPPED_M
        is_open = np.isfinite(self._network.seconds[number]).any(axis=0) & (self._length_m > 0)
        beside = snap(self._network, self._grid, is_open, np.where(is_far, xs_m, np.nan), ys_m)
        return without(found, is_far & (beside.access_m < found.access_m - SKIPPED_M))

    def _make_arcs(self, mode: TravelMode, *, is_reversed: bool) -> Arcs:
        return arcs_of(self._network, mode, is_reversed=is_reversed)

    @cached_property
    def _grid(self) -> Grid:
        return make_grid(self._network)

    @cached_property
    def _inner_box(self) -> Polygon:
        """Return the box around all roads less its edge; empty where it is all edge."""
        status = self._network.status
        whole = shapely.box(status.west, status.south, status.east, status.north)
        return whole.buffer(-EDGE_DEG, join_style="mitre")

    @cached_property
    def _length_m(self) -> FloatArray:
        return np.asarray(self._grid.before_m[self._network.shape_start[1:] - 1])

    @cached_property
    def _fastest_ms(self) -> Mapping[TravelMode, float]:
        """Return the highest speed of each mode on any edge or off the road, metres per second."""
        length_m = self._length_m
        found = {}
        for mode, by_direction in zip(MODES, self._network.seconds, strict=True):
            is_open = np.isfinite(by_direction) & (length_m > 0)
            on_roads = (np.broadcast_to(length_m, by_direction.shape)[is_open] / by_direction[is_open]).max(initial=0.0)
            found[mode] = max(float(on_roads), OFF_ROAD_KMH[mode] / KMH_PER_MS)
        return found

    def _on_road_s(self, origins: Snapped, destinations: Snapped, mode: TravelMode, limit_s: float) -> FloatArray:
        """Return the seconds between places on roads, infinite where one of them is not covered."""
        found_s = np.full((len(origins.edge), len(destinations.edge)), np.inf)
        here, there = np.flatnonzero(is_covered(origins)), np.flatnonzero(is_covered(destinations))
        leaving, arriving = self._doors(origins, here, mode, is_leaving=True), self._doors(destinations, there, mode)
        if len(here) <= len(there):
            searched_s = travel_seconds(self._arcs(mode, is_reversed=False), leaving, arriving, limit_s)
        else:
            searched_s = travel_seconds(self._arcs(mode, is_reversed=True), arriving, leaving, limit_s).T
        found_s[np.ix_(here, there)] = searched_s
        return np.asarray(np.minimum(found_s, self._along_one_edge_s(origins, destinations, mode)))

    def _doors(
        self, points: Snapped, chosen: npt.NDArray[np.intp], mode: TravelMode, *, is_leaving: bool = False
    ) -> Doors:
        """Return the ends of the edges of some points, with the seconds to leave or to arrive by them."""
        edge, share = points.edge[chosen], points.share[chosen]
        along, against = self._network.seconds[MODES.index(mode)][:, edge]
        before, behind = (against, along) if is_leaving else (along, against)
        shares = np.stack([share, 1 - share], axis=1)
        seconds = part_of(np.stack([before, behind], axis=1), shares)
        is_at_end = shares * self._length_m[edge][:, np.newaxis] <= AT_END_M
        nodes = np.stack([self._network.from_node[edge], self._network.to_node[edge]], axis=1)
        return Doors(nodes, np.where(is_at_end, 0.0, seconds))

    def _along_one_edge_s(self, origins: Snapped, destinations: Snapped, mode: TravelMode) -> FloatArray:
        """Return the seconds between places on the same edge, infinite for all others."""
        is_same = (origins.edge[:, np.newaxis] == destinations.edge) & is_covered(origins)[:, np.newaxis]
        here, there = np.nonzero(is_same)
        ahead = destinations.share[there] - origins.share[here]
        along, against = self._network.seconds[MODES.index(mode)][:, origins.edge[here]]
        found_s = np.full(is_same.shape, np.inf)
        moving_s = np.where(ahead > 0, part_of(along, ahead), part_of(against, -ahead))
        found_s[here, there] = np.where(ahead == 0, 0.0, moving_s)
        return found_s

    def _samples(self, departure: Departure, mode: TravelMode, limit_s: float) -> Samples:
        start = self._doors(departure.road, np.array([0]), mode, is_leaving=True)
        delayed = Doors(start.nodes, start.seconds + departure.access_s)
        node_s = node_seconds(self._arcs(mode, is_reversed=False), delayed, limit_s)
        return sample(self._network, self._grid, self._network.seconds[MODES.index(mode)], node_s, departure)


def is_covered(points: Snapped) -> npt.NDArray[np.bool_]:
    """Tell of each point whether a road is near enough."""
    return np.asarray(points.edge != NO_EDGE)


def _off_road_s(access_m: FloatArray, mode: TravelMode) -> FloatArray:
    return access_m * KMH_PER_MS / OFF_ROAD_KMH[mode]
