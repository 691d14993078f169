"""*Trova servizi*: where do you work, and which services are near?"""

import streamlit as st

from welfare_map.maps.view import MapView
from welfare_map.model import NearbyQuery
from welfare_map.texts import text
from welfare_map.ui import visit_address
from welfare_map.ui.components.answer_list import show_list
from welfare_map.ui.components.answer_map import nearby_view
from welfare_map.ui.components.asking import Found, ask_services
from welfare_map.ui.components.day import Day, ask_day
from welfare_map.ui.components.demo_banner import demo_banner
from welfare_map.ui.components.desk import desk_section
from welfare_map.ui.components.filters import ask_filters
from welfare_map.ui.components.frame import title
from welfare_map.ui.components.layers import ShownLayers
from welfare_map.ui.components.map_panel import map_panel
from welfare_map.ui.components.picks import handle_pick
from welfare_map.ui.components.place_search import Place, ask_place, say_start
from welfare_map.ui.components.reach_panel import ask_reach, show_reach, with_reach
from welfare_map.ui.components.saved_memory import saved_memory
from welfare_map.ui.components.share_bar import share_bar
from welfare_map.ui.components.territory_card import open_territory, territory_section
from welfare_map.ui.components.unread import say_unread
from welfare_map.ui.components.welcome import welcome
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import worded


def show(page: Page) -> None:
    """Ask where the visitor works; show what is near, on a map and in a list that say the same."""
    unread_slot = title(text("find.title", page.lang), page.lang)
    place_slot, filter_slot, day_slot, answer_slot, banner_slot = (
        st.container(key=f"slot-{name}") for name in ("place", "filters", "day", "answer", "banner")
    )
    with place_slot:
        place = ask_place(page)
    with filter_slot:
        query = ask_filters(page, place) if place else None
    with day_slot:
        day = ask_day(page) if query else None
    found = ask_services(page, query, day) if query and day else None
    answer = found.answer if found else None
    with answer_slot:
        if place and answer:
            st.subheader(worded(answer.sentence, page.lang), anchor=False)
            say_start(place, page.lang)
    opened = open_territory(page)
    map_column, list_column = st.columns([7, 5], gap="medium")

    def view_of(layers: ShownLayers) -> MapView:
        view = nearby_view(place, day.home if day else None, answer, layers)
        return with_reach(view, reached, layers, page.lang)

    with map_column:
        reached = ask_reach(page, query) if query else None
        shown, pick = map_panel(page, view_of)
    with list_column:
        show_reach(reached, page.lang)
        territory_section(page, opened, can_choose_place=True)
        has_demo = _list(page, place, query, day, found)
    with banner_slot:
        answers = (answer, opened, reached)
        demo_banner(page.lang, is_shown=has_demo or shown.has_demo or any(item and item.has_demo for item in answers))
    saved_memory()
    visit_address.write_address(query)
    say_unread(unread_slot, page.lang)
    handle_pick(page, pick)


def _list(page: Page, place: Place | None, query: NearbyQuery | None, day: Day | None, found: Found | None) -> bool:
    """Draw the answer, or the welcome before the first question; tell whether they count demonstration data."""
    if place is None or query is None or day is None or found is None:
        return welcome(page)
    has_demo = show_list(page, query, day, found)
    has_demo |= desk_section(page, place, day)
    share_bar(page, day, found.answer)
    return has_demo
