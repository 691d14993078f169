"""How far people of a municipality are from one another: the distance of trips that stay inside it."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.crs import FloatArray, geometry_to_metric, to_metric

DISK_SHARE = 2 / 3
"""Mean distance of the points of a disk from its centre ÷ its radius."""


def internal_distances_m(municipalities: gpd.GeoDataFrame, places: pd.DataFrame) -> FloatArray:
    """
    Return the internal distance of each municipality, weighted by population.

    ``d = Σ_k Σ_l s_k s_l d_kl`` over its GeoNames places *k*, *l* with shares of population *s*; between two places the
    straight line, inside one ``2/3 √(s_k A / π)``: the mean distance from the centre of a disk of its share of the area
    *A*. With one place, or none, ``2/3 √(A / π)``. It is longer than the truth where people live close together.

    Parameters
    ----------
    municipalities
        ``municipality_code`` and full geometry, EPSG:4326.
    places
        ``municipality_code``, ``lon``, ``lat``, ``population`` (0 = not known, counted as 1).

    Returns
    -------
    internal_m
        Metres, one per municipality, in order.

    Notes
    -----
    Head & Mayer 2002, "Illusory border effects" (CEPII 2002-01), as in the weighted distances of CEPII (Mayer & Zignago
    2011). Sharing the area by population is an assumption of this project.
    """
    area_m2 = shapely.area(geometry_to_metric(municipalities.geometry.to_numpy()))
    internal_m = DISK_SHARE * np.sqrt(area_m2 / np.pi)
    row_of = {code: row for row, code in enumerate(municipalities["municipality_code"])}
    for code, own in places.groupby("municipality_code"):
        row = row_of.get(str(code))
        if row is not None and len(own) > 1:
            internal_m[row] = _weighted_m(own, float(area_m2[row]))
    return np.asarray(internal_m, float)


def _weighted_m(places: pd.DataFrame, area_m2: float) -> float:
    population = places["population"].to_numpy(float).clip(min=1)
    share = population / population.sum()
    x_m, y_m = to_metric(places["lon"].to_numpy(float), places["lat"].to_numpy(float))
    between_m = np.hypot(x_m[:, np.newaxis] - x_m, y_m[:, np.newaxis] - y_m)
    np.fill_diagonal(between_m, DISK_SHARE * np.sqrt(share * area_m2 / np.pi))
    return float(share @ between_m @ share)
