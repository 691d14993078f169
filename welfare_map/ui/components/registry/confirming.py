"""A card that whoever runs the service opens by a signed link: it is right, or this is what is wrong with it."""

from typing import Final

import streamlit as st

from geodata.errors import InputError
from welfare_map.maps.parts import definition_list
from welfare_map.maps.popups import escape
from welfare_map.register.accounts import desk as desks
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.accounts.desk import Desk
from welfare_map.register.accounts.signed_links import PARAMETER, link_secret, read_link
from welfare_map.register.history.editing import read_record
from welfare_map.register.history.merging import standing_merges
from welfare_map.register.history.record_ref import RecordRef
from welfare_map.texts import text
from welfare_map.ui import state
from welfare_map.ui.components.registry.editing import checked_words
from welfare_map.ui.components.registry.fields import EDITED, ask_cells, ask_note, cells_of, changed
from welfare_map.ui.components.registry.guarding import form_key, send
from welfare_map.ui.components.registry.naming import record_name
from welfare_map.ui.components.registry.saying import (
    Cells,
    acting,
    cell_words,
    desk_of,
    label,
    say_error,
    say_next,
)
from welfare_map.ui.context import Page

PROVIDER: Final = Actor("", Role.PROVIDER)
SEEN: Final = "registry_linked_number"
"""The revision of the card that this visit was shown."""
FOR_CURATORS: Final = frozenset({"lon", "lat", "no_longer_listed_on"})
"""Columns that say nothing to whoever runs a service."""
LONGEST_TOKEN: Final = 1_000


def link_token() -> str:
    """Return the token of the address, "" when there is none."""
    return str(st.query_params.get(PARAMETER) or "")


def show(page: Page, token: str) -> None:
    """Draw the card that a link names, the button that confirms it, and the form that corrects it."""
    desk = desk_of(page)
    try:
        ref = read_link(link_secret(page.settings), token[:LONGEST_TOKEN])
        cells, number = _read(desk, ref)
    except InputError as error:
        say_error(error, page.lang)
        return
    st.write(text("registry.linked_intro", page.lang))
    st.html(_card_html(page, ref, cells))
    if st.button(text("registry.confirm", page.lang), type="primary", key="registry-linked-confirm"):
        _confirm(page, desk, ref)
    state.put(SEEN, number)
    with st.expander(text("registry.correct_title", page.lang)):
        _correct(page, desk, ref, cells)


def _read(desk: Desk, ref: RecordRef) -> tuple[Cells, int]:
    """
    Return the record of a link.

    Raises
    ------
    InputError
        ``error.linked_record_gone``; ``error.linked_record_merged``.
    """
    if any(merge.merged_id == ref.record_id for merge in standing_merges(desk.engine, ref.table)):
        raise InputError("error.linked_record_merged")
    try:
        return read_record(desk.engine, ref.table, ref.record_id)
    except InputError as error:
        raise InputError("error.linked_record_gone") from error


def _card_html(page: Page, ref: RecordRef, cells: Cells) -> str:
    facts = definition_list(
        (label(name, page.lang), escape(cell_words(name, cells.get(name), page))) for name in _shown(ref.table)
    )
    name = record_name(page, ref.table, cells, ref.record_id)
    return (
        f'<article class="wm-card"><h3>{escape(name)}</h3>{facts}'
        f'<p class="wm-source">{escape(checked_words(page, cells))}</p></article>'
    )


def _shown(table: str) -> tuple[str, ...]:
    return tuple(name for name in EDITED.get(table, ()) if name not in FOR_CURATORS)


def _confirm(page: Page, desk: Desk, ref: RecordRef) -> None:
    """Confirm the card as this visit was shown it."""
    try:
        with acting(page, "registry.confirming"):
            desks.confirm(desk, PROVIDER, ref, seen_number=int(state.get(SEEN) or 0))
    except InputError as error:
        say_error(error, page.lang)
        return
    say_next(text("registry.confirmed", page.lang))
    st.rerun()


def _correct(page: Page, desk: Desk, ref: RecordRef, cells: Cells) -> None:
    """Draw the card as a form; what is changed goes to moderation."""
    key = form_key(f"correct-{ref.record_id}")
    st.caption(text("registry.required", page.lang))
    with st.form(key, border=False):
        asked = ask_cells(page, ref.table, _shown(ref.table), cells, key=key)
        note = ask_note(page, key)
        is_sent = st.form_submit_button(text("registry.send", page.lang))
    if is_sent:
        changes = changed(cells, cells_of(asked))
        if not changes and not note.cell:
            st.info(text("registry.nothing_changed", page.lang))
            return
        send(
            page,
            lambda: desks.propose(desk, PROVIDER, ref.table, ref.record_id, values=changes, why=str(note.cell or "")),
            fields={**{name: asked[name] for name in changes}, "note": note},
            is_trapped=False,
            thanks=text("registry.thanks", page.lang),
        )
