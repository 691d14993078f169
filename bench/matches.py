"""
Matches of a firm among 2,000, beside a plain loop over every pair of a need and an offer; both must find the same.

Run by itself: ``python bench/matches.py``. Firms are invented at random, denser than real ones. *Cold* is the first
answer of a process with those hours, *again* the same firm asked anew. The loop looks at all pairs one by one, counts
who else asks by looking at all needs, and tries every shuttle; what a pair is worth it takes from the same score.
Seconds are those of the processor, so that a busy machine does not change them.
"""

import argparse
import math
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from geodata.codes import NeedDirection, ServiceKind, TravelMode, exchange_unit
from geodata.crs import to_metric
from geodata.routing.estimate import Estimate, minutes_of
from geodata.store import load_territory, read_places
from geodata.tables import CONTRACTS, conform
from geodata.territory import Territory
from welfare_map.model import Exchange, Firm, MatchesAnswer, MatchesQuery
from welfare_map.questions.firms_seen import firms_seen
from welfare_map.questions.matches import matches
from welfare_map.questions.matches.bridges import can_ride
from welfare_map.questions.matches.hours import meeting
from welfare_map.questions.matches.parts import NO_DISTANCE, Ride, limit_of, needed_from, unit_of
from welfare_map.questions.matches.scoring import Pair, Scored, scored
from welfare_map.register.demo.firms import NEEDS, OFFERS
from welfare_map.settings import DEFAULT_AREA
from welfare_map.snapshot import Snapshot, build_snapshot

FIRM_COUNT: Final = 2_000
PEER_COUNT: Final = 200
ASKED_COUNT: Final = 15
AS_OF_ON: Final = date(2026, 11, 15)
CENTRE: Final = (8.95, 45.58)
SPREAD_DEGREES: Final = 0.25
"""Firms stand within about 20 km of Legnano."""
LIMIT_MIN: Final = 20.0
FARTHEST_FACTOR: Final = 1.5
SHIFT_TIMES: Final = (("08:00", "17:00"), ("06:00", "14:00"), ("14:00", "22:00"), ("22:00", "06:00"))


def many_firms(count: int) -> dict[str, pd.DataFrame]:
    """Invent firms with two needs, two offers and a shift each; half of what they declare says its hours."""
    draw = np.random.default_rng(count)
    ids = [f"bench-{number:05d}" for number in range(count)]
    provenance = {"source_id": "bench", "licence": "CC-BY-4.0", "retrieved_on": "2026-11-01", "is_demo": "true"}
    firms = pd.DataFrame(
        {
            "organisation_id": ids,
            "organisation_name": ids,
            "organisation_kind": "company",
            "lon": draw.uniform(CENTRE[0] - SPREAD_DEGREES, CENTRE[0] + SPREAD_DEGREES, count),
            "lat": draw.uniform(CENTRE[1] - SPREAD_DEGREES, CENTRE[1] + SPREAD_DEGREES, count),
            "position_quality": "exact",
            "source_key": ids,
            **provenance,
        }
    )
    declared = [row for organisation_id in ids for row in _declared(organisation_id, draw)]
    shifts = [_shift(organisation_id, draw) for organisation_id in ids]
    return {
        "organisations": conform(firms, CONTRACTS["organisations"]),
        "needs_offers": conform(pd.DataFrame(declared).assign(**provenance), CONTRACTS["needs_offers"]),
        "shifts": conform(pd.DataFrame(shifts).assign(**provenance), CONTRACTS["shifts"]),
    }


