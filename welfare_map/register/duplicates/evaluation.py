"""
How often the classes are right, on the labelled pairs; and how the thresholds are chosen.

The thresholds come from the training half, the figures from the other one. ``same`` begins a margin above the highest
training pair that is not one, where the training half's precision is surely (one-sided, 95 %) 0.99 or more; if the
evaluation half does not bear that out, nothing is the same without a person. ``undecided`` begins where at most one in
a hundred true duplicates of the training half lies below.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from welfare_map.register.duplicates.blocking import pairs_within
from welfare_map.register.duplicates.labelled_pairs import Half, LabelledPairs, Origin
from welfare_map.register.duplicates.prepare import prepared
from welfare_map.register.duplicates.scoring import scores
from welfare_map.register.duplicates.shares import Share, share
from welfare_map.register.duplicates.verdicts import Thresholds, Verdict

LEAST_PRECISION = 0.99
MARGIN_POINTS = 16.0
"""What one address that nobody wrote down can hide."""
MOST_LOST_SHARE = 0.01
"""True duplicates that may fall among the plainly different ones."""

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRow:
    """
    One class on some of the labelled pairs.

    Parameters
    ----------
    half, origin
        Which pairs; origin ``all`` is both.
    verdict
        Class.
    pair_count
        Pairs in it.
    precision
        Share of them that it is right about: one service in ``same`` and ``undecided``, two in ``different``.
    recall
        Share of all true duplicates that are in it; of all true differences for ``different``.
    """

    half: str
    origin: str
    verdict: Verdict
    pair_count: int
    precision: Share
    recall: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """
    The figures.

    Parameters
    ----------
    rows
        By half, origin and class.
    precision, recall
        Of ``same`` on the evaluation half.
    found_recall
        Share of true duplicates of the evaluation half that are ``same`` or ``undecided``: what a person gets to see.
    blocking_recall
        Share of all true duplicates that are compared at all, among all records of the set at once.
    thresholds
        Those chosen on the training half and borne out by the other one.
    pairs, training_pair_count, hand_written_pair_count
        Labelled pairs.
    """

    rows: tuple[ClassRow, ...]
    precision: Share
    recall: Share
    found_recall: Share
    blocking_recall: Share
    thresholds: Thresholds
    pairs: int
    training_pair_count: int
    hand_written_pair_count: int


def evaluated(pairs: LabelledPairs) -> Evaluation:
    """Choose the thresholds on one half and return the figures of both."""
    score = scores(prepared(pairs.left), prepared(pairs.right))
    is_training = pairs.halves == Half.TRAINING.value
    thresholds = borne_out(
        chosen(score[is_training], pairs.is_same[is_training]), score[~is_training], pairs.is_same[~is_training]
    )
    rows = tuple(_rows(pairs, score, thresholds))
    same = next(row for row in rows if (row.half, row.origin, row.verdict) == (Half.EVALUATION, "all", Verdict.SAME))
    true_score = score[~is_training & pairs.is_same]
    return Evaluation(
        rows=rows,
        precision=same.precision,
        recall=same.recall,
        found_recall=share(int((true_score >= thresholds.undecided_from).sum()), len(true_score)),
        blocking_recall=blocking_recall(pairs),
        thresholds=thresholds,
        pairs=len(pairs),
        training_pair_count=int(is_training.sum()),
        hand_written_pair_count=int((pairs.origins == Origin.HAND_WRITTEN.value).sum()),
    )


def chosen(score: FloatArray, is_same: BoolArray) -> Thresholds:
    """
    Choose where the classes begin.

    Parameters
    ----------
    score, is_same
        Of the training half.

    Returns
    -------
    thresholds
        ``same_from`` is infinity when no score is sure enough.
    """
    lost = float(np.quantile(score[is_same], MOST_LOST_SHARE)) if is_same.any() else 0.0
    highest_wrong = float(score[~is_same].max(initial=-math.inf))
    sure = [
        value
        for value in np.unique(np.ceil(score[is_same]))
        if value >= highest_wrong + MARGIN_POINTS and _lower_bound(score, is_same, float(value)) >= LEAST_PRECISION
    ]
    return Thresholds(same_from=float(min(sure, default=math.inf)), undecided_from=math.floor(lost))


def borne_out(thresholds: Thresholds, score: FloatArray, is_same: BoolArray) -> Thresholds:
    """Take the class ``same`` away where the evaluation half does not show the precision that it needs."""
    if _lower_bound(score, is_same, thresholds.same_from) >= LEAST_PRECISION:
        return thresholds
    return Thresholds(same_from=math.inf, undecided_from=thresholds.undecided_from)


def blocking_recall(pairs: LabelledPairs) -> Share:
    """Return the share of true duplicates that blocking compares, with every record of the set in one table."""
    records = pd.concat([pairs.left, pairs.right]).drop_duplicates("service_id")
    ids = records["service_id"].to_numpy(object)
    first, second = pairs_within(prepared(records))
    compared = {frozenset(pair) for pair in zip(ids[first], ids[second], strict=True)}
    true = pairs.part(pairs.is_same)
    wanted = [frozenset(pair) for pair in zip(true.left["service_id"], true.right["service_id"], strict=True)]
    return share(sum(pair in compared for pair in wanted), len(wanted))


def _lower_bound(score: FloatArray, is_same: BoolArray, same_from: float) -> float:
    """Return the lower bound of precision from a score upwards; 0 where there is no pair."""
    is_taken = score >= same_from
    return share(int((is_taken & is_same).sum()), int(is_taken.sum())).lower or 0.0


def _rows(pairs: LabelledPairs, score: FloatArray, thresholds: Thresholds) -> "list[ClassRow]":
    verdicts = np.array([thresholds.verdict(value).value for value in score])
    rows = []
    for half in Half:
        for origin in ("all", *Origin):
            which = (pairs.halves == half.value) & ((pairs.origins == str(origin)) | (origin == "all"))
            rows += [
                _row(half, str(origin), verdict, verdicts[which] == verdict.value, pairs.is_same[which])
                for verdict in Verdict
            ]
    return rows


def _row(half: Half, origin: str, verdict: Verdict, is_in: BoolArray, is_same: BoolArray) -> ClassRow:
    is_right = ~is_same if verdict is Verdict.DIFFERENT else is_same
    hit_count = int((is_in & is_right).sum())
    return ClassRow(
        half=half.value,
        origin=origin,
        verdict=verdict,
        pair_count=int(is_in.sum()),
        precision=share(hit_count, int(is_in.sum())),
        recall=share(hit_count, int(is_right.sum())),
    )
