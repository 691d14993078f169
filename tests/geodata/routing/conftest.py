"""Towns as extracts and engines; Turin where its segments are beside this checkout."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[3] / "bench")]

from towns import Points, Ways, WriteTown, write_extract  # noqa: E402  # found by the line above
from turin import SHAPEFILE, write_turin  # noqa: E402  # idem

from geodata.routing.roads.building import build_roads  # noqa: E402  # idem
from geodata.routing.roads.engine import Roads  # noqa: E402  # idem


@pytest.fixture(scope="session")
def write_town(tmp_path_factory: pytest.TempPathFactory) -> WriteTown:
    """Write a town as a PBF; return its path."""

    def write(points: Points, ways: Ways, *rest: object, **options: object) -> Path:
        path = tmp_path_factory.mktemp("town") / "town.osm.pbf"
        return write_extract(path, points, ways, *rest, **options)  # type: ignore[arg-type]  # as write_extract

    return write


@pytest.fixture(scope="session")
def make_roads(write_town: WriteTown) -> Callable[..., Roads]:
    """Make the engine over a town."""
    return lambda *town, **options: Roads(build_roads(write_town(*town, **options)))


@pytest.fixture(scope="session")
def turin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the roads of Turin as a PBF."""
    if not SHAPEFILE.is_file():
        pytest.skip("the segments of Turin are not beside this checkout")
    path = tmp_path_factory.mktemp("turin") / "turin.osm.pbf"
    write_turin(path)
    return path
