"""
Places shared among all who reach them: beside PySAL's ``access``, again after a change, and for all Italy.

Run by itself: ``python bench/accessing.py``. Points of demand are the municipalities of Italy (7,899 before the
repairs of the territory), services invented ones beside them. Seconds are those of the clock, medians of some runs;
PySAL is given the pairs, ours finds them too, and both must agree. The territory is built in another process, so that
the memory of that does not count.
"""

import resource
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
from nearby import many_services, snapshot_of

from geodata.codes import ServiceKind
from geodata.crs import FloatArray, to_degrees, to_metric
from geodata.routing.estimate import Estimate
from geodata.routing.pairs import Pairs, near_pairs
from geodata.store import load_territory
from geodata.territory import Territory
from welfare_map.model import AccessMethod, AccessQuery, Decay
from welfare_map.questions.access import access
from welfare_map.questions.access.decays import weights
from welfare_map.questions.access.methods import Catchments, catchments, e2sfca, spatial_availability
from welfare_map.questions.coverage.areas import IntpArray

RADIUS_M: Final = 20_000.0
SPREAD_M: Final = 3_000.0
"""Standard deviation of the services around the centre of their municipality."""
SERVICE_COUNTS: Final = (20_000, 100_000)
ROUNDS: Final = 5
ITALY: Final = ("italy",)
BUILD: Final = "import sys, pathlib, geodata.store as s; s.load_territory(pathlib.Path(sys.argv[1]), ('italy',))"
MB_PER_KB: Final = 1 / 1024


def timed_s(run: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """Return the median seconds of some runs."""
    seconds = []
    for _ in range(rounds):
        started_s = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - started_s)
    return statistics.median(seconds)


def peak_mb() -> float:
    """Return the most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * MB_PER_KB


def invented(points: FloatArray, residents: FloatArray, count: int) -> tuple[FloatArray, FloatArray, IntpArray]:
    """Return points (metres), places and municipalities of services, more where more people live; always the same."""
    numbers = np.random.default_rng(count)
    at = numbers.choice(len(points), count, p=residents / residents.sum())
    return points[at] + numbers.normal(0, SPREAD_M, (count, 2)), numbers.integers(10, 80, count).astype(float), at


def shared(points: FloatArray, services: FloatArray, residents: FloatArray) -> tuple[Pairs, Catchments]:
    """Search the pairs within the radius and weigh them by steps; here a kilometre stands for a minute."""
    origin, destination, distance_m = near_pairs(points, services, RADIUS_M)
    pairs = Pairs(origin, destination, distance_m, np.ones(len(origin), bool))
    return pairs, catchments(pairs, weights(distance_m, RADIUS_M, Decay.STEP), residents, len(services))


def by_pysal(pairs: Pairs, residents: FloatArray, places: FloatArray) -> Callable[[], "pd.Series[float]"]:
    """Return PySAL's E2SFCA over the same pairs, ready to run."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from access import fca  # noqa: PLC0415  # its import warns
    cost = pd.DataFrame({"origin": pairs.origin, "dest": pairs.destination, "cost": pairs.travel_min})
    demand = pd.DataFrame({"demand": residents}, index=pd.RangeIndex(len(residents), name="geoid"))
    supply = pd.DataFrame({"supply": places}, index=pd.RangeIndex(len(places), name="geoid"))
    ends = {RADIUS_M / 3: 1.0, RADIUS_M * 2 / 3: 0.68, RADIUS_M: 0.22}

    def step(distance_m: float) -> float:
        return next((weight for end, weight in ends.items() if distance_m <= end), 0.0)

    return lambda: fca.two_stage_fca(demand, supply, cost, RADIUS_M, weight_fn=step)


def methods_line(points: FloatArray, residents: FloatArray) -> str:
    """Check against PySAL and measure, with 20,000 services."""
    services, places, _ = invented(points, residents, SERVICE_COUNTS[0])
    pairs, found = shared(points, services, residents)
    peer = by_pysal(pairs, residents, places)
    theirs = peer().reindex(range(len(points)), fill_value=0.0).to_numpy()
    if not np.allclose(e2sfca(found, places), theirs, rtol=1e-9, atol=1e-9):
        raise AssertionError("E2SFCA is not that of PySAL")
    ours_s = timed_s(lambda: e2sfca(shared(points, services, residents)[1], places))
    changed = places.copy()
    changed[7] += 60
    again_s = timed_s(lambda: e2sfca(found, changed))
    peer_s = timed_s(peer, 3)
    return (
        f"{len(points)} x {len(services)}, {RADIUS_M / 1000:.0f} km, {len(pairs.origin)} pairs: E2SFCA with the search "
        f"of pairs {ours_s * 1000:.0f} ms, PySAL without it {peer_s * 1000:.0f} ms, ratio {peer_s / ours_s:.1f}, "
        f"after a change of places {again_s * 1000:.2f} ms"
    )


def national_line(points: FloatArray, residents: FloatArray) -> str:
    """Measure both methods with 100,000 services."""
    services, places, _ = invented(points, residents, SERVICE_COUNTS[1])
    started_s = time.perf_counter()
    pairs, found = shared(points, services, residents)
    rates, available = e2sfca(found, places), spatial_availability(found, places)
    whole_s = time.perf_counter() - started_s
    residual = available.sum() - places[found.is_reached].sum()
    if not np.allclose(rates * residents, available, rtol=1e-9, atol=1e-9) or abs(residual) > 1e-9 * places.sum():
        raise AssertionError("what is shared out is not what is there")
    return (
        f"{len(points)} x {len(services)}, {len(pairs.origin)} pairs: both methods {whole_s:.2f} s, "
        f"peak of the process {peak_mb():.0f} MB, residual {residual:.1e}"
    )


def question_line(territory: Territory, points: FloatArray) -> str:
    """Measure the whole question for all Italy: rows, intervals, nine scenarios, equity."""
    count, table = SERVICE_COUNTS[1], territory.municipalities
    at_m, places, at = invented(points, table["residents_0_2"].to_numpy(float), count)
    lon, lat = to_degrees(*at_m.T)
    services = many_services(count).assign(
        kind=ServiceKind.NURSERY.value,
        municipality_code=table["municipality_code"].to_numpy(object)[at],
        lon=lon,
        lat=lat,
        position_quality="exact",
        capacity_authorised=places.astype(int),
    )
    snapshot = snapshot_of(services, territory)
    before_mb = peak_mb()
    query = AccessQuery(as_of_on=date(2026, 9, 15), kinds=(ServiceKind.NURSERY,), method=AccessMethod.E2SFCA)
    started_s = time.perf_counter()
    answer = access(snapshot, query, Estimate())
    whole_s = time.perf_counter() - started_s
    return (
        f"question, {len(answer.rows)} municipalities of Italy x {count} services, {answer.limit_min:.0f} min: "
        f"{whole_s:.2f} s, peak {before_mb:.0f} MB before and {peak_mb():.0f} MB after, residual "
        f"{answer.conservation_residual:.1e}"
    )


def main() -> None:
    """Print a line each."""
    with tempfile.TemporaryDirectory(prefix="welfare-map-bench-") as folder:
        subprocess.run([sys.executable, "-c", BUILD, folder], check=True)
        territory = load_territory(Path(folder), ITALY)
        table = territory.municipalities
        points = np.column_stack(to_metric(table["point_lon"].to_numpy(float), table["point_lat"].to_numpy(float)))
        residents = table["residents_0_2"].to_numpy(float)
        print(national_line(points, residents))
        print(methods_line(points, residents))
        print(question_line(territory, points))


if __name__ == "__main__":
    main()
