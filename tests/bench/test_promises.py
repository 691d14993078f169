"""A figure of the bench keeps its promise up to the limit and no further."""

import pytest
from promises import at_most, times_faster


@pytest.mark.parametrize(("kilobytes", "is_kept"), [(64.0, True), (64.1, False)])
def test_a_figure_is_held_to_its_limit(kilobytes: float, *, is_kept: bool) -> None:
    assert at_most("a filter", kilobytes, 64, "kB", 1).is_kept is is_kept


@pytest.mark.parametrize(("ours_ms", "is_kept"), [(20.0, True), (20.1, False), (100.0, False)])
def test_a_ratio_is_held_to_the_times_that_ours_has_to_be_faster(ours_ms: float, *, is_kept: bool) -> None:
    assert times_faster("nearby", 100, ours_ms, 5).is_kept is is_kept
