"""
The road beside a point: the nearest stretch from which one comes everywhere.

A grid of square cells keeps which steps (from a point of a shape to the next) touch each; the search looks at rings of
cells around the point until no nearer step can follow.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from geodata.crs import FloatArray
from geodata.routing.roads.shortest import compiled
from geodata.store.roads import RoadNetwork

MAX_ACCESS_M: Final = 1_000.0
"""Farther from every road a point is not covered."""
CELL_M: Final = 200.0
MOST_CELLS: Final = 4_000_000
"""A larger area has larger cells."""
CM_PER_M: Final = 100.0
NO_EDGE: Final = -1
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """
    Steps by cell.

    Parameters
    ----------
    west_m, south_m, cell_m
        Corner of the first cell and width of all, metres, EPSG:32632.
    shape
        Cells from west to east, and from south to north.
    first, steps
        The steps of cell ``i`` are ``steps[first[i]:first[i + 1]]``: numbers of the points at which they begin.
    edge_of_point, before_m
        Of each point of a shape: its edge, and the metres from the edge's beginning.
    """

    west_m: float
    south_m: float
    cell_m: float
    shape: tuple[int, int]
    first: npt.NDArray[np.int64]
    steps: npt.NDArray[np.int32]
    edge_of_point: npt.NDArray[np.int32]
    before_m: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Snapped:
    """
    Where points meet the roads.

    Parameters
    ----------
    edge
        Number of the edge; ``NO_EDGE`` where none is near enough, or the position is missing.
    share
        How much of the edge's length lies before, 0–1.
    access_m
        Straight line from the point to there.
    x_m, y_m
        There, EPSG:32632.
    """

    edge: npt.NDArray[np.int32]
    share: FloatArray
    access_m: FloatArray
    x_m: FloatArray
    y_m: FloatArray


def make_grid(network: RoadNetwork) -> Grid:
    """Sort the steps of all edges into cells."""
    x_m, y_m = network.x_cm / CM_PER_M, network.y_cm / CM_PER_M
    point_counts = np.diff(network.shape_start)
    edge_of_point = np.repeat(np.arange(len(point_counts), dtype=np.int32), point_counts)
    west_m, south_m = float(x_m.min()), float(y_m.min())
    width_m, height_m = float(np.ptp(x_m)), float(np.ptp(y_m))
    cell_m = max(CELL_M, (width_m * height_m / MOST_CELLS) ** 0.5)
    shape = int(width_m // cell_m) + 1, int(height_m // cell_m) + 1
    steps = np.flatnonzero(edge_of_point[:-1] == edge_of_point[1:])
    columns, rows = ((x_m - west_m) // cell_m).astype(np.int64), ((y_m - south_m) // cell_m).astype(np.int64)
    cells, owners = _touched_cells(columns, rows, steps, shape[1])
    order = np.argsort(cells, kind="stable")
    first = np.concatenate([[0], np.cumsum(np.bincount(cells, minlength=shape[0] * shape[1]))])
    return Grid(
        west_m=west_m,
        south_m=south_m,
        cell_m=cell_m,
        shape=shape,
        first=first,
        steps=steps[owners[order]].astype(np.int32),
        edge_of_point=edge_of_point,
        before_m=before_m(x_m, y_m, network.shape_start),
    )


def before_m(x_m: FloatArray, y_m: FloatArray, shape_start: npt.NDArray[np.int32]) -> FloatArray:
    """Return the metres from the beginning of its edge to each point of a shape."""
    run_m = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x_m), np.diff(y_m)))])
    return np.asarray(run_m - np.repeat(run_m[shape_start[:-1]], np.diff(shape_start)))


def _touched_cells(columns: IntArray, rows: IntArray, steps: IntArray, height: int) -> tuple[IntArray, IntArray]:
    """Return the cells of the box around each step, and the step of each."""
    left, right = (pick(columns[steps], columns[steps + 1]) for pick in (np.minimum, np.maximum))
    low, high = (pick(rows[steps], rows[steps + 1]) for pick in (np.minimum, np.maximum))
    tall = high - low + 1
    counts = (right - left + 1) * tall
    owners = np.repeat(np.arange(len(steps)), counts)
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return (left[owners] + within // tall[owners]) * height + low[owners] + within % tall[owners], owners


def snap(
    network: RoadNetwork, grid: Grid, is_open: npt.NDArray[np.bool_], xs_m: FloatArray, ys_m: FloatArray
) -> Snapped:
    """
    Find the nearest place on an open edge.

    Parameters
    ----------
    is_open
        Of each edge: a trip may begin or end on it.
    xs_m, ys_m
        Points, metres, EPSG:32632; NaN where a position is missing.

    Returns
    -------
    snapped
        One per point, same order.
    """
    step, part, access_m = _nearest_steps(
        (network.x_cm, network.y_cm),
        (grid.first, grid.steps, grid.edge_of_point),
        (grid.west_m, grid.south_m, grid.cell_m, *grid.shape),
        is_open,
        np.ascontiguousarray(xs_m),
        np.ascontiguousarray(ys_m),
    )
    at, is_found = np.maximum(step, 0), step >= 0
    edge = grid.edge_of_point[at]
    x_m, y_m = (
        (values[at] + part * (values[at + 1].astype(np.int64) - values[at])) / CM_PER_M
        for values in (network.x_cm, network.y_cm)
    )
    before_m = grid.before_m[at] + part * (grid.before_m[at + 1] - grid.before_m[at])
    share = np.clip(before_m / grid.before_m[network.shape_start[edge + 1] - 1], 0.0, 1.0)
    missing = np.where(is_found, 0.0, np.nan)
    return Snapped(np.where(is_found, edge, NO_EDGE), share + missing, access_m, x_m + missing, y_m + missing)


def without(snapped: Snapped, is_dropped: npt.NDArray[np.bool_]) -> Snapped:
    """Leave some points without a road."""
    kept = np.where(is_dropped, np.nan, 0.0)
    return Snapped(
        edge=np.where(is_dropped, NO_EDGE, snapped.edge),
        share=snapped.share + kept,
        access_m=np.where(is_dropped, np.inf, snapped.access_m),
        x_m=snapped.x_m + kept,
        y_m=snapped.y_m + kept,
    )


@compiled
def _nearest_steps(  # noqa: C901  # one function: see ``shortest``
    points: tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]],
    cells: tuple[npt.NDArray[np.int64], npt.NDArray[np.int32], npt.NDArray[np.int32]],
    frame: tuple[float, float, float, int, int],
    is_open: npt.NDArray[np.bool_],
    xs_m: FloatArray,
    ys_m: FloatArray,
) -> tuple[npt.NDArray[np.int32], FloatArray, FloatArray]:
    """Return the nearest step of each point, -1 without one, how much of it lies before, and the metres to there."""
    x_cm, y_cm = points
    first, steps, edge_of_point = cells
    west_m, south_m, cell_m, width, height = frame
    nearest, parts = np.full(len(xs_m), -1, np.int32), np.zeros(len(xs_m))
    metres = np.full(len(xs_m), np.inf)
    for point in range(len(xs_m)):
        x_m, y_m = xs_m[point], ys_m[point]
        if not (np.isfinite(x_m) and np.isfinite(y_m)):
            continue
        column, row = int((x_m - west_m) // cell_m), int((y_m - south_m) // cell_m)
        ring, best_m = 0, MAX_ACCESS_M
        while (ring - 1) * cell_m <= best_m:
            for across in range(max(column - ring, 0), min(column + ring, width - 1) + 1):
                is_side = abs(across - column) == ring
                for up in range(max(row - ring, 0), min(row + ring, height - 1) + 1):
                    if not is_side and abs(up - row) != ring:
                        continue
                    cell = across * height + up
                    for place in range(first[cell], first[cell + 1]):
                        step = steps[place]
                        if not is_open[edge_of_point[step]]:
                            continue
                        from_x_m, from_y_m = x_cm[step] / CM_PER_M, y_cm[step] / CM_PER_M
                        east_m = x_cm[step + 1] / CM_PER_M - from_x_m
                        north_m = y_cm[step + 1] / CM_PER_M - from_y_m
                        squared = east_m * east_m + north_m * north_m
                        part = 0.0
                        if squared > 0:
                            part = ((x_m - from_x_m) * east_m + (y_m - from_y_m) * north_m) / squared
                            part = min(max(part, 0.0), 1.0)
                        distance_m = np.hypot(from_x_m + part * east_m - x_m, from_y_m + part * north_m - y_m)
                        if distance_m < best_m or (distance_m == best_m and step < nearest[point]):
                            best_m = distance_m
                            nearest[point], parts[point], metres[point] = step, part, distance_m
            ring += 1
    return nearest, parts, metres
