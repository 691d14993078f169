"""What may be kept of a questionnaire, held against somebody who tries every table that there can be."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.codes import SEVERAL_ANSWERS, SURVEY_ANSWERS, SurveyQuestion
from welfare_map.register.surveys.suppression import CELLS, TOTAL, added, kept_counts, shown_of

Told = tuple[int | None, ...]
"""The counts of a question as they are published, None for hidden."""


def told(counts: Sequence[int]) -> Told:
    return tuple(count if is_shown else None for count, is_shown in zip(counts, shown_of(list(counts)), strict=True))


def tables(cell_count: int, total: int) -> Iterator[tuple[int, ...]]:
    """Every table of so many cells that come to a total."""
    if cell_count == 1:
        yield (total,)
        return
    for first in range(total + 1):
        yield from ((first, *rest) for rest in tables(cell_count - 1, total - first))


@cache
def possible(cell_count: int, total: int) -> dict[Told, list[tuple[int, ...]]]:
    """Return what is published -> all tables that would be published so: what an attacker knows who knows the rest."""
    found = defaultdict(list)
    for table in tables(cell_count, total):
        found[told(table)].append(table)
    return found


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        pytest.param([9, 7], (9, 7), id="all are five or more"),
        pytest.param([9, 8, 4], (9, None, None), id="a single small one takes the second smallest along"),
        pytest.param([12, 9, 4, 3], (12, 9, None, None), id="two that differ and come to five hide each other"),
        pytest.param([12, 9, 3, 3], (12, None, None, None), id="two small ones that are equal do not"),
        pytest.param([12, 9, 1, 0], (12, None, None, None), id="nor two that come to less than five"),
        pytest.param([9, 9, 12, 2], (None, None, 12, None), id="equal ones are hidden together"),
        pytest.param([20, 0, 0], (None, None, None), id="that all chose the same is not told"),
        pytest.param([5, 5], (5, 5), id="exactly five"),
        pytest.param([5, 4], (None, None), id="exactly four"),
        pytest.param([0, 0], (None, None), id="nobody answered"),
    ],
)
def test_small_counts_and_what_would_give_them_away_are_hidden(counts: list[int], expected: Told) -> None:
    assert told(counts) == expected


@pytest.mark.parametrize(
    ("cell_count", "total"),
    [*((2, total) for total in range(1, 41)), *((3, total) for total in range(1, 31)), *((4, t) for t in range(1, 23))],
)
def test_whoever_tries_every_table_finds_no_hidden_count(cell_count: int, total: int) -> None:
    for published, candidates in possible(cell_count, total).items():
        for place, count in enumerate(published):
            if count is None:
                assert len({table[place] for table in candidates}) > 1, (published, total)


@pytest.mark.parametrize("cell_count", [5, 6])
def test_not_even_when_all_hidden_counts_are_as_large_as_they_can_be(cell_count: int) -> None:
    hidden = (None,) * cell_count
    candidates = possible(cell_count, 4 * cell_count)[hidden]
    assert all(len({table[place] for table in candidates}) > 1 for place in range(cell_count))


COUNTS = st.lists(st.one_of(st.integers(0, 6), st.integers(0, 60)), min_size=2, max_size=6)


@given(COUNTS)
def test_no_count_below_five_is_shown_nor_found_by_subtraction(counts: list[int]) -> None:
    shown = [count for count in told(counts) if count is not None]
    assert all(count >= 5 for count in shown)
    remainder = sum(counts) - sum(shown)
    assert len(shown) == len(counts) or remainder >= 5 or not shown
    assert all(sum(counts) - count >= 5 for count in shown)


@given(COUNTS)
def test_what_is_shown_does_not_depend_on_the_order_of_the_answers(counts: list[int]) -> None:
    pairs = sorted(zip(counts, shown_of(counts), strict=True))
    assert pairs == sorted(zip(counts[::-1], shown_of(counts[::-1]), strict=True))


@given(st.lists(st.integers(0, 12), min_size=3, max_size=4))
def test_two_hidden_counts_may_always_have_changed_places(counts: list[int]) -> None:
    published = told(counts)
    hidden = [place for place, count in enumerate(published) if count is None]
    for order in permutations(hidden):
        moved = list(counts)
        for place, other in zip(hidden, order, strict=True):
            moved[place] = counts[other]
        assert told(moved) == published
    assert (
        not published.count(None)
        or len({counts[place] for place in hidden}) > 1
        or published.count(None) == len(counts)
    )


ALL_COUNTS = st.fixed_dictionaries({cell: st.integers(0, 30) for cell in CELLS})


@given(ALL_COUNTS)
def test_fewer_than_five_sheets_keep_nothing_and_more_keep_only_fives(
    counts: dict[tuple[str, str], int],
) -> None:
    kept = kept_counts(counts)
    assert (kept == {}) is (counts[TOTAL] < 5)
    assert all(5 <= count == counts[cell] for cell, count in kept.items())
    assert kept_counts({**counts, TOTAL: 4}) == {}


@given(ALL_COUNTS)
def test_a_tick_is_kept_where_those_with_and_those_without_are_five(counts: dict[tuple[str, str], int]) -> None:
    filled = counts[TOTAL]
    kept = kept_counts(counts)
    for question in SEVERAL_ANSWERS:
        for answer in SURVEY_ANSWERS[question]:
            count = counts[question, answer]
            assert ((question, answer) in kept) is (filled >= 5 and count >= 5 and filled - count >= 5)


def test_the_answers_to_one_question_say_nothing_of_another() -> None:
    base = {TOTAL: 30, ("elder_care", "no"): 20, ("elder_care", "weekly"): 10, ("home", "over_25_km"): 30}
    other = {**base, ("elder_care", "no"): 24, ("elder_care", "weekly"): 6}
    differ = kept_counts(base).items() ^ kept_counts(other).items()
    assert {cell[0] for cell, _ in differ} == {SurveyQuestion.ELDER_CARE}


@given(online=ALL_COUNTS, paper=ALL_COUNTS)
def test_who_knows_the_paper_gets_from_the_sum_what_is_kept_of_the_screen_alone(
    online: dict[tuple[str, str], int], paper: dict[tuple[str, str], int]
) -> None:
    of_screen, of_paper = kept_counts(online), kept_counts(paper)
    total = added(of_screen, of_paper)
    assert {cell: count - of_paper.get(cell, 0) for cell, count in total.items() if cell in of_screen} == of_screen
    assert total.keys() == of_screen.keys() | of_paper.keys()
    assert list(total) == [cell for cell in CELLS if cell in total]
