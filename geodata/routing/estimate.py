"""
Estimated minutes: straight line × detour factor ÷ speed, by mode and distance band.

It knows no road, river or hill, so whatever is drawn from it is labelled as an estimate. Straight-line distance goes
with travel time at r = 0.987 overall but at 0.826 under 15 miles (Phibbs & Luft 1995), worst at lakes, valleys and
rivers; on a grid town the best constant still errs by 13 % at 0.5–3 km and by 8.5 % at 3–10 km (measured for this
project). Against free roads in Turin (``bench/estimating.py``, figures in ``data/manual/measured``) all minutes
together are 3 % low to 2 % high on foot, 12 to 3 % low by bicycle, which is pushed along footways there, and 17 to 13 %
high by car, where the survey below counts the traffic that a free road does not have: so the constants stand.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt
from shapely import Polygon

from geodata.codes import TravelMode
from geodata.crs import FloatArray, geometry_to_degrees, to_metric
from geodata.distance import straight_line_m
from geodata.routing import Area, Trips

DETOUR_FACTOR: Final = 1.2
"""
Way ÷ straight line in towns (Newell; O'Sullivan). The often quoted 1.3–1.4 for car trips was not
found in a source, so cars take the same: assumption of this project.
"""

FARTHEST_M: Final = 20_000_000.0
"""Half the Earth's circumference: the end of the last band."""

CIRCLE_CORNERS: Final = 180
"""Corners of a drawn circle: its area is right within 0.03 %."""


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of a trip at one speed: from where the last band ends to ``until_m`` of straight line."""

    until_m: float
    speed_kmh: float


@dataclass(frozen=True, slots=True)
class Profile:
    """
    How one mode travels.

    Parameters
    ----------
    overhead_min
        Minutes that every trip takes, whatever its length.
    bands
        Nearest first; the last one ends at ``FARTHEST_M``.
    """

    overhead_min: float
    bands: tuple[Band, ...]

    def curve(self) -> tuple[FloatArray, FloatArray]:
        """Return the corners of minutes over metres of straight line, both strictly increasing."""
        ends_m = np.array([0.0, *(band.until_m for band in self.bands)])
        min_per_m = np.array([DETOUR_FACTOR * 60 / (band.speed_kmh * 1000) for band in self.bands])
        return ends_m, self.overhead_min + np.concatenate([[0.0], np.cumsum(np.diff(ends_m) * min_per_m)])


PROFILES: Final[Mapping[TravelMode, Profile]] = MappingProxyType(
    {
        TravelMode.WALK: Profile(0.0, (Band(FARTHEST_M, 4.5),)),
        TravelMode.CYCLE: Profile(0.0, (Band(FARTHEST_M, 15.0),)),
        TravelMode.CAR: Profile(2.0, (Band(3_000.0, 28.0), Band(20_000.0, 47.0), Band(FARTHEST_M, 70.0))),
    }
)
"""
Speeds along the way:

- on foot 4.5 km/h: assumption of this project, near the 1.23 m/s of Ralston 1958 and below the 5 km/h often measured,
  because people walk here with children and elders;
- by bicycle 15 km/h: assumption of this project; studies in towns lie between 10 (shared bicycles) and 20 km/h;
- by car 28 km/h in towns and 47 km/h outside: what Italians reported of their own car trips in 2015 (Isfort, as quoted
  by "Il mondo dei trasporti", 24 April 2017); that the town ends at 3 km of straight line, and 70 km/h beyond 20 km,
  are assumptions of this project;
- 2 minutes to start and park a car, none on foot or by bicycle: assumption of this project.
"""

CURVES: Final[Mapping[TravelMode, tuple[FloatArray, FloatArray]]] = MappingProxyType(
    {mode: profile.curve() for mode, profile in PROFILES.items()}
)


@dataclass(frozen=True, slots=True)
class Estimate:
    """The engine that needs no data; both directions take the same time."""

    name: str = "estimate"

    @property
    def estimate(self) -> "Estimate":
        """It is the estimate itself."""
        return self

    def one_to_many(
        self,
        lon: float,
        lat: float,
        lons: npt.ArrayLike,
        lats: npt.ArrayLike,
        mode: TravelMode,
        *,
        limit_min: float = math.inf,  # noqa: ARG002  # nothing is searched here
    ) -> Trips:
        """
        Travel from one point to many; see ``TravelTimes``.

        Examples
        --------
        Nobody moves, yet a car has to be started and parked:

        >>> Estimate().one_to_many(9.0, 45.5, [9.0], [45.5], TravelMode.CAR).travel_min.tolist()
        [2.0]
        """
        return _trips(*to_metric(lon, lat), *to_metric(lons, lats), mode)

    def many_to_one(
        self,
        lons: npt.ArrayLike,
        lats: npt.ArrayLike,
        lon: float,
        lat: float,
        mode: TravelMode,
        *,
        limit_min: float = math.inf,  # noqa: ARG002  # nothing is searched here
    ) -> Trips:
        """Travel from many points to one; the same as back."""
        return self.one_to_many(lon, lat, lons, lats, mode)

    def matrix(
        self,
        from_lons: npt.ArrayLike,
        from_lats: npt.ArrayLike,
        to_lons: npt.ArrayLike,
        to_lats: npt.ArrayLike,
        mode: TravelMode,
        *,
        limit_min: float = math.inf,  # noqa: ARG002  # nothing is searched here
    ) -> Trips:
        """Travel from each of many points to each of many others: a row per origin."""
        from_xs_m, from_ys_m = to_metric(from_lons, from_lats)
        return _trips(from_xs_m[:, np.newaxis], from_ys_m[:, np.newaxis], *to_metric(to_lons, to_lats), mode)

    def isochrones(self, lon: float, lat: float, limits_min: Sequence[float], mode: TravelMode) -> tuple[Area, ...]:
        """Draw circles of ``reach_m`` around a point."""
        x_m, y_m = map(float, to_metric(lon, lat))
        circles = [_circle(x_m, y_m, self.reach_m(limit_min, mode)) for limit_min in limits_min]
        shapes = geometry_to_degrees(np.array(circles, dtype=object))
        return tuple(
            Area(limit_min, shape, is_estimate=True) for limit_min, shape in zip(limits_min, shapes, strict=True)
        )

    def reach_m(self, travel_min: float, mode: TravelMode) -> float:
        """
        Return how far a straight line gets in so many minutes.

        Returns
        -------
        reach_m
            Metres, EPSG:32632; 0 when the time does not even pay for the start.
        """
        ends_m, ends_min = CURVES[mode]
        return float(np.interp(travel_min, ends_min, ends_m))

    def facts(self, mode: TravelMode) -> Mapping[str, float | str]:
        """Return detour factor, speeds (km/h) and overhead (min) of a mode."""
        profile = PROFILES[mode]
        speeds_kmh = [band.speed_kmh for band in profile.bands]
        return {
            "detour_factor": DETOUR_FACTOR,
            "slowest_kmh": min(speeds_kmh),
            "fastest_kmh": max(speeds_kmh),
            "overhead_min": profile.overhead_min,
        }


def minutes_of(distance_m: npt.ArrayLike, mode: TravelMode) -> FloatArray:
    """
    Estimate the minutes of straight-line distances.

    Parameters
    ----------
    distance_m
        Metres of straight line, EPSG:32632, 0 or more; NaN where unknown.

    Returns
    -------
    travel_min
        Minutes, same shape, continuous and strictly increasing in distance; NaN where unknown.

    Examples
    --------
    1.25 km of straight line are 1.5 km on foot, 20 minutes at 4.5 km/h:

    >>> round(float(minutes_of(1_250, TravelMode.WALK)), 6)
    20.0
    """
    ends_m, ends_min = CURVES[mode]
    return np.asarray(np.interp(np.asarray(distance_m, float), ends_m, ends_min))


def _trips(x_m: FloatArray, y_m: FloatArray, xs_m: FloatArray, ys_m: FloatArray, mode: TravelMode) -> Trips:
    travel_min = minutes_of(straight_line_m(x_m, y_m, xs_m, ys_m), mode)
    return Trips(travel_min, np.ones(travel_min.shape, dtype=bool))


def _circle(x_m: float, y_m: float, radius_m: float) -> Polygon:
    """Return a polygon of ``CIRCLE_CORNERS`` corners on the circle; empty where nothing is reached."""
    if radius_m <= 0:
        return Polygon()
    turns = np.linspace(0, 2 * np.pi, CIRCLE_CORNERS, endpoint=False)
    return Polygon(np.column_stack([x_m + radius_m * np.cos(turns), y_m + radius_m * np.sin(turns)]))
