"""An engine with the estimate behind it: where it does not reach, or fails, the estimate answers and is marked."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from geodata.codes import TravelMode
from geodata.errors import EngineError
from geodata.routing import Area, TravelTimes, Trips
from geodata.routing.estimate import Estimate


@dataclass(frozen=True, slots=True)
class WithEstimate:
    """
    The engine that always answers.

    Parameters
    ----------
    engine
        Asked first; its minutes stand wherever it has some.
    estimate
        Answers for the other positions, marked entry by entry.
    """

    engine: TravelTimes
    estimate: Estimate = field(default_factory=Estimate)

    @property
    def name(self) -> str:
        """Code of the engine that is asked first."""
        return self.engine.name

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
        """Travel from one point to many; see ``TravelTimes``."""
        return self._whole(lambda one: one.one_to_many(lon, lat, lons, lats, mode, limit_min=limit_min))

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
        """Travel from many points to one; see ``TravelTimes``."""
        return self._whole(lambda one: one.many_to_one(lons, lats, lon, lat, mode, limit_min=limit_min))

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
        """Travel from each of many points to each of many others; see ``TravelTimes``."""
        return self._whole(lambda one: one.matrix(from_lons, from_lats, to_lons, to_lats, mode, limit_min=limit_min))

    def isochrones(self, lon: float, lat: float, limits_min: Sequence[float], mode: TravelMode) -> tuple[Area, ...]:
        """Outline what is reached; all areas come from one engine, so that they are nested."""
        try:
            return self.engine.isochrones(lon, lat, limits_min, mode)
        except EngineError:
            return self.estimate.isochrones(lon, lat, limits_min, mode)

    def reach_m(self, travel_min: float, mode: TravelMode) -> float:
        """Return the metres that contain what either engine reaches."""
        return max(one.reach_m(travel_min, mode) for one in (self.engine, self.estimate))

    def facts(self, mode: TravelMode) -> Mapping[str, float | str]:
        """Return the numbers of the engine that is asked first."""
        return self.engine.facts(mode)

    def _whole(self, ask: Callable[[TravelTimes], Trips]) -> Trips:
        estimated = ask(self.estimate)
        try:
            found = ask(self.engine)
        except EngineError:
            return estimated
        is_missing = np.isnan(found.travel_min)
        travel_min = np.where(is_missing, estimated.travel_min, found.travel_min)
        return Trips(travel_min, is_missing | found.is_estimate)
