"""
A thousand and more generated cases against a checker that looks at every minute.

The checker shares nothing with the question: hours, shifts and holidays are generated as plain values, written in their
notation for the question, and read from the values here, minute by minute of real time. Nights come alone, for the
question does not say when they are open beside other rules.
"""

import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from geodata.codes import TravelMode
from geodata.routing import Trips
from geodata.routing.estimate import Estimate
from welfare_map.model import FitsQuery
from welfare_map.model.shifts import read_shifts
from welfare_map.questions.fits import fits

ROME = ZoneInfo("Europe/Rome")
NAMES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
HOLIDAYS = {(1, 1), (1, 6), (4, 25), (5, 1), (6, 2), (8, 15), (10, 4), (11, 1), (12, 8), (12, 25), (12, 26)}
EASTER = {date(2026, 4, 5), date(2026, 4, 6)}
PERIODS = {
    "the clock goes back": date(2026, 10, 19),
    "the clock goes forward": date(2026, 3, 23),
    "over a year end": date(2026, 12, 22),
    "August": date(2026, 8, 3),
    "Easter": date(2026, 4, 1),
    "an ordinary fortnight": date(2026, 9, 14),
}
PERIOD_DAYS = 14
SERVICE_COUNT = 40
QUERY_COUNT = 30


def is_holiday(on: date) -> bool:
    return (on.month, on.day) in HOLIDAYS or on in EASTER


