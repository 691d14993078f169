"""Where a shared service could be, and how many minutes each firm is from there."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geodata.codes import PositionQuality
from geodata.crs import FloatArray, to_metric
from geodata.distance import straight_line_m
from geodata.errors import InputError
from geodata.routing import TravelTimes
from welfare_map.model import ConsortiumQuery, Firm, SiteKind
from welfare_map.questions.consortium.needs import named_ids
from welfare_map.questions.firm_positions import Position, TownPoints, positions_of
from welfare_map.snapshot import Snapshot

BoolArray = npt.NDArray[np.bool_]
MOST_SITES = 3_000
MOST_SEARCHED_SITES = 120
"""Candidate sites, the nearest to the point first: by estimated minutes, and where each costs a search along roads."""
WIDER = 1.2
"""How much farther than asked sites are looked for: the sensitivity to minutes asks so far."""
FARTHEST = 2.0
"""How much farther than asked a firm may be that would make a group possible."""
STEP_MIN = 0.1
"""Minutes are compared as they are shown."""
SLACK_M = 100.0
SAME_DEGREES = 4
"""Decimals of a degree within which two sites are one: about ten metres."""


@dataclass(frozen=True, slots=True)
class Site:
    """A candidate site; degrees, EPSG:4326."""

    site_kind: SiteKind
    name: str
    lon: float
    lat: float
    municipality_code: str | None = None
    municipality_name: str | None = None
    organisation_id: str | None = None
    is_demo: bool = False


@dataclass(frozen=True)
class Field:
    """
    Firms and candidate sites around a point.

    Parameters
    ----------
    firms
        Those with a position that are near enough, by ``organisation_id``.
    sites, point_min
        Candidate sites, the nearest first, and minutes from the point to each.
    travel_min, is_estimate, is_approximate
        A row per firm, a column per site: minutes to 0.1 from the firm's nearest position, infinite beyond reach.
    positions
        A row per firm: its positions; ``nearest`` says which one counts for a site.
    whole_min
        Minutes from the point within which no candidate site is left out.
    unplaced
        Firms without a position that may be near.
    """

    firms: tuple[Firm, ...]
    sites: tuple[Site, ...]
    point_min: FloatArray
    travel_min: FloatArray
    is_estimate: BoolArray
    is_approximate: BoolArray
    positions: tuple[tuple[Position, ...], ...]
    nearest: npt.NDArray[np.intp]
    whole_min: float
    unplaced: tuple[Firm, ...]


def field_of(
    snapshot: Snapshot, query: ConsortiumQuery, travel_times: TravelTimes, firms: Mapping[str, Firm], origin: Site
) -> Field:
    """
    Measure how far firms are from candidate sites.

    Parameters
    ----------
    firms
        Those that may take part.
    origin
        The point of the question.

    Raises
    ------
    InputError
        A named firm has no position.
    """
    towns = _town_points(snapshot)
    placed = {key: found for key, firm in firms.items() if (found := _positions(query, firm, towns))}
    _require_named(query, firms, placed)
    sites, point_min, whole_min = _sites(snapshot, query, travel_times, firms, origin)
    near = _near_enough(query, travel_times, placed)
    spots = [(key, spot) for key in near for spot in placed[key]]
    lons, lats = _lonlat(spot for _, spot in spots)
    trips = travel_times.matrix(lons, lats, *_lonlat(sites), query.mode, limit_min=query.limit_min * FARTHEST + 0.05)
    travel_min: FloatArray = np.round(trips.travel_min, 1)
    travel_min[np.isnan(travel_min)] = np.inf
    counts = [len(placed[key]) for key in near]
    rows, nearest = _nearest_rows(travel_min, counts)
    columns = np.arange(len(sites))
    is_approximate = np.array([spot.is_approximate for _, spot in spots], bool)
    return Field(
        firms=tuple(firms[key] for key in near),
        sites=sites,
        point_min=point_min,
        travel_min=travel_min[rows, columns],
        is_estimate=trips.is_estimate[rows, columns],
        is_approximate=is_approximate[rows],
        positions=tuple(placed[key] for key in near),
        nearest=nearest,
        whole_min=whole_min,
        unplaced=tuple(_may_be_near(query, travel_times, (firms[key] for key in firms if key not in placed), towns)),
    )


def _nearest_rows(travel_min: FloatArray, counts: list[int]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return for each firm and site the row of its nearest position, in the whole table and among its own."""
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.intp) if counts else np.zeros(0, np.intp)
    own = [travel_min[start : start + count].argmin(axis=0) for start, count in zip(starts, counts, strict=True)]
    nearest = np.array(own, np.intp).reshape(len(counts), travel_min.shape[1])
    return nearest + starts[:, np.newaxis], nearest


# --- positions of firms ---------------------------------------------------------------------------------------------


def _town_points(snapshot: Snapshot) -> dict[str, tuple[float, float]]:
    table = snapshot.territory.municipalities
    points = zip(table["point_lon"].astype(float), table["point_lat"].astype(float), strict=True)
    return dict(zip(table["municipality_code"], points, strict=True))


def _positions(query: ConsortiumQuery, firm: Firm, towns: TownPoints) -> tuple[Position, ...]:
    """Return where a firm is; one that is named and has no position stands in its municipality or where it asks."""
    if firm.organisation_id not in named_ids(query):
        return positions_of(firm)
    if query.me is not None and firm.organisation_id == query.me.organisation_id:
        return positions_of(firm) or (Position(query.lon, query.lat, None, PositionQuality.EXACT.value),)
    return positions_of(firm, towns)


