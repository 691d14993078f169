"""Divisions of ATECO by everyday words."""

import pytest

from geodata.codes import SECTOR_CODES
from welfare_map.questions.sectors import EVERYDAY, sectors_named


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("officina meccanica", ("25",)),
        ("Officine meccaniche", ("25",)),
        ("torneria", ("25",)),
        ("meccanica", ("25", "28")),
        ("pulizie", ("81",)),
        ("impresa di pulizie", ("81",)),
        ("asilo nido", ("88",)),
        ("panificio", ("10",)),
        ("tessili", ("13",)),
        ("PARRUCCHIERE", ("96",)),
        ("infrastrutture", ("63",)),
    ],
)
def test_a_firm_is_found_by_what_people_call_it_or_by_the_title(words: str, expected: tuple[str, ...]) -> None:
    assert sectors_named(words, "it") == expected


def test_english_titles_and_words_are_found_too() -> None:
    assert sectors_named("bakery", "en") == ("10",)
    assert "85" in sectors_named("education", "en")


@pytest.mark.parametrize("words", ["", "  ", "di", "xyzzy", "-", "%"])
def test_words_that_say_nothing_find_nothing(words: str) -> None:
    assert sectors_named(words, "it") == ()


def test_everyday_words_are_of_divisions_that_exist() -> None:
    assert set(EVERYDAY) <= set(SECTOR_CODES)
