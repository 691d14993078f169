"""*Storia*: every revision of a record, and the way back to any of them."""

import streamlit as st

from geodata.errors import InputError
from welfare_map.maps.popups import escape
from welfare_map.register.accounts import desk as desks
from welfare_map.register.accounts.actors import Actor
from welfare_map.register.accounts.desk import Desk
from welfare_map.register.accounts.permissions import Action
from welfare_map.register.history.record_ref import RecordRef
from welfare_map.register.history.revisions import PUBLISHED, Revision
from welfare_map.texts import formats, text
from welfare_map.ui.components.registry.choosing import ask_record, choose_record, chosen_record
from welfare_map.ui.components.registry.queue import WHY_CHARACTERS, current_cells
from welfare_map.ui.components.registry.saying import changes_html, desk_of, record_name, say_error, say_next
from welfare_map.ui.context import Page


def show(page: Page, actor: Actor) -> None:
    """Draw the search, and the revisions of the record that was chosen, the last one first."""
    st.write(text("registry.history_intro", page.lang))
    clicked = ask_record(page, key="history")
    if clicked is not None:
        choose_record(clicked)
    ref = chosen_record()
    if ref is not None:
        _story(page, actor, desk_of(page), ref)


def _story(page: Page, actor: Actor, desk: Desk, ref: RecordRef) -> None:
    now = current_cells(desk, ref) or {}
    try:
        revisions = desks.story(desk, actor, ref)
    except InputError as error:
        say_error(error, page.lang)
        return
    st.html(f'<h3 class="wm-entry">{escape(record_name(ref.table, now, ref.record_id))}</h3>')
    if not revisions:
        st.info(text("registry.no_history", page.lang))
    may_restore = desks.allows(desk, actor, Action.RESTORE, ref.table, now)
    last = max((item.number for item in revisions if item.status == PUBLISHED), default=0)
    for revision in reversed(revisions):
        _revision(page, revision)
        if may_restore and revision.status == PUBLISHED and revision.number != last:
            _way_back(page, actor, desk, revision)


def _revision(page: Page, revision: Revision) -> None:
    """Draw one revision: who, when, why, before and after."""
    action = text(f"registry.action.{revision.action}", page.lang)
    status = text(f"registry.status.{revision.status}", page.lang)
    who = f"{text(f'registry.role.{revision.role}', page.lang)} {revision.author}".strip()
    line = text("registry.revision_line", page.lang, who=who, day=formats.day(revision.at[:10], page.lang))
    why = [revision.why, revision.decided_why]
    words = "".join(f'<p class="wm-place">{escape(item)}</p>' for item in (line, *why) if item)
    number = text("registry.revision_number", page.lang, number=revision.number, action=action)
    tag = "" if revision.status == PUBLISHED else f' <span class="wm-tag">{escape(status)}</span>'
    rows = [(name, revision.before.get(name), cell) for name, cell in revision.after.items()]
    with st.container(key=f"revision-{revision.revision_id}", gap="xsmall"):
        st.html(f'<h4 class="wm-entry">{escape(number)}{tag}</h4>{words}')
        if rows:
            st.html(changes_html(page, rows, ("registry.before", "registry.after")))


def _way_back(page: Page, actor: Actor, desk: Desk, revision: Revision) -> None:
    with st.expander(text("registry.restore_title", page.lang, number=revision.number)):
        with st.form(f"restore-{revision.revision_id}", border=False):
            why = st.text_input(text("registry.why", page.lang), max_chars=WHY_CHARACTERS)
            is_asked = st.form_submit_button(text("registry.restore", page.lang))
        if is_asked:
            _restore(page, actor, desk, revision, why.strip())


def _restore(page: Page, actor: Actor, desk: Desk, revision: Revision, why: str) -> None:
    if not why:
        st.error(text("registry.why_needed", page.lang))
        return
    ref = RecordRef(revision.table, revision.record_id)
    try:
        desks.restore(desk, actor, ref, number=revision.number, why=why)
    except InputError as error:
        say_error(error, page.lang)
        return
    say_next(text("registry.restored", page.lang, number=revision.number))
    st.rerun()
