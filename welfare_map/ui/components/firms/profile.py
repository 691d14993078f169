"""*La tua impresa*: which firm asks, and with whose eyes the page looks."""

import streamlit as st

from geodata.errors import InputError
from welfare_map.model import DeskQuery, EmployerRow, Firm, Viewer
from welfare_map.questions.employers import employers_named
from welfare_map.questions.firms_seen import firm_seen, viewer_of
from welfare_map.texts import text
from welfare_map.ui import state
from welfare_map.ui.components.place_search import choose_place
from welfare_map.ui.components.registry.sign_in import current_actor
from welfare_map.ui.context import Page


def current_viewer(page: Page) -> Viewer:
    """Return whose eyes the page looks with: those of the organisations of the account that signed in."""
    return viewer_of(page.snapshot, current_actor(page).organisation_ids)


def ask_firm(page: Page, viewer: Viewer) -> Firm | None:
    """Ask for the visitor's firm by name, folded away until somebody wants it."""
    me = _chosen(page, viewer)
    label = text("firms.profile_title", page.lang) if me is None else _named(page, me)
    with st.expander(label, key="firm-profile"):
        words = st.text_input(
            text("firms.profile_name", page.lang),
            placeholder=text("firms.profile_placeholder", page.lang),
            key=state.FIRM_WORDS,
            persist_state="session",
        )
        found = employers_named(page.snapshot, DeskQuery(as_of_on=page.as_of_on, employer=words, include_demo=True))
        for row in found:
            _offer(page, row)
        if words.strip() and not found:
            st.info(text("firms.profile_unknown", page.lang))
        if me is not None:
            st.button(
                text("firms.profile_forget", page.lang),
                on_click=state.put,
                args=(state.ORGANISATION, ""),
                type="tertiary",
            )
    return me


def _named(page: Page, me: Firm) -> str:
    return text("firms.profile_is", page.lang, name=me.organisation_name)


def _chosen(page: Page, viewer: Viewer) -> Firm | None:
    """Return the firm that was chosen; one that is not in the register leaves the address."""
    organisation_id = state.get(state.ORGANISATION)
    if not organisation_id:
        return None
    try:
        return firm_seen(page.snapshot, organisation_id, viewer)
    except InputError as error:
        st.warning(text(error.key, page.lang, **error.values))
        state.put(state.ORGANISATION, "")
        return None


def _offer(page: Page, row: EmployerRow) -> None:
    label = " · ".join(part for part in (row.organisation_name, row.municipality_name) if part)
    st.button(
        label, key=f"firm-{row.organisation_id}", on_click=_choose, args=(page, row.organisation_id), type="tertiary"
    )


def _choose(page: Page, organisation_id: str) -> None:
    """Choose a firm; minutes start from it where its position is known."""
    firm = firm_seen(page.snapshot, organisation_id)
    state.put(state.ORGANISATION, organisation_id)
    state.put(state.FIRM_WORDS, "")
    if firm.lon is not None and firm.lat is not None:
        choose_place(firm.lon, firm.lat, firm.organisation_name, firm.position_quality)
