"""What one part of a score says: how much of the best it is, what speaks for it, what against it."""

from dataclasses import dataclass
from typing import Final

from welfare_map.model import Phrase

NEUTRAL: Final = 0.5
"""Value of what is not known: it neither helps nor hurts, and is said."""


@dataclass(frozen=True, slots=True)
class Judged:
    """
    One part.

    Parameters
    ----------
    value
        0 to 1, ``NEUTRAL`` where nothing is known.
    why, why_not
        What speaks for it; what against it, or is not known.
    is_obstacle
        Something is in the way that no other part makes good.
    """

    value: float
    why: tuple[Phrase, ...] = ()
    why_not: tuple[Phrase, ...] = ()
    is_obstacle: bool = False

    @property
    def words(self) -> tuple[Phrase, ...]:
        """All that it says."""
        return (*self.why, *self.why_not)


def unknown(*keys: str) -> Judged:
    """Return the part of something that is not known, with the texts that say so."""
    return Judged(NEUTRAL, why_not=tuple(Phrase(key) for key in keys))
