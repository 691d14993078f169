"""Minutes between services, work and home."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geodata.crs import FloatArray
from geodata.hours.clock import IntArray
from geodata.routing import TravelTimes, Trips
from welfare_map.model import FitsQuery

ROUNDING_MIN = 0.05
"""Minutes are shown to 0.1, and what is shown decides."""


@dataclass(frozen=True, eq=False)
class ServiceTrips:
    """
    Minutes to 0.1, one per service; NaN where it cannot be reached.

    Parameters
    ----------
    to_work_min, from_work_min
        From the service to work, from work to the service.
    total_min
        All trips that the person makes because of the service.
    is_estimate
        Some of the minutes do not follow real roads.
    """

    to_work_min: FloatArray
    from_work_min: FloatArray
    total_min: FloatArray
    is_estimate: npt.NDArray[np.bool_]

    def take(self, order: npt.NDArray[np.intp]) -> "ServiceTrips":
        """Return the trips of some services in an order."""
        return ServiceTrips(
            self.to_work_min[order], self.from_work_min[order], self.total_min[order], self.is_estimate[order]
        )

    @property
    def whole_to_work_min(self) -> IntArray:
        """Whole minutes, rounded up."""
        return np.ceil(self.to_work_min).astype(np.int64)

    @property
    def whole_from_work_min(self) -> IntArray:
        """Whole minutes, rounded up."""
        return np.ceil(self.from_work_min).astype(np.int64)

    def is_within(self, query: FitsQuery) -> npt.NDArray[np.bool_]:
        """Tell which services can be reached, and within the limit on the trips that the person makes."""
        is_reached = np.isfinite(self.to_work_min) & np.isfinite(self.from_work_min) & np.isfinite(self.total_min)
        if query.limit_min is None or query.service_ids:
            return np.asarray(is_reached)
        is_near_out = (self.to_work_min <= query.limit_min) | (not query.drops)
        is_near_back = (self.from_work_min <= query.limit_min) | (not query.collects)
        return np.asarray(is_reached & is_near_out & is_near_back)


def trips_of(travel_times: TravelTimes, query: FitsQuery, lons: FloatArray, lats: FloatArray) -> ServiceTrips:
    """Return the trips to and from services at some points (degrees, EPSG:4326; NaN where a position is missing)."""
    work, limit_min = (query.work_lon, query.work_lat), _search_min(query)
    to_work = travel_times.many_to_one(lons, lats, *work, query.mode, limit_min=limit_min)
    from_work = travel_times.one_to_many(*work, lons, lats, query.mode, limit_min=limit_min)
    made = [trips for trips, is_made in ((to_work, query.drops), (from_work, query.collects)) if is_made]
    if query.home_lon is not None and query.home_lat is not None:
        made += _home_trips(travel_times, query, (query.home_lon, query.home_lat), lons, lats)
    total_min = np.sum([_tenths(trips) for trips in made], axis=0)
    is_estimate = np.any([trips.is_estimate for trips in (to_work, from_work, *made)], axis=0)
    return ServiceTrips(_tenths(to_work), _tenths(from_work), np.round(total_min, 1), is_estimate)


def _search_min(query: FitsQuery) -> float:
    """Return how long trips are worth a search: a trip that nobody makes may be longer than the limit."""
    is_limited = query.drops and query.collects and not query.service_ids
    return math.inf if query.limit_min is None or not is_limited else query.limit_min + ROUNDING_MIN


def _home_trips(
    travel_times: TravelTimes, query: FitsQuery, home: tuple[float, float], lons: FloatArray, lats: FloatArray
) -> list[Trips]:
    made = []
    if query.drops:
        made.append(travel_times.one_to_many(*home, lons, lats, query.mode))
    if query.collects:
        made.append(travel_times.many_to_one(lons, lats, *home, query.mode))
    return made


def _tenths(trips: Trips) -> FloatArray:
    return np.asarray(np.round(trips.travel_min, 1))
