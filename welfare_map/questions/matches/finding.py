"""Which needs and offers of others meet mine, by which way, and with what score."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from geodata.codes import NeedDirection
from welfare_map.model import Exchange, MatchSide
from welfare_map.questions.matches.bridges import GONE_TO, can_ride
from welfare_map.questions.matches.judged import Judged
from welfare_map.questions.matches.kinds import UNLIKE, closeness, kind_part
from welfare_map.questions.matches.market import Declared, Market, Shuttle
from welfare_map.questions.matches.parts import NO_DISTANCE, NOW_AND_THEN_FACTOR, Ride, limit_of, needed_from
from welfare_map.questions.matches.scoring import Pair, Scored, added_up, other_parts
from welfare_map.questions.matches.ways import Way

FARTHEST_FACTOR: Final = 1.5
"""How far beyond its limit a match is still listed, with the way against it."""


@dataclass(frozen=True, slots=True)
class Ridden:
    """A shuttle and the way on from it."""

    shuttle: Shuttle
    onward: Way

    @property
    def travel_min(self) -> float:
        """Both ways together."""
        return round(self.shuttle.way.travel_min + self.onward.travel_min, 1)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something of mine and something of theirs, of kinds that meet."""

    side: MatchSide
    mine: Exchange
    theirs: Declared
    kind: Judged

    @property
    def need(self) -> Exchange:
        """What is sought."""
        return self.mine if self.side is MatchSide.RECEIVE else self.theirs.exchange

    @property
    def offer(self) -> Exchange:
        """What is offered."""
        return self.theirs.exchange if self.side is MatchSide.RECEIVE else self.mine

    @property
    def is_without_place(self) -> bool:
        """What is exchanged is used from anywhere."""
        return self.offer.exchange_kind in NO_DISTANCE


@dataclass(frozen=True, slots=True)
class Found:
    """A match with its way (None where a position is not known), the shuttle that it takes, and its score."""

    candidate: Candidate
    way: Way | None
    ridden: Ridden | None
    others_count: int
    others_quantity: float
    shared_initiative_ids: tuple[str, ...]
    score: Scored


def found_in(market: Market) -> tuple[list[Found], int]:
    """Return every match of the firm that asks, in no order; and how many firms are left out for want of a position."""
    found: list[Found] = []
    lost: set[str] = set()
    for side, own, other in (
        (MatchSide.RECEIVE, NeedDirection.NEED, NeedDirection.OFFER),
        (MatchSide.GIVE, NeedDirection.OFFER, NeedDirection.NEED),
    ):
        mine = [one for one in market.query.me.exchanges if one.direction == own]
        candidates = list(_candidates(side, mine, market.declared(other)))
        lost |= {one.theirs.firm.organisation_id for one in candidates if _is_lost(market, one)}
        found += _of_side(market, side, [one for one in candidates if not _is_lost(market, one)])
    return found, len(lost)


def _candidates(side: MatchSide, mine: Sequence[Exchange], theirs: Sequence[Declared]) -> Iterator[Candidate]:
    for own in mine:
        for other in theirs:
            if closeness(own.exchange_kind, other.exchange.exchange_kind) == UNLIKE and not _has_words(own, other):
                continue
            pair = (own, other.exchange) if side is MatchSide.RECEIVE else (other.exchange, own)
            kind = kind_part(*pair)
            if kind is not None:
                yield Candidate(side, own, other, kind)


def _has_words(own: Exchange, other: Declared) -> bool:
    """Whether the words of one of the two may speak of another kind than its code."""
    return own.description is not None or other.exchange.description is not None


def _is_lost(market: Market, one: Candidate) -> bool:
    """Whether what is exchanged has a place, and nobody knows where one of the two firms is."""
    is_placed = bool(market.my_stands) and bool(market.stands[one.theirs.firm.organisation_id])
    return not one.is_without_place and not is_placed


