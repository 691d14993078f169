"""The one secret of an installation: random, made at first use, readable by its owner alone."""

import os
import secrets
import tempfile
from pathlib import Path
from typing import Final

from geodata.errors import StoreError

SECRET_BYTES: Final = 32
FOREIGN_BITS: Final = 0o077
"""Rights of group and others."""


def read_or_make_secret(path: Path) -> str:
    """
    Return the secret kept in a file, which is made when there is none.

    Two processes that start together end with the same one.

    Raises
    ------
    StoreError
        The file cannot be read or made, or others than its owner may read it.
    """
    try:
        if not path.exists():
            _make(path)
        if path.stat().st_mode & FOREIGN_BITS:
            raise StoreError(f"{path} may be read by others; run: chmod 600 {path}")
        words = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"cannot use {path}: {error}; check the data folder") from error
    if len(words) < SECRET_BYTES:
        raise StoreError(f"{path} is not whole; move it away and it is made again: links that were sent end")
    return words


def _make(path: Path) -> None:
    """Write the file aside and give it its name only if nobody did so meanwhile; it is owner-only from the start."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(secrets.token_urlsafe(SECRET_BYTES))
            stream.flush()
            os.fsync(stream.fileno())
        path.hardlink_to(aside)
    except FileExistsError:
        return
    finally:
        Path(aside).unlink(missing_ok=True)
