"""Passwords: what one must be, its hash, and a check that takes the same time whoever asks."""

import functools
import threading
import unicodedata
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from geodata.errors import InputError

MIN_LENGTH: Final = 12
MAX_LENGTH: Final = 256
"""Characters; longer ones cost time and guard nothing."""
AT_ONCE_COUNT: Final = 2
"""Hashes computed at the same time: each one takes 64 MB, and a flood of guesses must not take the machine."""
_HASHER: Final = PasswordHasher()
_AT_ONCE: Final = threading.BoundedSemaphore(AT_ONCE_COUNT)


def require_good_password(name: str, password: str) -> None:
    """
    Refuse a password that is too short, too long or the account's own name.

    Raises
    ------
    InputError
        ``error.short_password``, ``error.long_password`` or ``error.password_is_name``.
    """
    if len(_same(password)) < MIN_LENGTH:
        raise InputError("error.short_password", count=MIN_LENGTH)
    if len(password) > MAX_LENGTH:
        raise InputError("error.long_password", count=MAX_LENGTH)
    if _same(password).casefold() == name.casefold():
        raise InputError("error.password_is_name")


def hashed(password: str) -> str:
    """Return the Argon2id hash of a password, with its parameters and salt in it."""
    with _AT_ONCE:
        return _HASHER.hash(_same(password))


def is_right(password_hash: str, password: str) -> bool:
    """
    Tell whether a password has this hash.

    An empty hash (no such account, or one without password) takes as long as any other, and is never right.
    """
    words = _same(password[:MAX_LENGTH])
    try:
        with _AT_ONCE:
            _HASHER.verify(password_hash or _nobodys_hash(), words)
    except (VerificationError, InvalidHashError):
        return False
    return bool(password_hash) and len(password) <= MAX_LENGTH


def is_outdated(password_hash: str) -> bool:
    """Tell whether a hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(password_hash)


def _same(password: str) -> str:
    """Write letters with accents in the one way that Unicode prefers, as keyboards differ."""
    return unicodedata.normalize("NFC", password)


@functools.cache
def _nobodys_hash() -> str:
    """Return the hash that unknown names are checked against."""
    return _HASHER.hash("nobody has this password")
