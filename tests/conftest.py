"""
The toy territory, and the real one built once per run, for all its workers.

Nine squares of 10 km; ``at_km(x, y)`` gives degrees of a point in kilometres from the south-west corner, so that every
expected number can be done in the head::

    20–30 km   902003  902004  902005        provinces  901 Alfa (AA), 902 Beta (BB)
    10–20 km   901004  902001  902002        districts  valle: first two columns, monte: last column
     0–10 km   901001  901002  901003        office     of valle, for 901001 and 901002 only
               0–10    10–20   20–30 km

Municipality number n (1–9 from the south-west, row by row) has n·10 residents of each age of 0, 1, 2, 4, 10, 70, 80 and
n·100 of age 40. Its place is at the centre; the ninth has none. Province 903 Gamma (CC) lies east of it, outside.
"""

import fcntl
import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import settings as hypothesis_settings

from geodata.crs import geometry_to_degrees, to_degrees
from geodata.store import load_territory
from geodata.tables import DISTRICT_OFFICE_MUNICIPALITIES, DISTRICT_OFFICES, DISTRICTS, conform
from geodata.territory import RawTerritory, Territory, build_territory
from welfare_map.register import open_register
from welfare_map.register.sql.database import FILE_NAME
from welfare_map.settings import Settings
from welfare_map.ui.icon_font import icon_files

hypothesis_settings.register_profile("shared machine", deadline=None, report_multiple_bugs=False)
hypothesis_settings.load_profile("shared machine")

LONGEST_FILES = (
    "tests/welfare_map/privacy/test_differencing.py",
    "tests/browser/test_find.py",
    "tests/browser/test_registry.py",
    "tests/browser/test_accessibility.py",
    "tests/welfare_map/register/test_kill_writers.py",
)
"""Begun first, so that no core is left with one of them at the end."""
MOST_WORKERS = 4

WEST_M, SOUTH_M, SIDE_M = 500_000, 5_000_000, 10_000
TOY_AREA = ("region:91",)
TOY_CODES = ("901001", "901002", "901003", "901004", "902001", "902002", "902003", "902004", "902005")
TOY_NAMES = ("Uno", "Due", "Tre", "Quattro", "Cinque", "Sei", "Sette", "Otto", "Nove")
TOY_RESIDENTS_BY_AGE = {0: 10, 1: 10, 2: 10, 4: 10, 10: 10, 40: 100, 70: 10, 80: 10}
PROVINCES = {"901": ("AA", "Alfa"), "902": ("BB", "Beta"), "903": ("CC", "Gamma")}


def pytest_xdist_auto_num_workers() -> int:
    """Start one worker more than there are cores: while one waits for a page or a server, another works."""
    return min((os.cpu_count() or 1) + 1, MOST_WORKERS)


