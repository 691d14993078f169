"""How a few services stand side by side."""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from geodata.crs import to_metric
from geodata.distance import straight_line_m
from geodata.errors import InputError
from geodata.routing import TravelTimes
from welfare_map.model import (
    MAX_SIDE_BY_SIDE_COUNT,
    CompareAnswer,
    CompareQuery,
    CompareRow,
    Phrase,
    Plain,
    ServiceFilter,
)
from welfare_map.questions.services import passing, service_cells
from welfare_map.questions.trust import asked, source_notes
from welfare_map.snapshot import Snapshot


def compare(snapshot: Snapshot, query: CompareQuery, travel_times: TravelTimes) -> CompareAnswer:
    """
    Put services side by side, with the minutes from a point where one is given.

    Returns
    -------
    answer
        A row per service that is known and listed, each once, in the order asked for; a service without a position has
        everything but minutes. ``without_position_count`` counts those.

    Raises
    ------
    InputError
        No service or too many are asked for, half a point, or a point outside the area.
    """
    wanted_ids = tuple(dict.fromkeys(query.service_ids))
    _check(snapshot, query, wanted_ids)
    row_of = _known_rows(snapshot, query, wanted_ids)
    found_ids = [service_id for service_id in wanted_ids if service_id in row_of]
    rows = _rows(snapshot, query, travel_times, np.array([row_of[item] for item in found_ids], dtype=np.intp))
    return CompareAnswer(
        rows=rows,
        missing_ids=tuple(item for item in wanted_ids if item not in row_of),
        sentence=_sentence(rows, missing_count=len(wanted_ids) - len(rows)),
        method=_method(query, travel_times),
        parameters={**asked(query), "service_ids": list(wanted_ids)},
        without_position_count=sum(row.lon is None for row in rows),
        sources=source_notes(snapshot, (row.source_id for row in rows)),
        has_demo=any(row.is_demo for row in rows),
    )


def _check(snapshot: Snapshot, query: CompareQuery, wanted_ids: tuple[str, ...]) -> None:
    if not 0 < len(wanted_ids) <= MAX_SIDE_BY_SIDE_COUNT:
        raise InputError("error.bad_compare_count", value=len(wanted_ids), maximum=MAX_SIDE_BY_SIDE_COUNT)
    if (query.lon is None) != (query.lat is None):
        raise InputError("error.half_a_point")
    if query.lon is not None and query.lat is not None:
        snapshot.territory.locate(query.lon, query.lat)


def _known_rows(snapshot: Snapshot, query: CompareQuery, wanted_ids: tuple[str, ...]) -> dict[str, int]:
    kept = np.flatnonzero(passing(snapshot, ServiceFilter(as_of_on=query.as_of_on, service_ids=wanted_ids)))
    ids = snapshot.service_columns.cells["service_id"]
    return {str(ids[row]): int(row) for row in kept}


def _rows(
    snapshot: Snapshot, query: CompareQuery, travel_times: TravelTimes, rows: np.ndarray
) -> tuple[CompareRow, ...]:
    cells = {
        **service_cells(snapshot, rows, ServiceFilter(as_of_on=query.as_of_on)),
        **_travel(snapshot, query, travel_times, rows),
    }
    return tuple(CompareRow(**dict(zip(cells, values, strict=True))) for values in zip(*cells.values(), strict=True))


def _travel(
    snapshot: Snapshot, query: CompareQuery, travel_times: TravelTimes, rows: np.ndarray
) -> Mapping[str, Sequence[object]]:
    """Return point, metres, minutes and whether they are estimated; None where there is no position or no start."""
    columns = snapshot.service_columns
    is_unplaced = np.isin(rows, columns.unplaced_rows)
    lons, lats = (np.where(is_unplaced, np.nan, degrees[rows]) for degrees in (columns.lon, columns.lat))
    nothing: list[object] = [None] * len(rows)
    points: dict[str, Sequence[object]] = {"lon": _known(lons), "lat": _known(lats)}
    if query.lon is None or query.lat is None:
        return {**points, "distance_m": nothing, "travel_min": nothing, "is_estimate": nothing}
    trips = travel_times.one_to_many(query.lon, query.lat, lons, lats, query.mode)
    x_m, y_m = map(float, to_metric(query.lon, query.lat))
    metres = _known(np.round(straight_line_m(x_m, y_m, *to_metric(lons, lats))))
    minutes = _known(np.round(trips.travel_min, 1))
    return {
        **points,
        "distance_m": [None if value is None else round(value) for value in metres],
        "travel_min": list(minutes),
        "is_estimate": [
            None if value is None else bool(known) for value, known in zip(minutes, trips.is_estimate, strict=True)
        ],
    }


def _known(values: np.ndarray) -> list[float | None]:
    return [float(value) if math.isfinite(value) else None for value in values]


def _sentence(rows: tuple[CompareRow, ...], *, missing_count: int) -> Phrase:
    values: dict[str, Plain] = {"count": len(rows), "missing_count": missing_count}
    if missing_count:
        return Phrase("compare.sentence.missing", values)
    return Phrase("compare.sentence.one" if len(rows) == 1 else "compare.sentence.many", values)


def _method(query: CompareQuery, travel_times: TravelTimes) -> Phrase:
    if query.lon is None:
        return Phrase("compare.method")
    return Phrase(f"nearby.method.{travel_times.name}.{query.mode}", dict(travel_times.facts(query.mode)))
