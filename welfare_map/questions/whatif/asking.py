"""The question itself: coverage asked before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import fields

from geodata.codes import Level
from geodata.errors import InputError
from geodata.routing import TravelTimes
from welfare_map.model import (
    MAX_SCENARIO_COUNT,
    AreaPart,
    CoverageQuery,
    CoverageRow,
    ScenarioFigure,
    ScenarioNote,
    SourceNote,
    WhatifAnswer,
    WhatifQuery,
    WhatifRow,
)
from welfare_map.model.indicators import INDICATORS
from welfare_map.questions.coverage.areas import Areas, IntpArray, areas_of_level, only_areas
from welfare_map.questions.coverage.asking import rows_of, source_ids
from welfare_map.questions.coverage.figures import plain
from welfare_map.questions.coverage.known import ASKED, known, known_with
from welfare_map.questions.trust import asked, source_notes
from welfare_map.questions.whatif.changing import changed_services, rows_changed
from welfare_map.questions.whatif.reaching import access_changes
from welfare_map.questions.whatif.reading import ReadChange, read_changes
from welfare_map.questions.whatif.saying import caveat, change_note, headline, method, sentence
from welfare_map.questions.whatif.touching import TouchedArea, touched_areas
from welfare_map.snapshot import Snapshot

Figures = Mapping[tuple[str, Level, str], CoverageRow]
"""Indicator, level and code of an area -> its row of coverage."""
FIGURE = tuple(field.name for field in fields(ScenarioFigure))
SEEN = ("value", "value_low", "value_high", "status")
"""What of a figure makes it another one for whoever reads it."""


def whatif(snapshot: Snapshot, query: WhatifQuery, travel_times: TravelTimes | None = None) -> WhatifAnswer:
    """
    Compare what coverage says of a scenario with what it says of the register.

    Every indicator of coverage is asked, by the question of coverage itself, for the municipalities in which something
    changes, those that share a border with them, and their districts and provinces. What no record says stays unknown:
    a scenario closes no interval but that of the records that it sets, and makes no list of services where the register
    has none. A figure computed with invented records is a demonstration, before and after;
    the sentence says it of those that change, all or in part.

    Parameters
    ----------
    snapshot
        The register's tables and indexes; never changed.
    query
        The question; several scenarios are compared for all the areas that any of them touches.
    travel_times
        Engine that gives minutes; with it the answer tells who reaches other places, too.

    Returns
    -------
    answer
        By scenario; what changes first, then by part, indicator and code of the area.

    Raises
    ------
    InputError
        There is no scenario or too many, one is empty, or names what is not there; see ``read_changes``.
    """
    if not query.scenarios or not all(scenario.changes for scenario in query.scenarios):
        raise InputError("error.empty_scenario")
    if len(query.scenarios) > MAX_SCENARIO_COUNT:
        raise InputError("error.too_many_scenarios", value=len(query.scenarios), maximum=MAX_SCENARIO_COUNT)
    read = [read_changes(snapshot, scenario, query.as_of_on) for scenario in query.scenarios]
    areas = touched_areas(snapshot.territory, {row for changes in read for one in changes for row in one.rows})
    asked_about = _areas_asked(snapshot, areas)
    before, sources = _figures(snapshot, query, asked_about)
    rows: list[WhatifRow] = []
    notes: list[ScenarioNote] = []
    imagined = [(changes, changed_services(snapshot, changes, query.as_of_on)) for changes in read]
    for number, (changes, then) in enumerate(imagined, start=1):
        after = _figures_after(snapshot, then, rows_changed(snapshot, changes), query, asked_about)
        own = _rows(number, areas, before, after)
        rows += own
        notes.append(_note(snapshot, number, query, changes, own))
    access = access_changes(snapshot, imagined, query, travel_times) if travel_times else None
    has_demo = any(row.is_demo for row in rows) or any(row.is_demo for row in access or ())
    return WhatifAnswer(
        rows=tuple(rows),
        sentence=sentence(notes, rows, access or ()),
        method=method(),
        parameters={
            **asked(query, without=("as_of_on", "scenarios")),
            "scenarios": [scenario.text for scenario in query.scenarios],
        },
        sources=sources,
        has_demo=has_demo,
        headline=headline(notes, rows),
        scenarios=tuple(notes),
        caveat=caveat(),
        access=access,
    )


def _areas_asked(snapshot: Snapshot, areas: Sequence[TouchedArea]) -> tuple[Areas, ...]:
    """Return the areas that are touched, by level."""
    codes = {level: tuple(area.code for area in areas if area.level is level) for level in Level}
    return tuple(only_areas(areas_of_level(snapshot, level), own) for level, own in codes.items() if own)


def _figures(
    snapshot: Snapshot, query: WhatifQuery, asked_about: Sequence[Areas]
) -> tuple[Figures, tuple[SourceNote, ...]]:
    """Return every indicator of the areas as the register has it, and all their sources; kept with the snapshot."""
    codes = tuple((areas.level, areas.codes) for areas in asked_about)
    key = ("figures", codes, *(getattr(query, name) for name in ASKED))
    return snapshot.kept(key, lambda: _figures_of(snapshot, query, asked_about))


def _figures_of(
    snapshot: Snapshot, query: WhatifQuery, asked_about: Sequence[Areas]
) -> tuple[Figures, tuple[SourceNote, ...]]:
    found: dict[tuple[str, Level, str], CoverageRow] = {}
    named: set[str] = set()
    for code, indicator in INDICATORS.items():
        what = known(snapshot, indicator, _coverage_query(query, code))
        for areas in asked_about:
            found |= _keyed(code, areas, rows_of(snapshot, what, areas, indicator))
            named |= source_ids(snapshot, what, areas)
    return found, source_notes(snapshot, named)


def _figures_after(
    snapshot: Snapshot, then: Snapshot, replaced: IntpArray, query: WhatifQuery, asked_about: Sequence[Areas]
) -> Figures:
    """Return the same as it would be: what the register knows, but for the services that are changed or imagined."""
    found: dict[tuple[str, Level, str], CoverageRow] = {}
    for code, indicator in INDICATORS.items():
        asked_as = _coverage_query(query, code)
        what = known_with(then, known(snapshot, indicator, asked_as), replaced, indicator, asked_as)
        for areas in asked_about:
            found |= _keyed(code, areas, rows_of(then, what, areas, indicator))
    return found


def _keyed(code: str, areas: Areas, rows: Sequence[CoverageRow]) -> Figures:
    return {(code, Level(areas.level), row.unit_code): row for row in rows}


def _coverage_query(query: WhatifQuery, indicator: str) -> CoverageQuery:
    return CoverageQuery(
        as_of_on=query.as_of_on,
        indicator=indicator,
        places=query.places,
        part_time_share=query.part_time_share,
        shift=query.shift,
        with_demo=query.with_demo,
        max_call_count=0,
    )


def _rows(number: int, areas: Sequence[TouchedArea], before: Figures, after: Figures) -> list[WhatifRow]:
    keys = ((area, indicator, (indicator, area.level, area.code)) for area in areas for indicator in INDICATORS)
    found = [_row(number, area, indicator, before[key], after[key]) for area, indicator, key in keys]
    order = {part: place for place, part in enumerate(AreaPart)}
    places = {indicator: place for place, indicator in enumerate(INDICATORS)}
    return sorted(found, key=lambda row: (not row.is_changed, order[row.part], places[row.indicator], row.unit_code))


def _row(number: int, area: TouchedArea, indicator: str, before: CoverageRow, after: CoverageRow) -> WhatifRow:
    was, would_be = _figure(before), _figure(after)
    known = None not in (before.value, after.value)
    return WhatifRow(
        scenario=number,
        indicator=indicator,
        unit=INDICATORS[indicator].unit,
        part=area.part,
        level=area.level.value,
        unit_code=area.code,
        unit_name=before.unit_name,
        before=was,
        after=would_be,
        difference=plain((after.value or 0) - (before.value or 0)) if known else None,
        is_changed=any(getattr(was, name) != getattr(would_be, name) for name in SEEN),
        is_status_changed=was.status is not would_be.status,
        target=before.target,
        is_demo=before.is_demo or after.is_demo,
    )


def _figure(row: CoverageRow) -> ScenarioFigure:
    return ScenarioFigure(**{name: getattr(row, name) for name in FIGURE})


def _note(
    snapshot: Snapshot, number: int, query: WhatifQuery, changes: Sequence[ReadChange], rows: Sequence[WhatifRow]
) -> ScenarioNote:
    return ScenarioNote(
        scenario=number,
        text=query.scenarios[number - 1].text,
        changes=tuple(change_note(snapshot, one) for one in changes),
        changed_count=sum(row.is_changed for row in rows),
        status_changed_count=sum(row.is_status_changed for row in rows),
    )
