"""Groups that should meet: from firms that speak to proposals with a place, minutes and a sentence why."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from geodata.codes import SizeClass
from geodata.crs import FloatArray
from geodata.routing import TravelTimes, Trips
from welfare_map.model import (
    LEAST_MEMBER_COUNT,
    MOST_MEMBER_COUNT,
    ExchangeGroup,
    ExchangeMember,
    ExchangeQuery,
    Phrase,
)
from welfare_map.questions.exchange.grouping import Circle, Meeting, best_meeting
from welfare_map.questions.exchange.speaking import Speaking

MOST_SPEAKING = 60
"""The nearest firms among which groups are formed."""


def groups(query: ExchangeQuery, speaking: Sequence[Speaking], travel_times: TravelTimes) -> tuple[ExchangeGroup, ...]:
    """
    Propose groups among the nearest firms that speak, real ones before invented ones, each sort best first.

    The firm that asks gets a group in which it tells or asks something that meets, else one in which it listens. After
    the best group its members leave, but for the firm that asks, and the next best is sought among the others.
    """
    found: list[ExchangeGroup] = []
    for is_demo in (False, True):
        circle = [one for one in speaking if one.is_demo == is_demo][:MOST_SPEAKING]
        found += _groups_of(query, circle, travel_times)
    return tuple(found)


def _groups_of(query: ExchangeQuery, firms: list[Speaking], travel_times: TravelTimes) -> Iterator[ExchangeGroup]:
    if len(firms) < LEAST_MEMBER_COUNT:
        return
    trips = _trips(query, firms, travel_times)
    left = list(range(len(firms)))
    for _ in range(query.group_count):
        circle = _circle(query, [firms[number] for number in left], trips.travel_min[np.ix_(left, left)])
        meeting = best_meeting(replace(circle, may_listen=False)) or best_meeting(circle)
        if meeting is None:
            return
        chosen = [left[number] for number in meeting.members]
        yield _group(firms, chosen, left[meeting.host], trips, meeting)
        left = [number for number in left if number not in chosen or firms[number].is_me]


def _trips(query: ExchangeQuery, firms: Sequence[Speaking], travel_times: TravelTimes) -> Trips:
    """Return minutes from each firm to each place, to 0.1; none to one's own, infinite where nothing leads."""
    lons, lats = np.array([one.lon for one in firms]), np.array([one.lat for one in firms])
    trips = travel_times.matrix(lons, lats, lons, lats, query.mode)
    travel_min: FloatArray = np.where(np.isnan(trips.travel_min), np.inf, trips.travel_min).round(1)
    np.fill_diagonal(travel_min, 0.0)
    return Trips(travel_min, trips.is_estimate)


def _circle(query: ExchangeQuery, firms: Sequence[Speaking], travel_min: FloatArray) -> Circle:
    themes = sorted({theme for one in firms for theme in one.tells | one.asks})
    sizes = (_bits([one.size_class == size for one in firms]) for size in SizeClass)
    return Circle(
        travel_min=travel_min,
        asks=tuple(_bits([theme in one.asks for one in firms]) for theme in themes),
        tells=tuple(_bits([theme in one.tells for one in firms]) for theme in themes),
        sizes=tuple(firms_of_size for firms_of_size in sizes if firms_of_size),
        must=next((number for number, one in enumerate(firms) if one.is_me), None),
        worth_min=query.worth_min,
        least_count=LEAST_MEMBER_COUNT,
        most_count=MOST_MEMBER_COUNT,
    )


def _bits(holds: Sequence[bool]) -> int:
    return sum(1 << number for number, is_in in enumerate(holds) if is_in)


def _group(
    firms: Sequence[Speaking], chosen: Sequence[int], host: int, trips: Trips, meeting: Meeting
) -> ExchangeGroup:
    order = sorted(chosen, key=lambda number: (number != host, float(trips.travel_min[number, host]), number))
    themes = _met_themes([firms[number] for number in chosen])
    members = tuple(_member(firms[number], number, host, trips, themes) for number in order)
    place = firms[host]
    worst_min = max(member.travel_min for member in members)
    return ExchangeGroup(
        organisation_ids=tuple(member.organisation_id for member in members),
        members=members,
        place_name=place.organisation_name,
        place_address=place.address,
        municipality_name=place.municipality_name,
        lon=place.lon,
        lat=place.lat,
        themes=themes,
        answered_count=meeting.answered_count,
        total_travel_min=round(meeting.travel_min, 1),
        worst_travel_min=worst_min,
        value_min=round(meeting.value_min, 1),
        is_exact=meeting.is_exact,
        why=_why(members, themes, meeting),
        is_demo=any(member.is_demo for member in members),
    )


def _met_themes(firms: Sequence[Speaking]) -> tuple[str, ...]:
    """Return the themes on which somebody tells and somebody else asks, the most asked about first."""
    asked = {theme: sum(theme in one.asks for one in firms) for one in firms for theme in one.asks}
    met = [
        theme
        for theme in asked
        if any(theme in one.tells and any(theme in other.asks for other in firms if other is not one) for one in firms)
    ]
    return tuple(sorted(met, key=lambda theme: (-asked[theme], theme)))


def _member(one: Speaking, number: int, host: int, trips: Trips, themes: Sequence[str]) -> ExchangeMember:
    return ExchangeMember(
        organisation_id=one.organisation_id,
        organisation_name=one.organisation_name,
        municipality_name=one.municipality_name,
        size_class=one.size_class,
        lon=one.lon,
        lat=one.lat,
        is_approximate=one.is_approximate,
        tells=tuple(theme for theme in themes if theme in one.tells),
        asks=tuple(theme for theme in themes if theme in one.asks),
        travel_min=float(trips.travel_min[number, host]),
        is_estimate=bool(trips.is_estimate[number, host]),
        is_host=number == host,
        is_demo=one.is_demo,
    )


def _why(members: Sequence[ExchangeMember], themes: Sequence[str], meeting: Meeting) -> Phrase:
    sizes = [size for size in SizeClass if any(member.size_class == size for member in members)]
    return Phrase(
        "exchange.why_one" if meeting.answered_count == 1 else "exchange.why",
        {
            "count": meeting.answered_count,
            "themes": tuple(Phrase(f"codes.theme.{theme}") for theme in themes),
            "sizes": tuple(Phrase(f"exchange.size.{size}") for size in sizes) or Phrase("exchange.size_unknown"),
            "total": round(meeting.travel_min),
            "place": members[0].organisation_name,
        },
    )
