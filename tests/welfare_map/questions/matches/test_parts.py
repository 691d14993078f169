"""Each part of a score by a table of cases whose numbers can be done in the head."""

from datetime import date
from typing import Any

import pytest

from geodata.codes import TravelMode
from welfare_map.model import Exchange, FirmShift
from welfare_map.questions.matches.bridges import can_ride
from welfare_map.questions.matches.hours import PLAIN_WEEKS, days_of, hours_part, meeting, year_from
from welfare_map.questions.matches.judged import Judged
from welfare_map.questions.matches.kinds import closeness, kind_part
from welfare_map.questions.matches.parts import agreement_part, minutes_part, quantity_part, readiness_part
from welfare_map.questions.matches.words import kinds_named, stems, themes_named

ON = date(2026, 11, 15)
EARLY = FirmShift(days="Mo-Fr", starts_at="06:00", ends_at="14:00")
LATE = FirmShift(days="Mo-Fr", starts_at="14:00", ends_at="22:00")
NIGHT = FirmShift(days="Mo-Fr", starts_at="22:00", ends_at="06:00")


def need(kind: str = "nursery", **cells: Any) -> Exchange:
    return Exchange(need_offer_id="need", organisation_id="me", direction="need", exchange_kind=kind, **cells)


def offer(kind: str = "nursery", **cells: Any) -> Exchange:
    return Exchange(need_offer_id="offer", organisation_id="other", direction="offer", exchange_kind=kind, **cells)


def said(part: Judged) -> tuple[list[str], list[str]]:
    return [words.key for words in part.why], [words.key for words in part.why_not]


# --- what


@pytest.mark.parametrize(
    ("one", "other", "value"),
    [
        pytest.param("nursery", "nursery", 1.0, id="the same"),
        pytest.param("micro_nursery", "nursery", 0.9, id="a smaller one"),
        pytest.param("before_after_school", "homework_babysitting", 0.8, id="the same need met another way"),
        pytest.param("care_home", "home_care", 0.5, id="a part of it"),
        pytest.param("nursery", "preschool", 0.0, id="another age"),
        pytest.param("training", "training_room", 0.0, id="a room is no course"),
    ],
)
def test_kinds_are_the_same_close_or_no_match_in_either_direction(one: str, other: str, value: float) -> None:
    assert closeness(one, other) == closeness(other, one) == value
    part = kind_part(need(one), offer(other))
    if one not in {"training", "know_how"}:
        assert (part.value if part else 0.0) == value


@pytest.mark.parametrize(
    ("sought", "offered", "value"),
    [
        pytest.param({"theme": "culture"}, {"theme": "culture"}, 1.0, id="the same theme"),
        pytest.param({"theme": "culture"}, {"theme": "mapping"}, None, id="another theme is no match"),
        pytest.param({"theme": "smart_working"}, {"theme": "working_hours"}, 0.6, id="a close theme"),
        pytest.param(
            {"theme": "smart_working"},
            {"description": "Raccontiamo il lavoro agile"},
            0.9,
            id="told by the words alone",
        ),
        pytest.param({"theme": "culture"}, {}, 0.6, id="a theme not said"),
        pytest.param(
            {"description": "Corso di italiano"},
            {"description": "Lezioni di lingua italiana"},
            0.9,
            id="words in common",
        ),
        pytest.param(
            {"description": "Corso di italiano"}, {"description": "Corso di pasticceria"}, 0.4, id="no word in common"
        ),
    ],
)
def test_what_is_told_or_taught_must_be_about_the_same(
    sought: dict[str, Any], offered: dict[str, Any], value: float | None
) -> None:
    part = kind_part(need("know_how", **sought), offer("know_how", **offered))
    assert (part and part.value) == value


def test_a_description_that_speaks_of_another_kind_is_in_the_way() -> None:
    part = kind_part(need("nursery"), offer("nursery", description="Classi di scuola materna, 3-5 anni."))
    assert part is not None
    assert (part.value, part.is_obstacle) == (0.5, True)
    assert "matches.kind.said" in said(part)[1]


def test_a_description_can_be_of_the_kind_that_was_sought_under_another_code() -> None:
    part = kind_part(need("shuttle"), offer("errands", description="Pulmino con autista."))
    assert part is not None
    assert (part.value, part.is_obstacle) == (0.5, False)


