"""Points on the roads that are reached in time, with the seconds of arrival."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from geodata.crs import FloatArray
from geodata.routing.roads.snapping import CM_PER_M, Grid, Snapped
from geodata.store.roads import RoadNetwork

FINEST_M: Final = 25.0
COARSEST_M: Final = 50.0
POINTS_ACROSS: Final = 800
"""Points are as dense as this allows: the width of all that is reached, in steps between them."""
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """Points, metres, EPSG:32632, at most ``apart_m`` from the next one on the same road; seconds of arrival."""

    x_m: FloatArray
    y_m: FloatArray
    seconds: FloatArray
    apart_m: float


@dataclass(frozen=True, slots=True, eq=False)
class Departure:
    """A point, metres, EPSG:32632, where it meets the road, and the seconds between them."""

    x_m: float
    y_m: float
    road: Snapped
    access_s: float


def sample(
    network: RoadNetwork,
    grid: Grid,
    by_direction: npt.NDArray[np.float32],
    node_s: FloatArray,
    departure: Departure,
) -> Samples:
    """
    Sample the roads reached.

    Parameters
    ----------
    by_direction
        Seconds along and against each edge, infinite where closed.
    node_s
        Seconds of arrival at each node, infinite beyond the limit.
    departure
        Where the trips begin.
    """
    is_reached = np.isfinite(node_s[network.from_node]) | np.isfinite(node_s[network.to_node])
    is_reached &= np.isfinite(by_direction).any(axis=0)
    is_reached[departure.road.edge[0]] = True
    edges = np.flatnonzero(is_reached)
    apart_m = _apart_m(network, edges)
    before, parts = _steps(network, grid, edges, apart_m)
    x_m, y_m = (
        (values[before] + parts * (values[before + 1].astype(np.int64) - values[before])) / CM_PER_M
        for values in (network.x_cm, network.y_cm)
    )
    owners = grid.edge_of_point[before]
    length_m = grid.before_m[network.shape_start[owners + 1] - 1]
    share = (grid.before_m[before] + parts * (grid.before_m[before + 1] - grid.before_m[before])) / length_m
    arrival_s = _arrival_s(network, by_direction[:, owners], node_s, owners, share)
    arrival_s = np.minimum(arrival_s, _from_start_s(by_direction[:, owners], departure, owners, share))
    walk_x_m, walk_y_m, walk_s = _way_to_road(departure, apart_m)
    return Samples(
        np.concatenate([walk_x_m, x_m]), np.concatenate([walk_y_m, y_m]), np.concatenate([walk_s, arrival_s]), apart_m
    )


def _apart_m(network: RoadNetwork, edges: IntArray) -> float:
    """Choose a distance between points by the width of what is reached."""
    begins = network.shape_start[edges]
    width_cm = max(int(np.ptp(values[begins])) for values in (network.x_cm, network.y_cm))
    return min(max(width_cm / CM_PER_M / POINTS_ACROSS, FINEST_M), COARSEST_M)


def _steps(network: RoadNetwork, grid: Grid, edges: IntArray, apart_m: float) -> tuple[IntArray, FloatArray]:
    """Return where each sample lies: the point of a shape before it, and the part of the step from there."""
    begins, counts = network.shape_start[edges].astype(np.int64), np.diff(network.shape_start)[edges] - 1
    steps = np.repeat(begins, counts) + _count_up(counts)
    pieces = np.ceil((grid.before_m[steps + 1] - grid.before_m[steps]) / apart_m).astype(np.int64)
    pieces = np.maximum(pieces, 1)
    return np.repeat(steps, pieces + 1), _count_up(pieces + 1) / np.repeat(pieces, pieces + 1)


def _count_up(counts: IntArray) -> IntArray:
    """Return 0, 1, … up to each count, one after the other."""
    return np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)


def _arrival_s(
    network: RoadNetwork,
    by_direction: npt.NDArray[np.float32],
    node_s: FloatArray,
    owners: npt.NDArray[np.int32],
    share: FloatArray,
) -> FloatArray:
    """Return the seconds of arrival by way of either end of the edge."""
    along = node_s[network.from_node[owners]] + part_of(by_direction[0], share)
    against = node_s[network.to_node[owners]] + part_of(by_direction[1], 1 - share)
    return np.minimum(along, against)


def _from_start_s(
    by_direction: npt.NDArray[np.float32], departure: Departure, owners: npt.NDArray[np.int32], share: FloatArray
) -> FloatArray:
    """Return the seconds straight along the edge where the trips begin, infinite elsewhere."""
    ahead = share - departure.road.share[0]
    seconds = np.where(ahead >= 0, part_of(by_direction[0], ahead), part_of(by_direction[1], -ahead))
    return np.where(owners == departure.road.edge[0], departure.access_s + seconds, np.inf)


def _way_to_road(departure: Departure, apart_m: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    road = departure.road
    parts = np.linspace(0, 1, int(road.access_m[0] // apart_m) + 2)
    x_m = departure.x_m + parts * (road.x_m[0] - departure.x_m)
    y_m = departure.y_m + parts * (road.y_m[0] - departure.y_m)
    return x_m, y_m, parts * departure.access_s


def part_of(seconds: npt.NDArray[np.float32], share: FloatArray) -> FloatArray:
    """Return a share of the seconds of edges; infinite where they are, whatever the share."""
    return np.where(np.isfinite(seconds), np.where(np.isfinite(seconds), seconds, 0.0) * share, np.inf)
