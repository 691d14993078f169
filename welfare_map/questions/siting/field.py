"""Municipalities that are asked about, services that stand, sites that could, and the minutes between them."""

from dataclasses import dataclass, replace

import numpy as np

from geodata.crs import FloatArray
from geodata.errors import InputError
from geodata.routing import TravelTimes
from geodata.territory.area import LEVEL_COLUMNS
from welfare_map.model import MAX_BASIN_COUNT, CapacityEnd, CoverageQuery, SitingQuery, SitingTarget
from welfare_map.model.indicators import INDICATORS, Indicator, Measure
from welfare_map.questions.access.supply import are_open_unknown
from welfare_map.questions.coverage.areas import NOWHERE, IntpArray
from welfare_map.questions.coverage.known import indicator_asked, known
from welfare_map.questions.coverage.records import Records
from welfare_map.questions.siting.reach import BoolArray
from welfare_map.questions.territory import level_and_code, municipality_codes
from welfare_map.snapshot import Snapshot

PLACE_MEASURES = frozenset({Measure.PLACES, Measure.FULL_TIME_PLACES})
COUNTING_OUTSIDE = frozenset({SitingTarget.COVER, SitingTarget.P_MEDIAN})
"""Targets for which places do not count: whoever lives near a service outside is near a service."""
PER_SERVICE = ("whose", "is_closed", "is_open_unknown", "service_min", "service_is_estimate")
MAX_AREA_COUNT = 2_000
"""Municipalities at once: all of Lombardia and Verona are 1,600."""


@dataclass(frozen=True, eq=False)
class Field:
    """
    The ground of the question.

    Parameters
    ----------
    rows
        Rows of the municipalities in the territory: the areas, and the new sites in their centres.
    codes, names
        Of each area.
    people
        Residents of the indicator's age in each area; 0 where they are not known.
    indicator
        What counts.
    services
        Records of the services that stand in the areas; where places do not count, those outside that may be the
        nearest too.
    whose
        Area of each service, ``NOWHERE`` outside.
    is_closed, is_open_unknown
        Services known to take nobody from outside; those of a company that does not say whether it takes others.
    service_min, service_is_estimate
        A row per service, a column per area: minutes from the area, infinite beyond the limit; 0 is not replaced where
        the service is in the area itself (see ``service_is_within``).
    new_min, new_is_estimate
        The same for each new site.
    unlisted_min
        A row per municipality outside, of which no list says what is there; minutes from each area to its centre. Empty
        where places count.
    limit_min
        Longest travel.
    nowhere_count
        Services of which not even the municipality is known, wherever they are; invented ones are nowhere.
    is_unlisted, is_invented
        No list of such services covers the area; the demonstration set stands in for it.
    """

    rows: IntpArray
    codes: tuple[str, ...]
    names: tuple[str, ...]
    people: FloatArray
    indicator: Indicator
    services: Records
    whose: IntpArray
    is_closed: BoolArray
    is_open_unknown: BoolArray
    service_min: FloatArray
    service_is_estimate: BoolArray
    new_min: FloatArray
    new_is_estimate: BoolArray
    unlisted_min: FloatArray
    limit_min: float
    nowhere_count: int
    is_unlisted: BoolArray
    is_invented: BoolArray

    @property
    def has_demo(self) -> bool:
        """Invented records took part, or stand in for a list."""
        return bool(self.services.is_demo.any() or self.is_invented.any())

    def is_open(self, end: CapacityEnd) -> BoolArray:
        """Which services take people from outside at an end of what is not known; as stated, those that surely do."""
        return np.asarray(~self.is_closed & (~self.is_open_unknown | (end is CapacityEnd.MOST)))

    def service_is_within(self, end: CapacityEnd) -> BoolArray:
        """Which areas the places of each service count for; its own always, even of one that is closed to others."""
        is_within = (self.service_min <= self.limit_min) & self.is_open(end)[:, np.newaxis]
        own = np.flatnonzero(self.whose != NOWHERE)
        is_within[own, self.whose[own]] = True
        return np.asarray(is_within)

    def is_taking(self, end: CapacityEnd) -> BoolArray:
        """Which services take residents, where places do not count: neither closed ones nor those without any do."""
        return np.asarray(self.is_open(end) & (self.services.high > 0))

    def is_covered(self, end: CapacityEnd) -> BoolArray:
        """Which areas are within the minutes of a service; at most one is wherever no list says what is there."""
        covered = self.service_is_within(end)[self.is_taking(end)].any(axis=0)
        if end is CapacityEnd.MOST:
            covered |= self.new_is_within[self.is_unlisted].any(axis=0) | (self.unlisted_min <= self.limit_min).any(
                axis=0
            )
        return np.asarray(covered)

    def nearest_min(self, end: CapacityEnd) -> FloatArray:
        """Minutes from each area to the nearest service, infinite where there is none; at most as in ``is_covered``."""
        found = self.service_min[self.is_taking(end)].min(axis=0, initial=np.inf)
        if end is CapacityEnd.MOST:
            for minutes in (self.new_min[self.is_unlisted], self.unlisted_min):
                found = np.minimum(found, minutes.min(axis=0, initial=np.inf))
        return np.asarray(found)

    @property
    def new_is_within(self) -> BoolArray:
        """Which areas each new site reaches; its own always."""
        return np.asarray((self.new_min <= self.limit_min) | np.eye(len(self.rows), dtype=bool))


