"""
The checker of the question refuses what is wrong, one fault at a time.

Points: 0 is the site, 1 and 2 are homes; 0–1 and 1–2 take 10 minutes, 0–2 takes 20. People are there between 460
and 475 and ride 30 minutes at most.
"""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from welfare_map.model import ShuttleWay
from welfare_map.questions.shuttle.checking import Fault, faults
from welfare_map.questions.shuttle.rounds import Party, Round, Task, Visit, direct, timed

LEGS = np.array([[0, 10, 20], [10, 0, 10], [20, 10, 0]], np.int64)
NEAR = Party(0, Any, home=1, site=0, count=5, earliest_min=460, latest_min=475)
FAR = Party(1, Any, home=2, site=0, count=3, earliest_min=460, latest_min=475)
TASK = Task(ShuttleWay.THERE, (NEAR, FAR), LEGS, LEGS * 1000, seats=8, longest_ride_min=30, price=None)
GOOD = Round(0, (Visit(FAR, True, 455), Visit(NEAR, True, 465), Visit(NEAR, False, 475), Visit(FAR, False, 475)))


def found(*rounds: Round, task: Task = TASK) -> tuple[Fault, ...]:
    return faults(task, rounds, unreached_min=1000)


def at(*times: int) -> Round:
    return Round(0, tuple(replace(visit, at_min=time) for visit, time in zip(GOOD.visits, times, strict=True)))


def test_a_good_plan_is_accepted() -> None:
    assert found(GOOD) == ()
    assert found(*direct(TASK)) == ()


@pytest.mark.parametrize(
    ("rounds", "fault"),
    [
        pytest.param([], Fault.NOT_CARRIED_ONCE, id="nobody is carried"),
        pytest.param([GOOD, GOOD], Fault.NOT_CARRIED_ONCE, id="everybody is carried twice"),
        pytest.param([Round(0, GOOD.visits[:-1])], Fault.NOT_CARRIED_ONCE, id="one stays on board"),
        pytest.param([at(456, 465, 475, 475)], Fault.FASTER_THAN_THE_WAY, id="a minute too fast"),
        pytest.param([at(439, 449, 459, 460)], Fault.TOO_EARLY, id="a minute before they may be there"),
        pytest.param([at(456, 466, 476, 476)], Fault.TOO_LATE, id="a minute late"),
        pytest.param([at(440, 465, 475, 475)], Fault.TOO_LONG_ABOARD, id="on board for 35 minutes"),
        pytest.param([Round(0, tuple(reversed(GOOD.visits)))], Fault.OFF_BEFORE_ON, id="off before on"),
    ],
)
def test_each_fault_is_found(rounds: list[Round], fault: Fault) -> None:
    assert fault in found(*rounds)


def test_too_many_aboard_and_no_way_from_the_base_are_found() -> None:
    assert found(GOOD, task=replace(TASK, seats=7)) == (Fault.TOO_MANY_ABOARD,)
    cut = LEGS.copy()
    cut[0, 2] = 5000
    assert found(GOOD, task=replace(TASK, leg_min=cut)) == (Fault.NO_WAY_FROM_BASE,)


def test_visits_are_timed_as_late_as_can_be_without_waiting() -> None:
    order = [(visit.party, visit.is_boarding) for visit in GOOD.visits]
    assert timed(TASK, 0, order) == GOOD


def test_an_order_that_cannot_be_in_time_is_not_timed() -> None:
    order = [(NEAR, True), (NEAR, False), (FAR, True), (FAR, False)]
    assert timed(TASK, 0, order) is None
