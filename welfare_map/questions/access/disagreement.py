"""
Where the plain ratio and real access tell different stories.

Each is held against the mean of what is listed, which is the same for both: what is shared out is what there is. The
mean is an interval, too: records that do not state their places have none at least.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from welfare_map.model import Disagreement, Phrase
from welfare_map.questions.access.demand import Demand
from welfare_map.questions.access.shared import PER_COUNT, Shared
from welfare_map.questions.access.supply import Supply
from welfare_map.questions.coverage.areas import NOWHERE, BoolArray
from welfare_map.questions.coverage.deciding import TOLERANCE


@dataclass(frozen=True, slots=True)
class Mean:
    """Places per 100 residents as records state them, at least, and at most; infinity where there is no bound."""

    value: float
    low: float
    high: float


def mean_of_lists(supply: Supply, demand: Demand) -> Mean | None:
    """
    Return the mean of the municipalities of which a list says what there is, and of which residents are known.

    Of real lists alone, and of the invented ones where there is no other: what is invented is no measure for what is
    real. Real records without a municipality may stand there. None where nobody lives or no record states a place.
    """
    records, listed = supply.records, supply.listed
    is_invented = not listed.is_listed.any()
    is_in = (listed.is_invented if is_invented else listed.is_listed) & demand.has_residents
    is_counted = (records.municipality != NOWHERE) & is_in[records.municipality] & (records.is_demo == is_invented)
    residents = float(demand.residents[is_in[demand.municipality]].sum())
    places = [float(one[is_counted].sum()) for one in (records.counted, records.low, records.high)]
    if not residents or not places[0]:
        return None
    places[2] += 0.0 if is_invented else supply.lost_high
    value, low, high = (one * PER_COUNT / residents for one in places)
    return Mean(value, low, high)


def disagreements(shared: Shared, inside: Shared, reference: Mean | None) -> npt.NDArray[np.object_]:
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


def _sides(places: Shared, reference: Mean) -> tuple[BoolArray, BoolArray]:
    """Tell what is below the mean for sure, wherever that is, and what is not below it for sure."""
    least, most = (end * places.residents / PER_COUNT for end in (reference.low, reference.high))
    is_some = places.is_known & (places.residents > 0)
    return is_some & (places.high < least - TOLERANCE), is_some & (places.low >= most - TOLERANCE)


def words_of(disagreement: Disagreement, on_map: Disagreement, placed: Disagreement, *, edge: Phrase) -> Phrase:
    """
    Say what a disagreement means.

    Parameters
    ----------
    on_map
        The disagreement as it would be if nobody lived and nothing stood beyond the map or where nobody has counted:
        where it is another one, that is why.
    placed
        As it would be if the records without a municipality were nowhere either.
    edge
        What to say where what is beyond makes the difference.
    """
    if disagreement is on_map:
        if disagreement is not placed:
            return Phrase("access.disagreement_words.lost")
        return Phrase(f"access.disagreement_words.{disagreement}")
    return edge
