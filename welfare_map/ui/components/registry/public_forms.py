"""
What everybody can send: a service, a practice, an adhesion, a mistake.

Nothing is public before a moderator clears it, and nothing is asked about who writes.
"""

from collections.abc import Callable, Mapping
from typing import Final

import streamlit as st

from geodata.codes import AdhesionRole
from welfare_map.maps.popups import escape
from welfare_map.model import Plain
from welfare_map.register.accounts import desk as desks
from welfare_map.register.accounts.actors import Actor
from welfare_map.register.history.record_ref import RecordRef
from welfare_map.register.history.reports import MOST_CHARACTERS
from welfare_map.texts import text
from welfare_map.ui import state
from welfare_map.ui.components.registry.choosing import ask_record
from welfare_map.ui.components.registry.fields import ask_cells, settled
from welfare_map.ui.components.registry.guarding import form_key, required, send, trap
from welfare_map.ui.components.registry.queue import current_cells
from welfare_map.ui.components.registry.saying import desk_of, record_name
from welfare_map.ui.context import Page

REPORT_PARAMETER: Final = "report"
REPORTED: Final = "registry_reported"
FORM: Final = "registry_form"
NOTE_CHARACTERS: Final = 1_000
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
    chosen = st.segmented_control(
        text("registry.form", page.lang),
        list(FORMS),
        required=True,
        default=_first_form(),
        format_func=lambda name: text(f"registry.form_name.{name}", page.lang),
        key=FORM,
    )
    st.caption(text("registry.no_personal_data", page.lang))
    FORMS[chosen or "service"](page, actor)


def _first_form() -> str:
    return "report" if st.query_params.get(REPORT_PARAMETER) else "service"


def _service(page: Page, actor: Actor) -> None:
    key = form_key("propose-service")
    with st.form(key):
        asked = ask_cells(page, "services", SERVICE, {}, key=key)
        why, is_trapped, is_sent = _end(page, key)
    if is_sent:
        _send(page, lambda: _propose(page, actor, "services", asked, why), is_trapped=is_trapped)


def _practice(page: Page, actor: Actor) -> None:
    key = form_key("propose-practice")
    with st.form(key):
        asked = ask_cells(page, "practices", PRACTICE, {}, key=key)
        sides = st.columns(2, gap="medium")
        with sides[0]:
            initiative_id = _ask_initiative(page, key)
        with sides[1]:
            document_id = _ask_document(page, key)
        paragraph = st.number_input(
            text("registry.column.paragraph", page.lang), min_value=1, value=1, key=f"{key}-par"
        )
        why, is_trapped, is_sent = _end(page, key)
    cells = {**asked, "initiative_id": initiative_id, "document_id": document_id, "paragraph": int(paragraph)}
    if is_sent:
        _send(page, lambda: _propose_practice(page, actor, cells, why), is_trapped=is_trapped)


def _propose_practice(page: Page, actor: Actor, cells: Mapping[str, Plain], why: str) -> None:
    required(str(cells["title_it"] or ""), "registry.column.title_it", page, maximum=NAME_CHARACTERS)
    _propose(page, actor, "practices", cells, why)


def _adhesion(page: Page, actor: Actor) -> None:
    """Ask for an organisation, known or new, and the initiative that it adheres to."""
    key = form_key("propose-adhesion")
    with st.form(key):
        sides = st.columns(2, gap="medium")
        with sides[0]:
            initiative_id = _ask_initiative(page, key)
        with sides[1]:
            organisation_id = _ask_organisation(page, key)
        st.markdown(text("registry.new_organisation", page.lang))
        asked = ask_cells(page, "organisations", ORGANISATION, {}, key=key)
        why, is_trapped, is_sent = _end(page, key)
    if is_sent:
        _send(
            page,
            lambda: _adhere(page, actor, initiative_id, organisation_id, asked, why),
            is_trapped=is_trapped,
        )


def _adhere(
    page: Page,
    actor: Actor,
    initiative_id: str | None,
    organisation_id: str | None,
    asked: Mapping[str, Plain],
    why: str,
) -> None:
    """Propose the adhesion, after the organisation where it is a new one."""
    initiative = required(initiative_id, "registry.column.initiative_id", page, maximum=NAME_CHARACTERS)
    if not organisation_id:
        organisation_id = _propose(page, actor, "organisations", asked, why)
    cells = {"organisation_id": organisation_id, "initiative_id": initiative, "role": AdhesionRole.MEMBER.value}
    desks.propose(desk_of(page), actor, "adhesions", None, values=cells, why=why)


