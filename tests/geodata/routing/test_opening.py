"""Which engine an installation has."""

from collections.abc import Callable
from pathlib import Path

import pytest
from towns import WriteTown, block_town

from geodata.codes import TravelMode
from geodata.routing.falling_back import WithEstimate
from geodata.routing.opening import open_travel_times
from geodata.routing.roads.building import build_roads
from geodata.store.roads import ROADS_NAME, write_roads


@pytest.fixture
def with_roads(tmp_path: Path, write_town: WriteTown) -> Path:
    write_roads(tmp_path / ROADS_NAME, build_roads(write_town(*block_town(3, 100), day="2026-09-30")))
    return tmp_path


def test_without_anything_minutes_are_estimates(tmp_path: Path) -> None:
    assert open_travel_times(tmp_path).name == "estimate"


def test_roads_come_with_the_estimate_behind_them(with_roads: Path) -> None:
    found = open_travel_times(with_roads)
    assert isinstance(found, WithEstimate)
    assert (found.name, found.facts(TravelMode.CAR)["data_on"]) == ("roads", "2026-09-30")


def test_a_server_that_is_named_comes_before_the_roads(with_roads: Path) -> None:
    assert open_travel_times(with_roads, valhalla_url="http://127.0.0.1:9").name == "valhalla"


@pytest.mark.parametrize("spoil", [lambda content: content[:100], lambda _content: b""], ids=["cut off", "empty"])
def test_damaged_roads_are_left_aside(with_roads: Path, spoil: Callable[[bytes], bytes]) -> None:
    path = with_roads / ROADS_NAME
    path.write_bytes(spoil(path.read_bytes()))
    assert open_travel_times(with_roads).name == "estimate"
