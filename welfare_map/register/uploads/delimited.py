"""CSV in any usual separator and encoding, as rows of texts."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from geodata.errors import InputError
from geodata.notices import Severity
from geodata.sources.rows import BYTE_ORDER_MARKS
from welfare_map.register.uploads.findings import Finding
from welfare_map.register.uploads.limits import Grid, Row

SEPARATORS = {";": ";", ",": ",", "\t": "TAB", "|": "|"}
SAID_SEPARATOR = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
"""The line with which a spreadsheet program may begin a CSV."""
BINARY = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
OLD_END_OF_FILE = "\x1a"
SAMPLE_LENGTH = 64_000
SAMPLE_ROWS = 60


def read_delimited(content: bytes) -> Grid:
    """
    Read CSV.

    Raises
    ------
    InputError
        Empty, not a text, a quotation that never ends, or a cell without an end.
    """
    words, encoding = decoded(content)
    words = words.rstrip(OLD_END_OF_FILE)
    if not words.strip():
        raise InputError("error.upload_empty")
    if BINARY.search(words):
        raise InputError("error.upload_not_text")
    said = SAID_SEPARATOR.match(words)
    separator = said[1] if said and said[1] in SEPARATORS else _separator(words[:SAMPLE_LENGTH])
    is_strict = _is_well_quoted(words, separator)
    remark = Finding(severity=Severity.WARNING, column="", rule="bad_quotes")
    rows = _rows(words, separator, is_strict=is_strict, skipped_count=1 if said else 0)
    return Grid(rows, f"{encoding}, {SEPARATORS[separator]}", () if is_strict else (remark,))


def decoded(content: bytes) -> tuple[str, str]:
    """Return the text of some bytes and the name of their encoding; Latin-1 takes what no other does."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _decoded_by_mark(content, encoding)
    for encoding in ("utf-16-le", "utf-16-be") if _has_empty_bytes(content) else ():
        if content[encoding == "utf-16-le" :: 2].count(0) * 2 > len(content) // 2:
            return content.decode(encoding, errors="replace"), "UTF-16"
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return _western(content)


def _decoded_by_mark(content: bytes, encoding: str) -> tuple[str, str]:
    try:
        return content.decode(encoding), encoding.upper().removesuffix("-SIG")
    except UnicodeDecodeError as error:
        raise InputError("error.upload_not_text") from error


def _has_empty_bytes(content: bytes) -> bool:
    return b"\x00" in content[:2000]


def _western(content: bytes) -> tuple[str, str]:
    """Read what Windows and old programs write; the signs that Windows-1252 lacks are Latin-1's."""
    try:
        return content.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:
        return content.decode("latin-1"), "Latin-1"


def _separator(sample: str) -> str:
    """Return the separator that gives most rows the same number of cells, more than one."""
    return max(SEPARATORS, key=lambda separator: _evenness(sample, separator))


def _evenness(sample: str, separator: str) -> tuple[float, int]:
    widths = []
    try:
        for row in csv.reader(io.StringIO(sample), delimiter=separator):
            if any(row):
                widths.append(len(row))
            if len(widths) >= SAMPLE_ROWS:
                break
    except csv.Error:
        return 0.0, 0
    if not widths or max(widths) == 1:
        return 0.0, 0
    width, count = Counter(width for width in widths if width > 1).most_common(1)[0]
    return count / len(widths) + (widths[0] > 1), width


def _is_well_quoted(words: str, separator: str) -> bool:
    """Tell whether every quotation is closed where a cell ends; one that never ends is an error."""
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=separator, strict=True)
    start = 1
    try:
        for _ in reader:
            start = reader.line_num + 1
    except csv.Error as error:
        if "end of data" in str(error) or "limit" in str(error):
            raise InputError("error.upload_open_quotation", line=start) from error
        return False
    return True


def _rows(words: str, separator: str, *, is_strict: bool, skipped_count: int) -> Iterator[Row]:
    """Yield the rows; the line that names the separator is an empty row, so that numbers stay those of the file."""
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=separator, strict=is_strict)
    try:
        for number, row in enumerate(reader):
            yield () if number < skipped_count else tuple(cell.strip() for cell in row)
    except csv.Error as error:
        raise InputError("error.upload_open_quotation", line=reader.line_num) from error
