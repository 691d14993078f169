"""*La tua impresa*: which firm asks, what it adds of itself in the open page, and with whose eyes the page looks."""

from dataclasses import replace
from typing import Final

import streamlit as st

from geodata.errors import InputError
from welfare_map.model import OWN_FIRM, DeskQuery, EmployerRow, Firm, Viewer
from welfare_map.questions.employers import employers_named
from welfare_map.questions.firm_positions import positions_of
from welfare_map.questions.firms_seen import firm_seen, viewer_of
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.texts import text
from welfare_map.ui import state, unread_words
from welfare_map.ui.components.firms.own_exchanges import added_exchanges, ask_exchanges
from welfare_map.ui.components.firms.own_facts import ask_facts, described
from welfare_map.ui.components.firms.own_shifts import added_shifts, ask_shifts
from welfare_map.ui.components.firms.own_sites import added_sites, ask_sites
from welfare_map.ui.components.firms.sending import Added, ask_sending
from welfare_map.ui.components.place_search import Place, choose_place
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import plain_markdown

WAY: Final = "firm_way"
WAYS: Final = ("register", "describe")
"""How a firm is named: one of the register, or a few facts that stay in the open page."""


def viewer_for(page: Page, actor: Actor) -> Viewer:
    """Return whose eyes the page looks with: those of the organisations of the account that signed in."""
    return viewer_of(page.snapshot, actor.organisation_ids)


def ask_firm(page: Page, actor: Actor, place: Place | None) -> Firm | None:
    """
    Ask for the visitor's firm, folded away until somebody wants it.

    Returns
    -------
    me
        The firm of the register as the visitor sees it, or the one that is described here, each with the shifts,
        needs, offers and sites that were added in the open page; None while nothing was said.
    """
    base = _base(page, actor, place)
    me = with_added(base) if base else None
    label = text("firms.profile_title", page.lang)
    if me is not None:
        label = text("firms.profile_is", page.lang, name=plain_markdown(me.organisation_name))
    with st.expander(label, key="firm-profile"):
        st.caption(text("firms.profile_help", page.lang))
        _ask_way(page, actor)
        if me is not None:
            with st.container(key="firm-declares"):
                ask_shifts(page, me)
                ask_exchanges(page, me)
                ask_sites(page, me)
                ask_sending(page, actor, me, _added())
    return me


def with_added(firm: Firm) -> Firm:
    """Return a firm with what the visitor added of it in the open page."""
    return replace(
        firm,
        shifts=(*firm.shifts, *added_shifts()),
        exchanges=(*firm.exchanges, *added_exchanges(firm.organisation_id)),
        sites=(*firm.sites, *added_sites(firm)),
    )


def _added() -> Added:
    return Added(shifts=added_shifts(), exchanges=added_exchanges(OWN_FIRM), sites=added_sites(None))


def _base(page: Page, actor: Actor, place: Place | None) -> Firm | None:
    """Return the firm without what was added; one that is not in the register leaves the address, and is said."""
    organisation_id = state.get(state.ORGANISATION)
    if not organisation_id:
        return described(page, place) if state.get(WAY) == "describe" else None
    try:
        return firm_seen(page.snapshot, organisation_id, viewer_for(page, actor))
    except InputError:
        unread_words.leave_out(unread_words.VISIT, "organisation", organisation_id)
        state.put(state.ORGANISATION, "")
        return None


def _ask_way(page: Page, actor: Actor) -> None:
    """Ask whether the firm is looked for or described, and for what that needs."""
    lang = page.lang
    if state.get(state.ORGANISATION):
        st.button(text("firms.profile_forget", lang), on_click=_forget, type="tertiary")
        return
    way = st.segmented_control(
        text("firms.way", lang),
        WAYS,
        required=True,
        default=WAYS[0] if WAY not in st.session_state else None,
        format_func=lambda name: text(f"firms.way_{name}", lang),
        key=WAY,
        persist_state="session",
        label_visibility="collapsed",
    )
    if way == "describe":
        ask_facts(page)
        return
    for organisation_id in actor.organisation_ids:
        _offer_own(page, organisation_id)
    _search(page)
    if actor.role is Role.VISITOR:
        st.caption(text("firms.profile_account", lang))


def _offer_own(page: Page, organisation_id: str) -> None:
    try:
        firm = firm_seen(page.snapshot, organisation_id)
    except InputError:  # the account speaks for an organisation that is not public yet
        return
    label = text("firms.profile_own", page.lang, name=plain_markdown(firm.organisation_name))
    st.button(label, key=f"own-{organisation_id}", on_click=_choose, args=(page, organisation_id))


def _search(page: Page) -> None:
    words = st.text_input(
        text("firms.profile_name", page.lang),
        placeholder=text("firms.profile_placeholder", page.lang),
        max_chars=100,
        key=state.FIRM_WORDS,
        persist_state="session",
    )
    has_demo = bool(page.settings.has_demo)
    found = employers_named(page.snapshot, DeskQuery(as_of_on=page.as_of_on, employer=words, include_demo=has_demo))
    for row in found:
        _offer(page, row)
    if words.strip() and not found:
        st.info(text("firms.profile_unknown", page.lang))


def _offer(page: Page, row: EmployerRow) -> None:
    label = " · ".join(part for part in (row.organisation_name, row.municipality_name) if part)
    st.button(
        plain_markdown(label),
        key=f"firm-{row.organisation_id}",
        on_click=_choose,
        args=(page, row.organisation_id),
        type="tertiary",
    )


def _choose(page: Page, organisation_id: str) -> None:
    """Choose a firm; minutes start from it where its position is known."""
    firm = firm_seen(page.snapshot, organisation_id)
    state.put(state.ORGANISATION, organisation_id)
    state.put(state.FIRM_WORDS, "")
    for position in positions_of(firm)[:1]:
        choose_place(position.lon, position.lat, firm.organisation_name, position.position_quality)


def _forget() -> None:
    state.put(state.ORGANISATION, "")
