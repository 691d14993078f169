"""A page that needs the register while it does not answer: what is not done is said, and what was typed is kept."""

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from welfare_map.texts import text
from welfare_map.ui import state

HELD: Final = "held_fields"
"""Page -> key and value of fields that it could not draw: the browser's values of what is not drawn are forgotten."""


def say_away(page_name: str, lang: str) -> None:
    """Say that a part of the page has to wait, and keep what stands in its fields."""
    found = {str(name): value for name, value in st.session_state.items() if _is_of_a_field(value)}
    state.put(HELD, {**_held(), page_name: found})
    st.error(text("app.part_away", lang))
    st.button(text("app.try_again", lang), key="away-again")


def give_back(page_name: str) -> None:
    """Hand to the fields of a page, before they are drawn, what stood in them when they could not be."""
    for name, value in _held().get(page_name, {}).items():
        if name not in st.session_state:
            state.put(name, value)


def forget(page_name: str) -> None:
    """Keep nothing more of a page: it was drawn."""
    if page_name in _held():
        state.put(HELD, {name: fields for name, fields in _held().items() if name != page_name})


def _held() -> Mapping[str, Mapping[str, Any]]:
    return state.get(HELD) or {}


def _is_of_a_field(value: object) -> bool:
    """Tell words, numbers and choices from buttons, files and what pages keep for themselves."""
    if isinstance(value, list):
        return bool(value) and all(isinstance(one, str) for one in value)
    return isinstance(value, (str, int, float)) and not isinstance(value, bool)
