"""
Questions and an import at 3,000, 20,000 and 100,000 services, each beside a plain way to the same answer.

Part of the whole run, and by itself: ``python bench/scale.py [COUNT …]``. What is near and on the way: medians by the
clock; coverage and fits: medians of processor time; access and imports: one run by the clock. Plain ways: geopandas'
distances, a loop over all trips, a pandas ``groupby``, and ``geopandas.sjoin_nearest`` for the nearest service of each
municipality of Italy; access, fits and imports have none here. A run in which a plain way finds something else, or in
which nothing was compared, stops.
"""

import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Final

import commute
import covering
import fits
import geopandas as gpd
import importing
import nearby
import numpy as np
from promises import Check, Measured, at_most, print_measured, slower, times_faster

from geodata.codes import Level, ServiceKind
from geodata.crs import METRIC_CRS, to_metric
from geodata.routing.estimate import Estimate
from geodata.store import load_territory
from geodata.territory import Territory
from welfare_map.model import AccessMethod, AccessQuery
from welfare_map.model.indicators import INDICATORS
from welfare_map.questions.access import access
from welfare_map.settings import DEFAULT_AREA
from welfare_map.snapshot import Snapshot

TITLE: Final = "Questions and imports as the register grows"
COUNTS: Final = (3_000, 20_000, 100_000)
AS_OF_ON: Final = date(2026, 9, 15)
FITS_BUDGET_S: Final = {3_000: 0.3, 20_000: 1.0}
IMPORT_BUDGET_COUNT: Final = 100_000
ITALY: Final = ("italy",)
NEAREST_COUNT: Final = 20_000


def measure_scale(counts: tuple[int, ...] = COUNTS) -> Measured:
    """Measure every question and an import at every count, and the nearest service of every municipality of Italy."""
    rows: list[tuple[str, str]] = []
    checks: list[Check] = []
    with tempfile.TemporaryDirectory(prefix="welfare-map-bench-") as name:
        folder = Path(name)
        territory = load_territory(folder, DEFAULT_AREA)
        for count in counts:
            services = nearby.many_services(count)
            snapshot = nearby.snapshot_of(services, territory)
            for measured in (
                _nearby(snapshot, count),
                _commute(snapshot, count),
                _fits(territory, count),
                _access(snapshot, count),
                _coverage(snapshot, count),
                _import(count),
            ):
                rows += measured.rows
                checks += measured.checks
        nearest = measure_nearest(load_territory(folder, ITALY))
    return Measured(TITLE, (*rows, *nearest.rows), (*checks, *nearest.checks))


def _nearby(snapshot: Snapshot, count: int) -> Measured:
    table = snapshot.table("services")
    points = gpd.GeoDataFrame(
        table[["service_id"]], geometry=gpd.points_from_xy(table["lon"], table["lat"]), crs=4326
    ).to_crs(METRIC_CRS)
    x_m, y_m = map(float, to_metric(*nearby.WORKPLACE))
    whole = nearby.ask(snapshot, limit_km=nearby.LIMIT_KM, max_count=count)
    nearby.check_equal(whole, nearby.by_geopandas(points, x_m, y_m))
    ours_ms = nearby.median_ms(lambda: nearby.ask(snapshot, limit_km=nearby.LIMIT_KM, max_count=count))
    peer_ms = nearby.median_ms(lambda: nearby.by_geopandas(points, x_m, y_m), nearby.PEER_ROUNDS)
    found = f"{whole.found_count:,} found, all given"
    what = f"{count:,} services: nearby, {nearby.LIMIT_KM:g} km, {found}; geopandas distance, ids alone"
    return Measured(TITLE, ((what, f"{ours_ms:.1f} ms; {peer_ms:.1f} ms, {slower(ours_ms, peer_ms)}"),), ())


def _commute(snapshot: Snapshot, count: int) -> Measured:
    started_s = time.perf_counter()
    peer = commute.by_loop(snapshot)
    loop_ms = (time.perf_counter() - started_s) * 1000
    commute.check_equal(commute.ask(snapshot), peer)
    ours_ms = nearby.median_ms(lambda: commute.ask(snapshot))
    row = (
        f"{count:,} services: on the way, all {len(peer):,} trips compared; plain loop",
        f"{ours_ms:.0f} ms; {loop_ms:.0f} ms, {loop_ms / ours_ms:.0f} ×",
    )
    if count not in commute.BUDGET_MS:
        return Measured(TITLE, (row,), ())
    check = at_most(f"on the way, {count:,} services", ours_ms, commute.BUDGET_MS[count], "ms", 0)
    return Measured(TITLE, (row,), (check,))


def _fits(territory: Territory, count: int) -> Measured:
    cold_s, again_s, _ = fits.measure(territory, count)
    row = (f"{count:,} services: fit of a shift in four months; asked again", f"{cold_s:.2f} s; {again_s:.2f} s")
    if count not in FITS_BUDGET_S:
        return Measured(TITLE, (row,), ())
    check = at_most(f"fit of a shift, {count:,} services", cold_s, FITS_BUDGET_S[count], "s", 2)
    return Measured(TITLE, (row,), (check,))


