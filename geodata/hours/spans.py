"""Spans of minutes: sorted, apart from each other, each with its first minute and the minute that ends it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geodata.hours.clock import IntArray


@dataclass(frozen=True, eq=False)
class Spans:
    """
    Stretches of time.

    Parameters
    ----------
    starts_min, ends_min
        Minutes, same length, ascending; a span ends before the next one starts.
    """

    starts_min: IntArray
    ends_min: IntArray

    @property
    def length_min(self) -> int:
        """How many minutes all spans last."""
        return int((self.ends_min - self.starts_min).sum())

    def cover(self, from_min: npt.ArrayLike, to_min: npt.ArrayLike) -> npt.NDArray[np.bool_]:
        """Tell of each stretch from a minute to another (not before it) whether one span holds all of it."""
        last = np.searchsorted(self.starts_min, from_min, side="right") - 1
        if not len(self.starts_min):
            return np.zeros(np.shape(last), bool)
        return np.asarray((last >= 0) & (self.ends_min[last] >= np.asarray(to_min)))

    def meet(self, from_min: npt.ArrayLike, to_min: npt.ArrayLike) -> tuple[IntArray, IntArray]:
        """Return of each stretch the first span that lies partly in it, and how many do."""
        first = np.searchsorted(self.ends_min, from_min, side="right")
        return first, np.searchsorted(self.starts_min, to_min, side="left") - first

    def within(self, from_min: int, to_min: int) -> tuple[tuple[int, int], ...]:
        """Return the parts of the spans that lie between two minutes."""
        first, count = map(int, self.meet(from_min, to_min))
        some = slice(first, first + max(count, 0))
        starts, ends = self.starts_min[some].tolist(), self.ends_min[some].tolist()
        return tuple((max(start, from_min), min(end, to_min)) for start, end in zip(starts, ends, strict=True))


def make_spans(starts_min: npt.ArrayLike, ends_min: npt.ArrayLike) -> Spans:
    """
    Join stretches in any order, overlapping or touching, to spans; empty ones are left out.

    Examples
    --------
    >>> make_spans([8, 1, 3, 5], [9, 3, 4, 5]).within(0, 10)
    ((1, 4), (8, 9))
    """
    starts, ends = np.asarray(starts_min, np.int64), np.asarray(ends_min, np.int64)
    kept = starts < ends
    order = np.argsort(starts[kept], kind="stable")
    starts, ends = starts[kept][order], np.maximum.accumulate(ends[kept][order])
    if not len(starts):
        return Spans(starts, ends)
    is_gap = starts[1:] > ends[:-1]
    edge = np.ones(1, bool)
    return Spans(starts[np.concatenate([edge, is_gap])], ends[np.concatenate([is_gap, edge])])


def common(one: Spans, other: Spans) -> Spans:
    """Return what lies in both."""
    starts = np.maximum(one.starts_min[:, None], other.starts_min[None, :])
    ends = np.minimum(one.ends_min[:, None], other.ends_min[None, :])
    return make_spans(starts.ravel(), ends.ravel())


def together(*parts: Spans) -> Spans:
    """Return what lies in any of them."""
    return make_spans(
        np.concatenate([part.starts_min for part in parts]), np.concatenate([part.ends_min for part in parts])
    )
