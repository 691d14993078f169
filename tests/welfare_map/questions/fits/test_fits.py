"""Which services fit a shift: the cases that people meet, by name."""

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from geodata.errors import InputError
from geodata.routing.estimate import Estimate
from geodata.territory import RawTerritory, build_territory
from welfare_map.model import Fit, FitsAnswer, FitsQuery, FitsRow
from welfare_map.model.shifts import read_shifts
from welfare_map.questions.fits import fits
from welfare_map.snapshot import Snapshot

AskOne = Callable[..., FitsRow]
Ask = Callable[..., FitsAnswer]


def said(row: FitsRow, lang: str = "it") -> list[str]:
    return [reason.words(lang) for reason in row.reasons]


# --- on time and late


@pytest.mark.parametrize(
    ("hours", "fit"),
    [
        pytest.param("Mo-Fr 07:40-18:00", Fit.YES, id="opens exactly in time"),
        pytest.param("Mo-Fr 07:41-18:00", Fit.NO, id="opens a minute too late"),
        pytest.param("Mo-Fr 07:00-16:10", Fit.YES, id="closes exactly when one arrives"),
        pytest.param("Mo-Fr 07:00-16:09", Fit.NO, id="closes a minute too early"),
    ],
)
def test_a_minute_decides(ask_one: AskOne, hours: str, fit: Fit) -> None:
    assert ask_one(hours, "Mo-Fr 08:00-16:00").fit is fit


def test_part_of_a_minute_counts_as_a_whole_one(ask_one: AskOne) -> None:
    assert ask_one("Mo-Fr 07:40-18:00", "Mo-Fr 08:00-16:00", to_min=20.0).fit is Fit.YES
    assert ask_one("Mo-Fr 07:40-18:00", "Mo-Fr 08:00-16:00", to_min=20.1).fit is Fit.NO


def test_who_would_be_late_hears_when_they_would_arrive_and_by_how_much(ask_one: AskOne) -> None:
    row = ask_one("Mo-Fr 07:30-18:00", "Mo-Fr 08:00-16:00", to_min=35)
    assert " ".join(said(row)) == (
        "apre alle 7:30: saresti al lavoro alle 8:05, il turno comincia alle 8:00 — 5 minuti di ritardo "
        "dal lunedì al venerdì"
    )
    assert said(row, "en") == [
        "opens at 7:30: you would reach work at 8:05, the shift starts at 8:00 — 5 minutes late Monday to Friday"
    ]
    detail = row.reason_details[0]
    assert (detail.code, detail.day_count, detail.first_on, detail.last_on) == (
        "opens_late",
        22,
        "2026-09-01",
        "2026-09-30",
    )
    assert dict(detail.values) == {"opens": "07:30", "at_work": "08:05", "starts": "08:00", "late_min": 5}


def test_who_arrives_after_closing_hears_both_times(ask_one: AskOne) -> None:
    assert said(ask_one("Mo-Fr 07:30-17:30", "Mo-Fr 09:00-17:40")) == [
        "chiude alle 17:30: arriveresti alle 17:50 dal lunedì al venerdì"
    ]


def test_a_break_at_noon_does_not_fit_a_whole_day(ask_one: AskOne) -> None:
    row = ask_one("Mo-Fr 07:30-12:30,14:00-18:00", "Mo-Fr 08:30-17:00")
    assert (row.fit, said(row)) == (Fit.NO, ["pausa 12:30–14:00 dal lunedì al venerdì"])


def test_a_closure_in_summer_is_said_with_its_days(ask_one: AskOne) -> None:
    row = ask_one("Mo-Fr 07:30-19:00; Aug 05-25 off", "office", from_on=date(2026, 7, 20), to_on=date(2026, 9, 11))
    assert (row.fit, said(row)) == (Fit.NO, ["chiuso dal 5 al 25 agosto"])
    assert (row.worked_day_count, row.fitting_day_count, row.reason_details[0].day_count) == (40, 25, 15)


def test_other_reasons_are_told_apart_from_the_closure(ask_one: AskOne) -> None:
    row = ask_one("Mo-Fr 07:30-18:00; Aug 05-25 off", "office", from_on=date(2026, 7, 20), to_on=date(2026, 9, 11))
    assert said(row) == ["chiuso dal 5 al 25 agosto", "chiude alle 18:00: arriveresti alle 18:10 dal lunedì al venerdì"]


