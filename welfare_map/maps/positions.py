"""Positions and outlines as they travel: whole numbers, each the difference from the one before."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

UNITS_PER_DEGREE: Final = 100_000
"""About one metre."""
FINEST_SHARE: Final = 1 / 2000
"""Detail of an outline that is kept, as a share of its longer side: below a pixel where the whole of it is seen."""
MAX_RING_COUNT: Final = 60
"""Parts and holes of one outline, the largest ones; the others are islands and clearings of a few roads."""
COARSER: Final = 1.5
MAX_OUTLINE_BYTES: Final = 3_500
"""An outline that takes more is drawn more coarsely, so that three areas and an answer stay below 12 kB."""


def packed_steps(lons: Iterable[float], lats: Iterable[float]) -> list[int]:
    """Pack positions as differences of degrees × 1e5, longitude and latitude in turn."""
    rounded = [
        (round(lon * UNITS_PER_DEGREE), round(lat * UNITS_PER_DEGREE)) for lon, lat in zip(lons, lats, strict=True)
    ]
    return [
        value
        for before, after in pairwise([(0, 0), *rounded])
        for value in (after[0] - before[0], after[1] - before[1])
    ]


def packed_outline(outline: shapely.Polygon | shapely.MultiPolygon) -> list[list[int]]:
    """
    Pack an outline with no more detail than a map shows.

    Parameters
    ----------
    outline
        Degrees, EPSG:4326.

    Returns
    -------
    rings
        Parts and holes alike, each as steps without the corner that closes it; empty for an empty outline.
    """
    if outline.is_empty:
        return []
    rings = _largest(shapely.get_rings(shapely.get_parts(outline)))
    west, south, east, north = outline.bounds
    tolerance = max(east - west, north - south) * FINEST_SHARE
    while _bytes(packed := _packed(rings, tolerance)) > MAX_OUTLINE_BYTES:
        tolerance *= COARSER
    return packed


def _largest(rings: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    order = np.argsort(-shapely.area(shapely.polygons(rings)), kind="stable")
    return rings[order[:MAX_RING_COUNT]]


def _packed(rings: npt.NDArray[np.object_], tolerance: float) -> list[list[int]]:
    """Pack the rings that can be seen at a tolerance in degrees, without the corners that cannot."""
    seen = rings[shapely.area(shapely.polygons(rings)) > tolerance**2]
    return [packed_steps(*shapely.get_coordinates(ring)[:-1].T) for ring in shapely.simplify(seen, tolerance)]


def _bytes(rings: list[list[int]]) -> int:
    return sum(len(str(step)) + 1 for ring in rings for step in ring)
