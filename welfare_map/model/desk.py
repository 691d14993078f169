"""Which office answers me, which agreements apply to me, and what did my employer join?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from welfare_map.model.answer import Answer
from welfare_map.model.initiatives import DocumentRow
from welfare_map.model.territory import OfficeRow


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPlace:
    """A municipality, by its ISTAT code or by a point in it (degrees, EPSG:4326)."""

    code: str | None = None
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, kw_only=True)
class DeskQuery:
    """
    Which office answers me, which agreements apply to me, and what did my employer join?

    Parameters
    ----------
    home, work
        Where the person lives and works; either may be missing.
    employer
        Identifier of an organisation, or words of its name; "" asks for none.
    include_demo
        Add demonstration agreements and firms, each labelled.
    """

    as_of_on: date
    home: DeskPlace | None = None
    work: DeskPlace | None = None
    employer: str = ""
    include_demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskInitiative:
    """An initiative that covers a municipality. Texts are ``{"it": …, "en": …}``; ``has_ended`` is as documented."""

    initiative_id: str
    name: str
    has_ended: bool
    how_to_adhere: Mapping[str, str]
    contact_name: Mapping[str, str]
    contact_phones: tuple[str, ...]
    contact_email: str | None
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AdhesionRow:
    """What an organisation joined, and the document that says so (None for a demonstration adhesion)."""

    initiative_id: str
    initiative_name: str
    role: str
    since_year: int | None
    document: DocumentRow | None
    practice_titles: tuple[Mapping[str, str], ...]
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerRow:
    """An organisation whose name was asked for, with its adhesions; ``practice_titles`` of each are its own."""

    organisation_id: str
    organisation_name: str
    organisation_kind: str
    municipality_name: str | None
    adhesions: tuple[AdhesionRow, ...]
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskRow:
    """
    One municipality of the person: ``where`` is ``home``, ``work``, or ``both`` when it is the same.

    ``district_office`` is None where no document names one; ``district_is_verified`` False: the assignment of the
    municipality to the district is to be verified.
    """

    where: str
    municipality_code: str
    municipality_name: str
    province_short: str
    district_id: str | None
    district_name: str | None
    district_is_verified: bool | None
    district_office: OfficeRow | None
    initiatives: tuple[DeskInitiative, ...]


@dataclass(frozen=True, kw_only=True)
class DeskAnswer(Answer[DeskRow]):
    """The municipalities, home first; the organisations that the words may mean, best known first."""

    employers: tuple[EmployerRow, ...]
