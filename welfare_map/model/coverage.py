"""How well is a territory covered, what is met, what is not, and what can nobody tell yet?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from geodata.codes import Level
from welfare_map.model.answer import Answer, Phrase
from welfare_map.model.indicators import PlacesBasis

PART_TIME_SHARE = 0.5
"""A part-time place counts as half a full-time one unless the query says otherwise (DOMAIN §5)."""
DEFAULT_SHIFT = "early"
"""Template of ``model.shifts``: Monday to Friday, 06:00–14:00."""
MAX_CALL_COUNT = 50
MAX_BASIN_COUNT = 200
BASIN = "basin"
"""Level of a group of municipalities that somebody put together."""


class CoverageStatus(StrEnum):
    """Whether an area meets the one target that a law sets for the indicator."""

    MET = "met"
    NOT_MET = "not_met"
    UNDECIDABLE = "undecidable"
    DEMONSTRATION = "demonstration"
    NO_TARGET = "no_target"


class Missing(StrEnum):
    """What a record does not say."""

    PLACES = "places"
    PART_TIME = "part_time"
    AGES = "ages"
    HOURS = "hours"
    EMPLOYEES = "employees"


@dataclass(frozen=True, kw_only=True)
class CoverageQuery:
    """
    How well is a territory covered?

    Parameters
    ----------
    indicator
        Code of an indicator (``model.indicators``).
    level
        Level of the areas; None is the level of the code, else municipality.
    code
        One area alone: ISTAT code, ``district_id``, or a name or alias of a district.
    within
        Only areas inside this one, named as by ``code``; those that reach beyond it are left out.
    codes
        Only these areas of the level, by ISTAT code or ``district_id``; empty means all.
    municipality_codes
        A group of municipalities ("territorial basin") as the one area; without level, code and within. A group of one
        is that municipality.
    basin_name
        What the group is called; without a name, the first of its municipalities and how many others there are.
    places
        Which places count; None is the indicator's own choice.
    part_time_share
        What a part-time place counts in full-time ones, 0 to 1.
    shift
        Hours for which services must be open, a template or the notation of ``model.shifts``.
    with_demo
        Demonstration records take part, labelled; without them only real ones do.
    is_explained
        The figure is opened: formula with its numbers, records, residents; for one area only.
    max_call_count
        Most records of the list of those to call.
    """

    as_of_on: date
    indicator: str
    level: Level | None = None
    code: str | None = None
    within: str | None = None
    codes: tuple[str, ...] = ()
    municipality_codes: tuple[str, ...] = ()
    basin_name: str = ""
    places: PlacesBasis | None = None
    part_time_share: float = PART_TIME_SHARE
    shift: str = DEFAULT_SHIFT
    with_demo: bool = True
    is_explained: bool = False
    max_call_count: int = MAX_CALL_COUNT


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageRow:
    """
    One area.

    Parameters
    ----------
    value
        What the records state: an unknown number counts for no more than is sure, places of which it is not known
        whether they are part-time as full-time; None where the records state nothing, or there is nobody to divide by.
    value_low, value_high
        Least and most that is possible; None for no upper bound.
    numerator, numerator_low, numerator_high
        The same before the division.
    denominator
        Residents or municipalities; None where the value is a count or where no residents are known.
    target
        Figure of the one legal target, in the unit of the value, or None.
    status
        Against that target; ``demonstration`` as soon as an invented record took part.
    record_count, unknown_count, demo_count
        Records that count, those that do not say all that is needed, and those invented for the demonstration.
    is_listed
        An official or own list of these services covers the whole area; without one, none is not known to be none.
    is_complete
        False where a part of the area lies outside this map.
    district_is_verified
        Whether the composition of a district is sure; None for other areas.
    """

    unit_code: str
    unit_name: str
    province_short: str | None
    value: float | None
    value_low: float | None
    value_high: float | None
    numerator: float | None
    numerator_low: float
    numerator_high: float | None
    denominator: float | None
    target: float | None
    status: CoverageStatus
    reason: Phrase
    record_count: int
    unknown_count: int
    demo_count: int
    municipality_count: int
    is_listed: bool
    is_complete: bool
    district_is_verified: bool | None
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetNote:
    """
    A target or a figure that others published.

    Parameters
    ----------
    value, unit
        As published.
    comparable_value
        In the unit of the indicator; None where it measures something else, or where no figure exists.
    is_legal
        The one target of the status.
    """

    target_id: str
    name: Mapping[str, str]
    value: float | None
    unit: str
    comparable_value: float | None
    is_legal: bool
    meaning: Mapping[str, str]
    source: str
    valid_year: str | None
    note: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledArea:
    """An area that an answer would settle; ``is_sure``: whatever the answer, for nothing else is unknown there."""

    level: str
    code: str
    name: str
    is_sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRow:
    """
    A record to telephone about.

    Parameters
    ----------
    missing
        What it does not say.
    area_count, sure_area_count
        Areas of any level that its answer may settle, and those that it settles whatever it is.
    resident_count
        Residents of the indicator's age in all these areas, each counted once.
    """

    record_id: str
    name: str
    kind: str
    municipality_code: str | None
    municipality_name: str | None
    phone: str | None
    email: str | None
    website: str | None
    missing: tuple[Missing, ...]
    area_count: int
    sure_area_count: int
    resident_count: float
    areas: tuple[SettledArea, ...]
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedRecord:
    """
    A record that a figure was computed from.

    Parameters
    ----------
    places, part_time_places
        As the record states them, where places count.
    counted, low, high
        What it adds to the numerator: as stated, at least, and at most (None: no upper bound).
    """

    record_id: str
    name: str
    kind: str
    municipality_code: str | None
    municipality_name: str | None
    places: int | None
    part_time_places: int | None
    counted: float
    low: float
    high: float | None
    missing: tuple[Missing, ...]
    source_id: str
    source_name: str
    retrieved_on: str
    licence: str
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedResidents:
    """Residents of a municipality that a figure was divided by; None where they are not known."""

    municipality_code: str
    municipality_name: str
    residents: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """
    A figure, opened.

    Parameters
    ----------
    formula
        In words.
    filled
        The same with its numbers.
    interval
        Why it is an interval, or that it is none.
    records, residents
        What it was computed from.
    caveat
        What the figure does not say.
    one_place
        By how much one place moves it, where residents are few; None where they are many or no places are counted.
    """

    unit_code: str
    unit_name: str
    formula: Phrase
    filled: Phrase
    interval: Phrase
    records: tuple[UsedRecord, ...]
    residents: tuple[UsedResidents, ...]
    caveat: Phrase
    one_place: Phrase | None


@dataclass(frozen=True, kw_only=True)
class CoverageAnswer(Answer[CoverageRow]):
    """
    Areas of a level, by code.

    Parameters
    ----------
    indicator, level, unit, places, denominator_name
        What was computed: codes; ``level`` is ``basin`` for a group of municipalities, ``denominator_name`` the column
        of residents.
    municipality_codes
        Codes of the group of municipalities, as they were asked for, where one was asked for.
    counts
        Status -> number of areas.
    legal
        What the law asks, or that it asks nothing.
    targets
        Side by side, the legal one first.
    to_call, to_call_count
        Whom to telephone first; how many there are in all.
    caveat
        What the indicator does not say.
    without_municipality_count
        Records that would count, of which not even the municipality is known: they are in no area.
    link
        Address that restores the view, filled in at the edge.
    explanation
        The opened figure, where it was asked for.
    """

    indicator: str
    level: str
    unit: str
    places: str | None
    denominator_name: str | None
    municipality_codes: tuple[str, ...]
    counts: Mapping[str, int]
    legal: Phrase
    targets: tuple[TargetNote, ...]
    to_call: tuple[CallRow, ...]
    to_call_count: int
    caveat: Phrase
    without_municipality_count: int
    link: str = ""
    explanation: Explanation | None = None


@dataclass(frozen=True, kw_only=True)
class IndicatorsQuery:
    """Which indicators of coverage are there?"""

    as_of_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow:
    """One indicator: code, words and what it is made of; ``target_ids`` begins with the legal one, if there is one."""

    code: str
    name: Phrase
    formula: Phrase
    unit: str
    numerator: str
    denominator: str | None
    kinds: tuple[str, ...]
    legal_target_id: str | None
    target_ids: tuple[str, ...]
    caveat: Phrase


@dataclass(frozen=True, kw_only=True)
class IndicatorsAnswer(Answer[IndicatorRow]):
    """Every indicator, in the order of the registry."""


@dataclass(frozen=True, kw_only=True)
class RecordsAnswer(Answer[UsedRecord]):
    """The records of an opened figure, for a file."""
