"""The file of the road network: whole, damaged, of another version."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from geodata.errors import DataError
from geodata.store import roads
from geodata.store.roads import ARRAYS, RoadNetwork, RoadsStatus, read_roads, read_roads_status, write_roads

STATUS = RoadsStatus(
    file_name="toy.osm.pbf",
    built_at="2026-10-01T10:00:00+00:00",
    data_on="2026-09-30",
    west=9.0,
    south=45.0,
    east=9.1,
    north=45.1,
    node_count=2,
    edge_count=1,
    car_km=1.0,
    cycle_km=1.0,
    walk_km=1.0,
)
NETWORK = RoadNetwork(
    STATUS,
    from_node=np.array([0], np.int32),
    to_node=np.array([1], np.int32),
    shape_start=np.array([0, 2], np.int32),
    x_cm=np.array([50_000_000, 50_100_000], np.int32),
    y_cm=np.array([500_000_000, 500_000_000], np.int32),
    seconds=np.full((3, 2, 1), 60, np.float32),
    is_core=np.ones((3, 1), dtype=bool),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "roads.sealed"
    write_roads(path, NETWORK)
    return path


def test_what_is_written_is_read(path: Path) -> None:
    found = read_roads(path)
    assert found.status == read_roads_status(path) == STATUS
    for name in ARRAYS:
        np.testing.assert_array_equal(getattr(found, name), getattr(NETWORK, name))
        assert getattr(found, name).dtype == getattr(NETWORK, name).dtype


@pytest.mark.parametrize("kept", [0, 10, 400])
def test_a_file_that_is_cut_off_says_the_way_out(path: Path, kept: int) -> None:
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(DataError, match="roads build"):
        read_roads(path)


def test_a_file_with_another_byte_says_the_way_out(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(DataError, match="roads build"):
        read_roads_status(path)


def test_a_file_of_another_version_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roads, "LAYOUT", roads.LAYOUT + 1)
    with pytest.raises(DataError, match="another version"):
        read_roads(path)


def test_a_new_network_takes_the_place_of_the_old(path: Path) -> None:
    write_roads(path, dataclasses.replace(NETWORK, status=dataclasses.replace(STATUS, data_on="2026-11-01")))
    assert read_roads_status(path).data_on == "2026-11-01"
    assert [one.name for one in path.parent.iterdir()] == [path.name]
