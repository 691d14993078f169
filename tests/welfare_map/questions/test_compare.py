"""Services side by side, on the toy services of ``tests/welfare_map/conftest.py``."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from geodata.errors import InputError
from geodata.routing.estimate import Estimate
from welfare_map.model import MAX_SIDE_BY_SIDE_COUNT, CompareAnswer, CompareQuery, NearbyQuery
from welfare_map.questions.compare import compare
from welfare_map.questions.nearby import nearby
from welfare_map.snapshot import Snapshot

DAY = date(2026, 9, 15)
NEAR, AREA, NOWHERE, CARE = "toy:nursery-1km", "toy:micro-area", "toy:nursery-nowhere", "toy:care-9km"


def _asked(snapshot: Snapshot, *service_ids: str, **options: Any) -> CompareAnswer:
    return compare(snapshot, CompareQuery(as_of_on=DAY, service_ids=service_ids, **options), Estimate())


@pytest.fixture
def work(at_km: Callable[..., tuple[float, float]]) -> dict[str, float]:
    lon, lat = at_km(5, 5)
    return {"lon": lon, "lat": lat}


def test_rows_come_in_the_order_asked_for_each_once(toy_snapshot: Snapshot) -> None:
    answer = _asked(toy_snapshot, CARE, NEAR, CARE, AREA)

    assert [row.service_id for row in answer.rows] == [CARE, NEAR, AREA]


def test_minutes_and_metres_are_those_of_the_nearby_question(toy_snapshot: Snapshot, work: dict[str, float]) -> None:
    asked = NearbyQuery(as_of_on=DAY, service_ids=(NEAR, CARE, AREA), **work)
    near = {row.service_id: row for row in nearby(toy_snapshot, asked, Estimate()).rows}

    for row in _asked(toy_snapshot, NEAR, CARE, AREA, **work).rows:
        assert (row.travel_min, row.distance_m) == (near[row.service_id].travel_min, near[row.service_id].distance_m)
        assert row.free_count == near[row.service_id].free_count


def test_without_a_point_nothing_is_said_of_minutes(toy_snapshot: Snapshot) -> None:
    (row,) = _asked(toy_snapshot, NEAR).rows

    assert (row.travel_min, row.distance_m, row.is_estimate) == (None, None, None)
    assert row.lon is not None


def test_a_service_without_a_position_is_compared_but_for_minutes(
    toy_snapshot: Snapshot, work: dict[str, float]
) -> None:
    answer = _asked(toy_snapshot, NOWHERE, NEAR, **work)

    nowhere, near = answer.rows
    assert (nowhere.lon, nowhere.travel_min, nowhere.distance_m) == (None, None, None)
    assert near.travel_min is not None
    assert answer.without_position_count == 1


def test_what_is_unknown_or_no_longer_listed_is_named(toy_snapshot: Snapshot) -> None:
    answer = _asked(toy_snapshot, "toy:nursery-gone", NEAR, "no:such")

    assert answer.missing_ids == ("toy:nursery-gone", "no:such")
    assert answer.sentence.words("it") == "Servizi a confronto: 1. Non sono nella mappa: 2."


def test_free_places_past_their_term_are_unknown(toy_snapshot: Snapshot) -> None:
    later = CompareQuery(as_of_on=date(2026, 10, 1), service_ids=(NEAR,))

    assert _asked(toy_snapshot, NEAR).rows[0].free_count == 5
    assert compare(toy_snapshot, later, Estimate()).rows[0].free_count is None


def test_demonstration_services_are_said(toy_snapshot: Snapshot) -> None:
    assert not _asked(toy_snapshot, NEAR).has_demo
    assert _asked(toy_snapshot, NEAR, "demo:day-3km").has_demo


@pytest.mark.parametrize(
    ("service_ids", "options", "key"),
    [
        pytest.param((), {}, "bad_compare_count", id="none"),
        pytest.param(tuple(map(str, range(MAX_SIDE_BY_SIDE_COUNT + 1))), {}, "bad_compare_count", id="one too many"),
        pytest.param((NEAR,), {"lon": 9.0}, "half_a_point", id="half a point"),
        pytest.param((NEAR,), {"lon": 12.5, "lat": 41.9}, "point_outside", id="outside the area"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    toy_snapshot: Snapshot, service_ids: tuple[str, ...], options: dict[str, float], key: str
) -> None:
    with pytest.raises(InputError, match=key):
        _asked(toy_snapshot, *service_ids, **options)
