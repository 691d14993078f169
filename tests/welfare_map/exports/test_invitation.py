"""The invitation in words and as an appointment that a calendar reads back."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from icalendar import Calendar

from welfare_map.exports.invitation import LASTS, invitation_text, meeting_ics
from welfare_map.model import ExchangeGroup, ExchangeMember, Phrase
from welfare_map.texts import LANGUAGES, text

MADE_ON = date(2026, 11, 28)
WINTER, SUMMER = datetime(2027, 3, 10, 17, 0), datetime(2027, 7, 1, 17, 0)  # noqa: DTZ001 - hours of a clock in Italy


def member(name: str, *, tells: tuple[str, ...] = (), asks: tuple[str, ...] = (), is_host: bool = False) -> Any:
    return ExchangeMember(
        organisation_id=name.casefold(),
        organisation_name=name,
        municipality_name="Uno",
        size_class="small",
        lon=9.0,
        lat=45.0,
        is_approximate=False,
        tells=tells,
        asks=asks,
        travel_min=0.0 if is_host else 7.4,
        is_estimate=True,
        is_host=is_host,
        is_demo=False,
    )


@pytest.fixture
def group() -> ExchangeGroup:
    """Return three firms at the site of the first."""
    members = (
        member("Alfa", tells=("smart_working",), is_host=True),
        member("Beta", asks=("smart_working", "culture")),
        member("Gamma"),
    )
    return ExchangeGroup(
        organisation_ids=("alfa", "beta", "gamma"),
        members=members,
        place_name="Alfa",
        place_address="via Prova 1",
        municipality_name="Uno",
        lon=9.0,
        lat=45.0,
        themes=("smart_working",),
        answered_count=1,
        total_travel_min=14.8,
        worst_travel_min=7.4,
        value_min=4.8,
        is_exact=True,
        why=Phrase("exchange.size.small"),
        is_demo=False,
    )


def event_of(content: bytes) -> Any:
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    return event


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_invitation_says_themes_place_firms_and_leaves_blanks(group: ExchangeGroup, lang: str) -> None:
    words = invitation_text(group, lang)

    assert text("codes.theme.smart_working", lang) in words
    assert "Alfa, via Prova 1, Uno" in words
    assert words.count("\n- ") == 3
    assert text("exchange.letter.when_blank", lang) in words
    assert text("exchange.letter.reply", lang) in words
    assert text("exchange.letter.listens", lang) in words
    assert text("exchange.letter.demo", lang) not in words


def test_day_and_hour_stand_in_it_once_they_are_chosen(group: ExchangeGroup) -> None:
    assert "Quando: 10 marzo 2027, ore 17:00" in invitation_text(group, "it", on=WINTER.date(), at=time(17))


def test_an_invitation_of_invented_firms_says_that_it_is_not_to_be_sent(group: ExchangeGroup) -> None:
    assert invitation_text(replace(group, is_demo=True), "it").startswith("DIMOSTRAZIONE")


def test_a_name_of_several_lines_stays_on_its_own(group: ExchangeGroup) -> None:
    hostile = replace(group, members=(member("Alfa\nBEGIN:VEVENT\x00\u202e", is_host=True),))

    words = invitation_text(hostile, "it")

    assert "- Alfa BEGIN:VEVENT: ascolta, ospita" in words


@pytest.mark.parametrize(
    ("starts_at", "hour"), [pytest.param(WINTER, 16, id="winter"), pytest.param(SUMMER, 15, id="summer")]
)
def test_an_appointment_is_at_that_hour_in_italy(group: ExchangeGroup, starts_at: datetime, hour: int) -> None:
    event = event_of(meeting_ics(group, "it", starts_at=starts_at, words="x", made_on=MADE_ON))

    assert event["DTSTART"].dt == datetime(starts_at.year, starts_at.month, starts_at.day, hour, tzinfo=UTC)
    assert event["DTEND"].dt - event["DTSTART"].dt == LASTS
    assert event["STATUS"] == "TENTATIVE"
    assert event["LOCATION"] == "Alfa, via Prova 1, Uno"


def test_an_appointment_carries_the_words_as_they_were_edited(group: ExchangeGroup) -> None:
    words = "Nostre parole;\n con virgole, e \\ segni\nBEGIN:VEVENT\nEND:VCALENDAR"
    content = meeting_ics(group, "it", starts_at=WINTER, words=words, made_on=MADE_ON)

    assert event_of(content)["DESCRIPTION"] == words
    assert content.count(b"\r\nBEGIN:VEVENT\r\n") == 1


def test_the_same_meeting_is_the_same_file_and_another_group_is_another_event(group: ExchangeGroup) -> None:
    def made(one: ExchangeGroup) -> bytes:
        return meeting_ics(one, "it", starts_at=WINTER, words="x", made_on=MADE_ON)

    assert made(group) == made(group)
    other = replace(group, organisation_ids=("alfa", "delta"))
    assert event_of(made(group))["UID"] != event_of(made(other))["UID"]
    assert (
        event_of(made(group))["UID"]
        == event_of(made(replace(group, organisation_ids=("gamma", "beta", "alfa"))))["UID"]
    )


def test_an_invented_meeting_is_labelled_in_the_calendar(group: ExchangeGroup) -> None:
    event = event_of(meeting_ics(replace(group, is_demo=True), "it", starts_at=WINTER, words="x", made_on=MADE_ON))

    assert event["SUMMARY"].startswith("Dimostrazione – ")
