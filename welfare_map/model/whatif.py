"""What changes where a service opens, closes, grows, moves, or the population changes?"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from welfare_map.model.answer import Answer, Phrase, Value
from welfare_map.model.coverage import DEFAULT_SHIFT, PART_TIME_SHARE, CoverageStatus
from welfare_map.model.indicators import PlacesBasis
from welfare_map.model.scenario import Scenario


class AreaPart(StrEnum):
    """Why an area is in an answer, in the order in which areas are listed."""

    TOUCHED = "touched"
    """A municipality in which something changes."""
    NEIGHBOUR = "neighbour"
    """A municipality that shares a border with one of those."""
    DISTRICT = "district"
    PROVINCE = "province"


@dataclass(frozen=True, kw_only=True)
class WhatifQuery:
    """
    What changes, if …?

    Parameters
    ----------
    scenarios
        One to three; each is compared with the register as it is, and all for the same areas.
    places, part_time_share, shift, with_demo
        As in a question of coverage.
    """

    as_of_on: date
    scenarios: tuple[Scenario, ...]
    places: PlacesBasis | None = None
    part_time_share: float = PART_TIME_SHARE
    shift: str = DEFAULT_SHIFT
    with_demo: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioFigure:
    """A figure of an area, as a row of coverage has it; see ``CoverageRow``."""

    value: float | None
    value_low: float | None
    value_high: float | None
    numerator: float | None
    numerator_low: float
    numerator_high: float | None
    denominator: float | None
    record_count: int
    unknown_count: int
    status: CoverageStatus
    reason: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatifRow:
    """
    An indicator of an area, before and after.

    Parameters
    ----------
    scenario
        Number of the scenario, from 1.
    part
        Why the area is here.
    difference
        Value after less value before; None where one of them is not known.
    is_changed
        Value, an end of the interval, or status is another one.
    target
        Figure of the one legal target, or None.
    is_demo
        Invented records took part: the figure is a demonstration before and after.
    """

    scenario: int
    indicator: str
    unit: str
    part: AreaPart
    level: str
    unit_code: str
    unit_name: str
    before: ScenarioFigure
    after: ScenarioFigure
    difference: float | None
    is_changed: bool
    is_status_changed: bool
    target: float | None
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeNote:
    """
    One change in words.

    Parameters
    ----------
    text
        As it is written in a scenario.
    service_id
        Service that it changes; of a new one the id that it has while it is imagined.
    municipality_names
        Where, "" for none; two where a service moves from one to another; of a change of population the place named.
    lon, lat
        Degrees, EPSG:4326, where something stands or is put; None where that is not known.
    remark
        What whoever reads the figures has to know of it, or None.
    """

    text: str
    words: Phrase
    verb: str
    kind: str | None
    service_id: str | None
    municipality_names: tuple[str, ...]
    lon: float | None
    lat: float | None
    remark: Phrase | None
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioNote:
    """A scenario: its number, its text, its changes in words, and how many figures it changes."""

    scenario: int
    text: str
    changes: tuple[ChangeNote, ...]
    changed_count: int
    status_changed_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessChange:
    """
    A municipality whose residents reach other places, across borders; see the question of access.

    Parameters
    ----------
    residents_name
        Whom the places are for: a column of residents.
    residents
        So many, after.
    before, after
        Places available per 100 of them; ``_low`` and ``_high`` are the ends of what is possible, None for no bound.
    """

    scenario: int
    residents_name: str
    unit_code: str
    unit_name: str
    residents: float | None
    before: float | None
    before_low: float | None
    before_high: float | None
    after: float | None
    after_low: float | None
    after_high: float | None
    difference: float | None
    is_demo: bool


@dataclass(frozen=True, kw_only=True)
class WhatifAnswer(Answer[WhatifRow]):
    """
    Every indicator of coverage before and after, what changes first.

    Parameters
    ----------
    headline
        What changes first, without saying again what is imagined.
    scenarios
        In the order asked.
    access
        Municipalities whose residents reach other places; None where it was not asked for.
    caveat
        That all this is a hypothesis, and what it does not see.
    link
        Address that restores the view, filled in at the edge.
    """

    headline: Phrase
    scenarios: tuple[ScenarioNote, ...]
    caveat: Phrase
    access: tuple[AccessChange, ...] | None = None
    link: str = ""


def figure_words(figure: ScenarioFigure) -> Phrase:
    """Say a figure with its interval, to two decimals."""
    return range_words(figure.value, figure.value_low, figure.value_high)


def range_words(value: float | None, low: float | None, high: float | None) -> Phrase:
    """Say a value with the ends of what is possible, to two decimals; no upper end is no bound."""
    said, least, most = (None if number is None else round(number, 2) for number in (value, low, high))
    values: dict[str, Value] = {"value": said, "low": least, "high": most}
    if said is not None and low == high:
        return Phrase("whatif.figure.known", values)
    if least is None:
        return Phrase("whatif.figure.unknown")
    known = "unknown" if said is None else "known"
    return Phrase(f"whatif.figure.{known}_endless" if most is None else f"whatif.figure.{known}_between", values)
