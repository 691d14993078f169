"""Single files: written aside and moved into place, read with the path in every error."""

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import pandas as pd

from geodata.errors import DataError, StoreError
from geodata.tables import Contract, conform

PIECE_BYTES = 1024 * 1024
DIGEST_LENGTH = hashlib.sha256().digest_size


def write_atomically(path: Path, content: bytes) -> None:
    """
    Write a file so that a reader finds the old content or the new one, never a part.

    Parameters
    ----------
    path
        Its folder is made if need be.
    content
        All of it.

    Raises
    ------
    StoreError
        The folder cannot be written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, content)
    except OSError as error:
        raise StoreError(f"cannot write {path}: {error.strerror or error}; check the data folder") from error


def keep_for_later(path: Path, content: bytes) -> None:
    """Write a file that can be made again: on a full disk or in a read-only folder it is made anew each time."""
    with suppress(StoreError):
        write_atomically(path, content)


def _replace(path: Path, content: bytes) -> None:
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(aside).chmod(0o644)
        Path(aside).replace(path)
    finally:
        Path(aside).unlink(missing_ok=True)


def read_bytes(path: Path, *, max_bytes: int | None = None) -> bytes:
    """
    Return a file's content.

    Parameters
    ----------
    max_bytes
        A larger file is refused before it is read.

    Raises
    ------
    DataError
        The file cannot be read, or is too large.
    """
    with open_stream(path) as stream:
        count = os.fstat(stream.fileno()).st_size
        if max_bytes is not None and count > max_bytes:
            raise DataError(f"{path}: {count} bytes are more than the limit of {max_bytes}")
        return stream.read()


def open_stream(path: Path) -> BinaryIO:
    """
    Open a file to read it in pieces; the caller closes it.

    Raises
    ------
    DataError
        The file cannot be read.
    """
    try:
        return path.open("rb")
    except OSError as error:
        raise DataError(f"cannot read {path}: {error.strerror or error}") from error


def file_sha256(path: Path) -> str:
    """Return the digest of a file that may be larger than memory."""
    digest = hashlib.sha256()
    with open_stream(path) as stream:
        while piece := stream.read(PIECE_BYTES):
            digest.update(piece)
    return digest.hexdigest()


def read_csv_table(path: Path, contract: Contract) -> pd.DataFrame:
    """
    Read a table of ours.

    Parameters
    ----------
    path
        CSV, comma, UTF-8, header; an empty cell is a missing value.
    contract
        What the table must be.

    Raises
    ------
    DataError
        The file cannot be read as such a table; ``MissingColumnsError`` where a required column is not there.
    """
    with open_stream(path) as stream:
        try:
            return conform(pd.read_csv(stream, dtype=str, keep_default_na=False, encoding="utf-8"), contract)
        except ValueError as error:  # pandas' parser errors, bad UTF-8 and words in a column of numbers
            raise DataError(f"cannot read {path} as table {contract.name}: {error}") from error


def write_csv_table(path: Path, table: pd.DataFrame) -> None:
    """Write a table as CSV: comma, LF, UTF-8, "" for missing, true and false; the same table gives the same bytes."""
    switches = [name for name in table.columns if pd.api.types.is_bool_dtype(table[name])]
    words = {name: table[name].astype(object).map({True: "true", False: "false"}) for name in switches}
    write_atomically(path, table.assign(**words).to_csv(index=False, lineterminator="\n").encode())


def sealed(content: bytes) -> bytes:
    """Put a content's digest before it, so that a damaged file is recognised."""
    return hashlib.sha256(content).digest() + content


def unsealed(sealed_content: bytes) -> bytes:
    """
    Return a sealed content.

    Raises
    ------
    DataError
        The file is damaged or not whole.
    """
    digest, content = sealed_content[:DIGEST_LENGTH], sealed_content[DIGEST_LENGTH:]
    if hashlib.sha256(content).digest() != digest:
        raise DataError("the file is damaged or not whole")
    return content
