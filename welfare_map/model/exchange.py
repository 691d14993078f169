"""Who has tried what we are looking for, who would tell about it, and which firms should meet?"""

from dataclasses import dataclass
from datetime import date

from geodata.codes import PracticeTheme, TravelMode
from welfare_map.model.answer import Answer, Phrase
from welfare_map.model.firms import PUBLIC, Exchange, Firm, Viewer
from welfare_map.model.initiatives import PracticeRow
from welfare_map.model.neighbours import FirmRelay

LEAST_MEMBER_COUNT, MOST_MEMBER_COUNT = 6, 10
"""Firms of a meeting: enough to hear several voices, few enough that each can speak (issue of the map, CirculAR HR)."""
WORTH_MIN = 10.0
"""Minutes of travel, one way, that one more answered question is worth: assumption of this project, to be changed."""
MAX_WORTH_MIN = 120.0
MAX_GROUP_COUNT = 5


@dataclass(frozen=True, kw_only=True)
class ExchangeQuery:
    """
    Whom can we learn from, and with whom should we meet?

    Parameters
    ----------
    lon, lat
        Where minutes start, degrees, EPSG:4326; without them at the first known site of ``me``.
    me
        The firm that asks: it is in every group, and practices and offers are ordered by what they share with it.
    viewer
        Who looks.
    mode, limit_min
        How people travel, and how far a firm may be. Minutes over 0 and up to 180.
    themes
        Only these are spoken of; empty means all.
    worth_min
        Minutes of travel that one more answered question is worth, 0 to ``MAX_WORTH_MIN``.
    group_count
        Most groups that are proposed, 1 to ``MAX_GROUP_COUNT``.
    max_count
        Most practices, and most firms that would tell.
    """

    as_of_on: date
    lon: float | None = None
    lat: float | None = None
    me: Firm | None = None
    viewer: Viewer = PUBLIC
    mode: TravelMode = TravelMode.CAR
    limit_min: float = 30.0
    themes: tuple[PracticeTheme, ...] = ()
    worth_min: float = WORTH_MIN
    group_count: int = 3
    max_count: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangePractice:
    """A practice, and why it may concern the firm that asks, best first."""

    practice: PracticeRow
    reasons: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeTeller:
    """
    A firm that offers to tell or to teach, and about what.

    ``reasons`` say what speaks for it. ``email`` is a role mailbox or nothing; ``relays`` may pass word on.
    """

    organisation_id: str
    organisation_name: str
    municipality_name: str | None
    size_class: str | None
    sector_code: str | None
    lon: float
    lat: float
    travel_min: float
    is_approximate: bool
    offers: tuple[Exchange, ...]
    reasons: tuple[Phrase, ...]
    email: str | None
    relays: tuple[FirmRelay, ...]
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeMember:
    """A firm of a group: what it tells and asks in this group, and its minutes to the meeting place, one way."""

    organisation_id: str
    organisation_name: str
    municipality_name: str | None
    size_class: str | None
    lon: float
    lat: float
    is_approximate: bool
    tells: tuple[str, ...]
    asks: tuple[str, ...]
    travel_min: float
    is_estimate: bool
    is_host: bool
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeGroup:
    """
    Firms that should meet.

    Parameters
    ----------
    organisation_ids
        Its members, nearest to the place first; the first is the one at whose site they would meet.
    place_name, place_address, municipality_name, lon, lat
        The meeting place: a site of the first member.
    themes
        On which somebody tells and somebody else asks.
    answered_count
        Questions (a firm and a theme) that find an answer.
    total_travel_min, worst_travel_min
        Minutes to the place, one way, of all and of the farthest.
    value_min
        Minutes of travel less what the answers are worth: the smaller, the better.
    is_exact
        No group of these firms has a smaller value; else the best that a search found.
    why
        One sentence.
    """

    organisation_ids: tuple[str, ...]
    members: tuple[ExchangeMember, ...]
    place_name: str
    place_address: str | None
    municipality_name: str | None
    lon: float
    lat: float
    themes: tuple[str, ...]
    answered_count: int
    total_travel_min: float
    worst_travel_min: float
    value_min: float
    is_exact: bool
    why: Phrase
    is_demo: bool


@dataclass(frozen=True, kw_only=True)
class ExchangeAnswer(Answer[ExchangeGroup]):
    """
    Groups, best first, of real firms before invented ones: no group holds both.

    ``speaking_count`` is how many firms within reach tell or ask something.
    """

    practices: tuple[ExchangePractice, ...]
    tellers: tuple[ExchangeTeller, ...]
    speaking_count: int
    is_estimate: bool
