"""What a service costs a month, and what is left to pay once a benefit is taken off."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from math import inf
from typing import Any

import numpy as np

from geodata.codes import KIND_FACTS, ServiceGroup, ServiceKind
from geodata.errors import InputError
from geodata.tables.fee_bands import FeeBand, fee_bands
from welfare_map.model import (
    BenefitRow,
    CostAnswer,
    CostQuery,
    CostRow,
    FeeBandRow,
    Phrase,
    ServiceFilter,
)
from welfare_map.model.cost import MAX_AMOUNT_EUR, MAX_COST_COUNT
from welfare_map.questions.cells import both_languages, records
from welfare_map.questions.services import check_filter, passing
from welfare_map.questions.trust import asked, source_notes
from welfare_map.snapshot import Snapshot

Cells = Mapping[str, Any]
NOT_REPEATED = ("isee_eur", "benefit_eur")
"""A family's means are not repeated in the answer: answers are kept and passed on."""
CERTAIN_COUNT = 1
"""Nobody says whether two benefits add up: what is left to pay is known with one."""


def cost(snapshot: Snapshot, query: CostQuery) -> CostAnswer:
    """
    Say what services cost a month and what is left to pay.

    Benefits are those of the hand-edited table, for services for small children. What is left is known where the fee is
    known and either the family says what it gets or exactly one benefit of known amount applies.

    Returns
    -------
    answer
        A row per service that is known and listed, each once, in the order asked for.

    Raises
    ------
    InputError
        No service or too many are asked for, or an amount or an age is out of bounds.
    """
    wanted_ids = tuple(dict.fromkeys(query.service_ids))
    wanted = _checked(query, wanted_ids)
    cells = snapshot.service_columns.cells
    row_of = {str(cells["service_id"][row]): int(row) for row in np.flatnonzero(passing(snapshot, wanted))}
    found = [row_of[item] for item in wanted_ids if item in row_of]
    offered = _offered(snapshot)
    rows = tuple(
        _row(query, {name: cells[name][row] for name in cells}, _benefits(snapshot, query, row, offered))
        for row in found
    )
    return CostAnswer(
        rows=rows,
        missing_ids=tuple(item for item in wanted_ids if item not in row_of),
        sentence=_sentence(rows),
        method=Phrase("cost.method"),
        parameters={**asked(query, without=NOT_REPEATED), "service_ids": list(wanted_ids)},
        sources=source_notes(snapshot, (row.source_id for row in rows)),
        has_demo=any(row.is_demo for row in rows),
    )


def _checked(query: CostQuery, wanted_ids: tuple[str, ...]) -> ServiceFilter:
    if not 0 < len(wanted_ids) <= MAX_COST_COUNT:
        raise InputError("error.bad_compare_count", value=len(wanted_ids), maximum=MAX_COST_COUNT)
    for amount in (query.isee_eur, query.benefit_eur):
        if amount is not None and not 0 <= amount <= MAX_AMOUNT_EUR:
            raise InputError("error.bad_amount", value=amount, maximum=MAX_AMOUNT_EUR)
    check_filter(ServiceFilter(as_of_on=query.as_of_on, child_age_months=query.child_age_months))
    return ServiceFilter(as_of_on=query.as_of_on, service_ids=wanted_ids)


def _row(query: CostQuery, cells: Cells, benefits: tuple[BenefitRow, ...]) -> CostRow:
    bands = fee_bands(cells["isee_fee_bands"]) if cells["isee_fee_bands"] else ()
    low, high = fee_range(bands, cells["monthly_fee_min_eur"], cells["monthly_fee_max_eur"], query.isee_eur)
    return CostRow(
        **{name: cells[name] for name in ("service_id", "name", "kind", "municipality_code", "municipality_name")},
        **{name: cells[name] for name in ("fee_source", "fee_as_of_on", "is_demo", "source_id", "licence")},
        retrieved_on=cells["retrieved_on"],
        fee_min_eur=low,
        fee_max_eur=high,
        is_by_isee=bool(bands) and query.isee_eur is not None,
        fee_includes=both_languages(cells, "fee_includes"),
        isee_fee_bands=tuple(
            FeeBandRow(
                up_to_isee_eur=None if band.up_to_isee_eur == inf else band.up_to_isee_eur,
                monthly_fee_eur=band.monthly_fee_eur,
            )
            for band in bands
        ),
        benefits=benefits,
        cost_min_eur=left_to_pay(low, benefits, query.benefit_eur),
        cost_max_eur=left_to_pay(high, benefits, query.benefit_eur),
    )


