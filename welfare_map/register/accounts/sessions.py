"""
Sessions of accounts: a random token that the visitor's page holds, its digest in the register.

Nothing is kept in the browser: closing or reloading the page ends what the visitor sees of it. Every sign-in makes a
new token, so that none can be planted beforehand.
"""

import hashlib
import secrets
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Final

import sqlalchemy as sa

from geodata.errors import StoreError
from welfare_map.register.accounts.accounts import Account, find_account
from welfare_map.register.sql.curation import SESSIONS
from welfare_map.register.sql.database import reading, writing

TOKEN_BYTES: Final = 32
LIFETIME: Final = timedelta(hours=24)
"""Longer than a working day: the limit that keeps others out is the next one, which whoever is there can put off."""
IDLE_LIMIT: Final = timedelta(minutes=30)
SEEN_STEP: Final = timedelta(minutes=1)
"""Use is noted once a minute, not at every click."""
NOTE_WAIT_MS: Final = 200
"""How long a page waits to note it; a long import holds the register for minutes."""


def open_session(engine: sa.Engine, account_name: str, *, at: datetime | None = None) -> str:
    """
    Begin a session of an account; sessions that have ended are cleared away.

    Returns
    -------
    token
        Known to the caller alone.
    """
    moment, token = at or datetime.now(UTC), secrets.token_urlsafe(TOKEN_BYTES)
    values = {
        "token_sha256": _digest(token),
        "account_name": account_name,
        "created_at": _iso(moment),
        "last_seen_at": _iso(moment),
        "expires_at": _iso(moment + LIFETIME),
    }
    with writing(engine) as connection:
        connection.execute(sa.delete(SESSIONS).where(_has_ended(moment)))
        connection.execute(sa.insert(SESSIONS).values(**values))
    return token


def read_session(engine: sa.Engine, token: str, *, at: datetime | None = None) -> Account | None:
    """Return the account whose session this is, as it is now; None when the session or the account has ended."""
    moment = at or datetime.now(UTC)
    row = _open_row(engine, token, moment)
    if row is None:
        return None
    if row["last_seen_at"] <= _iso(moment - SEEN_STEP):
        _note_use(engine, token, moment)
    return find_account(engine, row["account_name"])


def time_left(engine: sa.Engine, token: str, *, at: datetime | None = None) -> timedelta | None:
    """Return how long a session lasts if it is not used any more, None when it has ended; to ask is no use of it."""
    moment = at or datetime.now(UTC)
    row = _open_row(engine, token, moment)
    if row is None:
        return None
    unused_until = datetime.fromisoformat(row["last_seen_at"]) + IDLE_LIMIT
    return min(unused_until, datetime.fromisoformat(row["expires_at"])) - moment


def close_session(engine: sa.Engine, token: str) -> None:
    """End a session; one that has ended stays so."""
    with writing(engine) as connection:
        connection.execute(sa.delete(SESSIONS).where(SESSIONS.c.token_sha256 == _digest(token)))


def _open_row(engine: sa.Engine, token: str, at: datetime) -> sa.RowMapping | None:
    query = sa.select(SESSIONS).where(SESSIONS.c.token_sha256 == _digest(token), ~_has_ended(at))
    with reading(engine) as connection:
        return connection.execute(query).mappings().first()


def _note_use(engine: sa.Engine, token: str, at: datetime) -> None:
    """Note that a session is used; where it cannot be noted now it stays valid and is noted later."""
    with suppress(StoreError), writing(engine, wait_ms=NOTE_WAIT_MS) as connection:
        own = SESSIONS.c.token_sha256 == _digest(token)
        connection.execute(sa.update(SESSIONS).where(own).values(last_seen_at=_iso(at)))


def _has_ended(at: datetime) -> sa.ColumnElement[bool]:
    return (SESSIONS.c.expires_at <= _iso(at)) | (SESSIONS.c.last_seen_at <= _iso(at - IDLE_LIMIT))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
