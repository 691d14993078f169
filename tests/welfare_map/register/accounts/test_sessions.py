from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from welfare_map.register.accounts import sessions
from welfare_map.register.accounts.accounts import add_account, new_account
from welfare_map.register.accounts.actors import Role
from welfare_map.register.accounts.sessions import close_session, open_session, read_session, time_left
from welfare_map.register.sql.curation import ACCOUNTS, SESSIONS
from welfare_map.register.sql.database import reading, writing

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def anna(engine: sa.Engine) -> None:
    """Add an administrator that only an identity provider lets in."""
    add_account(engine, new_account("anna", Role.ADMINISTRATOR, at=NOON), None)


def is_open(engine: sa.Engine, token: str, at: datetime) -> bool:
    return read_session(engine, token, at=at) is not None


def stored(engine: sa.Engine) -> list[sa.RowMapping]:
    with reading(engine) as connection:
        return list(connection.execute(sa.select(SESSIONS)).mappings())


def test_a_session_gives_its_account_and_the_register_does_not_hold_its_token(engine: sa.Engine) -> None:
    token = open_session(engine, "anna", at=NOON)
    account = read_session(engine, token, at=NOON)
    assert account is not None
    assert account.name == "anna"
    assert len(token) >= 43
    assert token not in repr(stored(engine))


def test_every_sign_in_makes_another_token(engine: sa.Engine) -> None:
    assert len({open_session(engine, "anna", at=NOON) for _ in range(20)}) == 20


def test_a_session_ends_after_half_an_hour_without_use(engine: sa.Engine) -> None:
    token = open_session(engine, "anna", at=NOON)
    assert is_open(engine, token, NOON + 29 * MINUTE)
    assert is_open(engine, token, NOON + 58 * MINUTE)
    assert not is_open(engine, token, NOON + 88 * MINUTE)


def test_a_session_ends_after_a_day_however_much_it_is_used(engine: sa.Engine) -> None:
    token = open_session(engine, "anna", at=NOON)
    for step in range(1, 72):
        assert is_open(engine, token, NOON + step * 20 * MINUTE)
    assert is_open(engine, token, NOON + timedelta(hours=24) - timedelta(seconds=1))
    assert not is_open(engine, token, NOON + timedelta(hours=24))


def test_how_long_a_session_lasts_can_be_asked_without_making_it_longer(engine: sa.Engine) -> None:
    token = open_session(engine, "anna", at=NOON)
    assert time_left(engine, token, at=NOON + 27 * MINUTE) == 3 * MINUTE
    assert time_left(engine, token, at=NOON + 28 * MINUTE) == 2 * MINUTE
    assert is_open(engine, token, NOON + 28 * MINUTE)
    assert time_left(engine, token, at=NOON + 28 * MINUTE) == 30 * MINUTE
    assert time_left(engine, token, at=NOON + 58 * MINUTE) is None


def test_no_use_makes_a_session_last_longer_than_its_day(engine: sa.Engine) -> None:
    token = open_session(engine, "anna", at=NOON)
    for step in range(1, 72):
        assert is_open(engine, token, NOON + step * 20 * MINUTE)
    assert time_left(engine, token, at=NOON + timedelta(hours=23, minutes=50)) == 10 * MINUTE


def test_signing_out_ends_this_session_alone(engine: sa.Engine) -> None:
    first, second = (open_session(engine, "anna", at=NOON) for _ in range(2))
    close_session(engine, first)
    close_session(engine, first)
    assert not is_open(engine, first, NOON)
    assert is_open(engine, second, NOON)


@pytest.mark.parametrize("token", [pytest.param("", id="empty"), pytest.param("x' OR '1'='1", id="SQL")])
def test_a_token_that_was_not_given_opens_nothing(engine: sa.Engine, token: str) -> None:
    open_session(engine, "anna", at=NOON)
    assert not is_open(engine, token, NOON)


def test_the_digest_of_a_token_is_no_token(engine: sa.Engine) -> None:
    open_session(engine, "anna", at=NOON)
    assert not is_open(engine, stored(engine)[0]["token_sha256"], NOON)


def test_a_changed_role_holds_at_the_next_click(engine: sa.Engine) -> None:
    token = open_session(engine, "anna", at=NOON)
    with writing(engine) as connection:
        connection.execute(sa.update(ACCOUNTS).values(role="curator"))
    account = read_session(engine, token, at=NOON)
    assert account is not None
    assert account.role is Role.CURATOR


def test_ended_sessions_are_cleared_away(engine: sa.Engine) -> None:
    open_session(engine, "anna", at=NOON)
    open_session(engine, "anna", at=NOON + timedelta(hours=9))
    assert len(stored(engine)) == 1


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_session_stays_valid_while_an_import_holds_the_register(
    engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "NOTE_WAIT_MS", 1)
    token = open_session(engine, "anna", at=NOON)
    with writing(engine):
        assert is_open(engine, token, NOON + 5 * MINUTE)
    assert stored(engine)[0]["last_seen_at"] == NOON.isoformat(timespec="seconds")
    assert is_open(engine, token, NOON + 6 * MINUTE)
    assert stored(engine)[0]["last_seen_at"] > NOON.isoformat(timespec="seconds")
