"""*Da esaminare*: proposals side by side with what is public now, and what visitors reported."""

from collections.abc import Iterable

import streamlit as st

from geodata.errors import InputError
from welfare_map.maps.popups import escape
from welfare_map.model import Plain
from welfare_map.register.accounts import desk as desks
from welfare_map.register.accounts.actors import Actor
from welfare_map.register.accounts.desk import Desk
from welfare_map.register.history.editing import Conflict, checks, overtaken_by, read_record
from welfare_map.register.history.record_ref import RecordRef
from welfare_map.register.history.reports import Report, open_report_count
from welfare_map.register.history.revisions import Revision, pending_count
from welfare_map.register.publish import displaced_by
from welfare_map.texts import formats, text
from welfare_map.ui import state
from welfare_map.ui.components.registry.fields import marked_required
from welfare_map.ui.components.registry.naming import id_html, own_columns, record_name
from welfare_map.ui.components.registry.saying import (
    Cells,
    acting,
    authors_html,
    changes_html,
    desk_of,
    province_name,
    say_error,
    say_fault,
    say_next,
)
from welfare_map.ui.context import Page

SHOWN_COUNT = 20
WHY_CHARACTERS = 500


def show(page: Page, actor: Actor) -> None:
    """Draw what waits for this moderator; what belongs to others is only counted."""
    desk = desk_of(page)
    mine = desks.own_proposals(desk, actor, most_count=SHOWN_COUNT)
    reports = desks.own_reports(desk, actor, most_count=SHOWN_COUNT)
    st.write(text("registry.queue_intro", page.lang))
    _count(page, len(mine), pending_count(desk.engine), "proposals")
    for revision in mine:
        _proposal(page, actor, desk, revision)
    _count(page, len(reports), open_report_count(desk.engine), "reports")
    for item in reports:
        _report(page, actor, desk, item)


def _count(page: Page, shown_count: int, count: int, what: str) -> None:
    st.subheader(text(f"registry.{what}_title", page.lang, count=formats.number(shown_count, page.lang)), anchor=False)
    if count > shown_count:
        st.caption(text("registry.of_all", page.lang, count=formats.number(count, page.lang)))


def current_cells(desk: Desk, ref: RecordRef) -> Cells | None:
    """Return a record's cells as they are public now, None when it is not in the register (yet)."""
    try:
        return read_record(desk.engine, ref.table, ref.record_id)[0]
    except InputError:
        return None


def _proposal(page: Page, actor: Actor, desk: Desk, revision: Revision) -> None:
    """Draw one proposal, the public cells beside the proposed ones, and the two answers to it."""
    now = current_cells(desk, RecordRef(revision.table, revision.record_id))
    theirs = overtaken_by(desk.engine, revision) if now is not None else ()
    name = record_name(page, revision.table, {**revision.after, **(now or {})}, revision.record_id)
    with st.container(border=True, key=f"proposal-{revision.revision_id}"):
        st.html(_head_html(page, revision.table, revision.record_id, name, _origin(page, revision)))
        if theirs:
            st.warning(text("registry.overtaken", page.lang))
            st.html(authors_html(page, theirs))
        st.html(changes_html(page, _rows(now, revision), _heads(now)))
        with st.form(f"decide-{revision.revision_id}", border=False):
            key = f"decide-why-{revision.revision_id}"
            why = st.text_input(
                text("registry.why_to_reject", page.lang), max_chars=WHY_CHARACTERS, key=state.typed(key)
            )
            _say_what_follows(page, revision, {**(now or {}), **revision.after})
            with st.container(horizontal=True):
                is_accepted = _accept_button(page, revision, theirs)
                is_rejected = st.form_submit_button(text("registry.reject", page.lang))
        if is_accepted or is_rejected:
            is_forced = bool(theirs)
            _decide(page, actor, desk, revision, is_accepted=is_accepted, why=why.strip(), is_forced=is_forced)


def _say_what_follows(page: Page, revision: Revision, then: Cells) -> None:
    """Say what acceptance does besides publishing: what leaves the map, and that the card counts as checked."""
    snapshot = page.snapshot
    is_service = revision.table == "services"
    count = displaced_by(snapshot.table("services"), then, snapshot.territory) if is_service else 0
    if count:
        kind = text(f"codes.kind.{then['kind']}", page.lang)
        province = province_name(snapshot.territory, str(then["municipality_code"]))
        said = {"kind": kind, "province": province, "count": formats.number(count, page.lang)}
        st.warning(text("registry.displaces", page.lang, **said))
    if checks(revision):
        st.caption(text("registry.checks", page.lang))


