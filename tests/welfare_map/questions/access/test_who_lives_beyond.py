"""
Residents beyond the map: in the least, and in no other figure.

The country is the nine squares and Gamma to their east, where no child of 0–2 lives; the map is Alfa alone, which is
Uno, Due, Tre and Quattro, or Beta alone.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.codes import Level, ServiceKind
from geodata.routing import Trips
from geodata.routing.estimate import Estimate
from geodata.routing.falling_back import WithEstimate
from geodata.territory import RawTerritory, Territory, build_territory
from welfare_map.model import AccessAnswer, AccessMethod, AccessQuery, AccessRow, AccessStatus, Decay
from welfare_map.model.indicators import CHILD_KINDS
from welfare_map.questions.access.beyond import beyond
from welfare_map.questions.access.supply import supply_of
from welfare_map.snapshot import Snapshot

Rows = Sequence[Mapping[str, Any]]
Make = Callable[..., dict[str, Any]]
Ask = Callable[..., AccessAnswer]
By = Callable[..., Mapping[str, AccessRow]]
Of = Callable[..., Snapshot]
ON = date(2026, 9, 15)
ALFA = ("901001", "901002", "901003", "901004")
CHILDREN = {"901001": 30, "901002": 60, "901003": 90, "901004": 120} | {f"90200{n - 4}": 30 * n for n in range(5, 10)}
CENTRE_KM = {code: (5 + 10 * (n % 3), 5 + 10 * (n // 3)) for n, code in enumerate(CHILDREN)}
CENTRE_KM["902005"] = (25.00002367841813, 24.997966076862998)
"""Nove has no place: it stands at a point inside it, two metres from its centre."""
INTERNAL_KM = 2 / 3 * math.sqrt(100 / math.pi)


@pytest.fixture(scope="module")
def alfa(toy_raw: RawTerritory) -> Territory:
    """Return the map of Alfa: five municipalities of Beta and one of Gamma are beyond it."""
    return build_territory(toy_raw, ("province:901",), version="alfa")


@pytest.fixture(scope="module")
def italy(toy_raw: RawTerritory) -> Territory:
    """Return the map of the whole country."""
    return build_territory(toy_raw, ("italy",), version="italy")


# --- by hand --------------------------------------------------------------------------------------------------------


def test_who_lives_beyond_and_reaches_a_service_shares_it_at_least(
    nursery: Make, snapshot_of: Of, rows_of: By, alfa: Territory
) -> None:
    """
    60 places in Due, reached from Uno, Due and Tre, 180 children, and from Cinque beyond the map, 150 more.

    Uno and Tre reach nothing else, Quattro reaches Uno's empty nursery only; nobody beyond comes to Uno's.
    """
    services = [nursery("901002", 60), nursery("901001", 0, key="empty")]
    rows = rows_of(snapshot_of(services, territory=alfa))
    for code in ("901001", "901002", "901003"):
        assert (rows[code].value, rows[code].value_low) == (pytest.approx(60 / 1.8), pytest.approx(60 / 3.3))
        assert rows[code].residents_beyond == 150
        assert rows[code].is_shared_beyond is False
    assert (rows["901004"].value, rows["901004"].value_low, rows["901004"].residents_beyond) == (0, 0, 0)


def test_residents_beyond_are_counted_once_however_many_services_they_reach(
    nursery: Make, snapshot_of: Of, ask: Ask, alfa: Territory
) -> None:
    """Cinque reaches Due and Quattro, Sei reaches Tre, Sette reaches Quattro: 150 + 180 + 210 of all Alfa."""
    services = [nursery(code, 30) for code in ALFA]
    (row,) = ask(snapshot_of(services, territory=alfa), level=Level.PROVINCE).rows
    assert row.residents_beyond == 150 + 180 + 210


def test_an_opened_figure_adds_up_to_the_least_too(nursery: Make, snapshot_of: Of, ask: Ask, alfa: Territory) -> None:
    snapshot = snapshot_of([nursery("901002", 60), nursery("901001", 14)], territory=alfa)
    answer = ask(snapshot, code="901001", is_explained=True)
    wanted = {service.municipality_name: service.wanted_residents_beyond for service in answer.services}
    assert wanted == {"Due": 150, "Uno": 0}
    least = sum(
        service.places_low * 30 / (service.wanted_residents + service.wanted_residents_beyond)
        for service in answer.services
    )
    assert answer.rows[0].available_places_low == pytest.approx(least)


def test_residents_beyond_who_are_not_known_leave_nothing_for_sure(
    nursery: Make, snapshot_of: Of, rows_of: By, alfa: Territory
) -> None:
    """Nobody knows how many live in Cinque: Due's places may all be theirs, Uno's are out of their reach."""
    table = alfa.surroundings
    unknown = replace(alfa, surroundings=table.assign(has_residents=table["municipality_code"] != "902001"))
    rows = rows_of(snapshot_of([nursery("901002", 60), nursery("901001", 30)], territory=unknown))
    assert (rows["901003"].value_low, rows["901003"].is_shared_beyond) == (0, True)
    assert (rows["901004"].value_low, rows["901004"].is_shared_beyond) == (pytest.approx(30 / 2.1), False)


def test_why_nobody_can_tell_is_said_as_it_is(nursery: Make, snapshot_of: Of, rows_of: By, alfa: Territory) -> None:
    """
    With 33.3 for a threshold, Due's 60 places are enough for 180 children and not for 330.

    Without an edge within reach it is the people beyond alone who make the difference, and they are counted.
    """
    inland = replace(alfa, background=alfa.background.iloc[:0])
    snapshot = snapshot_of([nursery("901002", 60), nursery("901001", 0, key="empty")], territory=inland)
    row = rows_of(snapshot, kinds=CHILD_KINDS, threshold=33.3)["901001"]
    assert (row.status, row.is_near_edge) == (AccessStatus.UNDECIDABLE, False)
    assert "150 persone di quelle età che abitano fuori dalla mappa" in row.reason.words("it")
    assert "150 people of those ages who live outside the map" in row.reason.words("en")
    assert "150 persone di quelle età che abitano fuori dalla mappa" in row.disagreement_words.words("it")
    at_edge = rows_of(snapshot_of([nursery("901002", 60)], territory=alfa), kinds=CHILD_KINDS, threshold=33.3)["901001"]
    assert "chi ci abita può usare anche quelli di qui" in at_edge.reason.words("it")


class RoadsSouthOf:
    """An engine that knows the roads south of a latitude; its minutes are those of the estimate."""

    name = "roads"
    north = 90.0

    def reach_m(self, *asked: Any) -> float:
        """Return how far a straight line gets."""
        return Estimate().reach_m(*asked)

    def matrix(self, from_lons: Any, from_lats: Any, *to: Any, **limits: Any) -> Trips:
        """Travel from each of many points to each of many others."""
        travel_min = Estimate().matrix(from_lons, from_lats, *to, **limits).travel_min
        travel_min[np.asarray(from_lats) > self.north] = np.nan
        return Trips(travel_min, np.zeros(travel_min.shape, bool))


def test_beyond_the_roads_minutes_are_estimated_and_said_to_be(
    nursery: Make, snapshot_of: Of, alfa: Territory, at_km: Callable[[float, float], tuple[float, float]]
) -> None:
    """Cinque shares Due's places either way; the roads may end before it."""
    query = AccessQuery(as_of_on=ON, kinds=(ServiceKind.NURSERY,), limit_min=21.0)
    supply = supply_of(snapshot_of([nursery("901002", 60)], territory=alfa), query, "residents_0_2")
    engine = RoadsSouthOf()
    for engine.north, is_estimate in ((90.0, False), (at_km(0, 10)[1], True)):
        found = beyond(alfa, supply, query, WithEstimate(engine), "residents_0_2", Decay.UNIFORM)
        assert (found.found.wanted.tolist(), found.is_estimate) == ([150], is_estimate)


