"""*Storia*: every revision of a record, and the way back to any of them."""

from collections.abc import Iterator

import streamlit as st

from geodata.errors import InputError
from welfare_map.maps.popups import escape
from welfare_map.register.accounts import desk as desks
from welfare_map.register.accounts.actors import MODERATORS, Actor, Role
from welfare_map.register.accounts.desk import Desk
from welfare_map.register.accounts.permissions import Action
from welfare_map.register.history.record_ref import RecordRef
from welfare_map.register.history.revisions import PENDING, PUBLISHED, REJECTED, Revision
from welfare_map.texts import formats, text
from welfare_map.ui import state
from welfare_map.ui.components.registry.choosing import ask_record, choose_record, chosen_record
from welfare_map.ui.components.registry.fields import marked_required
from welfare_map.ui.components.registry.naming import own_columns, record_head_html
from welfare_map.ui.components.registry.queue import WHY_CHARACTERS, current_cells
from welfare_map.ui.components.registry.saying import acting, changes_html, desk_of, say_error, say_fault, say_next
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
    st.html(record_head_html(page, ref.table, now, ref.record_id))
    if not revisions:
        st.info(text("registry.no_history", page.lang))
    may_restore = desks.allows(desk, actor, Action.RESTORE, ref.table, now)
    last = max((item.number for item in revisions if item.status == PUBLISHED), default=0)
    for revision in reversed(revisions):
        _revision(page, actor, revision)
        if may_restore and revision.status == PUBLISHED and revision.number != last:
            _way_back(page, actor, desk, revision)


def _revision(page: Page, actor: Actor, revision: Revision) -> None:
    """Draw one revision: who, when, why, before and after; of a proposal, who decided on it too."""
    action = text(f"registry.action.{revision.action}", page.lang)
    status = text(f"registry.status.{revision.status}", page.lang)
    words = "".join(f'<p class="wm-place">{escape(line)}</p>' for line in _lines(page, actor, revision))
    number = text("registry.revision_number", page.lang, number=revision.number, action=action)
    tag = "" if revision.status == PUBLISHED else f' <span class="wm-tag">{escape(status)}</span>'
    rows = [(name, revision.before.get(name), revision.after[name]) for name in own_columns(revision)]
    with st.container(key=f"revision-{revision.revision_id}", gap="xsmall"):
        st.html(f'<h4 class="wm-entry">{escape(number)}{tag}</h4>{words}')
        if rows:
            st.html(changes_html(page, rows, ("registry.before", "registry.after")))


def _lines(page: Page, actor: Actor, revision: Revision) -> Iterator[str]:
    """Give a line for who made the revision and, where somebody decided on it, one for who that was."""
    is_proposal = revision.status == PENDING or bool(revision.decided_at)
    role_words = text(f"registry.role.{revision.role}", page.lang)
    who = _who(actor, role_words, revision.author, is_public=revision.role == Role.SOURCE)
    key = "registry.proposed_by" if is_proposal else "registry.done_by"
    yield _line(page, key, who, revision.at, revision.why)
    if revision.decided_at:
        key = "registry.rejected_by" if revision.status == REJECTED else "registry.accepted_by"
        who = _who(actor, text("registry.moderator", page.lang), revision.decided_by)
        yield _line(page, key, who, revision.decided_at, revision.decided_why)


def _line(page: Page, key: str, who: str, at: str, why: str) -> str:
    said = text(key, page.lang, who=who, day=formats.day(at[:10], page.lang))
    return f"{said} {text('registry.because', page.lang, why=why)}" if why else said


def _who(actor: Actor, role_words: str, name: str, *, is_public: bool = False) -> str:
    """Return a role; the account's name, which may be a mailbox, only for moderators and for whoever bears it."""
    is_told = bool(name) and (is_public or actor.role in MODERATORS or name == actor.name)
    return f"{role_words} ({name})" if is_told else role_words


def _way_back(page: Page, actor: Actor, desk: Desk, revision: Revision) -> None:
    with st.expander(text("registry.restore_title", page.lang, number=revision.number)):
        with st.form(f"restore-{revision.revision_id}", border=False):
            key = f"restore-why-{revision.revision_id}"
            label = marked_required(text("registry.why", page.lang))
            why = st.text_input(label, max_chars=WHY_CHARACTERS, key=state.typed(key))
            is_asked = st.form_submit_button(text("registry.restore", page.lang))
        if is_asked:
            _restore(page, actor, desk, revision, why.strip())


def _restore(page: Page, actor: Actor, desk: Desk, revision: Revision, why: str) -> None:
    if not why:
        say_fault(text("registry.why_needed", page.lang), key=f"restore-why-{revision.revision_id}")
        return
    ref = RecordRef(revision.table, revision.record_id)
    try:
        with acting(page, "registry.restoring"):
            desks.restore(desk, actor, ref, number=revision.number, why=why)
    except InputError as error:
        say_error(error, page.lang)
        return
    say_next(text("registry.restored", page.lang, number=revision.number))
    st.rerun()