def test_what_a_need_is_for_does_not_speak_against_its_kind() -> None:
    part = kind_part(need("training_room", description="Corso di primo soccorso"), offer("training_room"))
    assert part is not None
    assert part.value == 1.0


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        pytest.param("Scuola dell’infanzia paritaria", {"preschool"}, id="apostrophe"),
        pytest.param("Navvetta per la stazione", {"shuttle"}, id="a slip in a long word"),
        pytest.param("Dalla stazione al capannone", set(), id="alike is not the same"),
        pytest.param("Nido famiglia", {"family_nursery"}, id="the longer phrase comes first"),
        pytest.param(None, set(), id="nothing written"),
    ],
)
def test_words_name_kinds(words: str | None, kinds: set[str]) -> None:
    assert kinds_named(words) == kinds


def test_words_name_themes_and_leave_empty_words_out() -> None:
    assert themes_named("Il nostro piano di welfare") == {"welfare_plan"}
    assert stems("Corso per colleghi") == frozenset()


# --- how much


@pytest.mark.parametrize(
    ("sought", "offered", "others", "value", "is_obstacle"),
    [
        pytest.param(2, 5, 0, 1.0, False, id="enough"),
        pytest.param(5, 5, 0, 1.0, False, id="just enough"),
        pytest.param(10, 5, 0, 0.5, False, id="half is worth a call"),
        pytest.param(10, 4, 0, 0.4, True, id="less than half is not"),
        pytest.param(2, 4, 2, 1.0, False, id="enough for the others too"),
        pytest.param(2, 4, 6, 0.75, False, id="all of it alone, half if shared"),
        pytest.param(1, 1, 4, 0.6, True, id="one place and five who ask"),
    ],
)
def test_an_offer_is_measured_alone_and_shared(
    sought: float, offered: float, others: float, value: float, *, is_obstacle: bool
) -> None:
    part = quantity_part(need(quantity=sought), offer(quantity=offered), int(others > 0), others)
    assert part.value == pytest.approx(value)
    assert part.is_obstacle is is_obstacle


def test_who_else_looks_for_it_is_said() -> None:
    words = quantity_part(need(quantity=1), offer(quantity=3), 4, 9).why_not[0].words("it")
    assert words == "la cercano anche altre 4 imprese vicine (9 posti in tutto)"


def test_what_is_missing_is_said() -> None:
    assert [words.words("it") for words in quantity_part(need(quantity=5), offer(quantity=3), 0, 0).why_not] == [
        "mancano 2 posti su 5"
    ]


@pytest.mark.parametrize(
    ("sought", "offered", "key"),
    [
        pytest.param(None, 5, "need_unknown", id="of the need"),
        pytest.param(5, None, "offer_unknown", id="of the offer"),
    ],
)
def test_an_unknown_quantity_is_neutral_and_said(sought: float | None, offered: float | None, key: str) -> None:
    part = quantity_part(need(quantity=sought), offer(quantity=offered), 0, 0)
    assert (part.value, part.is_obstacle, said(part)) == (0.5, False, ([], [f"matches.quantity.{key}"]))


def test_a_quantity_without_unit_counts_in_the_usual_one() -> None:
    assert quantity_part(need(quantity=2, unit="places"), offer(quantity=2), 0, 0).value == 1.0


@pytest.mark.parametrize(
    ("kind", "value", "is_obstacle"),
    [
        pytest.param("nursery", 0.0, True, id="of one kind another thing is meant"),
        pytest.param("micro_nursery", 0.5, False, id="of close kinds nobody can tell"),
    ],
)
def test_other_units_are_not_compared(kind: str, value: float, *, is_obstacle: bool) -> None:
    part = quantity_part(need(quantity=5), offer(kind, quantity=40, unit="hours"), 0, 0)
    assert (part.value, part.is_obstacle) == (value, is_obstacle)
    assert said(part)[1] == ["matches.quantity.other_unit"]


# --- how far


@pytest.mark.parametrize(
    ("kind", "travel_min", "value", "is_obstacle"),
    [
        pytest.param("nursery", 0.0, 1.0, False, id="at the door"),
        pytest.param("nursery", 10.0, 0.75, False, id="ten minutes"),
        pytest.param("nursery", 20.0, 0.5, False, id="at the limit"),
        pytest.param("nursery", 20.1, 0.4975, True, id="beyond it"),
        pytest.param("nursery", 60.0, 0.0, True, id="thrice the limit"),
        pytest.param("know_how", 40.0, 0.5, False, id="a talk may be twice as far"),
        pytest.param("welfare_platform", None, 1.0, False, id="a portal has no distance"),
        pytest.param("nursery", None, 0.5, False, id="not known"),
    ],
)
def test_minutes_count_by_the_limit_of_the_kind(
    kind: str, travel_min: float | None, value: float, *, is_obstacle: bool
) -> None:
    part = minutes_part(offer(kind), travel_min, TravelMode.CAR, 20, is_estimate=True, is_approximate=False)
    assert (part.value, part.is_obstacle) == (pytest.approx(value), is_obstacle)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        pytest.param({"is_estimate": True, "is_approximate": False}, "13 minuti in auto (stima)", id="estimate"),
        pytest.param({"is_estimate": False, "is_approximate": False}, "13 minuti in auto", id="roads"),
        pytest.param({"is_estimate": True, "is_approximate": True}, "≈ 13 minuti in auto (stima)", id="an area"),
    ],
)
def test_minutes_say_what_they_are(facts: dict[str, bool], words: str) -> None:
    part = minutes_part(offer(), 13.0, TravelMode.CAR, 20, **facts)
    assert [one.words("it") for one in part.why] == [words]


