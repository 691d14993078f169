"""The tables that the naive maps read, from the same territory and the same services as ours."""

from pathlib import Path

import geopandas as gpd
import pandas as pd

from geodata.codes import KIND_FACTS, ServiceKind
from geodata.store import demo_dir, load_territory, read_csv_table
from geodata.tables import SERVICES
from welfare_map.settings import DEFAULT_AREA


def write_naive_tables(data_dir: Path, folder: Path) -> None:
    """Write full boundaries and services with a position as files that tutorials start from."""
    municipalities = load_territory(data_dir, DEFAULT_AREA).municipalities
    names = ["municipality_code", "municipality_name", "province_code", "province_name", "geometry"]
    folder.mkdir(parents=True, exist_ok=True)
    municipalities[names].to_file(folder / "municipalities.geojson", driver="GeoJSON")
    dissolved = municipalities[["province_code", "province_name", "geometry"]].dissolve("province_code").reset_index()
    gpd.GeoDataFrame(dissolved).to_file(folder / "provinces.geojson", driver="GeoJSON")
    demo_services().to_csv(folder / "services.csv", index=False)


def demo_services() -> pd.DataFrame:
    """Return the demonstration services that have a position, with their group."""
    services = read_csv_table(demo_dir() / "services.csv", SERVICES)
    group_of = {kind.value: KIND_FACTS[kind].group.value for kind in ServiceKind}
    placed = services[services["lon"].notna() & (services["position_quality"] != "none")]
    return placed.assign(group=placed["kind"].map(group_of))
