"""What stands around the figures of a brief: agreements, practices, offices; only documented ones."""

from datetime import date

import pytest

from welfare_map.model import BriefAnswer, BriefQuery
from welfare_map.questions.brief import brief
from welfare_map.questions.brief.words import count_of, missing_places, named, shown
from welfare_map.snapshot import Snapshot

ON = date(2026, 9, 15)


@pytest.fixture(scope="module")
def answer(agreements: Snapshot) -> BriefAnswer:
    """Return the brief of valle among the toy agreements."""
    return brief(agreements, BriefQuery(as_of_on=ON, district="valle"))


def words_of_firms(answer: BriefAnswer) -> str:
    lines = next(part.lines for part in answer.parts if part.part == "firms")
    return " ".join(line.words.words("it") for line in lines)


def test_only_documented_agreements_that_go_on_are_named(answer: BriefAnswer) -> None:
    assert len(answer.initiatives) == 1
    assert f"Qui vale {answer.initiatives[0]}." in words_of_firms(answer)
    assert "demo" not in words_of_firms(answer).casefold()


def test_where_none_goes_on_those_that_ended_are_named_and_their_practices_told(agreements: Snapshot) -> None:
    words = words_of_firms(brief(agreements, BriefQuery(as_of_on=ON, district="monte")))
    assert "Nessuno di quelli documentati risulta in corso qui; finiti: Bando Beta." in words
    assert "anche finiti, ne raccontano" in words


def test_practices_that_apply_are_counted_and_some_are_named(answer: BriefAnswer) -> None:
    ids = {practice.record_id for practice in answer.practices}
    assert {"orari", "cultura", "rete"} <= ids
    assert f"ne raccontano {len(ids)} da cui prendere spunto: «" in words_of_firms(answer)


def test_where_no_office_is_documented_it_says_what_to_do(answer: BriefAnswer) -> None:
    offices = " ".join(office.name for office in answer.offices)
    assert offices in words_of_firms(answer)
    assert answer.offices or "chi ci lavora può segnalarlo" in words_of_firms(answer)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["Uno"], "Uno"),
        (["Uno", "Due"], "Uno e Due"),
        (["Uno", "Due", "Tre"], "Uno, Due e Tre"),
        (["Uno", "Due", "Tre", "Quattro"], "Uno, Due e altri 2 comuni"),
    ],
)
def test_names_are_said_as_people_say_them(names: list[str], said: str) -> None:
    assert named(names, "other_municipalities", 2).words("it") == said


def test_one_is_said_in_the_singular() -> None:
    assert [count_of("municipalities", n).words("it") for n in (0, 1, 2)] == ["0 comuni", "1 comune", "2 comuni"]


@pytest.mark.parametrize(
    ("value", "target", "read"),
    [
        pytest.param(32.9966, 33, 32.99, id="just below is not rounded onto the target"),
        pytest.param(33.0, 33, 33.0, id="exactly the target"),
        pytest.param(28.84, 28.88, 28.8, id="below stays below"),
        pytest.param(28.89, 28.88, 28.9, id="above stays above"),
        pytest.param(7.04, None, 7.0, id="no target"),
    ],
)
def test_a_figure_is_read_on_its_own_side_of_the_target(value: float, target: float | None, read: float) -> None:
    assert shown(value, target) == read


@pytest.mark.parametrize(("needed", "places", "missing"), [(10, 10, 0), (10.2, 10, 1), (10, 12, 0), (9.075, 0, 10)])
def test_missing_places_are_whole(needed: float, places: float, missing: int) -> None:
    assert missing_places(needed, places) == missing
