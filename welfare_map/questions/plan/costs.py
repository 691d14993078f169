"""Who pays what of a measure: as whoever writes the plan says it costs, else as the question about shared services."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from geodata.codes import ConsortiumParameter
from geodata.routing import TravelTimes
from welfare_map.model import (
    CONSORTIUM_KINDS,
    AssumptionRow,
    ConsortiumAnswer,
    ConsortiumQuery,
    ConsortiumRow,
    Firm,
    GroupMember,
    Phrase,
    PlanCost,
    PlanNeed,
    PlanPoint,
    PlanQuery,
    PlanShare,
    ShareRow,
)
from welfare_map.questions.consortium import consortium
from welfare_map.questions.consortium.game import headcount_cents
from welfare_map.questions.firm_positions import positions_of
from welfare_map.questions.plan.firms import headcount_shares
from welfare_map.snapshot import Snapshot

OF_NEEDS: Final = frozenset({ConsortiumParameter.USE, ConsortiumParameter.CHILD})
"""Parameters that needs are estimated with."""


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

    The firms are asked as one group of a shared service: what each is counted for, and whether they reach its threshold
    together. A cost that is given is split by employees; else, where they reach the threshold and a source says the
    costs, each pays a share two ways. Else there are shares by employees alone, and without the employees of every firm
    none.
    """
    shared = _shared_service(snapshot, query, kind, firms, point, travel_times)
    group = shared.rows[0] if shared is not None and shared.rows else None
    given_eur = dict(query.costs_eur_per_year).get(kind)
    computed_eur = group.cost_eur_per_year if group is not None and given_eur is None else None
    cost_eur = computed_eur if given_eur is None else given_eur
    said = {share.organisation_id: share for share in group.shares} if group and computed_eur is not None else {}
    return PlanCost(
        basis="given" if given_eur is not None else "none" if cost_eur is None else "consortium",
        cost_eur_per_year=cost_eur,
        places=group.places if group else None,
        unit=shared.unit.value if shared else None,
        shares=_shares(firms, given_eur, said),
        needs=tuple(map(_need, group.members)) if group else (),
        group=_group_words(shared) if shared else None,
        assumptions=tuple(_behind(shared.assumptions, group, is_computed=computed_eur is not None)) if shared else (),
    )


def _need(member: GroupMember) -> PlanNeed:
    return PlanNeed(
        organisation_id=member.organisation_id,
        organisation_name=member.organisation_name,
        need_count=member.need_count,
        need_basis=member.need_basis,
    )


def _behind(
    rows: Iterable[AssumptionRow], group: ConsortiumRow | None, *, is_computed: bool
) -> Iterator[AssumptionRow]:
    """Yield the parameters that a figure of the plan was computed with: of a computed cost all, else of the needs."""
    for row in rows:
        is_of_needs = group is not None and group.is_need_estimated and row.assumption in OF_NEEDS
        if is_computed or is_of_needs:
            yield row


def _group_words(shared: ConsortiumAnswer) -> Phrase:
    """Say whether the firms reach the threshold together, as a document says it."""
    threshold = next(row.value for row in shared.assumptions if row.assumption == ConsortiumParameter.THRESHOLD)
    unit, highest = f"codes.unit.{shared.unit}", round(shared.highest_need_count, 1)
    if threshold is None:
        return Phrase("plan.group.no_threshold", {"highest": highest, "unit": unit})
    if not shared.rows:
        return Phrase("plan.group.short", {"highest": highest, "unit": unit, "threshold": threshold})
    return Phrase("plan.group.reached", {"places": shared.rows[0].places, "unit": unit, "threshold": threshold})


def _shared_service(
    snapshot: Snapshot,
    query: PlanQuery,
    kind: str,
    firms: Sequence[Firm],
    point: PlanPoint | None,
    travel_times: TravelTimes,
) -> ConsortiumAnswer | None:
    """Ask whether the firms of the plan, all of them and no other, reach the threshold of a shared service."""
    is_askable = kind in CONSORTIUM_KINDS and len(firms) > 1 and all(positions_of(firm) for firm in firms)
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
        assumptions=tuple((parameter, value) for of, parameter, value in query.assumptions if of == kind),
        viewer=query.viewer,
        max_count=1,
    )
    return consortium(snapshot, asked, travel_times)


def _shares(firms: Sequence[Firm], cost_eur: float | None, computed: Mapping[str, ShareRow]) -> tuple[PlanShare, ...]:
    """Return a share per firm: by employees, in cents that add up, and what was computed for the group."""
    counts = [firm.employee_count for firm in firms]
    cents = headcount_cents(counts, round(100 * cost_eur)) if cost_eur is not None else None
    return tuple(
        _share(firm, share, cents[number] / 100 if cents else None, computed.get(firm.organisation_id))
        for number, (firm, share) in enumerate(zip(firms, headcount_shares(firms), strict=True))
    )


def _share(firm: Firm, share: float | None, given_eur: float | None, computed: ShareRow | None) -> PlanShare:
    return PlanShare(
        organisation_id=firm.organisation_id,
        organisation_name=firm.organisation_name,
        headcount_share=share,
        headcount_eur_per_year=computed.headcount_eur_per_year if computed else given_eur,
        shapley_eur_per_year=computed.shapley_eur_per_year if computed else None,
    )
