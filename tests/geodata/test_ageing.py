"""Ageing of a made-up population, by hand; and of the real one, against what it must be."""

import itertools

import numpy as np
import pytest

from geodata.ageing import AGE_COUNT, FEMALE, Ages, band, projected
from geodata.population import AGE_BANDS, RESIDENTS_3_36_MONTHS
from geodata.store import read_ages

ALL = np.array([0])


def ages_of(before: dict[int, float], now: dict[int, float], *, sexes: tuple[int, ...] = (0, 1)) -> Ages:
    arrays = [np.zeros((2, 1, AGE_COUNT)) for _ in range(2)]
    for array, counts in zip(arrays, (before, now), strict=True):
        for age, count in counts.items():
            for sex in sexes:
                array[sex, 0, age] = count
    return Ages(2023, arrays[0], arrays[1], ("901001",))


def test_a_cohort_grows_older_and_loses_what_it_lost_in_the_year_that_is_known() -> None:
    """Of 200 aged 70, 180 were there at 71; of 100 aged 71, 80 at 72: from 50 aged 70 to 45 and to 36."""
    ages = ages_of({70: 100, 71: 50}, {70: 25, 71: 90, 72: 40})
    assert projected(ages, ALL, 2023)[70] == 50
    assert projected(ages, ALL, 2024)[71] == pytest.approx(45)
    assert projected(ages, ALL, 2025)[72] == pytest.approx(36)


def test_those_of_99_and_over_go_together() -> None:
    """Of 10 aged 99 and 10 of 100 and over, 5 were there at 100 and over: of 4 and 5 there are 2.25, by sex."""
    ages = ages_of({99: 10, 100: 10}, {99: 4, 100: 5})
    assert projected(ages, ALL, 2024)[100] == pytest.approx(2 * (4 + 5) * 5 / 20)


def test_as_many_children_are_born_per_woman_as_were() -> None:
    """10 girls and 10 boys of 100 women aged 29 and 30: 0.2 a woman; a year later those who were 29 are there."""
    ages = ages_of({29: 50, 30: 50}, {0: 10, 29: 50, 30: 50})
    assert projected(ages, ALL, 2024)[0] == pytest.approx(0.2 * 50)


def test_before_what_is_known_there_is_no_projection() -> None:
    with pytest.raises(ValueError, match="2022"):
        projected(ages_of({1: 1}, {1: 1}), ALL, 2022)


@pytest.fixture(scope="module")
def milano_and_nosate() -> Ages:
    return read_ages(("015146", "015155"))


def test_the_bands_of_the_known_year_are_those_of_the_map(milano_and_nosate: Ages) -> None:
    milano = projected(milano_and_nosate, ALL, 2023)
    known = {name: band(milano, name) for name in (*AGE_BANDS, RESIDENTS_3_36_MONTHS)}
    assert (known["residents"], known["residents_0_2"], known["residents_75_plus"]) == (1_354_196, 30_004, 177_720)


def test_parts_add_up_to_the_whole_in_every_year(milano_and_nosate: Ages) -> None:
    for year in (2025, 2035):
        parts = sum(projected(milano_and_nosate, np.array([number]), year) for number in range(2))
        assert parts == pytest.approx(projected(milano_and_nosate, np.arange(2), year))


def test_nobody_is_negative_and_a_year_changes_the_whole_by_little(milano_and_nosate: Ages) -> None:
    years = [projected(milano_and_nosate, np.arange(2), year) for year in range(2023, 2036)]
    assert all((residents >= 0).all() for residents in years)
    for one, next_one in itertools.pairwise(years):
        assert next_one.sum() == pytest.approx(one.sum(), rel=0.02)


def test_both_sexes_are_read(milano_and_nosate: Ages) -> None:
    assert milano_and_nosate.now[FEMALE].sum() > milano_and_nosate.now[1 - FEMALE].sum() > 0
