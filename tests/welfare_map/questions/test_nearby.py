"""Which services are near: filters, limits, order, free places, words."""

import copy
import dataclasses
import math
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.codes import KIND_FACTS, ElderRole, Ownership, ServiceKind, TravelMode
from geodata.crs import to_metric
from geodata.errors import InputError
from geodata.routing import Trips
from geodata.routing.estimate import Estimate, minutes_of
from geodata.territory import RawTerritory, build_territory
from welfare_map.model import MAX_LIMIT_MIN, NearbyAnswer, NearbyQuery
from welfare_map.questions.nearby import nearby
from welfare_map.snapshot import Snapshot

ON = date(2026, 9, 10)
LOOSE = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
AtKm = Callable[[float, float], tuple[float, float]]
Make = Callable[..., Any]
Row = dict[str, Any]


@pytest.fixture
def ask(toy_snapshot: Snapshot, at_km: AtKm) -> Callable[..., NearbyAnswer]:
    """Ask the toy snapshot from (5, 5) km, by car within 30 minutes unless said otherwise."""

    def answer(at: tuple[float, float] = (5, 5), snapshot: Snapshot = toy_snapshot, **asked: Any) -> NearbyAnswer:
        lon, lat = at_km(*at)
        return nearby(
            snapshot, NearbyQuery(**{"lon": lon, "lat": lat, "as_of_on": ON, "limit_min": 30, **asked}), Estimate()
        )

    return answer


def ids(answer: NearbyAnswer) -> list[str]:
    return [row.service_id for row in answer.rows]


# --- limits and order


def test_the_nearest_comes_first_and_equal_minutes_go_to_the_exact_position_then_to_the_id(
    ask: Callable[..., NearbyAnswer],
) -> None:
    assert ids(ask()) == [
        "toy:nursery-1km",
        "toy:nursery-firm",
        "demo:day-3km",
        "toy:care-9km",
        "toy:nursery-10km",
        "toy:micro-area",
    ]


def test_minutes_and_metres_are_what_the_head_says(ask: Callable[..., NearbyAnswer]) -> None:
    first, *_ = ask(kinds=(ServiceKind.NURSERY,)).rows
    assert (first.distance_m, first.travel_min) == (1000, 4.6)
    assert (first.municipality_name, first.group, first.capacity_accredited) == ("Uno", "small_children", 30)
    assert (first.address, first.email, first.is_open_to_others) == ("via Prova 1", None, None)


@pytest.mark.parametrize(
    ("limit", "is_in"),
    [
        pytest.param({"limit_min": 20.4}, True, id="exactly at the minutes"),
        pytest.param({"limit_min": 20.3}, False, id="a tenth of a minute less"),
        pytest.param({"limit_min": None, "limit_km": 10}, True, id="exactly at the kilometres"),
        pytest.param({"limit_min": None, "limit_km": 9.999}, False, id="a metre less"),
    ],
)
def test_a_service_exactly_at_the_limit_is_in(
    ask: Callable[..., NearbyAnswer], limit: Mapping[str, float | None], *, is_in: bool
) -> None:
    assert ("toy:nursery-10km" in ids(ask(**limit))) is is_in


def test_every_row_is_within_a_limit_set_at_its_own_minutes(ask: Callable[..., NearbyAnswer]) -> None:
    for row in ask(limit_min=180).rows:
        assert row.service_id in ids(ask(limit_min=row.travel_min))


def test_results_come_from_the_other_side_of_a_municipal_border(ask: Callable[..., NearbyAnswer]) -> None:
    answer = ask(at=(9.5, 5), kinds=(ServiceKind.NURSERY,), limit_min=15)
    assert answer.origin_municipality_name == "Uno"
    assert {row.municipality_name for row in answer.rows} == {"Uno", "Due"}


def test_a_municipality_stands_for_an_area_and_says_so(ask: Callable[..., NearbyAnswer]) -> None:
    assert {row.service_id for row in ask().rows if row.is_approximate} == {"toy:micro-area"}


