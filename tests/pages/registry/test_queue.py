"""*Da esaminare*: what waits, for whom, and what accepting and rejecting do."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
import streamlit as st

from geodata.territory import Territory
from welfare_map.register.accounts import desk as desks
from welfare_map.register.accounts.actors import VISITOR, Actor, Role
from welfare_map.register.accounts.desk import Desk
from welfare_map.register.history import municipalities
from welfare_map.register.history.editing import read_record, save
from welfare_map.register.history.record_ref import RecordRef
from welfare_map.register.history.reports import open_reports
from welfare_map.register.history.revisions import history, pending
from welfare_map.ui import data

OpenRegistry = Callable[..., Any]
NIDO = RecordRef("services", "demo:nursery-015118-8")
ROOT = Actor("root", Role.ADMINISTRATOR)
SCRIPT = "<script>alert(1)</script>"


def test_the_queue_shows_both_versions_and_acceptance_publishes(
    open_registry: OpenRegistry, engine: sa.Engine, real_territory: Territory
) -> None:
    desk = Desk(engine, real_territory)
    before = read_record(engine, NIDO.table, NIDO.record_id)[0]["name"]
    desks.propose(desk, VISITOR, NIDO.table, NIDO.record_id, values={"name": f"Nido {SCRIPT}"}, why=SCRIPT)
    page = open_registry("anna", "queue")
    assert str(before) in page.words
    assert "<script>alert(1)" not in page.html
    assert "&lt;script&gt;alert(1)" in page.html
    assert read_record(engine, NIDO.table, NIDO.record_id)[0]["name"] == before
    page = page.press("Accetta e pubblica")
    assert "ora è pubblica" in page.said
    assert read_record(engine, NIDO.table, NIDO.record_id)[0]["name"] == f"Nido {SCRIPT}"
    assert history(engine, NIDO.record_id)[-1].decided_by == "anna"


def test_the_first_real_service_of_a_kind_says_which_invented_ones_leave_and_counts_as_checked(
    open_registry: OpenRegistry, engine: sa.Engine, real_territory: Territory
) -> None:
    def invented() -> int:
        services = data.snapshot().table("services")
        here = services["municipality_code"].str.startswith("015") & services["kind"].eq("nursery")
        return int((here & services["is_demo"]).sum())

    real = {"name": "Nido vero", "kind": "nursery", "municipality_code": "015118"}
    proposal = desks.propose(Desk(engine, real_territory), VISITOR, "services", None, values=real, why="")
    page, before = open_registry("anna", "queue"), invented()
    assert before > 1
    assert f"(Asilo nido, Milano: {before})" in page.said
    page = page.press("Accetta e pubblica")
    assert "ora è pubblica. La scheda risulta controllata oggi" in page.said
    assert read_record(engine, "services", proposal.record_id)[0]["checked_by_role"] == "curator"
    assert invented() == 0
    desks.propose(Desk(engine, real_territory), VISITOR, "services", None, values=real | {"name": "Un altro"}, why="")
    page = open_registry("anna", "queue")
    assert "Accetta e pubblica" in page.buttons
    assert "dimostrativi" not in page.said


def test_a_proposal_that_was_overtaken_is_accepted_only_in_sight_of_the_newer_edit(
    open_registry: OpenRegistry, engine: sa.Engine, real_territory: Territory
) -> None:
    desk = Desk(engine, real_territory)
    desks.propose(desk, VISITOR, NIDO.table, NIDO.record_id, values={"phone": "+390000000001"}, why="")
    page = open_registry("anna", "queue")
    save(engine, ROOT, table=NIDO.table, record_id=NIDO.record_id, changes={"phone": "+390000000002"}, seen_number=0,
         why="più nuovo")  # fmt: skip
    page = page.press("Accetta e pubblica")
    assert "ha cambiato gli stessi campi" in page.said
    assert all(words in page.words for words in ("+390000000001", "+390000000002", "più nuovo"))
    assert read_record(engine, NIDO.table, NIDO.record_id)[0]["phone"] == "+390000000002"
    assert "ora è pubblica" in page.press("Accetta comunque").said
    assert read_record(engine, NIDO.table, NIDO.record_id)[0]["phone"] == "+390000000001"


def test_a_rejection_needs_a_reason(open_registry: OpenRegistry, engine: sa.Engine, real_territory: Territory) -> None:
    desks.propose(
        Desk(engine, real_territory), VISITOR, NIDO.table, NIDO.record_id, values={"name": "Altro nome"}, why=""
    )
    page = open_registry("anna", "queue").press("Rifiuta")
    assert "Scrivi il motivo" in page.said
    assert len(pending(engine)) == 1
    page.fill("Motivo (serve per rifiutare)", "doppione")
    assert "rifiutata" in page.press("Rifiuta").said
    assert pending(engine) == ()


def test_a_proposal_for_a_municipality_outside_the_area_leaves_the_queue_as_it_is(
    open_registry: OpenRegistry, engine: sa.Engine, real_territory: Territory, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = {"name": "Nido altrove", "kind": "nursery", "municipality_code": "015999"}
    monkeypatch.setattr(municipalities, "today_codes", lambda: {"015999"})
    desks.propose(Desk(engine, real_territory), VISITOR, "services", None, values=outside, why="")
    page = open_registry("bruno", "queue")
    assert "Accetta e pubblica" in page.buttons
    assert "dimostrativi" not in page.said


def test_a_curator_is_not_asked_about_other_districts(
    open_registry: OpenRegistry, engine: sa.Engine, real_territory: Territory
) -> None:
    far = {"name": "Nido lontano", "kind": "nursery", "municipality_code": "019036"}
    desks.propose(Desk(engine, real_territory), VISITOR, "services", None, values=far, why="")
    assert "Accetta e pubblica" not in open_registry("anna", "queue").buttons
    assert "Accetta e pubblica" in open_registry("bruno", "queue").buttons


def test_a_report_is_closed_with_its_outcome(
    open_registry: OpenRegistry, engine: sa.Engine, real_territory: Territory
) -> None:
    desks.report(Desk(engine, real_territory), VISITOR, NIDO, "Il numero non risponde")
    page = open_registry("anna", "queue")
    page.fill("Esito", "corretto")
    assert "Segnalazione chiusa" in page.press("Chiudi la segnalazione").said
    assert open_reports(engine) == ()


def test_an_adhesion_that_waits_is_called_by_what_it_joins(
    open_registry: OpenRegistry, engine: sa.Engine, real_territory: Territory
) -> None:
    desk = Desk(engine, real_territory)
    firm = {"organisation_name": "Ditta Prova", "organisation_kind": "company", "municipality_code": "015118"}
    organisation = desks.propose(desk, VISITOR, "organisations", None, values=firm, why="")
    with engine.connect() as connection:
        initiative = connection.execute(sa.text("SELECT initiative_id, name FROM initiatives LIMIT 1")).one()
    joined = {"organisation_id": organisation.record_id, "initiative_id": initiative[0], "role": "member"}
    desks.propose(desk, VISITOR, "adhesions", None, values=joined, why="")
    page = open_registry("bruno", "queue")
    assert f"Adesione: Ditta Prova – {initiative[1]}" in page.words
    titles = re.findall("<h3[^>]*>(.*?)</h3>", page.html)
    assert len(titles) == 2
    assert not [title for title in titles if organisation.record_id in title]


def test_accepting_has_made_the_new_map_before_the_page_is_drawn_again(
    open_registry: OpenRegistry, engine: sa.Engine, real_territory: Territory, monkeypatch: pytest.MonkeyPatch
) -> None:
    desks.propose(Desk(engine, real_territory), VISITOR, NIDO.table, NIDO.record_id, values={"name": "Altro"}, why="")
    page = open_registry("anna", "queue")
    spoken: list[str] = []
    spin = st.spinner

    def heard(words: str, **options: Any) -> Any:
        spoken.append(words)
        return spin(words, **options)

    monkeypatch.setattr(st, "spinner", heard)
    page.press("Accetta e pubblica")
    assert "Pubblico la proposta e aggiorno la mappa…" in spoken
    assert "ora è pubblica" in page.said
