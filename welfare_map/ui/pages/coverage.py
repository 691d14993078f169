"""*Copertura*: what is met, what is not, what nobody can tell yet, and where to act."""

from collections.abc import Callable, Mapping
from typing import Final

import streamlit as st

from welfare_map.maps.view import MapView, Pick
from welfare_map.share_coverage import tab_params
from welfare_map.texts import text
from welfare_map.ui import state, visit_address
from welfare_map.ui.components.coverage import access, brief, coverage, siting, whatif
from welfare_map.ui.components.coverage.naming import check_places
from welfare_map.ui.components.coverage.section import Section
from welfare_map.ui.components.demo_banner import demo_banner
from welfare_map.ui.components.frame import title
from welfare_map.ui.components.layers import ShownLayers
from welfare_map.ui.components.map_panel import map_panel
from welfare_map.ui.components.unread import say_unread
from welfare_map.ui.context import Page
from welfare_map.ui.coverage_keys import COVERAGE_TAB

SECTIONS: Final[Mapping[str, Callable[[Page], Section]]] = {
    "coverage": coverage.section,
    "access": access.section,
    "siting": siting.section,
    "whatif": whatif.section,
    "brief": brief.section,
}
"""Code of a section (one of ``share_coverage.COVERAGE_TABS``) -> what asks, answers and draws it, the first first."""


def show(page: Page) -> None:
    """Ask the question of the chosen section, answer it in a sentence, and show the same answer on map and list."""
    unread_slot = title(text("coverage.title", page.lang), page.lang)
    tab = _ask_section(page.lang)
    check_places(page)
    section = SECTIONS[tab](page)
    banner_slot = st.container(key="slot-banner")
    st.subheader(section.heading, anchor=False)
    map_column, list_column = st.columns([5, 6], gap="medium")
    with map_column:
        shown, pick = map_panel(page, lambda layers: _view(section, layers), legend=section.legend)
    with list_column:
        section.draw()
    if section.beneath:
        section.beneath()
    with banner_slot:
        demo_banner(page.lang, is_shown=section.has_demo or shown.has_demo)
    visit_address.write_address(None, beside={**tab_params(tab), **section.params})
    say_unread(unread_slot, page.lang, next(iter(SECTIONS)), tab)
    _pass_on(section, pick)


def _ask_section(lang: str) -> str:
    """Ask which section is drawn; with one alone there is nothing to ask."""
    if state.get(COVERAGE_TAB) not in SECTIONS:
        state.put(COVERAGE_TAB, next(iter(SECTIONS)))
    if len(SECTIONS) > 1:
        st.segmented_control(
            text("coverage.sections", lang),
            list(SECTIONS),
            required=True,
            format_func=lambda code: text(f"coverage.tab_{code}", lang),
            key=COVERAGE_TAB,
            persist_state="session",
            label_visibility="collapsed",
        )
    return str(state.get(COVERAGE_TAB))


def _view(section: Section, shown: ShownLayers) -> MapView:
    return MapView(
        layers=shown.layers,
        level=section.level or shown.level,
        fills=section.fills,
        points=section.points,
        areas=section.areas,
        selected_id=state.get(state.SELECTED) or None,
        fit=shown.fit or section.fit,
        tiles=shown.tiles,
    )


def _pass_on(section: Section, pick: Pick | None) -> None:
    """Hand a new click to the section: the component repeats the last one at every rerun."""
    if pick is None or pick.number == state.get(state.PICK_SEEN):
        return
    state.put(state.PICK_SEEN, pick.number)
    if section.on_pick:
        section.on_pick(pick)
