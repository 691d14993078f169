"""
Which records to telephone about first.

A record that does not say all *may settle* an area that is open when one of its possible answers would close it: bring
it to met or to not met, or, where no law sets a target, make its value known. It settles it *for sure* when nothing
else is unknown there, and no record without a municipality might stand there. Areas of every level count, for an
answer is as good for the district as for the municipality.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geodata.codes import Level
from welfare_map.model import BASIN, CallRow, SettledArea
from welfare_map.model.indicators import Indicator
from welfare_map.questions.coverage.areas import NOWHERE, Areas, BoolArray, IntpArray, areas_of_level
from welfare_map.questions.coverage.deciding import TOLERANCE, decide
from welfare_map.questions.coverage.figures import plain
from welfare_map.questions.coverage.naming import named_records
from welfare_map.questions.coverage.records import Records
from welfare_map.questions.coverage.sums import Known, Sums, sums
from welfare_map.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class _Settled:
    """Areas of one level, and of each record the one it is in, whether it may settle that, and whether for sure."""

    areas: Areas
    area: IntpArray
    may: BoolArray
    surely: BoolArray


def calls(
    snapshot: Snapshot, known: Known, asked: Areas, indicator: Indicator, target: float | None, max_count: int
) -> tuple[tuple[CallRow, ...], int]:
    """
    Return the records of the areas asked about whose answer would settle an area, the most useful first.

    Returns
    -------
    rows
        Real records before invented ones; each by areas settled for sure or maybe, then by those settled for sure, then
        by residents, then by id; at most ``max_count``.
    count
        How many there are.
    """
    records = _unknown_ones(known.evidence, asked)
    if known.adding is not known.evidence or not len(records.row):
        return (), 0
    others = [areas_of_level(snapshot, level) for level in Level]
    levels = [asked, *others] if asked.level == BASIN else others
    settled = [_settled(snapshot, known, areas, records, indicator, target) for areas in levels]
    area_count = np.sum([one.may for one in settled], axis=0)
    sure_count = np.sum([one.surely for one in settled], axis=0)
    found = np.flatnonzero(area_count)
    residents = {number: _residents(known, settled, number) for number in found.tolist()}
    names = named_records(snapshot, records, found.tolist())
    ordered = sorted(
        found.tolist(),
        key=lambda n: (records.is_demo[n], -area_count[n], -sure_count[n], -residents[n], names[n].record_id),
    )
    rows = [
        CallRow(
            **names[number].who(),
            **names[number].how_to_reach(),
            missing=records.missing(number),
            area_count=int(area_count[number]),
            sure_area_count=int(sure_count[number]),
            resident_count=residents[number],
            areas=_areas(settled, number),
            is_demo=bool(records.is_demo[number]),
        )
        for number in ordered[:max_count]
    ]
    return tuple(rows), len(ordered)


def _unknown_ones(records: Records, asked: Areas) -> Records:
    """Return the records inside the areas asked about that do not say all."""
    area = np.where(records.municipality == NOWHERE, NOWHERE, asked.area_of[records.municipality])
    return records.take((area != NOWHERE) & records.is_unknown)


def _settled(
    snapshot: Snapshot, known: Known, areas: Areas, records: Records, indicator: Indicator, target: float | None
) -> _Settled:
    found = sums(snapshot, known, areas)
    area = areas.area_of[records.municipality]
    here = np.where(area == NOWHERE, 0, area)
    least = found.low[here] - records.low
    most = _most_of_others(known, found, areas, records, here)
    is_only_one = (found.unknown_count[here] == 1) & np.isfinite(most) & (_lost_places(known.evidence) == 0)
    is_open = (area != NOWHERE) & _are_open(found, indicator, target)[here]
    is_open &= ~found.has_demo[here] | records.is_demo
    needed = decide(found, indicator, target).needed[here]
    would_be_met = least + records.high >= needed - TOLERANCE
    would_be_missed = most + records.low < needed - TOLERANCE
    closes = is_only_one if target is None else would_be_met | would_be_missed
    return _Settled(areas, area, is_open & closes, is_open & is_only_one)


def _most_of_others(
    known: Known, found: Sums, areas: Areas, records: Records, here: IntpArray
) -> npt.NDArray[np.float64]:
    """Return the most that everything but the record may add to its area."""
    evidence = known.evidence
    placed = evidence.take(evidence.municipality != NOWHERE)
    own = areas.area_of[placed.municipality]
    inside = own != NOWHERE
    finite = np.where(np.isfinite(placed.high), placed.high, 0.0)
    sums_of_finite = np.bincount(own[inside], finite[inside], minlength=len(areas.codes))
    endless = np.bincount(own[inside], np.isinf(placed.high)[inside], minlength=len(areas.codes))
    is_without_list = np.isin(np.arange(len(areas.codes)), areas.area_of[known.listed.is_unknown])
    is_endless = is_without_list | ~found.is_complete
    lost = _lost_places(evidence)
    others = endless[here] - np.isinf(records.high)
    rest = sums_of_finite[here] - np.where(np.isfinite(records.high), records.high, 0.0) + lost
    return np.where((others > 0) | is_endless[here], np.inf, rest)


def _lost_places(evidence: Records) -> float:
    """Return the most that real records add of which no municipality is known: they may stand in any area."""
    return float(evidence.high[(evidence.municipality == NOWHERE) & ~evidence.is_demo].sum())


def _are_open(found: Sums, indicator: Indicator, target: float | None) -> BoolArray:
    """Tell which areas nobody can tell of; invented records count as if they were real ones."""
    if target is None:
        return found.unknown_count > 0
    decided = decide(found, indicator, target)
    return ~decided.is_met & ~decided.is_missed & found.is_bounded_below


def _residents(known: Known, settled: Sequence[_Settled], number: int) -> float:
    """Return the residents of all areas that a record may settle, each municipality once."""
    if known.residents is None:
        return 0
    held = np.zeros(len(known.residents), bool)
    for one in settled:
        if one.may[number]:
            held |= one.areas.area_of == one.area[number]
    return plain(known.residents[held].sum())


def _areas(settled: Sequence[_Settled], number: int) -> tuple[SettledArea, ...]:
    return tuple(
        SettledArea(
            level=one.areas.level,
            code=one.areas.codes[one.area[number]],
            name=one.areas.names[one.area[number]],
            is_sure=bool(one.surely[number]),
        )
        for one in settled
        if one.may[number]
    )
