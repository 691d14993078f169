"""The file of a register on SQLite, what SQLite keeps beside it, and whether the system has sealed that."""

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Final
from urllib.parse import unquote

import sqlalchemy as sa
from sqlalchemy.util import asbool

SCHEME: Final = "file:"
IN_MEMORY: Final = ":memory:"
ROOT: Final = 0
"""The account that no mode keeps anything from."""


def file_of(url: sa.URL) -> Path | None:
    """Return the file of a database; None for PostgreSQL, and for what SQLite keeps in no file."""
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    is_uri = url.database.startswith(SCHEME) and asbool(url.query.get("uri", False))
    name = _named_by(url.database) if is_uri else url.database
    is_in_memory = name in {"", IN_MEMORY} or (is_uri and url.query.get("mode") == "memory")
    return None if is_in_memory else Path(name)


def _named_by(uri: str) -> str:
    """Return the path of a URI of SQLite, ``file:name``, ``file:/name``, ``file:///name`` or with a host."""
    path = uri.removeprefix(SCHEME)
    if path.startswith("//"):
        path = "/" + path[2:].partition("/")[2]
    return unquote(path)


def beside(path: Path, ending: str) -> Path:
    """Return the file that SQLite keeps beside another one, by its ending."""
    return path.with_name(path.name + ending)


def is_sealed(url: sa.URL) -> bool:
    """
    Tell whether SQLite's shared memory cannot be written although its mode lets this process.

    What the mode keeps from somebody is not sealed: who may only read a register reads it. The file is not opened for
    it: to close it would give up every lock that this process has on it. It is asked for twice, as it may be made
    between two questions.
    """
    path = file_of(url)
    if path is None:
        return False
    memory = beside(Path(os.path.realpath(path)), "-shm")
    return not _can_write(memory) and _is_for_us(memory) and not _can_write(memory)


def _can_write(path: Path) -> bool:
    return os.access(path, os.W_OK)


def _is_for_us(path: Path) -> bool:
    """Tell whether a file is there whose mode lets this process write; it comes and goes with those who open it."""
    with suppress(FileNotFoundError):
        found = path.stat()
        return os.geteuid() == ROOT or bool(found.st_mode & _bit_for_us(found))
    return False


def _bit_for_us(found: os.stat_result) -> int:
    """Return the bit of a file's mode that says whether this process may write: one of three applies."""
    if found.st_uid == os.geteuid():
        return stat.S_IWUSR
    return stat.S_IWGRP if found.st_gid in {os.getegid(), *os.getgroups()} else stat.S_IWOTH
