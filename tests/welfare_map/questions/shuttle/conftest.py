"""
Firms of the toy territory, an engine whose minutes can be done in the head, and a judge who trusts no code of the plan.

The engine takes a minute per kilometre of straight line, and ``north`` times as many towards the north. Homes are the
centres of the municipalities::

    (5, 25) Sette     (15, 25) Otto    (25, 25) Nove
    (5, 15) Quattro   (15, 15) Cinque  (25, 15) Sei
    (5, 5)  Uno       (15, 5)  Due     (25, 5)  Tre
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from geodata.codes import TravelMode
from geodata.crs import to_metric
from geodata.routing import Trips
from geodata.routing.estimate import Estimate
from welfare_map.model import (
    Commuters,
    Firm,
    FirmShift,
    FirmSite,
    ShuttleAnswer,
    ShuttleQuery,
    ShuttleRound,
    ShuttleWay,
)
from welfare_map.questions.shuttle import shuttle
from welfare_map.snapshot import Snapshot

AtKm = Callable[[float, float], tuple[float, float]]
CODES = {
    "Uno": "901001",
    "Due": "901002",
    "Tre": "901003",
    "Quattro": "901004",
    "Cinque": "902001",
    "Sei": "902002",
    "Sette": "902003",
    "Otto": "902004",
    "Nove": "902005",
}
DAY = date(2026, 9, 1)


@dataclass(frozen=True, slots=True)
class MinutePerKm(Estimate):
    """A minute per kilometre, ``north`` times as many towards the north; nothing goes further than ``farthest_km``."""

    north: float = 1
    farthest_km: float = math.inf

    def matrix(
        self,
        from_lons: Any,
        from_lats: Any,
        to_lons: Any,
        to_lats: Any,
        mode: TravelMode,  # noqa: ARG002
        **limit: float,  # noqa: ARG002
    ) -> Trips:
        """Travel from each of many points to each of many others."""
        from_x, from_y = to_metric(from_lons, from_lats)
        to_x, to_y = to_metric(to_lons, to_lats)
        east, north = (to_x - from_x[:, np.newaxis]) / 1000, (to_y - from_y[:, np.newaxis]) / 1000
        km = np.round(np.hypot(east, north), 3)
        minutes = np.where(north > 0.001, km * self.north, km)
        return Trips(np.where(km > self.farthest_km, np.nan, minutes), np.zeros(km.shape, dtype=bool))

    def many_to_one(self, lons: Any, lats: Any, lon: float, lat: float, mode: TravelMode, **limit: float) -> Trips:
        """Travel from many points to one."""
        trips = self.matrix(lons, lats, [lon], [lat], mode, **limit)
        return Trips(trips.travel_min[:, 0], trips.is_estimate[:, 0])


@pytest.fixture(scope="session")
def make_firm(at_km: AtKm) -> Callable[..., Firm]:
    """Make a firm at kilometres, with shifts as ``Mo-Fr 08:00-16:00`` (× people) and where its people live."""

    def firm(
        name: str,
        at: tuple[float, float] | None = (5, 5),
        *,
        shifts: Mapping[str, int | None] | tuple[str, ...] = ("Mo-Fr 08:00-16:00",),
        homes: Mapping[str, int] | None = None,
        **cells: Any,
    ) -> Firm:
        lon, lat = at_km(*at) if at is not None else (None, None)
        counts = shifts if isinstance(shifts, Mapping) else dict.fromkeys(shifts)
        quality = "none" if at is None else "exact"
        place = {"municipality_code": "901001", "lon": lon, "lat": lat, "position_quality": quality}
        whole = {
            "organisation_name": name.title(),
            "organisation_kind": "company",
            "shifts": tuple(_shift(words, count, number) for number, (words, count) in enumerate(counts.items(), 1)),
            "sites": (FirmSite(site_number=1, site_name=None, **place),),
            "commuters": tuple(
                Commuters(municipality_code=CODES.get(town, town), shift_number=0, worker_count=count)
                for town, count in (homes or {}).items()
            ),
            "source_id": "toy",
            **place,
        }
        return Firm(organisation_id=name, **{**whole, **cells})

    return firm


def _shift(words: str, count: int | None, number: int) -> FirmShift:
    days, hours = words.split()
    starts_at, ends_at = hours.split("-")
    return FirmShift(days=days, starts_at=starts_at, ends_at=ends_at, employee_count=count, shift_number=number)


@pytest.fixture(scope="session")
def ask(toy_snapshot: Snapshot) -> Callable[..., ShuttleAnswer]:
    """Ask about firms; everything that the query takes can be given by name."""

    def answer(*firms: Firm, engine: Estimate | None = None, **asked: Any) -> ShuttleAnswer:
        named = {firm.organisation_id: firm for firm in firms}
        public = {name: firm.shown_to({"public"}) for name, firm in named.items()}
        snapshot = replace(toy_snapshot, firms=named, public_firms=public)
        query = ShuttleQuery(as_of_on=DAY, organisation_ids=tuple(named), **asked)
        return shuttle(snapshot, query, engine or MinutePerKm())

    return answer


@pytest.fixture(scope="session")
def judge() -> Callable[..., None]:
    """Check an answer against the engine and its own parameters, with nothing of the code that plans."""

    def check(answer: ShuttleAnswer, engine: Estimate | None = None) -> None:
        asked = dict(answer.parameters)
        for one in answer.rows:
            _judge_times(one, asked, engine or MinutePerKm())
            _judge_seats(one)
            _judge_riders(one, asked)
            _judge_km(one, asked)
        _judge_everybody(answer)
        _judge_vehicles(answer)

    return check


def minute_of(words: str) -> int:
    hour, minute = words.split(":")
    return int(hour) * 60 + int(minute)


def _points(one: ShuttleRound) -> list[tuple[float, float]]:
    base = next((stop.lon, stop.lat) for stop in one.stops if stop.organisation_id) if len(one.stops) == 2 else None
    words = one.geometry_wkt.removeprefix("LINESTRING (").removesuffix(")").split(", ")
    points = [(float(lon), float(lat)) for lon, lat in (pair.split() for pair in words)]
    assert points[0] == points[-1]
    assert base is None or points[0] == pytest.approx(base, abs=1e-6)
    assert points[1:-1] == [pytest.approx((stop.lon, stop.lat), abs=1e-6) for stop in one.stops]
    return points


def _judge_times(one: ShuttleRound, asked: Mapping[str, Any], engine: Estimate) -> None:
    points = _points(one)
    first, last = one.stops[0].at_min, one.stops[-1].at_min
    leaves = first - (first - minute_of(one.leaves_at)) % 1440
    returns = last + (minute_of(one.returns_at) - last) % 1440
    times = [leaves, *(stop.at_min for stop in one.stops), returns]
    assert one.minutes == returns - leaves
    assert all(stop.at_min % 1440 == minute_of(stop.at) for stop in one.stops)
    for (here, there), (before, after) in zip(pairwise(points), pairwise(times), strict=True):
        trip = engine.matrix([here[0]], [here[1]], [there[0]], [there[1]], TravelMode.CAR).travel_min[0, 0]
        least = 0 if here == there else math.ceil(round(trip, 2)) + asked["stop_min"]
        assert after - before >= least
    assert [stop.minutes_from_last for stop in one.stops] == [b - a for a, b in pairwise(times[:-1])]


def _judge_seats(one: ShuttleRound) -> None:
    aboard = 0
    for number, stop in enumerate(one.stops):
        on = sum(rider.rider_count for rider in one.riders if rider.on_stop == number)
        off = sum(rider.rider_count for rider in one.riders if rider.off_stop == number)
        aboard += on - off
        assert (stop.on_count, stop.off_count, stop.aboard_count) == (on, off, aboard)
        assert 0 <= aboard <= one.seats
    assert aboard == 0
    assert one.seats_filled == max(stop.aboard_count for stop in one.stops)


def _judge_riders(one: ShuttleRound, asked: Mapping[str, Any]) -> None:
    for rider in one.riders:
        on, off = one.stops[rider.on_stop], one.stops[rider.off_stop]
        home, site = (on, off) if one.way is ShuttleWay.THERE else (off, on)
        assert home.municipality_code == rider.municipality_code
        assert site.organisation_id == rider.organisation_id
        assert rider.ride_min == off.at_min - on.at_min
        assert 0 < rider.ride_min <= asked["longest_ride_min"]
        starts, ends = minute_of(rider.shift_starts_at), minute_of(rider.shift_ends_at)
        ends += 1440 if ends <= starts else 0
        spare = starts - site.at_min if one.way is ShuttleWay.THERE else site.at_min - ends
        assert rider.spare_min == spare
        assert asked["margin_min"] <= spare <= asked["tolerance_min"]


def _judge_km(one: ShuttleRound, asked: Mapping[str, Any]) -> None:
    x_m, y_m = to_metric(*zip(*_points(one), strict=True))
    km = float(np.hypot(np.diff(x_m), np.diff(y_m)).sum()) * 1.2 / 1000
    assert one.km == pytest.approx(km, abs=0.06)
    assert one.km_saved == pytest.approx(one.car_km - one.km, abs=0.11)
    if asked["cost_eur_per_km"] is not None and asked["cost_eur_per_hour"] is not None:
        cost = km * asked["cost_eur_per_km"] + one.minutes / 60 * asked["cost_eur_per_hour"]
        assert one.cost_eur == pytest.approx(cost, rel=0.001, abs=0.02)
    else:
        assert one.cost_eur is None


def _judge_vehicles(answer: ShuttleAnswer) -> None:
    """Vehicles are as many as are out in the fullest minute of a week; those that leave then go after those back."""
    for window in (*answer.windows, None):
        own = [one for one in answer.rows if window is None or one.window_number == window.window_number]
        together = window.together if window is not None else answer.per_year
        assert together.vehicle_count == max((_out_at(own, minute) for minute in _departures(own)), default=0)


def _departures(rounds: Sequence[ShuttleRound]) -> Iterator[int]:
    for one in rounds:
        for weekday in weekdays_of(one.days):
            yield weekday * 1440 + one.stops[0].at_min - (one.stops[0].at_min - minute_of(one.leaves_at)) % 1440


def _out_at(rounds: Sequence[ShuttleRound], minute: int) -> int:
    """Count the rounds that are out at a minute of the week, last week's and next week's included."""
    again = (-10080, 0, 10080)
    return sum(
        start + week <= minute < start + week + one.minutes
        for one in rounds
        for start in _departures([one])
        for week in again
    )


def weekdays_of(days: str) -> list[int]:
    """Read ``Mo-Fr,Su``."""
    names = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
    found: list[int] = []
    for part in days.replace(" ", "").split(","):
        first, _, last = part.partition("-")
        found += range(names.index(first), names.index(last or first) + 1)
    return found


def _judge_everybody(answer: ShuttleAnswer) -> None:
    """Everybody who has a seat rides there and back once in each window; together is never worse than alone."""
    wanted = Counter(
        {
            (way, row.window_number, row.organisation_id, row.shift_number, row.municipality_code): row.seat_count
            for row in answer.origins
            for way in ShuttleWay
        }
    )
    carried: Counter[Any] = Counter()
    for one in answer.rows:
        for rider in one.riders:
            key = (one.way, one.window_number, rider.organisation_id, rider.shift_number, rider.municipality_code)
            carried[key] += rider.rider_count
    assert carried == wanted
    for window in answer.windows:
        together, alone = window.together, window.alone
        if together.cost_eur is not None and alone.cost_eur is not None:
            assert together.cost_eur <= alone.cost_eur + 0.01
        else:
            assert together.round_count <= alone.round_count
            assert together.km <= alone.km + 0.1


@pytest.fixture(scope="session")
def uphill() -> Estimate:
    """Return an engine for which the north is twice as far."""
    return MinutePerKm(north=2)


@pytest.fixture(scope="session")
def blocked() -> Estimate:
    """Return an engine that knows no way longer than 15 km."""
    return MinutePerKm(farthest_km=15)
