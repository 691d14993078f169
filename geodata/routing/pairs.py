"""Which points are within so many minutes of which others: pairs, never the whole table of all with all."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from geodata.codes import TravelMode
from geodata.crs import FloatArray, to_metric
from geodata.routing import TravelTimes
from geodata.routing.estimate import Estimate, minutes_of

Numbers = npt.NDArray[np.int32]
BLOCK_M: Final = 10_000.0
"""Side of the squares whose origins an engine is asked about together."""
SLACK_M: Final = 1.0
"""A metre more for the projection; minutes decide."""
SLACK_MIN: Final = 1e-9
"""A trip of exactly the limit counts, however it is rounded."""


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """
    Trips within a limit, one entry each, in no order.

    Parameters
    ----------
    origin, destination
        Their numbers among the points given.
    travel_min
        Minutes.
    is_estimate
        The minutes do not follow real roads.
    """

    origin: Numbers
    destination: Numbers
    travel_min: FloatArray
    is_estimate: npt.NDArray[np.bool_]

    def within(self, limit_min: float) -> "Pairs":
        """Return those of at most so many minutes."""
        kept = self.travel_min <= limit_min + SLACK_MIN
        return Pairs(self.origin[kept], self.destination[kept], self.travel_min[kept], self.is_estimate[kept])


def pairs_within(
    travel_times: TravelTimes,
    origins: tuple[npt.ArrayLike, npt.ArrayLike],
    destinations: tuple[npt.ArrayLike, npt.ArrayLike],
    mode: TravelMode,
    limit_min: float,
) -> Pairs:
    """
    Find every trip of at most so many minutes.

    The estimate is searched in trees. An engine on roads is asked for the origins of a square together, with the
    destinations that its straight lines reach.

    Parameters
    ----------
    travel_times
        Engine that gives the minutes.
    origins, destinations
        Their ``lon`` and ``lat``, degrees, EPSG:4326; NaN where a position is missing: such a point is in no pair.
    mode
        How people travel.
    limit_min
        Longest trip, included.
    """
    starts, ends = _metric(origins), _metric(destinations)
    reach_m = travel_times.reach_m(limit_min, mode) + SLACK_M
    if isinstance(travel_times, Estimate):
        origin, destination, distance_m = near_pairs(starts, ends, reach_m)
        travel_min = minutes_of(distance_m, mode)
        return Pairs(origin, destination, travel_min, np.ones(len(origin), bool)).within(limit_min)

    def asked(rows: Numbers, columns: Numbers) -> Pairs:
        (lons, lats), (to_lons, to_lats) = _chosen(origins, rows), _chosen(destinations, columns)
        trips = travel_times.matrix(lons, lats, to_lons, to_lats, mode, limit_min=limit_min + SLACK_MIN)
        row, column = np.nonzero(trips.travel_min <= limit_min + SLACK_MIN)
        return Pairs(rows[row], columns[column], trips.travel_min[row, column], trips.is_estimate[row, column])

    return _joined([asked(rows, columns) for rows, columns in _blocks(starts, ends, reach_m)])


def near_pairs(starts: FloatArray, ends: FloatArray, radius_m: float) -> tuple[Numbers, Numbers, FloatArray]:
    """
    Return which points are within a straight line of which others, and how far.

    Parameters
    ----------
    starts, ends
        Columns ``x_m`` and ``y_m``, EPSG:32632; NaN where a position is missing.
    radius_m
        Longest distance, included.
    """
    here, there = _placed(starts), _placed(ends)
    if not len(here) or not len(there):
        return np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0)
    trees = cKDTree(starts[here]), cKDTree(ends[there])
    found = trees[0].sparse_distance_matrix(trees[1], radius_m, output_type="ndarray")
    return here[found["i"]], there[found["j"]], np.ascontiguousarray(found["v"])


def _metric(points: tuple[npt.ArrayLike, npt.ArrayLike]) -> FloatArray:
    return np.column_stack(to_metric(*points))


def _placed(points: FloatArray) -> Numbers:
    return np.flatnonzero(np.isfinite(points).all(axis=1)).astype(np.int32)


def _blocks(starts: FloatArray, ends: FloatArray, reach_m: float) -> list[tuple[Numbers, Numbers]]:
    """Return the origins of each square, and the destinations within reach of any point of it."""
    here, there = _placed(starts), _placed(ends)
    if not len(here) or not len(there):
        return []
    tree = cKDTree(ends[there])
    squares, number = np.unique(np.floor(starts[here] / BLOCK_M), axis=0, return_inverse=True)
    near = tree.query_ball_point((squares + 0.5) * BLOCK_M, reach_m + BLOCK_M * np.sqrt(0.5), return_sorted=True)
    order, count = np.argsort(number.ravel(), kind="stable"), np.bincount(number.ravel())
    return [
        (here[rows], there[np.asarray(columns, np.intp)])
        for rows, columns in zip(np.split(order, np.cumsum(count)[:-1]), near, strict=True)
        if len(columns)
    ]


def _chosen(points: tuple[npt.ArrayLike, npt.ArrayLike], rows: Numbers) -> tuple[FloatArray, FloatArray]:
    lons, lats = (np.asarray(degrees, float)[rows] for degrees in points)
    return lons, lats


def _joined(parts: list[Pairs]) -> Pairs:
    names = ("origin", "destination", "travel_min", "is_estimate")
    kinds = (np.int32, np.int32, np.float64, np.bool_)
    return Pairs(
        *(
            np.concatenate([np.empty(0, kind), *(getattr(part, name) for part in parts)])
            for name, kind in zip(names, kinds, strict=True)
        )
    )
