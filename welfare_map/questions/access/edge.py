"""What lies around a municipality: neighbours within reach, and where the map ends."""

import numpy as np
import shapely
from scipy.sparse import coo_array, csr_array

from geodata.codes import Level
from geodata.crs import geometry_to_metric, to_metric
from geodata.routing.pairs import near_pairs
from geodata.territory import Territory
from welfare_map.questions.coverage.areas import BoolArray


def neighbours(territory: Territory, reach_m: float) -> csr_array:
    """Return which municipalities have their point within a straight line of whose, the own one included."""
    table = territory.municipalities
    points = np.column_stack(to_metric(table["point_lon"].to_numpy(float), table["point_lat"].to_numpy(float)))
    origin, destination, _ = near_pairs(points, points, reach_m)
    own = np.arange(len(table), dtype=np.int32)
    origin, destination = np.concatenate([origin, own]), np.concatenate([destination, own])
    return coo_array((np.ones(len(origin)), (origin, destination)), shape=(len(table), len(table))).tocsr()


def near_edge(territory: Territory, reach_m: float) -> BoolArray:
    """
    Tell which municipalities have their point within a straight line of the outline of the map.

    Holes in it are enclaves of a few houses and do not count; a map of all Italy has no edge but the sea and the Alps.
    """
    table = territory.municipalities
    if "italy" in territory.area:
        return np.zeros(len(table), bool)
    regions = geometry_to_metric(territory.units(Level.REGION).geometry.to_numpy())
    outline = shapely.get_exterior_ring(shapely.get_parts(shapely.union_all(regions)))
    edge = shapely.union_all(outline)
    shapely.prepare(edge)
    points = shapely.points(*to_metric(table["point_lon"].to_numpy(float), table["point_lat"].to_numpy(float)))
    return np.asarray(shapely.dwithin(edge, points, reach_m))
