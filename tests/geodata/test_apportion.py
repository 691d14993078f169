"""Whole numbers that keep a sum."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.apportion import apportion


@pytest.mark.parametrize(
    ("total", "weights", "expected"),
    [
        pytest.param(10, [1, 1, 1], [4, 3, 3], id="ties go by order"),
        pytest.param(7, [2, 1, 1], [3, 2, 2], id="largest remainders first"),
        pytest.param(0, [3, 1], [0, 0], id="nothing to share"),
        pytest.param(0, [0, 0], [0, 0], id="nothing to share and no weights"),
    ],
)
def test_shares_are_whole_and_add_up(total: int, weights: list[float], expected: list[int]) -> None:
    assert apportion(total, weights) == expected


@given(st.integers(0, 1000), st.lists(st.floats(0.01, 100), min_size=1, max_size=12))
def test_every_share_is_within_one_of_its_part(total: int, weights: list[float]) -> None:
    shares = apportion(total, weights)
    assert sum(shares) == total
    assert all(abs(share - total * weight / sum(weights)) < 1 for share, weight in zip(shares, weights, strict=True))
