"""A worker's day: where home is, who makes the trips, when the shift is. Home stays in the session and nowhere else."""

from dataclasses import dataclass

import streamlit as st

from welfare_map.model import Carer
from welfare_map.texts import text
from welfare_map.ui import state
from welfare_map.ui.components.place_search import Place, ask_place, chosen_place, forget_place
from welfare_map.ui.components.shift import Shift, ask_shift
from welfare_map.ui.context import Page


@dataclass(frozen=True, slots=True)
class Day:
    """What the visitor said about the day: home and shift, if they did, and who makes the trips there and back."""

    home: Place | None
    drops: Carer
    collects: Carer
    shift: Shift | None


def ask_day(page: Page) -> Day:
    """Ask for home and for who travels, folded away until somebody wants it."""
    lang = page.lang
    home = chosen_place(page, state.HOME)
    label = text("day.title", lang) if home is None else text("day.title_home", lang, home=home.name)
    with st.expander(label, key="day"):
        st.caption(text("day.help", lang))
        home = ask_place(page, state.HOME)
        if home is not None:
            _say_home(home, lang)
        with st.container(horizontal=True, gap="medium"):
            drops = _ask_carer(text("day.drops", lang), state.DROPS, lang)
            collects = _ask_carer(text("day.collects", lang), state.COLLECTS, lang)
        if home is not None and drops is not Carer.ME and collects is not Carer.ME:
            st.info(text("day.nobody", lang))
        shift = ask_shift(page)
    return Day(home, drops, collects, shift)


def _say_home(home: Place, lang: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(text("day.home_is", lang, home=home.name))
        st.button(text("day.forget_home", lang), on_click=forget_place, args=(state.HOME,), type="tertiary")


def _ask_carer(label: str, key: str, lang: str) -> Carer:
    chosen = st.segmented_control(
        label,
        [Carer.ME, Carer.OTHER, *([Carer.NOBODY] if state.get(key) == Carer.NOBODY else [])],
        required=True,
        format_func=lambda carer: text(f"codes.carer.{carer}", lang),
        key=key,
        persist_state="session",
    )
    return Carer(chosen or Carer.ME)
