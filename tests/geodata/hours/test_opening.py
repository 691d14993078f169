"""Opening hours by the cases that people meet."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.hours.calendar import public_holidays
from geodata.hours.clock import EPOCH, wall_minutes
from geodata.hours.opening import Days, Doubt, open_spans
from geodata.hours.school import SchoolCalendar, SchoolYear
from geodata.hours.spans import Spans

CHRISTMAS = Days(date(2026, 12, 21), date(2027, 1, 10), public_holidays(2026, 2027))
LESSONS = SchoolYear(date(2026, 9, 14), date(2027, 6, 8), ((date(2026, 12, 23), date(2027, 1, 6)),))


def opens_on(spans: Spans) -> set[date]:
    return {on_the_wall(minute).date() for minute in wall_minutes(spans.starts_min).tolist()}


def on_the_wall(wall_min: int) -> datetime:
    return EPOCH + timedelta(minutes=wall_min)


def weekdays(days: Days, *left_out: date) -> set[date]:
    return {on for on in days.all() if on.weekday() < 5} - set(left_out)


def between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def test_a_public_holiday_on_a_weekday_closes_what_closes_on_public_holidays() -> None:
    holidays = [date(2026, 12, 25), date(2027, 1, 1), date(2027, 1, 6)]
    assert opens_on(open_spans("Mo-Fr 08:00-18:00; PH off", CHRISTMAS).sure) == weekdays(CHRISTMAS, *holidays)


HOLIDAYS_AT_CHRISTMAS = (date(2026, 12, 25), date(2027, 1, 1), date(2027, 1, 6))


def test_hours_that_do_not_speak_of_public_holidays_are_not_sure_on_them() -> None:
    opening = open_spans("Mo-Fr 08:00-18:00", CHRISTMAS)
    assert opens_on(opening.sure) == weekdays(CHRISTMAS, *HOLIDAYS_AT_CHRISTMAS)
    assert (opens_on(opening.maybe), opening.doubt) == (weekdays(CHRISTMAS), Doubt.PUBLIC_HOLIDAYS)


@pytest.mark.parametrize("words", ["24/7", "Mo-Fr 08:00-18:00; PH off", "Sa 08:00-12:00; Dec 26 off"])
def test_what_is_said_of_public_holidays_leaves_no_doubt(words: str) -> None:
    days = Days(date(2026, 12, 24), date(2026, 12, 31), CHRISTMAS.public_holidays)
    assert open_spans(words, days).doubt is None


def test_the_night_that_begins_on_a_public_holiday_is_not_sure_to_its_end() -> None:
    days = Days(date(2027, 1, 5), date(2027, 1, 8), CHRISTMAS.public_holidays)
    sure = open_spans("Mo-Su 22:00-06:00", days).sure
    shown = [on_the_wall(minute) for minute in wall_minutes([*sure.starts_min, *sure.ends_min]).tolist()]
    assert [f"{moment:%d %H:%M}" for moment in shown] == [
        *("05 00:00", "05 22:00", "07 22:00", "08 22:00"),
        *("05 06:00", "06 00:00", "08 06:00", "09 00:00"),
    ]


def test_nights_of_a_year_that_is_over_are_closed_on_public_holidays_too() -> None:
    assert not opens_on(open_spans("2020 Mo-Su 22:00-06:00", CHRISTMAS).maybe)


def test_a_closure_over_the_end_of_a_year_closes_both_of_its_parts() -> None:
    closed = between(date(2026, 12, 24), date(2027, 1, 6))
    opening = open_spans("Mo-Fr 08:00-18:00; Dec 24-Jan 06 off", CHRISTMAS)
    assert opening.doubt is None
    assert opens_on(opening.sure) == weekdays(CHRISTMAS, *closed)


def test_a_season_and_a_closure_of_days_are_followed() -> None:
    summer = Days(date(2026, 7, 25), date(2026, 8, 31))
    opening = open_spans("Mo-Fr 07:30-16:30; Aug 05-25 off", summer)
    assert opens_on(opening.sure) == weekdays(summer, *between(date(2026, 8, 5), date(2026, 8, 25)))
    camp = open_spans("Jun 10-Jul 31 Mo-Fr 08:00-17:00", summer)
    assert opens_on(camp.sure) == weekdays(summer, *between(date(2026, 8, 1), date(2026, 8, 31)))


def test_what_opens_on_public_holidays_opens_on_them_whatever_the_weekday() -> None:
    opening = open_spans("Su,PH 10:00-12:00", CHRISTMAS)
    sundays = {on for on in CHRISTMAS.all() if on.weekday() == 6}
    holidays = {on for on in CHRISTMAS.all() if on in CHRISTMAS.public_holidays}
    assert opens_on(opening.sure) == sundays | holidays


def test_the_patron_saint_closes_what_closes_on_public_holidays_in_that_town_alone() -> None:
    week = date(2026, 12, 7), date(2026, 12, 11)
    milan, elsewhere = (Days(*week, public_holidays(2026, 2026, town)) for town in ("MI", ""))
    saint = date(2026, 12, 7)
    assert saint not in opens_on(open_spans("Mo-Fr 08:00-18:00; PH off", milan).sure)
    assert saint in opens_on(open_spans("Mo-Fr 08:00-18:00; PH off", elsewhere).sure)


def test_school_holidays_close_where_the_calendar_is_known() -> None:
    known = Days(CHRISTMAS.first_on, CHRISTMAS.last_on, school=SchoolCalendar(((2026, LESSONS),)))
    opening = open_spans("Mo-Fr 16:00-18:00; SH off", known)
    closed = between(date(2026, 12, 23), date(2027, 1, 6))
    assert (opens_on(opening.sure), opening.doubt) == (weekdays(known, *closed), None)


def test_without_a_school_calendar_it_may_be_open_and_nobody_says_that_it_is() -> None:
    opening = open_spans("Mo-Fr 16:00-18:00; SH off", CHRISTMAS)
    assert (opens_on(opening.sure), opening.doubt) == (set(), Doubt.SCHOOL_CALENDAR)
    assert opens_on(opening.maybe) == weekdays(CHRISTMAS)


def test_hours_that_are_the_same_in_and_out_of_school_holidays_are_sure() -> None:
    opening = open_spans("Mo-Fr 08:00-12:00; SH 08:00-12:00", CHRISTMAS)
    assert weekdays(CHRISTMAS, *HOLIDAYS_AT_CHRISTMAS) == opens_on(opening.sure)


@pytest.mark.parametrize(
    ("words", "doubt"),
    [
        pytest.param(None, Doubt.MISSING, id="no hours"),
        pytest.param("  ", Doubt.MISSING, id="blank hours"),
        pytest.param("dal lunedì al venerdì", Doubt.UNREADABLE, id="prose"),
        pytest.param("Mo-Fr 08:00-18:00+", Doubt.UNREADABLE, id="as long as we like"),
        pytest.param("Mo-Fr 08:00+", Doubt.UNREADABLE, id="no end"),
        pytest.param("sunrise-sunset", Doubt.UNREADABLE, id="by the sun"),
        pytest.param("Mo-Fr 08:00-12:00; PH -1 day off", Doubt.UNREADABLE, id="the day before a holiday"),
        pytest.param("SH Mo-Fr 08:00-12:00", Doubt.UNREADABLE, id="weekdays of school holidays"),
        pytest.param("Mo-Fr 08:00-12:00; " * 100, Doubt.UNREADABLE, id="too long"),
        pytest.param("Mo-Su 22:00-06:00; Aug off", Doubt.UNREADABLE, id="nights with a closure"),
        pytest.param('Mo-Fr 08:00-12:00 "su appuntamento"', Doubt.ON_REQUEST, id="by appointment"),
        pytest.param("Mo-Fr 08:00-12:00 unknown", Doubt.ON_REQUEST, id="unknown by its own word"),
    ],
)
def test_what_cannot_be_said_is_never_said_to_be_open(words: str | None, doubt: Doubt) -> None:
    opening = open_spans(words, CHRISTMAS)
    assert (opens_on(opening.sure), opening.doubt) == (set(), doubt)
    assert opens_on(opening.maybe)


TOKENS = (
    *(
        "Mo",
        "Mo-Fr",
        "PH",
        "SH",
        "Su,PH",
        "PH,SH",
        "Aug",
        "Aug 05-25",
        "Dec 24-Jan 06",
        "week 1-53/2",
        "2026",
        "easter",
    ),
    *("08:00-12:00", "22:00-06:00", "00:00-24:00", "08:00+", "sunrise-12:00", "off", "unknown", '"x"', "24/7"),
    *(";", ",", "||", "[1]", "+1 day", "é"),
)


@given(st.lists(st.sampled_from(TOKENS), max_size=9).map(" ".join))
def test_whatever_is_written_is_read_or_unknown_and_what_is_sure_is_also_possible(words: str) -> None:
    opening = open_spans(words, CHRISTMAS)
    sure, maybe = opening.sure, opening.maybe
    assert maybe.cover(sure.starts_min, sure.ends_min).all()
    assert opening.doubt is not None or sure.starts_min.tolist() == maybe.starts_min.tolist()


@pytest.mark.parametrize("words", ["24/7", "Mo-Su 00:00-24:00"])
def test_what_closes_at_midnight_and_opens_at_it_does_not_close(words: str) -> None:
    assert len(open_spans(words, CHRISTMAS).maybe.starts_min) == 1


@pytest.mark.parametrize(
    ("first_on", "hours"),
    [
        pytest.param(date(2026, 10, 24), 9, id="the clock goes back"),
        pytest.param(date(2026, 3, 28), 7, id="the clock goes forward"),
    ],
)
def test_a_night_in_which_the_clock_changes_has_its_real_length(first_on: date, hours: int) -> None:
    sure = open_spans("Sa 22:00-06:00", Days(first_on, first_on + timedelta(days=1))).sure
    assert (sure.ends_min - sure.starts_min).tolist() == [hours * 60]


def test_two_thousand_distinct_hours_are_still_known_when_they_are_asked_for_again() -> None:
    words = [f"in prosa, {number}" for number in range(2000)]
    first = [open_spans(each, CHRISTMAS) for each in words]
    assert all(open_spans(each, CHRISTMAS) is opening for each, opening in zip(words, first, strict=True))
