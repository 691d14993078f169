"""
Places shared among all who reach them: beside PySAL's ``access``, again after a change, and for all Italy.

Part of the whole run, and by itself: ``python bench/accessing.py``. Points of demand are the municipalities of Italy
(7,899 before the repairs of the territory), services invented ones beside them. Seconds are those of the clock, medians
of some runs; PySAL is given the pairs, ours finds them too, and both must agree. The territory is built in another
process, so that the memory of that does not count.
"""

import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from nearby import many_services, median_ms, snapshot_of
from promises import Measured, at_most, print_measured, times_faster

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

TITLE: Final = "Access, all Italy"
RADIUS_M: Final = 20_000.0
SPREAD_M: Final = 3_000.0
"""Standard deviation of the services around the centre of their municipality."""
SERVICE_COUNTS: Final = (20_000, 100_000)
ROUNDS: Final = 5
PEER_ROUNDS: Final = 3
ITALY: Final = ("italy",)
BUILD: Final = "import sys, pathlib, geodata.store as s; s.load_territory(pathlib.Path(sys.argv[1]), ('italy',))"
MB_PER_KB: Final = 1 / 1024


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


def measure_methods(
    points: FloatArray, residents: FloatArray, count: int = SERVICE_COUNTS[0], *, peer_rounds: int = PEER_ROUNDS
) -> Measured:
    """Check against PySAL and measure, with so many services."""
    services, places, _ = invented(points, residents, count)
    pairs, found = shared(points, services, residents)
    peer = by_pysal(pairs, residents, places)
    theirs = peer().reindex(range(len(points)), fill_value=0.0).to_numpy()
    if not theirs.any() or not np.allclose(e2sfca(found, places), theirs, rtol=1e-9, atol=1e-9):
        raise AssertionError("E2SFCA is not that of PySAL")
    ours_ms = median_ms(lambda: e2sfca(shared(points, services, residents)[1], places), ROUNDS)
    changed = places.copy()
    changed[7] += 60
    again_ms = median_ms(lambda: e2sfca(found, changed), ROUNDS)
    peer_ms = median_ms(peer, peer_rounds)
    what = f"E2SFCA, {len(points):,} × {len(services):,}, {RADIUS_M / 1000:.0f} km, {len(pairs.origin):,} pairs"
    return Measured(
        TITLE,
        (
            (f"{what}, the search of pairs included", f"{ours_ms:.0f} ms"),
            ("peer: PySAL access, the same pairs given, same result to 1e-9", f"{peer_ms:.0f} ms"),
            ("E2SFCA again after a change of places", f"{again_ms:.2f} ms"),
        ),
        (
            times_faster("E2SFCA, against PySAL", peer_ms, ours_ms, 9),
            at_most("E2SFCA after a change of places", again_ms, 5, "ms", 2),
        ),
    )


def measure_national(points: FloatArray, residents: FloatArray) -> tuple[tuple[str, str], ...]:
    """Measure both methods with 100,000 services."""
    services, places, _ = invented(points, residents, SERVICE_COUNTS[1])
    started_s = time.perf_counter()
    pairs, found = shared(points, services, residents)
    rates, available = e2sfca(found, places), spatial_availability(found, places)
    whole_s = time.perf_counter() - started_s
    residual = available.sum() - places[found.is_reached].sum()
    if not np.allclose(rates * residents, available, rtol=1e-9, atol=1e-9) or abs(residual) > 1e-9 * places.sum():
        raise AssertionError("what is shared out is not what is there")
    what = f"both methods, {len(points):,} × {len(services):,}, {len(pairs.origin):,} pairs, pairs included"
    return ((what, f"{whole_s:.2f} s"), ("places shared out less places reached", f"{residual:.1e}"))


def measure_question(territory: Territory, points: FloatArray) -> Measured:
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
    whole_s, peak = time.perf_counter() - started_s, peak_mb()
    what = f"whole question, {len(answer.rows):,} × {count:,}, {answer.limit_min:.0f} min: rows, intervals, 9 scenarios"
    return Measured(
        TITLE,
        (
            (what, f"{whole_s:.2f} s"),
            (
                "most memory of the process, register included; before the question",
                f"{peak:.0f} MB; {before_mb:.0f} MB",
            ),
            ("conservation residual of the answer", f"{answer.conservation_residual:.1e}"),
        ),
        (
            at_most("national access, whole question", whole_s, 5, "s", 2),
            at_most("national access, memory of the process", peak, 1000, "MB", 0),
        ),
    )


def measure_accessing() -> Measured:
    """Measure all of it; run it in a process of its own, or the memory is that of others too."""
    with tempfile.TemporaryDirectory(prefix="welfare-map-bench-") as folder:
        subprocess.run([sys.executable, "-c", BUILD, folder], check=True)
        territory = load_territory(Path(folder), ITALY)
    table = territory.municipalities
    points = np.column_stack(to_metric(table["point_lon"].to_numpy(float), table["point_lat"].to_numpy(float)))
    residents = table["residents_0_2"].to_numpy(float)
    national = measure_national(points, residents)
    question = measure_question(territory, points)
    methods = measure_methods(points, residents)
    return Measured(TITLE, (*methods.rows, *national, *question.rows), (*methods.checks, *question.checks))


if __name__ == "__main__":
    print_measured(measure_accessing())
