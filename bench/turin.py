"""
The roads of Turin as an OSM PBF, out of the shapefile of OpenStreetMap segments beside this checkout.

Segments are joined where they share a point at the same level; bridges and tunnels meet the others at their ends only.
The shapefile knows class, one-way, speed limit, bridge and tunnel, and no tags of access or barriers.

``python bench/turin.py FILE.osm.pbf`` writes it.
"""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import geopandas as gpd
import osmium
from osmium.osm.mutable import Node, Way

SHAPEFILE = Path(__file__).parents[2] / "shared" / "data" / "roads" / "turin-gis-roads.shp"
TRACK_GRADE = "track_grade"
UNKNOWN = "unknown"
ONE_WAY = {"F": "yes", "T": "-1", "B": "no"}
DAY = "2018-01-01T00:00:00Z"
Point = tuple[float, float]


def write_turin(path: Path, shapefile: Path = SHAPEFILE) -> None:
    """Write the segments as nodes and ways."""
    segments = gpd.read_file(shapefile)
    numbers: dict[object, int] = {}
    ways = []
    for number, segment in enumerate(segments.itertuples(), 1):
        points = [(round(lon, 7), round(lat, 7)) for lon, lat in segment.geometry.coords]
        refs = [numbers.setdefault(key, len(numbers) + 1) for key in _keys(points, segment)]
        ways.append(Way(id=number, nodes=refs, tags=_tags(segment), version=1))
    with osmium.SimpleWriter(str(path), overwrite=True) as writer:
        for key, number in numbers.items():
            writer.add_node(Node(id=number, location=key[0], version=1))
        for way in ways:
            writer.add_way(way)


def _keys(points: list[Point], segment: object) -> Iterator[tuple[Point, str]]:
    """Yield what tells a node from others: its point, and within a bridge or tunnel the level."""
    is_apart = segment.bridge == "T" or segment.tunnel == "T"
    for place, point in enumerate(points):
        is_end = place in {0, len(points) - 1}
        yield point, f"{segment.layer}" if is_apart and not is_end else ""


def _tags(segment: object) -> Mapping[str, str]:
    highway = "track" if segment.fclass.startswith(TRACK_GRADE) else segment.fclass
    tags = {"highway": "road" if highway == UNKNOWN else highway, "oneway": ONE_WAY[segment.oneway]}
    return {**tags, "maxspeed": str(segment.maxspeed)} if segment.maxspeed else tags


if __name__ == "__main__":
    write_turin(Path(sys.argv[1]))
