"""What a click on the map does: a service is chosen, a municipality opens its card."""

import streamlit as st

from welfare_map.maps.view import Pick, PickWhat
from welfare_map.texts import text
from welfare_map.ui import state
from welfare_map.ui.context import Page

PICK_POINT = "pick_point"


def handle_pick(page: Page, pick: Pick | None) -> None:
    """Act once on a new click: the component repeats the last one at every rerun."""
    if pick is None or pick.number == st.session_state.get(state.PICK_SEEN):
        return
    st.session_state[state.PICK_SEEN] = pick.number
    match pick.what:
        case PickWhat.MUNICIPALITY:
            st.session_state[PICK_POINT] = (pick.lon, pick.lat)
            state.write("territory", [pick.item_id])
        case PickWhat.POINT | PickWhat.ITEM:
            state.write("selected", [pick.item_id])
        case PickWhat.OUTSIDE:
            st.toast(text("find.outside", page.lang))
            return
    st.rerun()
