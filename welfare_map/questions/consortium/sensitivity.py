"""What becomes of it when one parameter is a fifth lower or higher, the others as they are."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from geodata.codes import ConsortiumParameter
from welfare_map.model import SensitivityRow
from welfare_map.questions.consortium.assumptions import costs_of, threshold_of, with_change
from welfare_map.questions.consortium.case import Case
from welfare_map.questions.consortium.needs import milli_of, needs_of
from welfare_map.questions.consortium.rows import CENTS
from welfare_map.questions.consortium.search import Found, Wanted, fewest_firm_count, reach_of

CHANGES = (-0.2, 0.2)
LIMIT = "limit_min"
WITHOUT_EFFECT = frozenset({ConsortiumParameter.CHILD, ConsortiumParameter.FEE})
"""Parameters that change neither who can join nor what it costs."""


def sensitivity_rows(case: Case, found: Found) -> tuple[SensitivityRow, ...]:
    """Return two rows for each parameter that is known, a fifth lower and a fifth higher."""
    return tuple(_rows(case, found))


def _rows(case: Case, found: Found) -> Iterator[SensitivityRow]:
    asked: dict[str, float] = {LIMIT: case.query.limit_min}
    asked |= {item.value: value for item, value in case.values.items() if item not in WITHOUT_EFFECT and value > 0}
    for name, value in asked.items():
        for change in CHANGES:
            yield _row(case, found, name, change, _changed(name, value, change))


def _changed(name: str, value: float, change: float) -> float:
    """Return a parameter with its change: a capacity stays whole, a share stays one."""
    changed = round(value * (1 + change), 6)
    if name == ConsortiumParameter.CAPACITY:
        return max(1.0, float(round(changed)))
    return min(changed, 1.0) if name == ConsortiumParameter.USE else changed


def _row(case: Case, found: Found, name: str, change: float, value: float) -> SensitivityRow:
    group = found.groups[0] if found.groups else None
    values = case.values if name == LIMIT else with_change(case.assumptions, ConsortiumParameter(name), value)
    needs = needs_of(case.field.firms, case.query.kind, values) if name == ConsortiumParameter.USE else case.needs
    wanted = replace(
        case.wanted,
        milli=milli_of(needs),
        threshold=threshold_of(values),
        limit_min=value if name == LIMIT else case.query.limit_min,
    )
    places, cents = _cost(case, group, wanted, values)
    return SensitivityRow(
        assumption=name,
        change_share=change,
        value=value,
        fewest_firm_count=_fewest(case, found, name, wanted),
        is_enough=None if group is None else _is_enough(case, group, wanted),
        places=places,
        cost_eur_per_year=None if cents is None else cents / CENTS,
    )


def _fewest(case: Case, found: Found, name: str, wanted: Wanted) -> int | None:
    """Return how many firms the smallest group has, looking again only where the change matters for that."""
    if name in {LIMIT, ConsortiumParameter.USE}:
        return fewest_firm_count(reach_of(case.field, wanted), wanted)
    return found.fewest_count if wanted.threshold == case.wanted.threshold else fewest_firm_count(case.reach, wanted)


def _cost(
    case: Case, group: tuple[int, ...] | None, wanted: Wanted, values: Mapping[ConsortiumParameter, float]
) -> tuple[int | None, int | None]:
    if group is None:
        return None, None
    costs, total = costs_of(values), int(wanted.milli[list(group)].sum())
    return int(costs.places(total)), int(costs.cents(total)) if costs.is_known else None


def _is_enough(case: Case, group: tuple[int, ...], wanted: Wanted) -> bool:
    """Tell whether a group still reaches the threshold, at a site within reach of all."""
    members = list(group)
    is_in = (case.field.travel_min[members] <= wanted.limit_min).all(axis=0)
    has_site = bool((is_in & (case.field.point_min <= wanted.limit_min)).any())
    return has_site and int(wanted.milli[members].sum()) >= wanted.threshold
