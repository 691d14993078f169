"""Which services lie on the way: detours, directions, who travels, order, words."""

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.codes import ServiceKind, TravelMode
from geodata.crs import FloatArray, to_metric
from geodata.errors import InputError
from geodata.routing import Trips
from geodata.routing.estimate import Estimate
from geodata.routing.falling_back import WithEstimate
from welfare_map.maps.service_words import travel_words, trips_words
from welfare_map.model import Carer, CommuteAnswer, CommuteQuery, CommuteRow
from welfare_map.questions.commute import commute
from welfare_map.snapshot import Snapshot

ON = date(2026, 9, 10)
AtKm = Callable[[float, float], tuple[float, float]]
Ask = Callable[..., CommuteAnswer]
HOME, WORK = (2.0, 5.0), (12.0, 5.0)


@dataclass(frozen=True)
class Windy(Estimate):
    """An engine whose every trip east takes half a minute a kilometre, west two, north one; on foot twice that."""

    name: str = "estimate"
    is_estimate: bool = False

    def one_to_many(
        self,
        lon: float,
        lat: float,
        lons: npt.ArrayLike,
        lats: npt.ArrayLike,
        mode: TravelMode,
        *,
        limit_min: float = math.inf,
    ) -> Trips:
        """Travel from one point to many."""
        x_m, y_m = to_metric(lon, lat)
        xs_m, ys_m = to_metric(lons, lats)
        return _trips(minutes(xs_m - x_m, ys_m - y_m, mode), limit_min)

    def many_to_one(
        self,
        lons: npt.ArrayLike,
        lats: npt.ArrayLike,
        lon: float,
        lat: float,
        mode: TravelMode,
        *,
        limit_min: float = math.inf,
    ) -> Trips:
        """Travel from many points to one."""
        x_m, y_m = to_metric(lon, lat)
        xs_m, ys_m = to_metric(lons, lats)
        return _trips(minutes(x_m - xs_m, y_m - ys_m, mode), limit_min)


def minutes(east_m: FloatArray, north_m: FloatArray, mode: TravelMode = TravelMode.CAR) -> FloatArray:
    """Return the minutes of ``Windy``."""
    pace = 2 if mode is TravelMode.WALK else 1
    east_km = np.asarray(east_m) / 1000
    return np.asarray(pace * (np.where(east_km > 0, 0.5 * east_km, -2 * east_km) + np.abs(north_m) / 1000))


def _trips(travel_min: FloatArray, limit_min: float) -> Trips:
    within = np.where(travel_min <= limit_min, travel_min, np.inf)
    return Trips(within, np.zeros(np.shape(travel_min), dtype=bool))


@pytest.fixture
def ask(toy_snapshot: Snapshot, at_km: AtKm) -> Ask:
    """Ask the toy snapshot from ``HOME`` to ``WORK`` with ``Windy``, unless said otherwise."""

    def answer(
        home: tuple[float, float] = HOME,
        work: tuple[float, float] = WORK,
        *,
        snapshot: Snapshot = toy_snapshot,
        engine: Estimate | None = None,
        **asked: Any,
    ) -> CommuteAnswer:
        (home_lon, home_lat), (work_lon, work_lat) = at_km(*home), at_km(*work)
        points = {"home_lon": home_lon, "home_lat": home_lat, "work_lon": work_lon, "work_lat": work_lat}
        return commute(snapshot, CommuteQuery(**{**points, "as_of_on": ON, **asked}), engine or Windy())

    return answer


def row_of(answer: CommuteAnswer, service_id: str) -> CommuteRow:
    """Return the row of a service."""
    return next(row for row in answer.rows if row.service_id == service_id)


def test_a_service_on_the_way_adds_nothing_and_one_behind_home_adds_the_way_there_and_back(ask: Ask) -> None:
    answer = ask(home=(7, 5))
    on_the_way, behind = row_of(answer, "toy:care-9km"), row_of(answer, "toy:nursery-1km")
    assert (on_the_way.added_out_min, on_the_way.added_back_min) == (5.0, 5.0)  # 2 km beyond work, both ways
    assert (behind.added_out_min, behind.added_back_min, behind.added_total_min) == (2.5, 2.5, 5.0)


def test_each_way_has_its_own_direction(ask: Ask) -> None:
    row = row_of(ask(), "toy:nursery-firm")
    assert (row.home_to_service_min, row.service_to_work_min) == (2.5, 4.5)
    assert (row.work_to_service_min, row.service_to_home_min) == (15.0, 7.0)
    assert (row.added_out_min, row.added_back_min, row.added_total_min) == (2.0, 2.0, 4.0)


