"""A figure, opened: the services behind it and what each of them leaves."""

import numpy as np

from geodata.crs import FloatArray
from welfare_map.model import ReachedService
from welfare_map.questions.access.reaching import Reached
from welfare_map.questions.coverage.areas import BoolArray
from welfare_map.questions.coverage.figures import figure, plain
from welfare_map.questions.coverage.naming import named_records
from welfare_map.snapshot import Snapshot


def reached_services(snapshot: Snapshot, reached: Reached, is_asked: BoolArray) -> tuple[ReachedService, ...]:
    """
    Return the services that an area reaches, those that leave it most first, then by id.

    Parameters
    ----------
    is_asked
        Of each point of demand, whether it is in the area.
    """
    records, found = reached.supply.records, reached.found
    inside = np.asarray(found.weights.T @ np.where(is_asked, found.demand, 0.0))
    left = np.divide(inside * records.counted, found.wanted, out=np.zeros(len(inside)), where=found.is_reached)
    travel_min, is_estimate = _nearest(reached, is_asked)
    numbers = np.flatnonzero(inside > 0).tolist()
    named = named_records(snapshot, records, numbers)
    notes = {note.source_id: note for note in snapshot.sources}
    ordered = sorted(numbers, key=lambda number: (-left[number], named[number].record_id))
    return tuple(
        ReachedService(
            **named[number].who(),
            travel_min=round(float(travel_min[number]), 1),
            is_estimate=bool(is_estimate[number]),
            places=plain(records.counted[number]),
            places_low=plain(records.low[number]),
            places_high=figure(records.high[number]),
            wanted_residents=plain(found.wanted[number]),
            wanted_residents_beyond=plain(reached.beyond.found.wanted[number]),
            left=plain(left[number]),
            **named[number].source(notes),
        )
        for number in ordered
    )


def _nearest(reached: Reached, is_asked: BoolArray) -> tuple[FloatArray, BoolArray]:
    """Return the minutes to each service from the nearest point of the area, and whether they are estimated."""
    pairs = reached.pairs.within(reached.query.limit_min)
    own = np.flatnonzero(is_asked[pairs.origin])
    order = own[np.argsort(-pairs.travel_min[own], kind="stable")]
    count = len(reached.supply.lon)
    travel_min, is_estimate = np.full(count, np.inf), np.ones(count, bool)
    travel_min[pairs.destination[order]] = pairs.travel_min[order]
    is_estimate[pairs.destination[order]] = pairs.is_estimate[order]
    return travel_min, is_estimate
