"""The notation of shifts: which days are worked, and words that are none."""

from datetime import date, timedelta

import pytest

from geodata.errors import InputError
from welfare_map.model.shifts import TEMPLATES, read_shifts

FIRST = date(2026, 9, 1)


def worked(words: str, first_on: date = FIRST, count: int = 14, holidays: frozenset[date] = frozenset()) -> list[str]:
    """Return ``day month, hours`` of each day at work."""
    pattern, found = read_shifts(words, first_on), []
    for number in range(count):
        on = first_on + timedelta(days=number)
        rule = pattern.rule_on(on, is_public_holiday=on in holidays)
        if rule is not None and rule.start_min is not None and rule.end_min is not None:
            found.append(f"{on:%d.%m} {rule.start_min // 60}-{rule.end_min / 60:g}")
    return found


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param(
            "Mo-Fr 06:00-14:00", ["01.09 6-14", "02.09 6-14", "03.09 6-14", "04.09 6-14", "07.09 6-14"], id="weekdays"
        ),
        pytest.param("Tu 08:00-12:00; We 14:00-18:30", ["01.09 8-12", "02.09 14-18.5"], id="hours per weekday"),
        pytest.param("Tu 9:00-13:00,14:00-18:00", ["01.09 9-18"], id="a pause belongs to the day"),
        pytest.param("Tu 22:00-06:00", ["01.09 22-30"], id="a night ends on the next day"),
        pytest.param("Tu 16:00-24:00", ["01.09 16-24"], id="midnight ends the day"),
        pytest.param("Fr-Mo 08:00-12:00", ["04.09 8-12", "05.09 8-12", "06.09 8-12", "07.09 8-12"], id="over Sunday"),
        pytest.param("Tu-Th 08:00-12:00; We off", ["01.09 8-12", "03.09 8-12"], id="the last rule decides"),
        pytest.param("tu , we 08:00 - 12:00 ;", ["01.09 8-12", "02.09 8-12"], id="letters and blanks do not matter"),
    ],
)
def test_the_days_of_the_first_week_are_those_that_the_words_name(words: str, expected: list[str]) -> None:
    assert worked(words, count=7) == expected


def test_alternate_weeks_go_by_the_number_of_the_week() -> None:
    words = "week 1-53/2 Tu 06:00-14:00; week 2-52/2 Tu 14:00-22:00"
    assert worked(words, count=21) == ["01.09 14-22", "08.09 6-14", "15.09 14-22"]
    assert date(2026, 9, 8).isocalendar().week == 37


def test_every_second_week_goes_on_over_the_end_of_a_year_of_53_weeks() -> None:
    words = "every 2 weeks from 2026-12-19 Sa 08:00-13:00"
    assert worked(words, date(2026, 12, 14), 35) == ["19.12 8-13", "02.01 8-13", "16.01 8-13"]


def test_four_days_on_and_two_off_begin_on_the_day_that_is_said() -> None:
    words = "4 on 2 off from 2026-09-03 06:00-14:00"
    days = [word.partition(".")[0] for word in worked(words, count=12)]
    assert days == ["03", "04", "05", "06", "09", "10", "11", "12"]


def test_a_rotation_is_not_worked_before_its_first_day() -> None:
    assert worked("4 on 2 off from 2026-09-10 06:00-14:00", count=11) == ["10.09 6-14", "11.09 6-14"]


def test_a_rotation_without_a_first_day_begins_with_the_period() -> None:
    assert worked("1 on 2 off 06:00-14:00", count=6) == ["01.09 6-14", "04.09 6-14"]


def test_on_a_public_holiday_only_rotations_and_rules_that_say_so_are_worked() -> None:
    holiday = frozenset({FIRST})
    assert worked("Mo-Su 08:00-12:00", count=1, holidays=holiday) == []
    assert worked("Mo-Su,PH 08:00-12:00", count=1, holidays=holiday) == ["01.09 8-12"]
    assert worked("Mo-Su 08:00-12:00; PH 10:00-12:00", count=1, holidays=holiday) == ["01.09 10-12"]
    assert worked("4 on 2 off 08:00-12:00", count=1, holidays=holiday) == ["01.09 8-12"]
    assert worked("4 on 2 off 08:00-12:00; PH off", count=1, holidays=holiday) == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_is_a_pattern_with_a_name(template: str) -> None:
    assert read_shifts(template, FIRST).template == template
    assert worked(template, count=7)


@pytest.mark.parametrize(
    "words",
    [
        *("", " ; ", "Mo-Fr", "06:00-14:00", "lun-ven 6-14", "Mo-Fr 06:00", "Mo-Fr 6-14", "week 54-60 Mo 06:00-14:00"),
        *("week 9-3 Mo 06:00-14:00", "0 on 2 off 06:00-14:00", "4 on 2 off from 2026-02-30 06:00-14:00"),
        *("every 0 weeks Sa 08:00-13:00", "Mo-Fr 06:00-14:00 PH", "week 1-53/0 Mo 06:00-14:00", "Mo 06:00-14:00;" * 99),
    ],
)
def test_words_that_are_no_shift_are_refused(words: str) -> None:
    with pytest.raises(InputError, match=r"error\.bad_shift:"):
        read_shifts(words, FIRST)


@pytest.mark.parametrize(
    "words",
    [
        *("Mo 25:00-26:00", "Mo 06:60-14:00", "Mo 06:00-06:00", "Mo 08:00-12:00,11:00-13:00", "Mo 24:00-06:00"),
        *("Mo 14:00-18:00,08:00-12:00", "Mo 20:00-04:00,03:00-21:00"),
    ],
)
def test_hours_that_nobody_can_work_are_refused(words: str) -> None:
    with pytest.raises(InputError, match=r"error\.bad_shift_hours"):
        read_shifts(words, FIRST)
