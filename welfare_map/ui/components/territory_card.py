"""The card of a territory that was clicked or searched: residents, services, adherents, agreements, district office."""

import streamlit as st

from geodata.errors import InputError
from welfare_map.maps.territory_cards import territory_card
from welfare_map.model import TerritoryAnswer, TerritoryQuery, TerritoryRow
from welfare_map.questions.territory import territory
from welfare_map.texts import text
from welfare_map.ui import state, unread_words
from welfare_map.ui.components.place_search import choose_place
from welfare_map.ui.context import Page


def open_territory(page: Page) -> TerritoryAnswer | None:
    """Answer what the open territory is; a code that is none leaves the address, and the page says it."""
    code = state.get(state.TERRITORY)
    if not code:
        return None
    try:
        return territory(page.snapshot, TerritoryQuery(as_of_on=page.as_of_on, code=code))
    except InputError:
        unread_words.leave_out(unread_words.VISIT, "territory", code)
        state.put(state.TERRITORY, "")
        return None


def territory_section(page: Page, opened: TerritoryAnswer | None, *, can_choose_place: bool) -> None:
    """Draw the card of the open territory, if there is one."""
    if opened is None:
        return
    row = opened.rows[0]
    names = page.snapshot.table("initiatives").set_index("initiative_id")["name"]
    with st.container(key="territory-section"):
        with st.container(horizontal=True, horizontal_alignment="right"):
            if can_choose_place and row.level == "municipality":
                st.button(text("find.work_here", page.lang), type="primary", on_click=_work_here, args=(page, row))
            st.button(text("find.close", page.lang), on_click=state.put, args=(state.TERRITORY, ""))
        st.html(territory_card(row, page.lang, initiative_names=[str(names[item]) for item in row.initiative_ids]))


def _work_here(page: Page, row: TerritoryRow) -> None:
    """Choose the clicked point, or the point that stands for the municipality where that was not clicked."""
    territories = page.snapshot.territory
    clicked = state.get(state.PICK_POINT)
    if clicked and territories.locate(*clicked) == row.code:
        choose_place(clicked[0], clicked[1], row.name, "exact")
    else:
        middle = territories.municipalities.iloc[territories.row_of(row.code)]
        choose_place(float(middle["point_lon"]), float(middle["point_lat"]), row.name, "municipality")
    state.put(state.TERRITORY, "")
