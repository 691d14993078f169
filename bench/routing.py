"""
Travel on roads beside scipy's Dijkstra: a matrix, and one origin in a region.

Part of the whole run, and by itself: ``python bench/routing.py``. The towns are invented: a chessboard of 300 × 300
crossings for the matrix (2,000 origins, 2,000 destinations), one of 1,000 × 1,000 for one origin within 30 minutes;
streets 50 to 250 metres long. ``--origins N`` takes fewer origins for scipy and multiplies its time, which grows with
them.
"""

import argparse
import time
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from promises import Measured, at_most, print_measured, slower
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geodata.codes import TravelMode
from geodata.crs import to_degrees
from geodata.routing.estimate import PROFILES
from geodata.routing.roads.arcs import Arcs
from geodata.routing.roads.building import renumbered
from geodata.routing.roads.engine import S_PER_MIN, Roads
from geodata.routing.roads.shortest import Doors, node_seconds, travel_seconds
from geodata.store.roads import RoadNetwork, RoadsStatus

TITLE = "Travel on roads"
WEST_M, SOUTH_M = 500_000.0, 5_000_000.0
BLOCK_M = 150.0
KMH = 25.0
KMH_PER_MS = 3.6
TOWN_SIDE, REGION_SIDE = 300, 1_000
POINT_COUNT = 2_000
PEER_ORIGINS = 200
"""Origins that scipy gets in the whole run: its time grows with them, and is scaled."""
LIMIT_MIN = 30.0
MAX_MATRIX_S, MAX_ORIGIN_S = 10.0, 0.05
ROUNDS = 5


def chessboard(side: int, seed: int = 1) -> RoadNetwork:
    """Invent a town of crossings ``BLOCK_M`` apart, whose streets take as long as streets of 50 to 250 m."""
    numbers = np.arange(side * side, dtype=np.int32).reshape(side, side)
    from_node = np.concatenate([numbers[:, :-1].ravel(), numbers[:-1].ravel()])
    to_node = np.concatenate([numbers[:, 1:].ravel(), numbers[1:].ravel()])
    rows, columns = np.divmod(np.stack([from_node, to_node], axis=1).ravel(), side)
    seconds = np.random.default_rng(seed).uniform(50, 250, (1, 1, len(from_node))) * KMH_PER_MS / KMH
    x_m, y_m = WEST_M + columns * BLOCK_M, SOUTH_M + rows * BLOCK_M
    from_node, to_node = renumbered(np.stack([from_node, to_node]), x_m.reshape(-1, 2).T, y_m.reshape(-1, 2).T)
    lon, lat = to_degrees([WEST_M, WEST_M + side * BLOCK_M], [SOUTH_M, SOUTH_M + side * BLOCK_M])
    status = RoadsStatus(
        file_name="chessboard",
        built_at="",
        data_on="",
        west=lon[0],
        south=lat[0],
        east=lon[1],
        north=lat[1],
        node_count=side * side,
        edge_count=len(from_node),
        car_km=0,
        cycle_km=0,
        walk_km=0,
    )
    return RoadNetwork(
        status,
        from_node=from_node,
        to_node=to_node,
        shape_start=np.arange(len(from_node) + 1, dtype=np.int32) * 2,
        x_cm=(x_m * 100).astype(np.int32),
        y_cm=(y_m * 100).astype(np.int32),
        seconds=np.broadcast_to(seconds, (3, 2, len(from_node))).astype(np.float32),
        is_core=np.ones((3, len(from_node)), dtype=bool),
    )