def test_the_direct_trips_are_those_without_any_service(ask: Ask) -> None:
    answer = ask()
    assert (answer.direct_out_min, answer.direct_back_min) == (5.0, 20.0)


@pytest.mark.parametrize(
    ("carers", "known"),
    [
        pytest.param({"drops": Carer.ME, "collects": Carer.NOBODY}, (True, False), id="only there"),
        pytest.param({"drops": Carer.NOBODY, "collects": Carer.ME}, (False, True), id="only back"),
        pytest.param({"drops": Carer.ME, "collects": Carer.OTHER}, (True, False), id="the other's work is not known"),
    ],
)
def test_a_way_that_nobody_makes_or_that_is_not_known_has_no_minutes(
    ask: Ask, carers: Mapping[str, Carer], known: tuple[bool, bool]
) -> None:
    for row in ask(**carers).rows:
        added = (row.added_out_min, row.added_back_min)
        assert tuple(value is not None for value in added) == known
        assert row.added_total_min == next(value for value in added if value is not None)


def test_the_other_carer_travels_from_their_own_work(ask: Ask, at_km: AtKm) -> None:
    lon, lat = at_km(5, 3)
    row = row_of(
        ask(collects=Carer.OTHER, other_work_lon=lon, other_work_lat=lat, other_mode=TravelMode.WALK),
        "toy:nursery-firm",
    )
    assert (row.work_to_service_min, row.service_to_home_min, row.added_back_min) == (2.0, 14.0, 0.0)


def test_somebody_must_travel(ask: Ask) -> None:
    with pytest.raises(InputError, match="nobody_travels"):
        ask(drops=Carer.NOBODY, collects=Carer.OTHER)


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        pytest.param({"home_lon": 45.5, "home_lat": 9.1}, "error.swapped_coordinates", id="home swapped"),
        pytest.param({"work_lon": 30.0}, "error.point_outside_italy", id="work abroad"),
        pytest.param({"max_added_min": 0}, "error.bad_minutes", id="no minutes"),
        pytest.param({"max_added_min": 181}, "error.bad_minutes", id="too many minutes"),
        pytest.param({"max_count": 0}, "error.bad_max_count", id="no rows"),
        pytest.param({"child_age_months": 500}, "error.bad_child_age", id="no child"),
    ],
)
def test_what_means_nothing_is_refused(ask: Ask, asked: Mapping[str, Any], key: str) -> None:
    with pytest.raises(InputError) as error:
        ask(**asked)
    assert error.value.key == key


@pytest.mark.parametrize(("limit", "is_in"), [(4.0, True), (3.9, False)], ids=["exactly at the limit", "a tenth less"])
def test_the_limit_is_the_whole_day(ask: Ask, limit: float, is_in: bool) -> None:  # noqa: FBT001
    assert ("toy:nursery-firm" in [row.service_id for row in ask(max_added_min=limit).rows]) is is_in


def test_filters_hold_and_what_has_no_position_is_counted(ask: Ask) -> None:
    answer = ask(kinds=(ServiceKind.NURSERY,))
    assert {row.kind for row in answer.rows} == {"nursery"}
    assert "toy:nursery-gone" not in [row.service_id for row in answer.rows]
    assert answer.without_position_count == 2


class Island(Windy):
    """An engine for which the far east cannot be reached."""

    def one_to_many(
        self,
        lon: float,
        lat: float,
        lons: npt.ArrayLike,
        lats: npt.ArrayLike,
        mode: TravelMode,
        *,
        limit_min: float = math.inf,
    ) -> Trips:
        """Travel from one point to many, but not beyond longitude 9.2."""
        found = super().one_to_many(lon, lat, lons, lats, mode, limit_min=limit_min)
        return Trips(np.where(np.asarray(lons) > max(lon, 0), np.nan, found.travel_min), found.is_estimate)


def test_without_a_way_to_work_nothing_can_be_said(ask: Ask) -> None:
    with pytest.raises(InputError, match="no_way_to_work"):
        ask(engine=Island())


def test_what_cannot_be_reached_is_left_out(ask: Ask) -> None:
    answer = ask(home=(12, 5), work=(2, 5), collects=Carer.NOBODY, engine=Island())
    found = [row.service_id for row in answer.rows]
    assert "toy:nursery-1km" in found
    assert "toy:nursery-10km" not in found


def test_home_is_not_repeated_in_the_answer(ask: Ask, at_km: AtKm) -> None:
    answer = ask()
    assert {"home_lon", "home_lat", "other_work_lon", "other_work_lat"}.isdisjoint(answer.parameters)
    assert at_km(*HOME)[0] not in answer.parameters.values()