def test_a_nearer_area_comes_before_a_farther_door_and_equal_minutes_keep_the_order_of_ids(
    ask: Callable[..., NearbyAnswer], make_snapshot: Make, make_service: Make
) -> None:
    rows = [
        make_service("d", (7, 5)),
        make_service("c", (8, 5), position_quality="street"),
        make_service("b", (8, 5), position_quality="address"),
        make_service("a", (6, 5), position_quality="place"),
    ]
    assert ids(ask(snapshot=make_snapshot({"services": rows}))) == ["toy:a", "toy:d", "toy:b", "toy:c"]


def test_rows_are_capped_and_the_rest_is_counted(ask: Callable[..., NearbyAnswer]) -> None:
    answer = ask(max_count=2)
    assert ids(answer) == ["toy:nursery-1km", "toy:nursery-firm"]
    assert answer.found_count == 6
    assert answer.has_demo
    assert [source.source_id for source in answer.sources] == ["demo", "toy"]


def test_on_foot_the_same_limit_reaches_less(ask: Callable[..., NearbyAnswer]) -> None:
    assert ids(ask(mode=TravelMode.WALK, limit_min=16)) == ["toy:nursery-1km", "toy:nursery-firm"]


# --- filters


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param({"kinds": (ServiceKind.CARE_HOME,)}, {"care-9km"}, id="one kind"),
        pytest.param(
            {"kinds": (ServiceKind.CARE_HOME, ServiceKind.MICRO_NURSERY)}, {"care-9km", "micro-area"}, id="two kinds"
        ),
        pytest.param({"kinds": (ServiceKind.CANTEEN,)}, set(), id="a kind that is not there"),
        pytest.param(
            {"child_age_months": 2}, set(), id="younger than any nursery takes, and no place for elders either"
        ),
        pytest.param(
            {"child_age_months": 3}, {"nursery-1km", "nursery-firm", "nursery-10km", "micro-area"}, id="youngest age"
        ),
        pytest.param(
            {"child_age_months": 36}, {"nursery-1km", "nursery-firm", "nursery-10km", "micro-area"}, id="oldest age"
        ),
        pytest.param({"elder_role": ElderRole.RESIDENTIAL}, {"care-9km"}, id="elder who wants to live there"),
        pytest.param({"elder_role": ElderRole.DAY}, {"day-3km"}, id="elder for the day"),
        pytest.param({"elder_role": ElderRole.HOME}, set(), id="elder at home"),
        pytest.param(
            {"elder_role": ElderRole.DAY, "child_age_months": 12, "min_capacity_count": 25},
            {"day-3km", "nursery-1km"},
            id="child and elder: services for either",
        ),
        pytest.param(
            {"min_capacity_count": 20},
            {"nursery-1km", "nursery-10km", "day-3km", "care-9km"},
            id="places, accredited before authorised, unknown left out",
        ),
        pytest.param({"min_capacity_count": 76}, set(), id="80 authorised but 75 accredited"),
        pytest.param({"ownership": Ownership.PUBLIC}, {"nursery-10km"}, id="public, unknown left out"),
        pytest.param(
            {"only_open_to_others": True},
            {"nursery-1km", "nursery-10km", "micro-area", "day-3km", "care-9km"},
            id="open to others, unknown kept",
        ),
        pytest.param({"only_with_free_places": True}, {"nursery-1km"}, id="a free place known"),
        pytest.param({"only_with_free_places": True, "child_age_months": 24}, set(), id="for the child, past its term"),
    ],
)
def test_a_filter_keeps_what_it_says(
    ask: Callable[..., NearbyAnswer], asked: Mapping[str, Any], expected: set[str]
) -> None:
    assert {service_id.partition(":")[2] for service_id in ids(ask(**asked))} == expected