def points_in(side: int, count: int, seed: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return so many points in a town, degrees."""
    east_m, north_m = np.random.default_rng(seed).uniform(0, (side - 1) * BLOCK_M, (2, count))
    return to_degrees(WEST_M + east_m, SOUTH_M + north_m)


def measure_matrix(origin_count: int) -> Measured:
    """Measure the matrix of the budget beside scipy's, and check that the nodes agree."""
    roads = Roads(chessboard(TOWN_SIDE))
    origins, destinations = points_in(TOWN_SIDE, POINT_COUNT, 2), points_in(TOWN_SIDE, POINT_COUNT, 3)
    roads.matrix(*points_in(TOWN_SIDE, 1, 4), *points_in(TOWN_SIDE, 1, 5), TravelMode.CAR)
    ours_s = timed(lambda: roads.matrix(*origins, *destinations, TravelMode.CAR))
    short_s = timed(lambda: roads.matrix(*origins, *destinations, TravelMode.CAR, limit_min=15))
    arcs = roads._arcs(TravelMode.CAR, is_reversed=False)  # noqa: SLF001  # the same graph for both
    nodes = np.random.default_rng(6).integers(0, TOWN_SIDE**2, origin_count)
    graph = as_scipy(arcs)
    scipy_s = timed(lambda: by_scipy(graph, nodes)) * POINT_COUNT / origin_count
    check_equal(arcs, nodes[:5])
    return Measured(
        TITLE,
        (
            ("matrix 2,000 × 2,000 on 90,000 nodes", f"{ours_s:.1f} s"),
            ("the same within 15 min", f"{short_s:.1f} s"),
            (
                f"peer: scipy's dijkstra, {origin_count:,} origins, scaled",
                f"{scipy_s:.1f} s; {slower(ours_s, scipy_s)}, and does more: it brings all points to streets",
            ),
        ),
        (at_most("routed matrix 2,000 × 2,000", ours_s, MAX_MATRIX_S, "s", 1),),
    )


def measure_origin() -> Measured:
    """Measure one origin within 30 minutes in a region of a million nodes beside scipy's, with the same limit."""
    roads = Roads(chessboard(REGION_SIDE))
    middle, services = points_in(REGION_SIDE, 1, 7), points_in(REGION_SIDE, POINT_COUNT, 8)
    start = float(middle[0][0]), float(middle[1][0])

    def ours() -> object:
        return roads.one_to_many(*start, *services, TravelMode.CAR, limit_min=LIMIT_MIN)

    ours()
    arcs = roads._arcs(TravelMode.CAR, is_reversed=False)  # noqa: SLF001  # the same graph for both
    graph, node = as_scipy(arcs), np.array([REGION_SIDE * REGION_SIDE // 2])
    door = Doors(np.repeat(node, 2)[np.newaxis].astype(np.int32), np.array([[0.0, np.inf]]))
    ours_s = min(timed(ours) for _ in range(ROUNDS))
    limit_s = (LIMIT_MIN - PROFILES[TravelMode.CAR].overhead_min) * S_PER_MIN
    reached_count = check_origin(node_seconds(arcs, door, limit_s), by_scipy(graph, node, limit_s)[0])
    search_s = min(timed(lambda: node_seconds(arcs, door, limit_s)) for _ in range(ROUNDS))
    scipy_s = min(timed(lambda: by_scipy(graph, node, limit_s)) for _ in range(ROUNDS))
    areas_s = min(timed(lambda: roads.isochrones(*start, [10, 20, 30], TravelMode.CAR)) for _ in range(ROUNDS))
    return Measured(
        TITLE,
        (
            (
                f"one origin, 30 min, 10⁶ nodes: {POINT_COUNT:,} services brought to streets, search, minutes of each",
                f"{ours_s * 1000:.0f} ms",
            ),
            (f"our search alone, from one crossing, {reached_count:,} crossings reached", f"{search_s * 1000:.1f} ms"),
            (
                "peer: scipy's search alone, same crossing, limit and seconds, its matrix ready",
                f"{scipy_s * 1000:.1f} ms; {slower(search_s, scipy_s)}; with the streets {slower(ours_s, scipy_s)}",
            ),
            ("areas of 10, 20 and 30 min", f"{areas_s * 1000:.0f} ms"),
        ),
        (at_most("one origin, 30 min, region of 10⁶ nodes", ours_s * 1000, MAX_ORIGIN_S * 1000, "ms", 0),),
    )


def as_scipy(arcs: Arcs) -> csr_array:
    """Return the graph as scipy wants it, built once as ours is."""
    count = len(arcs.first) - 1
    return csr_array((arcs.seconds.astype(float), arcs.head, arcs.first), shape=(count, count))


def by_scipy(graph: csr_array, nodes: npt.NDArray[np.int64], limit_s: float = np.inf) -> npt.NDArray[np.float64]:
    """Search with scipy from these nodes."""
    return np.asarray(dijkstra(graph, indices=nodes, limit=limit_s))


def check_equal(arcs: Arcs, nodes: npt.NDArray[np.int64]) -> None:
    """Stop the run when the two find other seconds."""
    stay = np.array([[0.0, np.inf]])
    starts = Doors(np.repeat(nodes[:, np.newaxis], 2, axis=1).astype(np.int32), np.repeat(stay, len(nodes), axis=0))
    everywhere = np.arange(len(arcs.first) - 1, dtype=np.int32)
    ends = Doors(np.repeat(everywhere[:, np.newaxis], 2, axis=1), np.repeat(stay, len(everywhere), axis=0))
    np.testing.assert_allclose(travel_seconds(arcs, starts, ends, np.inf), by_scipy(as_scipy(arcs), nodes), rtol=1e-9)


def check_origin(ours_s: npt.NDArray[np.float64], peer_s: npt.NDArray[np.float64]) -> int:
    """Stop the run when two searches from one node differ or reach nothing; return how many nodes they reach."""
    np.testing.assert_allclose(ours_s, peer_s, rtol=1e-9)
    reached_count = int(np.isfinite(peer_s).sum())
    if reached_count < 2:
        raise AssertionError("only the start is reached, so nothing was compared")
    return reached_count


def timed(call: Callable[[], object]) -> float:
    """Return the seconds that this process computed for a call, whatever else the machine did."""
    started_s = time.process_time()
    call()
    return time.process_time() - started_s


def measure_routing(origin_count: int = PEER_ORIGINS) -> Measured:
    """Measure both."""
    matrix, origin = measure_matrix(origin_count), measure_origin()
    return Measured(TITLE, (*matrix.rows, *origin.rows), (*matrix.checks, *origin.checks))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--origins", type=int, default=POINT_COUNT)
    print_measured(measure_routing(parser.parse_args().origins))
