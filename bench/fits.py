"""
The fit of a shift for thousands of services, beside a plain loop that looks at every minute; both must agree.

The seconds of the question are part of ``scale.py``; with the loop, by itself: ``python bench/fits.py``. *Cold* is the
first answer about a period, *again* the same question with another shift, when hours of the period are known already.
Seconds are those of the processor, so that a busy machine does not change them.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from nearby import many_services, snapshot_of
from opening_hours import OpeningHours

from geodata.hours.calendar import chief_town_of, public_holidays
from geodata.routing.estimate import Estimate
from geodata.store import load_territory
from geodata.territory import Territory
from welfare_map.model import Fit, FitsAnswer, FitsQuery, FitsRow
from welfare_map.model.shifts import read_shifts
from welfare_map.questions.fits import fits
from welfare_map.settings import DEFAULT_AREA
from welfare_map.snapshot import Snapshot

SERVICE_COUNTS: Final = (3_000, 20_000)
MANY_HOURS: Final = 2_000
"""Distinct hours of a register that many hands fill in; the demonstration has 62."""
ENDINGS: Final = ("", "; PH off", "; Aug 05-25 off", "; PH off; Dec 24-Jan 06 off")
PEER_COUNT: Final = 300
"""Services of the plain loop; its seconds are for these."""
ROUNDS: Final = 5
FROM_ON: Final = date(2026, 9, 1)
PERIOD: Final = timedelta(days=121)
SHIFT: Final = "Mo-Fr 08:00-14:00"
WORKPLACE: Final = (8.918, 45.594)
ROME: Final = ZoneInfo("Europe/Rome")


def query_of(from_on: date, shift: str = SHIFT) -> FitsQuery:
    """Ask about four months."""
    lon, lat = WORKPLACE
    shifts = read_shifts(shift, from_on)
    return FitsQuery(
        as_of_on=FROM_ON, work_lon=lon, work_lat=lat, shifts=shifts, from_on=from_on, to_on=from_on + PERIOD
    )


def timed_s(snapshot: Snapshot, query: FitsQuery) -> tuple[float, FitsAnswer]:
    """Return seconds and answer."""
    started_s = time.process_time()
    answer = fits(snapshot, query, Estimate())
    return time.process_time() - started_s, answer


def with_distinct_hours(services: pd.DataFrame, distinct_count: int) -> pd.DataFrame:
    """Give services so many distinct opening hours, holidays and closures among them."""
    words = [
        f"Mo-Fr 07:{number % 60:02d}-{16 + number // 60 % 4}:{number // 240 % 60:02d}" + ENDINGS[number % len(ENDINGS)]
        for number in range(distinct_count)
    ]
    return services.assign(opening_hours=[words[number % distinct_count] for number in range(len(services))])


def measure(territory: Territory, count: int, distinct_count: int | None = None) -> tuple[float, float, float]:
    """
    Return the median seconds of cold answers and of repeated ones, and how often services fit (share).

    ``distinct_count`` replaces the hours of the demonstration by so many distinct ones.
    """
    services = many_services(count)
    if distinct_count is not None:
        services = with_distinct_hours(services, distinct_count)
    snapshot = snapshot_of(services, territory)
    timed_s(snapshot, query_of(FROM_ON + timedelta(days=400)))
    starts = [FROM_ON + timedelta(days=number) for number in range(ROUNDS)]
    cold_s = [timed_s(snapshot, query_of(from_on))[0] for from_on in starts]
    again = [timed_s(snapshot, query_of(from_on, "Mo-Fr 09:00-13:00")) for from_on in starts]
    answer = again[-1][1]
    share = answer.fit_counts[Fit.YES] / answer.found_count
    return statistics.median(cold_s), statistics.median(seconds for seconds, _ in again), share


# --- the plain loop -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Loop:
    """Minute by minute, day by day, service by service."""

    query: FitsQuery
    territory: Territory

    def fitting_days(self, row: FitsRow) -> int:
        """Count the days on which a service with known hours is open at every minute needed."""
        hours, closed = self.hours_of(row)
        to_work, from_work = (int(np.ceil(minutes)) for minutes in (row.to_work_min, row.from_work_min))
        return sum(
            all(self.is_open(hours, closed, shown) for shown in self.minutes(on, to_work, from_work))
            for on in self.worked_days()
        )

    def hours_of(self, row: FitsRow) -> tuple[OpeningHours, frozenset[date]]:
        """Return the hours, and the days on which they are closed or not sure."""
        words = row.opening_hours or ""
        table = self.territory.municipalities.set_index("municipality_code")
        place = table.loc[row.municipality_code]
        name, province = place["municipality_name"], place["province_short"]
        town = chief_town_of(name, province, is_chief_town=bool(place["is_chief_town"]))
        return OpeningHours(words), frozenset() if words == "24/7" else public_holidays(2026, 2027, town)

    def worked_days(self) -> Iterator[date]:
        """Yield the days at work."""
        holidays = public_holidays(2026, 2027)
        for number in range(PERIOD.days + 1):
            on = self.query.from_on + timedelta(days=number)
            if on.weekday() < 5 and on not in holidays:
                yield on

    @staticmethod
    def minutes(on: date, to_work: int, from_work: int) -> Iterator[datetime]:
        """Yield every minute needed on a day, as the clock shows it."""
        start = datetime(on.year, on.month, on.day, 8, tzinfo=ROME) - timedelta(minutes=to_work)
        for number in range(6 * 60 + to_work + from_work):
            yield (start + timedelta(minutes=number)).replace(tzinfo=None)

    @staticmethod
    def is_open(hours: OpeningHours, closed: frozenset[date], shown: datetime) -> bool:
        """Ask the library about one minute."""
        return shown.date() not in closed and hours.is_open(shown)


def compare(territory: Territory) -> tuple[float, float]:
    """Return seconds of the question and of the loop for the same services; raises when they differ."""
    snapshot = snapshot_of(many_services(PEER_COUNT), territory)
    ours_s, answer = timed_s(snapshot, query_of(FROM_ON))
    loop = Loop(query_of(FROM_ON), territory)
    known = [row for row in answer.rows if row.opening_hours and row.fitting_day_count is not None]
    started_s = time.process_time()
    counts = [loop.fitting_days(row) for row in known]
    loop_s = time.process_time() - started_s
    different = [row.service_id for row, count in zip(known, counts, strict=True) if row.fitting_day_count != count]
    if different:
        raise ValueError(f"the answers differ in {different[:5]}")
    return ours_s, loop_s


def main() -> None:
    """Measure in a data folder of its own, or in a given one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path)
    folder = parser.parse_args().data_dir or Path(tempfile.mkdtemp(prefix="welfare-map-bench-"))
    territory = load_territory(folder, DEFAULT_AREA)
    for count in SERVICE_COUNTS:
        cold_s, again_s, share = measure(territory, count)
        print(f"{count:6d} services, four months: cold {cold_s:.3f} s, again {again_s:.3f} s; {share:.0%} fit")
    cold_s, again_s, _ = measure(territory, SERVICE_COUNTS[-1], MANY_HOURS)
    print(f"{SERVICE_COUNTS[-1]:6d} services, {MANY_HOURS} distinct hours: cold {cold_s:.3f} s, again {again_s:.3f} s")
    ours_s, loop_s = compare(territory)
    times = f"{loop_s / ours_s:.0f} times"
    print(f"{PEER_COUNT:6d} services: {ours_s:.3f} s, minute by minute {loop_s:.1f} s ({times}); equal")


if __name__ == "__main__":
    main()
