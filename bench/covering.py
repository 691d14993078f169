"""
Coverage, and the sums of a pandas ``groupby``, which must agree: see ``scale.py``.

Seconds are those of the processor, so that a busy machine does not change them. The peer gets its tables ready and adds
up places as they are stated; ours also gives intervals, what is not known, targets, verdicts and their reasons.
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
GROUPED: Final = tuple(one for one in INDICATORS.values() if one.measure is Measure.PLACES)


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


def tables(snapshot: Snapshot) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what the peer reads: services with their places, and municipalities by code."""
    places = ["kind", "municipality_code", "capacity_authorised", "capacity_accredited"]
    services = snapshot.table("services")[places].astype(dict.fromkeys(places[2:], float))
    return services, snapshot.territory.municipalities.set_index("municipality_code", drop=False)


def grouped(services: pd.DataFrame, towns: pd.DataFrame, indicator: Indicator, level: Level) -> "pd.Series[float]":
    """Add up the stated places of each area; authorised ones are at least the accredited ones."""
    counted = services[services["kind"].isin(indicator.kinds)]
    accredited, authorised = (
        counted["capacity_accredited"],
        counted["capacity_authorised"].fillna(counted["capacity_accredited"]),
    )
    places = accredited if indicator.basis is PlacesBasis.ACCREDITED else authorised
    area = counted["municipality_code"].map(towns[LEVEL_COLUMNS[level][0]])
    return places.groupby(area).sum()


def check_equal(snapshot: Snapshot, level: Level) -> int:
    """Hold what is stated to what the peer adds up, and return how many figures were compared."""
    services, towns = tables(snapshot)
    compared = 0
    for indicator in GROUPED:
        peer = grouped(services, towns, indicator, level)
        rows = {row.unit_code: row for row in ask(snapshot, indicator, level).rows}
        stray = set(peer[peer > 0].index) - {code for code, row in rows.items() if row.numerator is not None}
        wrong = {code for code, row in rows.items() if row.numerator not in {None, peer.get(code, 0.0)}}
        if stray or wrong:
            raise AssertionError((indicator.code, level, sorted(stray | wrong)[:5]))
        known = sum(row.numerator is not None for row in rows.values())
        if not known:
            raise AssertionError(f"{indicator.code}, {level}: nothing was compared")
        compared += known
    return compared
