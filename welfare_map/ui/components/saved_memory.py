"""
The saved list in the visitor's own browser, beside the address that carries it.

The browser keeps identifiers of services alone, and only what the visitor saved: a list that came with somebody's link
is shown and not kept. It is given back at a visit whose address carries none.
"""

from functools import cache
from pathlib import Path
from typing import Final

import streamlit as st

from welfare_map import share
from welfare_map.parameters import join_list
from welfare_map.ui import state, unread_words

SCRIPT_PATH: Final = Path(__file__).parents[1] / "scripts" / "saved.js"
KEY: Final = "saved-memory"


def saved_memory() -> None:
    """Let the browser keep the list, or give back the one that it kept; draws nothing."""
    saved: tuple[str, ...] = state.get(state.SAVED)
    is_touched = bool(state.get(state.SAVED_TOUCHED))
    can_restore = not (saved or is_touched or state.get(state.SAVED_RESTORED))
    mount = st.components.v2.component("saved_memory", js=_script())
    mount(
        key=KEY,
        data={"saved": list(saved), "isTouched": is_touched, "canRestore": can_restore},
        on_restored_change=_restore,
        height=1,
    )


def put_saved(saved: tuple[str, ...]) -> None:
    """Change the list as the visitor asked for; a callback of buttons."""
    state.put(state.SAVED, saved)
    state.put(state.SAVED_TOUCHED, value=True)


def _restore() -> None:
    """Take the list that the browser gives back, held to the same rules as one in an address."""
    kept = str(state.get(KEY).restored or "").split("\n")
    state.put(state.SAVED_RESTORED, value=True)
    if not state.get(state.SAVED):
        state.put(unread_words.UNREAD_AT, None)  # the visitor has changed nothing: what a link says badly is still said
        state.put(state.SAVED, share.read_view({"saved": join_list(kept)}).saved)


@cache
def _script() -> str:
    return SCRIPT_PATH.read_text(encoding="utf-8")
