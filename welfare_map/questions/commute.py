"""Which services lie on the way between home and work: minutes added to the trips of a day."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geodata.codes import TravelMode
from geodata.crs import FloatArray
from geodata.errors import InputError
from geodata.routing import TravelTimes
from geodata.territory.area import check_coordinates
from welfare_map.model import MAX_ADDED_MIN, Carer, CommuteAnswer, CommuteQuery, CommuteRow, Phrase, Plain
from welfare_map.questions import services
from welfare_map.questions.trust import asked, source_notes
from welfare_map.snapshot import Snapshot

Point = tuple[float, float]
ROUNDING_MIN = 0.1
"""Minutes are shown to a tenth, and what is shown decides."""
PERSONAL = ("home_lon", "home_lat", "other_work_lon", "other_work_lat")
"""Where somebody lives, or another works, is not repeated in the answer: answers are kept and passed on."""


@dataclass(frozen=True)
class _Way:
    """One way of the day: from where to where, degrees, and how."""

    start: Point
    end: Point
    mode: TravelMode


@dataclass(frozen=True)
class _Detour:
    """
    One way of the day by way of each service.

    ``first`` and ``second`` are the minutes before and after it, ``direct_min`` those without any service and
    ``added_min`` those beyond the direct trip of the same engine; all to 0.1.
    """

    direct_min: float
    first: FloatArray
    second: FloatArray
    added_min: FloatArray
    is_estimate: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class _Day:
    """Both ways of the day for the services ``rows``; a way that nobody makes, or that is not known, is None."""

    rows: npt.NDArray[np.intp]
    out: _Detour | None
    back: _Detour | None

    @property
    def ways(self) -> tuple[_Detour, ...]:
        """Return the ways that are known."""
        return tuple(way for way in (self.out, self.back) if way is not None)

    @property
    def total_min(self) -> FloatArray:
        """Return minutes added in the day, one per service."""
        return np.asarray(np.round(np.sum([way.added_min for way in self.ways], axis=0), 1))

    @property
    def is_estimate(self) -> npt.NDArray[np.bool_]:
        """Tell of each service whether any of its minutes is estimated."""
        return np.asarray(np.logical_or.reduce([way.is_estimate for way in self.ways]))


def commute(snapshot: Snapshot, query: CommuteQuery, travel_times: TravelTimes) -> CommuteAnswer:
    """
    Find the services that add least to the trips home → service → work and work → service → home.

    Each way has its own direction and the mode of whoever makes it. Services without a position are left out and
    counted; so are, without being counted, those that cannot be reached or that their source no longer lists.

    Parameters
    ----------
    snapshot
        Tables and indexes; never changed.
    query
        The question; minutes are compared with the limit as they are shown, to a tenth.
    travel_times
        Engine that gives the minutes.

    Returns
    -------
    answer
        At most ``max_count`` rows: by minutes added in the day, then exact before approximate positions, then by
        ``service_id``; ``found_count``, sources and ``has_demo`` are about all that were found.

    Raises
    ------
    InputError
        A point is not in Italy, a limit, age, number of places or number of rows is out of bounds, nobody makes any
        trip, the trips of the day are not known, or there is no way from home to work.
    """
    _check(query)
    columns = snapshot.service_columns
    passing, is_silent = services.passing_and_silent(snapshot, query)
    placed = snapshot.services_index.rows
    day = _nearest_first(snapshot, query, _day(snapshot, query, travel_times, placed[passing[placed]]))
    missed = columns.unplaced_rows[passing[columns.unplaced_rows]]
    silent = is_silent[placed]
    is_demo = columns.cells["is_demo"]
    rows = _rows(snapshot, query, day)
    return CommuteAnswer(
        rows=rows,
        sentence=_sentence(rows, len(day.rows)),
        method=Phrase(f"nearby.method.{travel_times.name}.{query.mode}", dict(travel_times.facts(query.mode))),
        parameters={**asked(query, without=PERSONAL), "engine": travel_times.name},
        without_position_count=len(missed),
        without_places_count=_reached_count(snapshot, query, travel_times, placed[silent]) if silent.any() else 0,
        sources=source_notes(snapshot, columns.cells["source_id"][day.rows]),
        has_demo=bool(is_demo[day.rows].any() or is_demo[missed].any()),
        direct_out_min=day.out.direct_min if day.out else None,
        direct_back_min=day.back.direct_min if day.back else None,
        found_count=len(day.rows),
        is_estimate=bool(day.is_estimate.any()),
    )


def _check(query: CommuteQuery) -> None:
    services.check_filter(query)
    check_coordinates(query.home_lon, query.home_lat)
    check_coordinates(query.work_lon, query.work_lat)
    if query.other_work_lon is not None and query.other_work_lat is not None:
        check_coordinates(query.other_work_lon, query.other_work_lat)
    if query.max_added_min is not None and not 0 < query.max_added_min <= MAX_ADDED_MIN:
        raise InputError("error.bad_minutes", value=query.max_added_min, maximum=MAX_ADDED_MIN)
    if query.max_count < 1:
        raise InputError("error.bad_max_count", value=query.max_count)
    if all(_worker(query, carer) is None for carer in (query.drops, query.collects)):
        raise InputError("error.nobody_travels")


# --- trips ----------------------------------------------------------------------------------------------------------


def _worker(query: CommuteQuery, carer: Carer) -> tuple[Point, TravelMode] | None:
    """Return where a carer works and how they travel, None for nobody or where it is not known."""
    if carer is Carer.ME:
        return (query.work_lon, query.work_lat), query.mode
    if carer is Carer.NOBODY or query.other_work_lon is None or query.other_work_lat is None:
        return None
    return (query.other_work_lon, query.other_work_lat), query.other_mode


def _day(snapshot: Snapshot, query: CommuteQuery, travel_times: TravelTimes, rows: npt.NDArray[np.intp]) -> _Day:
    lons, lats = snapshot.service_columns.lon[rows], snapshot.service_columns.lat[rows]
    home = (query.home_lon, query.home_lat)
    drops, collects = _worker(query, query.drops), _worker(query, query.collects)
    most_min = np.inf if query.max_added_min is None else 2 * query.max_added_min
    out = _detour(travel_times, _Way(home, *drops), lons, lats, most_min) if drops else None
    back = _detour(travel_times, _Way(collects[0], home, collects[1]), lons, lats, most_min) if collects else None
    return _Day(rows, out, back)


def _detour(travel_times: TravelTimes, way: _Way, lons: FloatArray, lats: FloatArray, most_min: float) -> _Detour:
    """
    Travel from start to end by way of each point.

    Where any part is estimated, both legs and the direct trip are: a difference between engines would say nothing.
    """
    found = _of_one_engine(travel_times, way, lons, lats, most_min)
    rows = np.flatnonzero(found.is_estimate)
    if not len(rows):
        return found
    estimated = _of_one_engine(travel_times.estimate, way, lons[rows], lats[rows], most_min)
    for of_all, of_some in zip(_minutes(found), _minutes(estimated), strict=True):
        of_all[rows] = of_some
    return found


def _minutes(way: _Detour) -> tuple[FloatArray, FloatArray, FloatArray]:
    return way.first, way.second, way.added_min


def _of_one_engine(
    travel_times: TravelTimes, way: _Way, lons: FloatArray, lats: FloatArray, most_min: float
) -> _Detour:
    """Ask for the direct trip, then search once from the start and once towards the end."""
    direct = travel_times.one_to_many(*way.start, [way.end[0]], [way.end[1]], way.mode)
    direct_min = float(np.round(direct.travel_min[0], 1))
    if not np.isfinite(direct_min):
        raise InputError("error.no_way_to_work")
    limit_min = direct_min + most_min + ROUNDING_MIN
    there = travel_times.one_to_many(*way.start, lons, lats, way.mode, limit_min=limit_min)
    onward = travel_times.many_to_one(lons, lats, *way.end, way.mode, limit_min=limit_min)
    first, second = np.round(there.travel_min, 1), np.round(onward.travel_min, 1)
    return _Detour(
        direct_min,
        first,
        second,
        added_min=np.asarray(np.round(first + second - direct_min, 1)),
        is_estimate=np.asarray(there.is_estimate | onward.is_estimate | direct.is_estimate[0]),
    )


def _nearest_first(snapshot: Snapshot, query: CommuteQuery, day: _Day) -> _Day:
    """Keep what is within the limit, least added first."""
    total_min = day.total_min
    kept = np.flatnonzero(total_min <= (np.inf if query.max_added_min is None else query.max_added_min))
    is_approximate = snapshot.service_columns.is_approximate[day.rows[kept]]
    order = kept[np.lexsort((day.rows[kept], is_approximate, total_min[kept]))]
    order = order[np.isfinite(total_min[order])]
    return _Day(day.rows[order], *(_taken(way, order) for way in (day.out, day.back)))


def _reached_count(
    snapshot: Snapshot, query: CommuteQuery, travel_times: TravelTimes, rows: npt.NDArray[np.intp]
) -> int:
    return len(_nearest_first(snapshot, query, _day(snapshot, query, travel_times, rows)).rows)


def _taken(way: _Detour | None, order: npt.NDArray[np.intp]) -> _Detour | None:
    if way is None:
        return None
    first, second, added_min = (column[order] for column in _minutes(way))
    return _Detour(way.direct_min, first, second, added_min, way.is_estimate[order])


# --- rows and words -------------------------------------------------------------------------------------------------


def _rows(snapshot: Snapshot, query: CommuteQuery, day: _Day) -> tuple[CommuteRow, ...]:
    shown = slice(query.max_count)
    whole = {
        **services.service_cells(snapshot, day.rows[shown], query),
        **_way_cells(day.out, len(day.rows), shown, ("added_out_min", "home_to_service_min", "service_to_work_min")),
        **_way_cells(day.back, len(day.rows), shown, ("added_back_min", "work_to_service_min", "service_to_home_min")),
        "added_total_min": day.total_min[shown].tolist(),
        "is_estimate": day.is_estimate[shown].tolist(),
    }
    return tuple(CommuteRow(**dict(zip(whole, cells, strict=True))) for cells in zip(*whole.values(), strict=True))


def _way_cells(way: _Detour | None, count: int, shown: slice, names: tuple[str, str, str]) -> dict[str, list[object]]:
    if way is None:
        return {name: [None] * len(range(count)[shown]) for name in names}
    columns = (way.added_min, way.first, way.second)
    return {name: column[shown].tolist() for name, column in zip(names, columns, strict=True)}


def _sentence(rows: tuple[CommuteRow, ...], count: int) -> Phrase:
    """Say how many and how long the handiest makes the day."""
    if not rows:
        return Phrase("commute.sentence.none")
    handiest = rows[0]
    area, estimate = "codes.nearness.area", "codes.nearness.estimate"
    nearness = area if handiest.is_approximate else estimate if handiest.is_estimate else ""
    key = ("one" if count == 1 else "many") + ("" if handiest.whole_added_min > 0 else "_same")
    values: dict[str, Plain] = {"count": count, "least_min": handiest.whole_added_min, "nearness": nearness}
    return Phrase(f"commute.sentence.{key}", values)
