"""
Accounts of the embedded default: who may sign in, with which role, and what is their own.

A name is not shown to be known or unknown: every sign-in that fails says the same and takes as long.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa

from geodata.errors import InputError
from welfare_map.register.accounts import passwords
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.sql.curation import ACCOUNTS, SESSIONS
from welfare_map.register.sql.database import reading, writing

NAME_PATTERN: Final = re.compile(r"[a-z0-9][a-z0-9._@+|:-]{1,99}")
"""Lower case; an account that signs in through the operator's identity provider has its e-mail or subject as a name."""
ROLES: Final = (Role.CONTRIBUTOR, Role.CURATOR, Role.ADMINISTRATOR)
FREE_FAILURES: Final = 5
LOCK_MIN: Final = 15
LONGEST_LOCK_MIN: Final = 24 * 60
"""The fifth failure in a row locks for 15 minutes, each one after it for twice as long, at most a day."""
SEPARATOR: Final = "|"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account, its password's hash left out; times are ISO, UTC, "" for none."""

    name: str
    role: Role
    organisation_ids: tuple[str, ...]
    district_ids: tuple[str, ...]
    is_active: bool
    created_at: str
    failed_count: int
    locked_until: str
    has_password: bool

    @property
    def actor(self) -> Actor:
        """Return who acts when this account is signed in."""
        return Actor(self.name, self.role, self.organisation_ids, self.district_ids)


def folded(name: str) -> str:
    """Return an account's name as it is kept."""
    return name.strip().casefold()


def add_account(
    engine: sa.Engine,
    account: Account,
    password: str | None,
) -> Account:
    """
    Add an account.

    Parameters
    ----------
    account
        As ``new_account`` makes it.
    password
        None for an account that only the operator's identity provider lets in.

    Raises
    ------
    InputError
        The password is not good enough, or the name is taken.
    """
    if password is not None:
        passwords.require_good_password(account.name, password)
    values = _values(account) | {"password_hash": passwords.hashed(password) if password is not None else ""}
    with writing(engine) as connection:
        if _row(connection, account.name) is not None:
            raise InputError("error.account_exists", name=account.name)
        connection.execute(sa.insert(ACCOUNTS).values(**values))
    return replace(account, has_password=password is not None)


def new_account(
    name: str, role: Role, *, organisation_ids: tuple[str, ...] = (), district_ids: tuple[str, ...] = (), at: datetime
) -> Account:
    """
    Make an account that is not in the register yet.

    Raises
    ------
    InputError
        The name cannot be one, the role is no account's, a contributor has no organisation or a curator no district.
    """
    if not NAME_PATTERN.fullmatch(folded(name)):
        raise InputError("error.bad_account_name", name=name)
    if role not in ROLES:
        raise InputError("error.unknown_choice", option="--role", value=role.value, allowed=", ".join(ROLES))
    if role is Role.CONTRIBUTOR and not organisation_ids:
        raise InputError("error.contributor_without_organisation")
    if role is Role.CURATOR and not district_ids:
        raise InputError("error.curator_without_district")
    return Account(
        name=folded(name),
        role=role,
        organisation_ids=organisation_ids,
        district_ids=district_ids,
        is_active=True,
        created_at=_iso(at),
        failed_count=0,
        locked_until="",
        has_password=False,
    )


def list_accounts(engine: sa.Engine) -> tuple[Account, ...]:
    """Return every account, by name."""
    with reading(engine) as connection:
        rows = connection.execute(sa.select(ACCOUNTS).order_by(ACCOUNTS.c.account_name)).mappings().all()
    return tuple(_account(row) for row in rows)


def find_account(engine: sa.Engine, name: str) -> Account | None:
    """Return an account that may sign in, None when there is none of that name or it is disabled."""
    with reading(engine) as connection:
        row = _row(connection, folded(name))
    return _account(row) if row is not None and row["is_active"] else None


def disable_account(engine: sa.Engine, name: str) -> Account:
    """Keep an account from signing in, and end its sessions; its name stays in the history. Raises as ``_change``."""
    return _change(engine, name, is_ending_sessions=True, is_active=False)


