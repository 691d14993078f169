"""The firms that a visitor puts together: in the visit and in the address, for every section."""

import streamlit as st

from welfare_map.questions.firms_seen import known_ids
from welfare_map.share import MAX_PARTNER_COUNT
from welfare_map.snapshot import Snapshot
from welfare_map.texts import text
from welfare_map.ui import state


def partner_ids(snapshot: Snapshot) -> tuple[str, ...]:
    """Return the firms that were put together; one that is not in the register has gone."""
    kept = known_ids(snapshot, state.get(state.PARTNERS) or ())
    state.put(state.PARTNERS, kept)
    return kept


def partner_button(lang: str, chosen: tuple[str, ...], organisation_id: str) -> None:
    """Draw the button that puts a firm together with the others, or takes it out."""
    is_in = organisation_id in chosen
    kept = tuple(item for item in chosen if item != organisation_id)
    st.button(
        text("firms.partner_out" if is_in else "firms.partner_in", lang),
        key=f"partner-{organisation_id}",
        type="tertiary",
        disabled=not is_in and len(chosen) >= MAX_PARTNER_COUNT,
        on_click=state.put,
        args=(state.PARTNERS, kept if is_in else (*chosen, organisation_id)),
    )
