"""Both ends of what is not known: what the answer would be there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from welfare_map.model import CapacityEnd

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ends(Generic[T]):
    """The same figure with the least and with the most that is possible of what records do not say."""

    least: T
    most: T


def ends_of(own: CapacityEnd, found: T, at: Callable[[CapacityEnd], T]) -> Ends[T]:
    """Return a figure at both ends; the one that was asked for is not computed again."""
    least, most = (found if end is own else at(end) for end in (CapacityEnd.LEAST, CapacityEnd.MOST))
    return Ends(least, most)
