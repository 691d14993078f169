"""Extracts as they come: whole, in part, damaged, of another place."""

from pathlib import Path

import numpy as np
import pytest
from towns import WriteTown, at_m, block_town

from geodata.codes import TravelMode
from geodata.errors import DataError
from geodata.routing.roads.building import build_roads
from geodata.routing.roads.engine import Roads
from geodata.store.roads import MODES

STREET = {"highway": "residential"}
SQUARE = {1: (0, 0), 2: (1000, 0), 3: (1000, 1000), 4: (0, 1000)}


def test_a_network_has_junctions_and_the_stretches_between_them(write_town: WriteTown) -> None:
    """Nine crossings of three by three: two streets a crossing, one at the corners, where ways end."""
    status = build_roads(write_town(*block_town(3, 100))).status
    assert (status.node_count, status.edge_count) == (9, 12)
    assert (status.car_km, status.cycle_km, status.walk_km) == (1.2, 1.2, 1.2)


def test_points_between_junctions_are_shape_and_no_nodes(write_town: WriteTown) -> None:
    points = {1: (0, 0), 2: (300, 400), 3: (300, 1000), 4: (0, 1000)}
    network = build_roads(write_town(points, [((1, 2, 3), STREET), ((3, 4), STREET)]))
    assert (network.status.node_count, network.status.edge_count) == (3, 2)
    assert network.seconds[MODES.index(TravelMode.WALK), 0].tolist() == pytest.approx([880.0, 240.0], abs=0.01)


def test_the_day_of_the_data_is_that_of_the_header(write_town: WriteTown) -> None:
    assert build_roads(write_town(SQUARE, [((1, 2), STREET)], day="2026-09-30")).status.data_on == "2026-09-30"


def test_without_any_day_none_is_made_up(write_town: WriteTown) -> None:
    assert not build_roads(write_town(SQUARE, [((1, 2), STREET)])).status.data_on


def test_a_box_keeps_the_roads_inside(write_town: WriteTown) -> None:
    path = write_town(*block_town(5, 100))
    bbox = (*at_m(-10, -10), *at_m(210, 210))
    status = build_roads(path, bbox=bbox).status
    assert (status.node_count, status.edge_count) == (9, 12)
    assert (status.west, status.south) == pytest.approx(at_m(0, 0), abs=1e-6)
    assert (status.east, status.north) == pytest.approx(at_m(200, 200), abs=1e-5)


def test_a_box_without_roads_is_an_error(write_town: WriteTown) -> None:
    with pytest.raises(DataError, match="no road lies in the box"):
        build_roads(write_town(*block_town(3, 100)), bbox=(0.0, 0.0, 1.0, 1.0))


def test_an_extract_without_roads_is_an_error(write_town: WriteTown) -> None:
    with pytest.raises(DataError, match="has no road"):
        build_roads(write_town(SQUARE, [((1, 2), {"waterway": "river"})]))


def test_a_node_that_was_cut_away_ends_the_road(write_town: WriteTown) -> None:
    points = {number: point for number, point in SQUARE.items() if number != 3}
    network = build_roads(write_town(points, [((1, 2, 3, 4, 1), STREET)]))
    assert network.status.walk_km == 2.0


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_file_that_is_cut_off_is_an_error(write_town: WriteTown, tmp_path: Path, share: float) -> None:
    content = write_town(*block_town(30, 100)).read_bytes()
    path = tmp_path / "cut.osm.pbf"
    path.write_bytes(content[: int(share * len(content))])
    with pytest.raises(DataError, match=r"cut\.osm\.pbf"):
        build_roads(path)


@pytest.mark.parametrize("content", [b"", b"no PBF", b"<html>" * 1000, bytes(10_000)])
def test_what_is_no_extract_is_an_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.osm.pbf"
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"other\.osm\.pbf"):
        build_roads(path)


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nothing\.osm\.pbf"):
        build_roads(tmp_path / "nothing.osm.pbf")


def test_progress_grows_to_the_end(write_town: WriteTown) -> None:
    told: list[float] = []
    build_roads(write_town(*block_town(5, 100)), progress=told.append)
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0.0, 1.0)


def test_parallel_streets_between_two_crossings_both_count(write_town: WriteTown) -> None:
    points = {1: (0, 0), 2: (1000, 0), 3: (500, 600)}
    roads = Roads(build_roads(write_town(points, [((1, 2), STREET), ((1, 3, 2), {"highway": "primary"})])))
    found = roads.one_to_many(*at_m(0, 0), *np.array([at_m(1000, 0)]).T, TravelMode.CAR).travel_min[0]
    assert found == pytest.approx(2 + 2 * 610_000**0.5 / 1000 / 65 * 60, abs=0.001)
