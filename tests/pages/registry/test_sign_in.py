"""Who gets to the desk, by password or by an identity provider, and who does not."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from welfare_map.register.accounts.accounts import add_account, new_account
from welfare_map.register.accounts.actors import Role
from welfare_map.register.accounts.sessions import open_session, read_session
from welfare_map.register.sql.curation import SESSIONS
from welfare_map.register.sql.database import writing
from welfare_map.ui.components.registry import sign_in
from welfare_map.ui.components.registry.choosing import CHOSEN
from welfare_map.ui.components.registry.sign_in import provider_account, provider_name
from welfare_map.ui.registry_keys import SECTION, TOKEN

OpenRegistry = Callable[..., Any]
NIDO = ("services", "demo:nursery-015118-8")
PASSWORD = "cavallo-batteria"  # noqa: S105  # of the accounts of these tests
NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)


def test_name_and_password_open_the_desk_and_signing_out_closes_it(open_registry: OpenRegistry) -> None:
    page = open_registry()
    page.fill("Nome dell'account", "anna")
    page.fill("Password", "sbagliata-davvero")
    page = page.press("Entra")
    assert "non sono giusti" in page.said
    page.fill("Nome dell'account", "anna")
    page.fill("Password", PASSWORD)
    page = page.press("Entra")
    assert "Ciao, anna" in page.said
    token = page.app.session_state[TOKEN]
    assert page.app.session_state[SECTION] == "registry.section.queue"
    page = page.press("Esci")
    assert page.app.session_state[TOKEN] is None
    page.app.session_state[TOKEN] = token
    page.run()
    assert "La sessione è finita" in page.said


def test_a_planted_token_signs_nobody_in(open_registry: OpenRegistry) -> None:
    page = open_registry()
    page.app.session_state[TOKEN] = "planted"
    page.run()
    assert "La sessione è finita" in page.said
    assert "Esci" not in page.buttons


def end_sessions(engine: sa.Engine) -> None:
    with writing(engine) as connection:
        connection.execute(sa.delete(SESSIONS))


@pytest.mark.parametrize(("name", "has_it"), [("anna", True), ("bruno", False)])
def test_what_stood_in_a_form_when_a_session_ended_comes_back_for_whose_it_was_alone(
    open_registry: OpenRegistry, engine: sa.Engine, name: str, *, has_it: bool
) -> None:
    page = open_registry()
    page = page.fill("Nome dell'account", "anna").fill("Password", PASSWORD).press("Entra")
    page.app.session_state[SECTION], page.app.session_state[CHOSEN] = "registry.section.editing", NIDO
    page = page.run().fill("-website", "https://example.org/nido")
    value = not page.field("-is_open_to_others").value
    page = page.fill("-is_open_to_others", value)
    end_sessions(engine)
    page = page.press("Salva")
    assert "torna allora nei suoi campi" in page.said
    page = page.fill("Nome dell'account", name).fill("Password", PASSWORD).press("Entra")
    page.app.session_state[SECTION], page.app.session_state[CHOSEN] = "registry.section.editing", NIDO
    page = page.run()
    assert (page.field("-website").value == "https://example.org/nido") is has_it
    assert (page.field("-is_open_to_others").value is value) is has_it


def test_whatever_was_planted_before_signing_in_makes_a_token_of_its_own(
    open_registry: OpenRegistry, engine: sa.Engine
) -> None:
    page = open_registry()
    page.app.session_state[TOKEN] = "planted"
    page = page.run().fill("Nome dell'account", "anna").fill("Password", PASSWORD).press("Entra")
    assert "Ciao, anna" in page.said
    assert page.app.session_state[TOKEN] != "planted"
    assert read_session(engine, "planted") is None
    assert read_session(engine, page.app.session_state[TOKEN]) is not None


def test_who_signs_in_where_a_session_is_open_gets_another_token_and_that_one_ends(
    engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = open_session(engine, "dario")
    held: dict[str, object] = {TOKEN: before}
    monkeypatch.setattr(sign_in.state, "get", held.get)
    monkeypatch.setattr(sign_in.state, "put", held.__setitem__)
    sign_in._begin("anna")
    assert held[TOKEN] != before
    assert read_session(engine, before) is None
    account = read_session(engine, str(held[TOKEN]))
    assert account is not None
    assert account.name == "anna"


def test_no_identity_provider_is_offered_unless_it_is_configured(
    open_registry: OpenRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Entra con il tuo ente" not in open_registry().buttons
    monkeypatch.setattr(sign_in, "has_provider", lambda: True)
    monkeypatch.setattr(sign_in, "_known_by_provider", lambda _page: None)
    assert "Entra con il tuo ente" in open_registry().buttons


NOW = NOON.timestamp()


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        pytest.param({"iat": NOW, "email": "a@b.it", "email_verified": True, "sub": "7"}, "a@b.it", id="verified"),
        pytest.param({"iat": NOW, "email": "a@b.it", "email_verified": False, "sub": "7"}, "7", id="not verified"),
        pytest.param({"iat": NOW, "email": "a@b.it", "sub": "7"}, "7", id="nobody says verified"),
        pytest.param({"iat": NOW, "email": "a@b.it", "email_verified": "true", "sub": "7"}, "7", id="said as a word"),
        pytest.param({"iat": NOW}, None, id="nobody"),
        pytest.param({"iat": NOW - 24 * 3600, "sub": "7"}, "7", id="a day ago"),
        pytest.param({"iat": NOW - 24 * 3600 - 1, "sub": "7"}, None, id="longer ago"),
        pytest.param({"sub": "7"}, None, id="no day"),
    ],
)
def test_an_identity_is_its_verified_mailbox_or_its_subject(claims: dict[str, object], name: str | None) -> None:
    assert provider_name(claims, NOON) == name


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        pytest.param({"sub": "anna"}, None, id="a subject like an account with a password"),
        pytest.param({"sub": "dora"}, "dora", id="a subject like one without"),
        pytest.param({"sub": "7", "email": "anna", "email_verified": True}, "anna", id="a verified mailbox"),
        pytest.param({"sub": "anna", "email": "dora", "email_verified": False}, None, id="a mailbox not verified"),
        pytest.param({"sub": "nobody"}, None, id="nobody"),
    ],
)
def test_a_subject_opens_no_account_that_has_a_password(
    engine: sa.Engine, claims: dict[str, object], name: str | None
) -> None:
    add_account(engine, new_account("dora", Role.ADMINISTRATOR, at=NOON), None)
    account = provider_account(engine, {"iat": NOW, **claims}, NOON)
    assert (account.name if account else None) == name