# --- an oracle ------------------------------------------------------------------------------------------------------


def minutes(one: str, other: str) -> float:
    """Return the minutes between centres by car: 2, 28 km/h for 3 km, 47 to 20 km, then 70; the way 1.2 times."""
    (x, y), (to_x, to_y) = CENTRE_KM[one], CENTRE_KM[other]
    far_km = INTERNAL_KM if one == other else math.hypot(x - to_x, y - to_y)
    parts_km = min(far_km, 3), min(max(far_km - 3, 0), 17), max(far_km - 20, 0)
    return 2 + 1.2 * 60 * sum(part / speed for part, speed in zip(parts_km, (28, 47, 70), strict=True))


def weight(travel_min: float, limit_min: float, decay: Decay) -> float:
    if travel_min > limit_min:
        return 0.0
    share = travel_min / limit_min
    if decay is Decay.STEP:
        return 1.0 if share <= 1 / 3 else 0.68 if share <= 2 / 3 else 0.22
    bottom = math.exp(-0.5)
    return 1.0 if decay is Decay.UNIFORM else (math.exp(-0.5 * share * share) - bottom) / (1 - bottom)


def least_by_hand(places: Mapping[str, int], limit_min: float, decay: Decay) -> dict[str, float]:
    """Share places out among all the nine, and return what each of Alfa has per 100 children."""

    def of(home: str, site: str) -> float:
        return weight(minutes(home, site), limit_min, decay)

    wanted = {site: sum(CHILDREN[home] * of(home, site) for home in CHILDREN) for site in places}
    return {
        home: 100 * sum(count * of(home, site) / wanted[site] for site, count in places.items() if wanted[site])
        for home in ALFA
    }


