"""Who wants places, and where they live."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geodata.codes import TravelMode
from geodata.crs import FloatArray
from geodata.routing.estimate import minutes_of
from geodata.routing.pairs import Pairs
from welfare_map.model import SmallArea
from welfare_map.questions.coverage.areas import NOWHERE, BoolArray, IntpArray
from welfare_map.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class Demand:
    """
    Points of demand, one entry each.

    Parameters
    ----------
    lon, lat
        Degrees, EPSG:4326.
    residents
        Of the ages; 0 where they are not known.
    municipality
        Row number.
    is_whole
        It stands for a whole municipality: trips inside it are at least its internal distance.
    has_residents
        Of each municipality of the territory, whether its residents are known.
    """

    lon: FloatArray
    lat: FloatArray
    residents: FloatArray
    municipality: IntpArray
    is_whole: BoolArray
    has_residents: BoolArray


def demand_of(snapshot: Snapshot, residents_name: str, small_areas: Sequence[SmallArea]) -> Demand:
    """
    Return a point for each municipality, and instead of it its small areas where some are given.

    Parameters
    ----------
    residents_name
        Column of the residents.
    small_areas
        Parts of municipalities with their residents.

    Raises
    ------
    InputError
        A small area names a municipality that is not on the map.
    """
    table = snapshot.territory.municipalities
    of_part = np.array([snapshot.territory.row_of(part.municipality_code) for part in small_areas], np.intp)
    rows = np.setdiff1d(np.arange(len(table)), of_part)
    parts = np.array([(part.lon, part.lat, part.residents) for part in small_areas], float).reshape(-1, 3)
    whole = table[["point_lon", "point_lat", residents_name]].to_numpy(float)[rows]
    has_residents = table["has_residents"].to_numpy(bool)
    whole[:, 2] = np.where(has_residents[rows], whole[:, 2], 0.0)
    lon, lat, residents = np.concatenate([whole, parts]).T
    return Demand(
        lon=lon,
        lat=lat,
        residents=np.ascontiguousarray(residents),
        municipality=np.concatenate([rows, of_part]),
        is_whole=np.arange(len(lon)) < len(rows),
        has_residents=has_residents | np.isin(np.arange(len(table)), of_part),
    )


def with_internal_minutes(
    pairs: Pairs, snapshot: Snapshot, demand: Demand, service_municipality: IntpArray, mode: TravelMode
) -> Pairs:
    """
    Return the pairs, none of which inside a municipality is shorter than its internal distance.

    A centre may stand beside the service, the residents do not: a trip inside the municipality takes at least the
    estimated minutes of its internal distance (see ``Territory.internal_m``).
    """
    own = demand.municipality[pairs.origin]
    is_inside = demand.is_whole[pairs.origin] & (own == service_municipality[pairs.destination]) & (own != NOWHERE)
    least_min = minutes_of(snapshot.territory.internal_m, mode)[own]
    is_longer = is_inside & (least_min > pairs.travel_min)
    return Pairs(
        pairs.origin,
        pairs.destination,
        np.where(is_longer, least_min, pairs.travel_min),
        pairs.is_estimate | is_longer,
    )
