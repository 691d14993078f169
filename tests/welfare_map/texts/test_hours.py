import pytest

from welfare_map.texts.hours import DAYS, MONTHS, hours_in_words


@pytest.mark.parametrize(
    ("opening_hours", "italian", "english"),
    [
        pytest.param("24/7", "sempre aperto", "always open", id="always"),
        pytest.param("Mo-Fr 07:30-18:00", "lun–ven 7:30–18:00", "Mon–Fri 7:30–18:00", id="a working week"),
        pytest.param("Sa 08:00-12:00", "sab 8:00–12:00", "Sat 8:00–12:00", id="one day"),
        pytest.param(
            "Mo,We 09:00-12:00,14:00-16:00",
            "lun, mer 9:00–12:00, 14:00–16:00",
            "Mon, Wed 9:00–12:00, 14:00–16:00",
            id="two days, two spans",
        ),
        pytest.param("Jun 10-Jul 31", "10 giugno–31 luglio", "10 June–31 July", id="from one month to another"),
        pytest.param("Aug 01-15 off", "chiuso 1–15 agosto", "closed 1–15 August", id="days of one month"),
        pytest.param("PH off", "chiuso nei festivi", "closed on public holidays", id="public holidays"),
        pytest.param("Aug off", "chiuso agosto", "closed August", id="a whole month"),
    ],
)
def test_hours_are_said_as_people_write_them(opening_hours: str, italian: str, english: str) -> None:
    assert hours_in_words(opening_hours, "it") == italian
    assert hours_in_words(opening_hours, "en") == english


def test_rules_follow_each_other() -> None:
    said = hours_in_words("Mo-Fr 07:30-17:30; PH off; Aug off", "it")
    assert said == "lun–ven 7:30–17:30; chiuso nei festivi; chiuso agosto"


def test_what_is_not_known_is_left_as_it_stands() -> None:
    assert hours_in_words('Mo-Fr "su appuntamento"', "it") == 'lun–ven "su appuntamento"'


@pytest.mark.parametrize("lang", ["it", "en"])
def test_no_day_or_month_is_left_in_the_syntax_of_machines(lang: str) -> None:
    for part in (*DAYS, *MONTHS):
        assert hours_in_words(f"{part} 09:00-10:00", lang).split()[0] not in {*DAYS, *MONTHS} - {"May"}


def test_empty_hours_say_nothing() -> None:
    assert hours_in_words(" ; ", "it") == ""
