"""The other parts of a score: how much there is, how far away, in one agreement, in time."""

import math
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from geodata.codes import ExchangeUnit, ResourceKind, ServiceKind, TravelMode, exchange_unit
from geodata.hours.clock import day_start_min, real_minutes
from welfare_map.model import Exchange, Phrase, Value
from welfare_map.questions.matches.hours import PLAIN_WEEKS, YEAR_DAYS, days_of, read_hours
from welfare_map.questions.matches.judged import NEUTRAL, Judged, unknown

ENOUGH_SHARE: Final = 0.5
"""At least half of what is needed makes a call worth while: assumption of this project, and the labels' rule."""
CROWDED_SHARE: Final = 1 / 3
"""Where others ask so much that each would get less, an offer is promised to nobody: assumption of this project."""
TIMELY_SHARE: Final = 0.5
"""What comes when half of the first year of a need is over comes too late: assumption of this project."""

NO_DISTANCE: Final = frozenset({ResourceKind.WELFARE_PLATFORM, ResourceKind.JOINT_PURCHASING})
"""Used from anywhere."""
NOW_AND_THEN: Final = frozenset(
    {
        ServiceKind.CARE_HOME,
        ServiceKind.SHELTERED_HOUSING,
        ServiceKind.FAMILY_CLINIC,
        ServiceKind.FAMILY_DESK,
        ResourceKind.TRAINING,
        ResourceKind.TRAINING_ROOM,
        ResourceKind.CARE_MANAGER,
        ResourceKind.KNOW_HOW,
    }
)
"""Not a way of every day: may be twice as far."""
NOW_AND_THEN_FACTOR: Final = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ride:
    """The shuttle of a third firm: minutes of both ways together; hours and seats are None where not known."""

    travel_min: float
    seat_count: float | None
    hours: str | None


def quantity_part(need: Exchange, offer: Exchange, others_count: int, others_quantity: float) -> Judged:
    """
    Return how far an offer goes, alone and shared with those who look for the same.

    Half of the value is what the need would get alone, half what it would get if all that the viewer sees asked.
    """
    if unit_of(need) != unit_of(offer):
        return _other_unit(need, offer)
    others = (_others_words(need, others_count, others_quantity),) if others_count else ()
    if need.quantity is None or offer.quantity is None:
        silent = "matches.quantity.need_unknown" if need.quantity is None else "matches.quantity.offer_unknown"
        return Judged(NEUTRAL, why_not=(Phrase(silent), *others))
    alone = _share(offer.quantity, need.quantity)
    shared = _share(offer.quantity, need.quantity + others_quantity)
    why, why_not = _enough_words(need, offer)
    return Judged(
        (alone + shared) / 2,
        why,
        (*why_not, *others),
        is_obstacle=alone < ENOUGH_SHARE or (others_quantity > 0 and shared < CROWDED_SHARE),
    )


def unit_of(exchange: Exchange) -> str:
    """Return the unit of a quantity: the usual one of its kind where none is said."""
    return exchange.unit or exchange_unit(exchange.exchange_kind).value


def _share(offered: float, asked: float) -> float:
    return 1.0 if asked <= offered else offered / asked


def _other_unit(need: Exchange, offer: Exchange) -> Judged:
    """Quantities that cannot be compared; of one and the same kind they mean that another thing is offered."""
    sought, offered = (_unit_words(one) for one in (need, offer))
    is_same_kind = need.exchange_kind == offer.exchange_kind
    words = (Phrase("matches.quantity.other_unit", {"sought": sought, "offered": offered}),)
    return Judged(0.0 if is_same_kind else NEUTRAL, why_not=words, is_obstacle=is_same_kind)


def _unit_words(exchange: Exchange) -> str:
    unit = unit_of(exchange)
    return f"codes.unit.{unit}" if unit in set(ExchangeUnit) else unit


def _enough_words(need: Exchange, offer: Exchange) -> tuple[tuple[Phrase, ...], tuple[Phrase, ...]]:
    values: dict[str, Value] = {"offered": offer.quantity, "asked": need.quantity, "unit": _unit_words(need)}
    missing = (need.quantity or 0) - (offer.quantity or 0)
    if missing <= 0:
        return (Phrase("matches.quantity.enough", values),), ()
    key = "matches.quantity.missing_one" if missing <= 1 else "matches.quantity.missing"
    return (), (Phrase(key, {**values, "missing": missing}),)


