"""A figure, opened: the formula with its numbers, the records and the residents that it comes from."""

from typing import Any

import numpy as np

from welfare_map.model import (
    CoverageQuery,
    CoverageRow,
    Explanation,
    Phrase,
    PlacesBasis,
    UsedRecord,
    UsedResidents,
    Value,
)
from welfare_map.model.indicators import Indicator
from welfare_map.questions.coverage.areas import NOWHERE, Areas
from welfare_map.questions.coverage.figures import figure, plain
from welfare_map.questions.coverage.known import basis_of
from welfare_map.questions.coverage.naming import NamedRecord, named_records
from welfare_map.questions.coverage.records import SERVICES, Records
from welfare_map.questions.coverage.saying import PLACES, between, caveat, figure_of, formula, unit_words
from welfare_map.questions.coverage.sums import MUNICIPALITIES, Known
from welfare_map.snapshot import Snapshot
from welfare_map.texts.values import amount

AGED_3_36_MONTHS = "residents_3_36_months"
FEW_RESIDENTS = 50
"""Of fewer residents one place is 2 % and more, as much as a sixteenth of what the law asks for."""
QUARTERS = 4
"""A quarter of the children aged 0 are younger than three months (``geodata.population.FIRST_YEAR_SHARE``)."""


def explanation(
    snapshot: Snapshot, known: Known, areas: Areas, row: CoverageRow, indicator: Indicator, query: CoverageQuery
) -> Explanation:
    """
    Open the figure of the one area.

    Returns
    -------
    explanation
        Records by municipality and name; residents by municipality.
    """
    return Explanation(
        unit_code=row.unit_code,
        unit_name=row.unit_name,
        formula=formula(indicator, query),
        filled=_filled(snapshot, areas, row, indicator, query),
        interval=_interval(row),
        records=_records(snapshot, known.evidence, areas, basis_of(indicator, query)),
        residents=_residents(snapshot, areas, indicator),
        caveat=caveat(indicator),
        one_place=one_place(indicator, row.denominator),
    )


def one_place(indicator: Indicator, residents: float | None) -> Phrase | None:
    """Say by how much one place moves a figure of few residents; None where they are many or no places are counted."""
    is_by_places = indicator.measure in PLACES and (indicator.denominator or "").startswith("residents")
    if not is_by_places or residents is None or not 0 < residents < FEW_RESIDENTS:
        return None
    step = figure_of(indicator.per_count / residents)
    return Phrase("coverage.card.few", {"residents": figure_of(residents), "step": step})


def _filled(snapshot: Snapshot, areas: Areas, row: CoverageRow, indicator: Indicator, query: CoverageQuery) -> Phrase:
    basis = basis_of(indicator, query)
    numerator = figure_of(row.numerator_low if row.value is None or row.numerator is None else row.numerator)
    values: dict[str, Value] = {
        "numerator": numerator,
        "counted": _counted(numerator, indicator, basis),
        "value": figure_of(row.value),
        "unit": unit_words(indicator),
    }
    unknown = "" if row.value is not None else "unknown" if numerator else "unknown_none"
    if indicator.denominator is None:
        return Phrase(f"coverage.filled.{unknown or 'count'}", values)
    values |= {
        "denominator": _denominator(snapshot, areas, row, indicator),
        "per_count": indicator.per_count,
    }
    return Phrase(f"coverage.filled.ratio_{unknown}" if unknown else "coverage.filled.ratio", values)


def _counted(count: float | None, indicator: Indicator, basis: PlacesBasis | None) -> Phrase:
    """Say what is counted, in the singular of one."""
    form = "one" if count == 1 else "many"
    values: dict[str, Value] = {
        "place": Phrase(f"coverage.place.{basis}") if basis else "",
        "places": Phrase(f"coverage.places.{basis}") if basis else "",
    }
    return Phrase(f"coverage.numerator.{form}.{indicator.measure}", values)


def _denominator(snapshot: Snapshot, areas: Areas, row: CoverageRow, indicator: Indicator) -> Phrase:
    """Say the residents; those aged 3–36 months with the ages that they are made of."""
    count = figure_of(row.denominator or 0)
    form = "one" if count == 1 else "many"
    said = Phrase(f"coverage.denominator.{form}.{indicator.denominator}", {"count": count})
    if indicator.denominator != AGED_3_36_MONTHS or row.denominator is None:
        return said
    table = snapshot.territory.municipalities[areas.area_of != NOWHERE]
    under_three = float(table["residents_0_2"].sum())
    infants = QUARTERS * (under_three - float(table[AGED_3_36_MONTHS].sum()))
    return Phrase(
        "coverage.denominator.made_of_ages",
        {"said": said, "infants": round(infants), "toddlers": round(under_three - infants)},
    )


def _interval(row: CoverageRow) -> Phrase:
    form = "known" if row.value_low == row.value_high else amount(row.unknown_count)
    values: dict[str, Value] = {"between": between(row), "count": row.unknown_count, "reason": row.reason}
    return Phrase(f"coverage.interval.{form}", values)


def _records(snapshot: Snapshot, evidence: Records, areas: Areas, basis: PlacesBasis | None) -> tuple[UsedRecord, ...]:
    area = np.where(evidence.municipality == NOWHERE, NOWHERE, areas.area_of[evidence.municipality])
    inside = evidence.take(area != NOWHERE)
    if inside.is_distinct:
        inside = inside.take(np.unique(inside.row, return_index=True)[1])
    notes = {note.source_id: note for note in snapshot.sources}
    named = list(named_records(snapshot, inside, range(len(inside.row))).values())
    used = [
        UsedRecord(
            **record.who(),
            **_stated(record, basis),
            counted=plain(inside.counted[number]),
            low=plain(inside.low[number]),
            high=figure(inside.high[number]),
            missing=inside.missing(number),
            **record.source(notes),
        )
        for number, record in enumerate(named)
    ]
    return tuple(sorted(used, key=lambda one: (one.municipality_name or "", one.name, one.record_id)))


def _stated(record: NamedRecord, basis: PlacesBasis | None) -> dict[str, Any]:
    if record.table != SERVICES or basis is None:
        return {"places": None, "part_time_places": None}
    return {
        "places": record.cells[f"capacity_{basis}"],
        "part_time_places": record.cells["capacity_part_time"],
    }


def _residents(snapshot: Snapshot, areas: Areas, indicator: Indicator) -> tuple[UsedResidents, ...]:
    if indicator.denominator is None or indicator.denominator == MUNICIPALITIES:
        return ()
    table = snapshot.territory.municipalities[areas.area_of != NOWHERE]
    names = ("municipality_code", "municipality_name", indicator.denominator, "has_residents")
    return tuple(
        UsedResidents(
            municipality_code=str(code), municipality_name=str(name), residents=plain(count) if is_known else None
        )
        for code, name, count, is_known in zip(*(table[column] for column in names), strict=True)
    )