def test_the_ages_of_a_record_come_before_the_usual_ones_of_its_kind(
    ask: Callable[..., NearbyAnswer], make_snapshot: Make, make_service: Make
) -> None:
    rows = [make_service("late", (5, 5), min_age_months=12), make_service("usual", (5, 5))]
    snapshot = make_snapshot({"services": rows})
    assert ids(ask(snapshot=snapshot, child_age_months=6)) == ["toy:usual"]


@pytest.mark.parametrize("kind", ["disability_day_centre", "family_clinic", "family_desk", "shuttle", "canteen"])
def test_a_service_that_is_not_for_children_stays_only_if_its_record_states_ages(
    ask: Callable[..., NearbyAnswer], make_snapshot: Make, make_service: Make, kind: str
) -> None:
    rows = [
        make_service("silent", (5, 5), kind=kind),
        make_service("from-two", (5, 6), kind=kind, min_age_months=24),
        make_service("up-to-five", (5, 7), kind=kind, max_age_months=60),
    ]
    snapshot = make_snapshot({"services": rows})
    found = {age: ids(ask(snapshot=snapshot, child_age_months=age)) for age in (23, 24, 61)}
    assert found == {23: ["toy:up-to-five"], 24: ["toy:from-two", "toy:up-to-five"], 61: ["toy:from-two"]}


def test_an_elder_service_takes_no_child_even_if_its_record_states_ages(
    ask: Callable[..., NearbyAnswer], make_snapshot: Make, make_service: Make
) -> None:
    snapshot = make_snapshot({"services": [make_service("home", (5, 5), kind="care_home", min_age_months=0)]})
    assert ids(ask(snapshot=snapshot, child_age_months=24)) == []


# --- exactly these services


FAR = ("toy:clinic-far", "demo:day-3km", "toy:nursery-nowhere", "toy:nursery-gone")


@pytest.mark.parametrize("limit", [{"limit_min": 1}, {"limit_min": 180}, {"limit_min": None, "limit_km": 0.5}])
def test_services_that_are_asked_by_id_are_found_beyond_every_limit_and_by_minutes(
    ask: Callable[..., NearbyAnswer], limit: Mapping[str, float | None]
) -> None:
    answer = ask(mode=TravelMode.WALK, service_ids=FAR, **limit)
    assert ids(answer) == ["demo:day-3km", "toy:clinic-far"]
    assert answer.rows[1].travel_min > MAX_LIMIT_MIN
    assert answer.without_position_count == 1


def test_the_other_filters_hold_for_services_that_are_asked_by_id(ask: Callable[..., NearbyAnswer]) -> None:
    assert ids(ask(service_ids=FAR, kinds=(ServiceKind.FAMILY_CLINIC,))) == ["toy:clinic-far"]


def test_a_service_that_is_asked_by_id_and_cannot_be_reached_is_not_found(toy_snapshot: Snapshot, at_km: AtKm) -> None:
    lon, lat = at_km(5.5, 5)
    query = NearbyQuery(lon=lon, lat=lat, as_of_on=ON, service_ids=("toy:nursery-1km", "toy:nursery-firm"))
    assert ids(nearby(toy_snapshot, query, HalfReachable())) == ["toy:nursery-firm"]


def test_a_service_that_is_no_longer_listed_is_there_until_the_day_before(
    ask: Callable[..., NearbyAnswer],
) -> None:
    assert "toy:nursery-gone" in ids(ask(as_of_on=date(2025, 12, 31)))
    assert "toy:nursery-gone" not in ids(ask(as_of_on=date(2026, 1, 1)))


