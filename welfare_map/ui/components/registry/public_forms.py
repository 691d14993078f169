"""
What everybody can send: a service, a practice, an adhesion, a mistake.

Nothing is public before a moderator clears it, and nothing is asked about who writes.
"""

from collections.abc import Callable, Mapping
from typing import Final

import streamlit as st

from geodata.codes import AdhesionRole
from welfare_map.model import OWN_FIRM, Firm, Plain
from welfare_map.register.accounts import desk as desks
from welfare_map.register.accounts.actors import Actor
from welfare_map.register.history.record_ref import RecordRef
from welfare_map.register.history.reports import MOST_CHARACTERS
from welfare_map.texts import text
from welfare_map.ui import state
from welfare_map.ui.components.registry.choosing import ask_record
from welfare_map.ui.components.registry.fields import Field, ask_cells, ask_note, ask_words, cells_of, marked_required
from welfare_map.ui.components.registry.guarding import form_key, send, trap
from welfare_map.ui.components.registry.naming import record_head_html
from welfare_map.ui.components.registry.queue import current_cells
from welfare_map.ui.components.registry.saying import desk_of, label
from welfare_map.ui.context import Page
from welfare_map.ui.registry_keys import FORM

REPORTED: Final = "registry_reported"
NOTE: Final = "note"
NAME_CHARACTERS: Final = 200
SERVICE: Final = (
    *("name", "kind", "provider_name", "ownership", "address", "postcode", "municipality_code", "phone", "email"),
    *("website", "opening_hours", "capacity_authorised"),
)
PRACTICE: Final = ("title_it", "phase", "description_it", "result_it", "themes", "size_classes")
ORGANISATION: Final = ("organisation_name", "organisation_kind", "size_class", "municipality_code", "website")


def show(page: Page, actor: Actor) -> None:
    """Draw the choice of forms, and the one that was chosen; a link to a card opens the report of a mistake."""
    st.write(text("registry.public_intro", page.lang))
    if state.get(FORM) not in FORMS:
        state.put(FORM, first_form())
    chosen = st.segmented_control(
        text("registry.form", page.lang),
        list(FORMS),
        required=True,
        format_func=lambda name: text(f"registry.form_name.{name}", page.lang),
        key=FORM,
        persist_state="session",
    )
    said = ("registry.no_personal_data", "privacy.link", "registry.required")
    st.caption(" ".join(text(key, page.lang) for key in said))
    FORMS[chosen or "service"](page, actor)


def first_form() -> str:
    """Return the form that is drawn where nobody chose: that of a mistake where a link names a card."""
    return "report" if st.query_params.get(state.REPORT) else "service"


def _service(page: Page, actor: Actor) -> None:
    key = form_key("propose-service")
    with st.form(key):
        asked = ask_cells(page, "services", SERVICE, {}, key=key)
        note, is_trapped, is_sent = _end(page, key)
    if is_sent:
        fields = {**asked, NOTE: note}
        _send(page, lambda: _propose(page, actor, "services", asked, note), fields, is_trapped=is_trapped)


def _practice(page: Page, actor: Actor) -> None:
    key = form_key("propose-practice")
    with st.form(key):
        asked = ask_cells(page, "practices", PRACTICE, {}, key=key, required=("title_it",))
        sides = st.columns(2, gap="medium")
        with sides[0]:
            asked["initiative_id"] = _ask_initiative(page, key)
        with sides[1]:
            asked["document_id"] = _ask_document(page, key)
        asked |= ask_cells(page, "practices", ("paragraph",), {"paragraph": 1}, key=key)
        note, is_trapped, is_sent = _end(page, key)
    if is_sent:
        fields = {**asked, NOTE: note}
        _send(page, lambda: _propose(page, actor, "practices", asked, note), fields, is_trapped=is_trapped)


def _adhesion(page: Page, actor: Actor) -> None:
    adhesion_form(page, actor)


def adhesion_form(
    page: Page,
    actor: Actor,
    *,
    initiative_id: str | None = None,
    me: Firm | None = None,
    municipality_code: str | None = None,
) -> None:
    """
    Ask for an organisation, known or new, and the initiative that it adheres to.

    Parameters
    ----------
    initiative_id, me
        What is chosen and filled in at first: an initiative, a firm of the register or one that somebody described.
    municipality_code
        Where a firm that is in no register stands.
    """
    organisation_id = None if me is None or me.organisation_id == OWN_FIRM else me.organisation_id
    named = ("propose-adhesion", initiative_id, organisation_id, municipality_code)
    key = form_key("-".join(part for part in named if part))
    with st.form(key):
        sides = st.columns(2, gap="medium")
        with sides[0]:
            initiative = _ask_initiative(page, key, initiative_id)
        with sides[1]:
            known = _ask_organisation(page, key, organisation_id)
        st.markdown(text("registry.new_organisation", page.lang))
        new = ask_cells(page, "organisations", ORGANISATION, _told(me, municipality_code), key=key)
        note, is_trapped, is_sent = _end(page, key)
    if is_sent:
        fields = {"initiative_id": initiative, **({} if known.cell else new), NOTE: note}
        _send(page, lambda: _adhere(page, actor, initiative, known, new, note), fields, is_trapped=is_trapped)


