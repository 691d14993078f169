"""What a local authority asks: how well is a territory covered."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geodata.codes import Level
from geodata.errors import DataError, InputError
from welfare_map.cli import options
from welfare_map.cli.answering import answer
from welfare_map.cli.arguments import choice, count, given, number, today, whole_number
from welfare_map.cli.basin import around
from welfare_map.model import (
    FIRST_YEAR,
    MAX_CALL_COUNT,
    PART_TIME_SHARE,
    CoverageQuery,
    EarlierFigure,
    IndicatorsQuery,
    PlacesBasis,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from welfare_map.model import Answer
    from welfare_map.snapshot import Snapshot

PARTS = ("numerator", "denominator", "value_low", "value_high")
"""Numbers of a kept row."""


def coverage(
    indicator: options.IndicatorCode = None,
    list_indicators: options.ListIndicators = False,
    level: options.LevelWord = None,
    code: options.Code = None,
    within: options.Within = None,
    municipality: options.BasinMunicipalities = None,
    with_neighbours: options.WithNeighbours = False,
    places: options.PlacesWord = None,
    part_time_share: options.PartTimeShare = None,
    shift: options.OpenShift = "early",
    without_demo: options.WithoutDemo = False,
    explain: options.Explain = False,
    max_calls: options.MaxCalls = None,
    since: options.Since = None,
    project_to: options.ProjectTo = None,
    by_year: options.ByYear = False,
    file: options.AnswerOutput = None,
    output: options.FormatWord = "table",
    lang: options.LanguageWord = "it",
) -> None:
    """Print an indicator of coverage for the areas of a level, how it changed, where it goes, or the indicators."""
    if list_indicators:
        _list(output, lang)
        return
    if indicator is None:
        raise InputError("error.no_indicator")
    share = number("--part-time-share", part_time_share)
    query = CoverageQuery(
        as_of_on=today(),
        indicator=indicator,
        level=choice("--level", level, Level),
        code=code,
        within=within,
        municipality_codes=tuple(municipality or ()),
        places=choice("--places", places, PlacesBasis),
        part_time_share=PART_TIME_SHARE if share is None else share,
        shift=given("--shift", shift),
        with_demo=not without_demo,
        is_explained=explain,
        max_call_count=count("--max-calls", max_calls, MAX_CALL_COUNT),
    )

    last_year = whole_number("--project-to", project_to)

    def ask(snapshot: "Snapshot") -> "Answer[Any]":
        asked = around(snapshot, query, lang) if with_neighbours else query
        return _question(asked, since, last_year, by_year=by_year)(snapshot)

    answer(ask, output, lang, file=file)


def _question(
    query: CoverageQuery, since: str | None, last_year: int | None, *, by_year: bool
) -> "Callable[[Snapshot], Answer[Any]]":
    """Return what is asked of a register: the indicator, its change since a kept answer, its projection, its years."""
    if sum((since is not None, last_year is not None, by_year)) > 1:
        raise InputError("error.since_and_projection")

    def ask(snapshot: "Snapshot") -> "Answer[Any]":
        from geodata.store import read_ages
        from welfare_map.questions import coverage as questions
        from welfare_map.share_coverage import linked

        if by_year:
            return questions.series(_years(snapshot, query), query)
        if since is not None:
            return questions.change(snapshot, query, *_kept(since, query.indicator))
        if last_year is not None:
            ages = read_ages(tuple(snapshot.territory.municipalities["municipality_code"]))
            return questions.projection(snapshot, query, ages, range(min(FIRST_YEAR, last_year), last_year + 1))
        return linked(questions.coverage(snapshot, query), query)

    return ask


def _years(snapshot: "Snapshot", query: CoverageQuery) -> "dict[date, Snapshot]":
    from welfare_map.register import build_yearly_snapshots, open_register
    from welfare_map.settings import current_settings

    settings = current_settings()
    return build_yearly_snapshots(open_register(settings), settings, snapshot, query.as_of_on)


def _kept(file: str, indicator: str) -> "tuple[tuple[EarlierFigure, ...], dict[str, object]]":
    """Read an answer that was kept as JSON: its figures and its parameters."""
    from geodata.store import read_bytes

    try:
        kept = json.loads(read_bytes(Path(file)))
        if kept["indicator"] != indicator:
            raise InputError("error.other_indicator", value=str(kept["indicator"])[:80], indicator=indicator)
        figures = tuple(
            EarlierFigure(
                unit_code=str(row["unit_code"]),
                **{name: None if row[name] is None else float(row[name]) for name in PARTS},
                is_demo=bool(row["is_demo"]),
            )
            for row in kept["rows"]
        )
        return figures, dict(kept["parameters"])
    except (OSError, DataError, ValueError, KeyError, TypeError) as error:
        raise InputError("error.no_kept_answer", value=file) from error


def _list(output: str, lang: str) -> None:
    query = IndicatorsQuery(as_of_on=today())

    def ask(snapshot: "Snapshot") -> "Answer[Any]":
        from welfare_map.questions.coverage import indicators as question

        return question(snapshot, query)

    answer(ask, output, lang)
