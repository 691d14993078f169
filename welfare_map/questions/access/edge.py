"""What is not known around: municipalities that no list covers, invented ones, and services beyond the map."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely

from geodata.crs import FloatArray, to_metric
from geodata.territory import Territory
from welfare_map.questions.access.demand import Demand
from welfare_map.questions.access.supply import Supply
from welfare_map.questions.coverage.areas import BoolArray, IntpArray

OUTLINE_SLACK_M: Final = 500.0
"""The drawn outline of the map is simplified: so much more counts as near it."""


@dataclass(frozen=True, eq=False)
class Around:
    """
    What is within reach and not known, by straight lines that contain every trip.

    Parameters
    ----------
    is_unlisted, is_invented
        Of each point of demand: a municipality that no list covers, or the demonstration set alone, is within reach
        with any part of it, for its services may stand anywhere in it.
    is_near_edge
        Of each point of demand: the edge of the map is within reach, and with it services that are not known.
    """

    is_unlisted: BoolArray
    is_invented: BoolArray
    is_near_edge: BoolArray


def around(territory: Territory, demand: Demand, supply: Supply, reach_m: float) -> Around:
    """Look around points of demand, as far as a straight line of ``reach_m`` metres."""
    homes, listed = to_metric(demand.lon, demand.lat), supply.listed
    return Around(
        is_unlisted=near_any(territory, homes, demand.municipality, listed.is_unknown, reach_m),
        is_invented=near_any(territory, homes, demand.municipality, listed.is_invented, reach_m),
        is_near_edge=near_edge(territory, homes, reach_m),
    )


def near_any(
    territory: Territory, points_m: tuple[FloatArray, FloatArray], own: IntpArray, is_wanted: BoolArray, reach_m: float
) -> BoolArray:
    """
    Tell which points have any part of a wanted municipality within a straight line.

    Parameters
    ----------
    points_m
        Metres, EPSG:32632.
    own
        Row of the municipality of each point: a point is always near its own.
    is_wanted
        Of each municipality.
    """
    found = np.array(is_wanted[own])
    others = np.flatnonzero(~found)
    if is_wanted.any() and len(others):
        tree = shapely.STRtree(territory.polygons_m[is_wanted])
        points = shapely.points(*(side[others] for side in points_m))
        found[others[tree.query(points, predicate="dwithin", distance=reach_m)[0]]] = True
    return found


def near_edge(territory: Territory, points_m: tuple[FloatArray, FloatArray], reach_m: float) -> BoolArray:
    """
    Tell which points (metres, EPSG:32632) have the edge of the map within a straight line.

    The sea and the borders with other countries are no edge, so that a map of all Italy has none.
    """
    return np.asarray(shapely.dwithin(territory.edge_m, shapely.points(*points_m), reach_m + OUTLINE_SLACK_M))
