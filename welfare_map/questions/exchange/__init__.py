"""Sharing know-how: practices of firms like mine, firms that would tell, and groups that should meet."""

from collections.abc import Iterator

from geodata.errors import InputError
from geodata.routing import TravelTimes
from welfare_map.model import (
    MAX_GROUP_COUNT,
    MAX_WORTH_MIN,
    ExchangeAnswer,
    ExchangeQuery,
    FirmRow,
    FirmsAnswer,
    FirmsQuery,
    Phrase,
    Value,
)
from welfare_map.questions.exchange.groups import groups
from welfare_map.questions.exchange.likeness import like_practices
from welfare_map.questions.exchange.speaking import speaking_of, start_of
from welfare_map.questions.exchange.tellers import tellers
from welfare_map.questions.firms import firms
from welfare_map.questions.trust import asked, source_notes
from welfare_map.snapshot import Snapshot

MOST_FIRMS = 5_000
"""All firms within reach take part; the number only bounds the list of a question that is reused."""


def exchange(snapshot: Snapshot, query: ExchangeQuery, travel_times: TravelTimes) -> ExchangeAnswer:
    """
    Find whom a firm can learn from, and which firms should meet.

    Only what the viewer may see of needs and offers takes part. Firms that tell or ask are those with an offer or a
    need of know-how or training that names a theme. Groups are formed among the nearest of them, real and invented ones
    apart; the firm that asks is in every group of its sort.

    Returns
    -------
    answer
        Groups, best first, real ones before invented ones; after the best, its members but for the firm that asks make
        room for others. Practices by number of reasons, then minutes; firms that would tell likewise.

    Raises
    ------
    InputError
        Number of groups or worth out of bounds, or what ``firms`` raises.
    """
    _check(query)
    near = firms(snapshot, _neighbours(query), travel_times)
    speaking = speaking_of(query, near.rows)
    found = groups(query, speaking, travel_times)
    tell = tellers(query, near.rows)
    practices = like_practices(snapshot, query, travel_times)
    used = {row.organisation_id for row in tell} | {name for row in found for name in row.organisation_ids}
    rows = tuple(row for row in near.rows if row.organisation_id in used)
    return ExchangeAnswer(
        rows=found,
        practices=practices,
        tellers=tell,
        speaking_count=len(speaking),
        sentence=_sentence(query, near, len(tell), len(found), len(speaking)),
        method=Phrase(
            "exchange.method",
            {
                **_bounds(query),
                "times": Phrase(
                    f"nearby.method.{travel_times.name}.{query.mode}", dict(travel_times.facts(query.mode))
                ),
            },
        ),
        parameters=_parameters(query, travel_times),
        without_position_count=near.without_position_count,
        sources=source_notes(snapshot, _source_ids(snapshot, rows, query)),
        has_demo=any(row.is_demo for row in rows)
        or any(one.practice.is_demo for one in practices)
        or bool(query.me and query.me.is_demo),
        is_estimate=any(member.is_estimate for row in found for member in row.members),
    )


def _check(query: ExchangeQuery) -> None:
    if not 1 <= query.group_count <= MAX_GROUP_COUNT:
        raise InputError("error.bad_group_count", value=query.group_count, maximum=MAX_GROUP_COUNT)
    if not 0 <= query.worth_min <= MAX_WORTH_MIN:
        raise InputError("error.bad_worth", value=query.worth_min, maximum=MAX_WORTH_MIN)
    if query.max_count < 1:
        raise InputError("error.bad_max_count", value=query.max_count)


def _neighbours(query: ExchangeQuery) -> FirmsQuery:
    """Ask for the firms within reach; who gave no point starts at the first known site of the firm."""
    lon, lat = start_of(query)
    return FirmsQuery(
        as_of_on=query.as_of_on,
        lon=lon,
        lat=lat,
        me=query.me,
        viewer=query.viewer,
        mode=query.mode,
        limit_min=query.limit_min,
        max_count=MOST_FIRMS,
    )


def _bounds(query: ExchangeQuery) -> dict[str, Value]:
    return {"worth": query.worth_min, "limit": query.limit_min}


def _parameters(query: ExchangeQuery, travel_times: TravelTimes) -> dict[str, object]:
    own_id = query.me.organisation_id if query.me else None
    return {**asked(query, without=("me", "viewer")), "organisation_id": own_id, "engine": travel_times.name}


def _sentence(
    query: ExchangeQuery, near: FirmsAnswer, teller_count: int, group_count: int, speaking_count: int
) -> Phrase:
    """Say how many would tell, and how many groups could meet."""
    values: dict[str, Value] = {
        "tellers": Phrase(f"exchange.tellers.{_many(teller_count)}", {"count": teller_count}),
        "groups": Phrase(f"exchange.groups.{_many(group_count)}", {"count": group_count, "speaking": speaking_count}),
        "origin": near.origin_name,
        "limit": query.limit_min,
    }
    return Phrase("exchange.sentence", values)


def _many(count: int) -> str:
    return ("none", "one", "many")[min(count, 2)]


def _source_ids(snapshot: Snapshot, rows: tuple[FirmRow, ...], query: ExchangeQuery) -> Iterator[str]:
    yield from (row.source_id for row in rows)
    yield from snapshot.table("practices")["source_id"].unique()
    if query.me is not None and query.me.source_id:
        yield query.me.source_id
