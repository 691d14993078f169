"""
Where the plain ratio and real access tell different stories.

Each is held against the mean of what is listed, which is the same for both: what is shared out is what there is.
"""

import numpy as np
import numpy.typing as npt

from welfare_map.model import Disagreement, Phrase
from welfare_map.questions.access.demand import Demand
from welfare_map.questions.access.shared import PER_COUNT, Shared
from welfare_map.questions.access.supply import Supply
from welfare_map.questions.coverage.areas import NOWHERE, BoolArray
from welfare_map.questions.coverage.deciding import TOLERANCE


def mean_of_lists(supply: Supply, demand: Demand) -> float | None:
    """
    Return the places per 100 residents of the municipalities of which a list says what there is.

    Of real lists alone, and of the invented ones where there is no other: what is invented is no measure for what is
    real. None where nobody lives there or no record states a place.
    """
    records, listed = supply.records, supply.listed
    is_invented = not listed.is_listed.any()
    is_in = listed.is_invented if is_invented else listed.is_listed
    is_counted = (records.municipality != NOWHERE) & is_in[records.municipality] & (records.is_demo == is_invented)
    places = float(records.counted[is_counted].sum())
    residents = float(demand.residents[is_in[demand.municipality]].sum())
    return places * PER_COUNT / residents if residents and places else None


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
