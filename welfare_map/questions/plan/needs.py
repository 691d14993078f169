"""What the firms of a plan need and offer, and what their workers answered: sums of what the viewer sees."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from geodata.codes import EXCHANGE_KINDS, NeedDirection, Visibility, exchange_unit
from welfare_map.model import Exchange, Firm, PlanExchange, PlanSaid, PlanWorkers, WorkerNeed

KIND_ORDER = {kind: number for number, kind in enumerate(EXCHANGE_KINDS)}


def exchanges_of(firms: Sequence[Firm], direction: NeedDirection) -> tuple[PlanExchange, ...]:
    """Return what firms declared in a direction, a row per kind, unit and theme, in the order of the vocabulary."""
    found: defaultdict[tuple[str, str, str], list[tuple[Firm, Exchange]]] = defaultdict(list)
    for firm in firms:
        for one in firm.exchanges:
            if one.direction == direction:
                unit = one.unit or exchange_unit(one.exchange_kind)
                found[one.exchange_kind, unit, one.theme or ""].append((firm, one))
    keys = sorted(found, key=lambda key: (KIND_ORDER[key[0]], *key[1:]))
    return tuple(_exchange(*key, found[key]) for key in keys)


def _exchange(kind: str, unit: str, theme: str, said: Sequence[tuple[Firm, Exchange]]) -> PlanExchange:
    quantities = [one.quantity for _, one in said]
    known = [quantity for quantity in quantities if quantity is not None]
    days = [one.from_on for _, one in said if one.from_on]
    return PlanExchange(
        exchange_kind=kind,
        theme=theme or None,
        unit=unit,
        organisation_names=tuple(dict.fromkeys(firm.organisation_name for firm, _ in said)),
        quantity=sum(known) if known else None,
        is_at_least=0 < len(known) < len(quantities),
        from_on=min(days, default=None),
        hours=tuple(dict.fromkeys(one.hours for _, one in said if one.hours)),
        said=tuple(_said(firm, one) for firm, one in said),
        is_restricted=any(one.visibility != Visibility.PUBLIC for _, one in said),
    )


def _said(firm: Firm, one: Exchange) -> PlanSaid:
    return PlanSaid(
        organisation_name=firm.organisation_name,
        quantity=one.quantity,
        from_on=one.from_on or None,
        hours=one.hours or None,
    )


def workers_of(firms: Sequence[Firm]) -> tuple[PlanWorkers, ...]:
    """
    Add up the published cells of each question and answer, in the order in which they come.

    Each is what is known at least: a cell below five is published nowhere, and so are answers that would tell of one.
    """
    found: defaultdict[tuple[str, str], list[WorkerNeed]] = defaultdict(list)
    for question, answer, need in _cells(firms):
        found[question, answer].append(need)
    return tuple(
        PlanWorkers(
            question=question,
            answer=answer,
            worker_count=sum(cell.worker_count for cell in cells),
            firm_count=len(cells),
            as_of_on=min(cell.as_of_on for cell in cells),
            is_at_least=True,
            is_restricted=any(cell.visibility != Visibility.PUBLIC for cell in cells),
        )
        for (question, answer), cells in found.items()
    )


def _cells(firms: Sequence[Firm]) -> Iterator[tuple[str, str, WorkerNeed]]:
    return ((cell.question, cell.answer, cell) for firm in firms for cell in firm.worker_needs)