def _accept_button(page: Page, revision: Revision, theirs: tuple[Revision, ...]) -> bool:
    """Draw the way to accept; another one for every edit that came meanwhile, so that a click knows what it saw."""
    words = text("registry.accept_anyway" if theirs else "registry.accept", page.lang)
    seen_number = theirs[-1].number if theirs else 0
    return st.form_submit_button(words, type="primary", key=f"accept-{revision.revision_id}-{seen_number}")


def _rows(now: Cells | None, revision: Revision) -> Iterable[tuple[str, *tuple[Plain, ...]]]:
    for column in own_columns(revision):
        cell = revision.after[column]
        yield (column, cell) if now is None else (column, now.get(column), cell)


def _heads(now: Cells | None) -> tuple[str, ...]:
    return ("registry.proposed",) if now is None else ("registry.now", "registry.proposed")


def _origin(page: Page, revision: Revision) -> str:
    role = text(f"registry.role.{revision.role}", page.lang)
    who = f"{role} {revision.author}".strip()
    said = text("registry.proposed_by", page.lang, who=who, day=formats.day(revision.at[:10], page.lang))
    return f"{said} {text('registry.because', page.lang, why=revision.why)}" if revision.why else said


def _head_html(page: Page, table: str, record_id: str, name: str, line: str) -> str:
    kind = text(f"registry.table_name.{table}", page.lang)
    title = kind if name == kind else f"{kind}: {name}"
    return f'<h3 class="wm-entry">{escape(title)}</h3><p class="wm-place">{escape(line)}</p>{id_html(record_id)}'


def _decide(  # noqa: PLR0913  # each says something of the decision
    page: Page, actor: Actor, desk: Desk, revision: Revision, *, is_accepted: bool, why: str, is_forced: bool
) -> None:
    if not is_accepted and not why:
        say_fault(text("registry.why_needed", page.lang), key=f"decide-why-{revision.revision_id}")
        return
    try:
        with acting(page, "registry.accepting" if is_accepted else "registry.rejecting"):
            decided = desks.decide(desk, actor, revision, is_accepted=is_accepted, why=why, is_forced=is_forced)
    except InputError as error:
        say_error(error, page.lang)
        return
    if isinstance(decided, Conflict):
        st.rerun()
    say_next(_decided_words(page, revision, is_accepted=is_accepted))
    st.rerun()


def _decided_words(page: Page, revision: Revision, *, is_accepted: bool) -> str:
    if not is_accepted:
        return text("registry.rejected", page.lang)
    accepted = text("registry.accepted", page.lang)
    return f"{accepted} {text('registry.now_checked', page.lang)}" if checks(revision) else accepted


def _report(page: Page, actor: Actor, desk: Desk, report: Report) -> None:
    """Draw what a visitor said of a card, and the way to close it."""
    now = current_cells(desk, RecordRef(report.table, report.record_id)) or {}
    name = record_name(page, report.table, now, report.record_id)
    with st.container(border=True, key=f"report-{report.report_id}"):
        day = text("registry.reported_on", page.lang, day=formats.day(report.at[:10], page.lang))
        st.html(_head_html(page, report.table, report.record_id, name, day))
        st.html(f'<p class="wm-message">{escape(report.message)}</p>')
        with st.form(f"close-{report.report_id}", border=False):
            key = f"close-why-{report.report_id}"
            label = marked_required(text("registry.outcome", page.lang))
            why = st.text_input(label, max_chars=WHY_CHARACTERS, key=state.typed(key))
            is_closed = st.form_submit_button(text("registry.close_report", page.lang))
        if is_closed:
            _close(page, actor, desk, report, why.strip())


def _close(page: Page, actor: Actor, desk: Desk, report: Report, why: str) -> None:
    if not why:
        say_fault(text("registry.why_needed", page.lang), key=f"close-why-{report.report_id}")
        return
    try:
        desks.close_report(desk, actor, report, why)
    except InputError as error:
        say_error(error, page.lang)
        return
    say_next(text("registry.report_closed", page.lang))
    st.rerun()
