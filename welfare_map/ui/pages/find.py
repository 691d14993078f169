"""*Trova servizi*: where do you work, and which services are near?"""

import streamlit as st

from welfare_map.model import NearbyAnswer
from welfare_map.questions.nearby import nearby
from welfare_map.texts import text
from welfare_map.ui import data
from welfare_map.ui.components.answer_list import show_list
from welfare_map.ui.components.answer_map import nearby_view
from welfare_map.ui.components.demo_banner import demo_banner
from welfare_map.ui.components.filters import ask_filters
from welfare_map.ui.components.layers import ask_layers
from welfare_map.ui.components.map import show_map
from welfare_map.ui.components.picks import handle_pick
from welfare_map.ui.components.place_search import Place, ask_place
from welfare_map.ui.components.share_bar import share_bar
from welfare_map.ui.components.territory_card import territory_section
from welfare_map.ui.context import Page


def show(page: Page) -> None:
    """Ask where the visitor works; show what is near, on a map and in a list that say the same."""
    st.title(text("find.title", page.lang), anchor=False)
    place = ask_place(page)
    answer = _answer(page, place)
    with st.container(key="banner-place"):
        banner = st.empty()
    map_column, list_column = st.columns([7, 5], gap="medium")
    with map_column, st.container(key="map-column"):
        shown = ask_layers(page)
        view = nearby_view(page, place, answer, shown)
        handle_pick(page, show_map(view, key="map", lang=page.lang, assets=data.map_assets(page.snapshot, page.as_of_on)))
        territory_section(page, can_choose_place=True)
    with list_column:
        _list(page, answer)
    with banner:
        has_services = shown.has_demo_services or (answer is not None and answer.has_demo)
        demo_banner(page.lang, has_services=has_services, has_organisations=shown.has_demo_organisations)


def _answer(page: Page, place: Place | None) -> NearbyAnswer | None:
    if place is None:
        return None
    return nearby(page.snapshot, ask_filters(page, place), data.travel_times())


def _list(page: Page, answer: NearbyAnswer | None) -> None:
    if answer is None:
        st.info(text("find.hint", page.lang))
        return
    show_list(page, answer)
    share_bar(page, answer)
