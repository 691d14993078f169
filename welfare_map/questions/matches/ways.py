"""Where firms stand and how long people take between them, from the nearest site of the one to that of the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geodata.codes import TravelMode
from geodata.crs import FloatArray, to_metric
from geodata.routing import TravelTimes
from welfare_map.questions.firm_positions import Position


@dataclass(frozen=True, slots=True)
class Way:
    """The quickest way between two firms: minutes to 0.1, and where it ends at the other one."""

    travel_min: float
    is_estimate: bool
    is_approximate: bool
    lon: float
    lat: float


@dataclass(frozen=True, eq=False)
class Sites:
    """
    The sites of many firms as arrays, an entry a site.

    Parameters
    ----------
    firm_ids
        Whose site it is; sites of one firm are neighbours.
    lon, lat
        Degrees, EPSG:4326.
    x_m, y_m
        Metres, EPSG:32632.
    is_approximate
        It stands for an area.
    """

    firm_ids: npt.NDArray[np.object_]
    lon: FloatArray
    lat: FloatArray
    x_m: FloatArray
    y_m: FloatArray
    is_approximate: npt.NDArray[np.bool_]

    def of(self, which: npt.NDArray[np.bool_]) -> "Sites":
        """Return some of them."""
        return Sites(
            firm_ids=self.firm_ids[which],
            lon=self.lon[which],
            lat=self.lat[which],
            x_m=self.x_m[which],
            y_m=self.y_m[which],
            is_approximate=self.is_approximate[which],
        )

    def within(self, stands: Sequence[Position], radius_m: float) -> "Sites":
        """Return those within a straight line of one of some places; a metre more for the projection."""
        x_m, y_m = to_metric([one.lon for one in stands], [one.lat for one in stands])
        far_m = np.hypot(self.x_m[:, None] - x_m[None, :], self.y_m[:, None] - y_m[None, :])
        return self.of(far_m.min(axis=1, initial=np.inf) <= radius_m + 1)


def sites_of(stands: Mapping[str, Sequence[Position]]) -> Sites:
    """Return the sites of firms, by ``organisation_id``."""
    rows = [(firm_id, stand) for firm_id, own in stands.items() for stand in own]
    lon, lat = (np.array([getattr(stand, name) for _, stand in rows], float) for name in ("lon", "lat"))
    x_m, y_m = to_metric(lon, lat)
    return Sites(
        firm_ids=np.array([firm_id for firm_id, _ in rows], object),
        lon=lon,
        lat=lat,
        x_m=x_m,
        y_m=y_m,
        is_approximate=np.array([stand.is_approximate for _, stand in rows], bool),
    )


def ways_between(
    stands: Sequence[Position],
    sites: Sites,
    travel_times: TravelTimes,
    mode: TravelMode,
    limit_min: float,
    *,
    is_back: bool = False,
) -> dict[str, Way]:
    """
    Return the quickest way from any of a firm's places to each other firm (with ``is_back`` from it), within a limit.

    Returns
    -------
    ways
        ``organisation_id`` -> way; who cannot be reached within the limit is left out.
    """
    near = sites.within(stands, travel_times.reach_m(limit_min, mode)) if stands else sites
    if not stands or not len(near.lon):
        return {}
    lons, lats = [one.lon for one in stands], [one.lat for one in stands]
    if is_back:
        trips = travel_times.matrix(near.lon, near.lat, lons, lats, mode, limit_min=limit_min)
        minutes, is_estimate = trips.travel_min.T, trips.is_estimate.T
    else:
        trips = travel_times.matrix(lons, lats, near.lon, near.lat, mode, limit_min=limit_min)
        minutes, is_estimate = trips.travel_min, trips.is_estimate
    return _quickest(stands, near, np.round(minutes, 1), is_estimate, limit_min)


def _quickest(
    stands: Sequence[Position], near: Sites, minutes: FloatArray, is_estimate: npt.NDArray[np.bool_], limit_min: float
) -> dict[str, Way]:
    known = np.where(np.isnan(minutes), np.inf, minutes)
    start = known.argmin(axis=0)
    best_min = known.min(axis=0)
    found: dict[str, Way] = {}
    for place in np.argsort(best_min, kind="stable"):
        if best_min[place] > limit_min:
            break
        found.setdefault(
            str(near.firm_ids[place]),
            Way(
                travel_min=float(best_min[place]),
                is_estimate=bool(is_estimate[start[place], place]),
                is_approximate=bool(near.is_approximate[place] or stands[start[place]].is_approximate),
                lon=float(near.lon[place]),
                lat=float(near.lat[place]),
            ),
        )
    return found
