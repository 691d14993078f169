"""
Outlines of what is reached: every road reached in time with a strip beside it, small gaps closed.

Roads are sampled onto a fine grid that keeps the earliest arrival of each cell. A limit selects cells, which get their
strip and lose their stairs. Each outline takes the smaller one in with a metre to spare, so that a longer limit always
contains a shorter one.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from scipy import ndimage
from shapely import MultiPolygon, Polygon

from geodata.crs import FloatArray
from geodata.routing.roads.sampling import Samples

STRIP_M: Final = 100.0
"""What lies so near a reached road counts as reached; gaps up to twice as wide are closed."""
NESTED_M: Final = 1.0
STAIR: Final = 0.75
"""Cells: a little more than a corner of a stair stands out from its slope (0.71)."""


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """Earliest arrival by cell, row by row from the south-west corner, infinite where nobody arrives."""

    west_m: float
    south_m: float
    cell_m: float
    seconds: FloatArray


def outlines(samples: Samples, limits_s: Sequence[float]) -> list[Polygon | MultiPolygon]:
    """
    Draw what is reached within some limits.

    Parameters
    ----------
    samples
        Points on all roads that may be reached.
    limits_s
        Any order.

    Returns
    -------
    outlines
        One per limit, same order, EPSG:32632, nested; empty where nothing is reached.
    """
    cells = _cells(samples)
    drawn: dict[float, Polygon | MultiPolygon] = {}
    smaller: Polygon | MultiPolygon = Polygon()
    for limit_s in sorted(set(limits_s)):
        smaller = shapely.union(_outline(cells, limit_s), smaller.buffer(NESTED_M, quad_segs=1))
        drawn[limit_s] = smaller
    return [drawn[limit_s] for limit_s in limits_s]


def _cells(samples: Samples) -> _Cells:
    cell_m = samples.apart_m
    margin_m = 3 * STRIP_M + cell_m
    west_m, south_m = float(samples.x_m.min()) - margin_m, float(samples.y_m.min()) - margin_m
    columns, rows = ((samples.x_m - west_m) // cell_m).astype(int), ((samples.y_m - south_m) // cell_m).astype(int)
    border = math.ceil(margin_m / cell_m) + 1
    seconds = np.full((int(rows.max()) + border, int(columns.max()) + border), np.inf)
    np.minimum.at(seconds, (rows, columns), samples.seconds)
    return _Cells(west_m, south_m, cell_m, seconds)


def _outline(cells: _Cells, limit_s: float) -> Polygon | MultiPolygon:
    is_reached = cells.seconds <= limit_s
    if limit_s <= 0 or not is_reached.any():
        return Polygon()
    strip = _disc(STRIP_M / cells.cell_m)
    wide = ndimage.binary_dilation(ndimage.binary_dilation(is_reached, strip), strip)
    closed = ndimage.binary_erosion(wide, strip)
    boxes = shapely.union_all(_boxes(cells, closed))
    return boxes.simplify(STAIR * cells.cell_m)


def _disc(radius: float) -> npt.NDArray[np.bool_]:
    """Return the cells within a radius of the middle one."""
    reach = max(round(radius), 1)
    north, east = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    return np.asarray(north**2 + east**2 <= reach**2)


def _boxes(cells: _Cells, chosen: npt.NDArray[np.bool_]) -> npt.NDArray[np.object_]:
    """Return a box for every run of chosen cells in a row."""
    padded = np.pad(chosen.astype(np.int8), ((0, 0), (1, 1)))
    changes = np.diff(padded, axis=1)
    rows, begins = np.nonzero(changes == 1)
    _, ends = np.nonzero(changes == -1)
    south_m, west_m = cells.south_m + rows * cells.cell_m, cells.west_m + begins * cells.cell_m
    east_m = cells.west_m + ends * cells.cell_m
    return np.asarray(shapely.box(west_m, south_m, east_m, south_m + cells.cell_m), dtype=object)
