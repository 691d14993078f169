"""At which minutes a service has to be open for somebody to bring, work and fetch."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geodata.hours.clock import IntArray
from geodata.hours.opening import Opening
from welfare_map.model import FitsQuery
from welfare_map.questions.fits.worked import Worked

NO, UNKNOWN, YES = 0, 1, 2
"""Verdicts as numbers, so that the worst one is the least."""
VerdictArray = npt.NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class Needs:
    """
    Stretches in which a service has to be open without a break, one per shift, in real minutes.

    Parameters
    ----------
    from_min, to_min
        Shape (services, shifts) or (shifts,). Who only brings needs the minutes at the door in the morning, one at
        least; who only fetches those in the evening, maybe none.
    """

    from_min: IntArray
    to_min: IntArray


def needed(worked: Worked, query: FitsQuery, to_work_min: IntArray, from_work_min: IntArray) -> Needs:
    """
    Return when services have to be open.

    Parameters
    ----------
    to_work_min, from_work_min
        Whole minutes of the trips between each service and work, rounded up; a number each, or a column of them.
    """
    brings_min = worked.starts_min - to_work_min - query.handover_min
    fetches_min = worked.ends_min + from_work_min
    if query.drops and query.collects:
        return Needs(brings_min, fetches_min + query.handover_min)
    if query.drops:
        return Needs(brings_min, brings_min + max(1, query.handover_min))
    return Needs(fetches_min, fetches_min + query.handover_min)


def verdicts(opening: Opening, needs: Needs) -> VerdictArray:
    """Tell of each stretch whether something with these hours is open in it: ``YES``, ``UNKNOWN`` or ``NO``."""
    is_sure = opening.sure.cover(needs.from_min, needs.to_min)
    if opening.doubt is None:
        return np.where(is_sure, YES, NO).astype(np.int8)
    is_maybe = opening.maybe.cover(needs.from_min, needs.to_min)
    return np.where(is_sure, YES, np.where(is_maybe, UNKNOWN, NO)).astype(np.int8)
