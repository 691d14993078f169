"""Whether the words name the first candidate, or it is merely like them: a guess is offered, never taken unasked."""

import bisect
from collections.abc import Iterable, Sequence
from typing import Final

from geodata.geocode.index import Candidate, PlaceIndex
from geodata.geocode.search import BEGINNING_SCORE, NAMED_SCORE, STRIPPED_MALUS, readings

BEGINNING_LENGTH: Final = 6
"""Letters; a shorter beginning is too often another name ("Mosca" of Moscazzano). An assumption of this project."""


def is_guess(index: PlaceIndex, words: str, found: Sequence[Candidate], outside: Iterable[str]) -> bool:
    """
    Tell whether the best candidate is a guess: alike, or bearing the words as a part of its name.

    No guess is a name that is typed whole; nor a beginning that several names share alike, or one of at least
    ``BEGINNING_LENGTH`` letters with which no name outside the area begins.

    Parameters
    ----------
    found
        Candidates of the same words, best first.
    outside
        Normalised names of the municipalities outside the area.
    """
    if not found or found[0].score >= NAMED_SCORE:
        return False
    if found[0].what == "address" or found[0].score < BEGINNING_SCORE - STRIPPED_MALUS:
        return True
    if any(candidate.score >= found[0].score for candidate in found[1:]):
        return False
    begun = tuple(reading.name for reading in readings(index, words) if _begins(index, reading.name))
    return not begun or any(name.startswith(begun) for name in outside)


def _begins(index: PlaceIndex, name: str) -> bool:
    """Tell whether a name of the index begins with this one."""
    place = bisect.bisect_left(index.names, name)
    return len(name) >= BEGINNING_LENGTH and place < len(index.names) and index.names[place].startswith(name)
