"""The measures of a plan: what is needed and offered of each kind, and what exists within reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from geodata.codes import KIND_FACTS, ServiceKind
from geodata.errors import InputError
from geodata.routing import TravelTimes
from welfare_map.model import (
    MAX_COST_EUR,
    MAX_PLAN_MEASURE_COUNT,
    NearbyAnswer,
    NearbyQuery,
    NearbyRow,
    PlanCost,
    PlanExchange,
    PlanMeasure,
    PlanPoint,
    PlanQuery,
)
from welfare_map.questions.nearby import nearby
from welfare_map.questions.plan.needs import KIND_ORDER
from welfare_map.questions.services import served_by
from welfare_map.snapshot import Snapshot

MOST_SERVICES: Final = 5_000
"""Rows that are read to sort the known free places out; far more than are within an hour."""


@dataclass(frozen=True)
class Declared:
    """What the firms of a plan need and offer."""

    needs: tuple[PlanExchange, ...]
    offers: tuple[PlanExchange, ...]


def kinds_of_plan(query: PlanQuery, declared: Declared) -> tuple[str, ...]:
    """
    Return the kinds of the plan's measures: as asked, else those that the firms declared as needs.

    Raises
    ------
    InputError
        ``error.unknown_choice``; ``error.plan_too_many_measures``; ``error.plan_bad_cost``.
    """
    asked = tuple(dict.fromkeys(query.measures)) or tuple(dict.fromkeys(need.exchange_kind for need in declared.needs))
    for kind in (*asked, *(kind for kind, _ in query.costs_eur_per_year)):
        if kind not in KIND_ORDER:
            raise InputError("error.unknown_choice", option="--measure", value=kind, allowed=", ".join(KIND_ORDER))
    if len(asked) > MAX_PLAN_MEASURE_COUNT:
        raise InputError("error.plan_too_many_measures", count=len(asked), maximum=MAX_PLAN_MEASURE_COUNT)
    for _, cost_eur in query.costs_eur_per_year:
        if not 0 <= cost_eur <= MAX_COST_EUR:
            raise InputError("error.bad_amount", value=cost_eur, maximum=MAX_COST_EUR)
    return asked


def existing_services(
    snapshot: Snapshot, query: PlanQuery, kinds: Sequence[str], point: PlanPoint | None, travel_times: TravelTimes
) -> NearbyAnswer | None:
    """Ask once for the services of all the kinds within reach; None where there is no place or no kind of service."""
    wanted = tuple(dict.fromkeys(kind for measure in kinds for kind in served_by(measure)))
    if point is None or not wanted:
        return None
    asked = NearbyQuery(
        as_of_on=query.as_of_on,
        lon=point.lon,
        lat=point.lat,
        mode=query.mode,
        limit_min=query.limit_min,
        kinds=wanted,
        only_open_to_others=True,
        max_count=MOST_SERVICES,
    )
    return nearby(snapshot, asked, travel_times)


def measure_row(
    query: PlanQuery, kind: str, declared: Declared, existing: NearbyAnswer | None, cost: PlanCost
) -> PlanMeasure:
    """Return the row of one measure."""
    facts = KIND_FACTS.get(ServiceKind(kind)) if kind in set(ServiceKind) else None
    found = [row for row in existing.rows if row.kind in served_by(kind)] if existing else []
    return PlanMeasure(
        exchange_kind=kind,
        min_age_months=facts.min_age_months if facts else None,
        max_age_months=facts.max_age_months if facts else None,
        elder_role=facts.elder_role if facts else None,
        needs=tuple(need for need in declared.needs if need.exchange_kind == kind),
        offers=tuple(offer for offer in declared.offers if offer.exchange_kind == kind),
        services=tuple(sorted(found, key=_free_first)[: query.max_service_count]),
        found_count=len(found),
        with_free_count=sum(bool(row.free_count) for row in found),
        cost=cost,
    )


def _free_first(row: NearbyRow) -> int:
    if row.free_count is None:
        return 1
    return 0 if row.free_count > 0 else 2
