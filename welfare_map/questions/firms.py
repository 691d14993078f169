"""Which firms are near a point or near a firm, and what they have in common with it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from geodata.codes import NeedDirection
from geodata.crs import FloatArray, to_metric
from geodata.distance import straight_line_m
from geodata.errors import InputError
from geodata.routing import TravelTimes
from welfare_map.model import (
    MAX_LIMIT_KM,
    MAX_LIMIT_MIN,
    Firm,
    FirmAdhesion,
    FirmPractice,
    FirmRelay,
    FirmRow,
    FirmsAnswer,
    FirmsQuery,
    Phrase,
    Value,
)
from welfare_map.questions.cells import both_languages, items, records
from welfare_map.questions.firm_contacts import initiative_relays, office_relays, relays_of, role_mailbox
from welfare_map.questions.firm_positions import positions_of
from welfare_map.questions.firms_seen import FIRM_KINDS, firms_seen
from welfare_map.questions.in_common import in_common
from welfare_map.questions.shift_words import shift_phrase
from welfare_map.questions.trust import asked, source_notes
from welfare_map.snapshot import Snapshot

ROUNDING_MIN = 0.05
SLACK_M = 1.5
"""Minutes are shown to 0.1, distances to the metre, and what is shown decides; a metre more for the projection."""


@dataclass(frozen=True)
class _Starts:
    """Where minutes start, degrees (EPSG:4326), and what that is called."""

    lons: FloatArray
    lats: FloatArray
    name: str


@dataclass(frozen=True)
class _Trips:
    """Minutes to 0.1 and whole metres from the nearest start to each of some sites."""

    travel_min: FloatArray
    is_estimate: npt.NDArray[np.bool_]
    distance_m: FloatArray


@dataclass(frozen=True)
class _Found:
    """The nearest site of each firm within the limit, nearest first: entries of ``firm_sites`` and trips."""

    rows: npt.NDArray[np.intp]
    trips: _Trips


@dataclass(frozen=True)
class _Known:
    """What the rows of all firms need: names of initiatives, which are invented, practices, who passes word on."""

    initiative_names: Mapping[str, str]
    demo_initiatives: frozenset[str]
    practices: Mapping[str, FirmPractice]
    initiative_relays: Mapping[str, FirmRelay]
    office_relays: Mapping[str, FirmRelay]


def firms(snapshot: Snapshot, query: FirmsQuery, travel_times: TravelTimes) -> FirmsAnswer:
    """
    Find the firms within reach of a point, or of a firm's sites, across municipal borders.

    Of a firm with several sites the nearest counts. ``limit_km`` is a straight line. Only what the viewer may see is
    looked at, filtered by and answered.

    ``without_position_count`` counts the firms without any position that pass the filters and may be near: the point
    of the municipality of one of their sites is within the limit, or not even a municipality is known.

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
        At most ``max_count`` rows: by minutes, then exact before approximate positions, then by ``organisation_id``;
        the counts, sources and ``has_demo`` are about all that were found.

    Raises
    ------
    InputError
        A limit or number of rows is out of bounds, the point is half or not in the area, there is neither a point nor
        a firm with a position, or an initiative is not known.
    """
    _check(snapshot, query)
    starts = _starts(snapshot, query)
    passing = _passing(snapshot, query)
    found = _found(snapshot, query, travel_times, starts, passing)
    missed = _missed(snapshot, query, travel_times, starts, passing)
    near = [passing[str(name)] for name in snapshot.firm_sites.organisation_id[found.rows]]
    adherent_count = sum(bool(firm.initiative_ids) for firm in near)
    return FirmsAnswer(
        rows=_rows(snapshot, query, found, near),
        sentence=_sentence(query, starts.name, len(near), adherent_count),
        method=_method(query, travel_times),
        parameters=_parameters(query, travel_times),
        without_position_count=len(missed),
        sources=source_notes(snapshot, (firm.source_id for firm in near)),
        has_demo=any(firm.is_demo for firm in (*near, *missed, *((query.me,) if query.me else ()))),
        origin_name=starts.name,
        found_count=len(near),
        adherent_count=adherent_count,
        is_estimate=bool(found.trips.is_estimate.any()),
    )


def _check(snapshot: Snapshot, query: FirmsQuery) -> None:
    if (query.limit_min is None) == (query.limit_km is None):
        raise InputError("error.one_limit")
    if query.limit_min is not None and not 0 < query.limit_min <= MAX_LIMIT_MIN:
        raise InputError("error.bad_minutes", value=query.limit_min, maximum=MAX_LIMIT_MIN)
    if query.limit_km is not None and not 0 < query.limit_km <= MAX_LIMIT_KM:
        raise InputError("error.bad_km", value=query.limit_km, maximum=MAX_LIMIT_KM)
    if query.max_count < 1:
        raise InputError("error.bad_max_count", value=query.max_count)
    known = set(snapshot.table("initiatives")["initiative_id"]) if query.initiative_ids else set()
    for initiative_id in query.initiative_ids:
        if initiative_id not in known:
            raise InputError("error.unknown_initiative", initiative_id=initiative_id)


def _starts(snapshot: Snapshot, query: FirmsQuery) -> _Starts:
    if (query.lon is None) != (query.lat is None):
        raise InputError("error.half_a_point")
    if query.lon is not None and query.lat is not None:
        code = snapshot.territory.locate(query.lon, query.lat)
        name = str(snapshot.territory.municipalities["municipality_name"].iat[snapshot.territory.row_of(code)])
        return _Starts(np.array([query.lon]), np.array([query.lat]), name)
    sites = positions_of(query.me) if query.me else ()
    if query.me is None or not sites:
        raise InputError("error.firm_without_position")
    lons, lats = (np.array([getattr(site, name) for site in sites], float) for name in ("lon", "lat"))
    return _Starts(lons, lats, query.me.organisation_name)


# --- filters --------------------------------------------------------------------------------------------------------


def _passing(snapshot: Snapshot, query: FirmsQuery) -> dict[str, Firm]:
    themed = _themed(snapshot, query)
    return {
        name: firm
        for name, firm in firms_seen(snapshot, query.viewer).items()
        if _is_asked(query, firm) and (not query.themes or name in themed or _speaks_of(firm, query.themes))
    }


def _is_asked(query: FirmsQuery, firm: Firm) -> bool:
    return (
        (query.include_others or firm.organisation_kind in FIRM_KINDS)
        and (query.me is None or firm.organisation_id != query.me.organisation_id)
        and (bool(firm.initiative_ids) or not (query.only_adherents or query.initiative_ids))
        and (not query.initiative_ids or not set(query.initiative_ids).isdisjoint(firm.initiative_ids))
        and (not query.sector_codes or firm.sector_code in query.sector_codes)
        and (not query.size_classes or firm.size_class in query.size_classes)
    )


def _themed(snapshot: Snapshot, query: FirmsQuery) -> frozenset[str]:
    """Return the organisations with a practice on one of the themes."""
    if not query.themes:
        return frozenset()
    table = snapshot.table("practices")
    pairs = zip(table["organisation_id"], table["themes"], strict=True)
    return frozenset(str(name) for name, themes in pairs if not set(query.themes).isdisjoint(items(themes)))


def _speaks_of(firm: Firm, themes: tuple[str, ...]) -> bool:
    return any(one.theme in themes for one in firm.exchanges)


# --- reach ----------------------------------------------------------------------------------------------------------


def _found(
    snapshot: Snapshot, query: FirmsQuery, travel_times: TravelTimes, starts: _Starts, passing: Mapping[str, Firm]
) -> _Found:
    sites = snapshot.firm_sites
    radius_m = _radius_m(query, travel_times)
    xs_m, ys_m = to_metric(starts.lons, starts.lats)
    around = [sites.index.within(float(x_m), float(y_m), radius_m) for x_m, y_m in zip(xs_m, ys_m, strict=True)]
    candidates = sites.index.rows[np.unique(np.concatenate(around))]
    rows = np.array([row for row in candidates if sites.organisation_id[row] in passing], dtype=np.intp)
    trips = _trips(query, travel_times, starts, sites.lon[rows], sites.lat[rows])
    kept = np.flatnonzero(_is_within(query, trips))
    ids = sites.organisation_id[rows[kept]].astype(str)
    best = kept[np.lexsort((rows[kept], ids, sites.is_approximate[rows[kept]], trips.travel_min[kept]))]
    _, firsts = np.unique(sites.organisation_id[rows[best]].astype(str), return_index=True)
    order = best[np.sort(firsts)]
    chosen = _Trips(trips.travel_min[order], trips.is_estimate[order], trips.distance_m[order])
    return _Found(rows[order], chosen)


def _missed(
    snapshot: Snapshot, query: FirmsQuery, travel_times: TravelTimes, starts: _Starts, passing: Mapping[str, Firm]
) -> tuple[Firm, ...]:
    """Return the firms without any position that may be within the limit."""
    sites = snapshot.firm_sites
    placed = {str(name) for name in sites.organisation_id[sites.index.rows]}
    unplaced = np.setdiff1d(np.arange(len(sites.site)), sites.index.rows)
    rows = [
        row for row in unplaced if sites.organisation_id[row] not in placed and sites.organisation_id[row] in passing
    ]
    lons, lats = sites.lon[rows], sites.lat[rows]
    is_near = _is_within(query, _trips(query, travel_times, starts, lons, lats)) | np.isnan(lons)
    names = dict.fromkeys(str(name) for name in sites.organisation_id[rows][is_near])
    return tuple(passing[name] for name in names)


def _radius_m(query: FirmsQuery, travel_times: TravelTimes) -> float:
    if query.limit_km is not None:
        return query.limit_km * 1000 + SLACK_M
    return travel_times.reach_m((query.limit_min or 0) + ROUNDING_MIN, query.mode) + SLACK_M


def _trips(query: FirmsQuery, travel_times: TravelTimes, starts: _Starts, lons: FloatArray, lats: FloatArray) -> _Trips:
    """Travel from the start that is nearest in minutes; metres are those of the nearest start in a straight line."""
    limit_min = math.inf if query.limit_min is None else query.limit_min + ROUNDING_MIN
    trips = travel_times.matrix(starts.lons, starts.lats, lons, lats, query.mode, limit_min=limit_min)
    whole = np.where(np.isnan(trips.travel_min), np.inf, trips.travel_min)
    best, every = whole.argmin(axis=0), np.arange(len(lons))
    xs_m, ys_m = to_metric(starts.lons, starts.lats)
    to_x_m, to_y_m = to_metric(lons, lats)
    distance_m = straight_line_m(xs_m[:, np.newaxis], ys_m[:, np.newaxis], to_x_m, to_y_m).min(axis=0)
    return _Trips(np.round(whole[best, every], 1), trips.is_estimate[best, every], np.round(distance_m))


def _is_within(query: FirmsQuery, trips: _Trips) -> npt.NDArray[np.bool_]:
    """Compare with the limit what is shown; what cannot be reached is not within it."""
    is_reached = np.isfinite(trips.travel_min)
    if query.limit_km is not None:
        return np.asarray(is_reached & (trips.distance_m <= round(query.limit_km * 1000, 3)))
    return np.asarray(is_reached & (trips.travel_min <= (query.limit_min or 0)))


# --- rows and words -------------------------------------------------------------------------------------------------


def _rows(snapshot: Snapshot, query: FirmsQuery, found: _Found, near: list[Firm]) -> tuple[FirmRow, ...]:
    known = _known(snapshot)
    return tuple(
        FirmRow(
            **_site_cells(snapshot, firm, int(row)),
            **_firm_cells(firm, known),
            distance_m=int(found.trips.distance_m[number]),
            travel_min=float(found.trips.travel_min[number]),
            is_estimate=bool(found.trips.is_estimate[number]),
            common=in_common(query.me, firm, known.initiative_names) if query.me else (),
        )
        for number, (row, firm) in enumerate(zip(found.rows[: query.max_count], near, strict=False))
    )


def _known(snapshot: Snapshot) -> _Known:
    table = snapshot.table("initiatives")
    cells = [table[name] for name in ("initiative_id", "name", "short_name", "is_demo")]
    rows = [(str(key), str(name), short, demo) for key, name, short, demo in zip(*cells, strict=True)]
    return _Known(
        initiative_names={key: short if isinstance(short, str) else name for key, name, short, _ in rows},
        demo_initiatives=frozenset(key for key, *_, demo in rows if demo),
        practices={
            str(record["practice_id"]): FirmPractice(
                practice_id=str(record["practice_id"]),
                title=both_languages(record, "title"),
                themes=items(record["themes"]),
            )
            for record in records(snapshot.table("practices")[["practice_id", "title_it", "title_en", "themes"]])
        },
        initiative_relays=initiative_relays(snapshot),
        office_relays=office_relays(snapshot),
    )


def _site_cells(snapshot: Snapshot, firm: Firm, row: int) -> dict[str, Any]:
    sites = snapshot.firm_sites
    site = sites.site[row]
    return {
        "site_number": site.site_number,
        "site_name": site.site_name,
        "municipality_code": site.municipality_code,
        "municipality_name": sites.municipality_name[row],
        "address": firm.address if site.site_number == 1 else None,
        "lon": float(sites.lon[row]),
        "lat": float(sites.lat[row]),
        "position_quality": site.position_quality,
        "is_approximate": bool(sites.is_approximate[row]),
    }


COPIED = (
    *("organisation_id", "organisation_name", "organisation_kind", "sector_code", "size_class", "employee_count"),
    *("shifts", "phone", "website", "is_demo", "source_id"),
)


def _firm_cells(firm: Firm, known: _Known) -> dict[str, Any]:
    return {
        **{name: getattr(firm, name) for name in COPIED},
        "email": role_mailbox(firm),
        "relays": relays_of(firm, known.initiative_relays, known.office_relays),
        "adhesions": tuple(_adhesion(initiative_id, known) for initiative_id in dict.fromkeys(firm.initiative_ids)),
        "practices": tuple(known.practices[key] for key in firm.practice_ids if key in known.practices),
        "shift_words": tuple(map(shift_phrase, firm.shifts)),
        "needs": tuple(one for one in firm.exchanges if one.direction == NeedDirection.NEED),
        "offers": tuple(one for one in firm.exchanges if one.direction == NeedDirection.OFFER),
    }


def _adhesion(initiative_id: str, known: _Known) -> FirmAdhesion:
    return FirmAdhesion(
        initiative_id=initiative_id,
        initiative_name=known.initiative_names.get(initiative_id, initiative_id),
        is_demo=initiative_id in known.demo_initiatives,
    )


def _parameters(query: FirmsQuery, travel_times: TravelTimes) -> dict[str, object]:
    """Return the question without what a visitor told of the own firm: its identifier alone."""
    own_id = query.me.organisation_id if query.me else None
    return {**asked(query, without=("me", "viewer")), "organisation_id": own_id, "engine": travel_times.name}


def _method(query: FirmsQuery, travel_times: TravelTimes) -> Phrase:
    times = Phrase(f"nearby.method.{travel_times.name}.{query.mode}", dict(travel_times.facts(query.mode)))
    return Phrase("firms.method", {"times": times})


def _sentence(query: FirmsQuery, origin: str, count: int, adherent_count: int) -> Phrase:
    """Say how many, and how many of them adhere to something."""
    adhering = ("only_none", "only") if count == 1 else ("none", "one", "many")
    values: dict[str, Value] = {
        "count": count,
        "limit": query.limit_min if query.limit_km is None else query.limit_km,
        "mode": f"codes.mode_in_sentence.{query.mode}",
        "origin": origin,
        "adhering": Phrase(
            f"firms.adhering.{adhering[min(adherent_count, len(adhering) - 1)]}", {"count": adherent_count}
        ),
    }
    unit = "min" if query.limit_km is None else "km"
    return Phrase(f"firms.sentence.{unit}.{('none', 'one', 'many')[min(count, 2)]}", values)