def _access(snapshot: Snapshot, count: int) -> Measured:
    query = AccessQuery(as_of_on=AS_OF_ON, kinds=(ServiceKind.NURSERY,), method=AccessMethod.E2SFCA)
    started_s = time.perf_counter()
    answer = access(snapshot, query, Estimate())
    seconds = time.perf_counter() - started_s
    what = f"{count:,} services: access of {len(answer.rows):,} municipalities, rows, intervals, scenarios"
    return Measured(TITLE, ((what, f"{seconds:.2f} s"),), ())


def _coverage(snapshot: Snapshot, count: int) -> Measured:
    compared = sum(covering.check_equal(snapshot, level) for level in Level)
    services, towns = covering.tables(snapshot)
    pairs = [(one, level) for one in INDICATORS.values() for level in Level]
    whole_s = covering.timed_s(lambda: [covering.ask(snapshot, one, level) for one, level in pairs])
    own_s = covering.timed_s(lambda: [covering.ask(snapshot, one, Level.DISTRICT) for one in covering.GROUPED])
    peer_s = covering.timed_s(
        lambda: [covering.grouped(services, towns, one, Level.DISTRICT) for one in covering.GROUPED]
    )
    what = f"{count:,} services: coverage, {len(INDICATORS)} indicators × {len(Level)} levels"
    beside = (
        f"{count:,} services: coverage of districts, {len(covering.GROUPED)} indicators, with intervals, targets and "
        f"reasons; pandas groupby, the sums alone; {compared:,} figures at all levels compared"
    )
    return Measured(
        TITLE,
        (
            (what, f"{whole_s:.2f} s"),
            (beside, f"{own_s * 1000:.0f} ms; {peer_s * 1000:.0f} ms, {slower(own_s, peer_s)}"),
        ),
        (),
    )


def _import(count: int) -> Measured:
    rows, checks = [], []
    with tempfile.TemporaryDirectory(prefix="welfare-map-bench-") as folder:
        for run in importing.runs(count, "csv", Path(folder)):
            what = f"{count:,} services: import of a file, {run.what}: time; most memory; others who write wait"
            rows.append((what, f"{run.seconds:.0f} s; {run.peak_mb:.0f} MB; {run.locked_s:.1f} s"))
            if count == IMPORT_BUDGET_COUNT:
                name = f"import of {count:,} services, {run.what}"
                checks.append(at_most(name, run.seconds, importing.MOST_S, "s", 0))
                checks.append(at_most(f"{name}, memory", run.peak_mb, importing.MOST_MB, "MB", 0))
    return Measured(TITLE, tuple(rows), tuple(checks))


def measure_nearest(territory: Territory) -> Measured:
    """Find the nearest of 20,000 services for every municipality, by the snapshot's tree and by geopandas."""
    table = territory.municipalities
    x_m, y_m = to_metric(table["point_lon"].to_numpy(float), table["point_lat"].to_numpy(float))
    at = np.random.default_rng(1).choice(len(table), NEAREST_COUNT)
    moves = np.random.default_rng(2).uniform(-nearby.JITTER_DEGREES, nearby.JITTER_DEGREES, (2, NEAREST_COUNT))
    services = nearby.many_services(NEAREST_COUNT).assign(
        lon=table["point_lon"].to_numpy(float)[at] + moves[0], lat=table["point_lat"].to_numpy(float)[at] + moves[1]
    )
    index = nearby.snapshot_of(services, territory).services_index
    if index.tree is None:
        raise ValueError("no service has a point")
    tree, towns = index.tree, np.column_stack([x_m, y_m])
    homes = gpd.GeoDataFrame(geometry=gpd.points_from_xy(x_m, y_m), crs=METRIC_CRS)
    near = gpd.GeoDataFrame(geometry=gpd.points_from_xy(*tree.data.T), crs=METRIC_CRS)
    joined = gpd.sjoin_nearest(homes, near, distance_col="distance_m")
    theirs_m = joined.groupby(level=0)["distance_m"].min().to_numpy()
    if not len(theirs_m) == len(towns) > 0 or not np.allclose(tree.query(towns)[0], theirs_m, atol=1e-6):
        raise ValueError("geopandas finds other services")
    ours_ms = nearby.median_ms(lambda: tree.query(towns))
    peer_ms = nearby.median_ms(lambda: gpd.sjoin_nearest(homes, near, distance_col="distance_m"))
    what = f"nearest of {NEAREST_COUNT:,} services for {len(table):,} municipalities; geopandas.sjoin_nearest"
    row = (what, f"{ours_ms:.1f} ms; {peer_ms:.1f} ms")
    return Measured(TITLE, (row,), (times_faster("nearest service, against sjoin_nearest", peer_ms, ours_ms, 4),))


if __name__ == "__main__":
    print_measured(measure_scale(tuple(int(word) for word in sys.argv[1:]) or COUNTS))
