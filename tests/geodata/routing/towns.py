"""
Towns made by the test, written as an OpenStreetMap extract.

Points are metres east and north of a corner in the toy territory's part of the world: lengths can be done in the head.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import osmium
from osmium.osm.mutable import Node, Way

from geodata.crs import to_degrees

WEST_M, SOUTH_M = 500_000.0, 5_000_000.0
Points = Mapping[int, tuple[float, float]]
Ways = Sequence[tuple[Sequence[int], Mapping[str, str]]]
WriteTown = Callable[..., Path]


def at_m(x_m: float, y_m: float) -> tuple[float, float]:
    """Turn metres from the town's corner into ``(lon, lat)``."""
    lon, lat = to_degrees([WEST_M + x_m], [SOUTH_M + y_m])
    return float(lon[0]), float(lat[0])


def write_extract(
    path: Path, points: Points, ways: Ways, node_tags: Mapping[int, Mapping[str, str]] | None = None, day: str = ""
) -> Path:
    """Write points, ways, tags of nodes and the day of the data as a PBF."""
    header = osmium.io.Header()
    if day:
        header.set("osmosis_replication_timestamp", f"{day}T21:20:00Z")
    with osmium.SimpleWriter(str(path), header=header, overwrite=True) as writer:
        for number, (x_m, y_m) in points.items():
            writer.add_node(Node(id=number, location=at_m(x_m, y_m), tags=(node_tags or {}).get(number, {})))
        for number, (refs, tags) in enumerate(ways, 1):
            writer.add_way(Way(id=number, nodes=list(refs), tags=dict(tags)))
    return path


def block_town(
    side: int, block_m: float
) -> tuple[dict[int, tuple[float, float]], list[tuple[list[int], dict[str, str]]]]:
    """Return a chessboard of streets: crossing ``1 + row * side + column`` lies at its blocks east and north."""
    points = {
        1 + row * side + column: (column * block_m, row * block_m) for row in range(side) for column in range(side)
    }
    rows = [[1 + row * side + column for column in range(side)] for row in range(side)]
    columns = [[1 + row * side + column for row in range(side)] for column in range(side)]
    return points, [(refs, {"highway": "residential"}) for refs in rows + columns]
