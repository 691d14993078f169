"""The day of a file: what is said, its name, its date, in Italian days and never later than today."""

from datetime import UTC, date, datetime

import pytest

from welfare_map.register.updates.file_day import DayFrom, day_of_file, italian_day

TODAY = date(2026, 10, 1)
WRITTEN_AT = datetime(2026, 9, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "said", "day", "day_from"),
    [
        pytest.param("rsa_2026-08-18.csv", None, "2026-08-18", DayFrom.FILE_NAME, id="name"),
        pytest.param("rsa_2026-08-18.csv", date(2026, 7, 1), "2026-07-01", DayFrom.OPERATOR, id="said"),
        pytest.param("rsa.csv", None, "2026-09-20", DayFrom.FILE_DATE, id="date of the file"),
        pytest.param("2026-08-18_copied-2026-09-02.csv", None, "2026-08-18", DayFrom.FILE_NAME, id="two days"),
        pytest.param("rsa_2026-10-01.csv", None, "2026-10-01", DayFrom.FILE_NAME, id="today"),
        pytest.param("rsa_2026-10-02.csv", None, "2026-09-20", DayFrom.FILE_DATE, id="a day to come"),
        pytest.param("rsa_2026-02-30.csv", None, "2026-09-20", DayFrom.FILE_DATE, id="no such day"),
        pytest.param("rsa_12026-08-181.csv", None, "2026-09-20", DayFrom.FILE_DATE, id="part of a longer number"),
        pytest.param("rsa.csv", date(2026, 10, 2), "2026-10-01", DayFrom.OPERATOR, id="said, to come"),
    ],
)
def test_the_day_is_said_or_in_the_name_or_the_date_of_the_file(
    name: str, said: date | None, day: str, day_from: DayFrom
) -> None:
    found = day_of_file(name, WRITTEN_AT, said=said, today=TODAY)

    assert found == (date.fromisoformat(day), day_from)


def test_a_file_from_the_future_has_today() -> None:
    assert day_of_file("rsa.csv", datetime(2027, 1, 1, tzinfo=UTC), said=None, today=TODAY)[0] == TODAY


@pytest.mark.parametrize(("hour", "day"), [(21, "2026-09-01"), (22, "2026-09-02")])
def test_the_day_begins_at_midnight_in_italy(hour: int, day: str) -> None:
    written_at = datetime(2026, 9, 1, hour, 30, tzinfo=UTC)

    assert italian_day(written_at).isoformat() == day
    assert day_of_file("rsa.csv", written_at, said=None, today=TODAY)[0].isoformat() == day
