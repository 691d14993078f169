"""Cards that are opened by a signed link, without an account."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.accounts.signed_links import link_secret, sign_link
from welfare_map.register.history.editing import read_record, save
from welfare_map.register.history.merging import merge_records
from welfare_map.register.history.record_ref import RecordRef
from welfare_map.register.history.revisions import pending
from welfare_map.settings import current_settings

OpenRegistry = Callable[..., Any]
NIDO = RecordRef("services", "demo:nursery-015118-8")
OTHER_NIDO = RecordRef("services", "demo:nursery-015118-1")
ROOT = Actor("root", Role.ADMINISTRATOR)
NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)


def link(days: int = 30, *, ref: RecordRef = NIDO, at: datetime | None = None) -> str:
    return sign_link(link_secret(current_settings()), ref, days=days, at=at)


def test_a_signed_link_confirms_a_card_without_an_account(open_registry: OpenRegistry, engine: sa.Engine) -> None:
    modified = read_record(engine, NIDO.table, NIDO.record_id)[0]["modified_on"]
    page = open_registry(confirm=link()).press("Confermo che è giusto")
    assert "controllata oggi" in page.said
    cells = read_record(engine, NIDO.table, NIDO.record_id)[0]
    assert cells["checked_by_role"] == "provider"
    assert cells["checked_on"]
    assert cells["modified_on"] == modified


def test_a_card_that_changed_since_it_was_opened_is_shown_again(open_registry: OpenRegistry, engine: sa.Engine) -> None:
    page = open_registry(confirm=link())
    save(engine, ROOT, table=NIDO.table, record_id=NIDO.record_id, changes={"name": "Altro"}, seen_number=0, why="")
    page = page.press("Confermo che è giusto")
    assert "la scheda è cambiata" in page.said
    assert not read_record(engine, NIDO.table, NIDO.record_id)[0]["checked_on"]
    assert "controllata oggi" in page.press("Confermo che è giusto").said


def test_a_signed_link_takes_a_correction_to_moderation(open_registry: OpenRegistry, engine: sa.Engine) -> None:
    page = open_registry(confirm=link())
    page.fill("-phone", "+390000000003")
    assert "La proposta è arrivata" in page.press("Invia").said
    (waiting,) = pending(engine)
    assert (waiting.role, dict(waiting.after)) == ("provider", {"phone": "+390000000003"})


@pytest.mark.parametrize(
    ("make", "words"),
    [
        pytest.param(lambda: "forged", "non è valido", id="forged"),
        pytest.param(lambda: link()[:-4] + "AAAA", "non è valido", id="cut and pasted wrongly"),
        pytest.param(lambda: link(1, at=NOON - timedelta(days=900)), "è scaduto", id="expired"),
        pytest.param(lambda: link(ref=replace(NIDO, record_id="demo:nothing")), "non c'è più", id="unknown card"),
        pytest.param(lambda: link(ref=OTHER_NIDO), "unita a un'altra", id="merged card"),
    ],
)
def test_a_link_that_is_not_good_says_why(
    open_registry: OpenRegistry, engine: sa.Engine, make: Callable[[], str], words: str
) -> None:
    merge_records(
        engine, ROOT, table="services", kept_id=NIDO.record_id, merged_id=OTHER_NIDO.record_id, why="doppione"
    )
    page = open_registry(confirm=make())
    assert words in page.said
    assert "Confermo che è giusto" not in page.buttons