def _of_side(market: Market, side: MatchSide, candidates: Sequence[Candidate]) -> Iterator[Found]:
    """Yield the better of going there and of riding there; what is out of reach both ways is left out."""
    if not candidates:
        return
    is_back = side is MatchSide.GIVE
    limit_min = market.query.limit_min * NOW_AND_THEN_FACTOR * FARTHEST_FACTOR
    ways = market.ways(limit_min, is_back=is_back)
    far_ids = {
        firm_id for one in candidates if _is_too_far(market, one, ways.get(firm_id := one.theirs.firm.organisation_id))
    }
    shuttles = market.shuttles(far_ids, is_back=is_back)
    for one in candidates:
        way = ways.get(one.theirs.firm.organisation_id)
        found = [_found(market, one, way, None)] if _is_listed(market, one, way) else []
        ridden = _ridden(market, one, way, shuttles)
        if ridden is not None:
            found.append(_found(market, one, way, ridden))
        if found:
            yield max(found, key=lambda match: match.score.score)


def _is_listed(market: Market, one: Candidate, way: Way | None) -> bool:
    """Whether people can go there."""
    if one.is_without_place:
        return True
    limit_min = limit_of(one.offer.exchange_kind, market.query.limit_min)
    return way is not None and way.travel_min <= limit_min * FARTHEST_FACTOR


def _is_too_far(market: Market, one: Candidate, way: Way | None) -> bool:
    """Whether people go to what is offered and it is too far: a shuttle would help."""
    limit_min = limit_of(one.offer.exchange_kind, market.query.limit_min)
    return one.offer.exchange_kind in GONE_TO and (way is None or way.travel_min > limit_min)


def _ridden(market: Market, one: Candidate, way: Way | None, shuttles: Sequence[Shuttle]) -> Ridden | None:
    """Return the quickest shuttle that brings people to what is too far to go to."""
    if not _is_too_far(market, one, way):
        return None
    other_id = one.theirs.firm.organisation_id
    first_on = needed_from(one.need, market.query.as_of_on)
    shifts = (market.query.me if one.side is MatchSide.RECEIVE else one.theirs.firm).shifts
    found = [
        Ridden(shuttle, shuttle.ways[other_id])
        for shuttle in shuttles
        if other_id in shuttle.ways
        and shuttle.declared.firm.organisation_id != other_id
        and can_ride(one.need, one.offer, shifts, shuttle.declared.exchange, first_on)
    ]
    return min(found, key=lambda ridden: ridden.travel_min, default=None)


def _found(market: Market, one: Candidate, way: Way | None, ridden: Ridden | None) -> Found:
    query, firm = market.query, one.theirs.firm
    offerer, needer = (firm, query.me) if one.side is MatchSide.RECEIVE else (query.me, firm)
    others_count, others_quantity = market.rivals(one.offer, offerer.organisation_id, needer.organisation_id)
    shared = tuple(item for item in query.me.initiative_ids if item in firm.initiative_ids)
    pair = Pair(
        need=one.need,
        offer=one.offer,
        as_of_on=query.as_of_on,
        mode=query.mode,
        limit_min=query.limit_min,
        shifts=needer.shifts,
        travel_min=way.travel_min if way else None,
        is_estimate=way.is_estimate if way else False,
        is_approximate=way.is_approximate if way else False,
        shared_count=len(shared),
        others_count=others_count,
        others_quantity=others_quantity,
        ride=_ride(ridden),
    )
    score = added_up({"kind": one.kind, **other_parts(pair)}, ride=pair.ride)
    return Found(one, way, ridden, others_count, others_quantity, shared, score)


def _ride(ridden: Ridden | None) -> Ride | None:
    if ridden is None:
        return None
    shuttle = ridden.shuttle.declared.exchange
    return Ride(travel_min=ridden.travel_min, seat_count=shuttle.quantity, hours=shuttle.hours)
