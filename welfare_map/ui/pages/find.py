"""*Trova servizi*: where do you work, and which services are near?"""

import streamlit as st

from welfare_map.model import NearbyAnswer, NearbyQuery
from welfare_map.questions.nearby import nearby
from welfare_map.texts import text
from welfare_map.ui import data, state
from welfare_map.ui.components.answer_list import show_list
from welfare_map.ui.components.answer_map import nearby_view
from welfare_map.ui.components.demo_banner import demo_banner
from welfare_map.ui.components.filters import ask_filters
from welfare_map.ui.components.frame import title
from welfare_map.ui.components.layers import ask_layers
from welfare_map.ui.components.map import show_map
from welfare_map.ui.components.picks import handle_pick
from welfare_map.ui.components.place_search import ask_place
from welfare_map.ui.components.share_bar import share_bar
from welfare_map.ui.components.territory_card import territory_section
from welfare_map.ui.components.welcome import welcome
from welfare_map.ui.context import Page


def show(page: Page) -> None:
    """Ask where the visitor works; show what is near, on a map and in a list that say the same."""
    title(text("find.title", page.lang), page.lang)
    place = ask_place(page)
    query = ask_filters(page, place) if place else None
    answer = nearby(page.snapshot, query, data.travel_times()) if query else None
    banner = st.container(key="banner")
    map_column, list_column = st.columns([7, 5], gap="medium")
    with map_column, st.container(key="map-column"):
        map_place = st.container()
        shown = ask_layers(page)
        with map_place:
            assets = data.map_assets(page.snapshot, page.as_of_on)
            pick = show_map(nearby_view(page, place, answer, shown), key="map", lang=page.lang, assets=assets)
        territory_section(page, can_choose_place=True)
    with list_column:
        _list(page, query, answer)
    with banner:
        has_services = shown.has_demo_services or (answer is not None and answer.has_demo)
        demo_banner(page.lang, has_services=has_services, has_organisations=shown.has_demo_organisations)
    state.write_address(query)
    handle_pick(page, pick)


def _list(page: Page, query: NearbyQuery | None, answer: NearbyAnswer | None) -> None:
    if query is None or answer is None:
        welcome(page)
        return
    show_list(page, query, answer)
    share_bar(page, answer)
