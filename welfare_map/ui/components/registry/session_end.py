"""Before the session of an account ends, whoever is there is told, and can stay (WCAG 2.1, 2.2.1)."""

from contextlib import suppress
from datetime import timedelta
from typing import Final

import streamlit as st

from geodata.errors import StoreError
from welfare_map.register.accounts.sessions import read_session, time_left
from welfare_map.texts import text
from welfare_map.ui import data

WARNED: Final = timedelta(minutes=5)
ASKED_EVERY_S: Final = 60
BAR: Final = "session-end"
"""It stands at the foot of the window, wherever the page is scrolled to."""


@st.fragment(run_every=ASKED_EVERY_S)
def watch_session(token: str, lang: str) -> None:
    """Ask once a minute, beside the page, how long a session lasts, and say it when that is not long any more."""
    try:
        left = time_left(data.register(), token)
    except StoreError:  # the page says so at the next click
        return
    if left is not None and left > WARNED:
        return
    with st.container(key=BAR):
        st.warning(text("registry.session_over" if left is None else "registry.session_ends", lang))
        if left is not None:
            st.button(text("registry.session_stay", lang), key="session-stay", on_click=_stay, args=(token,))


def _stay(token: str) -> None:
    with suppress(StoreError):
        read_session(data.register(), token)
