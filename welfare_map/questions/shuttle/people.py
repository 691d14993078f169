"""Who would ride: groups of people of one firm and shift from one municipality, and who is left out before any way."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geodata.routing import TravelTimes
from welfare_map.model import Firm, LeftOut, OriginQuality, ShuttleQuery
from welfare_map.questions.firm_positions import Position, positions_of
from welfare_map.questions.shuttle.origins import Gravity, Origins, declared_origins, gravity
from welfare_map.questions.shuttle.windows import WorkShift, read_shift
from welfare_map.snapshot import Snapshot

ROUNDING = 1e-9
"""A part of the people is rounded up to whole ones, but not for what is lost in a division."""


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """People of one firm and shift from one municipality; ``site`` is where they are taken to work."""

    firm: Firm
    site: Position
    shift: WorkShift
    municipality_code: str
    worker_count: int
    rider_count: int
    quality: OriginQuality


@dataclass(frozen=True, slots=True)
class Missed:
    """People, or a whole firm, without a shuttle; ``travel_min`` are minutes that are too many."""

    firm: Firm
    reason: LeftOut
    municipality_code: str | None = None
    worker_count: int | None = None
    travel_min: int | None = None
    words: str = ""


def people_of(
    snapshot: Snapshot, query: ShuttleQuery, firm: Firm, travel_times: TravelTimes
) -> tuple[list[Group], list[Missed]]:
    """Return the groups of a firm, and who is left out because something is not known of it."""
    site = next(iter(positions_of(firm)), None)
    if site is None:
        return [], [Missed(firm, LeftOut.NO_POSITION)]
    if not firm.shifts:
        return [], [Missed(firm, LeftOut.NO_SHIFTS)]
    shifts, missed = _read(firm)
    declared = [declared_origins(firm, shifts, shift) for shift in shifts]
    spread = gravity(snapshot, site, query.beta_per_min, travel_times) if None in declared else None
    groups: list[Group] = []
    for shift, said in zip(shifts, declared, strict=True):
        origins = said or _estimated(firm, shifts, shift, spread)
        if origins is None or not (origins.worker_counts or origins.few_count):
            missed.append(Missed(firm, LeftOut.NO_STAFF, words=f"{shift.starts_at}-{shift.ends_at}"))
            continue
        if origins.few_count:
            missed.append(Missed(firm, LeftOut.FEW_TOGETHER, worker_count=origins.few_count))
        groups += _groups(query, firm, site, shift, origins)
    return groups, missed


def _read(firm: Firm) -> tuple[list[WorkShift], list[Missed]]:
    shifts, missed = [], []
    for number, shift in enumerate(firm.shifts, start=1):
        read = read_shift(firm.organisation_id, shift, number=shift.shift_number or number)
        if read is None:
            words = f"{shift.days} {shift.starts_at}-{shift.ends_at}"
            missed.append(Missed(firm, LeftOut.UNREADABLE_SHIFT, words=words))
        else:
            shifts.append(read)
    return shifts, missed


def _estimated(firm: Firm, shifts: Sequence[WorkShift], shift: WorkShift, spread: Gravity | None) -> Origins | None:
    """Estimate where the people of a shift live; None where it is not known how many they are."""
    staff_count = shift.staff_count if shift.staff_count is not None or len(shifts) > 1 else firm.employee_count
    if spread is None or not staff_count:
        return None
    return spread.origins(staff_count)


def _groups(query: ShuttleQuery, firm: Firm, site: Position, shift: WorkShift, origins: Origins) -> Iterator[Group]:
    for code, count in sorted(origins.worker_counts.items()):
        rider_count = math.ceil(count * query.uptake_share - ROUNDING)
        yield Group(firm, site, shift, code, count, rider_count, origins.quality)
