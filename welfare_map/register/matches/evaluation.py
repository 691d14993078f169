"""
How often matches are right, on the labelled set.

Each need is asked as the question asks it: its candidates are scored, those that fit are listed best first. A listed
candidate is right where the pair is labelled good.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import Final

from geodata.codes import ServiceKind, TravelMode
from geodata.routing.estimate import minutes_of
from welfare_map.questions.matches.bridges import can_ride
from welfare_map.questions.matches.judged import Judged
from welfare_map.questions.matches.kinds import kind_part
from welfare_map.questions.matches.parts import Ride, needed_from
from welfare_map.questions.matches.scoring import FITTING_FROM, WEIGHTS, Pair, added_up, other_parts
from welfare_map.register.matches.labelled_pairs import AS_OF_ON, LabelledPair, Part

TOP_COUNT: Final = 5
LIMIT_MIN: Final = 20.0
"""Minutes by car that the labels took for near enough to be used every day."""
MODE: Final = TravelMode.CAR
ALL: Final = "all"
NEAREST: Final = "nearest_of_kind"
"""What a list without a score would show: the same kind, nearest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchFigures:
    """
    Figures of some of the set.

    Parameters
    ----------
    part
        ``training``, ``held_out`` or ``all``.
    method
        ``score``; ``without_<part>``, the score without one of its parts; ``nearest_of_kind``.
    need_count, pair_count, good_count, listed_count
        Needs, pairs, pairs called good, pairs listed.
    unanswered_count
        Needs for which nothing was listed.
    precision_at_5
        Share of the first five listed (or of all, where fewer are) that are good, mean over the needs with a list.
    precision, recall
        Share of all listed that are good; share of all good that are listed.
    """

    part: str
    method: str
    need_count: int
    pair_count: int
    good_count: int
    listed_count: int
    unanswered_count: int
    precision_at_5: float | None
    precision: float | None
    recall: float | None


def evaluated(pairs: Sequence[LabelledPair]) -> tuple[MatchFigures, ...]:
    """Return the figures of each part of the set: of the score, without each of its parts, of a list by minutes."""
    methods = {"score": [_score(pair) for pair in pairs]}
    methods |= {f"without_{name}": [_score(pair, without=name) for pair in pairs] for name in WEIGHTS}
    methods[NEAREST] = list(map(_nearness, pairs))
    return tuple(
        figures(part, method, [one for one in zip(pairs, scores, strict=True) if part in {ALL, one[0].part.value}])
        for method, scores in methods.items()
        for part in (ALL, Part.TRAINING.value, Part.HELD_OUT.value)
    )


def figures(part: str, method: str, scored: Sequence[tuple[LabelledPair, float | None]]) -> MatchFigures:
    """
    Return the figures of one way to score.

    Parameters
    ----------
    scored
        Pairs with their scores; None where a pair is not listed.
    """
    lists: defaultdict[str, list[tuple[float, str, bool]]] = defaultdict(list)
    for pair, score in scored:
        listed = lists[pair.need.need_offer_id]
        if score is not None:
            listed.append((-score, pair.offer.need_offer_id, pair.is_good))
    tops = [[is_good for *_, is_good in sorted(listed)[:TOP_COUNT]] for listed in lists.values() if listed]
    hits = [pair.is_good for pair, score in scored if score is not None]
    good_count = sum(pair.is_good for pair, _ in scored)
    return MatchFigures(
        part=part,
        method=method,
        need_count=len(lists),
        pair_count=len(scored),
        good_count=good_count,
        listed_count=len(hits),
        unanswered_count=len(lists) - len(tops),
        precision_at_5=_mean(_mean(top) or 0.0 for top in tops),
        precision=_mean(hits),
        recall=sum(hits) / good_count if good_count else None,
    )


def _mean(values: Iterable[float]) -> float | None:
    known = list(values)
    return fmean(known) if known else None


def _score(pair: LabelledPair, *, without: str = "") -> float | None:
    """Return the score of a pair, on the shuttle where that is better; None where it is not listed."""
    kind = Judged(1.0) if without == "kind" else kind_part(pair.need, pair.offer)
    if kind is None:
        return None
    scores = []
    for facts in _ways(pair):
        judged = {"kind": kind, **other_parts(facts)}
        judged.pop(without, None)
        scores.append(added_up(judged, ride=facts.ride).score)
    return max(scores) if max(scores) >= FITTING_FROM else None


def _nearness(pair: LabelledPair) -> float | None:
    return -pair.distance_m if pair.need.exchange_kind == pair.offer.exchange_kind else None


def _ways(pair: LabelledPair) -> list[Pair]:
    """Return the facts of a pair: going there, and on the shuttle where there is one that suits."""
    return [_facts(pair), *(_facts(pair, ride) for ride in _rides(pair))]


def _facts(pair: LabelledPair, ride: Ride | None = None) -> Pair:
    return Pair(
        need=pair.need,
        offer=pair.offer,
        as_of_on=AS_OF_ON,
        mode=MODE,
        limit_min=LIMIT_MIN,
        shifts=pair.shifts,
        travel_min=float(minutes_of(pair.distance_m, MODE)),
        shared_count=int(pair.shares_agreement),
        others_count=int(pair.others_quantity > 0),
        others_quantity=pair.others_quantity,
        ride=ride,
    )


def _rides(pair: LabelledPair) -> list[Ride]:
    if pair.bridge is None:
        return []
    ways_min = [float(minutes_of(way_m, MODE)) for way_m in (pair.bridge.from_need_m, pair.bridge.to_offer_m)]
    shuttle = replace(pair.offer, exchange_kind=ServiceKind.SHUTTLE.value, hours=pair.bridge.hours, unit=None)
    shuttle = replace(shuttle, quantity=pair.bridge.seat_count)
    first_on = needed_from(pair.need, AS_OF_ON)
    if max(ways_min) > LIMIT_MIN or not can_ride(pair.need, pair.offer, pair.shifts, shuttle, first_on):
        return []
    return [Ride(travel_min=sum(ways_min), seat_count=pair.bridge.seat_count, hours=pair.bridge.hours)]
