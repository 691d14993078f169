"""Who offers what my firm looks for, and who looks for what it offers?"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from geodata.codes import TravelMode
from welfare_map.model.answer import Answer, Phrase
from welfare_map.model.firms import PUBLIC, Firm, Viewer


class MatchSide(StrEnum):
    """What the other firm is to mine: it offers what mine needs, or needs what mine offers."""

    RECEIVE = "receive"
    GIVE = "give"


@dataclass(frozen=True, kw_only=True)
class MatchesQuery:
    """
    Who could exchange something with a firm?

    Parameters
    ----------
    as_of_on
        Day of the question: what has no day is meant from then on.
    me
        The firm, with the needs and offers that the question looks for; of the register, or ``OWN_FIRM``.
    viewer
        Who looks at the others.
    mode
        How people travel between firms.
    limit_min
        Minutes over 0 and up to 180 beyond which something that is used every day is too far.
    max_count
        Most rows that come back.
    """

    as_of_on: date
    me: Firm
    viewer: Viewer = PUBLIC
    mode: TravelMode = TravelMode.CAR
    limit_min: float = 20
    max_count: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchPart:
    """
    One part of a score: it adds ``value * weight``.

    Parameters
    ----------
    name
        ``kind``, ``quantity``, ``minutes``, ``hours``, ``agreement`` or ``readiness``; ``obstacle`` and ``bridge`` take
        away a share of what the others give.
    value
        0 to 1; of what takes away, the sum of the others.
    weight
        Those of the six add up to 1; below 0 of what takes away.
    words
        What is known, in words.
    """

    name: str
    value: float
    weight: float
    words: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchBridge:
    """
    A third firm whose shuttle carries people from the firm with the need to the firm with the offer.

    ``travel_min`` are the minutes of both ways together, to the shuttle's firm and on from it.
    """

    organisation_id: str
    organisation_name: str
    need_offer_id: str
    seat_count: float | None
    hours: str | None
    lon: float
    lat: float
    travel_min: float
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchRow:
    """
    An exchange that could be: the other firm, what it declared and what mine did, the score and why.

    Parameters
    ----------
    score
        0 to 1: the sum of the parts.
    is_fitting
        The score reaches ``fitting_from``: worth a call; else something is in the way, and ``why_not`` says what.
    need_offer_id, exchange_kind, theme, quantity, unit, from_on, hours, description
        What the other firm declared; those that begin with ``own_`` are mine.
    lon, lat, travel_min
        The other firm's site that is nearest to one of mine, and the minutes between the two, from the need to the
        offer; None where a position is unknown.
    shared_initiative_ids
        Agreements to which both adhere.
    others_count, others_quantity
        Other firms nearby that look for the same thing, as far as the viewer sees, and how much they ask altogether.
    bridge
        The shuttle that makes it possible, or None.
    why, why_not
        What speaks for it, and what against it or is not known.
    """

    side: MatchSide
    score: float
    is_fitting: bool
    organisation_id: str
    organisation_name: str
    municipality_code: str | None
    municipality_name: str | None
    lon: float | None
    lat: float | None
    is_approximate: bool
    travel_min: float | None
    is_estimate: bool
    need_offer_id: str
    exchange_kind: str
    theme: str | None
    quantity: float | None
    unit: str | None
    from_on: str | None
    hours: str | None
    description: str | None
    own_need_offer_id: str
    own_exchange_kind: str
    own_theme: str | None
    own_quantity: float | None
    own_unit: str | None
    shared_initiative_ids: tuple[str, ...]
    others_count: int
    others_quantity: float
    bridge: MatchBridge | None
    parts: tuple[MatchPart, ...]
    why: tuple[Phrase, ...]
    why_not: tuple[Phrase, ...]
    is_demo: bool
    source_id: str


@dataclass(frozen=True, kw_only=True)
class MatchesAnswer(Answer[MatchRow]):
    """
    Exchanges that could be, best first, ties by firm and by what it declared.

    ``found_count`` and ``fitting_count`` count all of them, whatever ``max_count``; ``need_count`` and ``offer_count``
    are those of the firm that asks.
    """

    fitting_from: float
    need_count: int
    offer_count: int
    found_count: int
    fitting_count: int
    is_estimate: bool