def test_a_closure_over_the_end_of_a_year_is_one_stretch(ask_one: AskOne) -> None:
    dates = {"from_on": date(2026, 12, 14), "to_on": date(2027, 1, 15)}
    row = ask_one("Mo-Fr 07:00-19:00; Dec 24-Jan 06 off", "office", **dates)
    assert said(row) == ["chiuso dal 24 dicembre al 5 gennaio"]
    assert said(row, "en") == ["closed from 24 December to 5 January"]


def test_closed_on_one_weekday_is_said_as_that_weekday(ask_one: AskOne) -> None:
    assert said(ask_one("Mo-Fr 07:00-19:00", "Mo-Sa 08:00-14:00")) == ["chiuso il sabato"]


def test_a_season_that_ends_is_said_by_its_dates_even_where_it_takes_every_monday(ask_one: AskOne) -> None:
    row = ask_one("Jun 15-Sep 05 Mo-Fr 07:00-19:00", "office")
    assert said(row) == ["chiuso dal 7 al 30 settembre"]


@pytest.mark.parametrize(
    ("on", "words"),
    [
        pytest.param(date(2026, 9, 8), "chiuso l'8 settembre", id="the eighth"),
        pytest.param(date(2026, 9, 9), "chiuso il 9 settembre", id="any other day"),
    ],
)
def test_italian_elides_before_a_vowel(ask_one: AskOne, on: date, words: str) -> None:
    assert said(ask_one("Sa 07:00-19:00", "Mo-Fr 09:00-17:00", from_on=on, to_on=on)) == [words]


# --- holidays


CHRISTMAS = {"from_on": date(2026, 12, 21), "to_on": date(2027, 1, 8)}


def test_nobody_works_on_a_public_holiday_unless_they_say_so(ask_one: AskOne) -> None:
    hours = "Mo-Fr 07:00-19:00; PH off"
    usual = ask_one(hours, "office", **CHRISTMAS)
    assert (usual.fit, usual.worked_day_count) == (Fit.YES, 12)
    always = ask_one(hours, "office", works_on_public_holidays=True, **CHRISTMAS)
    assert (always.fit, always.worked_day_count) == (Fit.NO, 15)
    assert said(always) == ["chiuso il 25 dicembre, il 1º gennaio, il 6 gennaio"]


def test_who_works_at_christmas_does_not_hear_yes_from_hours_that_do_not_speak_of_it(ask_one: AskOne) -> None:
    row = ask_one("Mo-Fr 07:00-19:00", "office", works_on_public_holidays=True, **CHRISTMAS)
    assert (row.fit, row.worked_day_count, row.fitting_day_count) == (Fit.UNKNOWN, 15, 12)
    assert said(row) == ["festivi da confermare il 25 dicembre, il 1º gennaio, il 6 gennaio"]
    assert said(row, "en")[0].startswith("public holidays to be confirmed on 25 December")
    assert ask_one("24/7", "office", works_on_public_holidays=True, **CHRISTMAS).fit is Fit.YES


def test_a_rotation_is_worked_on_public_holidays(ask_one: AskOne) -> None:
    row = ask_one("Mo-Su 05:00-19:00; PH off", "4 on 2 off from 2026-12-22 06:00-14:00", **CHRISTMAS)
    assert row.fit is Fit.NO
    assert {detail.code for detail in row.reason_details} == {"closed"}


@pytest.fixture
def milanese(toy_raw: RawTerritory) -> Any:
    """Return the toy territory with the province of Milan in the place of Alfa."""
    table = toy_raw.municipalities
    short = table["province_short"].replace("AA", "MI")
    return build_territory(
        dataclasses.replace(toy_raw, municipalities=table.assign(province_short=short)), ("region:91",)
    )


