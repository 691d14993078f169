"""Free places expected ahead: for which day, and until when they are told."""

from datetime import date

import pytest

from welfare_map.model import BandPlaces, months_after


@pytest.mark.parametrize(
    ("iso_day", "month_count", "later"),
    [
        pytest.param("2026-09-20", 1, "2026-10-20", id="the same day of the next month"),
        pytest.param("2026-01-31", 1, "2026-02-28", id="a month without that day"),
        pytest.param("2028-01-31", 1, "2028-02-29", id="a leap year"),
        pytest.param("2026-11-30", 3, "2027-02-28", id="over the end of the year"),
        pytest.param("2026-11-15", 1, "2026-12-15", id="December"),
    ],
)
def test_months_are_those_of_the_calendar(iso_day: str, month_count: int, later: str) -> None:
    assert months_after(iso_day, month_count) == later


@pytest.mark.parametrize(
    ("on", "told"),
    [
        pytest.param(date(2026, 9, 20), (1, 2, 3), id="the day of the datum"),
        pytest.param(date(2026, 10, 20), (1, 2, 3), id="the day itself"),
        pytest.param(date(2026, 10, 21), (None, 2, 3), id="the day after"),
        pytest.param(date(2026, 12, 21), (None, None, None), id="all are past"),
    ],
)
def test_places_expected_for_a_past_day_are_no_longer_told(on: date, told: tuple[int | None, ...]) -> None:
    said = BandPlaces(
        band="day",
        free_count=4,
        waiting_count=5,
        free_in_1_month_count=1,
        free_in_2_months_count=2,
        free_in_3_months_count=3,
        as_of_on="2026-09-20",
        expires_on="2027-01-31",
        author_role="manager",
    )
    known = said.on(on)
    assert (known.free_in_1_month_count, known.free_in_2_months_count, known.free_in_3_months_count) == told
    assert (known.free_count, known.waiting_count, known.is_expired) == (4, 5, False)
