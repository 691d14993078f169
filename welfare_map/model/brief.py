"""What is met in a planning district, what is not, what can nobody tell yet, and what is to be done about it?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from welfare_map.model.answer import Answer, Phrase
from welfare_map.model.coverage import CoverageStatus, Missing
from welfare_map.model.territory import OfficeRow

BRIEF_VERSION = 1
"""What the figures of a brief mean; to be raised with the rules of ``docs/coverage.md``: then briefs do not compare."""


class BriefPartKind(StrEnum):
    """Parts of a brief, in order."""

    ABOUT = "about"
    OWN = "own"
    FIRST_STEP = "first_step"
    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    OTHERS = "others"
    DEMONSTRATION = "demonstration"
    BEYOND = "beyond"
    MUNICIPALITIES = "municipalities"
    CALLS = "calls"
    FIRMS = "firms"
    CHANGES = "changes"
    NOTES = "notes"


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefRecord:
    """
    A service that a figure was computed from, as the next brief has to know it.

    Parameters
    ----------
    counted
        What it adds to the numerator, as it states it.
    missing
        What it does not say.
    """

    record_id: str
    name: str
    municipality_name: str | None
    counted: float
    missing: tuple[Missing, ...]
    source_id: str
    source_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefFigure:
    """
    One indicator of the district, as ``CoverageRow`` gives it.

    Parameters
    ----------
    status
        As of the coverage question; ``demonstration`` where an invented record took part in this figure.
    definition
        What was counted, divided and compared: figures of different definitions are never compared.
    records
        Where places count: the services.
    """

    indicator: str
    unit: str
    value: float | None
    value_low: float | None
    value_high: float | None
    numerator: float | None
    numerator_low: float
    numerator_high: float | None
    denominator: float | None
    target: float | None
    status: CoverageStatus
    record_count: int
    unknown_count: int
    is_listed: bool
    definition: str
    records: tuple[BriefRecord, ...]
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefMunicipality:
    """
    A municipality against the legal target for nurseries.

    Parameters
    ----------
    number
        Place in the table of the brief and on its map; None where it is in neither.
    resident_count
        Residents aged 3 to 36 months; None where unknown.
    missing_low
        Places that are missing at least; 0 unless the target is missed for sure.
    """

    municipality_code: str
    municipality_name: str
    number: int | None
    resident_count: float | None
    value: float | None
    value_low: float | None
    value_high: float | None
    numerator: float | None
    numerator_low: float
    numerator_high: float | None
    status: CoverageStatus
    missing_low: int
    lon: float
    lat: float
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefCall:
    """
    A service to telephone about, for one of the indicators or for several.

    Parameters
    ----------
    letter
        Its letter in the table of the brief and on its map; "" where it is in neither.
    areas
        Names of what its answer may settle.
    resident_count
        People of the age in these areas.
    """

    letter: str
    record_id: str
    name: str
    kind: str
    municipality_name: str | None
    phone: str | None
    email: str | None
    website: str | None
    missing: tuple[Missing, ...]
    indicators: tuple[str, ...]
    areas: tuple[Phrase, ...]
    resident_count: float
    lon: float | None
    lat: float | None
    is_approximate: bool
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefNamed:
    """A documented firm or practice: its identifier and its name in both languages."""

    record_id: str
    name: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefLine:
    """A paragraph: bold words in front of it, if any, and its words."""

    lead: Phrase | None
    words: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefTable:
    """
    A table.

    Parameters
    ----------
    header, rows
        A cell each; an empty cell is None.
    number_columns
        Columns, counted from 0, that hold numbers.
    width_shares
        Parts of the width.
    is_list
        A long list of short rows: on paper it may stand in two columns, and the last rows are counted where there is no
        room for them.
    """

    header: tuple[Phrase, ...]
    rows: tuple[tuple[Phrase, ...], ...]
    number_columns: tuple[int, ...]
    width_shares: tuple[float, ...]
    is_list: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefPart:
    """A part: its title, its paragraphs, its table, and what stands below that."""

    part: BriefPartKind
    title: Phrase
    lines: tuple[BriefLine, ...]
    table: BriefTable | None = None
    below: tuple[BriefLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureMemory:
    """What an earlier brief said of an indicator; see ``BriefFigure``."""

    definition: str
    numerator: float | None
    numerator_low: float
    numerator_high: float | None
    is_demo: bool
    records: Mapping[str, BriefRecord]


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefMemory:
    """
    What an earlier brief said, for the comparison with the next.

    Parameters
    ----------
    municipalities
        Code -> least and most places for the legal target for nurseries; None for no bound.
    firms, practices
        Identifier -> name in both languages.
    """

    version: int
    made_on: date
    district_id: str
    has_demo: bool
    figures: Mapping[str, FigureMemory]
    municipalities: Mapping[str, tuple[float, float | None]]
    firms: Mapping[str, Mapping[str, str]]
    practices: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class BriefQuery:
    """
    What does a planning district need to know?

    Parameters
    ----------
    district
        ``district_id``, name or alias; with ``municipality`` its district is taken.
    municipality
        ISTAT code or name: the brief is that of its district, with what concerns the municipality first.
    with_demo
        Demonstration records take part, and label the figures that rest on them; without them only real ones do.
    previous
        An earlier brief of the same district, to say what changed.
    """

    as_of_on: date
    district: str = ""
    municipality: str | None = None
    with_demo: bool = True
    previous: BriefMemory | None = None


@dataclass(frozen=True, kw_only=True)
class BriefAnswer(Answer[BriefFigure]):
    """
    The brief of a district: its figures, and all that it says in ``parts``.

    Parameters
    ----------
    version
        ``BRIEF_VERSION``.
    made_on
        Day of the question.
    label
        Which figures are a demonstration and which are real, where there are both; None where all are of one sort.
    title
        Whose brief it is: that of a district, or of a municipality in its district.
    municipality_code, municipality_name
        The municipality whose brief was asked for; None for that of a district.
    municipalities
        By code.
    calls
        Whom to telephone first, in order; ``calls_count`` is how many there are in all.
    firms, practices
        Documented ones: firms with their seat here, practices that apply here.
    initiatives
        Documented agreements and projects that cover a part of the district, not known to have ended.
    offices
        Documented offices of the district.
    parts
        Everything that is read, in order.
    """

    version: int
    made_on: date
    label: Phrase | None
    district_id: str
    district_name: str
    municipality_count: int
    title: Phrase
    municipality_code: str | None
    municipality_name: str | None
    municipalities: tuple[BriefMunicipality, ...]
    calls: tuple[BriefCall, ...]
    calls_count: int
    firms: tuple[BriefNamed, ...]
    practices: tuple[BriefNamed, ...]
    initiatives: tuple[str, ...]
    offices: tuple[OfficeRow, ...]
    parts: tuple[BriefPart, ...]
