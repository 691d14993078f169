"""Services on the way from home to work, and a plain loop over trips, which must find the same: see ``scale.py``."""

from typing import Final

from nearby import AS_OF_ON

from geodata.codes import TravelMode
from geodata.routing.estimate import Estimate
from welfare_map.model import CommuteAnswer, CommuteQuery
from welfare_map.questions.commute import commute
from welfare_map.snapshot import Snapshot

HOME: Final = (8.94, 45.55)
WORK: Final = (8.918, 45.594)
BUDGET_MS: Final = {3_000: 300, 20_000: 1_000}


def ask(snapshot: Snapshot) -> CommuteAnswer:
    """Ask the whole question, as a page does."""
    (home_lon, home_lat), (work_lon, work_lat) = HOME, WORK
    query = CommuteQuery(
        home_lon=home_lon, home_lat=home_lat, work_lon=work_lon, work_lat=work_lat, as_of_on=AS_OF_ON, max_count=150
    )
    return commute(snapshot, query, Estimate())


def by_loop(snapshot: Snapshot) -> dict[str, float]:
    """Ask the engine for one trip after the other, to every service with a point, as a plain loop does."""
    columns, added = snapshot.service_columns, {}
    direct = _trip(HOME, WORK) + _trip(WORK, HOME)
    for row in snapshot.services_index.rows:
        at = (float(columns.lon[row]), float(columns.lat[row]))
        trips = (_trip(HOME, at), _trip(at, WORK), _trip(WORK, at), _trip(at, HOME))
        added[str(columns.cells["service_id"][row])] = round(sum(trips) - direct, 1)
    return added


def check_equal(answer: CommuteAnswer, peer: dict[str, float]) -> None:
    """Stop the run when the loop finds other services, minutes or a shorter way that the answer leaves out."""
    found = [(row.service_id, row.added_total_min) for row in answer.rows]
    if not found or answer.found_count != len(peer):
        raise ValueError(f"{answer.found_count} services are found, {len(peer)} by the loop")
    if [minutes for _, minutes in found] != sorted(peer.values())[: len(found)] or any(
        peer[name] != minutes for name, minutes in found
    ):
        raise ValueError("the loop finds other minutes")


def _trip(start: tuple[float, float], end: tuple[float, float]) -> float:
    trips = Estimate().one_to_many(*start, [end[0]], [end[1]], TravelMode.CAR)
    return round(float(trips.travel_min[0]), 1)
