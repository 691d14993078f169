"""
Links that let whoever runs a service confirm its card without an account: signed, and good until a day.

A link names one record and its last moment; nothing about it is stored. It ends when that moment passes, when the
record is merged into another one, or, all links at once, when the secret is changed.
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import quote

from itsdangerous import BadSignature, URLSafeSerializer

from geodata.errors import InputError
from geodata.store.secret import read_or_make_secret
from geodata.tables import CONTRACTS
from welfare_map.register.history.record_ref import RecordRef
from welfare_map.settings import Settings

SECRET_FILE: Final = "link_secret"  # noqa: S105  # the name of the file, not the secret
PURPOSE: Final = "welfare-map confirm a card"
"""Part of the signature, so that nothing signed for another purpose passes here."""
DEFAULT_DAYS: Final = 30
MAX_DAYS: Final = 366
PAGE: Final = "registro"
PARAMETER: Final = "confirm"


def link_secret(settings: Settings) -> str:
    """
    Return what links are signed with: the operator's own secret, or the one in the data folder.

    Raises
    ------
    StoreError
        The file of the secret cannot be used.
    """
    return settings.secret or read_or_make_secret(settings.data_dir / SECRET_FILE)


def sign_link(secret: str, record: RecordRef, *, days: int = DEFAULT_DAYS, at: datetime | None = None) -> str:
    """
    Return the token of a link that is good for so many days.

    Raises
    ------
    InputError
        ``error.bad_link_days``: less than a day or more than a year.
    """
    return sign_items(secret, PURPOSE, (record.table, record.record_id), days=days, at=at)


def read_link(secret: str, token: str, *, at: datetime | None = None) -> RecordRef:
    """
    Return the record that a link names.

    Raises
    ------
    InputError
        ``error.forged_link``: we did not sign it, or it was changed; ``error.expired_link``: its days are over.
    """
    table, record_id = read_items(secret, PURPOSE, token, count=2, at=at)
    if table not in CONTRACTS:
        raise InputError("error.forged_link")
    return RecordRef(table, record_id)


def sign_items(secret: str, purpose: str, items: Sequence[str], *, days: int, at: datetime | None = None) -> str:
    """
    Return a token that carries some words for so many days; it is good for its purpose alone.

    Raises
    ------
    InputError
        ``error.bad_link_days``: less than a day or more than a year.
    """
    if not 1 <= days <= MAX_DAYS:
        raise InputError("error.bad_link_days", value=days, maximum=MAX_DAYS)
    last = (at or datetime.now(UTC)) + timedelta(days=days)
    return str(_serializer(secret, purpose).dumps([*items, int(last.timestamp())]))


def read_items(secret: str, purpose: str, token: str, *, count: int, at: datetime | None = None) -> tuple[str, ...]:
    """
    Return the words of a token; see ``sign_items``.

    Raises
    ------
    InputError
        ``error.forged_link``: we did not sign it, or not for this purpose; ``error.expired_link``.
    """
    try:
        *items, last = _serializer(secret, purpose).loads(token)
    except (BadSignature, ValueError, TypeError) as error:
        raise InputError("error.forged_link") from error
    if len(items) != count:
        raise InputError("error.forged_link")
    if (at or datetime.now(UTC)).timestamp() >= last:
        raise InputError("error.expired_link")
    return tuple(items)


def link_address(site: str, token: str) -> str:
    """Return the address that opens the card: the site's own, the page and the token."""
    return f"{site.rstrip('/')}/{PAGE}?{PARAMETER}={quote(token, safe='')}"


def _serializer(secret: str, purpose: str) -> URLSafeSerializer:
    signer = {"key_derivation": "hmac", "digest_method": hashlib.sha256}
    return URLSafeSerializer(secret, salt=purpose, signer_kwargs=signer)