def test_the_patron_saint_closes_the_service_and_gives_the_worker_a_day_off(
    make_snapshot: Callable[..., Snapshot], make_service: Callable[..., Any], at_km: Any, milanese: Any
) -> None:
    hours = {"town": "Mo-Fr 07:00-19:00; PH off", "silent": "Mo-Fr 07:00-19:00", "village": "Mo-Fr 07:00-19:00; PH off"}
    codes = {"town": "901001", "silent": "901001", "village": "901002"}
    rows = [
        make_service(key, (5, 5), municipality_code=codes[key], opening_hours=words) for key, words in hours.items()
    ]
    snapshot = make_snapshot({"services": rows}, territory=milanese)

    def closed_on_ambrose(at: tuple[float, float]) -> dict[str, list[str]]:
        lon, lat = at_km(*at)
        days = date(2026, 12, 7), date(2026, 12, 9)
        query = FitsQuery(
            as_of_on=days[0],
            work_lon=lon,
            work_lat=lat,
            shifts=read_shifts("office", days[0]),
            from_on=days[0],
            to_on=days[1],
        )
        return {row.name: said(row) for row in fits(snapshot, query, Estimate()).rows}

    assert closed_on_ambrose((15, 5)) == {
        "Village": [],
        "Town": ["chiuso il 7 dicembre"],
        "Silent": ["festivi da confermare il 7 dicembre"],
    }
    assert closed_on_ambrose((5, 5)) == {"Village": [], "Town": [], "Silent": []}


def test_without_a_school_calendar_nobody_says_that_it_fits(ask_one: AskOne) -> None:
    row = ask_one("Mo-Fr 07:00-19:00; SH off", "office")
    assert (row.fit, said(row)) == (Fit.UNKNOWN, ["calendario scolastico non noto dal lunedì al venerdì"])


def test_hours_that_never_fit_do_not_wait_for_the_school_calendar(ask_one: AskOne) -> None:
    assert ask_one("Mo-Fr 10:00-12:00; SH off", "office").fit is Fit.NO


# --- nights, rotations, alternate weeks


def test_a_shift_past_midnight_needs_the_whole_night(ask_one: AskOne) -> None:
    night = "Mo-Fr 22:00-06:00"
    assert ask_one("24/7", night).fit is Fit.YES
    assert ask_one("Mo-Sa 21:30-06:30", night).fit is Fit.YES
    assert ask_one("Mo-Sa 21:30-06:09", night).fit is Fit.NO
    assert said(ask_one("Mo-Su 07:00-20:00", night)) == [
        "non è aperto quando ti serve, 21:40–6:10, dal lunedì al venerdì"
    ]


@pytest.mark.parametrize("on", [date(2026, 10, 24), date(2026, 3, 28)], ids=["back", "forward"])
def test_the_night_in_which_the_clock_changes_is_as_any_other(ask_one: AskOne, on: date) -> None:
    dates = {"from_on": on, "to_on": on}
    assert ask_one("Sa 21:40-06:10", "Sa 22:00-06:00", **dates).fit is Fit.YES
    assert ask_one("Sa 21:41-06:10", "Sa 22:00-06:00", **dates).fit is Fit.NO
    assert ask_one("Sa 21:40-06:09", "Sa 22:00-06:00", **dates).fit is Fit.NO


def test_a_trip_over_the_change_of_the_clock_takes_real_minutes(ask_one: AskOne) -> None:
    dates = {"from_on": date(2026, 10, 24), "to_on": date(2026, 10, 25)}
    late = {"to_min": 120, "from_min": 0, **dates}
    assert ask_one("Sa-Su 02:00-12:00", "Su 04:00-10:00", **late).fit is Fit.YES
    row = ask_one("Sa-Su 03:00-12:00", "Su 04:00-10:00", **late)
    assert row.reason_details[0].values["late_min"] == 60


def test_only_the_weeks_that_are_worked_count(ask_one: AskOne) -> None:
    hours = "Mo-Fr 07:00-19:00; week 2-52/2 Sa 07:00-14:00"
    assert ask_one(hours, "week 2-52/2 Sa 08:00-13:00").fit is Fit.YES
    assert ask_one(hours, "week 1-53/2 Sa 08:00-13:00").fit is Fit.NO


def test_four_on_two_off_meets_every_weekday(ask_one: AskOne) -> None:
    row = ask_one("Mo-Fr 05:00-15:00", "4 on 2 off 06:00-14:00")
    assert (row.worked_day_count, row.fitting_day_count, said(row)) == (20, 15, ["chiuso il sabato, la domenica"])


