from datetime import date

import pytest

from welfare_map.texts import formats

TODAY = date(2026, 9, 30)


@pytest.mark.parametrize(("lang", "written"), [("it", "1.354.196"), ("en", "1,354,196")])
def test_a_number_has_the_separators_of_the_language(lang: str, written: str) -> None:
    assert formats.number(1_354_196, lang) == written


@pytest.mark.parametrize(("lang", "written"), [("it", "28,9"), ("en", "28.9")])
def test_decimals_are_rounded_and_written_as_the_language_does(lang: str, written: str) -> None:
    assert formats.number(28.88, lang, decimals=1) == written


@pytest.mark.parametrize(("lang", "written"), [("it", "18 agosto 2026"), ("en", "18 August 2026")])
def test_a_day_is_written_in_full(lang: str, written: str) -> None:
    assert formats.day("2026-08-18", lang) == written


@pytest.mark.parametrize(
    ("distance_m", "written"),
    [
        pytest.param(0, "0 m", id="here"),
        pytest.param(284, "280 m", id="tens of metres"),
        pytest.param(1000, "1,0 km", id="exactly a kilometre"),
        pytest.param(2460, "2,5 km", id="kilometres with one decimal"),
        pytest.param(12_345, "12,3 km", id="far"),
    ],
)
def test_a_distance_is_written_in_the_unit_that_fits(distance_m: float, written: str) -> None:
    assert formats.distance(distance_m, "it") == written


def test_just_below_a_kilometre_is_not_a_thousand_metres() -> None:
    assert formats.distance(999, "it") == "1,0 km"


@pytest.mark.parametrize(
    ("travel_min", "written"),
    [
        pytest.param(0.0, "1 min", id="never fewer than one"),
        pytest.param(14.6, "15 min", id="rounded"),
        pytest.param(60.2, "60 min", id="an hour"),
    ],
)
def test_minutes_are_whole(travel_min: float, written: str) -> None:
    assert formats.minutes(travel_min, "it", is_approximate=False) == written


def test_minutes_to_an_area_are_about() -> None:
    assert formats.minutes(4, "it", is_approximate=True) == "≈ 4 min"


@pytest.mark.parametrize(
    ("iso_date", "italian", "english"),
    [
        pytest.param("2026-09-30", "oggi", "today", id="today"),
        pytest.param("2026-09-29", "1 giorno fa", "1 day ago", id="yesterday"),
        pytest.param("2026-08-02", "59 giorni fa", "59 days ago", id="last day that is counted in days"),
        pytest.param("2026-08-01", "2 mesi fa", "2 months ago", id="first day that is counted in months"),
        pytest.param("2024-09-30", "2 anni fa", "2 years ago", id="first day that is counted in years"),
        pytest.param("2026-12-01", "oggi", "today", id="a day to come"),
    ],
)
def test_the_age_of_a_datum_is_said_in_words(iso_date: str, italian: str, english: str) -> None:
    assert formats.age(iso_date, TODAY, "it") == italian
    assert formats.age(iso_date, TODAY, "en") == english
