"""Everything that a draft plan is made of, gathered before it is told."""

from dataclasses import dataclass

from geodata.codes import NeedDirection, SizeClass
from geodata.routing import TravelTimes
from welfare_map.model import (
    CostQuery,
    CostRow,
    Firm,
    InitiativeRow,
    NearbyAnswer,
    PlanFirm,
    PlanMeasure,
    PlanPlace,
    PlanPoint,
    PlanQuery,
    PlanWorkers,
    PracticeRow,
    PracticesQuery,
)
from welfare_map.model.cost import MAX_COST_COUNT
from welfare_map.questions.cost import cost
from welfare_map.questions.initiatives import initiative
from welfare_map.questions.plan.costs import cost_of
from welfare_map.questions.plan.firms import firm_rows, firms_of, place_rows, shared_point
from welfare_map.questions.plan.measures import Declared, existing_services, kinds_of_plan, measure_row
from welfare_map.questions.plan.needs import exchanges_of, workers_of
from welfare_map.questions.practices import practices
from welfare_map.snapshot import Snapshot


@dataclass(frozen=True)
class Gathered:
    """
    The parts of a plan.

    Parameters
    ----------
    frame
        The initiative in whose frame it stands.
    existing
        The services within reach, all of them.
    fees
        Of the services listed, those whose fee is known.
    """

    frame: InitiativeRow | None
    firms: tuple[PlanFirm, ...]
    point: PlanPoint | None
    places: tuple[PlanPlace, ...]
    declared: Declared
    workers: tuple[PlanWorkers, ...]
    measures: tuple[PlanMeasure, ...]
    practices: tuple[PracticeRow, ...]
    existing: NearbyAnswer | None
    fees: tuple[CostRow, ...]

    @property
    def has_demo(self) -> bool:
        """Whether anything in it was invented for the demonstration."""
        flags = [
            *(firm.is_demo for firm in self.firms),
            *(practice.is_demo for practice in self.practices),
            bool(self.frame and self.frame.is_demo),
            bool(self.existing and self.existing.has_demo),
        ]
        return any(flags)

    @property
    def is_restricted(self) -> bool:
        """Whether the viewer sees a part of it that is not public."""
        exchanges = (*self.declared.needs, *self.declared.offers)
        return any(one.is_restricted for one in exchanges) or any(one.is_restricted for one in self.workers)


def gather(snapshot: Snapshot, query: PlanQuery, travel_times: TravelTimes) -> Gathered:
    """Gather the parts of a plan; raises what ``plan`` does."""
    frame = initiative(snapshot, query.initiative_id) if query.initiative_id is not None else None
    firms = firms_of(snapshot, query)
    declared = Declared(exchanges_of(firms, NeedDirection.NEED), exchanges_of(firms, NeedDirection.OFFER))
    kinds = kinds_of_plan(query, declared)
    point = shared_point(snapshot, query, firms, travel_times)
    existing = existing_services(snapshot, query, kinds, point, travel_times)
    costs = {kind: cost_of(snapshot, query, kind, firms, point, travel_times) for kind in kinds}
    measures = tuple(measure_row(query, kind, declared, existing, costs[kind]) for kind in kinds)
    rows = firm_rows(snapshot, query, firms, point, travel_times)
    return Gathered(
        frame=frame,
        firms=rows,
        point=point,
        places=place_rows(snapshot, rows, point, frame),
        declared=declared,
        workers=workers_of(firms),
        measures=measures,
        practices=_practices(snapshot, query, firms, point, travel_times),
        existing=existing,
        fees=_fees(snapshot, query, measures),
    )


def _fees(snapshot: Snapshot, query: PlanQuery, measures: tuple[PlanMeasure, ...]) -> tuple[CostRow, ...]:
    """Return what the listed services cost, where it is known and a document says so."""
    ids = tuple(dict.fromkeys(row.service_id for measure in measures for row in measure.services))
    if not ids:
        return ()
    known = cost(snapshot, CostQuery(as_of_on=query.as_of_on, service_ids=ids[:MAX_COST_COUNT])).rows
    return tuple(row for row in known if row.fee_source and row.fee_as_of_on)


def _practices(
    snapshot: Snapshot,
    query: PlanQuery,
    firms: tuple[Firm, ...],
    point: PlanPoint | None,
    travel_times: TravelTimes,
) -> tuple[PracticeRow, ...]:
    """Return practices for firms of these sizes: those of the initiative first, then those that apply here."""
    wanted = PracticesQuery(
        as_of_on=query.as_of_on,
        size_classes=tuple(dict.fromkeys(SizeClass(firm.size_class) for firm in firms if firm.size_class)),
        lon=point.lon if point else None,
        lat=point.lat if point else None,
        mode=query.mode,
    )
    found = [row for row in practices(snapshot, wanted, travel_times).rows if _is_for(row, query)]
    found.sort(key=lambda row: row.initiative_id != query.initiative_id)
    return tuple(found[: query.max_practice_count])


def _is_for(row: PracticeRow, query: PlanQuery) -> bool:
    is_near = row.travel_min is not None and row.travel_min <= query.limit_min
    return row.initiative_id == query.initiative_id or bool(row.applies_here) or is_near
