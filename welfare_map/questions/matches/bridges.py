"""When the shuttle of a third firm brings people to what is offered elsewhere."""

from datetime import date
from functools import lru_cache
from statistics import fmean
from typing import Final

from geodata.codes import ExchangeUnit, ResourceKind, ServiceKind
from geodata.hours.opening import Days
from welfare_map.model import Exchange, FirmShift
from welfare_map.questions.matches.hours import days_of, read_hours, ride_share, shift_hours
from welfare_map.questions.matches.parts import ENOUGH_SHARE, unit_of

LEAST_RIDES: Final = 0.75
"""Beginnings and ends that a shuttle must serve to be a bridge: nearly all, there and back."""

GONE_TO: Final = frozenset(
    {
        ServiceKind.NURSERY,
        ServiceKind.MICRO_NURSERY,
        ServiceKind.FAMILY_NURSERY,
        ServiceKind.EARLY_CHILDHOOD_CENTRE,
        ServiceKind.SPRING_SECTION,
        ServiceKind.PRESCHOOL,
        ServiceKind.DAY_CAMP,
        ServiceKind.YOUTH_CENTRE,
        ServiceKind.BEFORE_AFTER_SCHOOL,
        ServiceKind.INTEGRATED_DAY_CENTRE,
        ServiceKind.SENIOR_DAY_CENTRE,
        ServiceKind.DISABILITY_DAY_CENTRE,
        ServiceKind.CANTEEN,
        ServiceKind.COWORKING,
        ResourceKind.TRAINING,
        ResourceKind.TRAINING_ROOM,
    }
)
"""What people go to, several of them at the same hours; to the rest they go alone, or it comes to them."""
PERSONS: Final = frozenset(
    {ExchangeUnit.PLACES, ExchangeUnit.SEATS, ExchangeUnit.MEALS, ExchangeUnit.DESKS, ExchangeUnit.PEOPLE}
)
"""Units of which each takes a seat."""


def can_ride(need: Exchange, offer: Exchange, shifts: tuple[FirmShift, ...], shuttle: Exchange, first_on: date) -> bool:
    """
    Tell whether a shuttle brings people to an offer and back: seats for half of them, at the hours of the need.

    Hours and seats that are not known do not stand in the way: the row says so. The ways are not looked at here.
    """
    if offer.exchange_kind not in GONE_TO or not _has_seats(need, shuttle):
        return False
    days = days_of(first_on, need.hours, offer.hours, shuttle.hours, *(shift.days for shift in shifts))
    share = _rides(need.hours, shifts, offer.hours, shuttle.hours, days)
    return share is None or share >= LEAST_RIDES


def _has_seats(need: Exchange, shuttle: Exchange) -> bool:
    if need.quantity is None or shuttle.quantity is None or unit_of(need) not in PERSONS:
        return True
    return shuttle.quantity >= ENOUGH_SHARE * need.quantity


@lru_cache(maxsize=20_000)
def _rides(
    need_hours: str | None,
    shifts: tuple[FirmShift, ...],
    offer_hours: str | None,
    shuttle_hours: str | None,
    days: Days,
) -> float | None:
    """Return the share of beginnings and ends that a shuttle serves, all shifts alike; None where that is not known."""
    shuttle = read_hours(shuttle_hours, days) if shuttle_hours else None
    said: list[str | None] = [need_hours] if need_hours else [*map(shift_hours, shifts)] or [offer_hours]
    needed = [spans for spans in (read_hours(one, days) for one in said if one) if spans is not None]
    if shuttle is None or not needed:
        return None
    return fmean(ride_share(spans, shuttle) for spans in needed)
