"""Shifts in words, and the hours that two firms share."""

import pytest

from welfare_map.model import FirmShift
from welfare_map.questions.shift_words import shared_shifts, shift_phrase


def shift(words: str) -> FirmShift:
    days, hours = words.rsplit(" ", 1)
    start, _, end = hours.partition("-")
    return FirmShift(days=days, starts_at=start, ends_at=end)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("Mo-Fr 06:00-14:00", "dal lunedì al venerdì, 6:00–14:00", id="a range"),
        pytest.param("Mo,We 08:30-12:30", "lunedì, mercoledì, 8:30–12:30", id="two days"),
        pytest.param("Sa-Su 09:00-19:00", "sabato, domenica, 9:00–19:00", id="a weekend"),
        pytest.param("Th-Su 09:00-19:00", "dal giovedì alla domenica, 9:00–19:00", id="up to Sunday"),
        pytest.param("Mo-We,Sa 09:00-19:00", "dal lunedì al mercoledì, sabato, 9:00–19:00", id="a range and a day"),
        pytest.param("Mo-Su 21:00-07:00", "tutti i giorni, 21:00–7:00", id="every night"),
        pytest.param("Fr-Mo 09:00-19:00", "lunedì, dal venerdì alla domenica, 9:00–19:00", id="across the week's end"),
        pytest.param("4 on 2 off 06:00-14:00", "4 on 2 off 06:00–14:00", id="a rotation, as it was written"),
        pytest.param("sempre 06:00-14:00", "sempre 06:00–14:00", id="words that nobody can read"),
    ],
)
def test_a_shift_is_said_in_words(words: str, expected: str) -> None:
    assert shift_phrase(shift(words)).words("it") == expected


@pytest.mark.parametrize(
    ("mine", "others", "expected"),
    [
        pytest.param(
            ["Mo-Fr 06:00-14:00"], ["Mo-Sa 06:00-14:00"], ["Same shift: 6:00–14:00, from Monday to Friday"], id="same"
        ),
        pytest.param(
            ["Mo-Fr 06:00-14:00"], ["Mo-Fr 06:00-12:00"], ["You both start at 6:00, from Monday to Friday"], id="start"
        ),
        pytest.param(
            ["Mo-Fr 08:00-14:00"], ["Mo-Fr 06:00-14:00"], ["You both finish at 14:00, from Monday to Friday"], id="end"
        ),
        pytest.param(
            ["Mo-Fr 08:00-17:00"],
            ["Mo-Fr 13:00-21:00"],
            ["At work together from 13:00 to 17:00, from Monday to Friday"],
            id="four hours",
        ),
        pytest.param(["Mo-Fr 08:00-17:00"], ["Mo-Fr 13:01-21:00"], [], id="a minute less than four hours"),
        pytest.param(["Mo-Fr 06:00-14:00"], ["Sa-Su 06:00-14:00"], [], id="other days"),
        pytest.param(["Mo-Fr 06:00-14:00"], ["Mo-Fr 14:00-22:00"], [], id="one after the other"),
        pytest.param(
            ["Mo-Fr 22:00-06:00"], ["Mo-Fr 22:00-06:00"], ["Same shift: 22:00–6:00, from Monday to Friday"], id="nights"
        ),
        pytest.param(
            ["Mo-Fr 06:00-14:00", "Mo-Fr 14:00-22:00"],
            ["Mo-Fr 14:00-22:00", "Mo-Fr 06:00-14:00"],
            ["Same shift: 6:00–14:00, from Monday to Friday", "Same shift: 14:00–22:00, from Monday to Friday"],
            id="each shift once",
        ),
        pytest.param(["4 on 2 off 06:00-14:00"], ["Mo-Fr 06:00-14:00"], [], id="a rotation is not compared"),
        pytest.param([], ["Mo-Fr 06:00-14:00"], [], id="no shift of mine"),
    ],
)
def test_hours_are_shared_on_the_same_days(mine: list[str], others: list[str], expected: list[str]) -> None:
    assert [phrase.words("en") for phrase in shared_shifts([*map(shift, mine)], [*map(shift, others)])] == expected


def test_hours_are_shared_whoever_asks() -> None:
    one, two = [shift("Mo-Fr 06:00-14:00")], [shift("Mo-Sa 06:00-12:00"), shift("Mo-Su 09:00-13:30")]
    both = [[phrase.words("it") for phrase in shared_shifts(*pair)] for pair in ((one, two), (two, one))]
    assert both[0] == both[1] != []
