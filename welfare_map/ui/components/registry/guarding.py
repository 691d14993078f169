"""What keeps machines and mistakes out of the public forms: a trap, a count, and a look at every field."""

from collections.abc import Callable, Mapping
from typing import Final

import streamlit as st

from geodata.errors import InputError, StoreError
from welfare_map.texts import text
from welfare_map.ui import data, state
from welfare_map.ui.components.registry.faults import faults_of, say_faults
from welfare_map.ui.components.registry.fields import Field
from welfare_map.ui.components.registry.saying import say_error, say_next, say_unkept
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


def send(page: Page, act: Callable[[], object], *, fields: Mapping[str, Field], is_trapped: bool, thanks: str) -> None:
    """
    Send what a visitor wrote, unless a field is wrong, a machine wrote it, or too much is coming in.

    A machine is thanked like everybody else. Where nothing was sent, the form keeps what was written.
    """
    faults = {} if is_trapped else faults_of(fields, page.lang)
    if faults:
        say_faults(fields, faults, page.lang)
        return
    try:
        if not is_trapped:
            _require_room()
            act()
    except InputError as error:
        say_error(error, page.lang)
        return
    except StoreError as error:
        say_unkept(error, text("app.not_sent", page.lang))
        return
    state.put(ROUND, (state.get(ROUND) or 0) + 1)
    say_next(thanks)
    st.rerun()


def _require_room() -> None:
    if not data.submissions().takes():
        raise InputError("error.too_many_submissions")
