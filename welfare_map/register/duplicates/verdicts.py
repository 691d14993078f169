"""Three classes of a pair, by its score."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What a score says of two records."""

    SAME = "same"
    UNDECIDED = "undecided"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """
    Where the classes begin.

    Parameters
    ----------
    same_from
        Least score of ``same``; infinity: nothing is taken for the same without a person.
    undecided_from
        Least score of ``undecided``.
    """

    same_from: float
    undecided_from: float

    def verdict(self, score: float) -> Verdict:
        """Return the class of a score."""
        if score >= self.same_from:
            return Verdict.SAME
        return Verdict.UNDECIDED if score >= self.undecided_from else Verdict.DIFFERENT


THRESHOLDS = Thresholds(same_from=90.0, undecided_from=46.0)
"""Chosen on the training half of the labelled pairs (``evaluation.chosen``); a test holds them to it."""
