"""A page that needs the register while it does not answer: what is not done is said, and what was typed is kept."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import streamlit as st

from geodata.errors import StoreError
from welfare_map.texts import text
from welfare_map.ui import state

LOGGER = logging.getLogger(__name__)
HELD: Final = "held_fields"
"""Page -> key and value of fields that it could not draw: the browser's values of what is not drawn are forgotten."""
TRIES: Final = "away_tries"
"""How often a visitor has asked for the page again since it could not be drawn."""


def say_away(page_name: str, lang: str) -> None:
    """Say that a part of the page has to wait, and keep what stands in its fields."""
    state.put(HELD, {**_held(), page_name: fields_now()})
    st.error(text("app.part_away", lang))
    st.button(text("app.try_again", lang), key="away-again", on_click=_count)
    if state.get(TRIES):
        st.caption(text("app.tried_again", lang, count=state.get(TRIES)))


def _count() -> None:
    state.put(TRIES, (state.get(TRIES) or 0) + 1)


def fields_now() -> dict[str, Any]:
    """Return what stands in the fields of forms, the emptied ones too."""
    return {name: st.session_state[name] for name in state.get(state.FIELDS) or () if name in st.session_state}


@contextmanager
def meanwhile(lang: str) -> Iterator[None]:
    """Go on with a page after a part that only shows something: where the register is away the part says so."""
    try:
        yield
    except StoreError as error:
        st.warning(text("app.section_away", lang))
        LOGGER.error("%s", error)  # noqa: TRY400  # a sentence; where it happened tells the operator nothing


def give_back(page_name: str) -> None:
    """Hand to the fields of a page, before they are drawn, what stood in them when they could not be."""
    fill_in(_held().get(page_name, {}))


def fill_in(fields: Mapping[str, Any]) -> None:
    """
    Hand values to fields that are not drawn yet, but for those with a newer one.

    A value that an earlier run handed over is handed over again: the browser is told of those of this run alone.
    """
    for name, value in fields.items():
        if st.session_state.get(name, value) == value:
            state.put(name, value)


def forget(page_name: str) -> None:
    """Keep nothing more of a page: it was drawn."""
    state.put(TRIES, 0)
    if page_name in _held():
        state.put(HELD, {name: fields for name, fields in _held().items() if name != page_name})


def _held() -> Mapping[str, Mapping[str, Any]]:
    return state.get(HELD) or {}