def _declared(organisation_id: str, draw: np.random.Generator) -> Iterator[dict[str, object]]:
    for direction, kinds in ((NeedDirection.NEED, NEEDS), (NeedDirection.OFFER, OFFERS)):
        for kind in draw.choice(list(kinds), 2, replace=False):
            key = f"{organisation_id}:{direction}:{kind}"
            start = int(draw.integers(5, 12)) * 60 + int(draw.integers(0, 4)) * 15
            end = min(start + int(draw.integers(2, 10)) * 60, 23 * 60)
            hours = f"Mo-Fr {start // 60:02d}:{start % 60:02d}-{end // 60:02d}:{end % 60:02d}"
            yield {
                "need_offer_id": key,
                "source_key": key,
                "organisation_id": organisation_id,
                "direction": direction.value,
                "exchange_kind": str(kind),
                "quantity": int(draw.integers(1, 20)),
                "unit": exchange_unit(str(kind)).value,
                "from_on": f"2027-{int(draw.integers(1, 13)):02d}-01",
                "hours": hours if draw.random() < 0.5 else None,
                "visibility": "public",
            }


def _shift(organisation_id: str, draw: np.random.Generator) -> dict[str, object]:
    starts_at, ends_at = SHIFT_TIMES[int(draw.integers(len(SHIFT_TIMES)))]
    return {
        "organisation_id": organisation_id,
        "source_key": organisation_id,
        "shift_number": 1,
        "days": "Mo-Fr",
        "starts_at": starts_at,
        "ends_at": ends_at,
    }


def snapshot_of(count: int, territory: Territory) -> Snapshot:
    """Build a snapshot of invented firms alone."""
    return build_snapshot(
        many_firms(count), territory=territory, version="bench", sources=(), places=read_places(territory)
    )


def query_of(me: Firm) -> MatchesQuery:
    """Ask as one of the firms."""
    return MatchesQuery(as_of_on=AS_OF_ON, me=me, limit_min=LIMIT_MIN, max_count=10_000)


def timed_s(snapshot: Snapshot, me: Firm) -> tuple[float, MatchesAnswer]:
    """Return seconds and answer."""
    started_s = time.process_time()
    answer = matches(snapshot, query_of(me), Estimate())
    return time.process_time() - started_s, answer


# --- the plain loop -------------------------------------------------------------------------------------------------

Offered = tuple[Firm, Exchange]


@dataclass(frozen=True)
class Loop:
    """Every pair of a need and an offer of somebody's, one by one."""

    me: Firm
    firms: Sequence[Firm]

    def scores(self) -> dict[tuple[str, str], float]:
        """Return the score of each match by the two things declared."""
        found = {}
        for firm in self.firms:
            for theirs in firm.exchanges:
                for mine in self.me.exchanges:
                    score = self.score(firm, theirs, mine)
                    if score is not None:
                        found[mine.need_offer_id, theirs.need_offer_id] = score
        return found

    def score(self, firm: Firm, theirs: Exchange, mine: Exchange) -> float | None:
        """Return the better of going there and of riding there; None where there is neither."""
        if mine.direction == theirs.direction:
            return None
        i_need = mine.direction == NeedDirection.NEED
        sought, offered = ((self.me, mine), (firm, theirs)) if i_need else ((firm, theirs), (self.me, mine))
        limit_min = limit_of(offered[1].exchange_kind, LIMIT_MIN)
        way_min = minutes_between(self.me, firm)
        ways: list[Scored | None] = []
        if offered[1].exchange_kind in NO_DISTANCE or way_min <= limit_min * FARTHEST_FACTOR:
            ways.append(self.scored(sought, offered, way_min, None))
        if way_min > limit_min:
            ways += [self.scored(sought, offered, way_min, ride) for ride in self.rides(firm, sought, offered)]
        return max((one.score for one in ways if one is not None), default=None)

    def scored(self, sought: Offered, offered: Offered, way_min: float, ride: Ride | None) -> Scored | None:
        """Ask the score of one pair."""
        rivals = list(self.rivals(sought[0], offered))
        return scored(
            Pair(
                need=sought[1],
                offer=offered[1],
                as_of_on=AS_OF_ON,
                mode=TravelMode.CAR,
                limit_min=LIMIT_MIN,
                shifts=sought[0].shifts,
                travel_min=way_min,
                others_count=len({firm_id for firm_id, _ in rivals}),
                others_quantity=math.fsum(quantity for _, quantity in rivals),
                ride=ride,
            )
        )

    def rivals(self, needer: Firm, offered: Offered) -> Iterator[tuple[str, float]]:
        """Yield who else near the offer looks for the same thing, and how much."""
        offerer, offer = offered
        for firm in self.firms:
            if firm.organisation_id in {needer.organisation_id, offerer.organisation_id}:
                continue
            for one in firm.exchanges:
                is_rival = one.direction == NeedDirection.NEED and one.exchange_kind == offer.exchange_kind
                if is_rival and unit_of(one) == unit_of(offer):
                    limit_min = limit_of(offer.exchange_kind, LIMIT_MIN)
                    if minutes_between(firm, offerer, decimals=9) <= limit_min:
                        yield firm.organisation_id, one.quantity or 0

    def rides(self, firm: Firm, sought: Offered, offered: Offered) -> Iterator[Ride]:
        """Yield the quickest shuttle of a third firm within the limit of both, if there is one."""
        first_on = needed_from(sought[1], AS_OF_ON)
        found = []
        for third in self.firms:
            for one in third.exchanges:
                if one.direction != NeedDirection.OFFER or one.exchange_kind != ServiceKind.SHUTTLE or third is firm:
                    continue
                ways_min = (minutes_between(self.me, third), minutes_between(third, firm))
                if max(ways_min) <= LIMIT_MIN and can_ride(sought[1], offered[1], sought[0].shifts, one, first_on):
                    found.append(Ride(travel_min=round(sum(ways_min), 1), seat_count=one.quantity, hours=one.hours))
        if found:
            yield min(found, key=lambda ride: ride.travel_min)


