"""Accept or refuse a plan, looking at nothing but its visits: what was searched is not believed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import pairwise

from welfare_map.questions.shuttle.rounds import Party, Round, Task, Visit


class Fault(StrEnum):
    """What is wrong with a plan."""

    NOT_CARRIED_ONCE = "not_carried_once"
    OFF_BEFORE_ON = "off_before_on"
    TOO_MANY_ABOARD = "too_many_aboard"
    FASTER_THAN_THE_WAY = "faster_than_the_way"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    TOO_LONG_ABOARD = "too_long_aboard"
    NO_WAY_FROM_BASE = "no_way_from_base"


def faults(task: Task, rounds: Sequence[Round], *, unreached_min: int) -> tuple[Fault, ...]:
    """
    Return what is wrong with a plan, each fault once; empty where it is good.

    Parameters
    ----------
    unreached_min
        Minutes from which there is no way.
    """
    found = {fault for one in rounds for fault in _faults_of_round(task, one, unreached_min)}
    carried = Counter((visit.party, visit.is_boarding) for one in rounds for visit in one.visits)
    wanted = Counter((party, is_boarding) for party in task.parties for is_boarding in (True, False))
    if carried != wanted:
        found.add(Fault.NOT_CARRIED_ONCE)
    return tuple(sorted(found))


def _faults_of_round(task: Task, one: Round, unreached_min: int) -> Iterator[Fault]:
    yield from _seats(task, one)
    yield from _ways(task, one, unreached_min)
    boarded: dict[Party, Visit] = {visit.party: visit for visit in one.visits if visit.is_boarding}
    for number, visit in enumerate(one.visits):
        if visit.is_boarding:
            continue
        on = boarded.get(visit.party)
        if on is None or on not in one.visits[:number]:
            yield Fault.OFF_BEFORE_ON
        elif visit.at_min - on.at_min > task.longest_ride_min:
            yield Fault.TOO_LONG_ABOARD
        if visit.at_min < visit.party.earliest_min:
            yield Fault.TOO_EARLY
        if visit.at_min > visit.party.latest_min:
            yield Fault.TOO_LATE


def _seats(task: Task, one: Round) -> Iterator[Fault]:
    aboard_count = 0
    for visit in one.visits:
        aboard_count += visit.party.count if visit.is_boarding else -visit.party.count
        if aboard_count > task.seats:
            yield Fault.TOO_MANY_ABOARD


def _ways(task: Task, one: Round, unreached_min: int) -> Iterator[Fault]:
    for here, there in pairwise(one.visits):
        if there.at_min - here.at_min < task.leg_min[here.point, there.point]:
            yield Fault.FASTER_THAN_THE_WAY
    first, last = one.visits[0].point, one.visits[-1].point
    if max(task.leg_min[one.base, first], task.leg_min[last, one.base]) >= unreached_min:
        yield Fault.NO_WAY_FROM_BASE
