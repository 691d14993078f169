from datetime import date, timedelta

import pytest

from geodata.hours.calendar import chief_town_of, public_holidays


def easter(year: int) -> date:
    """Anonymous Gregorian computus (Nature, 20 April 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


@pytest.mark.parametrize("year", range(2024, 2036))
def test_easter_and_the_monday_after_it_are_holidays(year: int) -> None:
    assert {easter(year), easter(year) + timedelta(days=1)} <= public_holidays(year, year)


@pytest.mark.parametrize(
    ("municipality", "province", "saint"),
    [
        pytest.param("Milano", "MI", date(2026, 12, 7), id="Ambrose"),
        pytest.param("Verona", "VR", date(2026, 5, 21), id="Zeno"),
        pytest.param("Cremona", "CR", date(2026, 11, 13), id="Homobonus"),
    ],
)
def test_a_chief_town_rests_on_the_day_of_its_saint_and_its_neighbours_do_not(
    municipality: str, province: str, saint: date
) -> None:
    town = chief_town_of(municipality, province, is_chief_town=True)
    village = chief_town_of("Altrove", province, is_chief_town=False)
    assert public_holidays(2026, 2026, town) - public_holidays(2026, 2026) == {saint}
    assert public_holidays(2026, 2026, village) == public_holidays(2026, 2026)


def test_a_province_that_the_calendar_does_not_know_has_the_national_holidays() -> None:
    assert public_holidays(2026, 2026, chief_town_of("Uno", "ZZ", is_chief_town=True)) == public_holidays(2026, 2026)


def test_several_years_are_the_years_together() -> None:
    assert public_holidays(2026, 2027) == public_holidays(2026, 2026) | public_holidays(2027, 2027)