@pytest.mark.parametrize(
    ("asked", "it", "en"),
    [
        pytest.param(
            {"kinds": (ServiceKind.NURSERY,)},
            "3 servizi sulla tua strada: il più comodo non allunga la giornata.",
            "3 services on your way: the handiest does not make the day longer.",
            id="many, one just on the way",
        ),
        pytest.param(
            {"kinds": (ServiceKind.NURSERY,), "home": (2.0, 9.0), "work": (2.0, 8.0)},
            "3 servizi sulla tua strada: il più comodo allunga la giornata di 31 min.",
            "3 services on your way: the handiest makes the day 31 min longer.",
            id="many",
        ),
        pytest.param(
            {"kinds": (ServiceKind.COWORKING,)},
            "Nessun servizio si raggiunge sulla tua strada, tra quelli di cui si conosce la posizione.",
            "No service can be reached on your way, among those whose position is known.",
            id="none",
        ),
        pytest.param(
            {"kinds": (ServiceKind.MICRO_NURSERY,)},
            "Un servizio sulla tua strada: allunga la giornata di ≈ 15 min.",
            "One service on your way: it makes the day ≈ 15 min longer.",
            id="one, to an area",
        ),
    ],
)
def test_the_sentence_says_how_many_and_the_least(ask: Ask, asked: Mapping[str, Any], it: str, en: str) -> None:
    answer = ask(**asked)
    assert (answer.sentence.words("it"), answer.sentence.words("en")) == (it, en)


@pytest.mark.parametrize(
    ("out", "back", "read"),
    [
        pytest.param(0.4, 0.4, (0, 1, 1), id="two small ones make a minute"),
        pytest.param(2.4, 0.1, (2, 0, 2), id="the nearer is rounded"),
        pytest.param(0.6, 0.6, (1, 0, 1), id="one of two must yield"),
        pytest.param(3.6, None, (4, None, 4), id="only out"),
        pytest.param(None, 2.5, (None, 2, 2), id="only back"),
    ],
)
def test_whole_minutes_of_the_ways_make_those_of_the_day(
    ask: Ask, out: float | None, back: float | None, read: tuple[int | None, int | None, int]
) -> None:
    row = with_added(ask().rows[0], out, back)
    assert (row.whole_added_out_min, row.whole_added_back_min, row.whole_added_min) == read


@given(out=st.integers(-1, 300), back=st.integers(-1, 300))
def test_no_whole_minutes_are_far_from_the_exact_ones(made_row: CommuteRow, out: int, back: int) -> None:
    row = with_added(made_row, out / 10, back / 10)
    whole_out, whole_back = row.whole_added_out_min, row.whole_added_back_min
    assert whole_out is not None
    assert whole_back is not None
    assert whole_out + whole_back == row.whole_added_min
    assert max(abs(whole_out - out / 10), abs(whole_back - back / 10)) < 1


def test_the_card_says_ways_that_make_the_day(made_row: CommuteRow) -> None:
    row = with_added(made_row, 0.4, 0.4)
    assert travel_words(row, "it").endswith("+1 min")
    assert trips_words(row, "it") == "+0 min all'andata, +1 min al ritorno"


def with_added(row: CommuteRow, out: float | None, back: float | None) -> CommuteRow:
    """Return the row with other minutes."""
    total = round((out or 0.0) + (back or 0.0), 1)
    return replace(row, added_out_min=out, added_back_min=back, added_total_min=total)


# --- against brute force


@pytest.fixture(scope="module")
def scattered(make_snapshot: Callable[..., Snapshot], make_service: Callable[..., dict[str, Any]]) -> Snapshot:
    """Scatter 60 services over the toy territory, some at the same place, some approximate."""
    dice = np.random.default_rng(4)
    at = np.round(dice.uniform(0.2, 29.8, (60, 2)), 1)
    at[50:] = at[:10]
    qualities = dice.choice(["exact", "address", "municipality", "none"], 60)
    rows = [
        make_service(f"s{number:02}", tuple(point) if quality != "none" else None, position_quality=str(quality))
        for number, (point, quality) in enumerate(zip(at.tolist(), qualities, strict=True))
    ]
    return make_snapshot({"services": rows})


@pytest.fixture(scope="module")
def made_row(scattered: Snapshot, at_km: AtKm) -> CommuteRow:
    (home_lon, home_lat), (work_lon, work_lat) = at_km(*HOME), at_km(*WORK)
    points = {"home_lon": home_lon, "home_lat": home_lat, "work_lon": work_lon, "work_lat": work_lat}
    return commute(scattered, CommuteQuery(**points, as_of_on=ON), Windy()).rows[0]


