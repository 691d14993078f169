"""Keeping a plan: saving it or sending it to moderation, the own saved plans, their steps and their history."""

from collections.abc import Iterable
from datetime import date
from typing import Final

import streamlit as st

from geodata.codes import EXCHANGE_KINDS, ConsortiumParameter, PlanPhase
from geodata.errors import InputError
from welfare_map.maps.popups import escape
from welfare_map.model import CONSORTIUM_KINDS, PlanAnswer, PlanQuery
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.accounts.desk import Desk
from welfare_map.register.accounts.plans import (
    SavedPlan,
    cells_of,
    may_keep,
    move_plan,
    own_plans,
    plan_story,
    propose_plan,
    query_of,
    restore_plan,
    save_plan,
)
from welfare_map.register.history.editing import Conflict
from welfare_map.register.history.revisions import Revision
from welfare_map.texts import formats, text
from welfare_map.ui import state
from welfare_map.ui.components.firms.consortium import put_parameter
from welfare_map.ui.components.place_search import choose_point
from welfare_map.ui.components.registry.fields import Field, ask_note, marked_required
from welfare_map.ui.components.registry.guarding import form_key, send, trap
from welfare_map.ui.components.registry.saying import acting, desk_of, say_error, say_next
from welfare_map.ui.components.registry.sign_in import actor_meanwhile, sign_in_bar
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import plain_markdown

OPENED: Final = "plan_opened"
"""The saved plan that this visit opened: what it asks, and the phases that it has come to."""
TITLE_CHARACTERS: Final = 200


def reached_of(
    organisation_ids: Iterable[str], initiative_id: str | None, measures: Iterable[str]
) -> tuple[tuple[PlanPhase, str], ...]:
    """Return the phases of the opened plan, as long as the page asks for that plan and no other."""
    opened = state.get(OPENED)
    if not opened or opened["asked"] != _asked(organisation_ids, initiative_id, measures):
        return ()
    return tuple((PlanPhase(phase), on) for phase, on in opened["reached_on"])


def _asked(organisation_ids: Iterable[str], initiative_id: str | None, measures: Iterable[str]) -> list[object]:
    return [sorted(set(organisation_ids)), initiative_id or "", sorted(set(measures))]


# --- saving ---------------------------------------------------------------------------------------------------------


def keep_section(page: Page, query: PlanQuery, answer: PlanAnswer) -> None:
    """Draw what saves the plan, or sends it to moderation: closed until somebody wants it."""
    lang = page.lang
    actor, desk = actor_meanwhile(page), desk_of(page)
    with st.expander(text("plan.page.keep", lang), key="plan-keep"):
        if any(firm.is_own for firm in answer.firms):
            st.info(text("error.plan_own_firm", lang))
            return
        if actor.role is Role.VISITOR:
            st.caption(text("plan.page.keep_visitor", lang))
            sign_in_bar(page, actor)
        cells = cells_of(query, title="-")
        _ask_keeping(page, actor, desk, query, is_saved=may_keep(desk, actor, cells))


def _ask_keeping(page: Page, actor: Actor, desk: Desk, query: PlanQuery, *, is_saved: bool) -> None:
    lang = page.lang
    key = form_key("keep-plan")
    st.caption(text("plan.page.keep_saves" if is_saved else "plan.page.keep_proposes", lang))
    with st.form(key, border=False):
        title = _ask_title(lang, key)
        is_public = st.checkbox(text("plan.page.public", lang), key=state.field(f"{key}-public"))
        note = ask_note(page, key)
        is_trapped = trap(page, key)
        label = text("plan.page.save" if is_saved else "plan.page.propose", lang)
        is_sent = st.form_submit_button(label, type="primary")
    if is_sent:
        is_kept = may_keep(desk, actor, cells_of(query, title="-", is_public=is_public))
        send(
            page,
            lambda: _keep(desk, actor, query, str(title.cell or ""), str(note.cell or ""), is_public=is_public),
            fields={"title": title, "note": note},
            is_trapped=is_trapped,
            thanks=text("plan.page.saved" if is_kept else "plan.page.proposed", lang),
        )


def _ask_title(lang: str, key: str) -> Field:
    words = text("plan.page.title", lang)
    found = st.text_input(marked_required(words), key=state.typed(f"{key}-title")).strip()
    return Field(words=words, cell=found or None, place=st.empty(), is_required=True, maximum=TITLE_CHARACTERS)


def _keep(desk: Desk, actor: Actor, query: PlanQuery, title: str, note: str, *, is_public: bool) -> object:
    """Save a plan; what somebody may not save goes to moderation."""
    cells = cells_of(query, title=title, note=note, is_public=is_public)
    keep = save_plan if may_keep(desk, actor, cells) else propose_plan
    return keep(desk, actor, cells, why=note)


# --- own plans ------------------------------------------------------------------------------------------------------


def own_section(page: Page) -> None:
    """List the plans that somebody keeps, each with its phase, what moves it on, and its history."""
    actor = actor_meanwhile(page)
    if actor.role is Role.VISITOR:
        return
    desk = desk_of(page)
    plans = own_plans(desk, actor)
    with st.expander(text("plan.page.own", page.lang, count=len(plans)), key="plan-own"):
        if not plans:
            st.caption(text("plan.page.own_none", page.lang))
        for number, plan in enumerate(plans):
            with st.container(border=True, key=f"card-plan-{number}", gap="xsmall"):
                _own(page, desk, actor, plan, number)