def fee_range(
    bands: tuple[FeeBand, ...], lowest_eur: float | None, highest_eur: float | None, isee_eur: float | None
) -> tuple[float | None, float | None]:
    """Return the lowest and the highest fee for a family: that of its ISEE band where both are known."""
    if bands and isee_eur is not None:
        fee = next(band.monthly_fee_eur for band in bands if isee_eur <= band.up_to_isee_eur)
        return fee, fee
    if bands and lowest_eur is None and highest_eur is None:
        fees = [band.monthly_fee_eur for band in bands]
        return min(fees), max(fees)
    if lowest_eur is not None and highest_eur is not None:
        return min(lowest_eur, highest_eur), max(lowest_eur, highest_eur)
    return lowest_eur, highest_eur


def left_to_pay(fee_eur: float | None, benefits: tuple[BenefitRow, ...], told_eur: float | None) -> float | None:
    """Return a fee less what is told, or less the benefit that applies; None where one of them is not known."""
    if fee_eur is None:
        return None
    if told_eur is not None:
        return round(max(0.0, fee_eur - told_eur), 2)
    if len(benefits) != CERTAIN_COUNT:
        return None
    amount, share = benefits[0].monthly_amount_eur, benefits[0].fee_share
    if amount is None and share is None:
        return None
    return round(max(0.0, fee_eur - (fee_eur * (share or 0.0) if amount is None else amount)), 2)


def _offered(snapshot: Snapshot) -> tuple[tuple[Cells, ...], ...]:
    """Return the rows of each benefit of the hand-edited table."""

    def read() -> tuple[tuple[Cells, ...], ...]:
        by_benefit = groupby(records(snapshot.table("benefits")), key=lambda row: row["benefit_id"])
        return tuple(tuple(rows) for _, rows in by_benefit)

    return snapshot.kept(("benefits",), read)


def _benefits(
    snapshot: Snapshot, query: CostQuery, service_row: int, offered: tuple[tuple[Cells, ...], ...]
) -> tuple[BenefitRow, ...]:
    """Return the benefits that apply or may apply to a service, by its row number."""
    kind = ServiceKind(snapshot.service_columns.cells["kind"][service_row])
    if KIND_FACTS[kind].group is not ServiceGroup.SMALL_CHILDREN:
        return ()
    region = query.region_code or _region_of(snapshot, service_row)
    own = ([row for row in rows if region is None or row["region_code"] in {None, region}] for rows in offered)
    return tuple(benefit for rows in own for benefit in _deciding(rows, query))


def _region_of(snapshot: Snapshot, service_row: int) -> str | None:
    at = snapshot.service_municipality[service_row]
    return str(snapshot.territory.municipalities["region_code"].iat[at]) if at >= 0 else None


def _deciding(rows: list[Cells], query: CostQuery) -> list[BenefitRow]:
    """Return what a benefit gives this family: nothing where it is not for them, unknown where that is not known."""
    current = [row for row in rows if _holds(row, query.as_of_on.isoformat())]
    if rows and not current:
        return [_benefit(rows[0], is_known=False)]
    for_age = [
        row for row in current if _is_within(query.child_age_months, row["min_age_months"], row["max_age_months"])
    ]
    for_isee = [row for row in for_age if _is_within(query.isee_eur, None, row["isee_up_to_eur"])]
    if not for_isee:
        return []
    first = min(for_isee, key=lambda row: inf if row["isee_up_to_eur"] is None else row["isee_up_to_eur"])
    is_guess = (query.child_age_months is None and _has_any(for_isee, "min_age_months", "max_age_months")) or (
        query.isee_eur is None and _has_any(for_isee, "isee_up_to_eur")
    )
    return [_benefit(first, is_known=not is_guess)]


def _holds(row: Cells, day: str) -> bool:
    return (row["valid_from_on"] or "") <= day <= (row["valid_to_on"] or "9999-12-31")


def _is_within(value: float | None, low: float | None, high: float | None) -> bool:
    """Tell whether a value may lie within bounds; an unknown one may."""
    return value is None or ((low is None or low <= value) and (high is None or value <= high))


def _has_any(rows: Iterable[Cells], *names: str) -> bool:
    return any(row[name] is not None for row in rows for name in names)


def _benefit(row: Cells, *, is_known: bool) -> BenefitRow:
    return BenefitRow(
        benefit_id=row["benefit_id"],
        name=both_languages(row, "name"),
        monthly_amount_eur=row["monthly_amount_eur"] if is_known else None,
        fee_share=row["fee_share"] if is_known else None,
        document_url=row["document_url"],
        document_on=row["document_on"],
    )


def _sentence(rows: tuple[CostRow, ...]) -> Phrase:
    fee_count = sum(row.fee_max_eur is not None or row.fee_min_eur is not None for row in rows)
    known_count = sum(row.cost_max_eur is not None or row.cost_min_eur is not None for row in rows)
    return Phrase("cost.sentence", {"count": len(rows), "fee_count": fee_count, "known_count": known_count})