# --- who brings, who fetches


def test_who_only_brings_does_not_care_when_it_closes_and_the_other_way_round(ask_one: AskOne) -> None:
    shift = "Mo-Fr 08:00-16:00"
    assert ask_one("Mo-Fr 07:30-12:00", shift, collects=False).fit is Fit.YES
    assert ask_one("Mo-Fr 14:00-16:10", shift, drops=False).fit is Fit.YES
    assert " ".join(said(ask_one("Mo-Fr 09:00-18:00", shift, collects=False))) == (
        "apre alle 9:00: saresti al lavoro alle 9:20, il turno comincia alle 8:00 — 1 h 20 min di ritardo "
        "dal lunedì al venerdì"
    )
    assert said(ask_one("Mo-Fr 07:00-16:09", shift, drops=False)) == [
        "chiude alle 16:09: arriveresti alle 16:10 dal lunedì al venerdì"
    ]


def test_who_only_brings_does_not_bring_to_a_door_that_closes(ask_one: AskOne) -> None:
    assert ask_one("Mo-Fr 07:00-07:40", "Mo-Fr 08:00-16:00", collects=False).fit is Fit.NO
    assert ask_one("Mo-Fr 07:00-07:41", "Mo-Fr 08:00-16:00", collects=False).fit is Fit.YES


def test_minutes_at_the_door_count_twice(ask_one: AskOne) -> None:
    shift = "Mo-Fr 08:00-16:00"
    assert ask_one("Mo-Fr 07:35-16:15", shift, handover_min=5).fit is Fit.YES
    assert ask_one("Mo-Fr 07:36-16:15", shift, handover_min=5).fit is Fit.NO
    assert said(ask_one("Mo-Fr 07:35-16:14", shift, handover_min=5)) == [
        "chiude alle 16:14: ti servirebbe fino alle 16:15 dal lunedì al venerdì"
    ]


# --- what is not known


@pytest.mark.parametrize("quality", ["place", "municipality"])
@pytest.mark.parametrize("hours", ["24/7", "Mo-Fr 03:00-04:00", None])
def test_a_position_that_stands_for_an_area_is_never_a_yes_or_a_no(ask_one: AskOne, quality: str, hours: str) -> None:
    row = ask_one(hours, "office", cells={"position_quality": quality})
    assert (row.fit, row.fitting_day_count) == (Fit.UNKNOWN, None)
    assert said(row) == ["posizione approssimata: i tempi di viaggio non sono certi"]


def test_hours_that_are_missing_are_unknown_and_there_is_no_week_to_draw(ask_one: AskOne) -> None:
    row = ask_one(None, "office")
    assert (row.fit, said(row), row.week, row.week_sentence.words("it")) == (
        Fit.UNKNOWN,
        ["orari non noti"],
        (),
        "orari non noti",
    )


# --- the week


def test_the_week_says_what_is_open_what_is_needed_and_whether_it_fits(ask_one: AskOne) -> None:
    row = ask_one("Mo-Fr 07:30-18:00", "Mo-Sa 08:00-16:00")
    assert row.week_sentence.words("it") == (
        "lun–ven: aperto 7:30–18:00, serve 7:40–16:10, va bene; sab: chiuso, serve 7:40–16:10, non va; dom: chiuso"
    )
    assert row.week_sentence.words("en") == (
        "Mon–Fri: open 7:30–18:00, needed 7:40–16:10, fits; Sat: closed, needed 7:40–16:10, does not fit; Sun: closed"
    )
    monday = row.week[0]
    assert (monday.weekday, monday.fit, monday.fitting_day_count, monday.worked_day_count) == ("Mo", Fit.YES, 4, 4)
    assert monday.needed is not None
    assert (monday.needed.from_min, monday.needed.to_min) == (7 * 60 + 40, 16 * 60 + 10)


def test_a_weekday_that_fits_now_and_then_says_how_often(ask_one: AskOne) -> None:
    row = ask_one("Mo 07:30-18:00; 2026 Sep 07 off", "Mo 08:00-16:00")
    assert "lun: aperto 7:30–18:00, serve 7:40–16:10, va bene 3 giorni su 4" in row.week_sentence.words("it")


