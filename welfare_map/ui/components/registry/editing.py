"""
*Modifica una scheda*: the form of a record, and what happens when somebody else changed it meanwhile.

What is not one's own is sent to moderation. Who sends it on, or finds it changed, loses nothing of what was written.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import streamlit as st

from geodata.errors import InputError, StoreError
from welfare_map.register.accounts import desk as desks
from welfare_map.register.accounts.actors import Actor
from welfare_map.register.accounts.desk import Desk
from welfare_map.register.accounts.permissions import Action
from welfare_map.register.accounts.signed_links import DEFAULT_DAYS, link_address, link_secret, sign_link
from welfare_map.register.history.editing import Conflict, read_record
from welfare_map.register.history.record_ref import RecordRef
from welfare_map.texts import formats, text
from welfare_map.ui import state
from welfare_map.ui.components.registry.choosing import (
    PRIVATE_TABLES,
    TABLES,
    ask_record,
    choose_record,
    chosen_record,
)
from welfare_map.ui.components.registry.conflicts import Draft, conflict_screen
from welfare_map.ui.components.registry.faults import faults_of, say_faults
from welfare_map.ui.components.registry.fields import EDITED, Field, ask_cells, cells_of, changed
from welfare_map.ui.components.registry.naming import record_head_html
from welfare_map.ui.components.registry.position_map import Position, ask_position
from welfare_map.ui.components.registry.queue import WHY_CHARACTERS
from welfare_map.ui.components.registry.saying import (
    Cells,
    acting,
    cell_words,
    desk_of,
    say_error,
    say_next,
    say_unkept,
)
from welfare_map.ui.context import Page

OPENED: Final = "registry_opened"
DRAFT: Final = "registry_draft"


@dataclass(frozen=True, slots=True)
class Opened:
    """A record as it was when its form was opened."""

    ref: RecordRef
    cells: Cells
    number: int


def show(page: Page, actor: Actor) -> None:
    """Draw the search and the form of the record that was chosen; or the conflict that waits for an answer."""
    desk = desk_of(page)
    draft: Draft | None = state.get(DRAFT)
    if draft is not None:
        answer = conflict_screen(page, desk, draft)
        if answer is not None:
            _save(page, actor, desk, answer)
        return
    st.write(text("registry.editing_intro", page.lang))
    clicked = ask_record(
        page, key="editing", tables=(*TABLES, *PRIVATE_TABLES), is_shown=lambda ref: desks.shows(desk, actor, ref)
    )
    if clicked is not None:
        choose_record(clicked)
        state.put(OPENED, None)
    ref = chosen_record()
    opened = _opened(page, desk, ref) if ref is not None and desks.shows(desk, actor, ref) else None
    if opened is not None:
        _form(page, actor, desk, opened)
        _checks(page, actor, desk, opened)


def _opened(page: Page, desk: Desk, ref: RecordRef) -> Opened | None:
    """Return the record as it was when its form was first drawn."""
    known: Opened | None = state.get(OPENED)
    if known is not None and known.ref == ref:
        return known
    try:
        cells, number = read_record(desk.engine, ref.table, ref.record_id)
    except InputError as error:
        say_error(error, page.lang)
        return None
    state.put(OPENED, Opened(ref, cells, number))
    return state.get(OPENED)  # type: ignore[no-any-return]


def _form(page: Page, actor: Actor, desk: Desk, opened: Opened) -> None:
    """Draw the form; it saves where the record is one's own, and proposes elsewhere."""
    table, cells = opened.ref.table, opened.cells
    is_saving = desks.allows(desk, actor, Action.EDIT, table, cells)
    st.html(record_head_html(page, table, cells, opened.ref.record_id))
    said = text("registry.saves" if is_saving else "registry.proposes", page.lang)
    st.caption(f"{said} {text('registry.required', page.lang)}")
    key = f"edit-{table}-{opened.ref.record_id}-{opened.number}"
    position = ask_position(page, opened.ref, cells, key=key) if "lon" in EDITED[table] else Position({})
    with st.form(key, border=True):
        fields = ask_cells(page, table, (name for name in EDITED[table] if name not in position.cells), cells, key=key)
        fields |= ask_cells(page, table, position.cells, position.cells, key=f"{key}-{position.click}")
        why = st.text_input(text("registry.why", page.lang), max_chars=WHY_CHARACTERS, key=state.typed(f"{key}-why"))
        is_sent = st.form_submit_button(
            text("registry.save" if is_saving else "registry.propose", page.lang), type="primary"
        )
    if is_sent:
        _send(page, actor, desk, opened, fields, why=why.strip(), is_saving=is_saving)
    if position.is_new:
        st.rerun()