def _report(page: Page, actor: Actor) -> None:
    """Ask what is wrong with a card: the one of the link, or one that is searched for."""
    ref = _reported(page)
    if ref is None:
        return
    cells = current_cells(desk_of(page), ref)
    if cells is None:
        st.warning(text("registry.no_such_card", page.lang))
        return
    name = record_name(ref.table, cells, ref.record_id)
    st.html(f'<p class="wm-entry"><strong>{escape(name)}</strong> · {escape(ref.record_id)}</p>')
    key = form_key("report")
    with st.form(key):
        words = st.text_area(text("registry.message", page.lang), max_chars=MOST_CHARACTERS, key=f"{key}-message")
        is_trapped = trap(page, key)
        is_sent = st.form_submit_button(text("registry.send_report", page.lang), type="primary")
    if is_sent:
        send(
            page,
            lambda: _leave_report(page, actor, ref, words),
            is_trapped=is_trapped,
            thanks=text("registry.thanks_report", page.lang),
        )


def _leave_report(page: Page, actor: Actor, ref: RecordRef, words: str) -> None:
    message = required(words, "registry.message", page, maximum=MOST_CHARACTERS)
    desks.report(desk_of(page), actor, ref, message)
    state.put(REPORTED, None)


def _reported(page: Page) -> RecordRef | None:
    """Return the card that a report is about."""
    named = st.query_params.get(REPORT_PARAMETER)
    if named:
        return RecordRef("services", named[:NAME_CHARACTERS])
    clicked = ask_record(page, key="report")
    if clicked is not None:
        state.put(REPORTED, (clicked.table, clicked.record_id))
    chosen = state.get(REPORTED)
    return RecordRef(*chosen) if chosen else None


def _end(page: Page, key: str) -> tuple[str, bool, bool]:
    """Draw the end of a form: a note, the trap and the button."""
    why = st.text_area(text("registry.note", page.lang), max_chars=NOTE_CHARACTERS, key=f"{key}-note")
    is_trapped = trap(page, key)
    is_sent = st.form_submit_button(text("registry.send", page.lang), type="primary")
    return why.strip()[:NOTE_CHARACTERS], is_trapped, is_sent


def _send(page: Page, act: Callable[[], object], *, is_trapped: bool) -> None:
    send(page, act, is_trapped=is_trapped, thanks=text("registry.thanks", page.lang))


def _propose(page: Page, actor: Actor, table: str, asked: Mapping[str, Plain], why: str) -> str:
    """Propose a new record and return its id."""
    cells = {name: cell for name, cell in settled(page, asked).items() if cell is not None}
    return desks.propose(desk_of(page), actor, table, None, values=cells, why=why).record_id


def _ask_initiative(page: Page, key: str) -> str | None:
    names = page.snapshot.table("initiatives")
    real = names[~names["is_demo"].fillna(False).astype(bool)]
    return _ask_one(page, "initiative_id", dict(zip(real["initiative_id"], real["name"], strict=True)), key)


def _ask_document(page: Page, key: str) -> str | None:
    known = page.snapshot.table("documents")
    return _ask_one(page, "document_id", dict(zip(known["document_id"], known["title"], strict=True)), key)


def _ask_organisation(page: Page, key: str) -> str | None:
    known = page.snapshot.table("organisations")
    real = known[~known["is_demo"].fillna(False).astype(bool)]
    names = dict(zip(real["organisation_id"], real["organisation_name"], strict=True))
    return _ask_one(page, "organisation_id", names, key)


def _ask_one(page: Page, column: str, names: Mapping[str, str], key: str) -> str | None:
    words = text(f"registry.column.{column}", page.lang)
    chosen = st.selectbox(
        words if column == "organisation_id" else f"{words} *",
        list(names),
        index=None,
        format_func=lambda item: str(names[item]),
        placeholder=text("registry.choose", page.lang),
        key=f"{key}-{column}",
    )
    return None if chosen is None else str(chosen)


FORMS: Final[Mapping[str, Callable[[Page, Actor], None]]] = {
    "service": _service,
    "practice": _practice,
    "adhesion": _adhesion,
    "report": _report,
}
