"""Where fewer places are left than a threshold."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from geodata.codes import ServiceKind
from geodata.errors import InputError
from welfare_map.model import AccessQuery, AccessStatus, Phrase
from welfare_map.model.indicators import CHILD_KINDS
from welfare_map.questions.access.shared import Shared
from welfare_map.questions.cells import optional, records
from welfare_map.questions.coverage.deciding import TOLERANCE
from welfare_map.questions.coverage.saying import figure_of
from welfare_map.snapshot import Snapshot

PUBLISHED: Final[tuple[tuple[ServiceKind, ...], str]] = (CHILD_KINDS, "childcare-desert-threshold")
"""Kinds of service, all of them together, and the row of the table of targets that says what a desert of them is."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """Places per 100 residents below which an area is a desert, who says so, and why there is none; None for none."""

    value: float | None
    source: str | None = None
    why_none: Phrase | None = None


def threshold_of(snapshot: Snapshot, query: AccessQuery) -> Threshold:
    """
    Return the threshold of a query, else the published one where the query is about all services that it counts.

    Raises
    ------
    InputError
        It is below nought.
    """
    if query.threshold is not None:
        if query.threshold < 0:
            raise InputError("error.bad_threshold", value=query.threshold)
        return Threshold(query.threshold)
    kinds, target_id = PUBLISHED
    row = {str(row["target_id"]): row for row in records(snapshot.table("targets"))}.get(target_id)
    if row is None or not set(kinds).issuperset(query.kinds):
        return Threshold(None, why_none=Phrase("access.reason.no_threshold"))
    value = optional(row["value"], float)
    if set(kinds) != set(query.kinds):
        return Threshold(None, why_none=Phrase("access.reason.some_kinds", {"value": figure_of(value)}))
    return Threshold(value, str(row["source"]))


def statuses(shared: Shared, threshold: float | None) -> npt.NDArray[np.object_]:
    """Return the status of each entry; where nobody lives nobody lacks a place."""
    found = np.full(len(shared.counted), AccessStatus.NO_THRESHOLD, object)
    if threshold is None:
        found[shared.has_demo] = AccessStatus.DEMONSTRATION
        return found
    needed = threshold * shared.residents / 100
    found[:] = AccessStatus.UNDECIDABLE
    found[shared.is_known & (shared.high < needed - TOLERANCE)] = AccessStatus.DESERT
    found[shared.is_known & (shared.low >= needed - TOLERANCE)] = AccessStatus.NO_DESERT
    found[shared.has_demo] = AccessStatus.DEMONSTRATION
    return found


def reason_of(
    status: AccessStatus, on_map: AccessStatus, placed: AccessStatus, threshold: Threshold, *, edge: Phrase
) -> Phrase:
    """
    Say why.

    Parameters
    ----------
    on_map
        The status as it would be if nobody lived and nothing stood beyond the map or where nobody has counted.
    placed
        As it would be if the records without a municipality were nowhere either.
    edge
        What to say where what is beyond makes the difference.
    """
    if status is AccessStatus.NO_THRESHOLD and threshold.why_none:
        return threshold.why_none
    if status is on_map:
        if status is not placed:
            return Phrase("access.reason.lost")
        return Phrase(f"access.reason.{status}")
    return edge
