"""
Where the next places should go: sites of a maximal covering, of a p-median, and the places that all Lombardia lacks.

Part of the whole run, and by itself: ``python bench/placing.py``. In the same run spopt solves the covering and the
median of fewer areas, which it can bear, and both must agree; ``--peer N`` gives it N areas (1,500 take minutes and
gigabytes). HiGHS, as SciPy brings it, solves the models of both; both get distances and build the rest inside the
clock. Seconds are of the wall clock; the searches are compiled before they are timed. Services are the demonstration
ones, 5,000.
"""

import argparse
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import pulp
from highs import Highs
from nearby import many_services, snapshot_of
from promises import Check, Measured, at_most
from spopt.locate import MCLP, PMedian

from geodata.codes import TravelMode
from geodata.crs import FloatArray
from geodata.routing.estimate import Estimate
from geodata.store import load_territory, manual_dir, read_csv_table
from geodata.tables import CONTRACTS
from geodata.territory import Territory
from welfare_map.model import SitingQuery, SitingTarget
from welfare_map.questions.siting import siting
from welfare_map.questions.siting.covering import Choice, most_covered, most_covered_exactly
from welfare_map.questions.siting.effort import gap_pct
from welfare_map.questions.siting.median import least_travel, least_travel_exactly
from welfare_map.questions.siting.reach import reach_of
from welfare_map.settings import DEFAULT_AREA

ON: Final = date(2026, 9, 15)
TITLE: Final = "Where the next places should go"
AREA_COUNT: Final = 1_500
PEER_COUNT: Final = 200
"""Areas that spopt solves in seconds."""
EXACT_S: Final = 60.0
SERVICE_COUNT: Final = 5_000
SITE_COUNT: Final = 10
RADII: Final = (5.0, 8.0, 12.0)
MINUTES: Final = 15.0
NO_GAP: Final = "no gap proven"


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


@dataclass(frozen=True, slots=True)
class Run:
    """What a search found, in words, and what the budget asks of it."""

    what: str
    seconds: float
    gap_pct: float | None

    @property
    def row(self) -> tuple[str, str]:
        """Return the row of the report."""
        return self.what, f"{self.seconds:.2f} s, {self.gap_words}"

    @property
    def gap_words(self) -> str:
        """Say how far from the best it may be."""
        return NO_GAP if self.gap_pct is None else f"gap {self.gap_pct:.3f} %"

    def checks(self, limit_s: float, limit_pct: float) -> tuple[Check, Check]:
        """Hold time and gap to their limits."""
        return (
            at_most(f"{self.what}, time", self.seconds, limit_s, "s", 1),
            self._gap_check(f"{self.what}, gap", limit_pct),
        )

    def _gap_check(self, what: str, limit_pct: float) -> Check:
        if self.gap_pct is None:
            return Check(what, NO_GAP, f"≤ {limit_pct:g} %", is_kept=False)
        return at_most(what, self.gap_pct, limit_pct, "%", 2)


def searched(what: str, search: Callable[[], Choice]) -> tuple[Run, Choice]:
    """Time a search."""
    found, seconds = timed(search)
    return Run(what, seconds, gap_pct(found.value, found.bound)), found


def placed(what: str, weight: FloatArray, distance: FloatArray, radius: float) -> tuple[Run, Run]:
    """Time the covering and the median of some areas."""
    nothing = np.full(len(weight), np.inf)
    cover, _ = searched(
        f"covering, {SITE_COUNT} of {what}", lambda: most_covered(weight, reach_of(distance <= radius), SITE_COUNT)
    )
    median, _ = searched(
        f"p-median, {SITE_COUNT} of {what}", lambda: least_travel(distance * weight, nothing, SITE_COUNT)
    )
    return cover, median


