from datetime import UTC, date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.hours.clock import ROME, day_start_min, real_minutes, wall_minute, wall_minutes


@pytest.mark.parametrize(
    ("on", "hours"),
    [
        pytest.param(date(2026, 10, 24), 9, id="the clock goes back"),
        pytest.param(date(2026, 3, 28), 7, id="the clock goes forward"),
        pytest.param(date(2026, 6, 1), 8, id="any other night"),
    ],
)
def test_a_night_from_22_to_6_has_as_many_hours_as_it_has(on: date, hours: int) -> None:
    edges = real_minutes(day_start_min(on) + np.array([22, 30]) * 60)
    assert np.diff(edges).tolist() == [hours * 60]


def test_an_hour_that_is_shown_twice_is_meant_the_first_time() -> None:
    shown = wall_minute(datetime(2026, 10, 25, 2, 30))  # noqa: DTZ001
    assert int(real_minutes(shown)) * 60 == datetime(2026, 10, 25, 0, 30, tzinfo=UTC).timestamp()


def test_a_minute_that_the_clock_skips_is_an_hour_later() -> None:
    skipped = real_minutes(wall_minute(datetime(2026, 3, 29, 2, 30)))  # noqa: DTZ001
    assert int(wall_minutes(skipped)) == wall_minute(datetime(2026, 3, 29, 3, 30))  # noqa: DTZ001


@given(st.datetimes(min_value=datetime(2001, 1, 1), max_value=datetime(2099, 12, 31)))  # noqa: DTZ001
def test_it_agrees_with_the_time_zone_database(moment: datetime) -> None:
    moment = moment.replace(second=0, microsecond=0)
    real = int(real_minutes(wall_minute(moment)))
    assert real * 60 == moment.replace(tzinfo=ROME, fold=0).timestamp()
    assert int(wall_minutes(real)) == wall_minute(datetime.fromtimestamp(real * 60, ROME).replace(tzinfo=None))
