"""From plans to the rows of an answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from welfare_map.model import (
    Firm,
    LeftOut,
    Phrase,
    ShuttleFirm,
    ShuttleLeftOut,
    ShuttleOrigin,
    ShuttleQuery,
    ShuttleRiders,
    ShuttleRound,
    ShuttleSums,
    ShuttleWay,
    ShuttleWindow,
    Value,
)
from welfare_map.questions.shuttle.duty import plan_duty
from welfare_map.questions.shuttle.people import Group, Missed
from welfare_map.questions.shuttle.summing import per_year, vehicles_alone, vehicles_together, window_row
from welfare_map.questions.shuttle.timetable import WORST_FIRST, WindowPlan, timetable
from welfare_map.questions.shuttle.windows import days_words
from welfare_map.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Written:
    """The rows of an answer."""

    rounds: tuple[ShuttleRound, ...]
    windows: tuple[ShuttleWindow, ...]
    origins: tuple[ShuttleOrigin, ...]
    firms: tuple[ShuttleFirm, ...]
    left_out: tuple[ShuttleLeftOut, ...]
    per_year: ShuttleSums
    per_year_alone: ShuttleSums


def written(
    snapshot: Snapshot,
    query: ShuttleQuery,
    firms: Sequence[Firm],
    plans: Sequence[WindowPlan],
    missed: Sequence[Missed],
) -> Written:
    """Write all rows of an answer."""
    windows = tuple(window_row(query, one) for one in plans)
    rounds = [row for one in plans for row in timetable(query, one)]
    origins = tuple(row for one in plans for row in _origins(query, one, rounds))
    return Written(
        rounds=tuple(replace(one, round_number=number) for number, one in enumerate(rounds, start=1)),
        windows=windows,
        origins=origins,
        firms=tuple(_firm(snapshot, firm, plans) for firm in firms),
        left_out=tuple(_left_out(snapshot, missed)),
        per_year=per_year([(one.together, one.days_per_year) for one in windows], vehicles_together(plans)),
        per_year_alone=per_year([(one.alone, one.days_per_year) for one in windows], vehicles_alone(plans)),
    )


def _origins(query: ShuttleQuery, found: WindowPlan, rounds: Sequence[ShuttleRound]) -> Iterator[ShuttleOrigin]:
    own = [one for one in rounds if one.window_number == found.window.number]
    days = found.window.days_in(query.days_per_year)
    for group in found.groups:
        yield _origin(query, found, group, own, days)


def _origin(
    query: ShuttleQuery, found: WindowPlan, group: Group, rounds: Sequence[ShuttleRound], days: int
) -> ShuttleOrigin:
    network = found.network
    home, site = network.home_of[group.municipality_code], network.site_of[group.firm.organisation_id]
    rides = [(one, rider) for one in rounds for rider in one.riders if _is_of(rider, group)]
    car_km = int(network.way_m[home, site]) / 1000
    saved = sum(_saved(query, one, rider, car_km) for one, rider in rides)
    ride = {way: max(rider.ride_min for one, rider in rides if one.way is way) for way in ShuttleWay}
    return ShuttleOrigin(
        organisation_id=group.firm.organisation_id,
        organisation_name=group.firm.organisation_name,
        window_number=found.window.number,
        days=days_words(found.window.weekdays),
        shift_number=group.shift.number,
        shift_starts_at=group.shift.starts_at,
        shift_ends_at=group.shift.ends_at,
        municipality_code=group.municipality_code,
        municipality_name=network.points[home].name,
        worker_count=group.worker_count,
        seat_count=group.rider_count,
        origin_quality=group.quality,
        shuttle_there_min=ride[ShuttleWay.THERE],
        shuttle_back_min=ride[ShuttleWay.BACK],
        car_there_min=int(network.leg_min[home, site]) - query.stop_min,
        car_back_min=int(network.leg_min[site, home]) - query.stop_min,
        car_km=round(car_km, 1),
        km_saved_per_day=round(saved, 1),
        km_saved_per_year=round(saved * days, 1),
        is_estimate=bool(network.is_estimate[home, site] or network.is_estimate[site, home]),
        is_demo=group.firm.is_demo,
    )


def _is_of(rider: ShuttleRiders, group: Group) -> bool:
    shift = (group.firm.organisation_id, group.shift.number)
    return (rider.organisation_id, rider.shift_number, rider.municipality_code) == (*shift, group.municipality_code)


def _saved(query: ShuttleQuery, one: ShuttleRound, rider: ShuttleRiders, car_km: float) -> float:
    """Return the km that these people's cars drive less, minus their part of the round by what they drive today."""
    own_km = rider.rider_count * car_km / query.people_per_car
    return own_km * (1 - one.km / one.car_km) if one.car_km else 0.0


def _firm(snapshot: Snapshot, firm: Firm, plans: Sequence[WindowPlan]) -> ShuttleFirm:
    own = [group for one in plans for group in one.groups if group.firm.organisation_id == firm.organisation_id]
    riders = {(group.shift, group.municipality_code): group.rider_count for group in own}
    duty, why = plan_duty(snapshot, firm)
    qualities = {group.quality for group in own}
    return ShuttleFirm(
        organisation_id=firm.organisation_id,
        organisation_name=firm.organisation_name,
        municipality_name=firm.municipality_name,
        employee_count=firm.employee_count,
        rider_count=sum(riders.values()),
        origin_quality=next((item for item in WORST_FIRST if item in qualities), None),
        has_other_sites=len(firm.sites) > 1,
        plan_duty=duty,
        plan_duty_why=why,
        is_demo=firm.is_demo,
        source_id=firm.source_id,
    )


def _left_out(snapshot: Snapshot, missed: Sequence[Missed]) -> Iterator[ShuttleLeftOut]:
    """Write who is left out, the people of several shifts together."""
    together: dict[tuple[str, LeftOut, str | None, str], list[Missed]] = {}
    for one in missed:
        key = (one.firm.organisation_id, one.reason, one.municipality_code, one.words)
        together.setdefault(key, []).append(one)
    for parts in together.values():
        yield _left_out_row(snapshot, parts)


def _left_out_row(snapshot: Snapshot, parts: Sequence[Missed]) -> ShuttleLeftOut:
    one = parts[0]
    towns = snapshot.territory.municipalities
    names = towns.loc[towns["municipality_code"] == one.municipality_code, "municipality_name"]
    name = str(names.iat[0]) if len(names) else None
    counts = [part.worker_count for part in parts if part.worker_count is not None]
    values: dict[str, Value] = {
        "firm": one.firm.organisation_name,
        "place": name or one.municipality_code or "",
        "count": sum(counts),
        "minutes": one.travel_min or 0,
        "shift": one.words,
    }
    return ShuttleLeftOut(
        organisation_id=one.firm.organisation_id,
        organisation_name=one.firm.organisation_name,
        reason=one.reason,
        why=Phrase(f"shuttle.left_out.{one.reason}", values),
        municipality_code=one.municipality_code,
        municipality_name=name,
        worker_count=sum(counts) if counts else None,
    )
