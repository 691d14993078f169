"""Which firms are near a point."""

from collections.abc import Iterable

import numpy as np

from geodata.codes import APPROXIMATE_QUALITIES
from geodata.crs import to_metric
from geodata.distance import straight_line_m
from geodata.errors import InputError
from geodata.routing import TravelTimes
from welfare_map.model import MAX_LIMIT_KM, MAX_LIMIT_MIN, Firm, FirmRow, FirmsAnswer, FirmsQuery, Phrase, Plain
from welfare_map.questions.firms_seen import FIRM_KINDS, firms_seen
from welfare_map.questions.trust import asked, source_notes
from welfare_map.snapshot import Snapshot


def firms(snapshot: Snapshot, query: FirmsQuery, travel_times: TravelTimes) -> FirmsAnswer:
    """
    Find the firms within reach of a point.

    Returns
    -------
    answer
        At most ``max_count`` rows: by minutes, then exact before approximate positions, then by ``organisation_id``.

    Raises
    ------
    InputError
        A limit or number of rows is out of bounds, or the point is not in the area.
    """
    _check(query)
    code = snapshot.territory.locate(query.lon, query.lat)
    origin = str(snapshot.territory.municipalities["municipality_name"].iat[snapshot.territory.row_of(code)])
    own_id = query.me.organisation_id if query.me else None
    wanted = [
        firm
        for firm in firms_seen(snapshot, query.viewer).values()
        if firm.organisation_kind in FIRM_KINDS and firm.organisation_id != own_id
    ]
    placed = [firm for firm in wanted if firm.lon is not None and firm.position_quality != "none"]
    rows = sorted(_rows(placed, query, travel_times), key=_nearest_first)
    return FirmsAnswer(
        rows=tuple(rows[: query.max_count]),
        sentence=_sentence(query, rows, origin),
        method=Phrase(f"nearby.method.{travel_times.name}.{query.mode}", dict(travel_times.facts(query.mode))),
        parameters={**asked(query, without=("me", "viewer")), "organisation_id": own_id, "engine": travel_times.name},
        without_position_count=len(wanted) - len(placed),
        sources=source_notes(snapshot, (row.firm.source_id for row in rows)),
        has_demo=any(row.firm.is_demo for row in rows),
        origin_municipality_name=origin,
        found_count=len(rows),
        is_estimate=any(row.is_estimate for row in rows),
    )


def _check(query: FirmsQuery) -> None:
    if (query.limit_min is None) == (query.limit_km is None):
        raise InputError("error.one_limit")
    if query.limit_min is not None and not 0 < query.limit_min <= MAX_LIMIT_MIN:
        raise InputError("error.bad_minutes", value=query.limit_min, maximum=MAX_LIMIT_MIN)
    if query.limit_km is not None and not 0 < query.limit_km <= MAX_LIMIT_KM:
        raise InputError("error.bad_km", value=query.limit_km, maximum=MAX_LIMIT_KM)
    if query.max_count < 1:
        raise InputError("error.bad_max_count", value=query.max_count)


def _rows(placed: list[Firm], query: FirmsQuery, travel_times: TravelTimes) -> Iterable[FirmRow]:
    lons, lats = (np.array([getattr(firm, name) for firm in placed], float) for name in ("lon", "lat"))
    trips = travel_times.one_to_many(query.lon, query.lat, lons, lats, query.mode)
    x_m, y_m = map(float, to_metric(query.lon, query.lat))
    distance_m = np.round(straight_line_m(x_m, y_m, *to_metric(lons, lats)))
    travel_min = np.round(trips.travel_min, 1)
    is_near = distance_m <= query.limit_km * 1000 if query.limit_km else travel_min <= (query.limit_min or 0)
    for n in np.flatnonzero(is_near & np.isfinite(travel_min)):
        yield FirmRow(
            firm=placed[n],
            lon=float(lons[n]),
            lat=float(lats[n]),
            travel_min=float(travel_min[n]),
            distance_m=int(distance_m[n]),
            is_estimate=bool(trips.is_estimate[n]),
            is_approximate=placed[n].position_quality in APPROXIMATE_QUALITIES,
        )


def _nearest_first(row: FirmRow) -> tuple[float, bool, str]:
    return row.travel_min, row.is_approximate, row.firm.organisation_id


def _sentence(query: FirmsQuery, rows: list[FirmRow], origin: str) -> Phrase:
    values: dict[str, Plain] = {
        "count": len(rows),
        "limit": query.limit_min if query.limit_km is None else query.limit_km,
        "mode": f"codes.mode_in_sentence.{query.mode}",
        "origin": origin,
    }
    unit = "min" if query.limit_km is None else "km"
    return Phrase(f"firms.sentence.{unit}.{('none', 'one', 'many')[min(len(rows), 2)]}", values)
