"""Days on which a service is closed although it usually opens."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.hours.opening import Days
from geodata.hours.school import SchoolCalendar, SchoolYear
from welfare_map.questions.closures import Closure, closures, has_closures, years_around

FIRST_ON, LAST_ON = date(2026, 7, 1), date(2027, 6, 30)
CHRISTMAS, SAINT_STEPHEN = date(2026, 12, 25), date(2026, 12, 26)
WORKDAYS = "Mo-Fr 07:30-18:00"
YEARS = Days(*years_around(FIRST_ON, LAST_ON))


def _days(*ranges: tuple[str, str]) -> tuple[Closure, ...]:
    return tuple(Closure(date.fromisoformat(first), date.fromisoformat(last)) for first, last in ranges)


@pytest.mark.parametrize(
    ("opening_hours", "expected"),
    [
        pytest.param(f"{WORKDAYS}; Aug 05-25 off", _days(("2026-08-05", "2026-08-25")), id="days of August"),
        pytest.param(f"{WORKDAYS}; Aug off", _days(("2026-08-03", "2026-08-31")), id="a month begins with a weekend"),
        pytest.param(f"{WORKDAYS}; Jul-Aug off", _days(("2026-07-01", "2026-08-31")), id="two months"),
        pytest.param(f"{WORKDAYS}; Dec 24-Jan 06 off", _days(("2026-12-24", "2027-01-06")), id="over the year end"),
        pytest.param("24/7; Aug 10-12 off", _days(("2026-08-10", "2026-08-12")), id="always open but for some days"),
        pytest.param("Aug 10-12 off", _days(("2026-08-10", "2026-08-12")), id="nothing but a closure"),
        pytest.param(
            f"{WORKDAYS}; Aug 07 off; Aug 10 off",
            _days(("2026-08-07", "2026-08-10")),
            id="a Friday and the Monday after",
        ),
        pytest.param(
            f"{WORKDAYS}; Aug 06 off; Aug 10 off",
            _days(("2026-08-06", "2026-08-06"), ("2026-08-10", "2026-08-10")),
            id="an open Friday between",
        ),
        pytest.param(
            f"{WORKDAYS}; Aug off; Aug 24-31 Mo-Fr 08:00-12:00",
            _days(("2026-08-03", "2026-08-21")),
            id="a later rule opens again",
        ),
        pytest.param(f'{WORKDAYS}; Aug 05-25 off "ferie"', _days(("2026-08-05", "2026-08-25")), id="with a comment"),
        pytest.param(f"{WORKDAYS}; Dec 24-Jan 06 OFF", _days(("2026-12-24", "2027-01-06")), id="in capitals"),
        pytest.param(f"{WORKDAYS}; PH off; Aug 05-25 off", _days(("2026-08-05", "2026-08-25")), id="beside holidays"),
        pytest.param(f"{WORKDAYS}; PH,Aug 05-25 off", (), id="what the fit cannot read either"),
        pytest.param("week 2-52/2 Mo-Fr 08:00-18:00; Aug 12-13 off", (), id="a week in which it does not open"),
        pytest.param("Mo-Su 08:00-18:00; Su,PH off", (), id="a weekly day of rest beside public holidays"),
        pytest.param("Mo-Su 08:00-18:00; Su off", (), id="a weekly day of rest"),
        pytest.param(WORKDAYS, (), id="no closure"),
        pytest.param("Jun 10-Jul 31 Mo-Fr 08:00-17:00", (), id="a season is no closure"),
        pytest.param(f"{WORKDAYS}; SH off", (), id="school holidays are not guessed"),
        pytest.param("su appuntamento", (), id="words"),
        pytest.param("", (), id="empty"),
        pytest.param(None, (), id="unknown"),
    ],
)
def test_closures_come_from_the_rules_that_close(opening_hours: str | None, expected: tuple[Closure, ...]) -> None:
    assert closures(opening_hours, YEARS, FIRST_ON, LAST_ON) == expected


def test_public_holidays_count_where_the_service_would_be_open() -> None:
    days = Days(YEARS.first_on, YEARS.last_on, frozenset({CHRISTMAS, SAINT_STEPHEN}))

    assert closures(f"{WORKDAYS}; PH off", days, FIRST_ON, LAST_ON) == (Closure(CHRISTMAS, CHRISTMAS),)
    assert closures(f"{WORKDAYS}; PH,SH off", days, FIRST_ON, LAST_ON) == (Closure(CHRISTMAS, CHRISTMAS),)
    assert closures(WORKDAYS, days, FIRST_ON, LAST_ON) == ()


def test_school_holidays_are_closures_where_the_calendar_is_known() -> None:
    lessons = SchoolYear(date(2026, 9, 14), date(2027, 6, 8), ((date(2026, 12, 23), date(2027, 1, 6)),))
    days = Days(YEARS.first_on, YEARS.last_on, school=SchoolCalendar(((2026, lessons),)))

    found = closures(f"{WORKDAYS}; PH,SH off", days, date(2026, 12, 1), date(2027, 1, 31))

    assert found == _days(("2026-12-23", "2027-01-06"))


def test_a_closure_is_the_same_whether_one_asks_before_it_or_in_its_midst() -> None:
    before, within = (
        closures(f"{WORKDAYS}; Aug 05-25 off", Days(*years_around(on, LAST_ON)), on, LAST_ON)
        for on in (FIRST_ON, date(2026, 8, 14))
    )
    assert before == within == _days(("2026-08-05", "2026-08-25"))


@pytest.mark.parametrize(
    ("opening_hours", "expected"),
    [
        (f"{WORKDAYS}; Aug off", True),
        (f"{WORKDAYS}; PH off", True),
        (f"{WORKDAYS}; PH,SH off", True),
        (f'{WORKDAYS}; Aug 05-25 OFF "ferie"', True),
        (f"{WORKDAYS}; PH,Aug 05-25 off", False),
        (f"{WORKDAYS}; SH off", False),
        ("Mo-Su 08:00-18:00; Su off", False),
        (WORKDAYS, False),
        ("off", False),
        (None, False),
    ],
)
def test_only_a_service_with_known_closures_has_any(opening_hours: str | None, expected: bool) -> None:  # noqa: FBT001  # a case
    assert has_closures(opening_hours) is expected


@given(
    start=st.dates(date(2026, 1, 1), date(2027, 6, 1)),
    length=st.integers(0, 60),
    before=st.integers(0, 80),
    after=st.integers(0, 80),
)
def test_a_service_open_every_day_is_closed_exactly_on_the_days_named(
    start: date, length: int, before: int, after: int
) -> None:
    last = start + timedelta(days=length)
    rule = f"{start:%Y %b %d}-{last:%Y %b %d}" if length else f"{start:%Y %b %d}"

    first_on, last_on = start - timedelta(days=before), last + timedelta(days=after)

    found = closures(f"Mo-Su 08:00-18:00; {rule} off", Days(*years_around(first_on, last_on)), first_on, last_on)

    assert found == (Closure(start, last),)
