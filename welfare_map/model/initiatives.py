"""Which agreements, alliances, projects and good practices are there?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from geodata.codes import PracticeTheme, SizeClass, TravelMode
from welfare_map.model.answer import Answer


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