# --- without position


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        pytest.param({}, 2, id="municipality within reach, and municipality unknown"),
        pytest.param({"at": (25, 25), "limit_min": 10}, 1, id="municipality out of reach, so only the unknown one"),
        pytest.param({"kinds": (ServiceKind.CARE_HOME,)}, 0, id="of another kind"),
        pytest.param({"limit_min": None, "limit_km": 1}, 2, id="kilometres"),
        pytest.param({"min_capacity_count": 1}, 0, id="filters hold for them too"),
    ],
)
def test_services_without_position_are_counted_where_they_may_be_near(
    ask: Callable[..., NearbyAnswer], asked: Mapping[str, Any], count: int
) -> None:
    assert ask(**asked).without_position_count == count


def test_a_demonstration_service_without_position_labels_the_count(
    ask: Callable[..., NearbyAnswer], make_snapshot: Make, make_service: Make
) -> None:
    snapshot = make_snapshot({"services": [make_service("lost", None, "demo")]})
    answer = ask(snapshot=snapshot)
    assert (answer.found_count, answer.without_position_count, answer.has_demo) == (0, 1, True)


# --- free places


@pytest.mark.parametrize(
    ("asked", "free_count", "free_as_of_on"),
    [
        pytest.param({}, 5, "2026-08-20", id="all bands within their term, oldest day"),
        pytest.param({"child_age_months": 11}, 2, "2026-09-01", id="infants"),
        pytest.param({"child_age_months": 12}, 3, "2026-08-20", id="twelve months are toddlers"),
        pytest.param({"child_age_months": 24}, None, None, id="past the term is unknown, not zero"),
        pytest.param({"as_of_on": date(2026, 8, 31)}, 6, "2026-06-01", id="on the last day of the term it holds"),
        pytest.param({"as_of_on": date(2026, 10, 1)}, None, None, id="all past their term"),
    ],
)
def test_free_places_are_those_for_the_child_within_their_term(
    ask: Callable[..., NearbyAnswer], asked: Mapping[str, Any], free_count: int | None, free_as_of_on: str | None
) -> None:
    first, *_ = ask(**asked).rows
    assert (first.service_id, first.free_count, first.free_as_of_on) == ("toy:nursery-1km", free_count, free_as_of_on)


def test_a_service_that_says_nothing_about_free_places_is_unknown(ask: Callable[..., NearbyAnswer]) -> None:
    assert {row.free_count for row in ask().rows if row.service_id != "toy:nursery-1km"} == {None}


def test_services_that_say_nothing_of_free_places_are_counted_where_only_free_ones_are_asked_for(
    ask: Callable[..., NearbyAnswer],
) -> None:
    everybody, free = ask(), ask(only_with_free_places=True)
    assert everybody.without_places_count == 0
    assert free.without_places_count == everybody.found_count - 1
    assert ask(only_with_free_places=True, child_age_months=24, limit_min=5).without_places_count == 2


def test_the_bands_for_the_child_come_first(ask: Callable[..., NearbyAnswer]) -> None:
    bands = ask(child_age_months=12).rows[0].bands
    assert [(one.band[:3], one.is_asked, one.is_expired) for one in bands] == [
        ("tod", True, False),
        ("inf", False, False),
        ("two", False, True),
    ]


# --- words