def _told(me: Firm | None, municipality_code: str | None) -> dict[str, Plain]:
    """Return what is known of a firm that is in no register."""
    if me is None:
        return {"municipality_code": municipality_code}
    if me.organisation_id != OWN_FIRM:
        return {}
    return {**{name: getattr(me, name) for name in ORGANISATION}, "municipality_code": municipality_code}


def _adhere(page: Page, actor: Actor, initiative: Field, known: Field, new: Mapping[str, Field], note: Field) -> None:
    """Propose the adhesion, after the organisation where it is a new one."""
    organisation_id = known.cell or _propose(page, actor, "organisations", new, note)
    cells = {"organisation_id": organisation_id, "initiative_id": initiative.cell, "role": AdhesionRole.MEMBER.value}
    desks.propose(desk_of(page), actor, "adhesions", None, values=cells, why=_words(note))


def _report(page: Page, actor: Actor) -> None:
    """Ask what is wrong with a card: the one of the link, or one that is searched for."""
    ref = _reported(page)
    if ref is None:
        return
    cells = current_cells(desk_of(page), ref)
    if cells is None:
        st.warning(text("registry.no_such_card", page.lang))
        return
    st.html(record_head_html(page, ref.table, cells, ref.record_id))
    key = form_key("report")
    with st.form(key):
        words = text("registry.message", page.lang)
        message = ask_words(words, key=f"{key}-message", maximum=MOST_CHARACTERS, is_required=True)
        is_trapped = trap(page, key)
        is_sent = st.form_submit_button(text("registry.send_report", page.lang), type="primary")
    if is_sent:
        send(
            page,
            lambda: _leave_report(page, actor, ref, _words(message)),
            fields={"message": message},
            is_trapped=is_trapped,
            thanks=text("registry.thanks_report", page.lang),
        )


def _leave_report(page: Page, actor: Actor, ref: RecordRef, message: str) -> None:
    desks.report(desk_of(page), actor, ref, message)
    state.put(REPORTED, None)


def _reported(page: Page) -> RecordRef | None:
    """Return the card that a report is about."""
    named = st.query_params.get(state.REPORT)
    if named:
        return RecordRef("services", named[:NAME_CHARACTERS])
    clicked = ask_record(page, key="report")
    if clicked is not None:
        state.put(REPORTED, (clicked.table, clicked.record_id))
    chosen = state.get(REPORTED)
    return RecordRef(*chosen) if chosen else None


def _end(page: Page, key: str) -> tuple[Field, bool, bool]:
    """Draw the end of a form: a note, the trap and the button."""
    note = ask_note(page, key)
    is_trapped = trap(page, key)
    is_sent = st.form_submit_button(text("registry.send", page.lang), type="primary")
    return note, is_trapped, is_sent


def _send(page: Page, act: Callable[[], object], fields: Mapping[str, Field], *, is_trapped: bool) -> None:
    send(page, act, fields=fields, is_trapped=is_trapped, thanks=text("registry.thanks", page.lang))


def _propose(page: Page, actor: Actor, table: str, asked: Mapping[str, Field], note: Field) -> str:
    """Propose a new record and return its id."""
    cells = {name: cell for name, cell in cells_of(asked).items() if cell is not None}
    return desks.propose(desk_of(page), actor, table, None, values=cells, why=_words(note)).record_id


def _words(field: Field) -> str:
    return str(field.cell or "")


def _ask_initiative(page: Page, key: str, chosen: str | None = None) -> Field:
    known = page.snapshot.table("initiatives")
    real = known[~known["is_demo"].fillna(False).astype(bool)]
    names = dict(zip(real["initiative_id"], real["name"], strict=True))
    return _ask_one(page, "initiative_id", names, key, chosen=chosen, is_required=True)


def _ask_document(page: Page, key: str) -> Field:
    known = page.snapshot.table("documents")
    names = dict(zip(known["document_id"], known["title"], strict=True))
    return _ask_one(page, "document_id", names, key, is_required=True)


def _ask_organisation(page: Page, key: str, chosen: str | None = None) -> Field:
    known = page.snapshot.table("organisations")
    real = known[~known["is_demo"].fillna(False).astype(bool)]
    names = dict(zip(real["organisation_id"], real["organisation_name"], strict=True))
    return _ask_one(page, "organisation_id", names, key, chosen=chosen)


def _ask_one(
    page: Page,
    column: str,
    names: Mapping[str, str],
    key: str,
    *,
    chosen: str | None = None,
    is_required: bool = False,
) -> Field:
    words = label(column, page.lang)
    ids = list(names)
    found = st.selectbox(
        marked_required(words) if is_required else words,
        ids,
        index=ids.index(chosen) if chosen in ids else None,
        format_func=lambda item: str(names[item]),
        placeholder=text("registry.choose", page.lang),
        key=state.field(f"{key}-{column}"),
    )
    cell = None if found is None else str(found)
    return Field(words=words, cell=cell, place=st.empty(), is_required=is_required)


FORMS: Final[Mapping[str, Callable[[Page, Actor], None]]] = {
    "service": _service,
    "practice": _practice,
    "adhesion": _adhesion,
    "report": _report,
}
