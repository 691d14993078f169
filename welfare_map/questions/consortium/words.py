"""The answer in a sentence: free places that exist first, then what is possible together, and at what cost."""

from collections.abc import Sequence

from geodata.codes import ConsortiumParameter, exchange_unit
from geodata.routing import TravelTimes
from welfare_map.model import (
    BridgeRow,
    ConsortiumQuery,
    ConsortiumRow,
    ExistingRow,
    Phrase,
)
from welfare_map.model.answer import Value
from welfare_map.questions.consortium.case import Case
from welfare_map.questions.consortium.search import Found

NAMED_IN_SENTENCE = 3
COSTS = frozenset({ConsortiumParameter.PLACE_COST, ConsortiumParameter.FIXED_COST})


def both(first: Phrase | None, then: Phrase) -> Phrase:
    """Say one thing after the other."""
    return then if first is None else Phrase("consortium.sentence.both", {"first": first, "then": then})


def existing(query: ConsortiumQuery, rows: Sequence[ExistingRow]) -> Phrase | None:
    """Say which free places there are; nothing where none are known."""
    if not rows:
        return None
    known = [row.free_count for row in rows if row.free_count is not None]
    values: dict[str, Value] = {
        "count": len(rows),
        "free": sum(known),
        "unit": _unit(query),
        "limit": query.limit_min,
        "service": _service(query),
    }
    if not known:
        return Phrase("consortium.existing.unsaid", values)
    return Phrase("consortium.existing.one" if len(rows) == 1 else "consortium.existing.many", values)


def groups(
    case: Case, rows: Sequence[ConsortiumRow], bridge: BridgeRow | None, highest: float, *, is_asked: bool
) -> Phrase:
    """Say what the best group is, else what is missing."""
    if not is_asked:
        return Phrase("consortium.sentence.no_threshold", _found(case, highest))
    return _possible(case, rows[0]) if rows else _missing(case, bridge, highest)


def _possible(case: Case, row: ConsortiumRow) -> Phrase:
    others = [member for member in row.members if not member.is_named]
    named = [member for member in row.members if member.is_named]
    is_mine = case.query.me is not None
    told = sorted(others if is_mine and others else row.members, key=lambda member: -(member.need_count or 0))
    key = "with_you" if is_mine and others else "alone" if len(told) == 1 or is_mine else "together"
    values: dict[str, Value] = {
        "names": names([member.organisation_name for member in told]),
        "places": row.places,
        "unit": _unit(case.query),
        "service": _service(case.query),
        "estimate": Phrase("consortium.estimated") if row.is_need_estimated else "",
        "cost": _cost(case, row),
    }
    if is_mine and not others and len(named) == 1:
        key = "you_alone"
    return Phrase(f"consortium.sentence.{key}", values)


def _cost(case: Case, row: ConsortiumRow) -> Phrase:
    if row.cost_eur_per_year is None:
        return Phrase("consortium.cost.unknown")
    dated = [one.years for one in case.assumptions if one.assumption in COSTS and one.basis == "table" and one.years]
    if dated:
        return Phrase("consortium.cost.dated", {"cost": row.cost_eur_per_year, "years": dated[0]})
    return Phrase("consortium.cost.known", {"cost": row.cost_eur_per_year})


def _missing(case: Case, bridge: BridgeRow | None, highest: float) -> Phrase:
    values = _found(case, highest)
    if not case.reach.is_whole:
        return Phrase("consortium.sentence.none_looked_at", values | {"count": len(case.reach.sites)})
    if not len(case.reach.sites):
        return Phrase("consortium.sentence.no_site", values)
    if bridge is None:
        return Phrase("consortium.sentence.none", values)
    values |= {"name": bridge.organisation_name, "minutes": max(1, round(bridge.travel_min)), "site": bridge.site_name}
    return Phrase("consortium.sentence.bridge", values)


def _found(case: Case, highest: float) -> dict[str, Value]:
    return {
        "threshold": case.values.get(ConsortiumParameter.THRESHOLD),
        "highest": round(highest, 1),
        "unit": _unit(case.query),
        "limit": case.query.limit_min,
        "service": _service(case.query),
    }


def names(told: Sequence[str]) -> Phrase:
    """Join names, three at most and then how many others."""
    if len(told) > NAMED_IN_SENTENCE:
        shown = ", ".join(told[: NAMED_IN_SENTENCE - 1])
        return Phrase("consortium.names.more", {"first": shown, "count": len(told) - NAMED_IN_SENTENCE + 1})
    if len(told) == 1:
        return Phrase("consortium.names.one", {"first": told[0]})
    return Phrase("consortium.names.some", {"first": ", ".join(told[:-1]), "last": told[-1]})


def method(case: Case, travel_times: TravelTimes, found: Found | None) -> Phrase:
    """Say how it was computed."""
    query, reach = case.query, case.reach
    travel = Phrase(f"nearby.method.{travel_times.name}.{query.mode}", dict(travel_times.facts(query.mode)))
    search = "consortium.method.all" if found is None or found.is_complete else "consortium.method.some"
    looked = Phrase(search) if reach.is_whole else Phrase("consortium.method.cut", {"count": len(reach.sites)})
    return Phrase("consortium.method.whole", {"search": looked, "travel": travel})


def _unit(query: ConsortiumQuery) -> str:
    return f"codes.unit.{exchange_unit(query.kind)}"


def _service(query: ConsortiumQuery) -> Phrase:
    return Phrase(f"consortium.service.{query.kind}")
