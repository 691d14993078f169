"""What a local authority asks: how well is a territory covered."""

from typing import TYPE_CHECKING, Any

from geodata.codes import Level
from geodata.errors import InputError
from welfare_map.cli import options
from welfare_map.cli.answering import answer
from welfare_map.cli.arguments import choice, count, given, number, today
from welfare_map.model import MAX_CALL_COUNT, PART_TIME_SHARE, CoverageQuery, IndicatorsQuery, PlacesBasis

if TYPE_CHECKING:
    from welfare_map.model import Answer
    from welfare_map.snapshot import Snapshot


def coverage(
    indicator: options.IndicatorCode = None,
    list_indicators: options.ListIndicators = False,
    level: options.LevelWord = None,
    code: options.Code = None,
    within: options.Within = None,
    municipality: options.BasinMunicipalities = None,
    places: options.PlacesWord = None,
    part_time_share: options.PartTimeShare = None,
    shift: options.OpenShift = "early",
    without_demo: options.WithoutDemo = False,
    explain: options.Explain = False,
    max_calls: options.MaxCalls = None,
    file: options.AnswerOutput = None,
    output: options.FormatWord = "table",
    lang: options.LanguageWord = "it",
) -> None:
    """Print an indicator of coverage for the areas of a level, or the list of indicators."""
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

    def ask(snapshot: "Snapshot") -> "Answer[Any]":
        from welfare_map.questions.coverage import coverage as question
        from welfare_map.share_coverage import linked

        return linked(question(snapshot, query), query)

    answer(ask, output, lang, file=file)


def _list(output: str, lang: str) -> None:
    query = IndicatorsQuery(as_of_on=today())

    def ask(snapshot: "Snapshot") -> "Answer[Any]":
        from welfare_map.questions.coverage import indicators as question

        return question(snapshot, query)

    answer(ask, output, lang)
