"""Practices that may concern a firm, and why: size, sector, theme, nearness."""

from collections.abc import Iterator, Mapping

from geodata.codes import NeedDirection
from geodata.routing import TravelTimes
from welfare_map.model import ExchangePractice, ExchangeQuery, Firm, Phrase, PracticeRow, PracticesQuery
from welfare_map.questions.exchange.speaking import spoken, start_of
from welfare_map.questions.firms_seen import firms_seen
from welfare_map.questions.practices import practices
from welfare_map.snapshot import Snapshot


def like_practices(snapshot: Snapshot, query: ExchangeQuery, travel_times: TravelTimes) -> tuple[ExchangePractice, ...]:
    """Return the practices of the themes in question: more reasons first, then as ``practices`` orders them."""
    lon, lat = start_of(query)
    wanted = PracticesQuery(as_of_on=query.as_of_on, themes=query.themes, lon=lon, lat=lat, mode=query.mode)
    seen = firms_seen(snapshot, query.viewer)
    found = [
        ExchangePractice(practice=row, reasons=tuple(_reasons(query, row, seen)))
        for row in practices(snapshot, wanted, travel_times).rows
    ]
    return tuple(sorted(found, key=lambda one: -len(one.reasons))[: query.max_count])


def _reasons(query: ExchangeQuery, row: PracticeRow, seen: Mapping[str, Firm]) -> Iterator[Phrase]:
    me, who = query.me, seen.get(row.organisation_id or "")
    if me is not None:
        asked = {one.theme for one in spoken(query, me.exchanges, NeedDirection.NEED)}
        met = [theme for theme in row.themes if theme in asked]
        if met:
            yield Phrase("exchange.reason.asked", {"themes": tuple(Phrase(f"codes.theme.{theme}") for theme in met)})
        if who is not None and me.sector_code and me.sector_code == who.sector_code:
            yield Phrase("exchange.reason.sector")
        if me.size_class and me.size_class in row.size_classes:
            yield Phrase("exchange.reason.for_size")
        elif me.size_class and who is not None and me.size_class == who.size_class:
            yield Phrase("exchange.reason.size")
        if row.initiative_id in me.initiative_ids:
            yield Phrase("exchange.reason.agreement", {"name": row.initiative_name})
    if row.travel_min is not None and row.travel_min <= query.limit_min:
        yield Phrase("exchange.reason.near", {"minutes": round(row.travel_min)})
    elif row.travel_min is None and row.applies_here:
        yield Phrase("exchange.reason.here")
