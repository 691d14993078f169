"""Firms that tell of a theme or ask about one: those among whom groups are formed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from geodata.codes import NeedDirection, ResourceKind
from welfare_map.model import Exchange, ExchangeQuery, Firm, FirmRow
from welfare_map.questions.firm_positions import positions_of

TELLING_KINDS = frozenset({ResourceKind.KNOW_HOW, ResourceKind.TRAINING})
"""What is passed on by speaking: experience and training."""


@dataclass(frozen=True, slots=True)
class Speaking:
    """A firm with a place, the themes of which it tells and those about which it asks."""

    organisation_id: str
    organisation_name: str
    municipality_name: str | None
    address: str | None
    size_class: str | None
    lon: float
    lat: float
    is_approximate: bool
    tells: frozenset[str]
    asks: frozenset[str]
    is_me: bool
    is_demo: bool


def speaking_of(query: ExchangeQuery, rows: Iterable[FirmRow]) -> tuple[Speaking, ...]:
    """Return the firms that tell or ask something, nearest first; the firm that asks stands first, whatever it says."""
    others = (_other(query, row) for row in rows)
    me = _me(query)
    return (*((me,) if me else ()), *(one for one in others if one.tells or one.asks))


def spoken(query: ExchangeQuery, exchanges: Iterable[Exchange], direction: NeedDirection) -> Iterator[Exchange]:
    """Yield what is told or asked, of the themes in question."""
    for one in exchanges:
        is_of_kind = one.direction == direction and one.exchange_kind in TELLING_KINDS
        if is_of_kind and (not query.themes or one.theme in query.themes):
            yield one


def _themes(query: ExchangeQuery, exchanges: Iterable[Exchange], direction: NeedDirection) -> frozenset[str]:
    return frozenset(one.theme for one in spoken(query, exchanges, direction) if one.theme)


def _other(query: ExchangeQuery, row: FirmRow) -> Speaking:
    return Speaking(
        organisation_id=row.organisation_id,
        organisation_name=row.organisation_name,
        municipality_name=row.municipality_name,
        address=row.address,
        size_class=row.size_class,
        lon=row.lon,
        lat=row.lat,
        is_approximate=row.is_approximate,
        tells=_themes(query, row.offers, NeedDirection.OFFER),
        asks=_themes(query, row.needs, NeedDirection.NEED),
        is_me=False,
        is_demo=row.is_demo,
    )


def _me(query: ExchangeQuery) -> Speaking | None:
    """Return the firm that asks at its own first site, else where the visitor says."""
    me = query.me
    if me is None:
        return None
    lon, lat, is_approximate = _place(query, me)
    if lon is None or lat is None:
        return None
    return Speaking(
        organisation_id=me.organisation_id,
        organisation_name=me.organisation_name,
        municipality_name=me.municipality_name,
        address=me.address,
        size_class=me.size_class,
        lon=lon,
        lat=lat,
        is_approximate=is_approximate,
        tells=_themes(query, me.exchanges, NeedDirection.OFFER),
        asks=_themes(query, me.exchanges, NeedDirection.NEED),
        is_me=True,
        is_demo=me.is_demo,
    )


def _place(query: ExchangeQuery, me: Firm) -> tuple[float | None, float | None, bool]:
    positions = positions_of(me)
    if not positions:
        return query.lon, query.lat, False
    return positions[0].lon, positions[0].lat, positions[0].is_approximate


def start_of(query: ExchangeQuery) -> tuple[float | None, float | None]:
    """Return where minutes start, degrees: at the point that was given, else at the firm's first known site."""
    if query.lon is not None or query.lat is not None or query.me is None:
        return query.lon, query.lat
    positions = positions_of(query.me)
    return (positions[0].lon, positions[0].lat) if positions else (None, None)