def beside_spopt(count: int) -> tuple[tuple[str, str], ...]:
    """Solve the same with spopt and exactly here; raises when the two differ."""
    weight, distance = invented(count, 1)
    radius, quiet = RADII[1], Highs()
    nothing = np.full(count, np.inf)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cover, cover_s = timed(
            lambda: MCLP.from_cost_matrix(distance.T, weight, radius, p_facilities=SITE_COUNT).solve(quiet)
        )
        median, median_s = timed(
            lambda: PMedian.from_cost_matrix(distance.T, weight, p_facilities=SITE_COUNT).solve(quiet)
        )
    ours = (
        (
            cover,
            cover_s,
            *timed(lambda: most_covered_exactly(weight, reach_of(distance <= radius), SITE_COUNT, EXACT_S)),
        ),
        (median, median_s, *timed(lambda: least_travel_exactly(distance * weight, nothing, SITE_COUNT, EXACT_S))),
    )
    for model, _, found, _ in ours:
        if not np.isclose(found.value, pulp.value(model.problem.objective)):
            raise AssertionError(f"{found.value} is not what spopt finds: {pulp.value(model.problem.objective)}")
    return tuple(
        (
            f"{name}, exact, {SITE_COUNT} of {count}, beside spopt, both by HiGHS, models built inside",
            f"{own_s:.2f} s, spopt {peer_s:.2f} s, the same optimum",
        )
        for name, (_, peer_s, _, own_s) in zip(("covering", "p-median"), ours, strict=True)
    )


def lombardia(territory: Territory) -> tuple[Run, ...]:
    """Time the plan of the places that all Lombardia lacks: the whole question, both ends included."""
    targets = read_csv_table(manual_dir() / "targets.csv", CONTRACTS["targets"])
    snapshot = snapshot_of(many_services(SERVICE_COUNT), territory, targets=targets)
    asked = SitingQuery(as_of_on=ON, target=SitingTarget.LEP, within="03", limit_min=MINUTES)
    dear = replace(asked, new_place_eur=20_000.0, added_place_eur=5_000.0, new_structure_eur=100_000.0)
    runs = []
    for words, query in (("15 min", asked), ("20 min", replace(asked, limit_min=20.0)), ("15 min, with costs", dear)):
        started_s = time.perf_counter()
        answer = siting(snapshot, query, Estimate())
        seconds = time.perf_counter() - started_s
        if not answer.areas:
            raise AssertionError("no municipality was looked at")
        what = f"LEP, {len(answer.areas):,} municipalities of Lombardia, {words}"
        runs.append(Run(what, seconds, answer.gap_pct))
    return tuple(runs)


def measure_placing(peer_count: int = PEER_COUNT) -> Measured:
    """Measure all of it."""
    weight, distance = invented(40, 0)
    placed("40", weight, distance, RADII[0])
    with tempfile.TemporaryDirectory(prefix="welfare-map-bench-") as folder:
        territory = load_territory(Path(folder), DEFAULT_AREA)
    sites = [
        run
        for seed, radius in ((1, RADII[0]), (1, RADII[1]), (2, RADII[1]), (2, RADII[2]))
        for run in placed(f"{AREA_COUNT} invented areas ({seed}), {radius:g}", *invented(AREA_COUNT, seed), radius)
    ]
    sites += placed(f"{AREA_COUNT} municipalities, {MINUTES:g} min", *real(territory), MINUTES)
    plans = lombardia(territory)
    peers = beside_spopt(peer_count)
    return Measured(
        title=TITLE,
        rows=(*(run.row for run in (*sites, *plans)), *peers),
        checks=(
            *(check for run in sites for check in run.checks(3, 1)),
            *(check for run in plans for check in run.checks(60, 2)),
        ),
    )


def main(arguments: list[str]) -> None:
    """Print a line per measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", type=int, default=PEER_COUNT, metavar="N")
    for what, measured in measure_placing(parser.parse_args(arguments).peer).rows:
        print(f"{what}: {measured}")


if __name__ == "__main__":
    main(sys.argv[1:])
