"""When people of one's own firm work: patterns that many know, and hours of one's own."""

import re
from datetime import time, timedelta
from typing import Final

import streamlit as st

from welfare_map.maps.popups import escape
from welfare_map.model import SHIFT_TEMPLATES, WEEKDAYS, Firm, FirmShift
from welfare_map.questions.shift_words import shift_phrase
from welfare_map.texts import text
from welfare_map.ui import state
from welfare_map.ui.components.firms.unfolding import fold, unfolding
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import marked

TEMPLATES: Final = "own_shift_templates"
OWN_HOURS: Final = "own_shift_hours"
DAYS: Final = "own_shift_days"
START: Final = "own_shift_start"
END: Final = "own_shift_end"
OPEN: Final = "own_shift_open"
PLAIN: Final = re.compile(r"(\S+) (\d\d:\d\d)-(\d\d:\d\d)")
OFFERED: Final = {name: found for name, words in SHIFT_TEMPLATES.items() if (found := PLAIN.fullmatch(words))}
"""Patterns that are the same every week; rotations are no shift of a firm but of a person."""
MAX_COUNT: Final = 12
USUAL: Final = (time(8), time(17))


def added_shifts() -> tuple[FirmShift, ...]:
    """Return the shifts that the visitor added, each once."""
    named = (OFFERED[name] for name in state.get(TEMPLATES) or () if name in OFFERED)
    templates = (FirmShift(days=found[1], starts_at=found[2], ends_at=found[3]) for found in named)
    return tuple(dict.fromkeys((*templates, *(state.get(OWN_HOURS) or ()))))


def ask_shifts(page: Page, me: Firm) -> None:
    """Draw what is known of the shifts, and what adds one."""
    lang = page.lang
    st.html(f'<h3 class="wm-entry">{escape(text("firms.own.shifts", lang))}</h3>')
    known = [shift_phrase(shift).words(lang) for shift in me.shifts if shift not in added_shifts()]
    if known:
        st.caption(marked("firms.own.in_register", lang, what="; ".join(known)))
    st.pills(
        text("firms.own.shift_templates", lang),
        list(OFFERED),
        selection_mode="multi",
        format_func=lambda name: text(f"fits.template.{name}", lang),
        key=TEMPLATES,
        wrap=True,
        persist_state="session",
    )
    for shift in state.get(OWN_HOURS) or ():
        _line(page, shift)
    with unfolding(text("firms.own.shift_other", lang), OPEN, lang) as is_open:
        if is_open:
            _ask_hours(lang)


def _line(page: Page, shift: FirmShift) -> None:
    words = shift_phrase(shift).words(page.lang)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(f'<p class="wm-entry">{escape(words)}</p>', width="content")
        st.button(
            text("firms.own.remove", page.lang),
            key=f"own-shift-out-{shift.days}-{shift.starts_at}-{shift.ends_at}",
            type="tertiary",
            on_click=_remove,
            args=(shift,),
        )


def _ask_hours(lang: str) -> None:
    st.pills(
        text("day.shift_days", lang),
        list(WEEKDAYS),
        selection_mode="multi",
        default=list(WEEKDAYS[:5]) if DAYS not in st.session_state else None,
        format_func=lambda day: text(f"hours.day.{day}", lang),
        key=DAYS,
        wrap=True,
        persist_state="session",
    )
    with st.container(horizontal=True):
        for name, key, usual in zip(("start", "end"), (START, END), USUAL, strict=True):
            st.time_input(
                text(f"firms.own.shift_{name}", lang),
                value=usual if key not in st.session_state else None,
                key=key,
                step=timedelta(minutes=15),
                persist_state="session",
                width=130,
            )
    is_ready = bool(state.get(DAYS) and state.get(START) and state.get(END) and state.get(START) != state.get(END))
    st.button(text("firms.own.add", lang), key="own-shift-add", on_click=_add, disabled=not is_ready)


def _add() -> None:
    days = ",".join(day for day in WEEKDAYS if day in state.get(DAYS))
    shift = FirmShift(days=days, starts_at=f"{state.get(START):%H:%M}", ends_at=f"{state.get(END):%H:%M}")
    held = tuple(state.get(OWN_HOURS) or ())
    if shift not in held and len(held) < MAX_COUNT:
        state.put(OWN_HOURS, (*held, shift))
    fold(OPEN)


def _remove(shift: FirmShift) -> None:
    state.put(OWN_HOURS, tuple(one for one in state.get(OWN_HOURS) or () if one != shift))
