"""Where fewer places are left than a threshold."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from geodata.errors import InputError
from welfare_map.model import AccessQuery, AccessStatus, Phrase
from welfare_map.questions.access.shared import Shared
from welfare_map.questions.cells import optional, records
from welfare_map.questions.coverage.deciding import TOLERANCE
from welfare_map.snapshot import Snapshot

PUBLISHED: Final = {"residents_0_2": "childcare-desert-threshold"}
"""Column of residents -> row of the table of targets that says what a desert is."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """Places per 100 residents below which an area is a desert, and who says so; None where nobody does."""

    value: float | None
    source: str | None


def threshold_of(snapshot: Snapshot, query: AccessQuery, residents_name: str) -> Threshold:
    """
    Return the threshold of a query, else the published one.

    Raises
    ------
    InputError
        It is below nought.
    """
    if query.threshold is not None:
        if query.threshold < 0:
            raise InputError("error.bad_threshold", value=query.threshold)
        return Threshold(query.threshold, None)
    rows = {str(row["target_id"]): row for row in records(snapshot.table("targets"))}
    row = rows.get(PUBLISHED.get(residents_name, ""))
    return Threshold(optional(row["value"], float), str(row["source"])) if row else Threshold(None, None)


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


def reason_of(status: AccessStatus) -> Phrase:
    """Say why."""
    return Phrase(f"access.reason.{status}")
