"""
Frozen queries and answers.

A query carries ``as_of_on``, set at the edge: no question reads the clock. An answer holds the rows *and* what people
need to trust them; maps, lists, tables, exports and JSON are drawn from it alone, so they cannot disagree.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Generic, TypeVar

from babel.numbers import format_decimal

from geodata.codes import ElderRole, Level, Ownership, PracticeTheme, ServiceKind, SizeClass, TravelMode
from geodata.notices import Notice
from welfare_map.texts import has_text, text

Plain = str | int | float | bool | None
RowT_co = TypeVar("RowT_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Phrase:
    """
    A sentence that is put into words only where the language is known.

    Parameters
    ----------
    key
        Text key.
    values
        What the sentence names: numbers and names as plain values, in no language. A text key of a code
        (``codes.mode.car``) is put into words too; numbers are written as the language writes them, years are text.
    """

    key: str
    values: Mapping[str, Plain] = field(default_factory=lambda: MappingProxyType({}))

    def words(self, lang: str) -> str:
        """Return the sentence in a language."""
        return text(self.key, lang, **{name: _worded(value, lang) for name, value in self.values.items()})


class _Number(float):
    """A number that a template writes as its language does, unless the template gives a format of its own."""

    lang = "it"

    def __format__(self, spec: str) -> str:
        return super().__format__(spec) if spec else format_decimal(float(self), format="#,##0.##", locale=self.lang)


def _worded(value: Plain, lang: str) -> object:
    if isinstance(value, str) and value.startswith("codes.") and has_text(value):
        return text(value, lang)
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = _Number(value)
        number.lang = lang
        return number
    return value


@dataclass(frozen=True, slots=True)
class SourceNote:
    """Where rows of an answer come from: name, licence, address and the day it was read."""

    source_id: str
    name: str
    licence: str
    url: str
    retrieved_on: str
    is_demo: bool = False


@dataclass(frozen=True, kw_only=True)
class Answer(Generic[RowT_co]):
    """
    The rows of an answer and what makes them trustworthy.

    Parameters
    ----------
    rows
        Frozen dataclasses of one type, in the order that the question promises.
    sentence
        The answer in one plain sentence.
    method
        How it was computed, in one plain sentence.
    parameters
        The query as asked, JSON-ready.
    without_position_count
        Records that the question would have taken, had their position been known.
    sources
        Where the rows come from.
    notices
        Defects that touch the rows.
    has_demo
        Demonstration data took part.
    """

    rows: tuple[RowT_co, ...]
    sentence: Phrase
    method: Phrase
    parameters: Mapping[str, object]
    without_position_count: int = 0
    sources: tuple[SourceNote, ...] = ()
    notices: tuple[Notice, ...] = ()
    has_demo: bool = False


# --- nearby ---------------------------------------------------------------------------------------------------------

MAX_LIMIT_MIN = 180
MAX_LIMIT_KM = 200
MAX_CHILD_AGE_MONTHS = 216
"""Bounds of a nearby query: three hours, 200 km of straight line, 18 years."""


@dataclass(frozen=True, kw_only=True)
class NearbyQuery:
    """
    Which services are near this workplace?

    Parameters
    ----------
    lon, lat
        Workplace, degrees, EPSG:4326.
    mode
        How the person travels.
    limit_min, limit_km
        Longest travel; exactly one of them is given. Minutes over 0 and up to 180, kilometres over 0 and up to 200.
    kinds
        Kinds of service wanted; empty means every kind.
    child_age_months
        Keep services that take a child of this age, and those that do not say.
    elder_role
        Keep services for elders that serve this need.
    min_capacity_count
        Keep services with at least so many accredited (else authorised) places; those that do not say are left out.
    ownership
        Public or private only.
    only_open_to_others
        Leave out company services that do not take people from outside.
    service_ids
        Keep only these services; empty means all.
    max_count
        Most rows that come back.
    as_of_on
        Day of the question.
    """

    lon: float
    lat: float
    as_of_on: date
    mode: TravelMode = TravelMode.CAR
    limit_min: float | None = 15
    limit_km: float | None = None
    kinds: tuple[ServiceKind, ...] = ()
    child_age_months: int | None = None
    elder_role: ElderRole | None = None
    min_capacity_count: int | None = None
    ownership: Ownership | None = None
    only_open_to_others: bool = False
    service_ids: tuple[str, ...] = ()
    max_count: int = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class NearbyRow:
    """One service within reach; ``None`` is unknown, ``is_approximate`` marks minutes to an area and not to a door."""

    service_id: str
    name: str
    kind: str
    group: str
    provider_name: str | None
    ownership: str | None
    municipality_code: str | None
    municipality_name: str | None
    address: str | None
    lon: float
    lat: float
    position_quality: str
    is_approximate: bool
    distance_m: int
    travel_min: float
    opening_hours: str | None
    capacity_authorised: int | None
    capacity_accredited: int | None
    min_age_months: int | None
    max_age_months: int | None
    is_open_to_others: bool | None
    free_count: int | None
    free_as_of_on: str | None
    phone: str | None
    email: str | None
    website: str | None
    is_demo: bool
    source_id: str
    licence: str
    retrieved_on: str
    modified_on: str | None
    checked_on: str | None
    checked_by_role: str | None


@dataclass(frozen=True, kw_only=True)
class NearbyAnswer(Answer[NearbyRow]):
    """Services within reach, nearest first, ties by exactness and then by ``service_id``."""

    origin_municipality_code: str | None
    origin_municipality_name: str | None
    found_count: int
    is_estimate: bool


# --- territory ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class TerritoryQuery:
    """
    What is this place? By code, by point, or a whole level.

    Parameters
    ----------
    level
        Municipality, district, province or region; None is the level of the code, else municipality.
    code
        ISTAT code (six digits a municipality, three a province, two a region), ``district_id`` or a name or alias of
        a district.
    lon, lat
        A point; its unit of the level is the answer.
    """

    as_of_on: date
    level: Level | None = None
    code: str | None = None
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KindCount:
    """Services and places of one kind in a territory; places of services that do not say are not in the sum."""

    kind: str
    service_count: int
    capacity_count: int
    without_capacity_count: int
    demo_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeRow:
    """A district office that is documented; ``name`` is its Italian name."""

    office_id: str
    name: str
    name_en: str
    phone: str | None
    email: str | None
    website: str | None
    document_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryRow:
    """
    One unit of a level. Residents are of 1 January 2023 (ISTAT by openpolis).

    ``district_office`` is the documented office of a municipality, or the only one of a larger unit;
    ``district_offices`` are all that serve a part of it. ``initiative_ids`` cover a part of it and are not known to
    have ended; ``past_initiative_ids`` are known to have ended. ``is_complete`` is False where a part lies outside
    the area.
    """

    level: str
    code: str
    name: str
    municipality_code: str | None
    municipality_name: str | None
    district_id: str | None
    district_name: str | None
    district_is_verified: bool | None
    province_code: str | None
    province_short: str | None
    province_name: str | None
    region_code: str
    region_name: str
    municipality_count: int
    residents: int
    residents_0_2: int
    residents_3_5: int
    residents_6_14: int
    residents_15_64: int
    residents_65_plus: int
    residents_75_plus: int
    district_office: OfficeRow | None
    district_offices: tuple[OfficeRow, ...]
    services: tuple[KindCount, ...]
    adherent_count: int
    demo_adherent_count: int
    initiative_ids: tuple[str, ...]
    past_initiative_ids: tuple[str, ...]
    is_complete: bool


@dataclass(frozen=True, kw_only=True)
class TerritoryAnswer(Answer[TerritoryRow]):
    """Units of a level, by code."""

    level: str


# --- initiatives and practices --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """An organisation in an initiative, as its document says."""

    organisation_id: str
    organisation_name: str
    organisation_kind: str
    role: str
    since_year: int | None
    document_id: str | None
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """A phase or an action of an initiative, in order."""

    number: int
    name: Mapping[str, str]
    description: Mapping[str, str]
    start_year: int | None
    end_year: int | None
    document_id: str
    paragraph: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """A document that something is traced to."""

    document_id: str
    title: str
    publisher: str | None
    published_on: str | None
    language: str


@dataclass(frozen=True, kw_only=True)
class InitiativesQuery:
    """
    Which agreements, alliances and projects are there?

    Parameters
    ----------
    municipality_codes
        Keep those whose territory covers one of these municipalities; empty means all.
    theme
        Keep those with a practice of this theme.
    include_demo
        Add the demonstration agreements.
    """

    as_of_on: date
    municipality_codes: tuple[str, ...] = ()
    theme: PracticeTheme | None = None
    include_demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InitiativeRow:
    """An initiative. Texts are ``{"it": …, "en": …}``."""

    initiative_id: str
    name: str
    short_name: str
    summary: Mapping[str, str]
    aim: Mapping[str, str]
    start_year: int | None
    end_year: int | None
    is_ongoing: bool | None
    how_to_adhere: Mapping[str, str]
    contact_name: Mapping[str, str]
    contact_phones: tuple[str, ...]
    contact_email: str | None
    members: tuple[MemberRow, ...]
    phases: tuple[StepRow, ...]
    actions: tuple[StepRow, ...]
    municipality_codes: tuple[str, ...]
    practice_count: int
    sources: tuple[DocumentRow, ...]
    is_demo: bool


@dataclass(frozen=True, kw_only=True)
class InitiativesAnswer(Answer[InitiativeRow]):
    """Initiatives by name, the demonstration ones last."""


@dataclass(frozen=True, kw_only=True)
class PracticesQuery:
    """
    Which good practices are there, and which near me?

    Parameters
    ----------
    themes, size_classes, initiative_ids
        Keep practices with one of them; empty means all. A practice that names no size applies to every size.
    municipality_codes
        Keep practices whose initiative covers one of these municipalities.
    lon, lat
        With a point, practices with a place come first by minutes, then those that apply in the point's territory.
    mode
        How the person travels.
    """

    as_of_on: date
    themes: tuple[PracticeTheme, ...] = ()
    size_classes: tuple[SizeClass, ...] = ()
    initiative_ids: tuple[str, ...] = ()
    municipality_codes: tuple[str, ...] = ()
    lon: float | None = None
    lat: float | None = None
    mode: TravelMode = TravelMode.CAR


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeRow:
    """
    A good practice. Texts are ``{"it": …, "en": …}``.

    ``place`` says where it stands: ``organisation``, ``municipality`` or ``territory`` (then without minutes).
    """

    practice_id: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    themes: tuple[str, ...]
    size_classes: tuple[str, ...]
    cost_class: str | None
    phase: str | None
    result: Mapping[str, str]
    contact: Mapping[str, str]
    initiative_id: str
    initiative_name: str
    organisation_id: str | None
    organisation_name: str | None
    place: str
    lon: float | None
    lat: float | None
    travel_min: float | None
    is_approximate: bool
    applies_here: bool | None
    source_document_id: str
    source_document: str
    source_publisher: str | None
    source_paragraph: int
    is_demo: bool


@dataclass(frozen=True, kw_only=True)
class PracticesAnswer(Answer[PracticeRow]):
    """Practices by minutes, those that apply here, the others by title; without a point by initiative and title."""


# --- layers ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class LayersQuery:
    """Which layers can a map show, and how many things are in each?"""

    as_of_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerRow:
    """
    One layer of the map.

    ``layer_id`` is ``<family>:<code>``: ``boundaries:<level>``, ``services:<group>``,
    ``organisations:<initiative_id>``, ``initiatives:<initiative_id>``, or ``practices`` alone.
    """

    layer_id: str
    family: str
    label: Phrase
    count: int
    without_position_count: int
    demo_count: int


@dataclass(frozen=True, kw_only=True)
class LayersAnswer(Answer[LayerRow]):
    """Layers in legend order."""


# --- places ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class PlaceQuery:
    """A place as somebody types it: firm, address, CAP, municipality, place or coordinates."""

    as_of_on: date
    words: str
    max_count: int = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """One candidate: ``what`` is coordinates, organisation, postcode, municipality or place; ``score`` 0–100."""

    label: str
    lon: float
    lat: float
    quality: str
    what: str
    municipality_code: str | None
    municipality_name: str | None
    province_short: str | None
    score: float
    is_demo: bool


@dataclass(frozen=True, kw_only=True)
class PlaceAnswer(Answer[PlaceRow]):
    """Candidates, best first."""
