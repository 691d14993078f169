"""*Imprese e piani*: from "who is near me?" to a plan."""

from collections.abc import Callable, Mapping
from typing import Final

import streamlit as st

from geodata.codes import TravelMode
from welfare_map.maps.view import MapView
from welfare_map.model import NearbyQuery
from welfare_map.texts import formats, text
from welfare_map.ui import state, visit_address
from welfare_map.ui.components.answer_map import around, origin_of
from welfare_map.ui.components.demo_banner import demo_banner
from welfare_map.ui.components.filters import MINUTES, with_present
from welfare_map.ui.components.firms import consortium, exchange, matches, neighbours, plan, shuttle, survey
from welfare_map.ui.components.firms.asked import AskedFirm, Section
from welfare_map.ui.components.firms.partners import partner_ids, partners_panel
from welfare_map.ui.components.firms.profile import ask_firm, viewer_for
from welfare_map.ui.components.frame import title
from welfare_map.ui.components.layers import ShownLayers
from welfare_map.ui.components.map_panel import map_panel
from welfare_map.ui.components.picks import handle_pick
from welfare_map.ui.components.place_search import ask_place, say_start
from welfare_map.ui.components.registry.saying import say_now
from welfare_map.ui.components.registry.sign_in import actor_meanwhile
from welfare_map.ui.components.territory_card import open_territory, territory_section
from welfare_map.ui.components.unread import say_unread
from welfare_map.ui.context import Page

SECTIONS: Final[Mapping[str, Callable[[Page, AskedFirm], Section]]] = {
    "neighbours": neighbours.section,
    "matches": matches.section,
    "consortium": consortium.section,
    "shuttle": shuttle.section,
    "exchange": exchange.section,
    "survey": survey.section,
    "plan": plan.section,
}
"""Code of a section (one of ``share.FIRM_TABS``) -> what answers and draws it; the first is shown first."""


def show(page: Page) -> None:
    """Ask where the firm is, and which; show the section that was chosen, beside the map of the same answer."""
    unread_slot = title(text("firms.title", page.lang), page.lang)
    place_slot, profile_slot, filter_slot, banner_slot, answer_slot = (
        st.container(key=f"slot-{name}") for name in ("place", "profile", "filters", "banner", "answer")
    )
    actor = actor_meanwhile(page)
    with place_slot:
        say_now()
        place = ask_place(page)
    with profile_slot:
        me = ask_firm(page, actor, place)
    with filter_slot:
        asked = None
        if place:
            mode, limit_min = _ask_reach(page.lang)
            asked = AskedFirm(
                place=place,
                mode=mode,
                limit_min=limit_min,
                me=me,
                viewer=viewer_for(page, actor),
                partner_ids=partner_ids(page.snapshot),
            )
            tab = _ask_section(page.lang)
        section = SECTIONS[tab](page, asked) if asked else None
    with answer_slot:
        if asked and section and section.heading:
            st.subheader(section.heading, anchor=False)
            say_start(asked.place, page.lang)
    opened = open_territory(page)
    map_column, list_column = st.columns([5, 7], gap="medium")
    with map_column:
        shown, pick = map_panel(page, lambda layers: _view(asked, section, layers))
    with list_column:
        territory_section(page, opened, can_choose_place=True)
        _list(page, asked, section)
    with banner_slot:
        seen = (section, shown, opened)
        demo_banner(page.lang, is_shown=any(item and item.has_demo for item in seen))
    visit_address.write_address(_address_query(page, asked))
    say_unread(unread_slot, page.lang, "firms")
    handle_pick(page, pick)


def _list(page: Page, asked: AskedFirm | None, section: Section | None) -> None:
    if asked is None or section is None:
        st.write(text("firms.hint", page.lang))
        return
    partners_panel(page, asked.partner_ids)
    section.draw()


def _ask_reach(lang: str) -> tuple[TravelMode, float]:
    """Ask how people travel and for how long."""
    with st.container(horizontal=True, key="filters", vertical_alignment="bottom", gap="small"):
        mode = st.segmented_control(
            text("find.mode", lang),
            list(TravelMode),
            required=True,
            format_func=lambda code: text(f"codes.mode.{code}", lang),
            key=state.MODE,
            persist_state="session",
        )
        minutes = st.selectbox(
            text("find.minutes", lang),
            with_present(MINUTES, state.MINUTES),
            format_func=lambda value: formats.number(value, lang),
            key=state.MINUTES,
            persist_state="session",
            width=120,
        )
    return TravelMode(mode or TravelMode.CAR), float(minutes)


def _ask_section(lang: str) -> str:
    """Ask which section is drawn; with one alone there is nothing to ask."""
    if state.get(state.TAB) not in SECTIONS:
        state.put(state.TAB, next(iter(SECTIONS)))
    if len(SECTIONS) > 1:
        st.segmented_control(
            text("firms.sections", lang),
            list(SECTIONS),
            required=True,
            format_func=lambda code: text(f"firms.tab_{code}", lang),
            key=state.TAB,
            persist_state="session",
            label_visibility="collapsed",
        )
    return str(state.get(state.TAB))


def _view(asked: AskedFirm | None, section: Section | None, shown: ShownLayers) -> MapView:
    points = section.points if section else ()
    place = asked.place if asked else None
    return MapView(
        layers=shown.layers,
        level=shown.level,
        points=points,
        areas=section.areas if section else (),
        origin=origin_of(place),
        selected_id=state.get(state.SELECTED) or None,
        selected_municipality_code=state.get(state.TERRITORY) or None,
        fit=shown.fit or around((place,) if place else (), points),
        tiles=shown.tiles,
    )


def _address_query(page: Page, asked: AskedFirm | None) -> NearbyQuery | None:
    """Return what the address carries of place and reach, in the parameters of *Trova servizi*."""
    if asked is None:
        return None
    return NearbyQuery(
        lon=asked.place.lon,
        lat=asked.place.lat,
        as_of_on=page.as_of_on,
        mode=asked.mode,
        limit_min=asked.limit_min,
    )
