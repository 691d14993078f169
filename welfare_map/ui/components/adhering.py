"""*Aderire*: under the card of an initiative, what adhesion brings, whom to write to, the form, and the register."""

from dataclasses import replace

import streamlit as st

from welfare_map.exports.adhering import adhering_document
from welfare_map.exports.docx import docx_bytes
from welfare_map.maps.adhering_cards import adhering_card
from welfare_map.model import OWN_FIRM, AdheringAnswer, AdheringQuery, Firm, InitiativeRow, Standing
from welfare_map.questions.adhering import adhering
from welfare_map.texts import text
from welfare_map.ui import state
from welfare_map.ui.components.firms.profile import ask_firm
from welfare_map.ui.components.place_search import chosen_place
from welfare_map.ui.components.registry.public_forms import adhesion_form
from welfare_map.ui.components.registry.saying import say_now
from welfare_map.ui.components.registry.sign_in import actor_meanwhile
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import worded

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TOWN = "adhering-town"


def adhering_panel(page: Page, row: InitiativeRow) -> None:
    """Offer the panel of an initiative, and draw it for the one that is chosen; nobody can join an invented one."""
    if row.is_demo:
        st.caption(text("adhering.standing.demo", page.lang))
        return
    if state.get(state.INITIATIVE) != row.initiative_id:
        st.button(
            text("adhering.open", page.lang),
            key=f"adhere-{row.initiative_id}",
            on_click=state.put,
            args=(state.INITIATIVE, row.initiative_id),
        )
        return
    with st.container(border=True, key="adhering"):
        st.subheader(text("adhering.title", page.lang), anchor=False)
        _panel(page, row)


def _panel(page: Page, row: InitiativeRow) -> None:
    say_now()
    me = _named(ask_firm(page, actor_meanwhile(page), chosen_place(page)), page.lang)
    query = AdheringQuery(
        as_of_on=page.as_of_on, initiative_id=row.initiative_id, me=me, municipality_code=_ask_town(page, row, me)
    )
    answer = adhering(page.snapshot, query)
    (found,) = answer.rows
    st.write(worded(answer.sentence, page.lang))
    if found.standing is not Standing.ENDED:
        st.info(text(f"adhering.standing.{found.standing}", page.lang))
    st.html(f'<div class="wm-panel">{adhering_card(found, page.lang)}</div>')
    if me is not None and me.is_demo:
        st.warning(text("adhering.demo_firm", page.lang))
    elif not found.has_joined:
        _offer(page, row, answer, me)


def _offer(page: Page, row: InitiativeRow, answer: AdheringAnswer, me: Firm | None) -> None:
    """Offer the application, and the entry in the moderation queue."""
    _offer_form(page, answer, me)
    with st.expander(text("adhering.tell", page.lang), key="adhering-tell"):
        st.write(text("adhering.tell_note", page.lang))
        code = answer.rows[0].municipality_code
        adhesion_form(page, actor_meanwhile(page), initiative_id=row.initiative_id, me=me, municipality_code=code)


def _named(me: Firm | None, lang: str) -> Firm | None:
    """Take away the words that stand for a name nobody has written: on a form it is a blank."""
    is_unnamed = me is not None and me.organisation_name == text("firms.own.unnamed", lang)
    return replace(me, organisation_name="") if me is not None and is_unnamed else me


def _ask_town(page: Page, row: InitiativeRow, me: Firm | None) -> str | None:
    """Ask where the firm stands, among the municipalities of the initiative, unless that is known."""
    if me is not None and me.municipality_code:
        return me.municipality_code if me.organisation_id == OWN_FIRM else None
    towns = page.snapshot.territory.municipalities
    covered = towns[towns["municipality_code"].isin(row.municipality_codes)].sort_values("municipality_name")
    names = dict(zip(covered["municipality_code"], covered["municipality_name"], strict=True))
    chosen = st.selectbox(
        text("adhering.municipality", page.lang),
        list(names),
        index=None,
        format_func=lambda code: str(names[code]),
        placeholder=text("adhering.choose_municipality", page.lang),
        key=f"{TOWN}-{row.initiative_id}",
    )
    return None if chosen is None else str(chosen)


def _offer_form(page: Page, answer: AdheringAnswer, me: Firm | None) -> None:
    st.markdown(f"**{text('adhering.form', page.lang)}**")
    st.caption(text("adhering.form_note", page.lang))
    st.download_button(
        text("adhering.download", page.lang),
        lambda: docx_bytes(adhering_document(answer, me, page.lang, made_on=page.as_of_on)),
        file_name=text("adhering.file_name", page.lang),
        mime=DOCX,
        key="adhering-download",
        type="primary",
        on_click="ignore",
    )
