import io
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import osmium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osmium.osm.mutable import Node, Relation, Way

from geodata.errors import DataError
from geodata.sources.openstreetmap_pbf import READER, parse, parse_path

HOME = {"social_facility": "nursing_home", "name": "Casa"}
CORNERS = {10: (9.0, 45.0), 11: (9.2, 45.0), 12: (9.2, 45.4), 13: (9.0, 45.4)}


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write an extract with a square of nodes and some objects."""

    def extract(*objects: Node | Way | Relation) -> Path:
        path = tmp_path / "toy.osm.pbf"
        with osmium.SimpleWriter(str(path)) as writer:
            for number, point in CORNERS.items():
                writer.add_node(Node(id=number, location=point))
            for one in objects:
                writer.add(one)
        return path

    return extract


SQUARE = Way(id=5, nodes=[10, 11, 12, 13, 10], tags=HOME)


def test_nodes_ways_and_relations_have_their_point_and_their_key(write: Callable[..., Path]) -> None:
    path = write(
        Node(id=20, location=(9.5, 45.5), tags=HOME),
        SQUARE,
        Way(id=6, nodes=[11, 12]),
        Relation(id=7, members=[("w", 6, "outer"), ("n", 20, "")], tags=HOME),
    )

    ((table, notices),) = parse_path(path)

    found = {key: (round(lon, 6), round(lat, 6)) for key, lon, lat in table[["source_key", "lon", "lat"]].to_numpy()}
    assert found == {"n20": (9.5, 45.5), "w5": (9.1, 45.2), "r7": (9.2, 45.2)}
    assert notices == ()


def test_a_relation_over_a_service_stands_at_that_services_outline(write: Callable[..., Path]) -> None:
    ((table, _),) = parse_path(write(SQUARE, Relation(id=7, members=[("w", 5, "outer")], tags=HOME)))

    assert table["source_key"].tolist() == ["w5", "r7"]
    assert table["lat"].nunique() == 1


def test_a_way_whose_nodes_are_cut_away_is_noticed(write: Callable[..., Path]) -> None:
    ((table, notices),) = parse_path(
        write(Way(id=5, nodes=[98, 99], tags=HOME), Way(id=6, nodes=[10, 11, 12, 13, 10], tags=HOME))
    )

    assert table["source_key"].tolist() == ["w6"]
    assert [(notice.rule, notice.row) for notice in notices] == [("unusable_point", "openstreetmap-pbf:w5")]


def test_the_same_bytes_are_read_from_memory(write: Callable[..., Path]) -> None:
    path = write(SQUARE)

    ((from_path, _),) = parse_path(path)
    ((from_memory, _),) = parse(io.BytesIO(path.read_bytes()))

    assert from_memory.equals(from_path)


def test_the_reader_prefers_the_path() -> None:
    assert READER.parse_path is parse_path


def test_an_extract_without_services_is_an_error(write: Callable[..., Path]) -> None:
    with pytest.raises(DataError, match="no service"):
        list(parse_path(write()))


def test_a_file_that_is_not_there_or_cut_off_is_an_error(write: Callable[..., Path], tmp_path: Path) -> None:
    path = write(SQUARE)
    path.write_bytes(path.read_bytes()[:-20])

    for broken in (path, tmp_path / "none.osm.pbf"):
        with pytest.raises(DataError, match="no PBF"):
            list(parse_path(broken))


@given(st.binary())
@settings(max_examples=30)
def test_any_bytes_are_an_extract_or_an_error(content: bytes) -> None:
    with suppress(DataError):
        list(parse(io.BytesIO(content)))


def test_a_damaged_extract_is_an_extract_or_an_error(write: Callable[..., Path]) -> None:
    whole = write(SQUARE).read_bytes()

    for place in range(0, len(whole), 3):
        content = bytearray(whole)
        content[place] ^= 0b0101_0101
        with suppress(DataError):
            list(parse(io.BytesIO(bytes(content))))
