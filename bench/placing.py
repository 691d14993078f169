"""
Where the next places should go: sites of a maximal covering, of a p-median, and the places that all Lombardia lacks.

Run by itself: ``python bench/placing.py``; ``--peer N`` solves the covering and the median of N invented areas with
spopt too and compares. Seconds are of the wall clock; the searches are compiled before they are timed. Services are the
demonstration ones, 5,000.
"""

import argparse
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import pulp
from nearby import many_services, snapshot_of
from spopt.locate import MCLP, PMedian

from geodata.codes import TravelMode
from geodata.crs import FloatArray
from geodata.routing.estimate import Estimate
from geodata.store import load_territory, manual_dir, read_csv_table
from geodata.tables import CONTRACTS
from geodata.territory import Territory
from welfare_map.model import SitingQuery, SitingTarget
from welfare_map.questions.siting import siting
from welfare_map.questions.siting.covering import Choice, most_covered
from welfare_map.questions.siting.median import least_travel
from welfare_map.questions.siting.reach import reach_of
from welfare_map.settings import DEFAULT_AREA

ON: Final = date(2026, 9, 15)
AREA_COUNT: Final = 1_500
SITE_COUNT: Final = 10
RADII: Final = (5.0, 8.0, 12.0)
MINUTES: Final = 15.0


def timed(run: Callable[[], Any]) -> tuple[Any, float]:
    """Return what comes back, and the seconds."""
    started_s = time.perf_counter()
    found = run()
    return found, time.perf_counter() - started_s


def invented(count: int, seed: int) -> tuple[FloatArray, FloatArray]:
    """Return people and distances of points on a square of 100 by 100."""
    rng = np.random.default_rng(seed)
    points = rng.uniform(0, 100, (count, 2))
    return np.round(rng.lognormal(5, 1.2, count)), np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))


def real(territory: Territory) -> tuple[FloatArray, FloatArray]:
    """Return children and minutes of the first municipalities of the map."""
    table = territory.municipalities.iloc[:AREA_COUNT]
    lon, lat = table["point_lon"].to_numpy(float), table["point_lat"].to_numpy(float)
    travel_min = Estimate().matrix(lon, lat, lon, lat, TravelMode.CAR).travel_min.T
    return table["residents_3_36_months"].to_numpy(float), np.ascontiguousarray(travel_min)


def line(name: str, found: Choice, seconds: float) -> str:
    """Say what was found, what bounds it, and how long it took."""
    gap_pct = 100 * abs(found.bound - found.value) / max(found.bound, found.value)
    return f"{name}: {found.value:,.0f}, bound {found.bound:,.0f}, gap {gap_pct:.3f} %, {seconds:.2f} s"


def covering_and_median(name: str, weight: FloatArray, distance: FloatArray, radii: tuple[float, ...]) -> None:
    """Print both searches."""
    for radius in radii:
        reach = reach_of(distance <= radius)
        print(
            line(f"covering, {name}, {radius:g}", *timed(lambda reach=reach: most_covered(weight, reach, SITE_COUNT)))
        )
    nothing = np.full(len(weight), np.inf)
    print(line(f"p-median, {name}", *timed(lambda: least_travel(distance * weight, nothing, SITE_COUNT))))


def peers(count: int) -> None:
    """Print what spopt finds, and what is found here."""
    weight, distance = invented(count, 1)
    quiet = pulp.PULP_CBC_CMD(msg=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model, cover_s = timed(
            lambda: MCLP.from_cost_matrix(distance.T, weight, RADII[1], p_facilities=SITE_COUNT).solve(quiet)
        )
        other, median_s = timed(
            lambda: PMedian.from_cost_matrix(distance.T, weight, p_facilities=SITE_COUNT).solve(quiet)
        )
    print(
        f"spopt and CBC, {count} areas: covering {pulp.value(model.problem.objective):,.0f} in {cover_s:.1f} s, ",
        end="",
    )
    print(f"p-median {pulp.value(other.problem.objective):,.0f} in {median_s:.1f} s")
    covering_and_median(f"{count} of the same", weight, distance, (RADII[1],))


def lombardia(territory: Territory) -> None:
    """Print the plan of the places that all Lombardia lacks: the whole question, the bounds of both ends included."""
    services = many_services(5_000)
    targets = {name: read_csv_table(manual_dir() / f"{name}.csv", CONTRACTS[name]) for name in ("targets",)}
    snapshot = snapshot_of(services, territory, **targets)
    for limit_min in (MINUTES, 20.0):
        query = SitingQuery(as_of_on=ON, target=SitingTarget.LEP, within="03", limit_min=limit_min)
        answer, seconds = timed(lambda query=query: siting(snapshot, query, Estimate()))
        print(
            f"LEP, {len(answer.areas)} municipalities of Lombardia, {limit_min:g} min: {answer.places_added:,} places "
            f"in {len(answer.rows)} sites, bound {answer.lower_bound:,.0f}, gap {answer.gap_pct} %, {seconds:.1f} s"
        )


def main(arguments: list[str]) -> None:
    """Print a line per measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", type=int, default=0, metavar="N")
    options = parser.parse_args(arguments)
    weight, distance = invented(40, 0)
    most_covered(weight, reach_of(distance <= RADII[0]), 2)
    least_travel(distance * weight, np.full(40, np.inf), 2)
    with tempfile.TemporaryDirectory(prefix="welfare-map-bench-") as folder:
        territory = load_territory(Path(folder), DEFAULT_AREA)
    for seed in (1, 2):
        covering_and_median(f"{AREA_COUNT} invented areas", *invented(AREA_COUNT, seed), RADII)
    covering_and_median(f"{AREA_COUNT} municipalities", *real(territory), (MINUTES,))
    if options.peer:
        peers(options.peer)
    lombardia(territory)


if __name__ == "__main__":
    main(sys.argv[1:])
