"""
Services on the way between home and work, beside a plain loop over trips; both must find the same.

``python bench/commute.py [COUNT …]`` prints medians at 3,000 and 20,000 services unless told otherwise.
"""

import sys
import tempfile
from pathlib import Path
from typing import Final

from nearby import AS_OF_ON, PEER_ROUNDS, many_services, median_ms, snapshot_of

from geodata.codes import TravelMode
from geodata.routing.estimate import Estimate
from geodata.store import load_territory
from welfare_map.model import CommuteAnswer, CommuteQuery
from welfare_map.questions.commute import commute
from welfare_map.settings import DEFAULT_AREA
from welfare_map.snapshot import Snapshot

COUNTS: Final = (3_000, 20_000)
HOME: Final = (8.94, 45.55)
WORK: Final = (8.918, 45.594)
BUDGET_MS: Final = {3_000: 300, 20_000: 1_000}
LOOP_COUNT: Final = 300
"""Services that the loop visits: its time is that of so many, scaled."""


def ask(snapshot: Snapshot) -> CommuteAnswer:
    """Ask the whole question, as a page does."""
    (home_lon, home_lat), (work_lon, work_lat) = HOME, WORK
    query = CommuteQuery(
        home_lon=home_lon, home_lat=home_lat, work_lon=work_lon, work_lat=work_lat, as_of_on=AS_OF_ON, max_count=150
    )
    return commute(snapshot, query, Estimate())


def by_loop(snapshot: Snapshot, count: int) -> dict[str, float]:
    """Ask the engine for one trip after the other, as a plain loop does."""
    columns, added = snapshot.service_columns, {}
    direct = _trip(HOME, WORK) + _trip(WORK, HOME)
    for row in snapshot.services_index.rows[:count]:
        at = (float(columns.lon[row]), float(columns.lat[row]))
        trips = (_trip(HOME, at), _trip(at, WORK), _trip(WORK, at), _trip(at, HOME))
        added[str(columns.cells["service_id"][row])] = round(sum(trips) - direct, 1)
    return added


def _trip(start: tuple[float, float], end: tuple[float, float]) -> float:
    trips = Estimate().one_to_many(*start, [end[0]], [end[1]], TravelMode.CAR)
    return round(float(trips.travel_min[0]), 1)


def main(counts: list[int]) -> None:
    """Measure at each count; stop when the loop finds other minutes."""
    with tempfile.TemporaryDirectory(prefix="welfare-map-bench-") as folder:
        territory = load_territory(Path(folder), DEFAULT_AREA)
        for count in counts:
            snapshot = snapshot_of(many_services(count), territory)
            expected = by_loop(snapshot, LOOP_COUNT)
            found = {row.service_id: row.added_total_min for row in ask(snapshot).rows}
            if any(expected[service_id] != found[service_id] for service_id in expected.keys() & found.keys()):
                raise ValueError("the loop finds other minutes")
            ours_ms = median_ms(lambda snapshot=snapshot: ask(snapshot))
            loop_ms = median_ms(lambda snapshot=snapshot: by_loop(snapshot, LOOP_COUNT), PEER_ROUNDS)
            whole_ms = loop_ms * len(snapshot.services_index.rows) / LOOP_COUNT
            print(
                f"{count} services: {ours_ms:.1f} ms, a plain loop {whole_ms:.0f} ms (1/{whole_ms / ours_ms:.0f});"
                f" budget {BUDGET_MS.get(count, '–')} ms"
            )


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or list(COUNTS))
