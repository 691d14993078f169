"""
Minutes of a Valhalla server, asked over the network: the engine that knows restrictions of turns.

Its service ``sources_to_targets`` gives minutes, ``isochrone`` gives areas (valhalla.github.io/valhalla/api, "Matrix"
and "Isochrone"). Questions are cut into pieces within the server's usual limits: 2,500 pairs and 4 contours. Whatever
goes wrong is an ``EngineError``; a pair without a way has NaN minutes.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely
from shapely import MultiPolygon, Polygon

from geodata.codes import TravelMode
from geodata.crs import FloatArray
from geodata.errors import DownloadError, EngineError
from geodata.http import Answer, Call, Client, send
from geodata.routing import Area, Trips
from geodata.routing.estimate import PROFILES, Estimate

COSTINGS: Final[Mapping[TravelMode, tuple[str, Mapping[str, float]]]] = MappingProxyType(
    {
        TravelMode.CAR: ("auto", {}),
        TravelMode.CYCLE: ("bicycle", {"cycling_speed": 15.0}),
        TravelMode.WALK: ("pedestrian", {"walking_speed": 4.5}),
    }
)
"""The server's name of a mode, and speeds (km/h) as those of our other engines."""
FASTEST_KMH: Final[Mapping[TravelMode, float]] = MappingProxyType(
    {TravelMode.CAR: 140.0, TravelMode.CYCLE: 60.0, TravelMode.WALK: 10.0}
)
"""Nobody is faster: ``top_speed`` of the server by car; assumptions of this project for the others."""
MOST_PAIRS: Final = 2_500
MOST_SOURCES: Final = 50
MOST_CONTOURS: Final = 4
TIMEOUT_S: Final = (2.0, 10.0)
MOST_BYTES: Final = 32 * 1024 * 1024
S_PER_MIN: Final = 60.0
NESTED_DEG: Final = 1e-6
"""About a tenth of a metre."""


def make_client(*, is_offline: bool) -> Client:
    """Return a client that does not keep a visitor waiting: one try, ten seconds."""
    return Client(is_offline=is_offline, timeout_s=TIMEOUT_S, waits_s=(), max_bytes=MOST_BYTES, longest_answer_s=20.0)