def test_a_night_is_drawn_past_midnight(ask_one: AskOne) -> None:
    row = ask_one("Mo-Su 21:00-07:00", "Mo-Fr 22:00-06:00")
    assert row.week[0].open[-1].to_min == 30 * 60 + 10
    assert "serve 21:40–6:10, va bene" in row.week_sentence.words("it")


# --- the answer


HOURS: Mapping[str, Mapping[str, Any]] = {
    "always": {"opening_hours": "24/7"},
    "never": {"opening_hours": "Su 10:00-12:00"},
    "nowhere": {"opening_hours": "24/7", "at": None},
    "unknown": {"opening_hours": None},
    "all-week": {"opening_hours": "Mo-Fr 06:00-20:00"},
}


def test_what_fits_comes_first_then_what_is_not_known_and_equals_go_by_id(ask: Ask) -> None:
    answer = ask(HOURS, "office")
    assert [(row.service_id, row.fit) for row in answer.rows] == [
        ("toy:all-week", Fit.YES),
        ("toy:always", Fit.YES),
        ("toy:unknown", Fit.UNKNOWN),
        ("toy:never", Fit.NO),
    ]
    assert answer.fit_counts == {"yes": 2, "unknown": 1, "no": 1}
    assert (answer.found_count, answer.without_position_count, answer.worked_day_count) == (4, 1, 22)
    assert answer.sentence.words("it") == (
        "Turno «ufficio, da lunedì a venerdì 9–18», dal 1º al 30 settembre (22 giorni di lavoro). "
        "Servizi che vanno bene: 2; da verificare: 1; che non vanno: 1."
    )


def test_counts_are_about_all_services_and_rows_about_the_first(ask: Ask) -> None:
    answer = ask(HOURS, "office", max_count=1)
    assert [row.service_id for row in answer.rows] == ["toy:all-week"]
    assert (answer.found_count, answer.fit_counts["no"]) == (4, 1)


def test_a_limit_is_about_the_trips_that_are_made(ask: Ask) -> None:
    assert ask(HOURS, "office", limit_min=15).found_count == 0
    assert ask(HOURS, "office", limit_min=15, drops=False).found_count == 4


def test_minutes_from_home_count_for_the_order_and_not_for_the_fit(ask: Ask, at_km: Any) -> None:
    lon, lat = at_km(5, 5)
    without, with_home = ask(HOURS, "office"), ask(HOURS, "office", home_lon=lon, home_lat=lat)
    assert [row.fit for row in without.rows] == [row.fit for row in with_home.rows]
    assert (without.rows[0].total_min, with_home.rows[0].total_min) == (30, 60)


def test_nothing_found_is_said(ask: Ask) -> None:
    assert "nessun servizio" in ask({}, "office").sentence.words("it")


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        pytest.param({"to_on": date(2026, 8, 31)}, "error.bad_period", id="ends before it starts"),
        pytest.param({"to_on": date(2027, 9, 2)}, "error.bad_period", id="longer than a year"),
        pytest.param({"from_on": date(9999, 1, 1), "to_on": date(9999, 1, 2)}, "error.bad_period", id="far away"),
        pytest.param({"handover_min": 61}, "error.bad_handover", id="an hour and more at the door"),
        pytest.param({"handover_min": -1}, "error.bad_handover", id="less than no time"),
        pytest.param({"drops": False, "collects": False}, "error.nobody_travels", id="nobody brings or fetches"),
        pytest.param({"home_lon": 9.0}, "error.half_a_point", id="half a home"),
        pytest.param({"limit_min": 0}, "error.bad_minutes", id="no minutes"),
        pytest.param({"max_count": 0}, "error.bad_max_count", id="no rows"),
        pytest.param({"from_on": date(2026, 9, 5), "to_on": date(2026, 9, 6)}, "error.no_worked_day", id="a weekend"),
    ],
)
def test_a_question_that_means_nothing_is_refused_in_words(ask: Ask, asked: Mapping[str, Any], key: str) -> None:
    with pytest.raises(InputError) as refused:
        ask(HOURS, "office", **asked)
    assert refused.value.key == key
