"""
A vehicle's round, on one clock for both ways.

Every way is planned as one that gathers people from their homes and takes them to work. The way back is the same with
the clock turned round: minutes count backwards from midnight and every leg is that of the opposite direction. What is
planned for it is turned round again where it is written.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from welfare_map.model import ShuttleQuery, ShuttleWay
from welfare_map.questions.shuttle.network import IntArray, Network
from welfare_map.questions.shuttle.people import Group
from welfare_map.questions.shuttle.windows import Window

VEHICLE_M: Final = 50_000
"""Without prices a vehicle less is worth so many metres of way more: assumption of this project."""


@dataclass(frozen=True, slots=True, eq=False)
class Party:
    """
    People of one group who ride together, as many as a vehicle seats at most.

    ``home`` and ``site`` are points of the network; they are at the site between ``earliest_min`` and ``latest_min``.
    """

    number: int
    group: Group
    home: int
    site: int
    count: int
    earliest_min: int
    latest_min: int


@dataclass(frozen=True, slots=True)
class Visit:
    """A party gets on at home or off at its site, at a minute."""

    party: Party
    is_boarding: bool
    at_min: int

    @property
    def point(self) -> int:
        """Return the point of the network."""
        return self.party.home if self.is_boarding else self.party.site


@dataclass(frozen=True, slots=True)
class Round:
    """A vehicle leaves the site ``base`` empty, makes its visits in order and comes back to it."""

    base: int
    visits: tuple[Visit, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """
    What is to be planned: parties, and the ways between the points on the clock of gathering.

    ``price`` is euros per km and per hour, None where they are not known.
    """

    way: ShuttleWay
    parties: tuple[Party, ...]
    leg_min: IntArray
    way_m: IntArray
    seats: int
    longest_ride_min: int
    price: tuple[float, float] | None

    def of(self, parties: Iterable[Party]) -> "Task":
        """Return the same task for some of its parties."""
        return Task(self.way, tuple(parties), self.leg_min, self.way_m, self.seats, self.longest_ride_min, self.price)

    def window_min(self, party: Party, *, is_boarding: bool) -> tuple[int, int]:
        """
        Return when a party gets on or off at the earliest and at the latest.

        Who never gets on more than the longest ride before the latest arrival never rides longer.
        """
        earliest_min = party.latest_min - self.longest_ride_min if is_boarding else party.earliest_min
        return earliest_min, party.latest_min


def task_of(query: ShuttleQuery, window: Window, way: ShuttleWay, groups: Sequence[Group], network: Network) -> Task:
    """Return the task of one way of a window; groups larger than a vehicle are split."""
    is_there = way is ShuttleWay.THERE
    parties: list[Party] = []
    for group in (group for group in groups if group.shift in window.shifts):
        begin_min = group.shift.start_min if is_there else -group.shift.end_min
        home, site = network.home_of[group.municipality_code], network.site_of[group.firm.organisation_id]
        for count in _chunks(group.rider_count, query.seats):
            times = (begin_min - query.tolerance_min, begin_min - query.margin_min)
            parties.append(Party(len(parties), group, home, site, count, *times))
    return Task(
        way=way,
        parties=tuple(parties),
        leg_min=network.leg_min if is_there else np.ascontiguousarray(network.leg_min.T),
        way_m=network.way_m,
        seats=query.seats,
        longest_ride_min=query.longest_ride_min,
        price=query.price,
    )


def _chunks(count: int, seats: int) -> list[int]:
    full, rest = divmod(count, seats)
    return [seats] * full + ([rest] if rest else [])


def timed(task: Task, base: int, order: Sequence[tuple[Party, bool]]) -> Round | None:
    """
    Give an order of visits (party, whether it gets on) its minutes: as late as can be, then without waiting.

    Returns
    -------
    round
        The round that takes least time, at its latest; None where no minutes keep every party's times.
    """
    points = [party.home if is_boarding else party.site for party, is_boarding in order]
    spans = [task.window_min(party, is_boarding=is_boarding) for party, is_boarding in order]
    legs = [int(task.leg_min[here, there]) for here, there in pairwise(points)]
    at_min = spans[-1][1]
    for (_, latest_min), leg_min in zip(reversed(spans[:-1]), reversed(legs), strict=True):
        at_min = min(latest_min, at_min - leg_min)
    visits: list[Visit] = []
    for (party, is_boarding), (earliest_min, latest_min), leg_min in zip(order, spans, [0, *legs], strict=True):
        at_min = max(earliest_min, at_min + leg_min)
        if at_min > latest_min:
            return None
        visits.append(Visit(party, is_boarding, at_min))
    return Round(base, tuple(visits))


def direct(task: Task) -> tuple[Round, ...]:
    """Return a vehicle for every party, straight from its home to its site: always possible."""
    rounds = (timed(task, party.site, ((party, True), (party, False))) for party in task.parties)
    return tuple(one for one in rounds if one is not None)


def metres(task: Task, one: Round) -> int:
    """Return the metres of a round, the empty parts included."""
    points = [one.base, *(visit.point for visit in one.visits), one.base]
    return sum(int(task.way_m[here, there]) for here, there in pairwise(points))


def span_min(task: Task, one: Round) -> tuple[int, int]:
    """Return when a vehicle leaves its base and is back: minutes of the wall clock from the midnight of the shift."""
    first, last = one.visits[0], one.visits[-1]
    leaves_min = first.at_min - int(task.leg_min[one.base, first.point])
    returns_min = last.at_min + int(task.leg_min[last.point, one.base])
    return (leaves_min, returns_min) if task.way is ShuttleWay.THERE else (-returns_min, -leaves_min)


def minutes(task: Task, one: Round) -> int:
    """Return the minutes of a round, from leaving its base to being back."""
    leaves_min, returns_min = span_min(task, one)
    return returns_min - leaves_min


def cost_eur(task: Task, one: Round) -> float | None:
    """Return what a round costs; None where nobody said what a vehicle costs."""
    if task.price is None:
        return None
    per_km, per_hour = task.price
    return metres(task, one) / 1000 * per_km + minutes(task, one) / 60 * per_hour


def is_priced(price: tuple[float, float] | None) -> bool:
    """Tell whether plans differ by what they cost: prices are known, and one of them at least is no zero."""
    return price is not None and any(price)


def worth(task: Task, rounds: Sequence[Round]) -> tuple[float, ...]:
    """
    Return by what plans are compared, less is better.

    Euros where they are known, else metres with ``VEHICLE_M`` for each vehicle; then vehicles, metres, minutes of
    vehicles, minutes of people.
    """
    costs = [cost_eur(task, one) or 0.0 for one in rounds]
    sizes = [(metres(task, one), minutes(task, one), person_minutes(one)) for one in rounds]
    way_m, vehicle_min, people_min = (sum(column) for column in zip(*sizes, strict=True))
    weight = sum(costs) if is_priced(task.price) else way_m + VEHICLE_M * len(rounds)
    return (round(weight, 6), len(rounds), way_m, vehicle_min, people_min)


def is_no_worse(task: Task, rounds: Sequence[Round], others: Sequence[Round]) -> bool:
    """Tell whether a plan costs no more than another or, without prices, has neither more vehicles nor more metres."""
    ours, theirs = worth(task, rounds), worth(task, others)
    if is_priced(task.price):
        return ours[0] <= theirs[0]
    return ours[1] <= theirs[1] and ours[2] <= theirs[2]


def person_minutes(one: Round) -> int:
    """Return the minutes that people spend on board, one by one."""
    return sum(visit.party.count * (-visit.at_min if visit.is_boarding else visit.at_min) for visit in one.visits)
