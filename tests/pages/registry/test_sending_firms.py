"""A firm that is described on *Imprese e piani* goes to the moderators, and only when it is sent."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from welfare_map.register.accounts.accounts import add_account, new_account
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.accounts.sessions import open_session
from welfare_map.register.history.editing import create, decide
from welfare_map.register.history.revisions import Revision, pending
from welfare_map.ui.components.firms import own_exchanges, own_facts, own_shifts
from welfare_map.ui.components.firms.profile import WAY
from welfare_map.ui.registry_keys import TOKEN

from .conftest import NOON, PASSWORD, Drawn

OpenFirms = Callable[..., Drawn]
GAROLFO = {"lon": "8.888", "lat": "45.546"}
ANNA = Actor("anna", Role.CURATOR, district_ids=("alto-milanese",))
OWN = "curated:officina"


@pytest.fixture
def open_firms(open_page: Callable[..., AppTest], html_words: Callable[[AppTest], str], engine: sa.Engine) -> OpenFirms:
    """Draw the page for a visitor or for an account, with a register of this test."""
    values = {"organisation_id": OWN, "organisation_name": "Officina Nota", "organisation_kind": "company"}
    place = {"municipality_code": "015041", "lon": 8.888, "lat": 45.546, "position_quality": "exact"}
    create(engine, ANNA, table="organisations", values={**values, **place}, why="")
    add_account(engine, new_account("elio", Role.CONTRIBUTOR, organisation_ids=(OWN,), at=NOON), PASSWORD)

    def opened(account: str = "", **params: str) -> Drawn:
        page = open_page("firms", **{**GAROLFO, **params})
        if account:
            page.session_state[TOKEN] = open_session(engine, account)
        return Drawn(page, html_words).run()

    return opened


def add_nursery(page: Drawn, visibility: str = "public") -> Drawn:
    page.app.button(key=f"{own_exchanges.OPEN}-unfold").click()
    page.run()
    page.app.selectbox(key=own_exchanges.KIND).set_value("nursery")
    page.app.selectbox(key=own_exchanges.VISIBILITY).set_value(visibility)
    page.run()
    page.app.button(key="own-exchange-add").click()
    return page.run()


def describe(page: Drawn, name: str = "Officina Prova") -> Drawn:
    page.app.button_group(key=WAY).set_value("describe")
    page.run()
    page.app.text_input(key=own_facts.NAME).set_value(name)
    page.app.text_input(key=own_facts.VAT).set_value("IT 00743110157")
    page.app.number_input(key=own_facts.EMPLOYEES).set_value(14)
    page.run()
    page.app.button_group(key=own_shifts.TEMPLATES).set_value(["early", "late"])
    return page.run()


def sent(engine: sa.Engine) -> dict[str, list[Revision]]:
    found: dict[str, list[Revision]] = {}
    for revision in pending(engine):
        found.setdefault(revision.table, []).append(revision)
    return found


def test_nothing_leaves_the_page_before_it_is_sent(open_firms: OpenFirms, engine: sa.Engine) -> None:
    add_nursery(describe(open_firms()))
    assert pending(engine) == ()


def test_a_new_firm_is_sent_with_its_shifts_and_needs_and_can_be_accepted(
    open_firms: OpenFirms, engine: sa.Engine
) -> None:
    page = add_nursery(describe(open_firms())).press("Invia")
    assert "Grazie. Chi cura il registro controlla" in page.said
    found = sent(engine)
    (firm,), shifts, (need,) = found["organisations"], found["shifts"], found["needs_offers"]
    assert firm.after["organisation_name"] == "Officina Prova"
    assert (firm.after["vat_code"], firm.after["size_class"], firm.after["municipality_code"]) == (
        "00743110157",
        "small",
        "015041",
    )
    assert [one.after["shift_number"] for one in shifts] == [1, 2]
    assert {one.after["organisation_id"] for one in (*shifts, need)} == {firm.record_id}
    assert (firm.role, firm.author) == ("visitor", "")
    for revision in (firm, *shifts, need):
        decide(engine, ANNA, revision.revision_id, is_accepted=True, why="")
    assert pending(engine) == ()


@pytest.mark.parametrize(
    ("lon", "lat", "quality"),
    [("8.883", "45.548", "municipality"), ("8.888", "45.546", "place")],
    ids=["the centre of Busto Garolfo", "a point of it"],
)
def test_a_point_of_a_link_is_never_said_to_be_exact(
    open_firms: OpenFirms, engine: sa.Engine, lon: str, lat: str, quality: str
) -> None:
    describe(open_firms(lon=lon, lat=lat)).press("Invia")
    (firm,) = sent(engine)["organisations"]
    assert firm.after["position_quality"] == quality


def test_what_was_sent_stays_on_the_page_and_is_not_sent_twice(open_firms: OpenFirms, engine: sa.Engine) -> None:
    page = add_nursery(describe(open_firms())).press("Invia")
    assert "Cerchiamo: Asilo nido" in page.words
    assert "Invia" not in page.buttons
    page.app.button_group(key=own_shifts.TEMPLATES).set_value(["early", "late", "nights"])
    page.run().press("Invia")
    found = sent(engine)
    assert (len(found["organisations"]), len(found["needs_offers"]), len(found["shifts"])) == (1, 1, 3)
    assert {one.after["organisation_id"] for one in found["shifts"]} == {found["organisations"][0].record_id}


def test_a_firm_without_a_name_is_not_sent(open_firms: OpenFirms, engine: sa.Engine) -> None:
    page = describe(open_firms(), name="").press("Invia")
    assert "serve il nome dell'impresa" in page.said
    assert pending(engine) == ()


def test_a_machine_is_thanked_and_nothing_is_sent(open_firms: OpenFirms, engine: sa.Engine) -> None:
    page = describe(open_firms())
    trap = next(item for item in page.app.text_input if str(item.key).startswith("trap-send-firm"))
    trap.set_value("http://example.org")
    page.press("Invia")
    assert "Grazie" in page.said
    assert pending(engine) == ()


def test_an_account_finds_its_own_firm_and_its_proposal_bears_its_name(
    open_firms: OpenFirms, engine: sa.Engine
) -> None:
    page = open_firms("elio")
    page.press("La mia impresa: Officina Nota")
    page = add_nursery(page, visibility="counts").press("Invia")
    (need,) = pending(engine)
    assert (need.table, need.author, need.after["organisation_id"]) == ("needs_offers", "elio", OWN)
    assert need.after["visibility"] == "counts"


def test_an_account_of_a_firm_sees_what_it_declared_in_confidence_and_a_visitor_does_not(
    open_firms: OpenFirms, engine: sa.Engine
) -> None:
    need: dict[str, Any] = {"organisation_id": OWN, "direction": "need", "exchange_kind": "nursery"}
    create(engine, ANNA, table="needs_offers", values={**need, "visibility": "counts"}, why="")
    assert "Cerchiamo: Asilo nido" in open_firms("elio", organisation=OWN).words
    assert "Cerchiamo: Asilo nido" not in open_firms(organisation=OWN).words


def test_shifts_are_numbered_after_those_that_are_known_or_wait(open_firms: OpenFirms, engine: sa.Engine) -> None:
    for _ in range(2):
        page = open_firms("elio", organisation=OWN)
        page.app.button_group(key=own_shifts.TEMPLATES).set_value(["early"])
        page.run().press("Invia")
    assert [one.after["shift_number"] for one in sent(engine)["shifts"]] == [1, 2]