def _send(  # noqa: PLR0913  # what the form says
    page: Page,
    actor: Actor,
    desk: Desk,
    opened: Opened,
    fields: Mapping[str, Field],
    *,
    why: str,
    is_saving: bool,
) -> None:
    """Save or propose what was changed, once nothing in it is wrong."""
    draft = Draft(opened.ref, changed(opened.cells, cells_of(fields)), why)
    faults = faults_of({name: fields[name] for name in draft.changes}, page.lang)
    if faults:
        say_faults(fields, faults, page.lang)
    elif not draft.changes:
        st.info(text("registry.nothing_changed", page.lang))
    elif is_saving:
        _save(page, actor, desk, draft.seeing(opened.number))
    else:
        _propose(page, actor, desk, draft)


def _save(page: Page, actor: Actor, desk: Desk, draft: Draft) -> None:
    if not draft.changes:
        _finish(text("registry.kept_theirs", page.lang))
    try:
        with acting(page, "registry.saving"):
            outcome = desks.save(
                desk, actor, draft.ref, changes=draft.changes, seen_number=draft.seen_number, why=draft.why
            )
    except InputError as error:
        say_error(error, page.lang)
        return
    if isinstance(outcome, Conflict):
        state.put(DRAFT, draft.against(outcome))
        st.rerun()
    _finish(text("registry.saved", page.lang))


def _propose(page: Page, actor: Actor, desk: Desk, draft: Draft) -> None:
    try:
        desks.propose(desk, actor, draft.ref.table, draft.ref.record_id, values=draft.changes, why=draft.why)
    except InputError as error:
        say_error(error, page.lang)
        return
    except StoreError as error:
        say_unkept(error, text("app.not_sent", page.lang))
        return
    _finish(text("registry.sent", page.lang))


def _finish(words: str) -> None:
    state.put(DRAFT, None)
    state.put(OPENED, None)
    say_next(words)
    st.rerun()


def _checks(page: Page, actor: Actor, desk: Desk, opened: Opened) -> None:
    """Draw when the record was checked, the button that says so today, and the link for whoever runs the service."""
    if not desks.allows(desk, actor, Action.CONFIRM, opened.ref.table, opened.cells):
        return
    st.caption(checked_words(page, opened.cells))
    with st.container(horizontal=True):
        if st.button(text("registry.confirm", page.lang), key="registry-confirm"):
            _confirm(page, actor, desk, opened)
        may_send = desks.allows(desk, actor, Action.EDIT, opened.ref.table, opened.cells)
        is_asked = may_send and st.button(text("registry.make_link", page.lang), key="registry-link")
    if is_asked:
        token = sign_link(link_secret(page.settings), opened.ref)
        st.caption(text("registry.link_help", page.lang, count=DEFAULT_DAYS))
        st.code(link_address(_site(), token), language=None, wrap_lines=True)


def checked_words(page: Page, cells: Cells) -> str:
    """Say when a record was checked, and apart from it when it was changed."""
    changed_on = cells.get("modified_on") or cells.get("retrieved_on")
    day = formats.day(str(changed_on), page.lang) if changed_on else "–"
    if not cells.get("checked_on"):
        return text("registry.never_checked", page.lang, changed=day)
    checked = cell_words("checked_on", cells["checked_on"], page)
    return text("registry.checked_and_changed", page.lang, checked=checked, changed=day)


def _confirm(page: Page, actor: Actor, desk: Desk, opened: Opened) -> None:
    try:
        with acting(page, "registry.confirming"):
            desks.confirm(desk, actor, opened.ref, seen_number=opened.number)
    except InputError as error:
        state.put(OPENED, None)
        say_error(error, page.lang)
        return
    _finish(text("registry.confirmed", page.lang))


def _site() -> str:
    """Return the address under which this visitor reached the site."""
    parts = urlsplit(str(st.context.url or ""))
    return f"{parts.scheme}://{parts.netloc}"
