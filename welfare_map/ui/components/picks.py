"""What a click on the map does: a service is chosen, a municipality opens its card."""

import streamlit as st

from welfare_map.maps.view import Pick, PickWhat
from welfare_map.texts import text
from welfare_map.ui import state
from welfare_map.ui.context import Page


def handle_pick(page: Page, pick: Pick | None) -> None:
    """Act once on a new click: the component repeats the last one at every rerun."""
    if pick is None or pick.number == state.get(state.PICK_SEEN):
        return
    state.put(state.PICK_SEEN, pick.number)
    match pick.what:
        case PickWhat.MUNICIPALITY:
            state.put(state.PICK_POINT, (pick.lon, pick.lat))
            state.put(state.TERRITORY, pick.item_id)
        case PickWhat.POINT | PickWhat.ITEM:
            state.put(state.SELECTED, pick.item_id)
        case PickWhat.OUTSIDE:
            st.toast(text("find.outside", page.lang))
            return
    st.rerun()
