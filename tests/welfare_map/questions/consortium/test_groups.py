"""Minimal groups of numbers against every subset, and what is said of more numbers than can be tabulated."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfare_map.model import EXACT_FIRM_COUNT
from welfare_map.questions.consortium.groups import (
    Effort,
    Groups,
    greedy_group,
    lowest_total_min,
    minimal_groups,
)

NEEDS = st.lists(st.integers(1, 12), max_size=9)
Group = frozenset[int]


def subsets(numbers: Sequence[int]) -> list[Group]:
    return [frozenset(some) for size in range(len(numbers) + 1) for some in combinations(range(len(numbers)), size)]


def minimal_by_looking_at_all(needs: Sequence[int], missing: int) -> set[Group]:
    """Try every subset, smallest first, and leave out those that contain one that suffices."""
    found: set[Group] = set()
    for some in subsets(needs):
        if sum(needs[number] for number in some) >= missing and not any(one < some for one in found):
            found.add(some)
    return found


def found_by(groups: Groups) -> list[Group]:
    return [frozenset(np.flatnonzero(row).tolist()) for row in groups.members]


@given(NEEDS, st.integers(-2, 40))
def test_every_minimal_group_is_found_once_and_no_other(needs: list[int], missing: int) -> None:
    needs = sorted(needs, reverse=True)
    groups = minimal_groups(needs, missing, Effort())
    assert sorted(map(sorted, found_by(groups))) == sorted(map(sorted, minimal_by_looking_at_all(needs, missing)))
    assert groups.is_complete


@given(st.lists(st.integers(1, 9), min_size=1, max_size=5), st.integers(1, 60))
def test_a_search_that_comes_to_its_end_finds_what_the_table_finds(some: list[int], missing: int) -> None:
    """Needs that are too small to matter bring the same needs above the count that is tabulated."""
    needs = sorted((1000 * need for need in some), reverse=True)
    padded = [*needs, *[1] * (EXACT_FIRM_COUNT + 1)]
    short = 1000 * missing
    searched = minimal_groups(padded, short, Effort())
    assert searched.is_complete
    tabulated = set(found_by(minimal_groups(needs, short, Effort())))
    assert {group for group in found_by(searched) if max(group, default=0) < len(needs)} == tabulated
    assert all(sum(padded[n] for n in group) >= short for group in found_by(searched))


def test_up_to_the_last_number_that_is_tabulated_all_are_found() -> None:
    needs = [1] * EXACT_FIRM_COUNT
    groups = minimal_groups(needs, EXACT_FIRM_COUNT // 2, Effort(step_count=1))
    assert (len(groups.members), groups.is_complete) == (48_620, True)
    assert set(groups.members.sum(axis=1).tolist()) == {9}


def test_a_search_that_is_cut_says_so_and_what_it_found_is_minimal() -> None:
    needs = [3] * 10 + [2] * 20
    groups = minimal_groups(needs, 31, Effort(step_count=500, kept_count=7))
    assert (len(groups.members), groups.is_complete) == (7, False)
    for group in found_by(groups):
        total = sum(needs[number] for number in group)
        assert total >= 31
        assert all(total - needs[number] < 31 for number in group)


@given(NEEDS, st.integers(1, 40), st.randoms())
def test_a_greedy_group_is_minimal_or_there_is_none(needs: list[int], missing: int, chance: object) -> None:
    order = np.array(sorted(range(len(needs)), key=lambda _: chance.random()), np.intp)  # type: ignore[attr-defined]
    members = greedy_group(np.array(needs, np.int64), missing, order)
    expected = minimal_by_looking_at_all(needs, missing)
    assert (members is None) is (sum(needs) < missing)
    assert members is None or frozenset(np.flatnonzero(members).tolist()) in expected


@given(
    st.lists(st.tuples(st.integers(1, 12), st.floats(0.1, 30) | st.just(float("inf"))), max_size=8), st.integers(1, 40)
)
def test_no_group_has_fewer_minutes_than_the_bound(pairs: list[tuple[int, float]], missing: int) -> None:
    needs, minutes = [need for need, _ in pairs], [minute for _, minute in pairs]
    bound = lowest_total_min(np.array(needs, np.int64), missing, np.array(minutes, float))
    totals = [sum(minutes[n] for n in group) for group in minimal_by_looking_at_all(needs, missing)]
    assert all(bound <= total + 1e-9 for total in totals)


@pytest.mark.parametrize(
    ("needs", "missing", "count"),
    [
        pytest.param([5, 3], 8, 1, id="exactly the sum"),
        pytest.param([5, 3], 9, 0, id="one more than the sum"),
        pytest.param([5, 3], 5, 1, id="exactly the largest"),
        pytest.param([5, 3], 3, 2, id="exactly the smallest"),
        pytest.param([], 1, 0, id="nobody"),
        pytest.param([5, 3], 0, 1, id="nothing missing"),
    ],
)
def test_at_the_threshold(needs: list[int], missing: int, count: int) -> None:
    assert len(minimal_groups(needs, missing, Effort()).members) == count
