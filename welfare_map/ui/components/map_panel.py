"""The map of a page, and under it the panel of what it shows."""

from collections.abc import Callable

import streamlit as st

from welfare_map.maps.view import MapView, Pick
from welfare_map.ui import data
from welfare_map.ui.components.layers import ShownLayers, ask_layers
from welfare_map.ui.components.map import show_map
from welfare_map.ui.context import Page


def map_panel(
    page: Page, view_of: Callable[[ShownLayers], MapView], *, legend: str = ""
) -> tuple[ShownLayers, Pick | None]:
    """Draw the map, its legend (HTML) and the layers that the panel below has on; return those and the last click."""
    with st.container(key="map-column"):
        map_slot = st.container(key="map-slot")
        shown = ask_layers(page)
        with map_slot:
            assets = data.map_assets(page.snapshot, page.as_of_on)
            pick = show_map(view_of(shown), key="map", lang=page.lang, assets=assets)
            if legend:
                st.html(legend)
    return shown, pick
