"""Metres between points."""

import numpy as np
import numpy.typing as npt

from geodata.crs import FloatArray


def straight_line_m(x_m: npt.ArrayLike, y_m: npt.ArrayLike, xs_m: npt.ArrayLike, ys_m: npt.ArrayLike) -> FloatArray:
    """
    Straight-line distance from one point to many, or between arrays of points that numpy can broadcast.

    Parameters
    ----------
    x_m, y_m, xs_m, ys_m
        Metres, EPSG:32632; NaN where a position is missing.

    Returns
    -------
    distance_m
        Metres, same order (shape of the broadcast); NaN where a position is missing.
    """
    east_m = np.asarray(xs_m, float) - np.asarray(x_m, float)
    north_m = np.asarray(ys_m, float) - np.asarray(y_m, float)
    return np.asarray(np.hypot(east_m, north_m))
