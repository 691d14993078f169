"""What is reached in so many minutes: areas, residents, services, words."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import shapely

from geodata.codes import ServiceKind, TravelMode
from geodata.errors import InputError
from geodata.routing import Area, Trips
from geodata.routing.estimate import Estimate
from welfare_map.exports.geojson import geojson
from welfare_map.model import NearbyQuery, ReachAnswer, ReachQuery
from welfare_map.questions.nearby import nearby
from welfare_map.questions.reach import reach
from welfare_map.snapshot import Snapshot

ON = date(2026, 9, 10)
AtKm = Callable[[float, float], tuple[float, float]]
Ask = Callable[..., ReachAnswer]


@pytest.fixture
def ask(toy_snapshot: Snapshot, at_km: AtKm) -> Ask:
    """Ask the toy snapshot from (5, 5) km on foot, unless said otherwise."""

    def answer(at: tuple[float, float] = (5, 5), **asked: Any) -> ReachAnswer:
        lon, lat = at_km(*at)
        query = ReachQuery(**{"lon": lon, "lat": lat, "as_of_on": ON, "mode": TravelMode.WALK, **asked})
        return reach(toy_snapshot, query, Estimate())

    return answer


def test_an_area_inside_one_municipality_holds_its_share_of_the_residents(ask: Ask) -> None:
    walked_km = Estimate().reach_m(30, TravelMode.WALK) / 1000
    (row,) = ask(limits_min=(30,)).rows
    share = math.pi * walked_km**2 / 100  # of a square of 10 km
    assert row.area_km2 == pytest.approx(share * 100, rel=0.01)
    assert row.residents == pytest.approx(170 * share, abs=0.6)  # 7 ages of 10, one of 100
    assert row.municipality_count == 1


def test_an_area_wider_than_the_territory_holds_everybody(ask: Ask, toy_snapshot: Snapshot) -> None:
    (row,) = ask(limits_min=(60,), mode=TravelMode.CAR).rows
    table = toy_snapshot.territory.municipalities
    for band in ("residents", "residents_0_2", "residents_75_plus"):
        assert getattr(row, band) == int(table[band].sum())
    assert row.municipality_count == len(table)


def test_each_area_holds_those_before_it(ask: Ask) -> None:
    rows = ask(limits_min=(5, 10, 30, 60), mode=TravelMode.CYCLE).rows
    shapes = [shapely.from_wkt(row.geometry_wkt) for row in rows]
    for small, large in zip(range(3), range(1, 4), strict=True):
        assert shapes[large].buffer(1e-6).contains(shapes[small])
        assert rows[small].residents <= rows[large].residents
        assert rows[small].service_count <= rows[large].service_count


def test_services_are_those_near_within_the_same_minutes(ask: Ask, toy_snapshot: Snapshot, at_km: AtKm) -> None:
    lon, lat = at_km(5, 5)
    for row in ask(limits_min=(10, 15, 21), mode=TravelMode.CAR).rows:
        query = NearbyQuery(lon=lon, lat=lat, as_of_on=ON, limit_min=row.limit_min)
        near = nearby(toy_snapshot, query, Estimate())
        assert (row.service_count, row.demo_count) == (near.found_count, sum(found.is_demo for found in near.rows))


def test_filters_hold_and_demonstration_is_said(ask: Ask) -> None:
    everything = ask(limits_min=(60,), mode=TravelMode.CAR)
    homes = ask(limits_min=(60,), mode=TravelMode.CAR, kinds=(ServiceKind.CARE_HOME,))
    assert (everything.has_demo, homes.has_demo) == (True, False)
    assert homes.rows[0].service_count == 1


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        pytest.param({"limits_min": ()}, "error.bad_limit_count", id="no limit"),
        pytest.param({"limits_min": (1, 2, 3, 4, 5, 6, 7)}, "error.bad_limit_count", id="too many"),
        pytest.param({"limits_min": (20, 10)}, "error.limits_not_ascending", id="descending"),
        pytest.param({"limits_min": (10, 10)}, "error.limits_not_ascending", id="twice the same"),
        pytest.param({"limits_min": (0,)}, "error.bad_minutes", id="nothing"),
        pytest.param({"limits_min": (181,)}, "error.bad_minutes", id="too far"),
        pytest.param({"at": (95, 5)}, "error.point_outside_italy", id="outside"),
    ],
)
def test_what_means_nothing_is_refused(ask: Ask, asked: Mapping[str, Any], key: str) -> None:
    with pytest.raises(InputError) as error:
        ask(**asked)
    assert error.value.key == key


def test_the_sentence_is_about_the_widest_area(ask: Ask) -> None:
    answer = ask(limits_min=(10, 60), mode=TravelMode.CAR)
    assert answer.sentence.words("it") == (
        "In 60 min in auto da Uno si raggiungono 7 servizi; vi abitano circa 7.650 persone."
    )
    assert "Within 60 min by car of Uno 7 services can be reached" in answer.sentence.words("en")


def test_geojson_has_the_outlines_and_not_their_text(ask: Ask, toy_snapshot: Snapshot) -> None:
    made: Any = geojson(ask(), "it", territory=toy_snapshot.territory)
    assert [feature["geometry"]["type"] for feature in made["features"]] == ["Polygon"] * 3
    assert all("geometry_wkt" not in feature["properties"] for feature in made["features"])
    assert [feature["properties"]["limit_min"] for feature in made["features"]] == [10, 20, 30]


class HalfOnRoads(Estimate):
    """An engine whose areas follow roads, and whose minutes over 15 do not."""

    def one_to_many(self, *points: Any, **limits: Any) -> Trips:
        """Travel from one point to many."""
        travel_min = super().one_to_many(*points, **limits).travel_min
        return Trips(travel_min, travel_min > 15)

    def isochrones(self, *asked: Any) -> tuple[Area, ...]:
        """Draw the circles."""
        return tuple(replace(area, is_estimate=False) for area in super().isochrones(*asked))


def test_a_row_that_counts_estimated_minutes_is_an_estimate(toy_snapshot: Snapshot, at_km: AtKm) -> None:
    lon, lat = at_km(5, 5)
    query = ReachQuery(lon=lon, lat=lat, as_of_on=ON, limits_min=(15, 60))
    answer = reach(toy_snapshot, query, HalfOnRoads())
    assert [row.is_estimate for row in answer.rows] == [False, True]
    assert answer.is_estimate
