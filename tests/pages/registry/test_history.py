"""*Storia*: who did what, when and why, and the way back."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from welfare_map.register.accounts.actors import VISITOR, Actor, Role
from welfare_map.register.history.editing import decide, propose, read_record, save
from welfare_map.register.history.record_ref import RecordRef

OpenRegistry = Callable[..., Any]
NIDO = RecordRef("services", "demo:nursery-015118-8")
ROOT = Actor("root", Role.ADMINISTRATOR)
LATER = datetime(2026, 9, 3, 12, tzinfo=UTC)
SCRIPT = "<script>alert(1)</script>"


def test_history_goes_back_to_a_revision(open_registry: OpenRegistry, engine: sa.Engine) -> None:
    for number, name in enumerate(("Nome uno", f"Nome {SCRIPT}")):
        save(engine, ROOT, table=NIDO.table, record_id=NIDO.record_id, changes={"name": name}, seen_number=number,
             why="perché sì")  # fmt: skip
    page = open_registry("anna", "history", NIDO)
    assert "perché sì" in page.words
    page.fill("Motivo", "era giusto")
    page = page.press("Ripristina")
    assert "riportata alla revisione 1" in page.said
    assert read_record(engine, NIDO.table, NIDO.record_id)[0]["name"] == "Nome uno"


def propose_and_decide(engine: sa.Engine, *, is_accepted: bool) -> None:
    proposal = propose(
        engine, VISITOR, table=NIDO.table, record_id=NIDO.record_id, values={"phone": "+390000000001"}, why="è cambiato"
    )
    anna = Actor("anna", Role.CURATOR)
    decide(engine, anna, proposal.revision_id, is_accepted=is_accepted, why="ho telefonato", at=LATER)


@pytest.mark.parametrize(("is_accepted", "verb"), [(True, "Accettata"), (False, "Rifiutata")])
def test_history_says_who_proposed_and_who_decided(
    open_registry: OpenRegistry, engine: sa.Engine, *, is_accepted: bool, verb: str
) -> None:
    propose_and_decide(engine, is_accepted=is_accepted)
    page = open_registry("anna", "history", NIDO)
    assert "Proposta da: visitatore, " in page.words
    assert "Motivo: è cambiato" in page.words
    assert f"{verb} da: chi cura il registro (anna), 3 settembre 2026. Motivo: ho telefonato" in page.words


def test_a_contributor_sees_roles_and_no_names_of_others(open_registry: OpenRegistry, engine: sa.Engine) -> None:
    propose_and_decide(engine, is_accepted=True)
    save(engine, ROOT, table=NIDO.table, record_id=NIDO.record_id, changes={"name": "Altro"}, seen_number=9, why="")
    words = open_registry("carla", "history", NIDO).words
    assert "Accettata da: chi cura il registro, 3 settembre 2026." in words
    assert "amministratore, " in words
    assert "anna" not in words
    assert "root" not in words
    assert "amministratore (root)" in open_registry("bruno", "history", NIDO).words