def test_minutes_beyond_the_limit_never_read_as_the_limit() -> None:
    part = minutes_part(offer(), 20.1, TravelMode.CAR, 20, is_estimate=True, is_approximate=False)
    assert part.why_not[0].words("it").startswith("21 minuti")


# --- when


@pytest.mark.parametrize(
    ("kind", "needed", "offered", "shifts", "value"),
    [
        pytest.param("nursery", "Mo-Fr 08:00-16:00", "Mo-Fr 07:30-18:00", (), 1.0, id="all of it"),
        pytest.param("nursery", "Mo-Fr 08:00-16:00", "Mo-Fr 08:00-12:00", (), 0.5, id="half a day"),
        pytest.param("nursery", "Mo-Fr 08:00-16:00", "Mo-Fr 20:00-06:00", (), 0.0, id="nights against office hours"),
        pytest.param("nursery", "Mo-Fr 08:00-16:00", "Sa-Su 08:00-16:00", (), 0.0, id="other days"),
        pytest.param("nursery", None, "Mo-Fr 08:00-18:00", (EARLY,), 0.75, id="the shift where no hours are said"),
        pytest.param("nursery", None, "Mo-Fr 06:00-14:00", (EARLY, LATE), 0.5, id="one of two shifts"),
        pytest.param("nursery", None, "24/7", (NIGHT,), 1.0, id="always open"),
        pytest.param("canteen", "Mo-Fr 12:00-14:00", "Mo-Fr 12:30-13:30", (), 1.0, id="an hour of each day"),
        pytest.param("canteen", "Mo-Fr 12:00-14:00", "Mo-Fr 12:30-13:00", (), 0.5, id="half an hour of each day"),
        pytest.param("canteen", "Mo-Fr 12:00-14:00", "We 12:00-14:00", (), 0.2, id="a day of five"),
        pytest.param("training", "Mo-Fr 12:00-14:00", "We 12:00-14:00", (), 1.0, id="an hour of each week"),
        pytest.param("canteen", None, "Mo-Fr 19:00-20:30", (EARLY,), 0.0, id="dinner for the early shift"),
        pytest.param("shuttle", None, "Mo-Fr 05:15-06:00,14:00-14:45", (EARLY,), 1.0, id="there and back"),
        pytest.param("shuttle", None, "Mo-Fr 05:15-06:00", (EARLY,), 0.5, id="there alone"),
        pytest.param("day_camp", "Mo-Fr 08:00-16:00", "Jun 10-Jul 31 Mo-Fr 08:00-16:00", (), 1.0, id="in its season"),
        pytest.param("nursery", "Mo-Fr 08:00-16:00", "2025 Jul Mo-Fr 08:00-16:00", (), 0.0, id="over already"),
        pytest.param("joint_purchasing", None, None, (), 1.0, id="at any hour"),
        pytest.param("nursery", None, "Mo-Fr 08:00-16:00", (), 0.5, id="need unknown"),
        pytest.param("nursery", "Mo-Fr 08:00-16:00", None, (), 0.5, id="offer unknown"),
        pytest.param("nursery", "Mo-Fr 08:00-16:00", "quando serve", (), 0.5, id="unreadable"),
    ],
)
def test_hours_are_compared_over_the_year_of_the_need(
    kind: str, needed: str | None, offered: str | None, shifts: tuple[FirmShift, ...], value: float
) -> None:
    part = hours_part(need(kind, hours=needed), offer(kind, hours=offered), shifts, ON)
    assert part.value == pytest.approx(value, abs=0.01)
    assert part.is_obstacle is (value < 0.25)


@pytest.mark.parametrize(
    ("hours", "is_dated"),
    [
        pytest.param("Mo-Fr 08:00-18:00; Sa off", False, id="every week alike"),
        pytest.param("24/7", False, id="always"),
        pytest.param("Mo-Fr 08:00-18:00; Aug off", True, id="a month"),
        pytest.param("2027 Jul 01-2027 Jul 31 Mo-Fr 08:00-17:00", True, id="a year"),
        pytest.param("Mo[1] 09:00-12:00", True, id="the first Monday"),
        pytest.param("Mo-Fr 08:00-18:00; PH off", True, id="holidays"),
        pytest.param(None, False, id="none said"),
    ],
)
def test_only_hours_whose_weeks_differ_are_compared_over_a_year(hours: str | None, *, is_dated: bool) -> None:
    assert (days_of(ON, "Mo-Fr 08:00-18:00", hours) != PLAIN_WEEKS) is is_dated


