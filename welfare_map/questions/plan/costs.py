"""Who pays what of a measure: as whoever writes the plan says it costs, else as the question about shared services."""

from collections.abc import Mapping, Sequence

from geodata.routing import TravelTimes
from welfare_map.model import (
    CONSORTIUM_KINDS,
    ConsortiumAnswer,
    ConsortiumQuery,
    Firm,
    PlanCost,
    PlanPoint,
    PlanQuery,
    PlanShare,
    ShareRow,
)
from welfare_map.questions.consortium import consortium
from welfare_map.questions.consortium.game import headcount_cents
from welfare_map.questions.plan.firms import has_point
from welfare_map.snapshot import Snapshot


def cost_of(
    snapshot: Snapshot,
    query: PlanQuery,
    kind: str,
    firms: Sequence[Firm],
    point: PlanPoint | None,
    travel_times: TravelTimes,
) -> PlanCost:
    """
    Return what a measure costs and who pays what.

    A cost that is given is split by employees. Else the firms are asked as one group of a shared service; where they
    reach its threshold and a source says the costs, each pays a share two ways. Else there are shares by employees
    alone, and without the employees of every firm none.
    """
    given_eur = dict(query.costs_eur_per_year).get(kind)
    if given_eur is not None:
        return _cost("given", firms, given_eur)
    shared = _shared_service(snapshot, query, kind, firms, point, travel_times)
    if shared is None:
        return _cost("none", firms, None)
    group = shared.rows[0] if shared.rows else None
    cost_eur = group.cost_eur_per_year if group else None
    said = {share.organisation_id: share for share in group.shares} if group and cost_eur is not None else {}
    return PlanCost(
        basis="none" if cost_eur is None else "consortium",
        cost_eur_per_year=cost_eur,
        places=group.places if group else None,
        unit=shared.unit.value,
        shares=_shares(firms, None, said),
        group=shared.group_sentence,
        assumptions=shared.assumptions if cost_eur is not None else (),
    )


def _shared_service(
    snapshot: Snapshot,
    query: PlanQuery,
    kind: str,
    firms: Sequence[Firm],
    point: PlanPoint | None,
    travel_times: TravelTimes,
) -> ConsortiumAnswer | None:
    """Ask whether the firms of the plan, all of them and no other, reach the threshold of a shared service."""
    is_askable = kind in CONSORTIUM_KINDS and len(firms) > 1 and all(has_point(firm) for firm in firms)
    if point is None or not is_askable:
        return None
    own = firms[0] if query.me is not None else None
    asked = ConsortiumQuery(
        as_of_on=query.as_of_on,
        kind=kind,
        lon=point.lon,
        lat=point.lat,
        mode=query.mode,
        limit_min=query.limit_min,
        me=own,
        with_ids=tuple(firm.organisation_id for firm in firms if firm is not own),
        is_only=True,
        viewer=query.viewer,
        max_count=1,
    )
    return consortium(snapshot, asked, travel_times)


def _cost(basis: str, firms: Sequence[Firm], cost_eur: float | None) -> PlanCost:
    return PlanCost(
        basis=basis,
        cost_eur_per_year=cost_eur,
        places=None,
        unit=None,
        shares=_shares(firms, cost_eur, {}),
        group=None,
        assumptions=(),
    )


def _shares(firms: Sequence[Firm], cost_eur: float | None, computed: Mapping[str, ShareRow]) -> tuple[PlanShare, ...]:
    """Return a share per firm: by employees, in cents that add up, and what was computed for the group."""
    counts = [firm.employee_count for firm in firms]
    cents = headcount_cents(counts, round(100 * cost_eur)) if cost_eur is not None else None
    total = sum(count or 0 for count in counts)
    is_known = total > 0 and None not in counts
    return tuple(
        _share(
            firm,
            (firm.employee_count or 0) / total if is_known else None,
            cents[number] / 100 if cents else None,
            computed.get(firm.organisation_id),
        )
        for number, firm in enumerate(firms)
    )


def _share(firm: Firm, share: float | None, given_eur: float | None, computed: ShareRow | None) -> PlanShare:
    return PlanShare(
        organisation_id=firm.organisation_id,
        organisation_name=firm.organisation_name,
        headcount_share=share,
        headcount_eur_per_year=computed.headcount_eur_per_year if computed else given_eur,
        shapley_eur_per_year=computed.shapley_eur_per_year if computed else None,
    )
