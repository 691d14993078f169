"""Travel times behind one protocol: questions take one as an argument and never build one."""

from collections.abc import Mapping
from typing import Protocol

import numpy.typing as npt

from geodata.codes import TravelMode
from geodata.crs import FloatArray


class TravelTimes(Protocol):
    """
    Minutes between points, directional: from A to B is not always what B to A is.

    ``name`` is the engine's code, also the last part of the text keys that say how it works; ``is_estimate`` is True
    where minutes do not follow real roads.
    """

    @property
    def name(self) -> str:
        """Code of the engine."""

    @property
    def is_estimate(self) -> bool:
        """Minutes do not follow real roads."""

    def one_to_many(
        self, lon: float, lat: float, lons: npt.ArrayLike, lats: npt.ArrayLike, mode: TravelMode
    ) -> FloatArray:
        """
        Travel from one point to many.

        Parameters
        ----------
        lon, lat
            Origin, degrees, EPSG:4326.
        lons, lats
            Destinations, degrees, EPSG:4326; NaN where a position is missing.
        mode
            How the person travels.

        Returns
        -------
        travel_min
            Minutes, one per destination, same order; NaN where a position is missing or cannot be reached.
        """

    def many_to_one(
        self, lons: npt.ArrayLike, lats: npt.ArrayLike, lon: float, lat: float, mode: TravelMode
    ) -> FloatArray:
        """Travel from many points to one; see ``one_to_many``."""

    def reach_m(self, travel_min: float, mode: TravelMode) -> float:
        """Return metres of straight line (EPSG:32632) that contain everything reached in so many minutes."""

    def facts(self, mode: TravelMode) -> Mapping[str, float]:
        """Return the numbers that the sentence about the method names."""
