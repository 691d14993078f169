"""Every plan that is made is accepted by the judge, whatever the firms; together is never worse than each alone."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import permutations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.routing.estimate import Estimate
from welfare_map.model import Firm, ShuttleAnswer, ShuttleQuery, ShuttleWay
from welfare_map.questions.shuttle.joining import planned
from welfare_map.questions.shuttle.network import network_of
from welfare_map.questions.shuttle.people import people_of
from welfare_map.questions.shuttle.rounds import Party, Round, Task, task_of, timed, worth
from welfare_map.questions.shuttle.windows import windows_of
from welfare_map.snapshot import Snapshot

Ask = Callable[..., ShuttleAnswer]
MakeFirm = Callable[..., Firm]
TOWNS = ("Uno", "Due", "Tre", "Quattro", "Cinque", "Sei", "Sette", "Otto", "Nove")
SHIFTS = ("Mo-Fr 08:00-16:00", "Mo-Fr 08:20-16:10", "Mo-Sa 06:00-14:00", "Mo-Fr 22:00-06:00")
DAY = date(2026, 9, 1)
MODEST = settings(max_examples=30, derandomize=True, suppress_health_check=list(HealthCheck))
FEW = settings(MODEST, max_examples=15)

places = st.tuples(st.integers(1, 29), st.integers(1, 29))
homes = st.dictionaries(st.sampled_from(TOWNS), st.integers(1, 30), min_size=1, max_size=5)
firms_drawn = st.lists(st.tuples(places, homes, st.sampled_from(SHIFTS)), min_size=1, max_size=3)
asked_drawn = st.fixed_dictionaries(
    {
        "seats": st.integers(4, 20),
        "longest_ride_min": st.integers(15, 60),
        "tolerance_min": st.integers(10, 30),
        "stop_min": st.integers(0, 3),
        "nearest_km": st.sampled_from([0.0, 2.0]),
        "cost_eur_per_km": st.sampled_from([None, 0.0, 1.5]),
        "cost_eur_per_hour": st.sampled_from([None, 0.0, 30.0]),
    }
)


def made(make_firm: MakeFirm, drawn: Sequence[Any]) -> list[Firm]:
    return [make_firm(f"f{n}", at, homes=lived, shifts=(shift,)) for n, (at, lived, shift) in enumerate(drawn)]


@MODEST
@given(drawn=firms_drawn, asked=asked_drawn)
def test_the_judge_accepts_every_plan(
    ask: Ask, make_firm: MakeFirm, judge: Callable[..., None], uphill: Estimate, drawn: Any, asked: dict[str, Any]
) -> None:
    answer = ask(*made(make_firm, drawn), engine=uphill, **asked)
    judge(answer, uphill)


@FEW
@given(drawn=firms_drawn, asked=asked_drawn)
def test_everybody_rides_or_is_left_out_with_a_reason(
    ask: Ask, make_firm: MakeFirm, drawn: Any, asked: dict[str, Any]
) -> None:
    """With one shift a firm, the people of the sheet on its first day and those left out are all people."""
    firms = made(make_firm, drawn)
    answer = ask(*firms, **asked)
    riding = {(row.organisation_id, row.municipality_code): row.worker_count for row in answer.origins}
    out = {(row.organisation_id, row.municipality_code): row.worker_count for row in answer.left_out}
    assert not set(riding) & set(out)
    assert riding | out == {
        (firm.organisation_id, one.municipality_code): one.worker_count for firm in firms for one in firm.commuters
    }


@FEW
@given(drawn=firms_drawn, seats=st.integers(4, 20))
def test_alone_is_what_each_firm_is_told_when_it_asks_alone(
    ask: Ask, make_firm: MakeFirm, drawn: Any, seats: int
) -> None:
    firms = made(make_firm, drawn)
    together = ask(*firms, seats=seats)
    alone = [ask(firm, seats=seats).per_year for firm in firms]
    assert together.per_year_alone.km == pytest.approx(sum(one.km for one in alone), abs=100)
    assert together.per_year_alone.round_count == sum(one.round_count for one in alone)
    assert together.per_year.round_count <= together.per_year_alone.round_count


# --- against every plan that there is -------------------------------------------------------------------------------


def partitions(parties: Sequence[Party]) -> Iterator[list[list[Party]]]:
    if not parties:
        yield []
        return
    first, rest = parties[0], parties[1:]
    for smaller in partitions(rest):
        yield [[first], *smaller]
        for number in range(len(smaller)):
            yield [*smaller[:number], [first, *smaller[number]], *smaller[number + 1 :]]


def best_round(task: Task, parties: list[Party]) -> Round | None:
    """Return the best of all orders and bases, None where none keeps seats and times."""
    found: list[Round] = []
    visits = [(party, is_boarding) for party in parties for is_boarding in (True, False)]
    for order in permutations(visits):
        if any(order.index((party, False)) < order.index((party, True)) for party in parties):
            continue
        aboard, most = 0, 0
        for party, is_boarding in order:
            aboard += party.count if is_boarding else -party.count
            most = max(most, aboard)
        for base in {party.site for party in task.parties} if most <= task.seats else ():
            one = timed(task, base, order)
            found += [one] if one is not None else []
    return min(found, key=lambda one: worth(task, [one]), default=None)


def best_plan(task: Task) -> tuple[float, ...]:
    plans = []
    cache: dict[tuple[int, ...], Round | None] = {}
    for parts in partitions(task.parties):
        keys = [tuple(sorted(party.number for party in part)) for part in parts]
        for key, part in zip(keys, parts, strict=True):
            if key not in cache:
                cache[key] = best_round(task, part)
        rounds = [cache[key] for key in keys]
        if None not in rounds:
            plans.append(worth(task, [one for one in rounds if one is not None]))
    return min(plans)


@settings(MODEST, max_examples=12)
@given(
    drawn=st.lists(
        st.tuples(places, st.dictionaries(st.sampled_from(TOWNS), st.integers(2, 9), min_size=2, max_size=2)),
        min_size=2,
        max_size=2,
    ),
    price=st.sampled_from([None, 1.5]),
)
def test_no_plan_of_four_groups_is_better_than_the_one_that_is_found(
    toy_snapshot: Snapshot, make_firm: MakeFirm, uphill: Estimate, drawn: Any, price: float | None
) -> None:
    firms = made(make_firm, [(at, lived, SHIFTS[n]) for n, (at, lived) in enumerate(drawn)])
    query = ShuttleQuery(as_of_on=DAY, seats=12, longest_ride_min=90, cost_eur_per_km=price, cost_eur_per_hour=price)
    groups = [group for firm in firms for group in people_of(toy_snapshot, query, firm, uphill)[0]]
    (window,) = windows_of({group.shift for group in groups}, 30)
    network = network_of(toy_snapshot, query, groups, uphill)
    task = task_of(query, window, ShuttleWay.THERE, groups, network)
    found, best = worth(task, planned(task).rounds), best_plan(task)
    assert found[0] <= best[0] + 1
