"""
Where the plain ratio and real access tell different stories.

Each is held against the mean of the whole map, which is the same for both: what is shared out is what there is.
"""

import numpy as np
import numpy.typing as npt

from geodata.crs import FloatArray
from welfare_map.model import Disagreement, Phrase
from welfare_map.questions.access.shared import PER_COUNT, Shared
from welfare_map.questions.coverage.areas import BoolArray
from welfare_map.questions.coverage.deciding import TOLERANCE


def mean_of_map(supply: FloatArray, residents: FloatArray) -> float | None:
    """Return the places per 100 residents of the whole map; None where nobody lives or no record states a place."""
    return float(supply.sum() * PER_COUNT / residents.sum()) if residents.sum() and supply.sum() else None


def disagreements(shared: Shared, inside: Shared, reference: float | None) -> npt.NDArray[np.object_]:
    """Return of each area whether access and ratio are on the same side of the mean, for sure."""
    found = np.full(len(shared.counted), Disagreement.UNDECIDABLE, object)
    if reference is None:
        return found
    is_low, is_high = _sides(shared, reference)
    has_few, has_many = _sides(inside, reference)
    found[is_low & has_few] = Disagreement.BOTH_LOW
    found[is_high & has_many] = Disagreement.BOTH_HIGH
    found[is_high & has_few] = Disagreement.REACHED_NEARBY
    found[is_low & has_many] = Disagreement.SHARED_OUT
    return found


def _sides(places: Shared, reference: float) -> tuple[BoolArray, BoolArray]:
    """Tell what is below the mean for sure, and what is not below it for sure."""
    needed = reference * places.residents / PER_COUNT
    is_some = places.is_known & (places.residents > 0)
    return is_some & (places.high < needed - TOLERANCE), is_some & (places.low >= needed - TOLERANCE)


def words_of(disagreement: Disagreement) -> Phrase:
    """Say what a disagreement means."""
    return Phrase(f"access.disagreement_words.{disagreement}")
