"""The firms that a visitor puts together: in the visit and in the address, for every section."""

import streamlit as st

from welfare_map.maps.popups import escape
from welfare_map.model import Firm
from welfare_map.questions.firms_seen import firm_seen, known_ids
from welfare_map.share import MAX_PARTNER_COUNT
from welfare_map.snapshot import Snapshot
from welfare_map.texts import text
from welfare_map.ui import state, unread_words
from welfare_map.ui.context import Page


def partner_ids(snapshot: Snapshot) -> tuple[str, ...]:
    """Return the firms that were put together; one that is not in the register has gone, and is said."""
    held = tuple(state.get(state.PARTNERS) or ())
    kept = known_ids(snapshot, held)
    if len(kept) < len(held):
        unread_words.leave_out(unread_words.VISIT, "partners", ", ".join(item for item in held if item not in kept))
    state.put(state.PARTNERS, kept)
    return kept


def partner_button(lang: str, chosen: tuple[str, ...], organisation_id: str, *, where: str = "list") -> None:
    """
    Draw the button that puts a firm together with the others, or takes it out.

    Parameters
    ----------
    where
        Tells the buttons of one firm apart where its card is drawn twice.
    """
    is_in = organisation_id in chosen
    is_full = not is_in and len(chosen) >= MAX_PARTNER_COUNT
    st.button(
        text("firms.partner_out" if is_in else "firms.partner_in", lang),
        key=f"partner-{where}-{organisation_id}",
        type="tertiary",
        disabled=is_full,
        help=text("firms.partner_full", lang, count=MAX_PARTNER_COUNT) if is_full else None,
        on_click=_take_out if is_in else _put_in,
        args=(organisation_id,),
    )


def _put_in(organisation_id: str) -> None:
    """Put a firm together with those that are there at the click, which may be more than when the button was drawn."""
    held = tuple(state.get(state.PARTNERS) or ())
    state.put(state.PARTNERS, tuple(dict.fromkeys((*held, organisation_id)))[:MAX_PARTNER_COUNT])


def _take_out(organisation_id: str) -> None:
    state.put(state.PARTNERS, tuple(item for item in state.get(state.PARTNERS) or () if item != organisation_id))


def partners_panel(page: Page, chosen: tuple[str, ...]) -> None:
    """Draw the firms that were put together, each with the button that takes it out; nothing while there are none."""
    if not chosen:
        return
    lang = page.lang
    with st.expander(text("firms.partners_title", lang, count=len(chosen)), key="partners", expanded=True):
        st.caption(text("firms.partners_help", lang))
        for organisation_id in chosen:
            firm = firm_seen(page.snapshot, organisation_id)
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                st.html(f'<p class="wm-who">{escape(_name_and_place(firm))}</p>', width="content")
                partner_button(lang, chosen, organisation_id, where="panel")
        st.button(text("firms.partners_clear", lang), on_click=state.put, args=(state.PARTNERS, ()))


def _name_and_place(firm: Firm) -> str:
    return " · ".join(part for part in (firm.organisation_name, firm.municipality_name) if part)