def by_brute_force(snapshot: Snapshot, home: Sequence[float], work: Sequence[float]) -> list[tuple[float, bool, str]]:
    """Order the services by minutes added, one trip at a time."""

    def travel(start: Sequence[float], end: Sequence[float]) -> float:
        (x0, x1), (y0, y1) = to_metric([start[0], end[0]], [start[1], end[1]])
        return round(float(minutes(np.array(x1 - x0), np.array(y1 - y0))), 1)

    found = []
    for row in snapshot.table("services").itertuples():
        if row.position_quality == "none":
            continue
        at = (float(row.lon), float(row.lat))
        out = round(travel(home, at) + travel(at, work) - travel(home, work), 1)
        back = round(travel(work, at) + travel(at, home) - travel(work, home), 1)
        found.append((round(out + back, 1), row.position_quality == "municipality", str(row.service_id)))
    return sorted(found)


def test_the_order_is_that_of_brute_force_on_two_hundred_trips(scattered: Snapshot, at_km: AtKm) -> None:
    dice = np.random.default_rng(2026)
    for home_x, home_y, work_x, work_y in dice.uniform(0.1, 29.9, (200, 4)).tolist():
        home, work = at_km(home_x, home_y), at_km(work_x, work_y)
        query = CommuteQuery(home_lon=home[0], home_lat=home[1], work_lon=work[0], work_lat=work[1], as_of_on=ON)
        answer = commute(scattered, query, Windy())
        found = [(row.added_total_min, row.is_approximate, row.service_id) for row in answer.rows]
        assert found == by_brute_force(scattered, home, work)


def test_added_minutes_are_never_negative_on_the_estimate(scattered: Snapshot, at_km: AtKm) -> None:
    points = [at_km(x, y) for x, y in itertools.product((1, 14, 29), repeat=2)]
    for home, work in itertools.permutations(points, 2):
        query = CommuteQuery(home_lon=home[0], home_lat=home[1], work_lon=work[0], work_lat=work[1], as_of_on=ON)
        rows = commute(scattered, query, Estimate()).rows
        assert all(row.added_total_min >= -0.2 and math.isfinite(row.added_total_min) for row in rows)
        assert all(row.is_estimate for row in rows)


@dataclass(frozen=True)
class WesternRoads(Estimate):
    """An engine that takes three times as long as the estimate, and knows no road east of ``edge_lon``."""

    name: str = "estimate"
    edge_lon: float = 180.0

    def one_to_many(
        self,
        lon: float,
        lat: float,
        lons: npt.ArrayLike,
        lats: npt.ArrayLike,
        mode: TravelMode,
        *,
        limit_min: float = math.inf,
    ) -> Trips:
        """Travel from one point to many."""
        travel_min = 3 * super().one_to_many(lon, lat, lons, lats, mode).travel_min
        travel_min[travel_min > limit_min] = np.inf
        travel_min[np.maximum(lons, lon) > self.edge_lon] = np.nan
        return Trips(travel_min, np.zeros(travel_min.shape, dtype=bool))


def test_added_minutes_are_never_negative_at_the_edge_of_the_roads(scattered: Snapshot, at_km: AtKm) -> None:
    """Else a service beyond the edge, reached by the estimate, would beat a direct trip on slower roads."""
    engine = WithEstimate(WesternRoads(edge_lon=at_km(15, 5)[0]))
    points = [at_km(x, y) for x, y in itertools.product((1, 14, 29), repeat=2)]
    seen = set()
    for home, work in itertools.permutations(points, 2):
        query = CommuteQuery(home_lon=home[0], home_lat=home[1], work_lon=work[0], work_lat=work[1], as_of_on=ON)
        rows = commute(scattered, query, engine).rows
        assert all(row.added_total_min >= -0.2 for row in rows)
        seen |= {row.is_estimate for row in rows}
    assert seen == {True, False}


def test_a_way_with_an_estimated_part_is_estimated_as_a_whole(scattered: Snapshot, at_km: AtKm) -> None:
    home, work = at_km(2, 5), at_km(12, 5)
    query = CommuteQuery(home_lon=home[0], home_lat=home[1], work_lon=work[0], work_lat=work[1], as_of_on=ON)
    estimated = {row.service_id: row for row in commute(scattered, query, Estimate()).rows}
    rows = commute(scattered, query, WithEstimate(WesternRoads(edge_lon=at_km(15, 5)[0]))).rows
    assert (
        [row for row in rows if row.is_estimate] == [estimated[row.service_id] for row in rows if row.is_estimate] != []
    )
