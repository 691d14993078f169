"""What each firm needs of a shared service: as it declares, else estimated from its employees, else unknown."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from geodata.codes import ConsortiumParameter, NeedDirection, exchange_unit
from welfare_map.model import CONSORTIUM_KINDS, ConsortiumQuery, Exchange, Firm, NeedBasis
from welfare_map.questions.consortium.game import MILLI, IntArray
from welfare_map.questions.firms_seen import FIRM_KINDS, firm_seen, firms_seen
from welfare_map.questions.services import NURSERIES
from welfare_map.snapshot import Snapshot

MOST_NEED = 100_000
"""More than any firm can need: a larger quantity counts as so much."""


@dataclass(frozen=True, slots=True)
class FirmNeed:
    """What a firm needs, thousandths of a place, and how that is known; None twice where it is not."""

    milli: int | None
    basis: NeedBasis | None


UNKNOWN = FirmNeed(None, None)


def firms_asked(snapshot: Snapshot, query: ConsortiumQuery) -> Mapping[str, Firm]:
    """
    Return the firms that may take part, as the viewer sees them, and those that are named, by ``organisation_id``.

    Raises
    ------
    InputError
        A named organisation is unknown.
    """
    named = {item: firm_seen(snapshot, item, query.viewer) for item in query.with_ids}
    others = firms_seen(snapshot, query.viewer).items()
    found = {item: firm for item, firm in others if firm.organisation_kind in FIRM_KINDS} | named
    return found | ({query.me.organisation_id: query.me} if query.me else {})


def named_ids(query: ConsortiumQuery) -> tuple[str, ...]:
    """Return who is in every group, each once, the firm that asks first."""
    own = (query.me.organisation_id,) if query.me else ()
    return tuple(dict.fromkeys((*own, *query.with_ids)))


def need_kinds(kind: str) -> tuple[str, ...]:
    """Return the kinds of need that a service meets: a place in a nursery is one whatever its size."""
    return tuple(one for one in CONSORTIUM_KINDS if one in NURSERIES) if kind in NURSERIES else (kind,)


def need_of(firm: Firm, kind: str, use_share: float | None) -> FirmNeed:
    """
    Return what a firm needs.

    Declared quantities are added up. A firm that declares no quantity in the unit of the kind is estimated: employees ×
    share of them who would use the service.
    """
    declared = [one.quantity for one in _of_kind(firm.exchanges, kind) if one.quantity is not None]
    if declared:
        return FirmNeed(_milli(math.fsum(declared)), NeedBasis.DECLARED)
    if firm.employee_count is None or not use_share:
        return UNKNOWN
    return FirmNeed(_milli(firm.employee_count * use_share), NeedBasis.ESTIMATED)


def needs_of(firms: Iterable[Firm], kind: str, values: Mapping[ConsortiumParameter, float]) -> tuple[FirmNeed, ...]:
    """Return what each firm needs; see ``need_of``."""
    return tuple(need_of(firm, kind, values.get(ConsortiumParameter.USE)) for firm in firms)


def milli_of(needs: tuple[FirmNeed, ...]) -> IntArray:
    """Return needs as numbers, 0 where they are not known."""
    return np.array([need.milli or 0 for need in needs], np.int64)


def _of_kind(exchanges: Iterable[Exchange], kind: str) -> Iterable[Exchange]:
    unit = exchange_unit(kind)
    for one in exchanges:
        if one.direction == NeedDirection.NEED and one.exchange_kind in need_kinds(kind) and one.unit in {None, unit}:
            yield one


def _milli(count: float) -> int:
    return round(min(count, MOST_NEED) * MILLI)
