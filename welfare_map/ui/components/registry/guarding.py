"""What keeps machines and mistakes out of the public forms: a trap, a count, and limits of length."""

from collections.abc import Callable
from typing import Final

import streamlit as st

from geodata.errors import InputError
from welfare_map.texts import text
from welfare_map.ui import data, state
from welfare_map.ui.components.registry.saying import say_error, say_next
from welfare_map.ui.context import Page

ROUND: Final = "registry_round"
"""How many messages this visit has sent: a new round has empty forms."""


def form_key(name: str) -> str:
    """Return the key of a public form; it changes when something was sent, so that the next form is empty."""
    return f"{name}-{state.get(ROUND) or 0}"


def trap(page: Page, key: str) -> bool:
    """Draw a field that people do not see, and tell whether somebody filled it."""
    with st.container(key=f"wm-trap-{key}"):
        return bool(st.text_input(text("registry.trap", page.lang), key=f"trap-{key}", autocomplete="off"))


def send(page: Page, act: Callable[[], object], *, is_trapped: bool, thanks: str) -> None:
    """
    Send what a visitor wrote, unless a machine wrote it or too much is coming in.

    A machine is thanked like everybody else. Where nothing was sent, the form keeps what was written.
    """
    try:
        if not is_trapped:
            _require_room()
            act()
    except InputError as error:
        say_error(error, page.lang)
        return
    state.put(ROUND, (state.get(ROUND) or 0) + 1)
    say_next(thanks)
    st.rerun()


def _require_room() -> None:
    if not data.submissions().takes():
        raise InputError("error.too_many_submissions")


def required(words: str | None, key: str, page: Page, *, maximum: int) -> str:
    """
    Return words that must be given.

    Raises
    ------
    InputError
        ``error.missing_answer``; ``error.too_long_answer``.
    """
    found = (words or "").strip()
    if not found:
        raise InputError("error.missing_answer", field=text(key, page.lang))
    if len(found) > maximum:
        raise InputError("error.too_long_answer", field=text(key, page.lang), maximum=maximum)
    return found
