"""Firms around (5, 5), the centre of municipality Uno; where each stands is in ``PLACES``."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from geodata.errors import InputError
from geodata.routing.estimate import Estimate
from welfare_map.model import FirmsAnswer, FirmsQuery
from welfare_map.questions.firms import firms
from welfare_map.snapshot import Snapshot

ON = date(2026, 9, 10)
Rows = Sequence[Mapping[str, Any]]
AtKm = Callable[[float, float], tuple[float, float]]
PLACES = {"near": (6, 5), "same": (6, 5), "area": (6, 5), "far": (25, 25), "union": (5, 5), "nowhere": None}


@pytest.fixture(scope="module")
def snapshot(make_row: Callable[..., dict[str, Any]], make_snapshot: Callable[..., Snapshot], at_km: AtKm) -> Snapshot:
    rows = []
    for name, at in PLACES.items():
        lon, lat = at_km(*at) if at else (None, None)
        rows.append(
            make_row(
                name,
                organisation_id=name,
                organisation_name=name.title(),
                organisation_kind="union" if name == "union" else "company",
                municipality_code="901001",
                lon=lon,
                lat=lat,
                position_quality="municipality" if name == "area" else "exact" if at else "none",
            )
        )
    return make_snapshot({"organisations": rows})


@pytest.fixture
def ask(snapshot: Snapshot, at_km: AtKm) -> Callable[..., FirmsAnswer]:
    lon, lat = at_km(5, 5)

    def asked(**cells: Any) -> FirmsAnswer:
        return firms(snapshot, FirmsQuery(**{"as_of_on": ON, "lon": lon, "lat": lat, **cells}), Estimate())

    return asked


def test_firms_come_by_minutes_then_exactness_then_id(ask: Callable[..., FirmsAnswer]) -> None:
    answer = ask(limit_min=20)
    assert [row.firm.organisation_id for row in answer.rows] == ["near", "same", "area"]
    assert [row.distance_m for row in answer.rows] == [1000, 1000, 1000]
    assert (answer.found_count, answer.without_position_count, answer.is_estimate) == (3, 1, True)


def test_a_limit_in_kilometres_is_a_straight_line(ask: Callable[..., FirmsAnswer]) -> None:
    assert [row.firm.organisation_id for row in ask(limit_min=None, limit_km=1).rows] == ["near", "same", "area"]
    assert ask(limit_min=None, limit_km=0.999).rows == ()


@pytest.mark.parametrize(
    "cells", [{"limit_min": 0}, {"limit_km": 5}, {"limit_min": None}, {"max_count": 0}, {"lon": 0.0, "lat": 0.0}]
)
def test_what_cannot_be_asked_is_refused(ask: Callable[..., FirmsAnswer], cells: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        ask(**cells)
