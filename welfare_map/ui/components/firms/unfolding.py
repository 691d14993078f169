"""A small form that opens at a click and folds itself away once it was used."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from welfare_map.texts import text
from welfare_map.ui import state


@contextmanager
def unfolding(label: str, key: str, lang: str) -> Iterator[bool]:
    """
    Draw the button that opens a small form, or the frame of the open form with the button that closes it.

    Yields
    ------
    is_open
        Draw the form now.
    """
    if not state.get(key):
        st.button(label, key=f"{key}-unfold", on_click=state.put, args=(key, True))
        yield False
        return
    with st.container(border=True, key=f"{key}-frame"):
        yield True
        st.button(text("firms.own.close", lang), key=f"{key}-fold", on_click=fold, args=(key,), type="tertiary")


def fold(key: str) -> None:
    """Fold a form away; a callback of buttons."""
    state.put(key, False)
