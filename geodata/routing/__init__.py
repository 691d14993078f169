"""Travel times behind one protocol: questions take one as an argument and never build one."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
from shapely import MultiPolygon, Polygon

from geodata.codes import TravelMode
from geodata.crs import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Trips:
    """
    Minutes of trips, and which of them do not follow real roads.

    Parameters
    ----------
    travel_min
        Minutes; NaN where a position is missing or cannot be reached, infinite where the trip is longer than was asked
        for.
    is_estimate
        Same shape: True where the minutes do not follow real roads.
    """

    travel_min: FloatArray
    is_estimate: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Area:
    """
    What is reached from a point within some minutes.

    Parameters
    ----------
    limit_min
        Longest travel, minutes.
    geometry
        EPSG:4326, valid; empty where the time does not even pay for the start.
    is_estimate
        Its outline does not follow real roads, or may be cut where the known ones end.
    """

    limit_min: float
    geometry: Polygon | MultiPolygon
    is_estimate: bool


class TravelTimes(Protocol):
    """
    Minutes between points, directional: from A to B is not always what B to A is.

    ``name`` is the engine's code, also the last part of the text keys that say how it works. Points are degrees,
    EPSG:4326; NaN where a position is missing. What comes back has the order of the points.
    """

    @property
    def name(self) -> str:
        """Code of the engine."""

    @property
    def estimate(self) -> "TravelTimes":
        """Engine of the estimated minutes, for sums of trips that must all come from one engine."""

    def one_to_many(
        self,
        lon: float,
        lat: float,
        lons: npt.ArrayLike,
        lats: npt.ArrayLike,
        mode: TravelMode,
        *,
        limit_min: float = math.inf,
    ) -> Trips:
        """
        Travel from one point to many.

        Parameters
        ----------
        lon, lat
            Origin.
        lons, lats
            Destinations.
        mode
            How the person travels.
        limit_min
            Longer trips need not be searched: they may come back as infinite.

        Returns
        -------
        trips
            One per destination.
        """

    def many_to_one(
        self,
        lons: npt.ArrayLike,
        lats: npt.ArrayLike,
        lon: float,
        lat: float,
        mode: TravelMode,
        *,
        limit_min: float = math.inf,
    ) -> Trips:
        """Travel from many points to one; see ``one_to_many``."""

    def matrix(
        self,
        from_lons: npt.ArrayLike,
        from_lats: npt.ArrayLike,
        to_lons: npt.ArrayLike,
        to_lats: npt.ArrayLike,
        mode: TravelMode,
        *,
        limit_min: float = math.inf,
    ) -> Trips:
        """Travel from each of many points to each of many others: a row per origin, a column per destination."""

    def isochrones(self, lon: float, lat: float, limits_min: Sequence[float], mode: TravelMode) -> tuple[Area, ...]:
        """
        Outline what is reached from a point.

        Parameters
        ----------
        lon, lat
            Origin, not missing.
        limits_min
            Minutes, 0 or more, in any order.
        mode
            How the person travels.

        Returns
        -------
        areas
            One per limit, same order; a longer limit contains a shorter one.
        """

    def reach_m(self, travel_min: float, mode: TravelMode) -> float:
        """Return metres of straight line (EPSG:32632) that contain everything reached in so many minutes."""

    def facts(self, mode: TravelMode) -> Mapping[str, float | str]:
        """Return the numbers that the sentence about the method names."""
