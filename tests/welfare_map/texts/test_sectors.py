"""Divisions of ATECO 2025 are those of the published classification, in both languages and with its Italian titles."""

import ateco
import pytest

from geodata.codes import SECTOR_CODES, SizeClass, size_of
from welfare_map.texts import LANGUAGES, keys, text


def test_the_divisions_are_those_of_the_classification() -> None:
    known = [f"{n:02d}" for n in range(100) if ateco.validate(f"{n:02d}", edition="2025")]
    assert list(SECTOR_CODES) == known


def test_each_division_has_its_official_title_in_italian() -> None:
    wrong = [
        code
        for code in SECTOR_CODES
        if text(f"sectors.division.{code}", "it") != ateco.lookup(code, edition="2025").title
    ]
    assert wrong == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_other_division_has_words(lang: str) -> None:
    assert {key.rpartition(".")[2] for key in keys(lang) if key.startswith("sectors.")} == set(SECTOR_CODES)


@pytest.mark.parametrize(
    ("employee_count", "size"),
    [
        (1, SizeClass.MICRO),
        (9, SizeClass.MICRO),
        (10, SizeClass.SMALL),
        (49, SizeClass.SMALL),
        (50, SizeClass.MEDIUM),
        (249, SizeClass.MEDIUM),
        (250, SizeClass.LARGE),
    ],
)
def test_a_size_begins_at_ten_fifty_and_two_hundred_and_fifty(employee_count: int, size: SizeClass) -> None:
    assert size_of(employee_count) is size
