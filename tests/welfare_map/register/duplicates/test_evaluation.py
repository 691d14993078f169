"""Figures, thresholds, and what the documentation says of them."""

import math
from pathlib import Path

import numpy as np
import pytest

from welfare_map.cli.duplicates import share_words
from welfare_map.register.duplicates import THRESHOLDS
from welfare_map.register.duplicates.evaluation import (
    LEAST_PRECISION,
    MARGIN_POINTS,
    Evaluation,
    borne_out,
    chosen,
)
from welfare_map.register.duplicates.labelled_pairs import Half, LabelledPairs
from welfare_map.register.duplicates.prepare import prepared
from welfare_map.register.duplicates.scoring import scores
from welfare_map.register.duplicates.shares import share
from welfare_map.register.duplicates.verdicts import Thresholds, Verdict

PAGE = Path(__file__).parents[4] / "docs" / "duplicates.md"


def test_the_thresholds_in_use_are_those_that_the_training_half_gives(
    labelled: LabelledPairs, figures: Evaluation
) -> None:
    training = labelled.part(labelled.halves == Half.TRAINING.value)
    assert chosen(scores(prepared(training.left), prepared(training.right)), training.is_same) == THRESHOLDS
    assert figures.thresholds == THRESHOLDS


def test_the_class_same_is_surely_right_in_99_of_100(figures: Evaluation) -> None:
    assert figures.precision.lower is not None
    assert figures.precision.lower >= LEAST_PRECISION


def test_no_hand_written_difference_is_taken_for_the_same(figures: Evaluation) -> None:
    same = [row for row in figures.rows if row.origin == "hand_written" and row.verdict is Verdict.SAME]
    assert [(row.precision.hit_count, row.precision.count) for row in same] == [
        (row.pair_count, row.pair_count) for row in same
    ]
    assert all(row.pair_count for row in same)


def test_few_true_duplicates_are_taken_for_plainly_different(figures: Evaluation) -> None:
    assert figures.found_recall.value is not None
    assert figures.found_recall.value >= 0.97


def test_classes_of_a_half_add_up(figures: Evaluation) -> None:
    for half, count in (
        (Half.TRAINING, figures.training_pair_count),
        (Half.EVALUATION, figures.pairs - figures.training_pair_count),
    ):
        assert sum(row.pair_count for row in figures.rows if (row.half, row.origin) == (half.value, "all")) == count


def test_same_begins_a_margin_above_the_highest_training_pair_that_is_not_one() -> None:
    score = np.array([50.0] + [100.0] * 400)
    thresholds = chosen(score, np.array([False] + [True] * 400))
    assert thresholds.same_from == 100
    assert chosen(np.append(score, 100 - MARGIN_POINTS + 1), np.array([False] + [True] * 400 + [False])).same_from == (
        math.inf
    )


def test_nothing_is_the_same_where_too_few_pairs_are_known() -> None:
    assert chosen(np.full(100, 100.0), np.full(100, fill_value=True)).same_from == math.inf


def test_nothing_is_the_same_where_the_other_half_does_not_bear_it_out() -> None:
    thresholds, score = Thresholds(80.0, 40.0), np.full(400, 90.0)
    is_same = np.arange(400) >= 2
    assert borne_out(thresholds, score, is_same) == Thresholds(math.inf, 40.0)
    assert borne_out(thresholds, score, np.full(400, fill_value=True)) == thresholds


@pytest.mark.parametrize(
    ("score", "verdict"),
    [
        pytest.param(80.0, Verdict.SAME, id="exactly where same begins"),
        pytest.param(79.0, Verdict.UNDECIDED, id="below it"),
        pytest.param(40.0, Verdict.UNDECIDED, id="exactly where undecided begins"),
        pytest.param(39.0, Verdict.DIFFERENT, id="below that"),
    ],
)
def test_a_class_begins_with_its_threshold(score: float, verdict: Verdict) -> None:
    assert Thresholds(80.0, 40.0).verdict(score) is verdict


def test_bounds_of_a_share_are_those_of_the_binomial() -> None:
    found = share(300, 300)
    assert found.lower == pytest.approx(0.05 ** (1 / 300))
    assert (found.value, found.upper) == (1.0, 1.0)
    none = share(0, 0)
    assert (none.value, none.lower, none.upper) == (None, None, None)
    half = share(5, 10)
    assert half.lower is not None
    assert half.upper is not None
    assert half.lower == pytest.approx(1 - half.upper)


def test_the_documentation_prints_the_figures_of_today(figures: Evaluation) -> None:
    page = PAGE.read_text(encoding="utf-8")
    rows = [
        f"| {row.half} | {row.origin} | {row.verdict} | {row.pair_count} | {share_words(row.precision, 'en')} "
        f"| {share_words(row.recall, 'en')} |"
        for row in figures.rows
    ]
    assert [row for row in rows if row not in page] == []
    thresholds = f"`same` from {THRESHOLDS.same_from:.0f} points, `undecided` from {THRESHOLDS.undecided_from:.0f}"
    assert thresholds in page
    assert f"{figures.pairs} pairs" in page
    assert f"{figures.hand_written_pair_count} of them written by hand" in page