def test_a_few_weeks_tell_of_weekly_hours_what_a_year_does() -> None:
    cells = ("Mo-Fr 08:00-17:00", (), "Mo-Th 21:00-10:00", "nursery")
    few, year = (meeting(*cells, days) for days in (PLAIN_WEEKS, year_from(ON)))
    assert few is not None
    assert year is not None
    assert few.share == pytest.approx(year.share, abs=0.01)


def test_shifts_count_by_how_many_work_them() -> None:
    many = FirmShift(days="Mo-Fr", starts_at="06:00", ends_at="14:00", employee_count=30)
    few = FirmShift(days="Mo-Fr", starts_at="22:00", ends_at="06:00", employee_count=10)
    assert hours_part(need(), offer(hours="Mo-Fr 06:00-14:00"), (many, few), ON).value == pytest.approx(0.75)


def test_hours_that_overlap_are_told_by_the_day() -> None:
    part = hours_part(need(hours="Mo-Fr 08:00-17:00"), offer(hours="Mo-Fr 07:00-16:00"), (), ON)
    assert part.why[0].words("it") == "orari che si sovrappongono per 8 ore al giorno"


@pytest.mark.parametrize(
    ("needed", "ready", "hours", "value", "is_obstacle"),
    [
        pytest.param("2027-01-07", "2026-09-01", None, 1.0, False, id="ready before"),
        pytest.param("2027-01-07", "2027-01-07", None, 1.0, False, id="on the day"),
        pytest.param(None, "2026-11-15", None, 1.0, False, id="needed from today where no day is said"),
        pytest.param("2026-01-01", "2026-11-15", None, 1.0, False, id="a day that is past is today"),
        pytest.param("2027-01-01", "2027-03-15", None, 0.8, False, id="ten weeks late"),
        pytest.param("2027-01-01", "2027-10-01", None, 0.252, True, id="nine months late"),
        pytest.param("2027-06-01", "2027-09-01", "Jun-Jul Mo-Fr 08:00-16:00", 0.0, True, id="the need is over"),
        pytest.param("2027-01-01", None, None, 0.5, False, id="not said"),
    ],
)
def test_readiness_is_what_is_left_of_the_first_year(
    needed: str | None, ready: str | None, hours: str | None, value: float, *, is_obstacle: bool
) -> None:
    part = readiness_part(need(from_on=needed, hours=hours), offer(from_on=ready), ON)
    assert (part.value, part.is_obstacle) == (pytest.approx(value, abs=0.001), is_obstacle)


def test_days_are_written_as_the_language_writes_them() -> None:
    part = readiness_part(need(from_on="2027-01-07"), offer(from_on="2027-03-01"), ON)
    assert part.why_not[0].words("it") == "pronta dal 1 marzo 2027, serve dal 7 gennaio 2027"
    assert part.why_not[0].words("en").startswith("ready from ")


def test_an_agreement_in_common_speaks_for_a_match() -> None:
    assert (agreement_part(2).value, agreement_part(0).value) == (1.0, 0.0)
    assert agreement_part(0).why_not[0].words("it") == "nessun accordo in comune"


# --- shuttles


@pytest.mark.parametrize(
    ("kind", "hours", "seats", "expected"),
    [
        pytest.param("nursery", "Mo-Fr 07:00-08:30,16:30-18:00", 4, True, id="there and back"),
        pytest.param("nursery", "Mo-Fr 07:00-08:30", 4, False, id="there alone"),
        pytest.param("nursery", "Sa-Su 07:00-18:00", 4, False, id="other days"),
        pytest.param("nursery", "Mo-Fr 07:00-08:30,16:30-18:00", 1, False, id="a seat for four"),
        pytest.param("nursery", None, None, True, id="hours and seats not known do not stand in the way"),
        pytest.param("home_care", "Mo-Fr 07:00-18:00", 9, False, id="what comes to the door"),
    ],
)
def test_a_shuttle_is_a_bridge_when_it_passes_there_and_back_with_seats(
    kind: str, hours: str | None, seats: float | None, *, expected: bool
) -> None:
    sought = need(kind, quantity=4, hours="Mo-Fr 08:00-17:00")
    assert can_ride(sought, offer(kind), (), offer("shuttle", hours=hours, quantity=seats), ON) is expected
