"""The points of a plan — homes and sites — with minutes and metres between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geodata.codes import TravelMode
from geodata.crs import FloatArray, to_metric
from geodata.distance import straight_line_m
from geodata.routing import TravelTimes
from geodata.routing.estimate import DETOUR_FACTOR
from welfare_map.model import LeftOut, ShuttleQuery
from welfare_map.questions.shuttle.people import Group, Missed
from welfare_map.snapshot import Snapshot

IntArray = npt.NDArray[np.int64]
UNREACHED_MIN = 1_000_000
"""Minutes of a way that is not there, or longer than was searched: no round takes it."""
SEARCH_SLACK_MIN = 15
"""Ways are searched so much longer than the longest ride, for the empty ones back."""
ROUNDING_MIN = 1e-6


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the plan: degrees, EPSG:4326; of a firm or of a municipality."""

    lon: float
    lat: float
    name: str
    organisation_id: str | None = None
    municipality_code: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """
    Ways between points, directional.

    Parameters
    ----------
    points
        Sites, then homes.
    site_of, home_of
        ``organisation_id``, ``municipality_code`` -> number of the point.
    leg_min
        Whole minutes from arriving at a point to arriving at another: the stop, and the way rounded up; 0 from a point
        to itself, ``UNREACHED_MIN`` where there is no way.
    way_m
        Metres of the way: straight line × detour factor.
    is_estimate
        The minutes do not follow real roads.
    """

    points: tuple[Point, ...]
    site_of: Mapping[str, int]
    home_of: Mapping[str, int]
    leg_min: IntArray
    way_m: IntArray
    is_estimate: npt.NDArray[np.bool_]


def network_of(snapshot: Snapshot, query: ShuttleQuery, groups: Sequence[Group], travel_times: TravelTimes) -> Network:
    """Return the points of the groups and the ways between them, by car."""
    sites = {group.firm.organisation_id: group for group in groups}
    codes = sorted({group.municipality_code for group in groups})
    points = (*map(_site_point, sites.values()), *(_home_point(snapshot, code) for code in codes))
    lons, lats = [point.lon for point in points], [point.lat for point in points]
    limit_min = float(query.longest_ride_min + SEARCH_SLACK_MIN)
    trips = travel_times.matrix(lons, lats, lons, lats, TravelMode.CAR, limit_min=limit_min)
    return Network(
        points=points,
        site_of={code: number for number, code in enumerate(sites)},
        home_of={code: number for number, code in enumerate(codes, start=len(sites))},
        leg_min=_legs(trips.travel_min, query.stop_min),
        way_m=_ways(lons, lats),
        is_estimate=trips.is_estimate,
    )


def _site_point(group: Group) -> Point:
    return Point(group.site.lon, group.site.lat, group.firm.organisation_name, group.firm.organisation_id)


def _home_point(snapshot: Snapshot, code: str) -> Point:
    town = snapshot.territory.municipalities.iloc[snapshot.territory.row_of(code)]
    lon, lat = float(town["point_lon"]), float(town["point_lat"])
    return Point(lon, lat, str(town["municipality_name"]), municipality_code=code)


def _legs(travel_min: FloatArray, stop_min: int) -> IntArray:
    """Round minutes up, add the stop; no way is infinite minutes."""
    whole = np.ceil(np.where(np.isfinite(travel_min), travel_min, UNREACHED_MIN) - ROUNDING_MIN)
    legs = np.minimum(whole.astype(np.int64) + stop_min, UNREACHED_MIN)
    np.fill_diagonal(legs, 0)
    return legs


def _ways(lons: Sequence[float], lats: Sequence[float]) -> IntArray:
    x_m, y_m = to_metric(lons, lats)
    lines_m = straight_line_m(x_m[:, np.newaxis], y_m[:, np.newaxis], x_m, y_m)
    return np.asarray(np.round(lines_m * DETOUR_FACTOR), np.int64)


def known_homes(snapshot: Snapshot, groups: Sequence[Group]) -> tuple[list[Group], list[Missed]]:
    """Part the groups whose municipality is in the area, with a point, from the others."""
    towns = snapshot.territory.municipalities
    placed = set(towns.loc[towns["point_lon"].notna() & towns["point_lat"].notna(), "municipality_code"])
    known = [group for group in groups if group.municipality_code in placed]
    return known, [_missed(group, LeftOut.UNKNOWN_HOME) for group in groups if group.municipality_code not in placed]


def within_reach(query: ShuttleQuery, groups: Sequence[Group], network: Network) -> tuple[list[Group], list[Missed]]:
    """Part the groups that a vehicle can take to work and home from those too near, too far, or without a way."""
    kept, missed = [], []
    for group in groups:
        home, site = network.home_of[group.municipality_code], network.site_of[group.firm.organisation_id]
        longest = int(max(network.leg_min[home, site], network.leg_min[site, home]))
        if network.way_m[home, site] / DETOUR_FACTOR < query.nearest_km * 1000:
            missed.append(_missed(group, LeftOut.TOO_NEAR))
        elif longest >= UNREACHED_MIN:
            missed.append(_missed(group, LeftOut.NO_WAY))
        elif longest > query.longest_ride_min:
            missed.append(_missed(group, LeftOut.TOO_FAR, longest))
        else:
            kept.append(group)
    return kept, missed


def _missed(group: Group, reason: LeftOut, travel_min: int | None = None) -> Missed:
    return Missed(group.firm, reason, group.municipality_code, group.worker_count, travel_min)
