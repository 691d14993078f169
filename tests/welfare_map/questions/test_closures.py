"""Days on which a service is closed although it usually opens."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfare_map.questions.closures import Closure, closures, has_closures

FIRST_ON, LAST_ON = date(2026, 7, 1), date(2027, 6, 30)
CHRISTMAS, SAINT_STEPHEN = date(2026, 12, 25), date(2026, 12, 26)
WORKDAYS = "Mo-Fr 07:30-18:00"


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
    assert closures(opening_hours, FIRST_ON, LAST_ON) == expected


def test_public_holidays_count_where_the_service_would_be_open() -> None:
    found = closures(f"{WORKDAYS}; PH off", FIRST_ON, LAST_ON, public_holidays={CHRISTMAS, SAINT_STEPHEN})

    assert found == (Closure(CHRISTMAS, CHRISTMAS),)
    assert closures(WORKDAYS, FIRST_ON, LAST_ON, public_holidays={CHRISTMAS}) == ()


@pytest.mark.parametrize(
    ("opening_hours", "expected"),
    [
        (f"{WORKDAYS}; Aug off", True),
        (f"{WORKDAYS}; PH off", True),
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

    found = closures(f"Mo-Su 08:00-18:00; {rule} off", start - timedelta(days=before), last + timedelta(days=after))

    assert found == (Closure(start, last),)
