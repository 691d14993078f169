"""
The score of a need and an offer: a sum of named parts, each with its weight, its words and its reason.

Six parts add up to 1. Where something stands in the way that the others cannot make good (hours that never meet, twice
the way, the wrong unit), ``obstacle`` takes half of the sum away; where people reach the offer on somebody else's
shuttle, ``bridge`` takes some. So the score is always within 0 and 1, and what comes nearer, in greater quantity or for
more hours never lowers it.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from geodata.codes import TravelMode
from welfare_map.model import Exchange, FirmShift, MatchPart, Phrase
from welfare_map.questions.matches.hours import hours_part
from welfare_map.questions.matches.judged import Judged
from welfare_map.questions.matches.kinds import kind_part
from welfare_map.questions.matches.parts import (
    Ride,
    agreement_part,
    minutes_part,
    needed_from,
    quantity_part,
    readiness_part,
    ride_part,
)

WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {"kind": 0.30, "quantity": 0.15, "minutes": 0.20, "hours": 0.20, "agreement": 0.05, "readiness": 0.10}
)
"""
Share of each part in the sum, set by reasoning, tried on the training part of the labelled set (``docs/matches.md``):

- kind, most: the wrong thing is of no use however near; a close one is worth a little less;
- minutes and hours: whether people can use it at all, every day;
- quantity: part of what is needed helps too;
- readiness: most needs can wait some weeks;
- agreement, least: it makes the contract easier, the service no better.
"""
OBSTACLE_WEIGHT: Final = -0.5
"""Half of the sum goes where something is in the way: below matches with unknown parts and nothing against them."""
BRIDGE_WEIGHT: Final = -0.15
"""A third firm must agree, and a seat must be free on every ride: assumption of this project."""
FITTING_FROM: Final = 0.55
"""Score from which a match is worth a call: chosen on the training part of the labelled set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """
    A need, an offer, and what is known of the two together.

    Parameters
    ----------
    shifts
        Of the firm with the need.
    travel_min
        From the need to the offer; of a bridge both ways together; None where a position is unknown.
    shared_count
        Agreements to which both firms adhere.
    others_count, others_quantity
        Other firms that look for what is offered, and how much of it.
    ride
        Shuttle of a third firm, or None.
    """

    need: Exchange
    offer: Exchange
    as_of_on: date
    mode: TravelMode
    limit_min: float
    shifts: tuple[FirmShift, ...] = ()
    travel_min: float | None = None
    is_estimate: bool = True
    is_approximate: bool = False
    shared_count: int = 0
    others_count: int = 0
    others_quantity: float = 0
    ride: Ride | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A score with its parts, and what speaks for and against the match."""

    score: float
    parts: tuple[MatchPart, ...]
    why: tuple[Phrase, ...]
    why_not: tuple[Phrase, ...]

    @property
    def is_fitting(self) -> bool:
        """Whether the match is worth a call."""
        return self.score >= FITTING_FROM


def scored(pair: Pair) -> Scored | None:
    """Return the score of a pair; None where what is offered is another thing than what is sought."""
    kind = kind_part(pair.need, pair.offer)
    return None if kind is None else added_up({"kind": kind, **other_parts(pair)}, ride=pair.ride)


def other_parts(pair: Pair) -> dict[str, Judged]:
    """Return the parts beside the kind, whatever is offered."""
    return {
        "quantity": quantity_part(pair.need, pair.offer, pair.others_count, pair.others_quantity),
        "minutes": _minutes(pair),
        "hours": hours_part(pair.need, pair.offer, pair.shifts, needed_from(pair.need, pair.as_of_on)),
        "agreement": agreement_part(pair.shared_count),
        "readiness": readiness_part(pair.need, pair.offer, pair.as_of_on),
    }


def _minutes(pair: Pair) -> Judged:
    if pair.ride is not None:
        return ride_part(pair.offer, pair.ride, pair.limit_min)
    return minutes_part(
        pair.offer,
        pair.travel_min,
        pair.mode,
        pair.limit_min,
        is_estimate=pair.is_estimate,
        is_approximate=pair.is_approximate,
    )


def added_up(judged: Mapping[str, Judged], *, ride: Ride | None = None) -> Scored:
    """
    Add the parts up, then take away what an obstacle and a bridge cost.

    Where a part is left out the weights of the others are raised to add up to 1 again.
    """
    whole = math.fsum(WEIGHTS[name] for name in judged)
    parts = [
        MatchPart(name=name, value=one.value, weight=WEIGHTS[name] / whole, words=one.words)
        for name, one in judged.items()
    ]
    base = math.fsum(part.value * part.weight for part in parts)
    in_the_way = tuple(words for one in judged.values() if one.is_obstacle for words in one.why_not)
    if in_the_way:
        parts.append(MatchPart(name="obstacle", value=base, weight=OBSTACLE_WEIGHT, words=in_the_way))
    if ride is not None:
        words = (Phrase("matches.bridge.penalty"),)
        parts.append(MatchPart(name="bridge", value=base, weight=BRIDGE_WEIGHT, words=words))
    return Scored(
        score=math.fsum(part.value * part.weight for part in parts),
        parts=tuple(parts),
        why=tuple(words for one in judged.values() for words in one.why),
        why_not=tuple(words for one in judged.values() for words in one.why_not),
    )
