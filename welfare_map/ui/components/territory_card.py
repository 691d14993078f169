"""The card of a territory that was clicked or searched: residents, services, adherents, agreements, district office."""

import streamlit as st

from geodata.errors import InputError
from welfare_map.maps.territory_cards import territory_card
from welfare_map.model import TerritoryQuery
from welfare_map.questions.territory import territory
from welfare_map.texts import text
from welfare_map.ui import state
from welfare_map.ui.components.place_search import choose_place
from welfare_map.ui.context import Page


def territory_section(page: Page, *, can_choose_place: bool) -> None:
    """Draw the card of the territory in the address, if there is one; what is no territory is said and forgotten."""
    code = state.get(state.TERRITORY)
    if not code:
        return
    try:
        row = territory(page.snapshot, TerritoryQuery(as_of_on=page.as_of_on, code=code)).rows[0]
    except InputError as error:
        st.warning(text(error.key, page.lang, **error.values))
        state.put(state.TERRITORY, "")
        return
    names = page.snapshot.table("initiatives").set_index("initiative_id")["name"]
    with st.container(key="territory-section"):
        with st.container(horizontal=True, horizontal_alignment="right"):
            if can_choose_place and row.level == "municipality":
                st.button(
                    text("find.work_here", page.lang), type="primary", on_click=_work_here, args=(page, code, row.name)
                )
            st.button(text("find.close", page.lang), on_click=state.put, args=(state.TERRITORY, ""))
        st.html(territory_card(row, page.lang, initiative_names=[str(names[item]) for item in row.initiative_ids]))


def _work_here(page: Page, code: str, name: str) -> None:
    """Choose the clicked point, or the point that stands for the municipality."""
    territories = page.snapshot.territory
    row = territories.municipalities.iloc[territories.row_of(code)]
    lon, lat = state.get(state.PICK_POINT) or (row["point_lon"], row["point_lat"])
    is_inside = territories.locate(lon, lat) == code
    if not is_inside:
        lon, lat = row["point_lon"], row["point_lat"]
    choose_place(float(lon), float(lat), name, "exact" if is_inside else "municipality")
    state.put(state.TERRITORY, "")
