"""What a visitor told of a firm in the open page, on its way to the moderators of the register: only when sent."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
import streamlit as st

from geodata.errors import InputError
from welfare_map.maps.popups import escape
from welfare_map.model import OWN_FIRM, Exchange, Firm, FirmShift, FirmSite, Plain
from welfare_map.register.accounts import desk as desks
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.accounts.desk import Desk
from welfare_map.register.history.records import numbers_of, read_cells
from welfare_map.register.sql.database import reading
from welfare_map.texts import text
from welfare_map.ui import state
from welfare_map.ui.components.firms.own_facts import NAME
from welfare_map.ui.components.registry.fields import ask_note
from welfare_map.ui.components.registry.guarding import form_key, send, trap
from welfare_map.ui.components.registry.saying import desk_of
from welfare_map.ui.context import Page

ORGANISATION_CELLS: Final = (
    *("organisation_name", "organisation_kind", "vat_code", "sector_code", "size_class", "employee_count"),
    *("address", "municipality_code", "email", "lon", "lat"),
)
EXCHANGE_CELLS: Final = (
    *("direction", "exchange_kind", "theme", "quantity", "unit", "from_on", "hours", "visibility"),
)
SENT: Final = "own_sent"
"""What this visit has sent, so that nothing goes twice; it stays on the page."""
SENT_ID: Final = "own_sent_id"
"""Under which identifier the described firm was proposed."""
Cells = Mapping[str, Plain]


@dataclass(frozen=True, slots=True)
class Added:
    """What was added of a firm in the open page."""

    shifts: tuple[FirmShift, ...]
    exchanges: tuple[Exchange, ...]
    sites: tuple[FirmSite, ...]

    def __bool__(self) -> bool:
        """Tell whether anything was added."""
        return bool(self.shifts or self.exchanges or self.sites)

    def unsent(self, organisation_id: str) -> "Added":
        """Return what was not sent yet for an organisation."""
        sent = state.get(SENT) or ()

        def kept(items: Sequence[Any]) -> tuple[Any, ...]:
            return tuple(one for one in items if _mark(organisation_id, one) not in sent)

        return Added(shifts=kept(self.shifts), exchanges=kept(self.exchanges), sites=kept(self.sites))

    def note_sent(self, organisation_id: str) -> None:
        """Remember that all of it was sent."""
        marks = (_mark(organisation_id, one) for one in (*self.shifts, *self.exchanges, *self.sites))
        state.put(SENT, (*(state.get(SENT) or ()), *marks))


def _mark(organisation_id: str, one: object) -> str:
    return f"{organisation_id} {one}"


def ask_sending(page: Page, actor: Actor, me: Firm, added: Added) -> None:
    """Draw what sends the firm to the register: closed until somebody wants it, nothing before the click."""
    lang = page.lang
    unsent = added.unsent(me.organisation_id)
    is_new = me.organisation_id == OWN_FIRM and not state.get(SENT_ID)
    if me.is_demo:
        st.caption(text("firms.send.demo", lang))
        return
    if not (is_new or unsent):
        if added or state.get(SENT_ID):
            st.caption(text("firms.send.sent", lang))
        return
    with st.popover(text("firms.send.title", lang)):
        st.html(f"<p>{escape(text('firms.send.help', lang))}</p>")
        st.caption(text("firms.send.as_visitor" if actor.role is Role.VISITOR else "firms.send.as_account", lang))
        key = form_key("send-firm")
        with st.form(key, border=False):
            note = ask_note(page, key)
            is_trapped = trap(page, key)
            is_sent = st.form_submit_button(text("firms.send.button", lang), type="primary")
        if is_sent:
            send(
                page,
                lambda: _propose_all(page, actor, me, unsent, why=str(note.cell or "")),
                fields={"note": note},
                is_trapped=is_trapped,
                thanks=text("firms.send.thanks", lang),
            )


def _propose_all(page: Page, actor: Actor, me: Firm, added: Added, *, why: str) -> None:
    """Propose the organisation where it is new, then all that was added."""
    desk = desk_of(page)
    organisation_id = me.organisation_id
    if organisation_id == OWN_FIRM:
        organisation_id = state.get(SENT_ID) or _propose_organisation(desk, actor, me, why)
        state.put(SENT_ID, organisation_id)
    for table, values in _records(desk, organisation_id, added):
        desks.propose(desk, actor, table, None, values=values, why=why)
    added.note_sent(me.organisation_id)


def _propose_organisation(desk: Desk, actor: Actor, me: Firm, why: str) -> str:
    if not str(state.get(NAME) or "").strip():
        raise InputError("error.firm_without_name")
    cells = {name: getattr(me, name) for name in ORGANISATION_CELLS if getattr(me, name) is not None}
    if me.lon is not None:
        cells["position_quality"] = str(me.position_quality)
    return desks.propose(desk, actor, "organisations", None, values=cells, why=why).record_id


def _records(desk: Desk, organisation_id: str, added: Added) -> Iterator[tuple[str, Cells]]:
    """Give table and cells of each record to be proposed."""
    whose: Cells = {"organisation_id": organisation_id}
    numbers = _free_numbers(desk, "shifts", organisation_id, 1)
    for shift in added.shifts:
        cells = {"days": shift.days, "starts_at": shift.starts_at, "ends_at": shift.ends_at}
        yield "shifts", {**whose, "shift_number": next(numbers), **cells}
    numbers = _free_numbers(desk, "sites", organisation_id, 2)
    for site in added.sites:
        names = ("site_name", "municipality_code", "lon", "lat", "position_quality")
        yield "sites", {**whose, "site_number": next(numbers), **{name: getattr(site, name) for name in names}}
    for one in added.exchanges:
        said = {name: getattr(one, name) for name in EXCHANGE_CELLS if getattr(one, name) is not None}
        yield "needs_offers", {**whose, **said}


def _free_numbers(desk: Desk, table: str, organisation_id: str, first: int) -> Iterator[int]:
    """Give numbers that no record of an organisation has, or was proposed with."""
    number = first
    while True:
        with reading(desk.engine) as connection:
            is_taken = _is_taken(connection, table, f"{organisation_id}/{number}")
        if not is_taken:
            yield number
        number += 1


def _is_taken(connection: sa.Connection, table: str, record_id: str) -> bool:
    return numbers_of(connection, table, record_id)[1] > 0 or read_cells(connection, table, record_id) is not None
