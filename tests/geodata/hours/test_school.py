from datetime import date

import pytest

from geodata.errors import DataError
from geodata.hours.school import SchoolCalendar, school_calendar

ROW = {
    "region_code": "91",
    "school_year": "2026/27",
    "starts_on": "2026-09-14",
    "ends_on": "2027-06-08",
    "closed_ranges": "2026-12-23/2027-01-06|2027-02-16",
}
BLANK = {**ROW, "school_year": "2027/28", "starts_on": None, "ends_on": None, "closed_ranges": None}


@pytest.mark.parametrize(
    ("on", "is_holiday"),
    [
        pytest.param(date(2026, 9, 13), True, id="the day before lessons begin"),
        pytest.param(date(2026, 9, 14), False, id="the first day of lessons"),
        pytest.param(date(2026, 12, 23), True, id="the first day of a closed range"),
        pytest.param(date(2027, 1, 6), True, id="its last day, in the next year"),
        pytest.param(date(2027, 1, 7), False, id="the day after it"),
        pytest.param(date(2027, 2, 16), True, id="a single day"),
        pytest.param(date(2027, 6, 8), False, id="the last day of lessons"),
        pytest.param(date(2027, 8, 31), True, id="the summer after it"),
        pytest.param(date(2027, 9, 1), None, id="the next school year, whose row is blank"),
        pytest.param(date(2026, 8, 31), None, id="the school year before, that has no row"),
    ],
)
def test_a_day_is_a_school_holiday_or_not_or_nobody_knows(on: date, *, is_holiday: bool | None) -> None:
    assert school_calendar([BLANK, ROW], "91").is_holiday(on) is is_holiday


def test_a_region_has_its_own_calendar() -> None:
    assert school_calendar([ROW], "92") == SchoolCalendar()


@pytest.mark.parametrize("words", ["2026-12-23/06", "dal 23 dicembre", "2026-02-30"])
def test_a_range_that_is_none_is_refused_by_name(words: str) -> None:
    with pytest.raises(DataError, match="school calendar 91 2026/27"):
        school_calendar([{**ROW, "closed_ranges": words}], "91")
