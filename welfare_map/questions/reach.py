"""Where one gets from here in so many minutes, and who and what is there."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from geodata.crs import geometry_to_metric
from geodata.errors import InputError
from geodata.routing import Area, TravelTimes
from welfare_map.model import MAX_LIMIT_COUNT, MAX_LIMIT_MIN, Phrase, ReachAnswer, ReachQuery, ReachRow
from welfare_map.questions import services
from welfare_map.questions.trust import asked, source_notes
from welfare_map.snapshot import Snapshot

BANDS = ("residents", "residents_0_2", "residents_75_plus")
WKT_DECIMALS = 6
"""About a tenth of a metre."""


@dataclass(frozen=True)
class _Reached:
    """Services that pass the filter and can be reached: row numbers, minutes to 0.1, which are estimates."""

    rows: npt.NDArray[np.intp]
    travel_min: npt.NDArray[np.float64]
    is_estimate: npt.NDArray[np.bool_]


def reach(snapshot: Snapshot, query: ReachQuery, travel_times: TravelTimes) -> ReachAnswer:
    """
    Draw the area within each limit and count residents and services in it.

    Services count by their own minutes, as they are shown, and not by the outline. ``without_position_count`` counts
    the services that pass the filter and have no position.

    Parameters
    ----------
    snapshot
        Tables and indexes; never changed.
    query
        The question.
    travel_times
        Engine that gives areas and minutes.

    Returns
    -------
    answer
        One row per limit, in the order asked.

    Raises
    ------
    InputError
        The limits are none, too many, not ascending or out of bounds, a filter means nothing, or the start is not in
        the area of the map.
    """
    _check(query)
    code = snapshot.territory.locate(query.lon, query.lat)
    origin = str(snapshot.territory.municipalities["municipality_name"].iat[snapshot.territory.row_of(code)])
    passing, is_silent = services.passing_and_silent(snapshot, query)
    reached = _reached(snapshot, query, travel_times, passing)
    silent = _reached(snapshot, query, travel_times, is_silent)
    areas = travel_times.isochrones(query.lon, query.lat, query.limits_min, query.mode)
    rows = tuple(_row(snapshot, area, reached) for area in areas)
    cells = snapshot.service_columns.cells
    counted = reached.rows[reached.travel_min <= query.limits_min[-1]]
    return ReachAnswer(
        rows=rows,
        sentence=_sentence(query, rows[-1], origin),
        method=Phrase(f"nearby.method.{travel_times.name}.{query.mode}", dict(travel_times.facts(query.mode))),
        parameters={**asked(query), "engine": travel_times.name},
        without_position_count=int(passing[snapshot.service_columns.unplaced_rows].sum()),
        without_places_count=int((silent.travel_min <= query.limits_min[-1]).sum()),
        sources=source_notes(snapshot, cells["source_id"][counted]),
        has_demo=bool(cells["is_demo"][counted].any()),
        origin_municipality_code=code,
        origin_municipality_name=origin,
        is_estimate=any(row.is_estimate for row in rows),
    )


def _check(query: ReachQuery) -> None:
    services.check_filter(query)
    if not 1 <= len(query.limits_min) <= MAX_LIMIT_COUNT:
        raise InputError("error.bad_limit_count", value=len(query.limits_min), maximum=MAX_LIMIT_COUNT)
    if list(query.limits_min) != sorted(set(query.limits_min)):
        raise InputError("error.limits_not_ascending")
    for limit_min in query.limits_min:
        if not 0 < limit_min <= MAX_LIMIT_MIN:
            raise InputError("error.bad_minutes", value=limit_min, maximum=MAX_LIMIT_MIN)


def _reached(
    snapshot: Snapshot, query: ReachQuery, travel_times: TravelTimes, passing: npt.NDArray[np.bool_]
) -> _Reached:
    columns = snapshot.service_columns
    placed = snapshot.services_index.rows
    rows = placed[passing[placed]]
    trips = travel_times.one_to_many(
        query.lon, query.lat, columns.lon[rows], columns.lat[rows], query.mode, limit_min=query.limits_min[-1] + 0.05
    )
    is_reached = np.isfinite(trips.travel_min)
    return _Reached(rows[is_reached], np.round(trips.travel_min[is_reached], 1), trips.is_estimate[is_reached])


def _row(snapshot: Snapshot, area: Area, reached: _Reached) -> ReachRow:
    outline = geometry_to_metric(np.array([area.geometry], dtype=object))[0]
    inside, share = _shares(snapshot, area.geometry, outline)
    table = snapshot.territory.municipalities
    residents = {band: round(float((table[band].to_numpy(float)[inside] * share).sum())) for band in BANDS}
    is_within = reached.travel_min <= area.limit_min
    found = reached.rows[is_within]
    return ReachRow(
        limit_min=area.limit_min,
        area_km2=round(float(shapely.area(outline)) / 1e6, 1),
        **residents,
        municipality_count=len(inside),
        service_count=len(found),
        demo_count=int(snapshot.service_columns.cells["is_demo"][found].sum()),
        is_estimate=area.is_estimate or bool(reached.is_estimate[is_within].any()),
        geometry_wkt=shapely.to_wkt(area.geometry, rounding_precision=WKT_DECIMALS),
    )


def _shares(
    snapshot: Snapshot, geometry: shapely.Geometry, outline: shapely.Geometry
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float64]]:
    """Return the rows of the municipalities that the area touches, and the share of each that lies inside it."""
    rows = snapshot.territory.rows_touching(geometry)
    shapes = geometry_to_metric(snapshot.territory.municipalities.geometry.to_numpy()[rows])
    shapely.prepare(outline)
    share = shapely.contains_properly(outline, shapes).astype(float)
    partly = np.flatnonzero(share == 0)
    share[partly] = shapely.area(shapely.intersection(shapes[partly], outline)) / shapely.area(shapes[partly])
    return rows[share > 0], share[share > 0]


def _sentence(query: ReachQuery, widest: ReachRow, origin: str) -> Phrase:
    return Phrase(
        f"reach.sentence.{('none', 'one', 'many')[min(widest.service_count, 2)]}",
        {
            "limit": query.limits_min[-1],
            "mode": f"codes.mode_in_sentence.{query.mode}",
            "origin": origin,
            "count": widest.service_count,
            "residents": _about(widest.residents),
        },
    )


def _about(count: int) -> int:
    """Round an estimate to three digits."""
    step: int = 10 ** max(0, len(str(count)) - 3)
    return round(count / step) * step
