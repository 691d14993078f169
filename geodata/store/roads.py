"""
The road network of the area in one file of the data folder: written aside and moved into place, sealed, versioned.

What stands in it is made by ``geodata.routing.roads``; here it is only kept.
"""

import io
import json
import zipfile
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from geodata.codes import TravelMode
from geodata.errors import DataError
from geodata.store.files import read_bytes, sealed, unsealed, write_atomically

ROADS_NAME = "roads.sealed"
LAYOUT = 1
"""Raised when the arrays change: an older file is then said to be one."""
MODES = (TravelMode.CAR, TravelMode.CYCLE, TravelMode.WALK)
"""Order of the modes in the arrays."""
BUILD_AGAIN = "build it again: welfare-map roads build"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadsStatus:
    """
    What a road network is made of.

    Parameters
    ----------
    file_name
        The extract.
    built_at
        Moment, ISO, UTC.
    data_on
        Day of the OpenStreetMap data, ISO; "" where the extract does not say it.
    west, south, east, north
        Box around all roads, degrees, EPSG:4326.
    node_count, edge_count
        Junctions and ends; stretches of road between them.
    car_km, cycle_km, walk_km
        Kilometres that a mode may use and leave again.
    """

    file_name: str
    built_at: str
    data_on: str
    west: float
    south: float
    east: float
    north: float
    node_count: int
    edge_count: int
    car_km: float
    cycle_km: float
    walk_km: float


@dataclass(frozen=True, slots=True, eq=False)
class RoadNetwork:
    """
    Roads as stretches ("edges") between junctions ("nodes").

    Parameters
    ----------
    status
        What they are made of.
    from_node, to_node
        Numbers of the nodes at the ends of each edge, in the order of its shape.
    shape_start
        One more than edges: where the points of each begin; they end where those of the next one begin.
    x_cm, y_cm
        Points, centimetres, EPSG:32632.
    seconds
        Mode (``MODES``) × direction (along the shape, against it) × edge; infinite where it may not be used.
    is_core
        Mode × edge: from here one comes everywhere and back; only there a trip begins or ends.
    """

    status: RoadsStatus
    from_node: npt.NDArray[np.int32]
    to_node: npt.NDArray[np.int32]
    shape_start: npt.NDArray[np.int32]
    x_cm: npt.NDArray[np.int32]
    y_cm: npt.NDArray[np.int32]
    seconds: npt.NDArray[np.float32]
    is_core: npt.NDArray[np.bool_]


ARRAYS = tuple(field.name for field in fields(RoadNetwork) if field.name != "status")


def write_roads(path: Path, network: RoadNetwork) -> None:
    """
    Keep a network; a file in place is replaced at once.

    Raises
    ------
    StoreError
        The data folder cannot be written.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("about", json.dumps({"layout": LAYOUT, **asdict(network.status)}))
        for name in ARRAYS:
            with archive.open(name, "w", force_zip64=True) as member:
                np.lib.format.write_array(member, getattr(network, name), allow_pickle=False)
    write_atomically(path, sealed(stream.getvalue()))


def read_roads(path: Path) -> RoadNetwork:
    """
    Return the network of a file.

    Raises
    ------
    DataError
        The file cannot be read, is damaged, or of another version.
    """
    with _archive(path) as archive:
        status = _status(path, archive)
        return RoadNetwork(status, **{name: _array(archive, name) for name in ARRAYS})


def read_roads_status(path: Path) -> RoadsStatus:
    """Return what the network of a file is made of; raises as ``read_roads``."""
    with _archive(path) as archive:
        return _status(path, archive)


def _archive(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(unsealed(read_bytes(path))))
    except (DataError, zipfile.BadZipFile) as error:
        raise DataError(f"cannot read the roads of {path} ({error}); {BUILD_AGAIN}") from error


def _status(path: Path, archive: zipfile.ZipFile) -> RoadsStatus:
    about = json.loads(archive.read("about"))
    if about.pop("layout") != LAYOUT:
        raise DataError(f"the roads of {path} are of another version; {BUILD_AGAIN}")
    return RoadsStatus(**about)


def _array(archive: zipfile.ZipFile, name: str) -> npt.NDArray[Any]:
    with archive.open(name) as member:
        return np.lib.format.read_array(member, allow_pickle=False)
