"""Which services are near a workplace."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geodata.crs import FloatArray, to_metric
from geodata.distance import straight_line_m
from geodata.errors import InputError
from geodata.routing import TravelTimes, Trips
from welfare_map.model import (
    MAX_LIMIT_KM,
    MAX_LIMIT_MIN,
    NearbyAnswer,
    NearbyQuery,
    NearbyRow,
    Phrase,
    Plain,
)
from welfare_map.questions import services
from welfare_map.questions.services import check_filter, service_cells
from welfare_map.questions.trust import asked, source_notes
from welfare_map.snapshot import Snapshot

ROUNDING_MIN = 0.05
ROUNDING_M = 0.5
SLACK_M = 1.0
"""Minutes are shown to 0.1, distances to the metre, and what is shown decides; a metre more for the projection."""


@dataclass(frozen=True)
class _Found:
    """Services within the limit, nearest first: row numbers, trips (minutes to 0.1) and straight-line metres."""

    rows: npt.NDArray[np.intp]
    trips: Trips
    distance_m: FloatArray


def nearby(snapshot: Snapshot, query: NearbyQuery, travel_times: TravelTimes) -> NearbyAnswer:
    """
    Find the services within reach of a workplace, across municipal borders.

    The child's age and the elder's need say for whom: with one of them the services for that person stay, with both the
    services for either. Only services for children take a child: their kind has usual ages or their record states ages,
    and it is no kind for elders. ``min_capacity_count`` is compared with the accredited places, else with the
    authorised ones. ``limit_km`` is a straight line. ``service_ids`` are found however far they are: no limit applies
    to them, the other filters do. Services that their source no longer lists are left out.

    ``without_position_count`` counts the services without a position that pass every other filter and may be near: the
    point of their municipality is within the limit, if one applies, or not even their municipality is known.

    Parameters
    ----------
    snapshot
        Tables and indexes; never changed.
    query
        The question; minutes and metres are compared with the limit as they are shown, both included.
    travel_times
        Engine that gives the minutes.

    Returns
    -------
    answer
        At most ``max_count`` rows: by minutes, then exact before approximate positions, then by ``service_id``;
        ``found_count``, ``is_estimate``, sources and ``has_demo`` are about all that were found.

    Raises
    ------
    InputError
        A limit, age, number of places or number of rows is out of bounds, or the workplace is not in the area.
    """
    _check(query)
    code = snapshot.territory.locate(query.lon, query.lat)
    origin = str(snapshot.territory.municipalities["municipality_name"].iat[snapshot.territory.row_of(code)])
    passing, silent = services.passing_and_silent(snapshot, query)
    found = _found(snapshot, query, travel_times, passing)
    missed = _missed_rows(snapshot, query, travel_times, passing)
    cells = snapshot.service_columns.cells
    return NearbyAnswer(
        rows=_rows(snapshot, query, found),
        sentence=_sentence(snapshot, query, found, origin),
        method=_method(query, travel_times),
        parameters={**asked(query), "engine": travel_times.name},
        without_position_count=len(missed),
        without_places_count=len(_found(snapshot, query, travel_times, silent).rows) if silent.any() else 0,
        sources=source_notes(snapshot, cells["source_id"][found.rows]),
        has_demo=bool(cells["is_demo"][found.rows].any() or cells["is_demo"][missed].any()),
        origin_municipality_code=code,
        origin_municipality_name=origin,
        found_count=len(found.rows),
        is_estimate=bool(found.trips.is_estimate.any()),
    )


def _check(query: NearbyQuery) -> None:
    if (query.limit_min is None) == (query.limit_km is None):
        raise InputError("error.one_limit")
    if query.limit_min is not None and not 0 < query.limit_min <= MAX_LIMIT_MIN:
        raise InputError("error.bad_minutes", value=query.limit_min, maximum=MAX_LIMIT_MIN)
    if query.limit_km is not None and not 0 < query.limit_km <= MAX_LIMIT_KM:
        raise InputError("error.bad_km", value=query.limit_km, maximum=MAX_LIMIT_KM)
    check_filter(query)
    if query.max_count < 1:
        raise InputError("error.bad_max_count", value=query.max_count)


# --- reach ----------------------------------------------------------------------------------------------------------


def _found(snapshot: Snapshot, query: NearbyQuery, travel_times: TravelTimes, passing: npt.NDArray[np.bool_]) -> _Found:
    index, columns = snapshot.services_index, snapshot.service_columns
    x_m, y_m = map(float, to_metric(query.lon, query.lat))
    places = index.within(x_m, y_m, _radius_m(query, travel_times))
    places = places[passing[index.rows[places]]]
    rows = index.rows[places]
    distance_m = np.round(straight_line_m(x_m, y_m, index.x_m[places], index.y_m[places]))
    trips = _trips(query, travel_times, columns.lon[rows], columns.lat[rows])
    kept = np.flatnonzero(_is_within(query, trips.travel_min, distance_m))
    order = kept[np.lexsort((rows[kept], columns.is_approximate[rows[kept]], trips.travel_min[kept]))]
    return _Found(rows[order], Trips(trips.travel_min[order], trips.is_estimate[order]), distance_m[order])


def _missed_rows(
    snapshot: Snapshot, query: NearbyQuery, travel_times: TravelTimes, passing: npt.NDArray[np.bool_]
) -> npt.NDArray[np.intp]:
    """Return the services without a position that may be within the limit."""
    columns = snapshot.service_columns
    rows = columns.unplaced_rows[passing[columns.unplaced_rows]]
    lons, lats = columns.lon[rows], columns.lat[rows]
    x_m, y_m = map(float, to_metric(query.lon, query.lat))
    distance_m = np.round(straight_line_m(x_m, y_m, *to_metric(lons, lats)))
    is_near = _is_within(query, _trips(query, travel_times, lons, lats).travel_min, distance_m)
    return np.asarray(rows[is_near | np.isnan(lons)])


def _radius_m(query: NearbyQuery, travel_times: TravelTimes) -> float:
    if query.service_ids:
        return math.inf
    if query.limit_km is not None:
        return query.limit_km * 1000 + ROUNDING_M + SLACK_M
    return travel_times.reach_m((query.limit_min or 0) + ROUNDING_MIN, query.mode) + SLACK_M


def _trips(query: NearbyQuery, travel_times: TravelTimes, lons: FloatArray, lats: FloatArray) -> Trips:
    limit_min = math.inf if query.service_ids or query.limit_min is None else query.limit_min + ROUNDING_MIN
    trips = travel_times.one_to_many(query.lon, query.lat, lons, lats, query.mode, limit_min=limit_min)
    return Trips(np.round(trips.travel_min, 1), trips.is_estimate)


def _is_within(query: NearbyQuery, travel_min: FloatArray, distance_m: FloatArray) -> npt.NDArray[np.bool_]:
    """Compare with the limit what is shown; what cannot be reached is not within it."""
    if query.service_ids:
        return np.isfinite(travel_min)
    if query.limit_km is not None:
        return np.isfinite(travel_min) & (distance_m <= round(query.limit_km * 1000, 3))
    return np.asarray(travel_min <= (query.limit_min or 0))


# --- rows and words -------------------------------------------------------------------------------------------------


def _rows(snapshot: Snapshot, query: NearbyQuery, found: _Found) -> tuple[NearbyRow, ...]:
    whole = {
        **service_cells(snapshot, found.rows[: query.max_count], query),
        "travel_min": found.trips.travel_min[: query.max_count].tolist(),
        "is_estimate": found.trips.is_estimate[: query.max_count].tolist(),
        "distance_m": found.distance_m[: query.max_count].astype(int).tolist(),
    }
    return tuple(NearbyRow(**dict(zip(whole, values, strict=True))) for values in zip(*whole.values(), strict=True))


def _sentence(snapshot: Snapshot, query: NearbyQuery, found: _Found, origin: str) -> Phrase:
    """Say how many and how near; the nearest to a whole minute, but never beyond the limit."""
    unit = "chosen" if query.service_ids else "min" if query.limit_km is None else "km"
    count = len(found.rows)
    values: dict[str, Plain] = {
        "count": count,
        "limit": query.limit_min if query.limit_km is None else query.limit_km,
        "mode": f"codes.mode_in_sentence.{query.mode}",
        "origin": origin,
    }
    if count:
        whole_min = max(1.0, float(np.round(found.trips.travel_min[0])))
        limit_min = query.limit_min if unit == "min" else None
        values["nearest_min"] = whole_min if limit_min is None else min(whole_min, limit_min)
        is_area = snapshot.service_columns.is_approximate[found.rows[0]]
        is_estimate = found.trips.is_estimate[0]
        values["nearness"] = "codes.nearness.area" if is_area else "codes.nearness.estimate" if is_estimate else ""
    return Phrase(f"nearby.sentence.{unit}.{('none', 'one', 'many')[min(count, 2)]}", values)


def _method(query: NearbyQuery, travel_times: TravelTimes) -> Phrase:
    return Phrase(f"nearby.method.{travel_times.name}.{query.mode}", dict(travel_times.facts(query.mode)))
