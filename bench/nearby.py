"""Questions without a page, each beside a plain way to the same answer; both must find the same in the same run."""

import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
from tables import demo_services

from geodata.crs import METRIC_CRS, to_metric
from geodata.routing.estimate import Estimate
from geodata.store import load_territory, read_places
from geodata.tables import SERVICES
from geodata.territory import Territory
from welfare_map.model import NearbyAnswer, NearbyQuery
from welfare_map.questions.nearby import nearby
from welfare_map.settings import DEFAULT_AREA
from welfare_map.snapshot import Snapshot, build_snapshot

SERVICE_COUNT: Final = 20_000
JITTER_DEGREES: Final = 0.01
LIMIT_KM: Final = 15.0
LIMIT_M: Final = LIMIT_KM * 1000
WORKPLACE: Final = (8.918, 45.594)
AS_OF_ON: Final = date(2026, 11, 1)
ROUNDS: Final = 15
ORDER_MIN: Final = 0.11
"""Peers sort by whole metres, ours by shown tenths of a minute: within a metre two may stand a tenth apart."""
PEER_ROUNDS: Final = 5


@dataclass(frozen=True, slots=True)
class Questions:
    """Medians; milliseconds, seconds for the snapshot. Every peer gave the same answer."""

    service_count: int
    found_count: int
    nearby_ms: float
    nearby_all_ms: float
    nearby_in_minutes_ms: float
    nearest_ms: float
    geopandas_ms: float
    loop_ms: float
    locate_ms: float
    contains_ms: float
    snapshot_s: float


def many_services(count: int) -> pd.DataFrame:
    """Repeat the demonstration services, moved a little, until there are so many; always the same ones."""
    services = demo_services()
    repeated = services.iloc[np.arange(count) % len(services)].reset_index(drop=True)
    moves = np.random.default_rng(20_000).uniform(-JITTER_DEGREES, JITTER_DEGREES, (count, 2))
    key = [f"bench-{number:06d}" for number in range(count)]
    return repeated[list(SERVICES.column_names)].assign(
        lon=repeated["lon"] + moves[:, 0], lat=repeated["lat"] + moves[:, 1], service_id=key, source_key=key
    )


def snapshot_of(services: pd.DataFrame, territory: Territory, **tables: pd.DataFrame) -> Snapshot:
    """Build the snapshot that the question reads; other tables by name."""
    places = read_places(territory)
    tables = {"services": services, **tables}
    return build_snapshot(tables, territory=territory, version="bench", sources=(), places=places)


def measure_questions(data_dir: Path, count: int = SERVICE_COUNT) -> Questions:
    """Measure and compare; raises when two ways to an answer differ."""
    territory = load_territory(data_dir, DEFAULT_AREA)
    services = many_services(count)
    started_s = time.perf_counter()
    snapshot = snapshot_of(services, territory)
    snapshot_s = time.perf_counter() - started_s
    table = gpd.GeoDataFrame(
        services[["service_id"]], geometry=gpd.points_from_xy(services["lon"], services["lat"]), crs=4326
    ).to_crs(METRIC_CRS)
    points = list(zip(services["service_id"], table.geometry.x.tolist(), table.geometry.y.tolist(), strict=True))
    x_m, y_m = map(float, to_metric(*WORKPLACE))
    answer = ask(snapshot, limit_km=LIMIT_KM, max_count=count)
    check_equal(answer, by_geopandas(table, x_m, y_m), by_loop(points, x_m, y_m))
    return Questions(
        service_count=count,
        found_count=answer.found_count,
        nearby_all_ms=median_ms(lambda: ask(snapshot, limit_km=LIMIT_KM, max_count=count)),
        nearby_ms=median_ms(lambda: ask(snapshot, limit_km=LIMIT_KM)),
        nearby_in_minutes_ms=median_ms(lambda: ask(snapshot, limit_min=15)),
        nearest_ms=median_ms(lambda: _nearest(snapshot, x_m, y_m)),
        geopandas_ms=median_ms(lambda: by_geopandas(table, x_m, y_m), PEER_ROUNDS),
        loop_ms=median_ms(lambda: by_loop(points, x_m, y_m), PEER_ROUNDS),
        snapshot_s=snapshot_s,
        **_measure_locate(territory),
    )


def ask(
    snapshot: Snapshot, *, limit_km: float | None = None, limit_min: float | None = None, max_count: int = 500
) -> NearbyAnswer:
    """Ask the whole question, as a page does."""
    lon, lat = WORKPLACE
    query = NearbyQuery(
        lon=lon, lat=lat, as_of_on=AS_OF_ON, limit_km=limit_km, limit_min=limit_min, max_count=max_count
    )
    return nearby(snapshot, query, Estimate())


def by_geopandas(table: gpd.GeoDataFrame, x_m: float, y_m: float) -> list[str]:
    """Measure every distance with geopandas, to the metre, keep and sort."""
    distance_m = table.distance(gpd.points_from_xy([x_m], [y_m])[0]).round()
    near = table.assign(distance_m=distance_m)[distance_m <= LIMIT_M]
    return list(near.sort_values(["distance_m", "service_id"])["service_id"])


def by_loop(points: Sequence[tuple[str, float, float]], x_m: float, y_m: float) -> list[str]:
    """Measure every distance in a plain loop, to the metre, keep and sort."""
    near = []
    for service_id, other_x_m, other_y_m in points:
        distance_m = round(math.sqrt((other_x_m - x_m) ** 2 + (other_y_m - y_m) ** 2))
        if distance_m <= LIMIT_M:
            near.append((distance_m, service_id))
    return [service_id for _, service_id in sorted(near)]


def check_equal(answer: NearbyAnswer, *peers: list[str]) -> None:
    """Stop the run when a peer finds other services than the question, or another order, or when none is found."""
    minutes = {row.service_id: row.travel_min for row in answer.rows}
    if not minutes:
        raise ValueError("nothing is found, so nothing was compared")
    for peer in peers:
        if minutes.keys() != set(peer) or len(peer) != len(minutes):
            raise ValueError(f"the answers differ in {sorted(minutes.keys() ^ set(peer))[:5]}")
        steps = zip((minutes[service_id] for service_id in peer), minutes.values(), strict=True)
        if any(abs(theirs - ours) > ORDER_MIN for theirs, ours in steps):
            raise ValueError("the answers differ in their order")


def _nearest(snapshot: Snapshot, x_m: float, y_m: float) -> object:
    tree = snapshot.services_index.tree
    return None if tree is None else tree.query((x_m, y_m))


def _measure_locate(territory: Territory) -> dict[str, float]:
    lon, lat = WORKPLACE
    municipalities = territory.municipalities
    point = gpd.points_from_xy([lon], [lat])[0]

    def contains() -> str:
        return str(municipalities.loc[municipalities.contains(point), "municipality_code"].iloc[0])

    if territory.locate(lon, lat) != contains():
        raise ValueError("the point lies in two municipalities")
    return {
        "locate_ms": median_ms(lambda: territory.locate(lon, lat)),
        "contains_ms": median_ms(contains, PEER_ROUNDS),
    }


def median_ms(call: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median time of a call after one to warm up."""
    call()
    times = []
    for _ in range(rounds):
        started_s = time.perf_counter()
        call()
        times.append((time.perf_counter() - started_s) * 1000)
    return statistics.median(times)
