"""
Ways and nodes of the roads, out of an OpenStreetMap extract (PBF).

The file is read in passes that keep what roads need and no more: the ways with ``highway``, the points of their nodes,
the nodes that may stop somebody.
"""

from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import osmium
from osmium.filter import IdFilter, KeyFilter
from osmium.osm import NODE, WAY, Node, Way

from geodata.crs import FloatArray
from geodata.errors import DataError
from geodata.routing.roads.access import CLASSES, Tags, directions
from geodata.routing.roads.barriers import may_pass
from geodata.routing.roads.speeds import speed_kmh
from geodata.store.roads import MODES

Progress = Callable[[float], None]
DATED: Final = ("osmosis_replication_timestamp", "timestamp")
"""Names in the header of an extract that say of which moment it is."""
TELLING_KEYS: Final = frozenset(
    {
        *("highway", "junction", "service", "motorroad", "access", "vehicle", "motor_vehicle", "motorcar", "bicycle"),
        *("foot", "oneway", "oneway:bicycle", "oneway:foot", "maxspeed", "maxspeed:forward", "maxspeed:backward"),
        *("cycleway", "cycleway:both", "cycleway:left", "cycleway:right"),
    }
)
"""Keys of a way that decide who uses it and how fast."""
STOPPING_KEYS: Final = ("barrier", "access", "vehicle", "motor_vehicle", "motorcar", "bicycle", "foot")
EPOCH: Final = datetime.fromtimestamp(0, UTC)
"""What an object without a moment has."""
TOLD_EVERY: Final = 20_000
WAYS_SHARE: Final = 0.3
"""Of the time that reading takes, about."""


@dataclass(frozen=True, slots=True, eq=False)
class RawRoads:
    """
    What an extract says of its roads.

    Parameters
    ----------
    data_on
        Day of the data, ISO; "" where the extract does not say it.
    node_ids
        Nodes of all ways, ascending.
    lons, lats
        Their points, degrees, EPSG:4326; NaN where the extract does not have them.
    refs
        Positions in ``node_ids``, way after way.
    way_starts
        One more than ways: where each begins in ``refs``.
    speeds_kmh
        Mode (``MODES``) × direction × way; 0 where it may not be used.
    stopped
        Mode × node: it lets nobody of the mode pass.
    """

    data_on: str
    node_ids: npt.NDArray[np.int64]
    lons: FloatArray
    lats: FloatArray
    refs: npt.NDArray[np.int64]
    way_starts: npt.NDArray[np.int64]
    speeds_kmh: FloatArray
    stopped: npt.NDArray[np.bool_]


def read_raw_roads(path: Path, progress: Progress) -> RawRoads:
    """
    Read the roads of an extract.

    Parameters
    ----------
    path
        OSM PBF.
    progress
        Told the share that is read, 0–1.

    Raises
    ------
    DataError
        It is no PBF, it is damaged or not whole, or it has no road.
    """
    with _explained(path):
        ways = _ways(path, progress)
        progress(WAYS_SHARE)
        node_ids, refs = np.unique(np.frombuffer(ways.refs, np.int64), return_inverse=True)
        lons, lats = _points(path, node_ids, progress)
        return RawRoads(
            data_on=ways.data_on,
            node_ids=node_ids,
            lons=lons,
            lats=lats,
            refs=refs.astype(np.int64),
            way_starts=np.frombuffer(ways.starts, np.int64),
            speeds_kmh=_speeds_of_ways(ways),
            stopped=_stopped(path, node_ids),
        )


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except (RuntimeError, ValueError, OSError) as error:
        raise DataError(
            f"cannot read the roads of {path}: it is no OSM PBF, or damaged or not whole ({error})"
        ) from error