@pytest.mark.parametrize(
    ("asked", "italian", "english"),
    [
        pytest.param(
            {},
            "6 servizi entro 30 min in auto da Uno: il più vicino è a circa 5 min.",
            "6 services within 30 min by car of Uno: the nearest is about 5 min away.",
            id="many",
        ),
        pytest.param(
            {"kinds": (ServiceKind.CARE_HOME,)},
            "Un servizio entro 30 min in auto da Uno: è a circa 19 min.",
            "One service within 30 min by car of Uno: it is about 19 min away.",
            id="one",
        ),
        pytest.param(
            {"kinds": (ServiceKind.MICRO_NURSERY,), "limit_min": None, "limit_km": 12.5},
            "Un servizio entro 12,5 km in linea d'aria da Uno: è a ≈ 20 min in auto.",
            "One service within 12.5 km in a straight line of Uno: it is ≈ 20 min away by car.",
            id="one, of which only the area is known",
        ),
        pytest.param(
            {"service_ids": ("toy:clinic-far", "toy:care-9km"), "limit_min": 1},
            "2 servizi scelti: da Uno il più vicino è a circa 19 min in auto.",
            "2 chosen services: from Uno the nearest is about 19 min away by car.",
            id="exactly these, beyond the limit",
        ),
        pytest.param(
            {"service_ids": ("toy:nursery-gone",)},
            "Nessuno dei servizi scelti è nella mappa con una posizione nota.",
            "None of the chosen services is on the map with a known position.",
            id="exactly these, none there",
        ),
        pytest.param(
            {"kinds": (ServiceKind.CANTEEN,), "mode": TravelMode.WALK},
            "Nessun servizio entro 30 min a piedi da Uno, tra quelli di cui si conosce la posizione.",
            "No service within 30 min on foot of Uno, among those whose position is known.",
            id="none",
        ),
    ],
)
def test_the_sentence_says_how_many_and_how_near(
    ask: Callable[..., NearbyAnswer], asked: Mapping[str, Any], italian: str, english: str
) -> None:
    answer = ask(**asked)
    assert (answer.sentence.words("it"), answer.sentence.words("en")) == (italian, english)


@pytest.mark.parametrize("mode", TravelMode)
@pytest.mark.parametrize(("lang", "word"), [("it", "stimati"), ("en", "Estimated")])
def test_the_method_says_that_minutes_are_estimated_and_how(
    ask: Callable[..., NearbyAnswer], mode: TravelMode, lang: str, word: str
) -> None:
    answer = ask(mode=mode)
    words = answer.method.words(lang)
    assert answer.is_estimate
    assert word in words
    assert "1,2" in words.replace("1.2", "1,2")


def test_parameters_are_the_query_as_asked_in_plain_values(ask: Callable[..., NearbyAnswer], at_km: AtKm) -> None:
    parameters = ask(kinds=(ServiceKind.NURSERY,), ownership=Ownership.PRIVATE).parameters
    assert (parameters["lon"], parameters["lat"]) == at_km(5, 5)
    assert (parameters["as_of_on"], parameters["kinds"], parameters["ownership"], parameters["engine"]) == (
        "2026-09-10",
        ["nursery"],
        "private",
        "estimate",
    )