@dataclass(frozen=True, slots=True)
class Valhalla:
    """
    The engine that asks a server.

    Parameters
    ----------
    url
        Address of the server, http or https, without a slash at its end.
    client
        How the network is used.
    estimate
        For sums of trips that must all come from one engine.
    """

    url: str
    client: Client = field(default_factory=lambda: make_client(is_offline=False))
    estimate: Estimate = field(default_factory=Estimate)
    name: str = "valhalla"

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
        trips = self.matrix([lon], [lat], np.ravel(lons), np.ravel(lats), mode, limit_min=limit_min)
        return Trips(trips.travel_min[0], trips.is_estimate[0])

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
        trips = self.matrix(np.ravel(lons), np.ravel(lats), [lon], [lat], mode, limit_min=limit_min)
        return Trips(trips.travel_min[:, 0], trips.is_estimate[:, 0])

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
        """
        Travel from each of many points to each of many others; see ``TravelTimes``.

        Raises
        ------
        EngineError
            The server does not answer, or not as documented.
        """
        origins, destinations = _points(from_lons, from_lats), _points(to_lons, to_lats)
        travel_min = np.full((len(origins), len(destinations)), np.nan)
        for rows, columns in _pieces(_placed(origins), _placed(destinations)):
            seconds = self._seconds(origins[rows], destinations[columns], mode)
            travel_min[np.ix_(rows, columns)] = PROFILES[mode].overhead_min + seconds / S_PER_MIN
        travel_min[travel_min > limit_min] = np.inf
        return Trips(travel_min, np.zeros(travel_min.shape, dtype=bool))

    def isochrones(self, lon: float, lat: float, limits_min: Sequence[float], mode: TravelMode) -> tuple[Area, ...]:
        """
        Outline what is reached from a point.

        Raises
        ------
        EngineError
            The server does not answer, or not as documented.
        """
        moving_min = {limit_min: limit_min - PROFILES[mode].overhead_min for limit_min in limits_min}
        asked = sorted({minutes for minutes in moving_min.values() if minutes > 0})
        shapes: dict[float, Polygon | MultiPolygon] = {}
        smaller: Polygon | MultiPolygon = Polygon()
        for begin in range(0, len(asked), MOST_CONTOURS):
            piece = asked[begin : begin + MOST_CONTOURS]
            for minutes, shape in zip(piece, self._contours(lon, lat, piece, mode), strict=True):
                smaller = shapely.union(shape, smaller.buffer(NESTED_DEG, quad_segs=1))
                shapes[minutes] = smaller
        return tuple(
            Area(limit_min, shapes.get(moving_min[limit_min], Polygon()), is_estimate=False) for limit_min in limits_min
        )

    def reach_m(self, travel_min: float, mode: TravelMode) -> float:
        """Return how far the fastest traveller gets straight on; see ``TravelTimes``."""
        return max(travel_min - PROFILES[mode].overhead_min, 0.0) / 60 * FASTEST_KMH[mode] * 1000

    def facts(self, mode: TravelMode) -> Mapping[str, float | str]:
        """Return the overhead (min) of a mode."""
        return {"overhead_min": PROFILES[mode].overhead_min}

    def _seconds(self, origins: FloatArray, destinations: FloatArray, mode: TravelMode) -> FloatArray:
        said = self._ask("sources_to_targets", {"sources": _places(origins), "targets": _places(destinations)}, mode)
        try:
            times = [[pair["time"] for pair in row] for row in said["sources_to_targets"]]
            seconds = np.array([[np.nan if time is None else float(time) for time in row] for row in times])
        except (KeyError, TypeError, ValueError) as error:
            raise EngineError(f"{self.url}: the matrix is not as documented ({error!r})") from error
        if seconds.shape != (len(origins), len(destinations)) or (seconds < 0).any():
            raise EngineError(f"{self.url}: the matrix has the wrong shape {seconds.shape} or negative times")
        return seconds

    def _contours(
        self, lon: float, lat: float, minutes: Sequence[float], mode: TravelMode
    ) -> list[Polygon | MultiPolygon]:
        """Return the areas of ascending minutes."""
        wanted = {
            "locations": [{"lon": lon, "lat": lat}],
            "contours": [{"time": limit} for limit in minutes],
            "polygons": True,
        }
        said = self._ask("isochrone", wanted, mode)
        try:
            found = [
                (float(one["properties"]["contour"]), shapely.make_valid(shapely.geometry.shape(one["geometry"])))
                for one in said["features"]
            ]
        except (KeyError, TypeError, ValueError, AttributeError, shapely.errors.ShapelyError) as error:
            raise EngineError(f"{self.url}: the areas are not as documented ({error!r})") from error
        return [self._area(found, limit) for limit in minutes]

    def _area(self, found: list[tuple[float, Any]], limit: float) -> Polygon | MultiPolygon:
        areas = [shape for contour, shape in found if math.isclose(contour, limit, abs_tol=0.01)]
        whole = shapely.union_all(areas)
        if not areas or not isinstance(whole, Polygon | MultiPolygon):
            raise EngineError(f"{self.url}: no area of {limit:g} minutes was sent")
        return whole

    def _ask(self, service: str, wanted: Mapping[str, object], mode: TravelMode) -> Any:
        costing, options = COSTINGS[mode]
        body = json.dumps({**wanted, "costing": costing, "costing_options": {costing: dict(options)}}).encode()
        call = Call(f"{self.url}/{service}", headers={"Content-Type": "application/json"}, body=body)
        try:
            return send(lambda: call, _said, client=self.client)
        except (DownloadError, ValueError, RecursionError) as error:
            raise EngineError(f"{self.url}: {error}") from error


def _said(answer: Answer) -> Any:
    return json.loads(b"".join(answer.pieces))


def _points(lons: npt.ArrayLike, lats: npt.ArrayLike) -> FloatArray:
    return np.column_stack([np.asarray(lons, float), np.asarray(lats, float)])


def _placed(points: FloatArray) -> npt.NDArray[np.intp]:
    return np.flatnonzero(np.isfinite(points).all(axis=1))


def _places(points: FloatArray) -> list[dict[str, float]]:
    return [{"lon": lon, "lat": lat} for lon, lat in points.tolist()]


def _pieces(
    rows: npt.NDArray[np.intp], columns: npt.NDArray[np.intp]
) -> Iterator[tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]]:
    """Cut a matrix into blocks of at most ``MOST_PAIRS``."""
    if not len(rows) or not len(columns):
        return
    height = max(1, min(len(rows), MOST_SOURCES))
    width = MOST_PAIRS // height
    for top in range(0, len(rows), height):
        for left in range(0, len(columns), width):
            yield rows[top : top + height], columns[left : left + width]
