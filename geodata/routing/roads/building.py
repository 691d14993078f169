"""
A network out of ways and nodes.

Ways are cut where they meet, where they end and where somebody is stopped; what lies between is one edge with its
shape, so that a search sees junctions only. A node that stops somebody becomes one node per edge that ends there,
joined for those who pass. Neighbours are numbered near each other, for a search reads them one after the other.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geodata.codes import TravelMode
from geodata.crs import FloatArray, to_metric
from geodata.errors import DataError
from geodata.routing.roads.reading import Progress, RawRoads, read_raw_roads
from geodata.store.roads import MODES, RoadNetwork, RoadsStatus

Box = tuple[float, float, float, float]
"""West, south, east, north, degrees, EPSG:4326."""
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
READING_SHARE: Final = 0.8
"""Of the time that building takes, about."""
CM_PER_M: Final = 100
CM_DECIMALS: Final = 2
"""Points are kept to the centimetre, and lengths are those between the points that are kept."""
KMH_PER_MS: Final = 3.6
MORTON_BITS: Final = 20
"""Bits of each coordinate in the numbering: cells of about 1 m in an area of 1,000 km."""


@dataclass(frozen=True, slots=True, eq=False)
class _Cut:
    """Edges cut out of ways: where each begins in ``refs``, its number of steps, the way that it belongs to."""

    first: IntArray
    step_count: IntArray
    way: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class _Edges:
    """
    Edges on their way to a network.

    Parameters
    ----------
    ends
        From and to × edge: node numbers.
    points, point_counts
        Node numbers of all shapes, one after the other, and how many belong to each edge.
    seconds
        Mode × direction × edge.
    """

    ends: IntArray
    points: IntArray
    point_counts: IntArray
    seconds: FloatArray


def build_roads(path: Path, *, bbox: Box | None = None, progress: Progress | None = None) -> RoadNetwork:
    """
    Build the road network of an extract.

    Parameters
    ----------
    path
        OSM PBF.
    bbox
        Keep what lies in this box.
    progress
        Told the share done, 0–1.

    Raises
    ------
    DataError
        It is no PBF, it is damaged or not whole, or it has no road in the box.
    """
    tell = progress or (lambda _share: None)
    raw = read_raw_roads(path, lambda share: tell(READING_SHARE * share))
    cut = _cut(raw, np.isfinite(raw.lons) & _in_box(raw, bbox))
    if not len(cut.first):
        raise DataError(f"{path}: no road lies in the box; nothing was changed")
    x_m, y_m = (np.round(values, CM_DECIMALS) for values in to_metric(raw.lons, raw.lats))
    edges = _split_stops(_edges(raw, cut, x_m, y_m), raw.stopped)
    network = _network(raw, edges, x_m, y_m, path.name)
    tell(1.0)
    return network


def _in_box(raw: RawRoads, bbox: Box | None) -> BoolArray:
    if bbox is None:
        return np.ones(len(raw.lons), dtype=bool)
    west, south, east, north = bbox
    return (west <= raw.lons) & (raw.lons <= east) & (south <= raw.lats) & (raw.lats <= north)


def _cut(raw: RawRoads, has_point: BoolArray) -> _Cut:
    """Cut the ways into edges; a step leads from a node of a way to its next one."""
    refs = raw.refs
    way = np.repeat(np.arange(len(raw.way_starts) - 1), np.diff(raw.way_starts))
    is_step = (way[:-1] == way[1:]) & has_point[refs[:-1]] & has_point[refs[1:]] & (refs[:-1] != refs[1:])
    steps = np.flatnonzero(is_step)
    is_junction = _junctions(raw, refs, steps)
    follows = np.zeros(len(steps), dtype=bool)
    follows[1:] = (np.diff(steps) == 1) & ~is_junction[refs[steps[1:]]]
    first = np.flatnonzero(~follows)
    return _Cut(steps[first], np.diff(np.append(first, len(steps))), way[steps[first]])


def _junctions(raw: RawRoads, refs: IntArray, steps: IntArray) -> BoolArray:
    """Tell of each node whether an edge ends there: it is passed more than once, or it stops somebody."""
    begins = np.bincount(refs[steps], minlength=len(raw.node_ids))
    ends = np.bincount(refs[steps + 1], minlength=len(raw.node_ids))
    return np.asarray((begins > 1) | (ends > 1) | (begins != ends) | raw.stopped.any(axis=0))


def _edges(raw: RawRoads, cut: _Cut, x_m: FloatArray, y_m: FloatArray) -> _Edges:
    point_counts = cut.step_count + 1
    starts = np.cumsum(point_counts) - point_counts
    within = np.arange(point_counts.sum()) - np.repeat(starts, point_counts)
    points = raw.refs[np.repeat(cut.first, point_counts) + within]
    length_m = _lengths_m(x_m[points], y_m[points], starts, point_counts)
    speeds_kmh = raw.speeds_kmh[:, :, cut.way]
    seconds = np.full(speeds_kmh.shape, np.inf)
    np.divide(length_m * KMH_PER_MS, speeds_kmh, out=seconds, where=speeds_kmh > 0)
    ends = np.stack([points[starts], points[starts + cut.step_count]])
    return _Edges(ends, points, point_counts, seconds)


def _lengths_m(x_m: FloatArray, y_m: FloatArray, starts: IntArray, point_counts: IntArray) -> FloatArray:
    step_m = np.append(np.hypot(np.diff(x_m), np.diff(y_m)), 0.0)
    step_m[starts + point_counts - 1] = 0.0  # from the end of one edge to the beginning of the next
    return np.asarray(np.add.reduceat(step_m, starts))


def _split_stops(edges: _Edges, stopped: BoolArray) -> _Edges:
    """Give each edge that ends at a stopping node a node of its own there, joined to the first for those who pass."""
    ends = edges.ends.ravel().copy()
    at_stop = np.flatnonzero(np.asarray(stopped.any(axis=0))[ends])
    order = at_stop[np.argsort(ends[at_stop], kind="stable")]
    is_further = np.zeros(len(order), dtype=bool)
    is_further[1:] = ends[order[1:]] == ends[order[:-1]]
    further = order[is_further]
    nodes = ends[further]
    copies = stopped.shape[1] + np.arange(len(further))
    ends[further] = copies
    links_s = np.where(stopped[:, np.newaxis, nodes], np.inf, 0.0)
    return _Edges(
        ends=np.concatenate([ends.reshape(2, -1), np.stack([nodes, copies])], axis=1),
        points=np.concatenate([edges.points, np.repeat(nodes, 2)]),
        point_counts=np.concatenate([edges.point_counts, np.full(len(nodes), 2)]),
        seconds=np.concatenate([edges.seconds, np.repeat(links_s, 2, axis=1)], axis=2),
    )


def _network(raw: RawRoads, edges: _Edges, x_m: FloatArray, y_m: FloatArray, file_name: str) -> RoadNetwork:
    shape_start = np.concatenate([[0], np.cumsum(edges.point_counts)])
    x_m, y_m = x_m[edges.points], y_m[edges.points]
    length_m = _lengths_m(x_m, y_m, shape_start[:-1], edges.point_counts)
    end_points = np.stack([shape_start[:-1], shape_start[1:] - 1])
    from_node, to_node = renumbered(edges.ends, x_m[end_points], y_m[end_points])
    seconds = edges.seconds.astype(np.float32)
    is_core = np.stack([_core(from_node, to_node, by_direction, length_m) for by_direction in seconds]) & (length_m > 0)
    lons, lats = raw.lons[edges.points], raw.lats[edges.points]
    km = dict(zip(MODES, (is_core @ length_m / 1000).round(1).tolist(), strict=True))
    status = RoadsStatus(
        file_name=file_name,
        built_at=datetime.now(UTC).isoformat(timespec="seconds"),
        data_on=raw.data_on,
        west=float(lons.min()),
        south=float(lats.min()),
        east=float(lons.max()),
        north=float(lats.max()),
        node_count=int(max(from_node.max(), to_node.max())) + 1,
        edge_count=len(from_node),
        car_km=km[TravelMode.CAR],
        cycle_km=km[TravelMode.CYCLE],
        walk_km=km[TravelMode.WALK],
    )
    return RoadNetwork(
        status=status,
        from_node=from_node,
        to_node=to_node,
        shape_start=shape_start.astype(np.int32),
        x_cm=np.round(x_m * CM_PER_M).astype(np.int32),
        y_cm=np.round(y_m * CM_PER_M).astype(np.int32),
        seconds=seconds,
        is_core=is_core,
    )


def renumbered(ends: IntArray, x_m: FloatArray, y_m: FloatArray) -> tuple[npt.NDArray[np.int32], ...]:
    """Give the nodes numbers along a Morton curve."""
    nodes, places, numbers = np.unique(ends, return_index=True, return_inverse=True)
    curve = _morton(x_m.ravel()[places], y_m.ravel()[places])
    new_number = np.empty(len(nodes), dtype=np.int32)
    new_number[np.argsort(curve, kind="stable")] = np.arange(len(nodes), dtype=np.int32)
    from_node, to_node = new_number[numbers.reshape(ends.shape)]
    return from_node, to_node


def _morton(x_m: FloatArray, y_m: FloatArray) -> IntArray:
    """Mix the bits of east and north, so that near points have near numbers."""
    curve = np.zeros(len(x_m), dtype=np.int64)
    east, north = ((values - values.min()).astype(np.int64) for values in (x_m, y_m))
    for bit in range(MORTON_BITS):
        curve |= ((east >> bit & 1) << (2 * bit)) | ((north >> bit & 1) << (2 * bit + 1))
    return curve


def _core(
    from_node: npt.NDArray[np.int32],
    to_node: npt.NDArray[np.int32],
    seconds: npt.NDArray[np.float32],
    length_m: FloatArray,
) -> BoolArray:
    """Tell of each edge of one mode whether it lies in the longest part within which one comes everywhere and back."""
    is_open = np.isfinite(seconds)
    tails = np.concatenate([from_node[is_open[0]], to_node[is_open[1]]])
    heads = np.concatenate([to_node[is_open[0]], from_node[is_open[1]]])
    count = int(max(from_node.max(), to_node.max())) + 1
    graph = coo_array((np.ones(len(tails), dtype=np.int8), (tails, heads)), shape=(count, count)).tocsr()
    _, part = connected_components(graph, connection="strong")
    is_within = is_open.any(axis=0) & (part[from_node] == part[to_node])
    longest = np.bincount(part[from_node], weights=length_m * is_within).argmax()
    return np.asarray(is_within & (part[from_node] == longest))
