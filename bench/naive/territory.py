"""What both naive maps share: the tables, the full boundaries, one filter. Written as tutorials write it."""

import os
from pathlib import Path

import folium
import geopandas as gpd
import pandas as pd
import streamlit as st

TABLES = Path(os.environ["WELFARE_MAP_BENCH_DIR"])
GROUPS = ("small_children", "children", "elders", "disability", "family", "time_saving")


@st.cache_data
def read_municipalities() -> gpd.GeoDataFrame:
    """Read the municipalities with their full geometry."""
    return gpd.read_file(TABLES / "municipalities.geojson")


@st.cache_data
def read_provinces() -> gpd.GeoDataFrame:
    """Read the provinces, dissolved from the full geometry."""
    return gpd.read_file(TABLES / "provinces.geojson")


@st.cache_data
def read_services() -> pd.DataFrame:
    """Read the services that have a position."""
    return pd.read_csv(TABLES / "services.csv")


def ask_services() -> pd.DataFrame:
    """Ask for groups of service and return the services of these groups; of all groups when none is chosen."""
    services = read_services()
    chosen = st.pills("Cosa cerchi?", GROUPS, selection_mode="multi", key="groups")
    return services[services["group"].isin(chosen)] if chosen else services


def territory_map() -> folium.Map:
    """Draw the boundaries of municipalities and provinces."""
    area = folium.Map(location=[45.5, 9.9], zoom_start=8)
    folium.GeoJson(
        read_municipalities(),
        name="Comuni",
        style_function=lambda _: {"color": "#777777", "weight": 1, "fillOpacity": 0.05},
        tooltip=folium.GeoJsonTooltip(["municipality_name", "province_name"]),
    ).add_to(area)
    folium.GeoJson(
        read_provinces(),
        name="Province",
        interactive=False,
        style_function=lambda _: {"color": "#333333", "weight": 2, "fillOpacity": 0},
    ).add_to(area)
    return area


def popup_of(service: object) -> str:
    """Say what one service is."""
    return f"<b>{service.name}</b><br>{service.kind}<br>{service.address}"  # type: ignore[attr-defined]
