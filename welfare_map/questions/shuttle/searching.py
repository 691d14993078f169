"""
Search for good rounds with PyVRP: parties are shipments from home to site, vehicles begin and end at a firm's site.

The search is heuristic: good, not proven best. It is the same every time: a constant seed and a number of steps, no
clock. Whatever comes back is timed and checked by this room's own code.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from pyvrp import (
    Activity,
    ActivityType,
    Depot,
    IteratedLocalSearchParams,
    Location,
    ProblemData,
    Route,
    Shipment,
    Solution,
    SolveParams,
    VehicleType,
    solve,
)
from pyvrp.stop import MaxIterations

from welfare_map.questions.shuttle.rounds import VEHICLE_M, Party, Round, Task, timed

SEED: Final = 20_260_901
MOST_STEPS, LEAST_STEPS, STEPS_BY_PARTY = 400, 150, 20_000
"""Fewer steps where there are more parties: a step takes as much longer."""
HISTORY_LENGTH: Final = 30
"""Steps for which a worse plan is borne; PyVRP's own 300 suit searches that are much longer than these."""
METRES_PER_UNIT: Final = 100
HEAVIEST: Final = 20
"""Weight of 100 metres or of a minute, whichever is dearer: small beside PyVRP's penalties, or it forgets the seats."""
CLOCK_MIN: Final = 10_000
"""Added to minutes, which may lie before midnight; the search counts from 0."""
LATEST_MIN: Final = 20_000


def improved(task: Task, first: Sequence[Round]) -> tuple[Round, ...] | None:
    """
    Search for better rounds than some that are possible.

    Returns
    -------
    rounds
        None where the search ends with rounds that cannot be timed.
    """
    if len(task.parties) < 2:
        return None
    data = _data(task)
    steps = max(LEAST_STEPS, min(MOST_STEPS, STEPS_BY_PARTY // len(task.parties)))
    found = solve(
        data,
        MaxIterations(steps),
        seed=SEED,
        collect_stats=False,
        params=SolveParams(ils=IteratedLocalSearchParams(history_length=HISTORY_LENGTH)),
        initial_solution=_solution(task, data, first),
    )
    return _rounds(task, found.best) if found.is_feasible() else None


def _bases(task: Task) -> list[int]:
    return sorted({party.site for party in task.parties})


def _data(task: Task) -> ProblemData:
    bases, count = _bases(task), len(task.parties)
    per_unit, per_min, per_vehicle = _weights(task)
    return ProblemData(
        [Location(0, 0) for _ in range(len(task.leg_min))],
        [],
        [Depot(base, tw_late=LATEST_MIN) for base in bases],
        [
            VehicleType(
                count,
                [task.seats],
                number,
                number,
                fixed_cost=per_vehicle,
                unit_distance_cost=per_unit,
                unit_duration_cost=per_min,
            )
            for number in range(len(bases))
        ],
        [np.asarray(np.round(task.way_m / METRES_PER_UNIT), np.int64)],  # type: ignore[list-item]  # its stub is narrow
        [task.leg_min],  # type: ignore[list-item]  # idem
        [],
        [_shipment(task, party) for party in task.parties],
    )


def _weights(task: Task) -> tuple[int, int, int]:
    """Return what 100 metres, a minute and a vehicle weigh, in whole numbers near the prices."""
    if task.price is None or not any(task.price):
        return 1, 0, VEHICLE_M // METRES_PER_UNIT
    per_unit, per_min = task.price[0] * METRES_PER_UNIT / 1000, task.price[1] / 60
    scale = HEAVIEST / max(per_unit, per_min)
    return round(per_unit * scale), round(per_min * scale), 0


def _shipment(task: Task, party: Party) -> Shipment:
    on, off = (task.window_min(party, is_boarding=is_boarding) for is_boarding in (True, False))
    return Shipment(
        party.home,
        party.site,
        pickup_tw_early=on[0] + CLOCK_MIN,
        pickup_tw_late=on[1] + CLOCK_MIN,
        delivery_tw_early=off[0] + CLOCK_MIN,
        delivery_tw_late=off[1] + CLOCK_MIN,
        amount=[party.count],
    )


def _solution(task: Task, data: ProblemData, rounds: Sequence[Round]) -> Solution:
    place = {party: number for number, party in enumerate(task.parties)}
    number_of = {base: number for number, base in enumerate(_bases(task))}
    kinds: Mapping[bool, ActivityType] = {True: ActivityType.PICKUP, False: ActivityType.DELIVERY}
    routes = [
        Route(
            data,
            [Activity(kinds[visit.is_boarding], place[visit.party]) for visit in one.visits],
            number_of[one.base],
        )
        for one in rounds
    ]
    return Solution(data, routes)


def _rounds(task: Task, solution: Solution) -> tuple[Round, ...] | None:
    bases = _bases(task)
    rounds = []
    for route in solution.routes():
        order = [
            (task.parties[activity.idx], bool(activity.is_pickup()))
            for activity in route.schedule()
            if activity.is_shipment()
        ]
        one = timed(task, bases[route.vehicle_type()], order) if order else None
        if order and one is None:
            return None
        if one is not None:
            rounds.append(one)
    return tuple(rounds)
