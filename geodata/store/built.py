"""What was computed from the published data, kept in the user's data folder and built again when stale or damaged."""

import hashlib
import importlib.metadata
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import shapely
from pyarrow import feather

from geodata import population, territory
from geodata.crs import GEOGRAPHIC_CRS
from geodata.errors import DataError
from geodata.notices import Notice, Severity
from geodata.store import published
from geodata.store.embedded import manual_dir
from geodata.store.files import keep_for_later, read_bytes, sealed, unsealed
from geodata.territory import Territory, build_territory

ARCHIVE_NAME = "territory.sealed"
MAPS = ("municipalities", "display", "background")
TABLES = ("offices", "places", "surroundings")

Progress = Callable[[float], None]
"""Called with the share done, 0–1, while something is built."""


def load_territory(data_dir: Path, area: tuple[str, ...], *, progress: Progress | None = None) -> Territory:
    """
    Return the territory of an area, built once and then read from the data folder.

    Where it cannot be kept it is built each time.

    Parameters
    ----------
    data_dir
        The user's data folder.
    area
        Items ``region:03``, ``province:023``, ``municipality:015146`` or ``italy``.
    progress
        Called only when the territory must be built.

    Raises
    ------
    InputError
        The area names nothing.
    DataError
        The published data cannot be read.
    """
    key = territory_key(area)
    path = data_dir / "built" / key / ARCHIVE_NAME
    try:
        return _unpack(unsealed(read_bytes(path)))
    except DataError:  # not built yet, or damaged
        built = _build(area, key, progress or _silent)
        keep_for_later(path, sealed(_pack(built)))
        return built


def territory_key(area: tuple[str, ...]) -> str:
    """Return a text that changes with the area, the published data, the manual tables and the code that builds."""
    digest = hashlib.sha256(json.dumps(area).encode())
    for package in published.PACKAGES:
        digest.update(f"{package}={importlib.metadata.version(package)};".encode())
    for contract in published.MANUAL_CONTRACTS:
        digest.update(read_bytes(manual_dir() / f"{contract.name}.csv"))
    for path in _building_code():
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _building_code() -> list[Path]:
    folder = Path(territory.__file__).parent
    return [*sorted(folder.glob("*.py")), Path(population.__file__), Path(published.__file__), Path(__file__)]


def _silent(_: float) -> None:
    """Tell nobody."""


def _build(area: tuple[str, ...], key: str, progress: Progress) -> Territory:
    progress(0.0)
    raw = published.read_raw_territory()
    progress(0.5)
    built = build_territory(raw, area, version=key)
    progress(1.0)
    return built


def _pack(built: Territory) -> bytes:
    """One archive of Arrow tables (geometry as WKB) and a description."""
    maps = {name: _with_wkb(getattr(built, name)) for name in MAPS}
    tables = {name: getattr(built, name) for name in TABLES}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, table in {**maps, **tables}.items():
            archive.writestr(name, _arrow_bytes(table))
        archive.writestr("description", json.dumps(_description(built)))
    return stream.getvalue()


def _unpack(content: bytes) -> Territory:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        tables = {name: _table(archive.read(name)) for name in (*MAPS, *TABLES)}
        described = json.loads(archive.read("description"))
    maps = {name: _with_shapes(tables[name]) for name in MAPS}
    return Territory(
        area=tuple(described["area"]),
        **maps,
        offices=tables["offices"],
        office_of=described["office_of"],
        version=described["version"],
        notices=tuple(Notice(**{**item, "severity": Severity(item["severity"])}) for item in described["notices"]),
        places=tables["places"],
        surroundings=tables["surroundings"],
    )


def _description(built: Territory) -> Mapping[str, object]:
    return {
        "area": built.area,
        "version": built.version,
        "office_of": dict(built.office_of),
        "notices": [asdict(notice) for notice in built.notices],
    }


def _with_wkb(table: gpd.GeoDataFrame) -> pd.DataFrame:
    return pd.DataFrame(table.drop(columns="geometry")).assign(geometry=shapely.to_wkb(table.geometry.to_numpy()))


def _with_shapes(table: pd.DataFrame) -> gpd.GeoDataFrame:
    shapes = shapely.from_wkb(table["geometry"].to_numpy())
    return gpd.GeoDataFrame(table.drop(columns="geometry"), geometry=shapes, crs=GEOGRAPHIC_CRS)


def _arrow_bytes(table: pd.DataFrame) -> bytes:
    stream = io.BytesIO()
    feather.write_feather(pa.Table.from_pandas(table, preserve_index=False), stream, compression="uncompressed")
    return stream.getvalue()


def _table(content: bytes) -> pd.DataFrame:
    table: pd.DataFrame = feather.read_table(io.BytesIO(content)).to_pandas()
    texts = [
        name for name in table.columns if isinstance(table[name].dtype, pd.StringDtype) or table[name].isna().all()
    ]
    return table.assign(**{name: table[name].astype(object).where(table[name].notna(), None) for name in texts})
