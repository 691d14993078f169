"""The same round in a better order: no farther and no longer for the vehicle, and people ride less."""

from collections.abc import Iterator

from welfare_map.questions.shuttle.checking import faults
from welfare_map.questions.shuttle.network import UNREACHED_MIN
from welfare_map.questions.shuttle.rounds import Party, Round, Task, timed, worth

Order = tuple[tuple[Party, bool], ...]


def polished(task: Task, one: Round) -> Round:
    """Return the best that turning a stretch of a round round, or moving a visit, again and again, makes of it."""
    parties = task.of(visit.party for visit in one.visits if visit.is_boarding)
    best = one
    while True:
        better = min(_others(parties, best), key=lambda other: worth(task, [other]), default=best)
        if worth(task, [better]) >= worth(task, [best]):
            return best
        best = better


def _others(task: Task, one: Round) -> Iterator[Round]:
    """Yield the rounds that visit the same in another order, those that the checker accepts."""
    order = tuple((visit.party, visit.is_boarding) for visit in one.visits)
    for other in _orders(order):
        found = timed(task, one.base, other)
        if found is not None and not faults(task, [found], unreached_min=UNREACHED_MIN):
            yield found


def _orders(order: Order) -> Iterator[Order]:
    for first in range(len(order)):
        for last in range(first + 1, len(order)):
            yield from (
                (*order[:first], *reversed(order[first : last + 1]), *order[last + 1 :]),
                (*order[:first], *order[first + 1 : last + 1], order[first], *order[last + 1 :]),
                (*order[:first], order[last], *order[first:last], *order[last + 1 :]),
            )