PLACES = st.dictionaries(st.sampled_from(ALFA), st.integers(0, 90), min_size=1)
LIMITS_MIN = st.sampled_from([11.0, 15.0, 21.0, 30.0, 45.0])


@settings(max_examples=25)
@given(
    places=PLACES, limit_min=LIMITS_MIN, method=st.sampled_from(list(AccessMethod)), decay=st.sampled_from(list(Decay))
)
def test_the_least_is_what_is_left_when_the_whole_country_shares(
    places: dict[str, int],
    limit_min: float,
    method: AccessMethod,
    decay: Decay,
    nursery: Make,
    snapshot_of: Of,
    rows_of: By,
    alfa: Territory,
    italy: Territory,
) -> None:
    """By loops over all municipalities; and on the map of all the country the same places say the same as stated."""
    services = [nursery(code, count) for code, count in places.items()]
    asked = {"limit_min": limit_min, "method": method, "decay": decay}
    part = rows_of(snapshot_of(services, territory=alfa), **asked)
    whole = rows_of(snapshot_of([*services, nursery("902005", 0, key="empty")], territory=italy), **asked)
    expected = least_by_hand(places, limit_min, decay)
    assert {code: row.value_low for code, row in part.items()} == pytest.approx(expected, abs=1e-9)
    for code in ALFA:
        assert part[code].value_low == pytest.approx(whole[code].value_low, abs=1e-9)
        assert whole[code].value is None or part[code].value_low <= whole[code].value + 1e-9
        assert whole[code].residents_beyond == 0


MADE = st.lists(
    st.tuples(st.sampled_from(ALFA), st.none() | st.integers(0, 90), st.sampled_from([None, "true"])),
    min_size=1,
    max_size=8,
)


@settings(max_examples=25)
@given(made=MADE, limit_min=LIMITS_MIN, method=st.sampled_from(list(AccessMethod)), level=st.sampled_from(list(Level)))
def test_the_figure_is_between_its_ends(
    made: list[tuple[str, int | None, str | None]],
    limit_min: float,
    method: AccessMethod,
    level: Level,
    nursery: Make,
    snapshot_of: Of,
    ask: Ask,
    alfa: Territory,
) -> None:
    services = [
        nursery(code, places, key=f"n{number}", is_open_to_others=is_open)
        for number, (code, places, is_open) in enumerate(made)
    ]
    answer = ask(snapshot_of(services, territory=alfa), limit_min=limit_min, method=method, decay=None, level=level)
    for row in answer.rows:
        assert row.value_low <= row.value_low_on_map + 1e-9
        assert row.value is None or row.value_low <= row.value + 1e-9
        assert row.value is None or row.value_high is None or row.value <= row.value_high + 1e-9
        assert row.available_places_low <= row.available_places + 1e-9
    assert abs(answer.conservation_residual) < 1e-9  # what is shared out among those on the map is all of it