def _others_words(need: Exchange, others_count: int, others_quantity: float) -> Phrase:
    values: dict[str, Value] = {"count": others_count, "quantity": others_quantity, "unit": _unit_words(need)}
    return Phrase(f"matches.quantity.others_{'one' if others_count == 1 else 'many'}", values)


def minutes_part(
    offer: Exchange,
    travel_min: float | None,
    mode: TravelMode,
    limit_min: float,
    *,
    is_estimate: bool,
    is_approximate: bool,
) -> Judged:
    """Return how near the two are: 1 at the door, half at the limit, nothing at twice the limit."""
    if offer.exchange_kind in NO_DISTANCE:
        return Judged(1.0, (Phrase("matches.minutes.any"),))
    if travel_min is None:
        return unknown("matches.minutes.unknown")
    limit = limit_of(offer.exchange_kind, limit_min)
    values: dict[str, Value] = {
        "minutes": max(1, round(travel_min) if travel_min <= limit else math.ceil(travel_min)),
        "mode": f"codes.mode_in_sentence.{mode}",
        "sign": "codes.nearness.area" if is_approximate else "",
        "limit": limit,
    }
    words = Phrase(f"matches.minutes.{'estimate' if is_estimate else 'roads'}", values)
    value = max(0.0, 1 - travel_min / (2 * limit))
    if travel_min <= limit:
        return Judged(value, (words,))
    return Judged(value, why_not=(words, Phrase("matches.minutes.far", values)), is_obstacle=True)


def limit_of(kind: str, limit_min: float) -> float:
    """Return how many minutes are not too far for a kind."""
    return limit_min * NOW_AND_THEN_FACTOR if kind in NOW_AND_THEN else limit_min


def agreement_part(shared_count: int) -> Judged:
    """Return whether the two adhere to one agreement."""
    if shared_count:
        return Judged(1.0, (Phrase("matches.agreement.same"),))
    return Judged(0.0, why_not=(Phrase("matches.agreement.none"),))


def readiness_part(need: Exchange, offer: Exchange, as_of_on: date) -> Judged:
    """Return the share of the first year of a need that is still to come when the offer begins."""
    if offer.from_on is None:
        return unknown("matches.readiness.unknown")
    needed_on, ready_on = needed_from(need, as_of_on), date.fromisoformat(offer.from_on)
    values = {"ready": ready_on, "needed": needed_on}
    if ready_on <= needed_on:
        return Judged(1.0, (Phrase("matches.readiness.ready", values),))
    value = _still_to_come(need.hours, needed_on, ready_on)
    if value == 0:
        return Judged(0.0, why_not=(Phrase("matches.readiness.over", values),), is_obstacle=True)
    return Judged(value, why_not=(Phrase("matches.readiness.late", values),), is_obstacle=value < TIMELY_SHARE)


def needed_from(need: Exchange, as_of_on: date) -> date:
    """Return from when a need counts: its day, never a past one."""
    return as_of_on if need.from_on is None else max(as_of_on, date.fromisoformat(need.from_on))


def _still_to_come(hours: str | None, needed_on: date, ready_on: date) -> float:
    """Return the share of the needed time that is left; by days where hours name no season."""
    days = days_of(needed_on, hours)
    needed = read_hours(hours, days) if hours and days != PLAIN_WEEKS else None
    if needed is None or not needed.length_min:
        return max(0.0, 1 - (ready_on - needed_on).days / YEAR_DAYS)
    ready_min = int(real_minutes(day_start_min(ready_on)))
    left_min = np.maximum(needed.ends_min - np.maximum(needed.starts_min, ready_min), 0).sum()
    return float(left_min) / needed.length_min


def ride_part(offer: Exchange, ride: Ride, limit_min: float) -> Judged:
    """Return how near an offer is on somebody else's shuttle: both ways count together, none is too far by itself."""
    values = {"minutes": max(1, round(ride.travel_min)), "count": ride.seat_count}
    seats = "matches.bridge.seats_unknown" if ride.seat_count is None else "matches.bridge.seats"
    doubts = ("matches.bridge.hours_unknown",) if ride.hours is None else ()
    return Judged(
        max(0.0, 1 - ride.travel_min / (2 * limit_of(offer.exchange_kind, limit_min))),
        (Phrase("matches.bridge.way", values), *((Phrase(seats, values),) if ride.seat_count is not None else ())),
        (*((Phrase(seats),) if ride.seat_count is None else ()), *map(Phrase, doubts)),
    )
