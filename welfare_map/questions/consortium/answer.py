"""From what was found to the whole answer: rows, counts, bounds, and what makes them trustworthy."""

import numpy as np
import numpy.typing as npt

from geodata.codes import exchange_unit
from geodata.routing import TravelTimes
from welfare_map.model import (
    Bounds,
    ConsortiumAnswer,
    ConsortiumQuery,
    ConsortiumRow,
    ExistingRow,
    NeedBasis,
)
from welfare_map.questions.consortium import words
from welfare_map.questions.consortium.bridge import bridge_row, indispensable
from welfare_map.questions.consortium.case import Case
from welfare_map.questions.consortium.game import MILLI
from welfare_map.questions.consortium.needs import named_ids
from welfare_map.questions.consortium.rows import CENTS, group_row
from welfare_map.questions.consortium.search import Found
from welfare_map.questions.consortium.sensitivity import sensitivity_rows
from welfare_map.questions.trust import HAND_EDITED, asked, source_notes
from welfare_map.snapshot import Snapshot


def answer_of(
    snapshot: Snapshot,
    case: Case,
    travel_times: TravelTimes,
    found: Found | None,
    existing: tuple[ExistingRow, ...],
) -> ConsortiumAnswer:
    """Put an answer together; ``found`` is None where nobody says the threshold."""
    query, field = case.query, case.field
    needed = indispensable(case) if found else None
    rows = tuple(group_row(case, group, needed) for group in found.groups) if found else ()
    within = _within(case)
    firms = [field.firms[number] for number in np.flatnonzero(within)]
    bridge = bridge_row(case, needed) if found else None
    highest = _highest_milli(case) / MILLI
    first, then = words.existing(query, existing), words.groups(case, rows, bridge, highest, is_asked=found is not None)
    return ConsortiumAnswer(
        rows=rows,
        sentence=words.both(first, then),
        method=words.method(case, travel_times, found),
        parameters=_parameters(query, travel_times),
        without_position_count=len(field.unplaced),
        sources=source_notes(
            snapshot, {HAND_EDITED, *(firm.source_id for firm in firms), *_existing_sources(snapshot, case, existing)}
        ),
        has_demo=any(item.is_demo for item in (*firms, *existing, *((bridge,) if bridge else ()))),
        unit=exchange_unit(query.kind),
        existing=existing,
        existing_free_count=sum(row.free_count or 0 for row in existing),
        found_count=found.found_count if found else 0,
        is_complete=found is None or found.is_complete,
        bounds=_bounds(case, found, rows) if found and rows and case.reach.is_whole else None,
        firm_count=int((within & (case.wanted.milli > 0)).sum()),
        declared_count=_count(case, within, NeedBasis.DECLARED),
        estimated_count=_count(case, within, NeedBasis.ESTIMATED),
        unknown_need_count=sum(case.needs[number].basis is None for number in np.flatnonzero(within)),
        highest_need_count=highest,
        site_count=len(case.reach.sites),
        bridge=bridge,
        assumptions=case.assumptions,
        sensitivity=sensitivity_rows(case, found) if found else (),
        existing_sentence=first,
        group_sentence=then,
        origin_municipality_name=case.origin.name,
        is_estimate=any(row.is_estimate for row in rows) or any(row.is_estimate for row in existing),
    )


def _within(case: Case) -> npt.NDArray[np.bool_]:
    """Tell of each firm that may be in a group whether a candidate site is within its reach."""
    is_in = (case.field.travel_min[:, case.reach.sites] <= case.query.limit_min).any(axis=1)
    return np.asarray(is_in & (case.wanted.may_join | case.wanted.is_named))


def _count(case: Case, within: npt.NDArray[np.bool_], basis: NeedBasis) -> int:
    return sum(
        case.needs[number].basis is basis and bool(case.needs[number].milli) for number in np.flatnonzero(within)
    )


def _highest_milli(case: Case) -> int:
    """Return the highest sum of needs that one site has within reach."""
    if not len(case.reach.sites):
        return 0
    return int(case.wanted.milli[case.wanted.is_named].sum()) + int(case.reach.milli.max())


def _bounds(case: Case, found: Found, rows: tuple[ConsortiumRow, ...]) -> Bounds:
    cents = int(case.costs.cents(found.lowest_milli)) if case.costs.is_known else None
    cheapest = min((row.cost_eur_per_year for row in rows if row.cost_eur_per_year is not None), default=None)
    lowest_eur = None if cents is None else cents / CENTS
    return Bounds(
        fewest_firm_count=found.fewest_count or 0,
        lowest_cost_eur_per_year=lowest_eur,
        cost_gap_share=None if cheapest is None else _gap(cheapest, lowest_eur),
        lowest_total_min=round(found.lowest_total_min, 1),
        minutes_gap_share=_gap(min(row.total_min for row in rows), found.lowest_total_min),
    )


def _gap(value: float, lowest: float | None) -> float | None:
    """Return by how much a value exceeds a bound, as a share of it."""
    return None if not lowest else round(max(0.0, value / lowest - 1), 4)


def _existing_sources(snapshot: Snapshot, case: Case, existing: tuple[ExistingRow, ...]) -> set[object]:
    """Return the sources of services and of offers that exist."""
    services = snapshot.service_columns.cells
    by_id = dict(zip(services["service_id"], services["source_id"], strict=True))
    by_id |= {firm.organisation_id: firm.source_id for firm in case.field.firms}
    return {by_id[row.item_id] for row in existing}


def _parameters(query: ConsortiumQuery, travel_times: TravelTimes) -> dict[str, object]:
    """Return what was asked; who looks, and a firm that is described in the open page, are not repeated."""
    return {
        **asked(query, without=("me", "viewer", "with_ids", "assumptions")),
        "organisation_ids": list(named_ids(query)),
        "assumptions": {item.value: value for item, value in query.assumptions},
        "engine": travel_times.name,
    }
