"""Firms on the toy territory, what they need, and a question about a nursery for eight children from (5, 5) km."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from geodata.codes import ConsortiumParameter
from geodata.routing import TravelTimes
from geodata.routing.estimate import Estimate
from welfare_map.model import ConsortiumAnswer, ConsortiumQuery
from welfare_map.questions.consortium import consortium
from welfare_map.snapshot import Snapshot

ON = date(2026, 9, 10)
Make = Callable[..., Any]
Row = dict[str, Any]


@pytest.fixture(scope="session")
def make_firm(make_row: Make, at_km: Make) -> Callable[..., Row]:
    """Make a company at kilometres ``at`` (None: without position)."""

    def firm(key: str, at: tuple[float, float] | None = (5, 5), source_id: str = "toy", **cells: Any) -> Row:
        lon, lat = at_km(*at) if at is not None else (None, None)
        defaults = {
            "organisation_id": key,
            "organisation_name": key.title(),
            "organisation_kind": "company",
            "lon": lon,
            "lat": lat,
            "position_quality": "none" if at is None else "exact",
        }
        return make_row(key, source_id, **{**defaults, **cells})

    return firm


@pytest.fixture(scope="session")
def make_need(make_row: Make) -> Callable[..., Row]:
    """Make a public need of nursery places."""

    def need(who: str, quantity: float | None, **cells: Any) -> Row:
        defaults = {
            "organisation_id": who,
            "direction": "need",
            "exchange_kind": "nursery",
            "quantity": quantity,
            "unit": "places",
            "visibility": "public",
        }
        whole = {**defaults, **cells}
        key = "-".join(str(whole[name]) for name in ("organisation_id", "exchange_kind", "direction", "visibility"))
        return make_row(key, need_offer_id=key, **whole)

    return need


@pytest.fixture(scope="session")
def firms_with(make_snapshot: Make, make_firm: Make, make_need: Make) -> Callable[..., Snapshot]:
    """Make a snapshot of firms by name: what each needs and where it is."""

    def snapshot(needs: Mapping[str, float], at: Mapping[str, tuple[float, float]] | None = None) -> Snapshot:
        rows = [make_firm(name, (at or {}).get(name, (5, 5)), employee_count=100) for name in needs]
        return make_snapshot(  # type: ignore[no-any-return]
            {"organisations": rows, "needs_offers": [make_need(name, count) for name, count in needs.items()]}
        )

    return snapshot


@pytest.fixture(scope="session")
def ask(at_km: Make) -> Callable[..., ConsortiumAnswer]:
    """Ask for a nursery of eight places at 1,000 euros each from (5, 5) km, by car within 15 minutes."""

    def answer(
        snapshot: Snapshot,
        at: tuple[float, float] = (5, 5),
        assumed: Mapping[str, float] | None = None,
        travel_times: TravelTimes | None = None,
        **asked: Any,
    ) -> ConsortiumAnswer:
        lon, lat = at_km(*at)
        values = {"threshold_count": 8.0, "place_cost_eur": 1_000.0, **(assumed or {})}
        written = tuple((ConsortiumParameter(name), value) for name, value in values.items())
        query = {"as_of_on": ON, "kind": "nursery", "lon": lon, "lat": lat, "max_count": 100_000, **asked}
        return consortium(snapshot, ConsortiumQuery(**{"assumptions": written, **query}), travel_times or Estimate())

    return answer


def groups_of(answer: ConsortiumAnswer) -> Sequence[tuple[str, ...]]:
    """Return the members of each group, in order."""
    return [row.organisation_ids for row in answer.rows]
