"""
ZIP containers (XLSX, zipped Shapefile), refused before anything in them is opened when they unfold too far.

One rule for published lists and for curators' files.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence

from geodata.errors import DataError

ZIP_MARK = b"PK\x03\x04"
GEOPACKAGE_MARK = b"SQLite format 3\0"
MAX_BYTES = 512 * 1024 * 1024
"""Largest published file that is read: the national registers are well below it."""
MAX_UNFOLDED_BYTES = 512 * 1024 * 1024
MAX_TEXTS_BYTES = 150 * 1024 * 1024
"""The list of a workbook's texts (``TEXTS_NAME``) is held in memory as a whole."""
TEXTS_NAME = "xl/sharedStrings.xml"
MAX_RATIO = 200
"""Unfolded to packed size of one file; a sheet that repeats one word reaches about 100."""
SMALL_BYTES = 8 * 1024 * 1024
"""A file this small may be packed as tightly as it likes."""
MAX_MEMBERS = 5_000
ENCRYPTED_FLAG = 1


BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What ``zipfile`` raises on a damaged container."""


def checked_names(content: bytes, source_id: str) -> tuple[str, ...]:
    """
    Return the names in a ZIP that is safe to unfold.

    Raises
    ------
    DataError
        It is broken or encrypted, or unfolds into too much: a "ZIP bomb".
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            members = container.infolist()
    except BROKEN as error:
        raise DataError(
            f"{source_id}: the ZIP container is broken or cut off ({error})",
            key="error.file_broken",
            source=source_id,
            form="ZIP",
            detail=str(error),
        ) from error
    _require_bearable(members, source_id)
    return tuple(member.filename for member in members)


def unfolded_bytes(members: Iterable[zipfile.ZipInfo]) -> int:
    """Return what a container says that it unfolds into; readers stop at the sizes that it says."""
    return sum(member.file_size for member in members)


def is_trap(members: Sequence[zipfile.ZipInfo]) -> bool:
    """Tell whether a container unfolds into much more than a table: a "ZIP bomb"."""
    is_tight = any(
        member.file_size > SMALL_BYTES and member.file_size > MAX_RATIO * max(member.compress_size, 1)
        for member in members
    )
    texts_bytes = unfolded_bytes(member for member in members if member.filename == TEXTS_NAME)
    is_large = unfolded_bytes(members) > MAX_UNFOLDED_BYTES or texts_bytes > MAX_TEXTS_BYTES
    return is_tight or is_large or len(members) > MAX_MEMBERS


def is_encrypted(members: Iterable[zipfile.ZipInfo]) -> bool:
    """Tell whether a container has a password."""
    return any(member.flag_bits & ENCRYPTED_FLAG for member in members)


def _require_bearable(members: Sequence[zipfile.ZipInfo], source_id: str) -> None:
    if is_trap(members):
        raise DataError(
            f"{source_id}: the ZIP container unfolds into {unfolded_bytes(members)} bytes in {len(members)} files; "
            f"at most {MAX_UNFOLDED_BYTES} bytes, {MAX_RATIO} times a file's size and {MAX_MEMBERS} files are read",
            key="error.file_unfolds_too_far",
            source=source_id,
            size_mb=unfolded_bytes(members) // 1_000_000,
        )
    if is_encrypted(members):
        raise DataError(
            f"{source_id}: the ZIP container is encrypted; take the password off",
            key="error.file_encrypted",
            source=source_id,
        )