# --- bad input


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        pytest.param({"limit_min": 0}, "error.bad_minutes", id="no minutes"),
        pytest.param({"limit_min": -5}, "error.bad_minutes", id="negative minutes"),
        pytest.param({"limit_min": 181}, "error.bad_minutes", id="too many minutes"),
        pytest.param({"limit_min": 1e300}, "error.bad_minutes", id="huge minutes"),
        pytest.param({"limit_min": math.nan}, "error.bad_minutes", id="minutes that are no number"),
        pytest.param({"limit_min": None, "limit_km": 0}, "error.bad_km", id="no kilometres"),
        pytest.param({"limit_min": None, "limit_km": 201}, "error.bad_km", id="too many kilometres"),
        pytest.param({"limit_km": 5}, "error.one_limit", id="both limits"),
        pytest.param({"limit_min": None}, "error.one_limit", id="no limit"),
        pytest.param({"child_age_months": -1}, "error.bad_child_age", id="negative age"),
        pytest.param({"child_age_months": 217}, "error.bad_child_age", id="no child any more"),
        pytest.param({"min_capacity_count": -1}, "error.bad_capacity", id="negative places"),
        pytest.param({"max_count": 0}, "error.bad_max_count", id="no rows"),
        pytest.param({"at": (35, 5)}, "error.point_outside_area", id="in Italy, just outside the area"),
        pytest.param({"lon": 2.35, "lat": 48.86}, "error.point_outside_italy", id="outside Italy"),
        pytest.param({"lon": 45.1, "lat": 9.1}, "error.swapped_coordinates", id="swapped"),
        pytest.param({"lon": math.nan}, "error.bad_coordinates", id="no coordinates"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_sentence(
    ask: Callable[..., NearbyAnswer], asked: Mapping[str, Any], key: str
) -> None:
    with pytest.raises(InputError) as refused:
        ask(**asked)
    assert refused.value.key == key


def test_the_latest_possible_limits_are_taken(ask: Callable[..., NearbyAnswer]) -> None:
    assert ask(limit_min=180).found_count == ask(limit_min=None, limit_km=200).found_count == 7


def test_a_snapshot_without_services_has_an_answer(ask: Callable[..., NearbyAnswer], make_snapshot: Make) -> None:
    answer = ask(snapshot=make_snapshot({}))
    assert (answer.rows, answer.without_position_count, answer.has_demo, answer.sources) == ((), 0, False, ())


# --- an oracle and properties

KM = st.sampled_from((0, 2, 5, 10, 15, 30))
POSITIONS = st.one_of(st.none(), st.tuples(KM, KM), st.tuples(KM, KM))
SERVICES = st.lists(
    st.fixed_dictionaries(
        {
            "at": POSITIONS,
            "kind": st.sampled_from(["nursery", "care_home", "family_clinic", "preschool"]),
            "capacity_accredited": st.none() | st.integers(0, 60),
            "capacity_authorised": st.none() | st.integers(0, 60),
            "ownership": st.sampled_from([None, "public", "private"]),
            "is_open_to_others": st.sampled_from([None, "true", "false"]),
            "min_age_months": st.none() | st.integers(0, 40),
            "max_age_months": st.none() | st.integers(0, 80),
            "quality": st.sampled_from(["exact", "street", "place", "municipality"]),
        }
    ),
    max_size=12,
)


def mostly_nothing(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Leave most filters off, so that most answers have rows."""
    return st.sampled_from((False, False, True)).flatmap(lambda is_on: values if is_on else st.none())


ASKED = st.fixed_dictionaries(
    {
        "at": st.tuples(st.integers(1, 29), st.integers(1, 29)),
        "mode": st.sampled_from(TravelMode),
        "limit_min": st.sampled_from((1, 15, 30, 60, 180)),
        "kinds": st.sampled_from([(), (), (ServiceKind.NURSERY,), (ServiceKind.PRESCHOOL, ServiceKind.FAMILY_CLINIC)]),
        "child_age_months": mostly_nothing(st.integers(0, 100)),
        "elder_role": mostly_nothing(st.sampled_from(ElderRole)),
        "min_capacity_count": mostly_nothing(st.integers(0, 60)),
        "ownership": mostly_nothing(st.sampled_from(Ownership)),
        "only_open_to_others": st.booleans(),
    }
)


def made(make_service: Make, services: list[Row]) -> list[Row]:
    rows = []
    for number, service in enumerate(services):
        cells = {name: value for name, value in service.items() if name not in {"at", "quality"}}
        quality = "none" if service["at"] is None else service["quality"]
        rows.append(make_service(f"{number:02}", service["at"], position_quality=quality, **cells))
    return rows


def fits(service: Row, asked: Mapping[str, Any]) -> bool:
    """Apply the filters in plain words, apart from the code under test."""
    facts = KIND_FACTS[ServiceKind(service["kind"])]
    places = service["capacity_accredited"] or service["capacity_authorised"]
    youngest = service["min_age_months"] if service["min_age_months"] is not None else facts.min_age_months
    oldest = service["max_age_months"] if service["max_age_months"] is not None else facts.max_age_months
    age, role = asked["child_age_months"], asked["elder_role"]
    for_child = (
        age is not None
        and facts.elder_role is None
        and (youngest is not None or oldest is not None)
        and (youngest is None or youngest <= age)
        and (oldest is None or age <= oldest)
    )
    for_elder = role is not None and facts.elder_role == role
    return (
        (not asked["kinds"] or service["kind"] in asked["kinds"])
        and (for_child or for_elder or (age is None and role is None))
        and (asked["min_capacity_count"] is None or (places is not None and places >= asked["min_capacity_count"]))
        and (asked["ownership"] is None or service["ownership"] == asked["ownership"])
        and not (asked["only_open_to_others"] and service["is_open_to_others"] == "false")
    )


def by_hand(services: list[Row], asked: Mapping[str, Any]) -> list[tuple[str, float]]:
    found = []
    for number, service in enumerate(services):
        if service["at"] is None or not fits(service, asked):
            continue
        distance_m = 1000 * math.dist(service["at"], asked["at"])
        travel_min = round(float(minutes_of(distance_m, asked["mode"])), 1)
        if travel_min <= asked["limit_min"]:
            is_area = service["quality"] in {"place", "municipality"}
            found.append((travel_min, is_area, f"toy:{number:02}"))
    return [(service_id, travel_min) for travel_min, _, service_id in sorted(found)]


@LOOSE
@given(SERVICES, ASKED)
def test_it_equals_a_search_through_all_rows_by_hand(
    ask: Callable[..., NearbyAnswer],
    make_snapshot: Make,
    make_service: Make,
    services: list[Row],
    asked: dict[str, Any],
) -> None:
    answer = ask(snapshot=make_snapshot({"services": made(make_service, services)}), **asked)
    assert [(row.service_id, row.travel_min) for row in answer.rows] == by_hand(services, asked)
    assert answer.without_position_count == sum(s["at"] is None and fits(s, asked) for s in services)


@LOOSE
@given(SERVICES, ASKED, st.integers(0, 100))
def test_a_wider_limit_loses_nothing(
    ask: Callable[..., NearbyAnswer],
    make_snapshot: Make,
    make_service: Make,
    services: list[Row],
    asked: dict[str, Any],
    more_min: int,
) -> None:
    snapshot = make_snapshot({"services": made(make_service, services)})
    narrow = ids(ask(snapshot=snapshot, **asked))
    wide = ids(ask(snapshot=snapshot, **{**asked, "limit_min": min(180, asked["limit_min"] + more_min)}))
    assert wide[: len(narrow)] == narrow


@LOOSE
@given(SERVICES, ASKED, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(
    ask: Callable[..., NearbyAnswer],
    make_snapshot: Make,
    make_service: Make,
    services: list[Row],
    asked: dict[str, Any],
    chance: Any,
) -> None:
    rows = made(make_service, services)
    before = ask(snapshot=make_snapshot({"services": rows}), **asked)
    chance.shuffle(rows)
    assert ask(snapshot=make_snapshot({"services": rows}), **asked) == before


@LOOSE
@given(SERVICES, ASKED, st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=5))
def test_services_of_another_kind_change_nothing(
    ask: Callable[..., NearbyAnswer],
    make_snapshot: Make,
    make_service: Make,
    services: list[Row],
    asked: dict[str, Any],
    others: list[tuple[int, int]],
) -> None:
    asked = {**asked, "kinds": asked["kinds"] or (ServiceKind.NURSERY, ServiceKind.CARE_HOME)}
    rows = made(make_service, services)
    more = [make_service(f"shuttle-{number}", at, kind="shuttle") for number, at in enumerate(others)]
    before = ask(snapshot=make_snapshot({"services": rows}), **asked)
    assert ask(snapshot=make_snapshot({"services": [*rows, *more]}), **asked) == before


@pytest.mark.parametrize(("east_km", "north_km"), [(3, 0), (0, -7), (-20, 11)])
def test_moving_the_whole_territory_changes_no_minutes(
    ask: Callable[..., NearbyAnswer],
    make_snapshot: Make,
    toy_services: list[Row],
    moved_toy_raw: Callable[[float, float], RawTerritory],
    east_km: float,
    north_km: float,
) -> None:
    territory = build_territory(moved_toy_raw(east_km, north_km), ("region:91",), version="moved")
    snapshot = make_snapshot({"services": [moved(row, east_km, north_km) for row in toy_services]}, territory=territory)
    before, after = ask(limit_min=60), ask(snapshot=snapshot, at=(5 + east_km, 5 + north_km), limit_min=60)
    assert [(r.service_id, r.travel_min, r.distance_m) for r in after.rows] == [
        (r.service_id, r.travel_min, r.distance_m) for r in before.rows
    ]
    assert after.without_position_count == before.without_position_count


def moved(row: Row, east_km: float, north_km: float) -> Row:
    from geodata.crs import to_degrees  # noqa: PLC0415 used here alone

    if row["lon"] is None:
        return row
    x_m, y_m = to_metric(row["lon"], row["lat"])
    lon, lat = to_degrees(x_m + east_km * 1000, y_m + north_km * 1000)
    return {**row, "lon": float(lon), "lat": float(lat)}


def test_the_snapshot_and_the_query_are_left_as_they_were(toy_snapshot: Snapshot, at_km: AtKm) -> None:
    query = NearbyQuery(lon=at_km(5, 5)[0], lat=at_km(5, 5)[1], as_of_on=ON, child_age_months=12)
    tables, asked = copy.deepcopy(dict(toy_snapshot.tables)), dataclasses.replace(query)
    nearby(toy_snapshot, query, Estimate())
    for name, table in tables.items():
        pd.testing.assert_frame_equal(table, toy_snapshot.tables[name])
    assert query == asked


class HalfReachable(Estimate):
    """An engine that finds no way to the east of a line."""

    def one_to_many(self, lon: float, lat: float, lons: Any, lats: Any, mode: TravelMode, **limit: float) -> Trips:
        """Estimate, but without a way to the east of the origin."""
        trips = super().one_to_many(lon, lat, lons, lats, mode, **limit)
        return Trips(np.where(np.asarray(lons) > lon, np.nan, trips.travel_min), trips.is_estimate)


def test_what_an_engine_cannot_reach_is_not_near_however_short_the_line(toy_snapshot: Snapshot, at_km: AtKm) -> None:
    lon, lat = at_km(5.5, 5)
    query = NearbyQuery(lon=lon, lat=lat, as_of_on=ON, limit_min=None, limit_km=20)
    assert ids(nearby(toy_snapshot, query, HalfReachable())) == ["toy:nursery-firm", "demo:day-3km"]


class HalfOnRoads(Estimate):
    """An engine that knows the roads to the west of the origin."""

    def one_to_many(self, lon: float, lat: float, lons: Any, lats: Any, mode: TravelMode, **limit: float) -> Trips:
        """Estimate, but to the west as if on roads."""
        return Trips(super().one_to_many(lon, lat, lons, lats, mode, **limit).travel_min, np.asarray(lons) > lon)


def test_every_row_says_whether_its_minutes_are_estimated(toy_snapshot: Snapshot, at_km: AtKm) -> None:
    lon, lat = at_km(5.5, 5)
    answer = nearby(toy_snapshot, NearbyQuery(lon=lon, lat=lat, as_of_on=ON, limit_min=30), HalfOnRoads())
    assert {row.is_estimate for row in answer.rows} == {True, False}
    assert all(row.is_estimate == (row.lon > lon) for row in answer.rows)
    assert answer.is_estimate


def test_on_roads_alone_nothing_is_called_an_estimate(toy_snapshot: Snapshot, at_km: AtKm) -> None:
    lon, lat = at_km(5.5, 5)
    western = ("toy:nursery-firm",)
    query = NearbyQuery(lon=lon, lat=lat, as_of_on=ON, service_ids=western)
    answer = nearby(toy_snapshot, query, HalfOnRoads())
    assert (ids(answer), answer.is_estimate) == (list(western), False)
    assert "circa" not in answer.sentence.words("it")
