"""
Coverage, and a plain loop over areas and services, which must agree: see ``scale.py``.

Seconds are those of the processor, so that a busy machine does not change them. The loop adds up places as they are
stated, and no intervals: ours does more.
"""

import statistics
import time
from collections.abc import Callable
from datetime import date
from typing import Any, Final

import pandas as pd

from geodata.codes import Level
from geodata.territory.area import LEVEL_COLUMNS
from welfare_map.model import CoverageAnswer, CoverageQuery, PlacesBasis
from welfare_map.model.indicators import INDICATORS, Indicator, Measure
from welfare_map.questions.coverage import coverage
from welfare_map.snapshot import Snapshot

ON: Final = date(2026, 9, 15)
ROUNDS: Final = 3
LOOPED: Final = tuple(one for one in INDICATORS.values() if one.measure is Measure.PLACES)


def timed_s(run: Callable[[], Any]) -> float:
    """Return the median seconds of some runs."""
    seconds = []
    for _ in range(ROUNDS):
        started_s = time.process_time()
        run()
        seconds.append(time.process_time() - started_s)
    return statistics.median(seconds)


def ask(snapshot: Snapshot, indicator: Indicator, level: Level) -> CoverageAnswer:
    """Ask for one indicator at one level."""
    return coverage(snapshot, CoverageQuery(as_of_on=ON, indicator=indicator.code, level=level))


def looped(snapshot: Snapshot, indicator: Indicator, level: Level) -> dict[str, float]:
    """Add up the stated places of each area, one service after the other."""
    code = LEVEL_COLUMNS[level][0]
    towns = snapshot.territory.municipalities[["municipality_code", code]].to_dict("records")
    services = snapshot.table("services").to_dict("records")
    column = "capacity_accredited" if indicator.basis is PlacesBasis.ACCREDITED else "capacity_authorised"
    found: dict[str, float] = {}
    for area in {str(town[code]) for town in towns if town[code] is not None}:
        members = {town["municipality_code"] for town in towns if town[code] == area}
        found[area] = sum(
            float(row[column])
            for row in services
            if row["municipality_code"] in members and row["kind"] in indicator.kinds and not pd.isna(row[column])
        )
    return found


def check_equal(snapshot: Snapshot, level: Level) -> None:
    """Hold what is stated to what the loop adds up."""
    for indicator in LOOPED:
        peer = looped(snapshot, indicator, level)
        for row in ask(snapshot, indicator, level).rows:
            is_compared = row.numerator is not None and indicator.basis is PlacesBasis.ACCREDITED
            if is_compared and row.numerator != peer[row.unit_code]:
                raise AssertionError((indicator.code, row.unit_code, row.numerator, peer[row.unit_code]))
