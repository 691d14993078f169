"""Firms that offer to tell of what they did, or to teach it."""

from collections.abc import Iterable, Iterator, Sequence

from geodata.codes import NeedDirection
from welfare_map.model import Exchange, ExchangeQuery, ExchangeTeller, FirmRow, Phrase
from welfare_map.questions.exchange.speaking import spoken


def tellers(query: ExchangeQuery, rows: Iterable[FirmRow]) -> tuple[ExchangeTeller, ...]:
    """Return the firms that would tell: those with more reasons first, then the nearest."""
    found = [
        _teller(query, row, offers) for row in rows if (offers := tuple(spoken(query, row.offers, NeedDirection.OFFER)))
    ]
    return tuple(sorted(found, key=lambda one: -len(one.reasons))[: query.max_count])


def _teller(query: ExchangeQuery, row: FirmRow, offers: tuple[Exchange, ...]) -> ExchangeTeller:
    return ExchangeTeller(
        organisation_id=row.organisation_id,
        organisation_name=row.organisation_name,
        municipality_name=row.municipality_name,
        size_class=row.size_class,
        sector_code=row.sector_code,
        lon=row.lon,
        lat=row.lat,
        travel_min=row.travel_min,
        is_approximate=row.is_approximate,
        offers=offers,
        reasons=tuple(_reasons(query, row, offers)),
        email=row.email,
        relays=row.relays,
        is_demo=row.is_demo,
    )


def _reasons(query: ExchangeQuery, row: FirmRow, offers: Sequence[Exchange]) -> Iterator[Phrase]:
    me = query.me
    if me is None:
        return
    asked = {one.theme for one in spoken(query, me.exchanges, NeedDirection.NEED)}
    met = [one.theme for one in offers if one.theme in asked and one.theme]
    if met:
        themes = tuple(Phrase(f"codes.theme.{theme}") for theme in dict.fromkeys(met))
        yield Phrase("exchange.reason.asked", {"themes": themes})
    if me.sector_code and me.sector_code == row.sector_code:
        yield Phrase("exchange.reason.sector")
    if me.size_class and me.size_class == row.size_class:
        yield Phrase("exchange.reason.size")
    shared = [one for one in row.adhesions if one.initiative_id in me.initiative_ids]
    if shared:
        yield Phrase("exchange.reason.agreement", {"name": shared[0].initiative_name})
