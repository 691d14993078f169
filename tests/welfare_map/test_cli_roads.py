"""The commands for the road network, and that minutes follow it."""

import json
from collections.abc import Iterator
from pathlib import Path

import osmium
import pytest
from osmium.osm.mutable import Node, Way

from geodata.store.roads import ROADS_NAME
from geodata.territory import Territory
from welfare_map.cli import main
from welfare_map.settings import current_settings
from welfare_map.ui import data

CORNERS = {1: (8.90, 45.58), 2: (8.94, 45.58), 3: (8.94, 45.61), 4: (8.90, 45.61)}
"""Around Legnano."""


@pytest.fixture
def data_dir(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, real_data_dir: Path, real_territory: Territory
) -> Iterator[Path]:
    """Return a data folder of its own, with the territory that is built once per run."""
    (tmp_path / "built").symlink_to(real_data_dir / "built")
    monkeypatch.setenv("WELFARE_MAP_DATA_DIR", str(tmp_path))
    current_settings.cache_clear()
    data._travel_times.clear()
    yield tmp_path
    current_settings.cache_clear()
    data._travel_times.clear()


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    """Write a square of streets, data of the last of September."""
    header, path = osmium.io.Header(), tmp_path / "square.osm.pbf"
    header.set("osmosis_replication_timestamp", "2026-09-30T20:00:00Z")
    with osmium.SimpleWriter(str(path), header=header) as writer:
        for number, point in CORNERS.items():
            writer.add_node(Node(id=number, location=point))
        writer.add_way(Way(id=1, nodes=[1, 2, 3, 4, 1], tags={"highway": "residential"}))
    return path


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    assert main([*arguments, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, dict)
    return found


def test_without_a_network_the_status_says_how_to_build_one(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = said(capsys, "roads", "status")
    assert answer["rows"] == []
    assert "roads build" in str(answer["sentence"])


def test_a_network_is_built_and_its_status_is_told(
    data_dir: Path, extract: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    built = said(capsys, "roads", "build", str(extract))
    assert said(capsys, "roads", "status") == built
    assert "2026-09-30" in str(built["sentence"])


def test_minutes_follow_the_roads_as_soon_as_they_are_built(
    data_dir: Path, extract: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("nearby", "--lon", "8.92", "--lat", "45.58", "--mode", "walk", "--minutes", "30")
    before = said(capsys, *asked)
    said(capsys, "roads", "build", str(extract))
    after = said(capsys, *asked)
    assert (before["is_estimate"], "2026-09-30" in str(before["method"])) == (True, False)
    assert "2026-09-30" in str(after["method"])
    assert not all(row["is_estimate"] for row in after["rows"])  # type: ignore[attr-defined]  # JSON


@pytest.mark.parametrize("spoil", [lambda content: content[:-20], lambda _content: b"other"], ids=["cut off", "no PBF"])
def test_an_extract_that_cannot_be_used_leaves_the_network_in_use(
    data_dir: Path, extract: Path, capsys: pytest.CaptureFixture[str], spoil: object
) -> None:
    said(capsys, "roads", "build", str(extract))
    before = (data_dir / ROADS_NAME).read_bytes()
    extract.write_bytes(spoil(extract.read_bytes()))  # type: ignore[operator]  # of the parameters above
    assert main(["roads", "build", str(extract)]) == 1
    printed = capsys.readouterr()
    assert (printed.out, printed.err.count("\n")) == ("", 1)
    assert "square.osm.pbf" in printed.err
    assert (data_dir / ROADS_NAME).read_bytes() == before


@pytest.mark.parametrize("box", ["8,45,9", "9,45,8,46", "a,b,c,d", "8,45,9,99", "nan,45,9,46"])
def test_a_box_that_is_none_is_said_in_one_line(
    data_dir: Path, extract: Path, capsys: pytest.CaptureFixture[str], box: str
) -> None:
    assert main(["roads", "build", str(extract), "--bbox", box]) == 2
    assert box in capsys.readouterr().err


def test_a_damaged_network_is_left_aside_and_said(
    data_dir: Path, extract: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (data_dir / ROADS_NAME).write_bytes(b"damaged")
    assert main(["roads", "status"]) == 1
    assert "roads build" in capsys.readouterr().err
    answer = said(capsys, "nearby", "--lon", "8.92", "--lat", "45.58")
    assert answer["is_estimate"] is True


def test_a_running_application_takes_up_a_network_that_is_built_meanwhile(
    data_dir: Path, extract: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert data.travel_times().name == "estimate"
    said(capsys, "roads", "build", str(extract))
    taken_up = data.travel_times()
    assert taken_up.name == "roads"
    assert data.travel_times() is taken_up
