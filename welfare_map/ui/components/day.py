"""A worker's day: where home is, who makes the trips, when the shift is. Home stays in the session and nowhere else."""

from dataclasses import dataclass

import streamlit as st

from welfare_map.model import Carer
from welfare_map.texts import text
from welfare_map.ui import state
from welfare_map.ui.components.place_search import Place, ask_place, chosen_place, forget_place
from welfare_map.ui.components.shift import Shift, ask_shift
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import marked


@dataclass(frozen=True, slots=True)
class Day:
    """What the visitor said about the day: home and shift, if they did, and who makes the trips there and back."""

    home: Place | None
    drops: Carer
    collects: Carer
    shift: Shift | None
    other_work: Place | None = None

    @property
    def is_shared(self) -> bool:
        """Somebody else makes one of the trips."""
        return Carer.OTHER in {self.drops, self.collects}

    @property
    def has_trips(self) -> bool:
        """Tell whether the minutes of a trip by way of a service can be known."""
        is_known = Carer.ME in {self.drops, self.collects} or (self.is_shared and self.other_work is not None)
        return self.home is not None and is_known


def ask_day(page: Page) -> Day:
    """Ask for home and for who travels, folded away until somebody wants it."""
    lang = page.lang
    home = chosen_place(page, state.HOME)
    label = text("day.title", lang) if home is None else text("day.title_home", lang, home=home.name)
    with st.expander(label, key="day"):
        st.caption(f"{text('day.help', lang)} {text('privacy.link', lang)}")
        home = ask_place(page, state.HOME)
        if home is not None:
            _say_home(home, lang)
        with st.container(horizontal=True, gap="medium"):
            drops = _ask_carer(text("day.drops", lang), state.DROPS, lang)
            collects = _ask_carer(text("day.collects", lang), state.COLLECTS, lang)
        other_work = _ask_other_work(page) if Carer.OTHER in {drops, collects} else None
        shift = ask_shift(page)
        day = Day(home, drops, collects, shift, other_work)
        if home is not None and not day.has_trips:
            st.info(text("day.nobody", lang))
    return day


def _ask_other_work(page: Page) -> Place | None:
    """Ask where the other carer works, to know their trips; it stays in the session."""
    st.caption(text("day.other_work_help", page.lang))
    other_work = ask_place(page, state.OTHER_WORK)
    if other_work is not None:
        st.markdown(marked("day.other_work_is", page.lang, place=other_work.name))
    return other_work


def _say_home(home: Place, lang: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(marked("day.home_is", lang, home=home.name))
        st.button(text("day.forget_home", lang), on_click=_forget_home, type="tertiary")


def _forget_home() -> None:
    forget_place(state.HOME)
    state.put(state.HOME.words, "")


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
