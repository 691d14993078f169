"""When somebody works: a few patterns that many people know, or hours of one's own."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import streamlit as st

from geodata.errors import InputError
from welfare_map.model import SHIFT_TEMPLATES, WEEKDAYS, ShiftPattern, read_shifts
from welfare_map.share import FITS
from welfare_map.texts import text
from welfare_map.ui import shift_keys, state
from welfare_map.ui.components.fault_place import fault_place
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import error_marked
from welfare_map.ui.shift_keys import OWN, WRITTEN

COUNTED: Final = re.compile(r"\boff\b|\bevery\b")
"""Patterns that count days or weeks, from the first day of interest."""
NOTATION: Final = "Mo,We 08:00-14:00; Th 14:00-20:00"
"""Hours that differ by day, as somebody may write them."""
DAYS: Final = "shift-days"
"""Key of the row of the days of interest."""
PERIOD_DAYS: Final = 90
"""Days that are looked at where the visitor says nothing: about three months ahead."""


@dataclass(frozen=True, slots=True)
class Shift:
    """When somebody works, in which days, and which services are to stay (one of ``share.FITS``)."""

    pattern: ShiftPattern
    from_on: date
    to_on: date
    fit: str


def ask_shift(page: Page) -> Shift | None:
    """Ask when the visitor works and in which days; None while nothing was said or it cannot be read."""
    lang = page.lang
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom", key="shift-row"):
        choice = st.selectbox(
            text("day.shift", lang),
            ["", *SHIFT_TEMPLATES, OWN, WRITTEN],
            format_func=lambda name: _choice_words(name, lang),
            key=shift_keys.SHIFT,
            persist_state="session",
            width=420,
        )
        if choice == OWN:
            _ask_own_hours(lang)
        if choice == WRITTEN:
            st.text_input(
                text("day.shift_words", lang),
                placeholder=NOTATION,
                help=text("day.shift_words_help", lang),
                key=shift_keys.SHIFT_WORDS,
                persist_state="session",
            )
    if not choice:
        return None
    if COUNTED.search(SHIFT_TEMPLATES.get(choice, "")):
        st.caption(text("day.shift_counted", lang))
    from_on, to_on, fit = _ask_days(page)
    return _read(page, from_on, to_on, fit)


def _choice_words(name: str, lang: str) -> str:
    if name in SHIFT_TEMPLATES:
        return text(f"fits.template.{name}", lang)
    beside = {
        "": text("day.shift_none", lang),
        OWN: text("day.shift_own", lang),
        WRITTEN: text("day.shift_written", lang),
    }
    return beside[name]


def _ask_own_hours(lang: str) -> None:
    st.pills(
        text("day.shift_days", lang),
        list(WEEKDAYS),
        selection_mode="multi",
        format_func=lambda day: text(f"hours.day.{day}", lang),
        key=shift_keys.SHIFT_DAYS,
        persist_state="session",
    )
    for label, key in (
        (text("day.shift_start", lang), shift_keys.SHIFT_START),
        (text("day.shift_end", lang), shift_keys.SHIFT_END),
    ):
        st.time_input(label, key=key, step=timedelta(minutes=15), persist_state="session", width=130)


def _ask_days(page: Page) -> tuple[date, date, str]:
    """Ask for the days of interest and for which services are to stay."""
    lang = page.lang
    usual = {shift_keys.FROM_ON: page.as_of_on, shift_keys.TO_ON: page.as_of_on + timedelta(days=PERIOD_DAYS)}
    for key, day in usual.items():
        if state.get(key) is None:
            state.put(key, day)
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom", key=DAYS):
        from_on = _ask_day(text("day.from", lang), shift_keys.FROM_ON)
        to_on = _ask_day(text("day.to", lang), shift_keys.TO_ON)
        fit = st.segmented_control(
            text("day.fit", lang),
            list(FITS),
            required=True,
            format_func=lambda name: text(f"codes.fit_shown.{name}", lang),
            key=shift_keys.FIT,
            persist_state="session",
        )
    return from_on or page.as_of_on, to_on or page.as_of_on, str(fit or FITS[0])


def _ask_day(label: str, key: str) -> date | None:
    day: date | None = st.date_input(label, key=key, format="DD/MM/YYYY", persist_state="session", width=150)
    return day


def _read(page: Page, from_on: date, to_on: date, fit: str) -> Shift | None:
    words = shift_keys.shift_words(st.session_state)
    if not words:
        st.info(text("day.shift_missing", page.lang))
        return None
    try:
        return Shift(read_shifts(words, from_on), from_on, to_on, fit)
    except InputError as error:
        is_written = state.get(shift_keys.SHIFT) == WRITTEN
        with fault_place(shift_keys.SHIFT_WORDS if is_written else shift_keys.SHIFT_START):
            st.warning(error_marked(error, page.lang))
        return None