def at(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


# --- hours of services


@dataclass(frozen=True)
class Hours:
    """Spans per weekday (minutes, a night ends after 1440), what happens on holidays, a closure (month, day) twice."""

    spans: tuple[tuple[tuple[int, int], ...], ...]
    on_holidays: str
    closure: tuple[tuple[int, int], tuple[int, int]] | None

    def words(self) -> str:
        rules = [
            f"{NAMES[day]} {','.join(f'{at(start)}-{at(end % 1440 or 1440)}' for start, end in spans)}"
            for day, spans in enumerate(self.spans)
            if spans
        ]
        joiner = ", " if any(end > 1440 for spans in self.spans for _, end in spans) else "; "
        words = joiner.join(rules)
        if self.on_holidays == "closed":
            words += "; PH off"
        if self.on_holidays == "mornings":
            words += "; PH 08:00-12:00"
        if self.closure is not None:
            (first_month, first), (last_month, last) = self.closure
            words += f"; {MONTHS[first_month - 1]} {first:02d}-{MONTHS[last_month - 1]} {last:02d} off"
        return words

    def is_closed(self, on: date) -> bool:
        if self.closure is None:
            return False
        first, last = self.closure
        today = on.month, on.day
        return first <= today <= last if first <= last else today >= first or today <= last

    def of_day(self, on: date) -> tuple[tuple[int, int], ...]:
        if self.is_closed(on):
            return ()
        if is_holiday(on) and self.on_holidays != "silent":
            return ((8 * 60, 12 * 60),) if self.on_holidays == "mornings" else ()
        return self.spans[on.weekday()]

    def is_silent_about(self, on: date) -> bool:
        return is_holiday(on) and self.on_holidays == "silent"

    def open_in(self, on: date) -> bytes:
        """Tell of each minute of a day, as the clock shows them, whether it is open: 0 no, 1 maybe, 2 for sure."""
        flags = bytearray(1440)
        eve = on - timedelta(days=1)
        for start, end in self.of_day(on):
            for minute in range(start, min(end, 1440)):
                flags[minute] = 1 if self.is_silent_about(on) else 2
        for _, end in self.of_day(eve):
            for minute in range(end - 1440):
                flags[minute] = 1 if self.is_silent_about(on) or self.is_silent_about(eve) else 2
        return bytes(flags)


def some_hours(dice: random.Random) -> Hours:
    if dice.random() < 0.15:
        night = (dice.randrange(1140, 1380, 5), dice.randrange(1440 + 200, 1440 + 600, 5))
        return Hours(tuple((night,) if dice.random() < 0.8 else () for _ in NAMES), "silent", None)
    morning = (dice.randrange(300, 560, 5), dice.randrange(700, 800, 5))
    afternoon = (dice.randrange(800, 860, 5), dice.randrange(900, 1400, 5))
    usual = ((morning[0], afternoon[1]),) if dice.random() < 0.75 else (morning, afternoon)
    weekend = dice.choice([(), (), usual, (morning,)])
    days = tuple(usual if dice.random() < 0.95 else () for _ in range(5))
    closure = dice.choice([None, None, ((8, 5), (8, 25)), ((12, 24), (1, 6)), ((10, 22), (10, 26)), ((4, 3), (4, 4))])
    return Hours((*days, weekend, weekend), dice.choice(["silent", "closed", "mornings"]), closure)


# --- shifts


@dataclass(frozen=True)
class Shift:
    """Start and end (after 1440 for nights) on some weekdays, in odd or even weeks, or so many days on and off."""

    start: int
    end: int
    weekdays: frozenset[int]
    weeks: str
    rotation: tuple[int, int] | None
    with_holidays: bool

    def words(self, first_on: date) -> str:
        hours = f"{at(self.start)}-{at(self.end % 1440 or 1440)}"
        if self.rotation is not None:
            return f"{self.rotation[0]} on {self.rotation[1]} off from {first_on.isoformat()} {hours}"
        days = [*(NAMES[day] for day in sorted(self.weekdays)), *(["PH"] if self.with_holidays else [])]
        weeks = {"all": "", "odd": "week 1-53/2 ", "even": "week 2-52/2 "}[self.weeks]
        return f"{weeks}{','.join(days)} {hours}"

    def is_worked(self, on: date, first_on: date) -> bool:
        if self.rotation is not None:
            return (on - first_on).days % sum(self.rotation) < self.rotation[0]
        week = on.isocalendar().week
        if self.weeks != "all" and (week % 2 == 1) != (self.weeks == "odd"):
            return False
        return self.with_holidays if is_holiday(on) else on.weekday() in self.weekdays


def some_shift(dice: random.Random) -> Shift:
    start, length = dice.choice([(360, 480), (840, 480), (1320, 480), (540, 300), (dice.randrange(0, 1439), 423)])
    weekdays = frozenset(day for day in range(7) if dice.random() < (0.9 if day < 5 else 0.3)) or frozenset({0})
    rotation = dice.choice([None, None, None, (4, 2), (2, 1)])
    return Shift(
        start, start + length, weekdays, dice.choice(["all", "all", "odd", "even"]), rotation, dice.random() < 0.3
    )


# --- the checker


@cache
def shown_minutes(first_on: date) -> tuple[int, tuple[tuple[date, int], ...]]:
    """Return the first real minute of a period with margins, and day and minute that the clock shows at each."""
    start = datetime.combine(first_on - timedelta(days=2), datetime.min.time(), UTC)
    shown = ((start + timedelta(minutes=number)).astimezone(ROME) for number in range((PERIOD_DAYS + 5) * 1440))
    return int(start.timestamp()) // 60, tuple((moment.date(), moment.hour * 60 + moment.minute) for moment in shown)


@cache
def open_minutes(hours: Hours, first_on: date) -> bytes:
    days = {first_on + timedelta(days=number) for number in range(-3, PERIOD_DAYS + 4)}
    flags = {on: hours.open_in(on) for on in days}
    return bytes(flags[on][minute] for on, minute in shown_minutes(first_on)[1])


def real_minute(on: date, minute: int) -> int:
    shown = datetime.combine(on + timedelta(days=minute // 1440), datetime.min.time())
    return int(shown.replace(hour=minute % 1440 // 60, minute=minute % 60, tzinfo=ROME).timestamp()) // 60


@dataclass(frozen=True)
class Asked:
    """One query of the run."""

    shift: Shift
    first_on: date
    drops: bool
    collects: bool
    handover: int

    def worked_days(self) -> Iterator[date]:
        for number in range(PERIOD_DAYS):
            on = self.first_on + timedelta(days=number)
            if self.shift.is_worked(on, self.first_on):
                yield on

    def day_fits(self, hours: Hours, on: date, to_work: int, from_work: int) -> int:
        """Tell whether a day fits: 0 no, 1 maybe, 2 for sure."""
        zero, flags = shown_minutes(self.first_on)[0], open_minutes(hours, self.first_on)
        brings = real_minute(on, self.shift.start) - to_work - self.handover - zero
        fetches = real_minute(on, self.shift.end) + from_work - zero
        if self.drops and self.collects:
            return min(flags[brings : fetches + self.handover])
        if self.drops:
            return min(flags[brings : brings + max(1, self.handover)])
        if self.handover:
            return min(flags[fetches : fetches + self.handover])
        return max(flags[fetches - 1], flags[fetches])


def some_query(dice: random.Random, first_on: date) -> Asked:
    while True:
        drops, collects = dice.choice([(True, True), (True, True), (True, False), (False, True)])
        asked = Asked(some_shift(dice), first_on, drops, collects, dice.choice([0, 0, 0, 5, 10]))
        if any(asked.worked_days()):
            return asked


# --- the run


class UnequalTimes(Estimate):
    """Minutes that differ from place to place and by direction, with tenths."""

    def one_to_many(self, lon: float, lat: float, lons: Any, lats: Any, mode: TravelMode, **limit: float) -> Trips:
        """Travel from work."""
        trips = super().one_to_many(lon, lat, lons, lats, mode, **limit)
        return Trips(np.array([from_work_min(place) for place in np.asarray(lons).tolist()]), trips.is_estimate)

    def many_to_one(self, lons: Any, lats: Any, lon: float, lat: float, mode: TravelMode, **limit: float) -> Trips:
        """Travel to work."""
        trips = super().many_to_one(lons, lats, lon, lat, mode, **limit)
        return Trips(np.array([to_work_min(place) for place in np.asarray(lons).tolist()]), trips.is_estimate)


def to_work_min(lon: float) -> float:
    return round(lon * 1e6) % 443 / 10


def from_work_min(lon: float) -> float:
    return round(lon * 1e6) % 381 / 10


@pytest.mark.parametrize("period", PERIODS)
def test_the_question_and_the_checker_agree_on_every_service_and_day(
    make_snapshot: Callable[..., Any], make_service: Callable[..., Any], at_km: Any, period: str
) -> None:
    dice, first_on = random.Random(f"fits, {period}"), PERIODS[period]  # noqa: S311  # the same cases each time
    hours = {f"toy:s{number:02d}": some_hours(dice) for number in range(SERVICE_COUNT)}
    rows = [
        make_service(key.removeprefix("toy:"), (dice.uniform(1, 9), 5), opening_hours=own.words())
        for key, own in hours.items()
    ]
    snapshot, (lon, lat) = make_snapshot({"services": rows}), at_km(5, 5)
    seen: set[int] = set()
    for _ in range(QUERY_COUNT // len(PERIODS)):
        asked = some_query(dice, first_on)
        query = FitsQuery(
            as_of_on=first_on,
            work_lon=lon,
            work_lat=lat,
            shifts=read_shifts(asked.shift.words(first_on), first_on),
            from_on=first_on,
            to_on=first_on + timedelta(days=PERIOD_DAYS - 1),
            drops=asked.drops,
            collects=asked.collects,
            handover_min=asked.handover,
        )
        days = list(asked.worked_days())
        for row in fits(snapshot, query, UnequalTimes()).rows:
            trips = math.ceil(to_work_min(row.lon)), math.ceil(from_work_min(row.lon))
            found = [asked.day_fits(hours[row.service_id], on, *trips) for on in days]
            fitting = found.count(2)
            said = hours[row.service_id].words(), asked, row.reasons
            assert (row.fitting_day_count, row.worked_day_count) == (fitting, len(days)), said
            assert row.fit == ("no", "unknown", "yes")[min(found)], said
            assert bool(row.reasons) == (row.fit != "yes"), said
            seen.update(found)
    assert {0, 2} <= seen


def test_there_are_a_thousand_cases_and_more() -> None:
    assert SERVICE_COUNT * QUERY_COUNT >= 1000