def _own(page: Page, desk: Desk, actor: Actor, plan: SavedPlan, number: int) -> None:
    lang = page.lang
    names = ", ".join(_name(page, item) for item in plan.organisation_ids)
    phase = text(f"codes.plan_phase.{plan.plan_phase}", lang)
    who = text("plan.page.is_public" if plan.is_public else "plan.page.is_private", lang)
    since = text("plan.page.since", lang, phase=phase, day=formats.day(plan.phase_on, lang))
    st.html(
        f'<h4 class="wm-entry">{escape(plan.title)}</h4><p class="wm-place">{escape(names)}</p>'
        f'<p class="wm-place">{escape(since)} · {escape(who)}</p>'
    )
    st.button(
        text("plan.page.open", lang), key=f"plan-open-{number}", on_click=_open, args=(page, plan), type="tertiary"
    )
    _ask_step(page, desk, actor, plan, number)
    _history(page, desk, actor, plan, number)


def _name(page: Page, organisation_id: str) -> str:
    firm = page.snapshot.table("organisations")
    found = firm.loc[firm["organisation_id"] == organisation_id, "organisation_name"]
    return str(found.iat[0]) if len(found) else organisation_id


def _open(page: Page, plan: SavedPlan) -> None:
    """Bring a saved plan onto the page, with the place and the costs that it was made with; a callback."""
    query = query_of(plan, as_of_on=page.as_of_on)
    own = state.get(state.ORGANISATION)
    known = set(page.snapshot.table("organisations")["organisation_id"])
    state.put(state.PARTNERS, tuple(item for item in query.organisation_ids if item in known and item != own))
    state.put(state.PLAN_FRAME, query.initiative_id)
    state.put(state.PLAN_MEASURES, list(query.measures))
    costs = dict(query.costs_eur_per_year)
    for kind in EXCHANGE_KINDS:
        state.put(f"{state.PLAN_COST}-{kind}", costs.get(kind))
    written = {(kind, parameter): value for kind, parameter, value in query.assumptions}
    for kind in CONSORTIUM_KINDS:
        for parameter in ConsortiumParameter:
            put_parameter(kind, parameter, written.get((kind, parameter)))
    state.put(state.PLAN_POINT, None)
    if query.lon is not None and query.lat is not None:
        choose_point(query.lon, query.lat)
    state.put(state.MODE, query.mode)
    state.put(state.MINUTES, query.limit_min)
    asked = _asked(query.organisation_ids, query.initiative_id, query.measures)
    state.put(OPENED, {"asked": asked, "reached_on": [tuple(one) for one in plan.reached_on]})


def _ask_step(page: Page, desk: Desk, actor: Actor, plan: SavedPlan, number: int) -> None:
    """Draw the form that notes how far a plan has come."""
    lang = page.lang
    phases = list(PlanPhase)
    after = min(phases.index(plan.plan_phase) + 1, len(phases) - 1)
    with st.form(f"plan-step-{number}", border=False):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            phase = st.selectbox(
                text("plan.page.phase", lang),
                phases,
                index=after,
                format_func=lambda code: text(f"codes.plan_phase.{code}", lang),
                key=state.field(f"plan-phase-{number}"),
            )
            on = st.date_input(
                text("plan.page.phase_on", lang),
                value=page.as_of_on,
                max_value=page.as_of_on,
                format="DD/MM/YYYY",
                key=state.field(f"plan-on-{number}"),
            )
        is_sent = st.form_submit_button(text("plan.page.move", lang))
    if is_sent and isinstance(on, date):
        _move(page, desk, actor, plan, PlanPhase(phase), on)


def _move(page: Page, desk: Desk, actor: Actor, plan: SavedPlan, phase: PlanPhase, on: date) -> None:
    try:
        with acting(page, "plan.page.moving"):
            moved = move_plan(desk, actor, plan.plan_id, phase, on, seen_number=plan.number, why="")
    except InputError as error:
        say_error(error, page.lang)
        return
    if isinstance(moved, Conflict):
        st.warning(text("error.changed_meanwhile", page.lang))
        return
    say_next(text("plan.page.moved", page.lang))
    st.rerun()


def _history(page: Page, desk: Desk, actor: Actor, plan: SavedPlan, number: int) -> None:
    """Draw the revisions of a plan, the last one first, with the way back to each earlier one."""
    section = st.expander(text("plan.page.history", page.lang), key=f"plan-history-{number}", on_change="rerun")
    if not section.open:
        return
    with section:
        revisions = plan_story(desk, actor, plan.plan_id)
        for revision in reversed(revisions):
            _revision(page, revision)
            if revision.number != plan.number and st.button(
                text("plan.page.restore", page.lang), key=f"plan-back-{number}-{revision.number}", type="tertiary"
            ):
                _restore(page, desk, actor, plan, revision.number)


def _revision(page: Page, revision: Revision) -> None:
    lang = page.lang
    action = text(f"registry.action.{revision.action}", lang)
    role = text(f"registry.role.{revision.role}", lang)
    phase = revision.after.get("plan_phase")
    came = f" · {text(f'codes.plan_phase.{phase}', lang)}" if phase else ""
    line = f"{revision.number}. {action}{came} · {formats.day(revision.at[:10], lang)} · {role}"
    st.markdown(plain_markdown(line))


def _restore(page: Page, desk: Desk, actor: Actor, plan: SavedPlan, number: int) -> None:
    try:
        with acting(page, "plan.page.moving"):
            restore_plan(desk, actor, plan.plan_id, number=number, why="")
    except InputError as error:
        say_error(error, page.lang)
        return
    say_next(text("plan.page.moved", page.lang))
    st.rerun()