def indicator_of(query: SitingQuery) -> Indicator:
    """
    Return the indicator of a query.

    Raises
    ------
    InputError
        There is none with that code, or it counts no places.
    """
    found = indicator_asked(_as_coverage(query))
    if found.measure not in PLACE_MEASURES:
        allowed = ", ".join(code for code, one in INDICATORS.items() if one.measure in PLACE_MEASURES)
        raise InputError("error.siting_indicator", value=query.indicator, allowed=allowed)
    return found


def field_of(snapshot: Snapshot, query: SitingQuery, travel_times: TravelTimes) -> Field:
    """
    Measure the ground of a question.

    Raises
    ------
    InputError
        The indicator counts no places, a unit is unknown, or there are too many municipalities.
    """
    indicator = indicator_of(query)
    what = known(snapshot, indicator, _as_coverage(query))
    rows = _rows(snapshot, query)
    table = snapshot.territory.municipalities
    area_of = np.full(len(table), NOWHERE, np.intp)
    area_of[rows] = np.arange(len(rows))
    evidence = what.evidence
    has_outside = query.target in COUNTING_OUTSIDE
    is_here = (evidence.municipality != NOWHERE) & (has_outside | (area_of[evidence.municipality] != NOWHERE))
    services = evidence.take(is_here)
    unlisted = np.flatnonzero(what.listed.is_unknown & (area_of == NOWHERE) & has_outside)
    points = [table[name].to_numpy(float) for name in ("point_lon", "point_lat")]
    columns = snapshot.service_columns
    to_lon, to_lat = (
        np.concatenate([of_services[services.row], point[rows], point[unlisted]])
        for of_services, point in zip((columns.lon, columns.lat), points, strict=True)
    )
    lon, lat = (point[rows] for point in points)
    trips = travel_times.matrix(lon, lat, to_lon, to_lat, query.mode, limit_min=_search_limit(query))
    travel_min = np.where(np.isnan(trips.travel_min), np.inf, np.round(trips.travel_min, 1)).T
    count, site_end = len(services.row), len(services.row) + len(rows)
    people = np.zeros(len(rows)) if what.residents is None else np.where(what.has_residents, what.residents, 0.0)[rows]
    return _with_the_near(
        Field(
            rows=rows,
            codes=tuple(table["municipality_code"].iloc[rows]),
            names=tuple(table["municipality_name"].iloc[rows]),
            people=people,
            indicator=indicator,
            services=services,
            whose=area_of[services.municipality],
            is_closed=columns.is_closed_to_others[services.row],
            is_open_unknown=are_open_unknown(snapshot, services.row),
            service_min=travel_min[:count],
            service_is_estimate=trips.is_estimate.T[:count],
            new_min=travel_min[count:site_end],
            new_is_estimate=trips.is_estimate.T[count:site_end],
            unlisted_min=travel_min[site_end:],
            limit_min=query.limit_min,
            nowhere_count=int(((evidence.municipality == NOWHERE) & ~evidence.is_demo).sum()),
            is_unlisted=what.listed.is_unknown[rows],
            is_invented=what.listed.is_invented[rows],
        )
    )


def _with_the_near(field: Field) -> Field:
    """Keep of the services outside those that may be the nearest of some area, or are within its minutes."""
    sure = field.service_min[field.is_taking(CapacityEnd.LEAST)].min(axis=0, initial=np.inf)
    may_count = (field.service_min <= np.maximum(sure, field.limit_min)) & np.isfinite(field.service_min)
    kept = (field.whose != NOWHERE) | (may_count.any(axis=1) & ~field.is_closed)
    return replace(
        field,
        services=field.services.take(kept),
        **{name: getattr(field, name)[kept] for name in PER_SERVICE},
    )


def service_places(field: Field, end: CapacityEnd) -> FloatArray:
    """Return the places of each service at an end of what is not known; infinite where there is no bound."""
    match end:
        case CapacityEnd.LEAST:
            return field.services.low
        case CapacityEnd.MOST:
            return field.services.high
    return field.services.counted


def _search_limit(query: SitingQuery) -> float:
    """Return how far minutes are asked for: a p-median needs them all."""
    return np.inf if query.target == "p_median" else query.limit_min + 0.05


def _as_coverage(query: SitingQuery) -> CoverageQuery:
    """Return the question that coverage asks, so that places and residents are counted in one way."""
    return CoverageQuery(
        as_of_on=query.as_of_on,
        indicator=query.indicator,
        places=query.places,
        part_time_share=query.part_time_share,
        with_demo=query.with_demo,
    )


def _rows(snapshot: Snapshot, query: SitingQuery) -> IntpArray:
    territory = snapshot.territory
    table = territory.municipalities
    if query.municipality_codes:
        if query.within is not None:
            raise InputError("error.basin_alone")
        named = set(query.municipality_codes)
        if len(named) > MAX_BASIN_COUNT:
            raise InputError("error.basin_too_large", value=len(named), maximum=MAX_BASIN_COUNT)
        codes = municipality_codes(snapshot, named)
        return np.array([territory.row_of(code) for code in codes], np.intp)
    if query.within is None:
        found = np.arange(len(table))
    else:
        level, code = level_and_code(snapshot, query.within, query.within_level)
        found = np.flatnonzero(table[LEVEL_COLUMNS[level][0]] == code)
    if len(found) > MAX_AREA_COUNT:
        raise InputError("error.siting_too_many", value=len(found), maximum=MAX_AREA_COUNT)
    return found
