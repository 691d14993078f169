"""What changes, if …: one scenario of changes given one by one, or up to three given whole."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

from welfare_map.cli import options
from welfare_map.cli.answering import answer, travel_times
from welfare_map.cli.arguments import choice, given, number, today
from welfare_map.model import (
    PART_TIME_SHARE,
    AddService,
    ChangeHours,
    ChangePopulation,
    CloseService,
    EnlargeService,
    MoveService,
    OpenToOthers,
    PlacesBasis,
    Scenario,
    WhatifQuery,
    read_change,
    read_scenario,
)

if TYPE_CHECKING:
    from welfare_map.model import Answer
    from welfare_map.snapshot import Snapshot

Words = list[str] | None
Add = Annotated[Words, options.option("--add", "scenario_add", "TIPO:POSTI@LON,LAT")]
Close = Annotated[Words, options.option("--close", "scenario_close", "ID")]
Enlarge = Annotated[Words, options.option("--enlarge", "scenario_enlarge", "ID=POSTI")]
Move = Annotated[Words, options.option("--move", "scenario_move", "ID@LON,LAT")]
Hours = Annotated[Words, options.option("--hours", "scenario_hours", "ID=ORARI")]
Open = Annotated[Words, options.option("--open", "scenario_open", "ID")]
Population = Annotated[Words, options.option("--population", "scenario_population", "PERCENTO:ETÀ@CODICE")]
Scenarios = Annotated[Words, options.option("--scenario", "scenario", "IPOTESI")]


def whatif(
    add: Add = None,
    close: Close = None,
    enlarge: Enlarge = None,
    move: Move = None,
    hours: Hours = None,
    open_to_others: Open = None,
    population: Population = None,
    scenario: Scenarios = None,
    places: options.PlacesWord = None,
    part_time_share: options.PartTimeShare = None,
    shift: options.OpenShift = "early",
    without_demo: options.WithoutDemo = False,
    output: options.FormatWord = "table",
    lang: options.LanguageWord = "it",
) -> None:
    """Print every indicator of coverage before and after the changes of one scenario, or of several."""
    given_singly = (
        (AddService.verb, add),
        (CloseService.verb, close),
        (EnlargeService.verb, enlarge),
        (MoveService.verb, move),
        (ChangeHours.verb, hours),
        (OpenToOthers.verb, open_to_others),
        (ChangePopulation.verb, population),
    )
    share = number("--part-time-share", part_time_share)
    query = WhatifQuery(
        as_of_on=today(),
        scenarios=_scenarios(given_singly, scenario or ()),
        places=choice("--places", places, PlacesBasis),
        part_time_share=PART_TIME_SHARE if share is None else share,
        shift=given("--shift", shift),
        with_demo=not without_demo,
    )

    def ask(snapshot: "Snapshot") -> "Answer[Any]":
        from welfare_map.questions.whatif import whatif as question
        from welfare_map.share_whatif import linked

        return linked(question(snapshot, query, travel_times()), query)

    answer(ask, output, lang)


def _scenarios(singly: Iterable[tuple[str, Words]], whole: Iterable[str]) -> tuple[Scenario, ...]:
    """Return the scenario of the single changes, if there are any, and those that were given whole."""
    changes = tuple(read_change(verb, words) for verb, given_words in singly for words in given_words or ())
    return (*((Scenario(changes),) if changes else ()), *(read_scenario(words) for words in whole))
