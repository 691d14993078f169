"""Who offers what a firm looks for, and who looks for what it offers."""

from geodata.errors import InputError
from geodata.routing import TravelTimes
from welfare_map.model import (
    MAX_LIMIT_MIN,
    MatchBridge,
    MatchesAnswer,
    MatchesQuery,
    MatchRow,
    MatchSide,
    Phrase,
    Plain,
    Value,
)
from welfare_map.questions.firms_seen import firms_seen
from welfare_map.questions.matches.finding import Found, Ridden, found_in
from welfare_map.questions.matches.market import market_of
from welfare_map.questions.matches.parts import NOW_AND_THEN_FACTOR
from welfare_map.questions.matches.scoring import FITTING_FROM
from welfare_map.questions.trust import asked, source_notes
from welfare_map.snapshot import Snapshot


def matches(snapshot: Snapshot, query: MatchesQuery, travel_times: TravelTimes) -> MatchesAnswer:
    """
    Match the needs and offers of a firm with those of the others.

    Each pair of a need and an offer of kinds that meet gets a score, a sum of named parts (``scoring``). An offer is
    promised to nobody: each row tells how many others nearby look for the same thing, as far as the viewer sees. What
    is too far to go to may be reached on the shuttle of a third firm within the limit of both.

    A firm whose position is not known stands at the point of its municipality. ``without_position_count`` counts the
    other firms that would have a match, were it known where they and the firm that asks are; what is used from anywhere
    needs no position.

    Parameters
    ----------
    snapshot
        Tables and indexes; never changed.
    query
        Who asks, and who looks.
    travel_times
        Engine that gives the minutes.

    Returns
    -------
    answer
        At most ``max_count`` rows, the highest score first, then by firm and by what was declared.

    Raises
    ------
    InputError
        The limit or the number of rows is out of bounds.
    """
    _check(query)
    others = [
        firm
        for firm in firms_seen(snapshot, query.viewer).values()
        if firm.exchanges and firm.organisation_id != query.me.organisation_id
    ]
    found, lost_count = found_in(market_of(snapshot, query, others, travel_times))
    rows = sorted(map(_row, found), key=_best_first)
    kept = tuple(rows[: query.max_count])
    return MatchesAnswer(
        rows=kept,
        sentence=_sentence(query, rows),
        method=_method(query, travel_times),
        parameters={
            **asked(query, without=("me", "viewer")),
            "organisation_id": query.me.organisation_id,
            "engine": travel_times.name,
        },
        without_position_count=lost_count,
        sources=source_notes(snapshot, (row.source_id for row in rows)),
        has_demo=query.me.is_demo or any(row.is_demo or (row.bridge and row.bridge.is_demo) for row in rows),
        fitting_from=FITTING_FROM,
        need_count=_count(query, "need"),
        offer_count=_count(query, "offer"),
        found_count=len(rows),
        fitting_count=sum(row.is_fitting for row in rows),
        is_estimate=any(row.is_estimate for row in rows),
    )


def _check(query: MatchesQuery) -> None:
    if not 0 < query.limit_min <= MAX_LIMIT_MIN:
        raise InputError("error.bad_minutes", value=query.limit_min, maximum=MAX_LIMIT_MIN)
    if query.max_count < 1:
        raise InputError("error.bad_max_count", value=query.max_count)


def _count(query: MatchesQuery, direction: str) -> int:
    return sum(one.direction == direction for one in query.me.exchanges)


def _best_first(row: MatchRow) -> tuple[float, str, str, str]:
    return -row.score, row.organisation_id, row.need_offer_id, row.own_need_offer_id


def _row(found: Found) -> MatchRow:
    one, way, ridden = found.candidate, found.way, found.ridden
    firm, theirs, mine = one.theirs.firm, one.theirs.exchange, one.mine
    end = ridden.onward if ridden and one.side is MatchSide.RECEIVE else way
    ways = [item for item in (way, *((ridden.shuttle.way, ridden.onward) if ridden else ())) if item]
    return MatchRow(
        side=one.side,
        score=found.score.score,
        is_fitting=found.score.is_fitting,
        organisation_id=firm.organisation_id,
        organisation_name=firm.organisation_name,
        municipality_code=firm.municipality_code,
        municipality_name=firm.municipality_name,
        lon=end.lon if end else firm.lon,
        lat=end.lat if end else firm.lat,
        is_approximate=any(item.is_approximate for item in ways),
        travel_min=way.travel_min if way else None,
        is_estimate=any(item.is_estimate for item in ways),
        need_offer_id=theirs.need_offer_id,
        exchange_kind=theirs.exchange_kind,
        theme=theirs.theme,
        quantity=theirs.quantity,
        unit=theirs.unit,
        from_on=theirs.from_on,
        hours=theirs.hours,
        description=theirs.description,
        own_need_offer_id=mine.need_offer_id,
        own_exchange_kind=mine.exchange_kind,
        own_theme=mine.theme,
        own_quantity=mine.quantity,
        own_unit=mine.unit,
        shared_initiative_ids=found.shared_initiative_ids,
        others_count=found.others_count,
        others_quantity=found.others_quantity,
        bridge=_bridge(ridden) if ridden else None,
        parts=found.score.parts,
        why=found.score.why,
        why_not=found.score.why_not,
        is_demo=firm.is_demo,
        source_id=firm.source_id,
    )


def _bridge(ridden: Ridden) -> MatchBridge:
    firm, shuttle = ridden.shuttle.declared.firm, ridden.shuttle.declared.exchange
    return MatchBridge(
        organisation_id=firm.organisation_id,
        organisation_name=firm.organisation_name,
        need_offer_id=shuttle.need_offer_id,
        seat_count=shuttle.quantity,
        hours=shuttle.hours,
        lon=ridden.shuttle.way.lon,
        lat=ridden.shuttle.way.lat,
        travel_min=ridden.travel_min,
        is_demo=firm.is_demo,
    )


def _sentence(query: MatchesQuery, rows: list[MatchRow]) -> Phrase:
    if not query.me.exchanges:
        return Phrase("matches.sentence.nothing_declared", {"name": query.me.organisation_name})
    counts = {side: sum(row.is_fitting for row in rows if row.side is side) for side in MatchSide}
    values: dict[str, Value] = {
        "name": query.me.organisation_name,
        "receive": counts[MatchSide.RECEIVE],
        "give": counts[MatchSide.GIVE],
        "almost": sum(not row.is_fitting for row in rows),
    }
    return Phrase(f"matches.sentence.{'found' if rows else 'none'}", values)


def _method(query: MatchesQuery, travel_times: TravelTimes) -> Phrase:
    facts: dict[str, Plain] = dict(travel_times.facts(query.mode))
    return Phrase(
        "matches.method",
        {
            "limit": query.limit_min,
            "far": query.limit_min * NOW_AND_THEN_FACTOR,
            "fitting": FITTING_FROM,
            "travel": Phrase(f"nearby.method.{travel_times.name}.{query.mode}", facts),
        },
    )
