"""
The matching objects of an extract of OpenStreetMap (PBF), with their points.

The file is read in three passes that keep what matches and no more: objects with our tags; the ways of relations among
them; the nodes of those ways. So a national extract needs no more memory than its services.
"""

from collections.abc import Callable, Iterable, Iterator

import osmium
from osmium.filter import IdFilter, KeyFilter
from osmium.osm import NODE, RELATION, WAY, Node, Relation, Way

from geodata.sources.openstreetmap import Element, is_wanted

KEYS = ("amenity", "social_facility")
Point = tuple[float, float]
Open = Callable[[], "osmium.io.File | osmium.io.FileBuffer"]
Refs = dict[str, tuple[int, ...]]


def elements(content: str | bytes) -> Iterator[Element]:
    """Yield the matching objects of a file, by its path, or of its content, with their points."""
    if isinstance(content, str):
        return _elements(lambda: osmium.io.File(content, "pbf"))
    return _elements(lambda: osmium.io.FileBuffer(content, "pbf"))


def _elements(open_file: Open) -> Iterator[Element]:
    tagged, way_nodes, relation_ways = _matching(open_file)
    yield from (element for key, element in tagged.items() if key.startswith("n"))
    members = {number for numbers in relation_ways.values() for number in numbers}
    way_nodes |= _nodes_of_ways(open_file, members - {int(key[1:]) for key in way_nodes})
    points = _points_of_nodes(open_file, {number for numbers in way_nodes.values() for number in numbers})
    for key, element in tagged.items():
        if not key.startswith("n"):
            ways = [f"w{number}" for number in relation_ways.get(key, ())] or [key]
            outline = [points[node] for way in ways for node in way_nodes.get(way, ()) if node in points]
            lon, lat = _middle(outline) if outline else (None, None)
            yield Element(key, lon, lat, element.tags)


def _matching(open_file: Open) -> tuple[dict[str, Element], Refs, Refs]:
    """Return the objects with our tags, nodes of the ways among them, ways of the relations among them."""
    tagged: dict[str, Element] = {}
    way_nodes: Refs = {}
    relation_ways: Refs = {}
    for found in osmium.FileProcessor(open_file(), NODE | WAY | RELATION).with_filter(KeyFilter(*KEYS)):
        tags = {tag.k: tag.v for tag in found.tags}
        if not is_wanted(tags):
            continue
        lon = lat = None
        match found:
            case Node():
                key = f"n{found.id}"
                lon, lat = (found.lon, found.lat) if found.location.valid() else (None, None)
            case Way():
                key = f"w{found.id}"
                way_nodes[key] = tuple(node.ref for node in found.nodes)
            case Relation():
                key = f"r{found.id}"
                relation_ways[key] = tuple(member.ref for member in found.members if member.type == "w")
            case _:
                continue
        tagged[key] = Element(key, lon, lat, tags)
    return tagged, way_nodes, relation_ways


def _nodes_of_ways(open_file: Open, numbers: set[int]) -> Refs:
    found = _by_number(open_file, WAY, numbers)
    return {f"w{way.id}": tuple(node.ref for node in way.nodes) for way in found if isinstance(way, Way)}


def _points_of_nodes(open_file: Open, numbers: set[int]) -> dict[int, Point]:
    found = (node for node in _by_number(open_file, NODE, numbers) if isinstance(node, Node))
    return {node.id: (node.lon, node.lat) for node in found if node.location.valid()}


def _by_number(open_file: Open, kind: "osmium.osm.osm_entity_bits", numbers: Iterable[int]) -> Iterator[object]:
    wanted = sorted(number for number in numbers if number >= 0)
    if wanted:
        yield from osmium.FileProcessor(open_file(), kind).with_filter(IdFilter(wanted))


def _middle(outline: list[Point]) -> Point:
    """Return the middle of the box around an outline, as Overpass does."""
    lons, lats = zip(*outline, strict=True)
    return (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
