"""Which shifts go together, on which days."""

import pytest

from welfare_map.model import FirmShift
from welfare_map.questions.shuttle.windows import WorkShift, days_words, read_shift, windows_of


def shift(words: str, firm: str = "alfa", number: int = 1) -> WorkShift:
    days, hours = words.split()
    starts_at, ends_at = hours.split("-")
    read = read_shift(firm, FirmShift(days=days, starts_at=starts_at, ends_at=ends_at), number=number)
    assert read is not None
    return read


def found(*words: str, window_min: int = 30) -> list[tuple[str, int]]:
    shifts = {shift(one, firm=f"f{number}") for number, one in enumerate(words)}
    return [(days_words(window.weekdays), len(window.shifts)) for window in windows_of(shifts, window_min)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param(["Mo-Fr 08:00-16:00", "Mo-Fr 08:30-16:30"], [("Mo-Fr", 2)], id="exactly within the window"),
        pytest.param(["Mo-Fr 08:00-16:00", "Mo-Fr 08:31-16:00"], [("Mo-Fr", 1)] * 2, id="a minute later"),
        pytest.param(["Mo-Fr 08:00-16:00", "Mo-Fr 08:00-16:31"], [("Mo-Fr", 1)] * 2, id="a minute longer"),
        pytest.param(["Mo-Fr 08:00-16:00", "Mo-Sa 08:00-16:00"], [("Mo-Fr", 2), ("Sa", 1)], id="one works on Saturday"),
        pytest.param(["Mo,We 08:00-16:00", "Sa-Su 08:00-16:00"], [("Mo,We", 1), ("Sa-Su", 1)], id="no common day"),
        pytest.param(["Mo-Fr 22:00-06:00", "Mo-Fr 22:10-06:10"], [("Mo-Fr", 2)], id="nights"),
        pytest.param(
            ["Mo-Fr 08:00-16:00", "Mo-Fr 08:20-16:00", "Mo-Fr 08:40-16:00"],
            [("Mo-Fr", 2), ("Mo-Fr", 1)],
            id="a chain is cut where its ends are too far apart",
        ),
    ],
)
def test_shifts_go_together_on_the_days_they_share(words: list[str], expected: list[tuple[str, int]]) -> None:
    assert found(*words) == expected


def test_a_night_ends_on_the_next_day() -> None:
    assert (shift("Mo-Fr 22:00-06:00").start_min, shift("Mo-Fr 22:00-06:00").end_min) == (1320, 1800)


@pytest.mark.parametrize("words", ["Lun-Ven 08:00-16:00", "Mo-Fr 25:00-26:00", "Mo-Fr 08:00-08:00", "PH 08:00-16:00"])
def test_a_shift_that_cannot_be_read_is_none(words: str) -> None:
    days, hours = words.split()
    starts_at, ends_at = hours.split("-")
    one = FirmShift(days=days, starts_at=starts_at, ends_at=ends_at)
    assert read_shift("alfa", one, number=1) is None


def test_days_in_a_year_follow_the_days_of_the_week() -> None:
    (window,) = windows_of({shift("Mo-Su 08:00-16:00")}, 30)
    assert (window.days_in(220), windows_of({shift("Sa 08:00-16:00")}, 30)[0].days_in(220)) == (308, 44)
