"""ZIP containers (XLSX, zipped Shapefile), refused before anything in them is opened when they unfold too far."""

import io
import struct
import zipfile
import zlib

from geodata.errors import DataError

ZIP_MARK = b"PK\x03\x04"
MAX_BYTES = 512 * 1024 * 1024
"""Largest published file that is read: the national registers are well below it."""
MAX_UNFOLDED_BYTES = 512 * 1024 * 1024
MAX_RATIO = 200
"""Unfolded to packed size; a sheet that repeats one word reaches about 100."""
SMALL_BYTES = 8 * 1024 * 1024
"""Below it the ratio does not matter."""
MAX_MEMBERS = 2_000


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
        raise DataError(f"{source_id}: the ZIP container is broken or cut off ({error})") from error
    _require_bearable(members, len(content), source_id)
    return tuple(member.filename for member in members)


def _require_bearable(members: list[zipfile.ZipInfo], packed_bytes: int, source_id: str) -> None:
    unfolded_bytes = sum(member.file_size for member in members)
    is_bomb = unfolded_bytes > SMALL_BYTES and unfolded_bytes > MAX_RATIO * packed_bytes
    if is_bomb or unfolded_bytes > MAX_UNFOLDED_BYTES or len(members) > MAX_MEMBERS:
        raise DataError(
            f"{source_id}: the ZIP container unfolds into {unfolded_bytes} bytes in {len(members)} files; "
            f"at most {MAX_UNFOLDED_BYTES} bytes, {MAX_RATIO} times its size and {MAX_MEMBERS} files are read"
        )
    if any(member.flag_bits & 1 for member in members):
        raise DataError(f"{source_id}: the ZIP container is encrypted; take the password off")
