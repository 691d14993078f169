"""What windows add up to: a day, a year, together and each firm alone."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np

from welfare_map.model import WEEKDAYS, ShuttleQuery, ShuttleShift, ShuttleSums, ShuttleWindow
from welfare_map.questions.shuttle import rounds as plan
from welfare_map.questions.shuttle.rounds import Round, Task
from welfare_map.questions.shuttle.timetable import DAY_MIN, WindowPlan, car_km_of
from welfare_map.questions.shuttle.windows import days_words

Outing: TypeAlias = tuple[WindowPlan, Task, Round]


def window_row(query: ShuttleQuery, found: WindowPlan) -> ShuttleWindow:
    """Write a window: together and each firm alone, of one day."""
    return ShuttleWindow(
        window_number=found.window.number,
        days=days_words(found.window.weekdays),
        days_per_year=found.window.days_in(query.days_per_year),
        shifts=tuple(
            ShuttleShift(
                organisation_id=shift.organisation_id,
                organisation_name=own[0].firm.organisation_name,
                starts_at=shift.starts_at,
                ends_at=shift.ends_at,
                rider_count=sum(group.rider_count for group in own),
            )
            for shift in found.window.shifts
            if (own := [group for group in found.groups if group.shift == shift])
        ),
        rider_count=sum(group.rider_count for group in found.groups),
        together=_sums(query, [(way.task, way.rounds) for way in found.ways.values()], vehicles_together([found])),
        alone=_sums(query, [(way.task, way.alone) for way in found.ways.values()], vehicles_alone([found])),
        is_shared=any(
            len({visit.party.site for visit in one.visits}) > 1 for way in found.ways.values() for one in way.rounds
        ),
    )


def vehicles_together(plans: Iterable[WindowPlan]) -> int:
    """Return the most vehicles that are out at once in the week, whatever the window and the way."""
    return _most_at_once((found, way.task, one) for found in plans for way in found.ways.values() for one in way.rounds)


def vehicles_alone(plans: Iterable[WindowPlan]) -> int:
    """Return the vehicles of all firms, each with the most that its own rounds need at once in the week."""
    own: defaultdict[int, list[Outing]] = defaultdict(list)
    for found in plans:
        for way in found.ways.values():
            for one in way.alone:
                own[one.visits[0].party.site].append((found, way.task, one))
    return sum(map(_most_at_once, own.values()))


def _most_at_once(outings: Iterable[Outing]) -> int:
    """Count minute by minute; a week begins again where it ends, and a vehicle that is back may leave at once."""
    out_count = np.zeros(len(WEEKDAYS) * DAY_MIN, np.int64)
    for found, task, one in outings:
        away_min = np.arange(*plan.span_min(task, one))
        for weekday in found.window.weekdays:
            out_count[(weekday * DAY_MIN + away_min) % len(out_count)] += 1
    return int(out_count.max())


def _sums(query: ShuttleQuery, ways: Sequence[tuple[Task, Sequence[Round]]], vehicle_count: int) -> ShuttleSums:
    pairs = [(task, one) for task, rounds in ways for one in rounds]
    km = sum(plan.metres(task, one) for task, one in pairs) / 1000
    costs = [cost for task, one in pairs if (cost := plan.cost_eur(task, one)) is not None]
    return ShuttleSums(
        round_count=len(pairs),
        vehicle_count=vehicle_count,
        km=round(km, 1),
        minutes=sum(plan.minutes(task, one) for task, one in pairs),
        km_saved=round(sum(car_km_of(query, task, one) for task, one in pairs) - km, 1),
        cost_eur=round(sum(costs), 2) if query.price is not None else None,
    )


def per_year(days: Sequence[tuple[ShuttleSums, int]], vehicle_count: int) -> ShuttleSums:
    """Add up days over a year; vehicles don't add up and are given."""
    costs = [sums.cost_eur * count for sums, count in days if sums.cost_eur is not None]
    return ShuttleSums(
        round_count=sum(sums.round_count * count for sums, count in days),
        vehicle_count=vehicle_count,
        km=round(sum(sums.km * count for sums, count in days), 1),
        minutes=sum(sums.minutes * count for sums, count in days),
        km_saved=round(sum(sums.km_saved * count for sums, count in days), 1),
        cost_eur=round(sum(costs), 2) if costs else None,
    )
