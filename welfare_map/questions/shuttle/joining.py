"""Together or each alone: the better of the two, and what it saves."""

from collections.abc import Sequence
from dataclasses import dataclass

from welfare_map.questions.shuttle.checking import faults
from welfare_map.questions.shuttle.network import UNREACHED_MIN
from welfare_map.questions.shuttle.polishing import polished
from welfare_map.questions.shuttle.rounds import Round, Task, direct, is_no_worse, worth
from welfare_map.questions.shuttle.searching import improved


@dataclass(frozen=True, slots=True, eq=False)
class WayPlan:
    """The rounds of one way of a window, those that the firms would make each alone, and the task of both."""

    task: Task
    rounds: tuple[Round, ...]
    alone: tuple[Round, ...]


def planned(task: Task) -> WayPlan:
    """
    Plan the rounds of a task, together and for each firm alone.

    Returns
    -------
    plan
        Both have been accepted by the checker; ``rounds`` is never worse than ``alone``, for where nothing better is
        found it is the same.
    """
    by_firm: dict[int, list[int]] = {}
    for number, party in enumerate(task.parties):
        by_firm.setdefault(party.site, []).append(number)
    alone: list[Round] = []
    for numbers in by_firm.values():
        own = task.of(task.parties[number] for number in numbers)
        alone += _best(own, direct(own))
    is_one_firm = len(by_firm) < 2
    return WayPlan(task, tuple(alone) if is_one_firm else _best(task, tuple(alone)), tuple(alone))


def _best(task: Task, first: Sequence[Round]) -> tuple[Round, ...]:
    """Return what is searched from some rounds, if the checker accepts it and it is no worse; else these rounds."""
    found = improved(task, first)
    if found is None:
        return tuple(first)
    better = tuple(polished(task, one) for one in found)
    is_good = not faults(task, better, unreached_min=UNREACHED_MIN) and is_no_worse(task, better, first)
    return min(tuple(first), better, key=lambda rounds: worth(task, rounds)) if is_good else tuple(first)
