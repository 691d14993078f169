"""A register that takes no changes for a while: the curator is told, and what was typed is still there to be saved."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from welfare_map.register.accounts import sessions
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.history.editing import read_record, save
from welfare_map.register.history.record_ref import RecordRef
from welfare_map.register.history.revisions import history, pending
from welfare_map.ui import data

ROOT = Actor("root", Role.ADMINISTRATOR)
NIDO = RecordRef("services", "demo:nursery-015118-8")
PASSWORD = "cavallo-batteria"  # noqa: S105  # of the accounts of these tests
WEBSITE = "https://example.org/nido"


@pytest.mark.parametrize("pragma", ["query_only = ON", "max_page_count = 1"], ids=["read-only", "full disk"])
def test_what_cannot_be_saved_stays_on_the_page_until_it_can(
    open_registry: Callable[..., Any], engine: sa.Engine, pragma: str
) -> None:
    page = open_registry("anna", "editing", NIDO)

    def refuse(connection: sa.Connection) -> None:
        if connection.get_execution_options().get("is_writing"):
            connection.exec_driver_sql(f"PRAGMA {pragma}")
            connection.exec_driver_sql("CREATE TABLE filler AS SELECT zeroblob(1000000)")

    own = data.register()
    event.listen(own, "begin", refuse)
    page = page.fill("-website", WEBSITE).press("Salva")
    assert "Non si è potuto salvare" in page.said
    assert page.field("-website").value == WEBSITE
    assert history(engine, NIDO.record_id) == ()
    event.remove(own, "begin", refuse)
    own.dispose()
    page = page.press("Salva")
    assert "Salvato" in page.said
    (revision,) = history(engine, NIDO.record_id)
    assert dict(revision.after) == {"website": WEBSITE}


def test_a_proposal_that_cannot_be_kept_is_said_to_be_unsent_and_goes_once_it_can(
    open_registry: Callable[..., Any], engine: sa.Engine
) -> None:
    page = open_registry().fill("-name", "Nido nuovo").fill("-kind", "nursery")

    def refuse(connection: sa.Connection) -> None:
        if connection.get_execution_options().get("is_writing"):
            connection.exec_driver_sql("PRAGMA query_only = ON")

    own = data.register()
    event.listen(own, "begin", refuse)
    page = page.press("Invia")
    assert "Non è stato inviato" in page.said
    assert "La proposta è arrivata" not in page.said
    assert page.field("-name").value == "Nido nuovo"
    event.remove(own, "begin", refuse)
    own.dispose()
    page = page.press("Invia")
    assert "La proposta è arrivata" in page.said
    (waiting,) = pending(engine)
    assert waiting.after["name"] == "Nido nuovo"


def test_a_clock_that_goes_back_leaves_the_order_of_changes(engine: sa.Engine) -> None:
    for number, day in enumerate((2, 1)):
        save(
            engine,
            ROOT,
            table=NIDO.table,
            record_id=NIDO.record_id,
            changes={"website": f"{WEBSITE}-{number}"},
            seen_number=number,
            why="",
            at=datetime(2026, 9, day, tzinfo=UTC),
        )
    assert [dict(one.after)["website"] for one in history(engine, NIDO.record_id)] == [f"{WEBSITE}-0", f"{WEBSITE}-1"]
    assert read_record(engine, NIDO.table, NIDO.record_id)[0]["website"] == f"{WEBSITE}-1"


def test_when_the_clock_jumps_ahead_the_session_ends_in_words_and_the_next_one_begins(
    open_registry: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_registry("anna")
    assert "Esci" in page.buttons

    class Later(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> "Later":
            return cls.fromtimestamp(datetime.now(tz).timestamp() + 30 * 86_400, tz)

    with monkeypatch.context() as patch:
        patch.setattr(sessions, "datetime", Later)
        page.run()
        assert "La sessione è finita" in page.said
        page = page.fill("Nome dell'account", "anna").fill("Password", PASSWORD).press("Entra")
        assert "Ciao, anna" in page.said
    page.run()  # the clock is back: whoever signed in meanwhile stays so
    assert "Esci" in page.buttons
