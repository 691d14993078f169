"""The map of a page, and under it the panel of what it shows."""

from collections.abc import Callable, Container
from typing import Final

import streamlit as st

from welfare_map.maps.view import MapView, Pick
from welfare_map.snapshot import Snapshot
from welfare_map.ui import data, state, unread_words
from welfare_map.ui.components.layers import ShownLayers, ask_layers
from welfare_map.ui.components.map import show_map
from welfare_map.ui.context import Page

THINGS: Final = {"services": "service_id", "organisations": "organisation_id", "practices": "practice_id"}
"""Table -> identifier of what a layer shows and a click opens."""


def map_panel(
    page: Page, view_of: Callable[[ShownLayers], MapView], *, legend: str = ""
) -> tuple[ShownLayers, Pick | None]:
    """Draw the map, its legend (HTML) and the layers that the panel below has on; return those and the last click."""
    with st.container(key="map-column"):
        map_slot = st.container(key="map-slot")
        shown = ask_layers(page)
        view = view_of(shown)
        _close_unknown(page.snapshot, {point.item_id for point in view.points})
        with map_slot:
            assets = data.map_assets(page.snapshot, page.as_of_on)
            pick = show_map(view, key="map", lang=page.lang, assets=assets)
            if legend:
                st.html(legend)
    return shown, pick


def _close_unknown(snapshot: Snapshot, drawn: Container[str]) -> None:
    """Close the card that an address names, once, where its thing is neither drawn nor on this map; it is said."""
    selected = str(state.get(state.SELECTED) or "")
    is_looked_for = bool(selected) and not state.get(unread_words.IS_CARD_CHECKED)
    state.put(unread_words.IS_CARD_CHECKED, True)
    if is_looked_for and selected not in drawn and not _is_thing(snapshot, selected):
        unread_words.leave_out(unread_words.VISIT, "selected", selected)
        state.put(state.SELECTED, "")


def _is_thing(snapshot: Snapshot, item_id: str) -> bool:
    return any((snapshot.table(name)[key] == item_id).any() for name, key in THINGS.items())
