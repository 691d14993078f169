"""From planned rounds to rounds with stops and times; the way back is turned round again here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from welfare_map.model import OriginQuality, ShuttleQuery, ShuttleRiders, ShuttleRound, ShuttleStop, ShuttleWay
from welfare_map.questions.shuttle import rounds as plan
from welfare_map.questions.shuttle.joining import WayPlan
from welfare_map.questions.shuttle.network import Network
from welfare_map.questions.shuttle.people import Group
from welfare_map.questions.shuttle.rounds import Round, Task, Visit
from welfare_map.questions.shuttle.windows import Window, days_words

DAY_MIN = 24 * 60
WAYS = tuple(ShuttleWay)
WORST_FIRST = (OriginQuality.ESTIMATED, OriginQuality.SHARED_OUT, OriginQuality.DECLARED)


@dataclass(frozen=True, slots=True, eq=False)
class WindowPlan:
    """A window with its groups and the plan of each way."""

    window: Window
    groups: tuple[Group, ...]
    network: Network
    ways: Mapping[ShuttleWay, WayPlan]


def clock(at_min: int) -> str:
    """
    Write minutes after a midnight, before it or after the next one, as HH:MM.

    Examples
    --------
    >>> clock(365), clock(-10), clock(1441)
    ('06:05', '23:50', '00:01')
    """
    return f"{at_min % DAY_MIN // 60:02}:{at_min % 60:02}"


@dataclass(frozen=True, slots=True)
class _Turned:
    """A visit on the clock of the wall: a party gets on or off at a point, at a minute."""

    visit: Visit
    is_on: bool
    at_min: int


def _turned(way: ShuttleWay, one: Round) -> tuple[_Turned, ...]:
    """Return the visits as they happen: on the way back in the opposite order, who gets on there gets off here."""
    if way is ShuttleWay.THERE:
        return tuple(_Turned(visit, visit.is_boarding, visit.at_min) for visit in one.visits)
    return tuple(_Turned(visit, not visit.is_boarding, -visit.at_min) for visit in reversed(one.visits))


def timetable(query: ShuttleQuery, found: WindowPlan) -> list[ShuttleRound]:
    """Write the rounds of a window by way and time of the first stop, not yet numbered."""
    rows = [_round(query, found, found.ways[way].task, one) for way in WAYS for one in found.ways[way].rounds]
    return sorted(rows, key=lambda row: (WAYS.index(row.way), row.stops[0].at_min, row.stops[0].name))


def _round(query: ShuttleQuery, found: WindowPlan, task: Task, one: Round) -> ShuttleRound:
    visits = _turned(task.way, one)
    before_min, after_min = _empty_min(task, one)
    stops, place = _stops(found.network, visits, before_min)
    riders = tuple(_riders(task, visits, place))
    groups = [visit.party.group for visit in one.visits]
    km, car_km = plan.metres(task, one) / 1000, car_km_of(query, task, one)
    cost = plan.cost_eur(task, one)
    base = found.network.points[one.base]
    return ShuttleRound(
        round_number=0,
        window_number=found.window.number,
        days=days_words(found.window.weekdays),
        way=task.way,
        organisation_ids=_organisation_ids(found.network, one),
        base_organisation_id=base.organisation_id or "",
        leaves_at=clock(stops[0].at_min - before_min),
        returns_at=clock(stops[-1].at_min + after_min),
        stops=stops,
        riders=riders,
        rider_count=sum(rider.rider_count for rider in riders),
        seats=task.seats,
        seats_filled=max(stop.aboard_count for stop in stops),
        minutes=plan.minutes(task, one),
        longest_ride_min=max(rider.ride_min for rider in riders),
        km=round(km, 1),
        car_km=round(car_km, 1),
        km_saved=round(car_km - km, 1),
        cost_eur=None if cost is None else round(cost, 2),
        is_estimate=_is_estimate(found.network, task, one),
        origin_quality=next(item for item in WORST_FIRST if any(group.quality is item for group in groups)),
        geometry_wkt=_line(base.lon, base.lat, stops),
        is_demo=any(group.firm.is_demo for group in groups),
    )


def _stops(network: Network, visits: Sequence[_Turned], before_min: int) -> tuple[tuple[ShuttleStop, ...], list[int]]:
    """Put visits at one point and minute together; return the stops, and to which of them each visit belongs."""
    numbers: list[int] = []
    for before, visit in zip((None, *visits), visits, strict=False):
        is_new = before is None or (before.visit.point, before.at_min) != (visit.visit.point, visit.at_min)
        numbers.append(numbers[-1] + is_new if numbers else 0)
    stops: list[ShuttleStop] = []
    for number in range(numbers[-1] + 1):
        own = [visit for visit, place in zip(visits, numbers, strict=True) if place == number]
        stops.append(_stop(network, own, stops[-1] if stops else None, before_min))
    return tuple(stops), numbers


def _organisation_ids(network: Network, one: Round) -> tuple[str, ...]:
    """Return the firms of a round in the order of the question."""
    sites = sorted({visit.party.site for visit in one.visits})
    return tuple(str(network.points[site].organisation_id) for site in sites)


def _empty_min(task: Task, one: Round) -> tuple[int, int]:
    """Return the minutes of the empty parts before the first stop and after the last one, as they happen."""
    first, last = one.visits[0].point, one.visits[-1].point
    parts = int(task.leg_min[one.base, first]), int(task.leg_min[last, one.base])
    return parts if task.way is ShuttleWay.THERE else parts[::-1]


def _stop(network: Network, own: Sequence[_Turned], last: ShuttleStop | None, first_leg_min: int) -> ShuttleStop:
    point, at_min = network.points[own[0].visit.point], own[0].at_min
    on_count = sum(visit.visit.party.count for visit in own if visit.is_on)
    off_count = sum(visit.visit.party.count for visit in own if not visit.is_on)
    return ShuttleStop(
        name=point.name,
        organisation_id=point.organisation_id,
        municipality_code=point.municipality_code,
        lon=point.lon,
        lat=point.lat,
        at=clock(at_min),
        at_min=at_min,
        on_count=on_count,
        off_count=off_count,
        aboard_count=(last.aboard_count if last else 0) + on_count - off_count,
        minutes_from_last=at_min - last.at_min if last else first_leg_min,
    )


def _riders(task: Task, visits: Sequence[_Turned], place: Sequence[int]) -> Iterator[ShuttleRiders]:
    at = {
        (visit.visit.party.number, visit.is_on): (number, visit.at_min)
        for visit, number in zip(visits, place, strict=True)
    }
    for visit in visits:
        if not visit.is_on:
            continue
        party = visit.visit.party
        (on_stop, on_min), (off_stop, off_min) = at[party.number, True], at[party.number, False]
        shift = party.group.shift
        spare_min = shift.start_min - off_min if task.way is ShuttleWay.THERE else on_min - shift.end_min
        yield ShuttleRiders(
            organisation_id=party.group.firm.organisation_id,
            municipality_code=party.group.municipality_code,
            shift_number=shift.number,
            shift_starts_at=shift.starts_at,
            shift_ends_at=shift.ends_at,
            rider_count=party.count,
            on_stop=on_stop,
            off_stop=off_stop,
            ride_min=off_min - on_min,
            spare_min=spare_min,
        )


def car_km_of(query: ShuttleQuery, task: Task, one: Round) -> float:
    """Return the km that the people of a round drive today."""
    boarding = (visit.party for visit in one.visits if visit.is_boarding)
    return (
        sum(party.count * int(task.way_m[party.home, party.site]) for party in boarding) / 1000 / query.people_per_car
    )


def _is_estimate(network: Network, task: Task, one: Round) -> bool:
    points = [one.base, *(visit.point for visit in one.visits), one.base]
    legs = [(here, there) for here, there in pairwise(points) if here != there]
    if task.way is ShuttleWay.BACK:
        legs = [(there, here) for here, there in legs]
    return any(bool(network.is_estimate[leg]) for leg in legs)


def _line(lon: float, lat: float, stops: Sequence[ShuttleStop]) -> str:
    corners = [(lon, lat), *((stop.lon, stop.lat) for stop in stops), (lon, lat)]
    return "LINESTRING (" + ", ".join(f"{x:.6f} {y:.6f}" for x, y in corners) + ")"