def minutes_between(one: Firm, other: Firm, *, decimals: int = 1) -> float:
    """Estimate the minutes between two firms."""
    x_m, y_m = to_metric([one.lon, other.lon], [one.lat, other.lat])
    distance_m = math.hypot(float(x_m[1] - x_m[0]), float(y_m[1] - y_m[0]))
    return round(float(minutes_of(distance_m, TravelMode.CAR)), decimals)


def compare(territory: Territory) -> tuple[float, float]:
    """Return seconds of the question and of the loop for the same firms; raises when they differ."""
    snapshot = snapshot_of(PEER_COUNT, territory)
    firms = list(firms_seen(snapshot).values())
    me, others = firms[0], firms[1:]
    timed_s(snapshot, me)
    ours_s, answer = timed_s(snapshot, me)
    started_s = time.process_time()
    expected = Loop(me, others).scores()
    loop_s = time.process_time() - started_s
    found = {(row.own_need_offer_id, row.need_offer_id): row.score for row in answer.rows}
    far_off = [key for key in found.keys() & expected.keys() if abs(found[key] - expected[key]) > 1e-6]
    if found.keys() != expected.keys() or far_off:
        raise ValueError(f"the answers differ in {[*(found.keys() ^ expected.keys()), *far_off][:5]}")
    return ours_s, loop_s


def main() -> None:
    """Measure in a data folder of its own, or in a given one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path)
    folder = parser.parse_args().data_dir or Path(tempfile.mkdtemp(prefix="welfare-map-bench-"))
    territory = load_territory(folder, DEFAULT_AREA)
    ours_s, loop_s = compare(territory)
    print(f"{PEER_COUNT:6d} firms: {ours_s:.3f} s, pair by pair {loop_s:.1f} s ({loop_s / ours_s:.0f} times); equal")
    snapshot = snapshot_of(FIRM_COUNT, territory)
    firms = list(firms_seen(snapshot).values())[:ASKED_COUNT]
    meeting.cache_clear()
    cold = [timed_s(snapshot, me) for me in firms]
    again = [timed_s(snapshot, me)[0] for me in firms]
    rows = statistics.median(answer.found_count for _, answer in cold)
    then_s = statistics.median(seconds for seconds, _ in cold[1:])
    print(
        f"{FIRM_COUNT:6d} firms: cold {cold[0][0]:.3f} s, then median {then_s:.3f} s,"
        f" again median {statistics.median(again):.3f} s and at most {max(again):.3f} s; median {rows:.0f} matches"
    )


if __name__ == "__main__":
    main()
