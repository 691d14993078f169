"""Repeatable chance: every draw depends on the seed and on what it is for, never on the order of other draws."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeVar

SEED = "welfare-map-demo-1"
T = TypeVar("T")


class Dice:
    """
    A stream of draws for one purpose.

    Only ``Random.random`` is used: its sequence is the same in every Python, which is not promised for the others.

    Parameters
    ----------
    purpose
        What the draws are for, e.g. a municipality code, a kind and a number.
    """

    def __init__(self, *purpose: object) -> None:
        self._random = Random(":".join((SEED, *map(str, purpose))))  # noqa: S311 - invented data, not a secret

    def share(self) -> float:
        """Draw from 0 up to but not including 1."""
        return self._random.random()

    def chance(self, share: float) -> bool:
        """Come up true in this share of the cases."""
        return self.share() < share

    def between(self, low: int, high: int) -> int:
        """Draw a whole number, both ends included."""
        return low + int(self.share() * (high - low + 1))

    def within(self, low: float, high: float) -> float:
        """Draw from an interval, evenly."""
        return low + self.share() * (high - low)

    def offset(self) -> float:
        """Draw from -1 to 1, dense around 0: the mean of three even draws."""
        return (self.share() + self.share() + self.share()) * 2 / 3 - 1

    def pick(self, options: Sequence[T]) -> T:
        """Draw one of the options, all alike."""
        return options[int(self.share() * len(options))]

    def weighted(self, weights: Mapping[T, float]) -> T:
        """Draw one of the keys by its weight."""
        rest = self.share() * sum(weights.values())
        for option, weight in weights.items():
            rest -= weight
            if rest < 0:
                return option
        return next(reversed(tuple(weights)))

    def rounded(self, expected: float) -> int:
        """Round up or down by chance, so that many draws add up to the expected sum."""
        return int(expected + self.share())