def pytest_collection_finish() -> None:
    """Take libraries and tests out of the search for garbage, which would go through all of them again and again."""
    gc.collect()
    gc.freeze()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Say what of pictures, of the declaration of accessibility, and of what is built once a run leaves or finds."""
    words = "compare pages with their pictures, or keep pictures that are missing or no longer alike"
    parser.addoption("--golden", choices=("compare", "keep"), help=words)
    parser.addoption("--accessibility-to", metavar="FOLDER", help="write what browser tests found wrong, and where")
    parser.addoption("--built-in", metavar="FOLDER", help="build territory and register there, or find them there")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what looks at pictures unless asked for it; put the longest files first, the others in their order."""
    if config.getoption("golden") is None:
        left_out = [item for item in items if item.get_closest_marker("golden")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    ranks = {config.rootpath / name: rank for rank, name in enumerate(LONGEST_FILES)}
    items.sort(key=lambda item: ranks.get(item.path, len(ranks)))


def _square(column: float, row: float, side: float = 1) -> shapely.Polygon:
    x_m, y_m = WEST_M + column * SIDE_M, SOUTH_M + row * SIDE_M
    return shapely.box(x_m, y_m, x_m + side * SIDE_M, y_m + side * SIDE_M)


def _municipality(code: str, name: str, region_code: str) -> dict[str, str]:
    short, province_name = PROVINCES[code[:3]]
    return {
        "municipality_code": code,
        "municipality_name": name,
        "cadastral_code": f"Z{code[-3:]}",
        "province_code": code[:3],
        "province_short": short,
        "province_name": province_name,
        "region_code": region_code,
        "region_name": f"Regione {region_code}",
    }


def make_toy_raw(east_km: float = 0, north_km: float = 0) -> RawTerritory:
    """Return the published tables of the toy territory, moved by so many kilometres."""
    rows = [_municipality(code, name, "91") for code, name in zip(TOY_CODES, TOY_NAMES, strict=True)]
    squares = [_square(n % 3 + east_km / 10, n // 3 + north_km / 10) for n in range(9)]
    outside = [_municipality("903001", "Dieci", "92")]
    shapes = geometry_to_degrees(np.array([*squares, _square(3 + east_km / 10, north_km / 10, 3)], dtype=object))
    municipalities = pd.DataFrame([*rows, *outside]).astype(object)
    lon, lat = to_degrees(
        [WEST_M + (n % 3 + 0.5 + east_km / 10) * SIDE_M for n in range(8)],
        [SOUTH_M + (n // 3 + 0.5 + north_km / 10) * SIDE_M for n in range(8)],
    )
    residents = [
        (code, age, (n + 1) * count) for n, code in enumerate(TOY_CODES) for age, count in TOY_RESIDENTS_BY_AGE.items()
    ]
    return RawTerritory(
        municipalities=municipalities.assign(geometry=pd.Series(shapes, dtype=object)),
        population=pd.DataFrame(
            [*residents, ("903001", 30, 1000)], columns=["municipality_code", "age", "resident_count"]
        ),
        official_list=pd.DataFrame(
            {
                "municipality_code": [*TOY_CODES, "903001"],
                "cadastral_code": [f"Z{code[-3:]}" for code in (*TOY_CODES, "903001")],
                "is_chief_town": [code in {"901001", "902001", "903001"} for code in (*TOY_CODES, "903001")],
            }
        ),
        places=pd.DataFrame({"name": TOY_NAMES[:8], "lon": lon, "lat": lat, "population": 500}),
        districts=_districts(),
        offices=conform(
            pd.DataFrame(
                [
                    {
                        "office_id": "valle-ufficio",
                        "district_id": "valle",
                        "office_name_it": "Ufficio di Piano della Valle",
                        "office_name_en": "Planning office of the Valley",
                        "phone": "+390000000001",
                        "document_id": "toy-document",
                        "paragraph": "1",
                    }
                ]
            ),
            DISTRICT_OFFICES,
        ),
        office_municipalities=conform(
            pd.DataFrame({"office_id": "valle-ufficio", "municipality_code": ["901001", "901002"]}),
            DISTRICT_OFFICE_MUNICIPALITIES,
        ),
    )


def _districts() -> pd.DataFrame:
    is_monte = [n % 3 == 2 for n in range(9)]
    return conform(
        pd.DataFrame(
            {
                "municipality_code": TOY_CODES,
                "municipality_name": TOY_NAMES,
                "district_id": ["monte" if monte else "valle" for monte in is_monte],
                "district_name": ["Monte - 2" if monte else "Valle (Vallata)" for monte in is_monte],
                "province_short": [PROVINCES[code[:3]][0] for code in TOY_CODES],
                "source": "toy",
                "confidence": ["medium" if monte else "high" for monte in is_monte],
            }
        ),
        DISTRICTS,
    )


@pytest.fixture(scope="session")
def toy_raw() -> RawTerritory:
    """Return the published tables of the toy territory; never written to."""
    return make_toy_raw()


@pytest.fixture(scope="session")
def moved_toy_raw() -> Callable[[float, float], RawTerritory]:
    """Make the published tables of the toy territory moved by so many kilometres east and north."""
    return make_toy_raw


@pytest.fixture(scope="session")
def toy_territory(toy_raw: RawTerritory) -> Territory:
    """Nine squares; see the head of this file."""
    return build_territory(toy_raw, TOY_AREA, version="toy")


@pytest.fixture(scope="session")
def toy_country(toy_territory: Territory) -> Territory:
    """Nine squares that are a whole country: beyond them nobody lives and nothing is."""
    nothing = {name: getattr(toy_territory, name).iloc[:0] for name in ("background", "surroundings")}
    return replace(toy_territory, area=("italy",), **nothing)


@pytest.fixture(scope="session")
def toy_inland(toy_territory: Territory) -> Territory:
    """Nine squares with another province all around them, in which nobody lives."""
    around = shapely.difference(_square(-3, -3, 9), _square(0, 0, 3))
    background = toy_territory.background.set_geometry(geometry_to_degrees(np.array([around], dtype=object)))
    return replace(
        toy_territory,
        background=background.set_crs(toy_territory.background.crs),
        surroundings=toy_territory.surroundings.iloc[:0],
    )


@pytest.fixture(scope="session")
def at_km() -> Callable[[float, float], tuple[float, float]]:
    """Turn kilometres from the toy territory's south-west corner into ``(lon, lat)``."""

    def degrees(x_km: float, y_km: float) -> tuple[float, float]:
        lon, lat = to_degrees([WEST_M + x_km * 1000], [SOUTH_M + y_km * 1000])
        return float(lon[0]), float(lat[0])

    return degrees


@pytest.fixture(scope="session")
def shared_dir(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Path:
    """Folder of this run that its workers share: the first that needs something builds it there, with ``alone``."""
    base = tmp_path_factory.getbasetemp()
    own = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared"
    folder = Path(pytestconfig.getoption("built_in") or own)
    folder.mkdir(exist_ok=True)
    return folder


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let one worker at a time build in a folder."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def real_data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the data folder of a worker: ``real_territory`` puts what it built there."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def real_territory(real_data_dir: Path, shared_dir: Path) -> Territory:
    """Lombardy and the province of Verona."""
    with alone(shared_dir):
        territory = load_territory(shared_dir, ("region:03", "province:023"))
        icon_files("", shared_dir)
    shutil.copytree(shared_dir / "built", real_data_dir / "built", dirs_exist_ok=True)
    return territory


@pytest.fixture(scope="session")
def real_register(shared_dir: Path) -> Path:
    """File of a register with the tables that the project ships, filled once per run: tests write into copies."""
    with alone(shared_dir):
        open_register(Settings(data_dir=shared_dir, is_offline=True)).dispose()
    return shared_dir / FILE_NAME
