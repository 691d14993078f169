"""From what each record adds to the sums of areas: numerators as intervals, denominators, and what is not known."""

from dataclasses import dataclass

import numpy as np

from geodata.codes import Level
from geodata.crs import FloatArray
from geodata.territory import Territory
from welfare_map.model.indicators import Indicator, Measure
from welfare_map.questions.coverage.areas import NOWHERE, Areas, BoolArray, IntpArray
from welfare_map.questions.coverage.listed import Listed
from welfare_map.questions.coverage.records import Records
from welfare_map.snapshot import Snapshot

MUNICIPALITIES = "municipalities"
MEASURES_OF_LISTS = frozenset(
    {Measure.PLACES, Measure.FULL_TIME_PLACES, Measure.MUNICIPALITIES_SERVED, Measure.OPEN_SERVICES}
)
"""Measures for which no record means none only where a list covers the place."""


@dataclass(frozen=True, eq=False)
class Known:
    """
    What the register knows for an indicator.

    Parameters
    ----------
    evidence
        Records that count.
    adding
        What adds to the numerator: the same records, or the municipalities that have one.
    listed
        Where no record means none.
    residents
        Denominator of each municipality; None for a count.
    has_residents
        It is known.
    """

    evidence: Records
    adding: Records
    listed: Listed
    residents: FloatArray | None
    has_residents: BoolArray


@dataclass(frozen=True, eq=False)
class Sums:
    """
    Sums of areas, one entry per area.

    Parameters
    ----------
    counted, low, high
        Numerator as stated, at least and at most.
    unknown_count, record_count, stated_count, demo_count
        Records that do not say all, that count, that state the number, and invented ones.
    lost_count
        Real records of which no municipality is known: each may stand in any area, and is in the most of all.
    has_demo
        Invented records took part, or stand in for a list.
    is_listed, is_partly_listed
        Lists cover all of it, some of it.
    denominator
        Residents that are known; NaN for a count.
    has_residents
        Residents of every municipality are known.
    is_complete
        No part lies outside the map.
    """

    counted: FloatArray
    low: FloatArray
    high: FloatArray
    unknown_count: IntpArray
    record_count: IntpArray
    stated_count: IntpArray
    demo_count: IntpArray
    lost_count: int
    has_demo: BoolArray
    is_listed: BoolArray
    is_partly_listed: BoolArray
    denominator: FloatArray
    has_residents: BoolArray
    is_complete: BoolArray
    municipality_count: IntpArray

    @property
    def is_bounded_below(self) -> BoolArray:
        """Tell where the denominator is known: else it may be larger, and the value nearer to nothing."""
        return self.has_residents & self.is_complete


def sums(snapshot: Snapshot, known: Known, areas: Areas) -> Sums:
    """Add up for every area."""
    count = len(areas.codes)
    adding, evidence = _in_areas(known.adding, areas), _in_areas(known.evidence, areas)
    own, seen = areas.area_of[adding.municipality], areas.area_of[evidence.municipality]
    members = areas.area_of[areas.area_of != NOWHERE]

    def of_municipalities(is_so: BoolArray) -> IntpArray:
        return np.bincount(areas.area_of[is_so & (areas.area_of != NOWHERE)], minlength=count)

    municipality_count = np.bincount(members, minlength=count)
    listed_count = of_municipalities(known.listed.is_listed)
    partly_listed_count = of_municipalities(known.listed.is_partly_listed)
    demo_count = np.bincount(seen, evidence.is_demo, minlength=count).astype(np.intp)
    residents = np.full(count, np.nan)
    if known.residents is not None:
        held = np.where(known.has_residents, known.residents, 0.0)[areas.area_of != NOWHERE]
        residents = np.bincount(members, held, minlength=count)
    has_unknown = of_municipalities(known.listed.is_unknown) > 0
    is_complete = are_complete(snapshot.territory, areas)
    high = np.bincount(own, adding.high, minlength=count)
    lost = known.evidence.take((known.evidence.municipality == NOWHERE) & ~known.evidence.is_demo)
    if known.adding is known.evidence:
        high = np.where(has_unknown, np.inf, high + lost.high.sum())
    return Sums(
        counted=np.bincount(own, adding.counted, minlength=count).astype(float),
        low=np.bincount(own, adding.low, minlength=count).astype(float),
        high=np.where(is_complete, high, np.inf),
        unknown_count=np.bincount(seen, evidence.is_unknown, minlength=count).astype(np.intp),
        record_count=np.bincount(seen, minlength=count),
        stated_count=np.bincount(seen, evidence.is_stated, minlength=count).astype(np.intp),
        demo_count=demo_count,
        lost_count=len(lost.row),
        has_demo=(demo_count > 0) | (of_municipalities(known.listed.is_invented) > 0),
        is_listed=listed_count == municipality_count,
        is_partly_listed=partly_listed_count > 0,
        denominator=residents,
        has_residents=of_municipalities(known.has_residents) == municipality_count,
        is_complete=is_complete,
        municipality_count=municipality_count,
    )


def denominators(snapshot: Snapshot, indicator: Indicator) -> tuple[FloatArray | None, BoolArray]:
    """Return what the indicator divides by in each municipality, and whether it is known."""
    table = snapshot.territory.municipalities
    everywhere = np.ones(len(table), bool)
    if indicator.denominator is None:
        return None, everywhere
    if indicator.denominator == MUNICIPALITIES:
        return np.ones(len(table)), everywhere
    return table[indicator.denominator].to_numpy(float), table["has_residents"].to_numpy(bool)


def served(snapshot: Snapshot, evidence: Records) -> Records:
    """
    Return every municipality, adding 1 where a service stands in it.

    Where none does, the municipality may have the service in association with others: no register says so, and it adds
    from 0 to 1.
    """
    count = len(snapshot.territory.municipalities)
    placed = evidence.municipality[evidence.municipality != NOWHERE]
    has_one = (np.bincount(placed, minlength=count) > 0).astype(float)
    rows = np.arange(count)
    return Records(
        table=MUNICIPALITIES,
        row=rows,
        municipality=rows,
        counted=has_one,
        low=has_one,
        high=np.ones(count),
        is_stated=np.ones(count, bool),
        is_demo=np.zeros(count, bool),
    )


def _in_areas(records: Records, areas: Areas) -> Records:
    """Return the records that are in an area; one that stands in several municipalities is once in each area."""
    area = np.where(records.municipality == NOWHERE, NOWHERE, areas.area_of[records.municipality])
    inside = np.flatnonzero(area != NOWHERE)
    if records.is_distinct:
        _, first = np.unique(np.column_stack([records.row[inside], area[inside]]), axis=0, return_index=True)
        inside = inside[np.sort(first)]
    return records.take(inside)


def are_complete(territory: Territory, areas: Areas) -> BoolArray:
    """Tell which areas lie wholly inside the map; only a region can reach beyond it."""
    if areas.level != Level.REGION or "italy" in territory.area:
        return np.ones(len(areas.codes), bool)
    return np.array([f"region:{code}" in territory.area for code in areas.codes], bool)
