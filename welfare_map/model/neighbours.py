"""Which firms are near a point, or near a firm, and what do they have in common with mine?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from geodata.codes import PracticeTheme, SizeClass, TravelMode
from welfare_map.model.answer import Answer, Phrase
from welfare_map.model.firms import PUBLIC, Exchange, Firm, FirmShift, Viewer


@dataclass(frozen=True, kw_only=True)
class FirmsQuery:
    """
    Which firms are near?

    Parameters
    ----------
    as_of_on
        Day of the question.
    lon, lat
        Where minutes start, degrees, EPSG:4326; without them they start from each site of ``me``.
    me
        The firm that asks: it is not its own neighbour, and what others have in common is in common with it.
    viewer
        Who looks.
    mode
        How people travel between firms.
    limit_min, limit_km
        Longest travel; exactly one of them is given. Minutes over 0 and up to 180, kilometres over 0 and up to 200.
    initiative_ids
        Adherents of one of these stay.
    sector_codes
        Firms of one of these ATECO divisions stay.
    size_classes
        Firms of one of these sizes stay; of unknown size none does.
    themes
        Firms with a practice, or with know-how or training to give or to take, on one of these stay.
    only_adherents
        Firms that adhere to some initiative stay.
    include_others
        Public bodies, associations, unions and schools come too.
    max_count
        Most rows that come back.
    """

    as_of_on: date
    lon: float | None = None
    lat: float | None = None
    me: Firm | None = None
    viewer: Viewer = PUBLIC
    mode: TravelMode = TravelMode.CAR
    limit_min: float | None = 15
    limit_km: float | None = None
    initiative_ids: tuple[str, ...] = ()
    sector_codes: tuple[str, ...] = ()
    size_classes: tuple[SizeClass, ...] = ()
    themes: tuple[PracticeTheme, ...] = ()
    only_adherents: bool = False
    include_others: bool = False
    max_count: int = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmAdhesion:
    """An initiative to which a firm adheres."""

    initiative_id: str
    initiative_name: str
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmPractice:
    """A documented practice of a firm; the title in both languages."""

    practice_id: str
    title: Mapping[str, str]
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmRelay:
    """
    Somebody who may pass word on to a firm without a mailbox of its own: a documented office.

    Parameters
    ----------
    name
        In both languages.
    initiative_id
        The initiative that it speaks for; None for a district office.
    """

    name: Mapping[str, str]
    initiative_id: str | None
    email: str | None
    phones: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmRow:
    """
    One firm within reach, with what the viewer sees of it.

    ``site_number``, position and minutes are those of its nearest site, metres are of straight line, an estimate
    follows no real roads; ``address`` is known for the first site alone. ``email`` is a role mailbox or nothing.
    ``relays`` are who may pass word on where there is none.
    ``shift_words`` say the shifts, ``common`` what it has in common with the firm that asks, best first.
    """

    organisation_id: str
    organisation_name: str
    organisation_kind: str
    sector_code: str | None
    size_class: str | None
    employee_count: int | None
    site_number: int
    site_name: str | None
    municipality_code: str | None
    municipality_name: str | None
    address: str | None
    lon: float
    lat: float
    position_quality: str
    is_approximate: bool
    distance_m: int
    travel_min: float
    is_estimate: bool
    common: tuple[Phrase, ...]
    adhesions: tuple[FirmAdhesion, ...]
    practices: tuple[FirmPractice, ...]
    shifts: tuple[FirmShift, ...]
    shift_words: tuple[Phrase, ...]
    needs: tuple[Exchange, ...]
    offers: tuple[Exchange, ...]
    phone: str | None
    email: str | None
    website: str | None
    relays: tuple[FirmRelay, ...]
    is_demo: bool
    source_id: str


@dataclass(frozen=True, kw_only=True)
class FirmsAnswer(Answer[FirmRow]):
    """Firms within reach: by minutes, exact before approximate positions, then by ``organisation_id``."""

    origin_name: str
    found_count: int
    adherent_count: int
    is_estimate: bool