def _require_named(
    query: ConsortiumQuery, firms: Mapping[str, Firm], placed: Mapping[str, tuple[Position, ...]]
) -> None:
    for key in named_ids(query):
        if key not in placed:
            raise InputError("error.named_firm_without_position", name=firms[key].organisation_name)


def _near_enough(
    query: ConsortiumQuery, travel_times: TravelTimes, placed: Mapping[str, tuple[Position, ...]]
) -> list[str]:
    """Return the firms that may be within reach of a candidate site, and those that are named, by id."""
    keys = [key for key in placed for _ in placed[key]]
    lons, lats = _lonlat(spot for spots in placed.values() for spot in spots)
    far_m = sum(travel_times.reach_m(query.limit_min * factor + 0.05, query.mode) for factor in (WIDER, FARTHEST))
    is_near = straight_line_m(*to_metric(query.lon, query.lat), *to_metric(lons, lats)) <= far_m + SLACK_M
    named = set(named_ids(query))
    return sorted({key for key, near in zip(keys, is_near, strict=True) if near or key in named})


def _may_be_near(
    query: ConsortiumQuery,
    travel_times: TravelTimes,
    firms: Iterable[Firm],
    towns: TownPoints,
) -> Iterator[Firm]:
    """Yield the firms without a position whose municipality is within the limit of the point, or not known."""
    asked = tuple(firms)
    points = [towns.get(str(firm.municipality_code), (math.nan, math.nan)) for firm in asked]
    lons, lats = (np.array([point[n] for point in points], float) for n in (0, 1))
    trips = travel_times.one_to_many(query.lon, query.lat, lons, lats, query.mode, limit_min=query.limit_min + 0.05)
    for firm, lon, travel_min in zip(asked, lons, np.round(trips.travel_min, 1), strict=True):
        if math.isnan(lon) or travel_min <= query.limit_min:
            yield firm


# --- candidate sites ------------------------------------------------------------------------------------------------


def _sites(
    snapshot: Snapshot, query: ConsortiumQuery, travel_times: TravelTimes, firms: Mapping[str, Firm], origin: Site
) -> tuple[tuple[Site, ...], FloatArray, float]:
    """Return the candidate sites within reach of the point, minutes from there, and within how many they are all."""
    wanted = query.site_kinds or tuple(SiteKind)
    every = [site for site in _candidates(snapshot, firms, origin) if site.site_kind in wanted]
    far_min = round(query.limit_min * WIDER, 6)
    lons, lats = _lonlat(every)
    far_m = travel_times.reach_m(far_min + 0.05, query.mode) + SLACK_M
    is_near = straight_line_m(*to_metric(query.lon, query.lat), *to_metric(lons, lats)) <= far_m
    rows = np.flatnonzero(is_near)
    trips = travel_times.one_to_many(query.lon, query.lat, lons[rows], lats[rows], query.mode, limit_min=far_min + 0.05)
    minutes = np.round(trips.travel_min, 1)
    for n, row in enumerate(rows):
        if every[row].site_kind is SiteKind.POINT:
            minutes[n] = 0.0
    kept = [n for n in np.argsort(minutes, kind="stable") if minutes[n] <= far_min]
    once = _once(every[rows[n]] for n in kept)
    chosen = [(every[rows[n]], minutes[n]) for n, is_first in zip(kept, once, strict=True) if is_first]
    most = MOST_SITES if travel_times.estimate is travel_times else MOST_SEARCHED_SITES
    whole_min = round(float(chosen[most][1]) - STEP_MIN, 1) if len(chosen) > most else far_min
    chosen = chosen[:most]
    return tuple(site for site, _ in chosen), np.array([minute for _, minute in chosen], float), whole_min


def _candidates(snapshot: Snapshot, firms: Mapping[str, Firm], origin: Site) -> Iterator[Site]:
    """Yield the point, the doors of firms and the points of municipalities."""
    yield origin
    towns = snapshot.territory.municipalities
    names = dict(zip(towns["municipality_code"], towns["municipality_name"], strict=True))
    for key in sorted(firms):
        for spot in positions_of(firms[key]):
            if not spot.is_approximate:
                yield _firm_site(firms[key], spot, names.get(str(spot.municipality_code)))
    for code, (lon, lat) in _town_points(snapshot).items():
        yield Site(SiteKind.MUNICIPALITY, names[code], lon, lat, code, names[code])


def _firm_site(firm: Firm, spot: Position, town: str | None) -> Site:
    own = (firm.organisation_id, firm.is_demo)
    return Site(SiteKind.FIRM, firm.organisation_name, spot.lon, spot.lat, spot.municipality_code, town, *own)


def _once(sites: Iterable[Site]) -> Iterator[bool]:
    """Tell of each site whether it is the first at its place."""
    seen: set[tuple[float, float]] = set()
    for site in sites:
        spot = (round(site.lon, SAME_DEGREES), round(site.lat, SAME_DEGREES))
        yield spot not in seen
        seen.add(spot)


def _lonlat(spots: "Iterable[Site | Position]") -> tuple[FloatArray, FloatArray]:
    pairs = [(spot.lon, spot.lat) for spot in spots]
    return np.array([lon for lon, _ in pairs], float), np.array([lat for _, lat in pairs], float)
