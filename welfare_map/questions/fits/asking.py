"""The question itself: who passes, how far, which verdict, in which order."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geodata.errors import InputError
from geodata.hours.clock import KNOWN_YEARS, IntArray
from geodata.hours.opening import Doubt, Opening
from geodata.routing import TravelTimes
from geodata.territory.area import check_coordinates
from welfare_map.model import (
    MAX_DAY_COUNT,
    MAX_HANDOVER_MIN,
    MAX_LIMIT_MIN,
    Fit,
    FitReason,
    FitsAnswer,
    FitsQuery,
    FitsRow,
    Phrase,
    WeekdayFit,
)
from welfare_map.questions import services
from welfare_map.questions.fits.days import dates_phrase
from welfare_map.questions.fits.hours import NOWHERE, Calendars, openings_of
from welfare_map.questions.fits.needs import UNKNOWN, YES, VerdictArray, needed, verdicts
from welfare_map.questions.fits.reasons import approximate_position, reasons
from welfare_map.questions.fits.trips import ServiceTrips, trips_of
from welfare_map.questions.fits.week import FITS, week_of, week_sentence
from welfare_map.questions.fits.worked import Worked, worked_shifts
from welfare_map.questions.trust import asked, source_notes
from welfare_map.snapshot import Snapshot

NOT_REPEATED = ("home_lon", "home_lat", "shifts")
"""Where somebody lives is not repeated in the answer; the shifts are, in their words."""
NOT_DRAWN = frozenset({Doubt.MISSING, Doubt.UNREADABLE})
"""Doubts that leave nothing of the hours."""


@dataclass(frozen=True, eq=False)
class _Judged:
    """
    Services within the limit, in the order of the answer.

    Parameters
    ----------
    rows
        Row numbers of the services table.
    trips
        Minutes of each.
    openings, opening_number
        Distinct openings, and which one is whose.
    verdict, fitting_count
        Worst verdict over all days, and days that fit for sure.
    """

    rows: npt.NDArray[np.intp]
    trips: ServiceTrips
    openings: list[Opening]
    opening_number: npt.NDArray[np.intp]
    verdict: VerdictArray
    fitting_count: IntArray

    def take(self, order: npt.NDArray[np.intp]) -> "_Judged":
        """Return some of them in an order."""
        return _Judged(
            self.rows[order],
            self.trips.take(order),
            self.openings,
            self.opening_number[order],
            self.verdict[order],
            self.fitting_count[order],
        )


def fits(snapshot: Snapshot, query: FitsQuery, travel_times: TravelTimes) -> FitsAnswer:
    """
    Tell of each service whether a worker can bring somebody, work and fetch them, on every day at work.

    A day fits when the service is open without a break from the start of the shift, less the minutes from the service
    to work, to its end, with the minutes back; of the two only the one that this worker does, if somebody else does the
    other. Trips count in whole minutes, rounded up. Public holidays are the national ones, and the patron saint of a
    chief town, at work and at the service; saints of other municipalities are not known. What is not known stays
    ``unknown``: hours that are missing or cannot be said, school holidays without a calendar, positions that stand for
    an area.

    Parameters
    ----------
    snapshot
        Tables and indexes; never changed.
    query
        The question.
    travel_times
        Engine that gives the minutes.

    Returns
    -------
    answer
        At most ``max_count`` rows: ``yes``, then ``unknown``, then ``no``; each by minutes, then by ``service_id``.
        Counts, sources and ``has_demo`` are about all services within the limit.

    Raises
    ------
    InputError
        The period, a limit or a number is out of bounds, nobody brings or fetches, nothing is worked in the period, or
        the workplace is not in the area.
    """
    _check(query)
    code = snapshot.territory.locate(query.work_lon, query.work_lat)
    origin = str(snapshot.territory.municipalities["municipality_name"].iat[snapshot.territory.row_of(code)])
    calendars = Calendars(snapshot, query.from_on, query.to_on)
    worked = worked_shifts(query, calendars.public_holidays(calendars.places.get(code, NOWHERE).chief_town))
    passing, silent = services.passing_and_silent(snapshot, query)
    judged = _judged(snapshot, query, travel_times, calendars, worked, passing)
    missed = _missed_rows(snapshot, query, travel_times, passing)
    cells = snapshot.service_columns.cells
    counts = {fit.value: int((judged.verdict == FITS.index(fit)).sum()) for fit in Fit}
    return FitsAnswer(
        rows=_rows(snapshot, query, judged.take(np.arange(min(query.max_count, len(judged.rows)))), worked),
        sentence=_sentence(query, worked, counts),
        method=_method(query, travel_times),
        parameters={**asked(query, without=NOT_REPEATED), "shift": query.shifts.words, "engine": travel_times.name},
        without_position_count=len(missed),
        without_places_count=len(_within(snapshot, query, travel_times, silent)[0]) if silent.any() else 0,
        sources=source_notes(snapshot, cells["source_id"][judged.rows]),
        has_demo=bool(cells["is_demo"][judged.rows].any() or cells["is_demo"][missed].any()),
        origin_municipality_code=code,
        origin_municipality_name=origin,
        found_count=len(judged.rows),
        fit_counts=counts,
        worked_day_count=len(worked.days),
        is_estimate=bool(judged.trips.is_estimate.any()),
    )


def _check(query: FitsQuery) -> None:
    services.check_filter(query)
    are_known = query.from_on.year in KNOWN_YEARS and query.to_on.year in KNOWN_YEARS
    if not are_known or not 0 <= (query.to_on - query.from_on).days < MAX_DAY_COUNT:
        first, last = query.from_on.isoformat(), query.to_on.isoformat()
        raise InputError("error.bad_period", first=first, last=last, maximum=MAX_DAY_COUNT)
    if not 0 <= query.handover_min <= MAX_HANDOVER_MIN:
        raise InputError("error.bad_handover", value=query.handover_min, maximum=MAX_HANDOVER_MIN)
    if not query.drops and not query.collects:
        raise InputError("error.nobody_travels")
    if (query.home_lon is None) != (query.home_lat is None):
        raise InputError("error.half_a_point")
    if query.home_lon is not None and query.home_lat is not None:
        check_coordinates(query.home_lon, query.home_lat)
    if query.limit_min is not None and not 0 < query.limit_min <= MAX_LIMIT_MIN:
        raise InputError("error.bad_minutes", value=query.limit_min, maximum=MAX_LIMIT_MIN)
    if query.max_count < 1:
        raise InputError("error.bad_max_count", value=query.max_count)


# --- verdicts -------------------------------------------------------------------------------------------------------


def _judged(
    snapshot: Snapshot,
    query: FitsQuery,
    travel_times: TravelTimes,
    calendars: Calendars,
    worked: Worked,
    passing: npt.NDArray[np.bool_],
) -> _Judged:
    columns = snapshot.service_columns
    rows, trips = _within(snapshot, query, travel_times, passing)
    hours, codes = (columns.cells[name][rows].tolist() for name in ("opening_hours", "municipality_code"))
    openings, opening_number = openings_of(calendars, hours, codes)
    verdict, fitting_count = _verdicts(openings, opening_number, trips, worked, query)
    verdict[columns.is_approximate[rows]] = UNKNOWN
    order = np.lexsort((rows, trips.total_min, -verdict))
    return _Judged(rows, trips, openings, opening_number, verdict, fitting_count).take(order)


def _within(
    snapshot: Snapshot, query: FitsQuery, travel_times: TravelTimes, passing: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.intp], ServiceTrips]:
    """Return the services with a position that pass and are within the limit, with their trips."""
    columns = snapshot.service_columns
    rows = snapshot.services_index.rows[passing[snapshot.services_index.rows]]
    trips = trips_of(travel_times, query, columns.lon[rows], columns.lat[rows])
    kept = np.flatnonzero(trips.is_within(query))
    return rows[kept], trips.take(kept)


def _verdicts(
    openings: list[Opening], opening_number: npt.NDArray[np.intp], trips: ServiceTrips, worked: Worked, query: FitsQuery
) -> tuple[VerdictArray, IntArray]:
    """Return worst verdict and number of fitting days; services with equal hours and minutes are judged once."""
    keys = np.column_stack([opening_number, trips.whole_to_work_min, trips.whole_from_work_min])
    distinct, place = np.unique(keys, axis=0, return_inverse=True)
    worst, fitting = np.empty(len(distinct), np.int8), np.empty(len(distinct), np.int64)
    edges = np.searchsorted(distinct[:, 0], np.arange(len(openings) + 1))
    for opening, first, end in zip(openings, edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        own = slice(first, end)
        found = verdicts(opening, needed(worked, query, distinct[own, 1:2], distinct[own, 2:3]))
        worst[own], fitting[own] = found.min(axis=1), (found == YES).sum(axis=1)
    return worst[place.ravel()], fitting[place.ravel()]


def _missed_rows(
    snapshot: Snapshot, query: FitsQuery, travel_times: TravelTimes, passing: npt.NDArray[np.bool_]
) -> npt.NDArray[np.intp]:
    """Return the services without a position that may be within the limit."""
    columns = snapshot.service_columns
    rows = columns.unplaced_rows[passing[columns.unplaced_rows]]
    lons = columns.lon[rows]
    is_near = trips_of(travel_times, query, lons, columns.lat[rows]).is_within(query)
    return np.asarray(rows[is_near | np.isnan(lons)])


# --- rows and words -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Told:
    """What is said of services with equal hours and minutes."""

    reasons: tuple[FitReason, ...]
    week: tuple[WeekdayFit, ...]
    week_sentence: Phrase


def _rows(snapshot: Snapshot, query: FitsQuery, judged: _Judged, worked: Worked) -> tuple[FitsRow, ...]:
    cells = services.service_cells(snapshot, judged.rows, query)
    areas = snapshot.service_columns.is_approximate[judged.rows].tolist()
    told = _told_of_each(query, judged, areas, worked)
    counts = [None if is_area else count for count, is_area in zip(judged.fitting_count.tolist(), areas, strict=True)]
    whole = {
        **cells,
        "fit": [FITS[verdict] for verdict in judged.verdict],
        "reasons": [tuple(reason.sentence for reason in one.reasons) for one in told],
        "reason_details": [one.reasons for one in told],
        "fitting_day_count": counts,
        "worked_day_count": [len(worked.days)] * len(told),
        "to_work_min": judged.trips.to_work_min.tolist(),
        "from_work_min": judged.trips.from_work_min.tolist(),
        "total_min": judged.trips.total_min.tolist(),
        "is_estimate": judged.trips.is_estimate.tolist(),
        "week": [one.week for one in told],
        "week_sentence": [one.week_sentence for one in told],
    }
    return tuple(FitsRow(**dict(zip(whole, values, strict=True))) for values in zip(*whole.values(), strict=True))


def _told_of_each(query: FitsQuery, judged: _Judged, areas: list[bool], worked: Worked) -> list[_Told]:
    """Say what is to be said of each service, once for all that are alike."""
    said: dict[tuple[int, int, int, bool], _Told] = {}
    keys = zip(
        judged.opening_number.tolist(),
        judged.trips.whole_to_work_min.tolist(),
        judged.trips.whole_from_work_min.tolist(),
        areas,
        strict=True,
    )
    told = []
    for key in keys:
        if key not in said:
            number, to_work_min, from_work_min, is_area = key
            minutes = np.array([to_work_min, from_work_min], np.int64)
            said[key] = _told(query, judged.openings[number], minutes, worked, is_area=is_area)
        told.append(said[key])
    return told


def _told(query: FitsQuery, opening: Opening, minutes: IntArray, worked: Worked, *, is_area: bool) -> _Told:
    needs = needed(worked, query, minutes[0], minutes[1])
    found = verdicts(opening, needs)
    why = reasons(opening, needs, found, worked, query)
    if is_area:
        found, why = np.full_like(found, UNKNOWN), (approximate_position(worked),)
    week = () if opening.doubt in NOT_DRAWN else week_of(opening, needs, found, worked, query)
    return _Told(why, week, week_sentence(week))


def _sentence(query: FitsQuery, worked: Worked, counts: dict[str, int]) -> Phrase:
    shifts = query.shifts
    return Phrase(
        "fits.sentence" if sum(counts.values()) else "fits.sentence_none",
        {
            "shift": Phrase(f"fits.template.{shifts.template}") if shifts.template else shifts.words,
            "period": dates_phrase(query.from_on, query.to_on),
            "days": len(worked.days),
            **counts,
        },
    )


def _method(query: FitsQuery, travel_times: TravelTimes) -> Phrase:
    travel = Phrase(f"nearby.method.{travel_times.name}.{query.mode}", dict(travel_times.facts(query.mode)))
    return Phrase("fits.method", {"travel": travel})
