"""The calendar is read back by the library that calendars use."""

from dataclasses import replace
from datetime import date

import pytest
from icalendar import Calendar

from geodata.routing.estimate import Estimate
from welfare_map.exports.ics import closures_ics
from welfare_map.model import CompareQuery, CompareRow
from welfare_map.questions.closures import Closure
from welfare_map.questions.compare import compare
from welfare_map.snapshot import Snapshot

DAY = date(2026, 9, 15)
CHRISTMAS = Closure(date(2026, 12, 24), date(2027, 1, 6))
ONE_DAY = Closure(date(2026, 12, 7), date(2026, 12, 7))


@pytest.fixture
def row(toy_snapshot: Snapshot) -> CompareRow:
    query = CompareQuery(as_of_on=DAY, service_ids=("toy:nursery-1km",))
    return compare(toy_snapshot, query, Estimate()).rows[0]


def test_each_closure_is_an_event_of_whole_days_whose_end_is_the_day_after(row: CompareRow) -> None:
    events = Calendar.from_ical(closures_ics(row, (ONE_DAY, CHRISTMAS), "it", made_on=DAY)).walk("VEVENT")

    assert [(event.decoded("dtstart"), event.decoded("dtend")) for event in events] == [
        (date(2026, 12, 7), date(2026, 12, 8)),
        (date(2026, 12, 24), date(2027, 1, 7)),
    ]
    assert [str(event["summary"]) for event in events] == ["Chiuso: Nursery 1Km"] * 2
    assert len({str(event["uid"]) for event in events}) == 2


def test_the_same_closures_give_the_same_file(row: CompareRow) -> None:
    first, second = (closures_ics(row, (CHRISTMAS,), "en", made_on=DAY) for _ in range(2))

    assert first == second
    assert b"DTSTART;VALUE=DATE:20261224\r\n" in first


def test_a_demonstration_service_says_so_in_each_event(row: CompareRow) -> None:
    content = closures_ics(replace(row, is_demo=True), (CHRISTMAS,), "en", made_on=DAY)

    assert "(demonstration)" in content.decode()


@pytest.mark.parametrize("name", ["a\r\nEND:VCALENDAR", "Nido; di, \\n Prova", "è" * 400, "😀 Nido"])
def test_hostile_and_long_names_stay_inside_their_line(name: str, row: CompareRow) -> None:
    content = closures_ics(replace(row, name=name), (CHRISTMAS,), "it", made_on=DAY)

    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert str(event["summary"]) == f"Chiuso: {' '.join(name.split())}"
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