def unlock_account(engine: sa.Engine, name: str) -> Account:
    """Forget an account's failures, and let it in again if it was disabled. Raises as ``_change``."""
    return _change(engine, name, is_ending_sessions=False, failed_count=0, locked_until="", is_active=True)


def set_password(engine: sa.Engine, name: str, password: str) -> Account:
    """
    Give an account another password, and end its sessions.

    Raises
    ------
    InputError
        The password is not good enough, or there is no such account.
    """
    passwords.require_good_password(folded(name), password)
    values = {"password_hash": passwords.hashed(password), "failed_count": 0, "locked_until": ""}
    return _change(engine, name, is_ending_sessions=True, **values)


def sign_in(engine: sa.Engine, name: str, password: str, *, at: datetime | None = None) -> Account:
    """
    Return the account of a name and its password.

    An attempt is counted before the password is looked at, so that guesses made at the same time count too.

    Raises
    ------
    InputError
        ``error.sign_in_failed``: wrong name or password, a disabled account, or one that is locked for now.
    """
    moment = at or datetime.now(UTC)
    row = _counted(engine, folded(name), moment)
    password_hash = str(row["password_hash"]) if row is not None else ""
    if not passwords.is_right(password_hash, password) or row is None:
        raise InputError("error.sign_in_failed")
    values: dict[str, Any] = {"failed_count": 0, "locked_until": ""}
    if passwords.is_outdated(password_hash):
        values["password_hash"] = passwords.hashed(password)
    return _change(engine, folded(name), is_ending_sessions=False, **values)


def _counted(engine: sa.Engine, name: str, at: datetime) -> sa.RowMapping | None:
    """Count an attempt and return its account; None when it may not sign in now."""
    with writing(engine) as connection:
        row = _row(connection, name, is_locking=True)
        if row is None or not row["is_active"] or row["locked_until"] > _iso(at):
            return None
        count = int(row["failed_count"]) + 1
        values = {"failed_count": count, "locked_until": _iso(at + _lock(count)) if count >= FREE_FAILURES else ""}
        connection.execute(sa.update(ACCOUNTS).where(ACCOUNTS.c.account_name == name).values(**values))
    return row


def _lock(failed_count: int) -> timedelta:
    doublings = min(failed_count - FREE_FAILURES, 10)
    return timedelta(minutes=min(LOCK_MIN * 2**doublings, LONGEST_LOCK_MIN))


def _change(engine: sa.Engine, name: str, *, is_ending_sessions: bool, **values: object) -> Account:
    """
    Change an account.

    Raises
    ------
    InputError
        ``error.unknown_account``.
    """
    known = ACCOUNTS.c.account_name == folded(name)
    with writing(engine) as connection:
        connection.execute(sa.update(ACCOUNTS).where(known).values(**values))
        if is_ending_sessions:
            connection.execute(sa.delete(SESSIONS).where(SESSIONS.c.account_name == folded(name)))
        row = _row(connection, folded(name))
    if row is None:
        raise InputError("error.unknown_account", name=name)
    return _account(row)


def _row(connection: sa.Connection, name: str, *, is_locking: bool = False) -> sa.RowMapping | None:
    query = sa.select(ACCOUNTS).where(ACCOUNTS.c.account_name == name)
    return connection.execute(query.with_for_update() if is_locking else query).mappings().first()


def _account(row: sa.RowMapping) -> Account:
    return Account(
        name=row["account_name"],
        role=Role(row["role"]),
        organisation_ids=_items(row["organisation_ids"]),
        district_ids=_items(row["district_ids"]),
        is_active=bool(row["is_active"]),
        created_at=row["created_at"],
        failed_count=row["failed_count"],
        locked_until=row["locked_until"],
        has_password=bool(row["password_hash"]),
    )


def _values(account: Account) -> dict[str, object]:
    return {
        "account_name": account.name,
        "role": account.role.value,
        "organisation_ids": SEPARATOR.join(account.organisation_ids),
        "district_ids": SEPARATOR.join(account.district_ids),
        "is_active": account.is_active,
        "created_at": account.created_at,
        "failed_count": account.failed_count,
        "locked_until": account.locked_until,
    }


def _items(joined: str) -> tuple[str, ...]:
    return tuple(item for item in joined.split(SEPARATOR) if item)


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
