"""
How far the estimate is from the roads, on the roads of Turin.

``python bench/estimating.py`` measures ``data/manual/measured/estimate_errors.csv`` anew. Trips lead from crossing to
crossing, chosen at random. The error is that of the minutes without those to start a car, which both
take alike; half of all trips err by no more than the typical error.
"""

import csv
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from turin import SHAPEFILE, write_turin

from geodata.codes import TravelMode
from geodata.crs import FloatArray, to_degrees, to_metric
from geodata.distance import straight_line_m
from geodata.routing.estimate import PROFILES, Estimate
from geodata.routing.roads.building import build_roads
from geodata.routing.roads.engine import Roads
from geodata.store.roads import MODES, RoadNetwork

TABLE = Path(__file__).parents[1] / "data" / "manual" / "measured" / "estimate_errors.csv"
BANDS_M = ((500.0, 3_000.0), (3_000.0, 10_000.0))
POINT_COUNT = 600
SEED = 20261123


def crossings(network: RoadNetwork, mode: TravelMode) -> tuple[FloatArray, FloatArray]:
    """Choose crossings that a mode uses, degrees."""
    edges = np.flatnonzero(network.is_core[MODES.index(mode)])
    begins = network.shape_start[np.random.default_rng(SEED).choice(edges, POINT_COUNT, replace=False)]
    return to_degrees(network.x_cm[begins] / 100, network.y_cm[begins] / 100)


def rows(network: RoadNetwork) -> Iterator[dict[str, object]]:
    """Measure each mode and band."""
    roads = Roads(network)
    for mode in TravelMode:
        lons, lats = crossings(network, mode)
        xs_m, ys_m = to_metric(lons, lats)
        distance_m = straight_line_m(xs_m[:, np.newaxis], ys_m[:, np.newaxis], xs_m, ys_m)
        on_roads, estimated = (
            engine.matrix(lons, lats, lons, lats, mode).travel_min - PROFILES[mode].overhead_min
            for engine in (roads, Estimate())
        )
        for from_m, until_m in BANDS_M:
            chosen = (from_m <= distance_m) & (distance_m < until_m) & np.isfinite(on_roads)
            yield {"mode": mode.value, "from_km": from_m / 1000, "until_km": until_m / 1000} | errors(
                on_roads[chosen], estimated[chosen], distance_m[chosen]
            )


def errors(on_roads: FloatArray, estimated: FloatArray, distance_m: FloatArray) -> dict[str, object]:
    """Return the errors of some trips, and what the roads themselves say of speed."""
    off_min, off_share = np.abs(estimated - on_roads), np.abs(estimated - on_roads) / on_roads
    return {
        "trip_count": len(on_roads),
        "typical_error_pct": round(float(np.median(off_share)) * 100),
        "typical_error_min": round(float(np.median(off_min)), 1),
        "large_error_pct": round(float(np.quantile(off_share, 0.9)) * 100),
        "large_error_min": round(float(np.quantile(off_min, 0.9)), 1),
        "bias_pct": round(float(estimated.sum() / on_roads.sum() - 1) * 100),
        "line_kmh": round(float(distance_m.sum() / on_roads.sum()) * 60 / 1000, 1),
    }


def main(path: Path) -> None:
    """Write the table."""
    with tempfile.TemporaryDirectory(prefix="welfare-map-bench-") as folder:
        extract = Path(folder) / "turin.osm.pbf"
        write_turin(extract, SHAPEFILE)
        network = build_roads(extract)
    measured_on = datetime.now(UTC).date().isoformat()
    found = [{**row, "measured_on": measured_on} for row in rows(network)]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, found[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else TABLE)
