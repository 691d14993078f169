"""Plans whose numbers can be done in the head: 1 km is 1 minute, a stop adds 1, the road is 1.2 times the line."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from geodata.errors import InputError
from welfare_map.model import (
    Commuters,
    Firm,
    FirmSite,
    LeftOut,
    OriginQuality,
    ShuttleAnswer,
    ShuttleRound,
    ShuttleWay,
    Viewer,
)
from welfare_map.texts import text

Ask = Callable[..., ShuttleAnswer]
MakeFirm = Callable[..., Firm]


def stops(one: ShuttleRound) -> list[tuple[str, str, int, int]]:
    return [(stop.name, stop.at, stop.on_count, stop.off_count) for stop in one.stops]


def test_one_vehicle_gathers_two_towns_and_takes_them_home(ask: Ask, make_firm: MakeFirm) -> None:
    there, back = ask(make_firm("alfa", homes={"Tre": 8, "Due": 8})).rows
    assert stops(there) == [("Tre", "07:33", 8, 0), ("Due", "07:44", 8, 0), ("Alfa", "07:55", 0, 16)]
    assert stops(back) == [("Alfa", "16:05", 16, 0), ("Due", "16:16", 0, 8), ("Tre", "16:27", 0, 8)]
    assert (there.leaves_at, there.returns_at, there.minutes) == ("07:12", "07:55", 43)
    assert (back.leaves_at, back.returns_at, back.minutes) == ("16:05", "16:48", 43)
    assert (there.km, there.car_km, there.km_saved) == (48.0, 288.0, 240.0)
    assert (there.seats_filled, there.longest_ride_min, there.way, back.way) == (16, 22, "there", "back")


def test_two_firms_side_by_side_share_a_vehicle_and_save_one(ask: Ask, make_firm: MakeFirm) -> None:
    answer = ask(make_firm("alfa", homes={"Due": 8}), make_firm("beta", (6, 5), homes={"Due": 8}))
    (window,) = answer.windows
    there = answer.rows[0]
    assert stops(there) == [("Due", "07:43", 16, 0), ("Beta", "07:53", 0, 8), ("Alfa", "07:55", 0, 8)]
    assert there.organisation_ids == ("alfa", "beta")
    assert (window.together.vehicle_count, window.alone.vehicle_count, window.is_shared) == (1, 2, True)
    assert (window.together.km, window.alone.km) == (48.0, 91.2)
    assert "1 alla volta, invece di 2" in answer.sentence.words("it")


def test_two_rounds_that_are_out_at_once_need_two_vehicles_whatever_their_windows(
    ask: Ask, make_firm: MakeFirm, judge: Callable[..., None]
) -> None:
    """Both shifts begin at six and end hours apart, so that they are two windows."""
    firm = make_firm("alfa", shifts={"Mo-Fr 06:00-14:00": 8, "Mo-Fr 06:00-18:00": 8}, homes={"Due": 16})
    answer = ask(firm, seats=8)
    assert len(answer.windows) == 2
    assert [window.together.vehicle_count for window in answer.windows] == [1, 1]
    assert answer.per_year.vehicle_count == 2
    assert "Mezzi: 2 alla volta" in answer.sentence.words("it")
    judge(answer)


def test_firms_that_never_meet_on_the_road_still_need_a_vehicle_each_when_alone(ask: Ask, make_firm: MakeFirm) -> None:
    morning = make_firm("alfa", shifts=("Mo-Fr 06:00-14:00",), homes={"Due": 16})
    evening = make_firm("beta", (25, 25), shifts=("Mo-Fr 09:00-18:00",), homes={"Sei": 16})
    answer = ask(morning, evening)
    assert (answer.per_year.vehicle_count, answer.per_year_alone.vehicle_count) == (1, 2)
    assert "Mezzi in tutto: 2" in answer.sentence.words("it")


def test_firms_in_opposite_corners_each_make_their_own(ask: Ask, make_firm: MakeFirm) -> None:
    answer = ask(make_firm("alfa", homes={"Due": 16}), make_firm("beta", (25, 25), homes={"Sei": 16}))
    (window,) = answer.windows
    assert (window.together, window.is_shared) == (window.alone, False)
    assert "non fa risparmiare" in answer.sentence.words("it")


def test_more_people_than_seats_ride_in_several_vehicles(ask: Ask, make_firm: MakeFirm) -> None:
    rows = ask(make_firm("alfa", homes={"Due": 20}), seats=8).rows
    assert sorted(row.rider_count for row in rows if row.way is ShuttleWay.THERE) == [4, 8, 8]


def test_the_way_back_has_its_own_minutes(ask: Ask, make_firm: MakeFirm, uphill: object) -> None:
    """Quattro lies 10 km north of the firm: home takes twice as long as work."""
    there, back = ask(make_firm("alfa", homes={"Quattro": 8}), engine=uphill).rows
    assert stops(there) == [("Quattro", "07:44", 8, 0), ("Alfa", "07:55", 0, 8)]
    assert stops(back) == [("Alfa", "16:05", 8, 0), ("Quattro", "16:26", 0, 8)]
    (origin,) = ask(make_firm("alfa", homes={"Quattro": 8}), engine=uphill).origins
    assert (origin.shuttle_there_min, origin.shuttle_back_min) == (11, 21)
    assert (origin.car_there_min, origin.car_back_min) == (10, 20)


def test_a_night_shift_ends_on_the_next_day(ask: Ask, make_firm: MakeFirm) -> None:
    there, back = ask(make_firm("alfa", shifts=("Mo-Fr 00:05-06:00",), homes={"Due": 8})).rows
    assert [(stop.at, stop.at_min) for stop in there.stops] == [("23:49", -11), ("00:00", 0)]
    night = ask(make_firm("alfa", shifts=("Mo-Fr 22:00-06:00",), homes={"Due": 8})).rows[1]
    assert [(stop.at, stop.at_min) for stop in night.stops] == [("06:05", 1805), ("06:16", 1816)]
    assert back.stops[0].at == "06:05"


def test_shifts_that_begin_within_the_window_are_served_together(ask: Ask, make_firm: MakeFirm) -> None:
    early, late = "Mo-Fr 08:00-16:00", "Mo-Fr 08:20-16:20"
    firms = make_firm("alfa", shifts=(early,), homes={"Due": 8}), make_firm("beta", shifts=(late,), homes={"Due": 8})
    (window,) = ask(*firms).windows
    assert window.together.vehicle_count == 1
    assert len(ask(*firms, window_min=10).windows) == 2


def test_costs_are_unknown_until_both_prices_are_given(ask: Ask, make_firm: MakeFirm) -> None:
    firm = make_firm("alfa", homes={"Due": 8})
    assert ask(firm, cost_eur_per_km=2.0).rows[0].cost_eur is None
    priced = ask(firm, cost_eur_per_km=2.0, cost_eur_per_hour=30.0)
    assert priced.rows[0].cost_eur == pytest.approx(24 * 2 + 22 / 60 * 30)
    assert priced.per_year.cost_eur == pytest.approx(220 * 2 * (24 * 2 + 11))
    assert ask(firm).per_year.cost_eur is None


def test_cars_shared_today_save_less(ask: Ask, make_firm: MakeFirm) -> None:
    firm = make_firm("alfa", homes={"Due": 8})
    assert [ask(firm, people_per_car=people).rows[0].car_km for people in (1, 2)] == [96.0, 48.0]


def test_only_a_part_of_the_people_rides_and_it_is_rounded_up(ask: Ask, make_firm: MakeFirm) -> None:
    (origin,) = ask(make_firm("alfa", homes={"Due": 9}), uptake_share=0.5).origins
    assert (origin.worker_count, origin.seat_count) == (9, 5)


def test_a_row_of_the_sheet_adds_up_to_the_round(ask: Ask, make_firm: MakeFirm) -> None:
    answer = ask(make_firm("alfa", homes={"Tre": 8, "Due": 8}))
    assert sum(row.km_saved_per_day for row in answer.origins) == pytest.approx(480.0)
    assert sum(row.km_saved_per_year for row in answer.origins) == pytest.approx(480.0 * 220)
    assert {row.municipality_name: row.car_km for row in answer.origins} == {"Due": 12.0, "Tre": 24.0}


def test_a_year_counts_a_saturday_shift_by_its_days(ask: Ask, make_firm: MakeFirm) -> None:
    firms = make_firm("alfa", shifts=("Mo-Sa 08:00-16:00",), homes={"Due": 8}), make_firm("beta", homes={"Due": 8})
    windows = ask(*firms).windows
    assert [(window.days, window.days_per_year, len(window.shifts)) for window in windows] == [
        ("Mo-Fr", 220, 2),
        ("Sa", 44, 1),
    ]


# --- who is left out ------------------------------------------------------------------------------------------------


def reasons(answer: ShuttleAnswer) -> dict[str | None, LeftOut]:
    return {one.municipality_name or one.municipality_code: one.reason for one in answer.left_out}


def test_who_lives_next_door_or_too_far_is_left_out_and_told_why(ask: Ask, make_firm: MakeFirm) -> None:
    answer = ask(make_firm("alfa", homes={"Uno": 9, "Due": 8, "Tre": 7, "015118": 6}), longest_ride_min=20)
    assert reasons(answer) == {"Uno": LeftOut.TOO_NEAR, "Tre": LeftOut.TOO_FAR, "015118": LeftOut.UNKNOWN_HOME}
    assert [row.municipality_name for row in answer.origins] == ["Due"]
    (far,) = (one.why.words("it") for one in answer.left_out if one.reason is LeftOut.TOO_FAR)
    assert "21 min" in far
    assert "(7 persone)" in far


def test_the_longest_ride_counts_both_ways(ask: Ask, make_firm: MakeFirm, uphill: object) -> None:
    firm = make_firm("alfa", homes={"Quattro": 8})
    assert reasons(ask(firm, engine=uphill, longest_ride_min=20)) == {"Quattro": LeftOut.TOO_FAR}
    assert len(ask(firm, engine=uphill, longest_ride_min=21).rows) == 2


def test_without_a_way_nobody_rides(ask: Ask, make_firm: MakeFirm, blocked: object) -> None:
    answer = ask(make_firm("alfa", homes={"Due": 8, "Tre": 8}), engine=blocked)
    assert reasons(answer) == {"Tre": LeftOut.NO_WAY}


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        pytest.param({"at": None}, LeftOut.NO_POSITION, id="nowhere"),
        pytest.param({"shifts": ()}, LeftOut.NO_SHIFTS, id="no shifts"),
        pytest.param({"shifts": ("Xy 08:00-16:00",)}, LeftOut.UNREADABLE_SHIFT, id="days in another language"),
        pytest.param({"homes": {}}, LeftOut.NO_STAFF, id="neither homes nor staff"),
        pytest.param({"homes": {}, "employee_count": 6}, LeftOut.FEW_TOGETHER, id="six people, scattered"),
    ],
)
def test_a_firm_of_which_too_little_is_known_is_told_what_is_missing(
    ask: Ask, make_firm: MakeFirm, cells: dict[str, object], reason: LeftOut
) -> None:
    answer = ask(make_firm("alfa", **{"homes": {"Due": 8}, **cells}))
    assert (answer.rows, [one.reason for one in answer.left_out]) == ((), [reason])
    assert answer.without_position_count == (reason is LeftOut.NO_POSITION)
    assert answer.sentence.words("it").startswith("Nessuna navetta: ")
    assert answer.left_out[0].why.words("it") in answer.sentence.words("it")


# --- where people live ----------------------------------------------------------------------------------------------


def test_counts_of_all_shifts_are_shared_out_by_the_people_on_each_and_marked(ask: Ask, make_firm: MakeFirm) -> None:
    shifts = {"Mo-Fr 06:00-14:00": 30, "Mo-Fr 14:00-22:00": 10}
    answer = ask(make_firm("alfa", shifts=shifts, homes={"Due": 12}))
    assert [(row.shift_starts_at, row.worker_count) for row in answer.origins] == [("06:00", 9), ("14:00", 3)]
    assert {row.origin_quality for row in answer.origins} == {OriginQuality.SHARED_OUT}


def test_a_shift_on_which_nobody_works_gets_nobody(ask: Ask, make_firm: MakeFirm) -> None:
    shifts = {"Mo-Fr 06:00-14:00": 0, "Mo-Fr 14:00-22:00": 10}
    answer = ask(make_firm("alfa", shifts=shifts, homes={"Due": 10}))
    assert [(row.shift_starts_at, row.worker_count) for row in answer.origins] == [("14:00", 10)]


def test_counts_of_a_shift_go_before_those_of_all(ask: Ask, make_firm: MakeFirm) -> None:
    firm = make_firm("alfa", shifts={"Mo-Fr 06:00-14:00": 30, "Mo-Fr 14:00-22:00": 10}, homes={"Due": 12})
    own = Commuters(municipality_code="901003", shift_number=1, worker_count=7)
    answer = ask(replace(firm, commuters=(*firm.commuters, own)))
    found = {(row.shift_number, row.municipality_name): row.origin_quality for row in answer.origins}
    assert found == {(1, "Tre"): OriginQuality.DECLARED, (2, "Due"): OriginQuality.SHARED_OUT}


def test_where_nobody_says_where_people_live_it_is_estimated_by_residents_and_marked(
    ask: Ask, make_firm: MakeFirm
) -> None:
    """Without decay 90 people are spread as the residents of 100, 200 … 900: two times the number of each town."""
    answer = ask(make_firm("alfa", employee_count=90), beta_per_min=0.0)
    assert {row.municipality_name: row.worker_count for row in answer.origins} == {
        "Tre": 6,
        "Quattro": 8,
        "Cinque": 10,
        "Sei": 12,
        "Sette": 14,
        "Otto": 16,
        "Nove": 18,
    }
    assert [(one.reason, one.worker_count) for one in answer.left_out] == [(LeftOut.FEW_TOGETHER, 6)]
    assert answer.has_estimated_origins
    assert {row.origin_quality for row in (*answer.origins, *answer.rows)} == {OriginQuality.ESTIMATED}
    assert answer.sentence.words("it").startswith(text("shuttle.mark.estimated", "it"))
    assert "stima" in answer.method.words("it")


def test_a_steeper_decay_brings_people_nearer(ask: Ask, make_firm: MakeFirm) -> None:
    def mean_km(beta: float) -> float:
        rows = ask(make_firm("alfa", employee_count=400), beta_per_min=beta, nearest_km=0).origins
        return sum(row.worker_count * row.car_km for row in rows) / sum(row.worker_count for row in rows)

    assert mean_km(0.1) < mean_km(0.05) < mean_km(0.0)


def test_an_estimate_beside_declared_homes_marks_its_own_rows_alone(ask: Ask, make_firm: MakeFirm) -> None:
    answer = ask(make_firm("alfa", homes={"Due": 8}), make_firm("beta", employee_count=90))
    marks = {row.organisation_id: row.origin_quality for row in answer.origins}
    assert marks == {"alfa": OriginQuality.DECLARED, "beta": OriginQuality.ESTIMATED}
    shared = [row for row in answer.rows if set(row.organisation_ids) == {"alfa", "beta"}]
    assert all(row.origin_quality is OriginQuality.ESTIMATED for row in shared)


def test_only_commuters_that_the_viewer_sees_take_part(ask: Ask, make_firm: MakeFirm) -> None:
    hidden = Commuters(municipality_code="901002", shift_number=0, worker_count=8, visibility="counts")
    firm = make_firm("alfa", commuters=(hidden,), employee_count=90)
    assert ask(firm).has_estimated_origins
    own = ask(firm, viewer=Viewer(organisation_ids=("alfa",)))
    assert [(row.municipality_name, row.worker_count) for row in own.origins] == [("Due", 8)]


def test_a_firm_described_in_the_page_takes_part_and_is_not_repeated(ask: Ask, make_firm: MakeFirm) -> None:
    own = make_firm("own", (6, 5), homes={"Due": 3})
    answer = ask(make_firm("alfa", homes={"Due": 8}), own=own)
    assert answer.rows[0].rider_count == 11
    assert not {"own", "viewer"} & set(answer.parameters)


def test_people_are_taken_to_the_first_placed_site_and_other_sites_are_told(
    ask: Ask, make_firm: MakeFirm, at_km: Callable[[float, float], tuple[float, float]]
) -> None:
    lon, lat = at_km(6, 5)
    nowhere = FirmSite(
        site_number=1, site_name=None, municipality_code=None, lon=None, lat=None, position_quality="none"
    )
    second = replace(nowhere, site_number=2, lon=lon, lat=lat, position_quality="exact")
    answer = ask(make_firm("alfa", homes={"Due": 8}, sites=(nowhere, second)))
    assert answer.rows[0].stops[-1].lon == pytest.approx(lon)
    assert answer.firms[0].has_other_sites


# --- what is asked --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked",
    [
        {"seats": 0},
        {"seats": 101},
        {"longest_ride_min": 4},
        {"uptake_share": 0.0},
        {"people_per_car": 0.5},
        {"cost_eur_per_km": -1.0},
        {"days_per_year": 367},
        {"margin_min": 21},
        {"beta_per_min": -0.1},
        {"nearest_km": float("nan")},
    ],
    ids=str,
)
def test_a_parameter_out_of_bounds_is_refused(ask: Ask, make_firm: MakeFirm, asked: dict[str, float]) -> None:
    with pytest.raises(InputError):
        ask(make_firm("alfa", homes={"Due": 8}), **asked)


def test_no_firm_and_too_many_firms_are_refused(ask: Ask, make_firm: MakeFirm) -> None:
    for count in (0, 21):
        with pytest.raises(InputError):
            ask(*(make_firm(f"firm-{number}") for number in range(count)))


def test_the_same_question_has_the_same_answer(ask: Ask, make_firm: MakeFirm) -> None:
    towns = ("Due", "Tre", "Quattro", "Cinque", "Sei")
    firms = [make_firm(f"f{n}", (5 + n, 5), homes=dict.fromkeys(towns, 5 + n)) for n in range(3)]
    assert ask(*firms) == ask(*firms)


def test_demonstration_firms_are_told(ask: Ask, make_firm: MakeFirm) -> None:
    answer = ask(make_firm("alfa", homes={"Due": 8}, is_demo=True, source_id="demo"))
    assert answer.has_demo
    assert answer.rows[0].is_demo
    assert [note.source_id for note in answer.sources] == ["demo"]
