"""How every section asks: what and where in a row, and all the rest folded under it."""

from typing import TYPE_CHECKING

import streamlit as st

from geodata.codes import Level
from welfare_map.questions.neighbourhood import with_neighbours
from welfare_map.texts import text
from welfare_map.ui import state
from welfare_map.ui.access_keys import ACCESS_COUNT
from welfare_map.ui.components.coverage.naming import fit_levels, found_unit
from welfare_map.ui.context import Page
from welfare_map.ui.coverage_keys import BASIN_CODES, SHOWN, UNIT, WITHIN

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator


def question_row() -> "DeltaGenerator":
    """Return the row in which a section asks what and where."""
    return st.container(horizontal=True, key="question", vertical_alignment="bottom", gap="small")


def other_choices(lang: str, section: str) -> "DeltaGenerator":
    """Return the folded part, closed until the visitor opens it, that holds every other choice of a section."""
    return st.expander(text(f"coverage.ask.other_{section}", lang), key=f"{section}-more")


def ask_where(page: Page) -> None:
    """Ask for the territory, which all sections share."""
    st.text_input(
        text("coverage.ask.within", page.lang),
        placeholder=text("agreements.territory_placeholder", page.lang),
        max_chars=100,
        key=WITHIN,
        persist_state="session",
        on_change=_move,
        args=(page,),
    )


def ask_place(page: Page) -> None:
    """Ask for the territory, of a municipality with its neighbours too; or show the way out of a group."""
    if state.get(BASIN_CODES):
        st.button(text("coverage.ask.no_basin", page.lang), on_click=set_basin, args=((),))
        return
    ask_where(page)
    unit = found_unit(page.snapshot, str(state.get(WITHIN) or ""))
    if unit and unit[0] is Level.MUNICIPALITY:
        codes = with_neighbours(page.snapshot.territory, unit[1])
        st.button(text("coverage.ask.neighbours", page.lang), on_click=set_basin, args=(codes,))


def set_basin(codes: tuple[str, ...]) -> None:
    """Ask about a group of municipalities, or about none; a callback."""
    state.put(BASIN_CODES, codes)
    begin_anew()


def begin_anew() -> None:
    """Close the opened figure and begin the tables anew: other areas, other figures."""
    state.put(UNIT, "")
    state.put(SHOWN, None)
    state.put(ACCESS_COUNT, None)


def _move(page: Page) -> None:
    begin_anew()
    fit_levels(page.snapshot)