class _Ways:
    """Ways with roads as they are read: node ids, beginnings, number of the kind of way."""

    def __init__(self) -> None:
        self.refs, self.starts, self.kinds = array("q"), array("q", [0]), array("i")
        self.speeds_kmh: dict[tuple[tuple[str, str], ...], int] = {}
        self.table: list[list[list[float]]] = []
        self.data_on = ""

    def add(self, tags: Tags, refs: list[int]) -> None:
        kind = self._kind(tags)
        if kind >= 0 and len(refs) > 1:
            self.refs.extend(refs)
            self.starts.append(len(self.refs))
            self.kinds.append(kind)

    def _kind(self, tags: Tags) -> int:
        """Return the number of these tags in the table of speeds, -1 where nobody may use the way."""
        key = tuple(sorted(tags.items()))
        if key not in self.speeds_kmh:
            speeds_kmh = _speeds(tags)
            self.speeds_kmh[key] = len(self.table) if any(map(any, speeds_kmh)) else -1
            self.table.append(speeds_kmh)
        return self.speeds_kmh[key]


def _speeds(tags: Tags) -> list[list[float]]:
    """Return km/h by mode and direction, 0 where the way may not be used."""
    found = []
    for mode in MODES:
        allowed = directions(tags, mode)
        found.append(
            [
                speed_kmh(tags, mode, is_forward=is_forward) if may else 0.0
                for may, is_forward in zip(allowed, (True, False), strict=True)
            ]
        )
    return found


def _ways(path: Path, progress: Progress) -> _Ways:
    ways, newest = _Ways(), EPOCH
    reader = osmium.FileProcessor(osmium.io.File(str(path), "pbf"), WAY).with_filter(KeyFilter("highway"))
    said = next((words for name in DATED if (words := reader.header.get(name))), "")
    for number, way in enumerate(found for found in reader if isinstance(found, Way)):
        if number % TOLD_EVERY == 0:
            progress(0.0)
        if way.tags.get("highway") in CLASSES and way.tags.get("area") != "yes":
            ways.add({tag.k: tag.v for tag in way.tags if tag.k in TELLING_KEYS}, [node.ref for node in way.nodes])
            if not said:
                newest = max(newest, way.timestamp)
    if not ways.kinds:
        raise DataError(f"{path}: the extract has no road; nothing was changed")
    ways.data_on = said[:10] or (newest.date().isoformat() if newest > EPOCH else "")
    return ways


def _speeds_of_ways(ways: _Ways) -> FloatArray:
    table = np.array(ways.table)
    return np.moveaxis(table[np.frombuffer(ways.kinds, np.int32)], 0, -1)


def _points(path: Path, node_ids: npt.NDArray[np.int64], progress: Progress) -> tuple[FloatArray, FloatArray]:
    lons, lats = np.full(len(node_ids), np.nan), np.full(len(node_ids), np.nan)
    ids, found_lons, found_lats = array("q"), array("d"), array("d")
    wanted = node_ids[node_ids >= 0]
    reader = osmium.FileProcessor(osmium.io.File(str(path), "pbf"), NODE).with_filter(IdFilter(wanted.tolist()))
    for number, node in enumerate(found for found in reader if isinstance(found, Node)):
        if number % TOLD_EVERY == 0:
            progress(WAYS_SHARE + (1 - WAYS_SHARE) * number / len(node_ids))
        if node.location.valid():
            ids.append(node.id)
            found_lons.append(node.lon)
            found_lats.append(node.lat)
    places = np.searchsorted(node_ids, np.frombuffer(ids, np.int64))
    lons[places], lats[places] = np.frombuffer(found_lons), np.frombuffer(found_lats)
    return lons, lats


def _stopped(path: Path, node_ids: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    stopped = np.zeros((len(MODES), len(node_ids)), dtype=bool)
    for node in osmium.FileProcessor(osmium.io.File(str(path), "pbf"), NODE).with_filter(KeyFilter(*STOPPING_KEYS)):
        place = int(np.searchsorted(node_ids, node.id))
        if place < len(node_ids) and node_ids[place] == node.id:
            tags = {tag.k: tag.v for tag in node.tags}
            stopped[:, place] = [not may_pass(tags, mode) for mode in MODES]
    return stopped
