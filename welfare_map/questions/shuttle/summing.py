"""What windows add up to: a day, a year, together and each firm alone."""

from collections.abc import Sequence

from welfare_map.model import ShuttleQuery, ShuttleShift, ShuttleSums, ShuttleWindow
from welfare_map.questions.shuttle import rounds as plan
from welfare_map.questions.shuttle.rounds import Round, Task
from welfare_map.questions.shuttle.timetable import WindowPlan, car_km_of
from welfare_map.questions.shuttle.windows import days_words


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
        together=_sums(query, [(way.task, way.rounds) for way in found.ways.values()]),
        alone=_sums(query, [(way.task, way.alone) for way in found.ways.values()]),
        is_shared=any(
            len({visit.party.site for visit in one.visits}) > 1 for way in found.ways.values() for one in way.rounds
        ),
    )


def _sums(query: ShuttleQuery, ways: Sequence[tuple[Task, Sequence[Round]]]) -> ShuttleSums:
    pairs = [(task, one) for task, rounds in ways for one in rounds]
    km = sum(plan.metres(task, one) for task, one in pairs) / 1000
    costs = [cost for task, one in pairs if (cost := plan.cost_eur(task, one)) is not None]
    return ShuttleSums(
        round_count=len(pairs),
        vehicle_count=max(len(rounds) for _, rounds in ways),
        km=round(km, 1),
        minutes=sum(plan.minutes(task, one) for task, one in pairs),
        km_saved=round(sum(car_km_of(query, task, one) for task, one in pairs) - km, 1),
        cost_eur=round(sum(costs), 2) if query.price is not None else None,
    )


def per_year(days: Sequence[tuple[ShuttleSums, int]]) -> ShuttleSums:
    """Add up days over a year; of vehicles, the most that are on the road at once for a window."""
    costs = [sums.cost_eur * count for sums, count in days if sums.cost_eur is not None]
    return ShuttleSums(
        round_count=sum(sums.round_count * count for sums, count in days),
        vehicle_count=max((sums.vehicle_count for sums, _ in days), default=0),
        km=round(sum(sums.km * count for sums, count in days), 1),
        minutes=sum(sums.minutes * count for sums, count in days),
        km_saved=round(sum(sums.km_saved * count for sums, count in days), 1),
        cost_eur=round(sum(costs), 2) if costs else None,
    )
