"""Rows of a published file, CSV or JSON, with their columns found by name however they are written."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import BinaryIO

from geodata.errors import DataError, DuplicateKeyError, MissingColumnsError

Row = Mapping[str, object]
SEPARATORS = ",;\t|"


def column_key(name: str) -> str:
    """
    Return what is left of a column's name without case, accents, spaces and signs.

    Examples
    --------
    >>> column_key(" Totale Posti_Autorizzàti ")
    'totalepostiautorizzati'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain.lower())


def read_rows(stream: BinaryIO, source_id: str) -> list[Row]:
    """
    Read the rows of a CSV file with a header, or of a JSON list of objects.

    Parameters
    ----------
    stream
        Bytes, UTF-8; CSV cells are separated by a comma, semicolon, tab or bar.
    source_id
        Named in errors.

    Returns
    -------
    rows
        Keys are ``column_key`` of the column's name; CSV cells are text.

    Raises
    ------
    DataError
        It is neither, it is cut off, or there is no row.
    """
    text = _decoded(stream.read(), source_id).strip()
    if text.startswith("<"):
        raise DataError(f"{source_id}: this is a web page and no table; download the data file itself")
    rows = _json_rows(text, source_id) if text.startswith(("[", "{")) else _csv_rows(text, source_id)
    if not rows:
        raise DataError(f"{source_id}: the file has no rows")
    return rows


def _decoded(content: bytes, source_id: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(f"{source_id}: the file is not text in UTF-8 (byte {error.start})") from error


def _json_rows(text: str, source_id: str) -> list[Row]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise DataError(f"{source_id}: the JSON is broken or cut off ({error})") from error
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        said = found.get("message", "") if isinstance(found, dict) else ""
        raise DataError(f"{source_id}: the JSON is not a list of rows {said}".strip())
    return [{column_key(str(name)): cell for name, cell in row.items()} for row in found]


def _csv_rows(text: str, source_id: str) -> list[Row]:
    header = text.splitlines()[0] if text else ""
    separator = max(SEPARATORS, key=header.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise DataError(f"{source_id}: the CSV is broken or cut off ({error})") from error
    names = [column_key(name) for name in lines[0]] if lines else []
    rows = [line for line in lines[1:] if any(cell.strip() for cell in line)]
    for number, line in enumerate(rows, start=1):
        if len(line) != len(names):
            raise DataError(f"{source_id}: row {number} has {len(line)} cells, the header has {len(names)}")
    return [dict(zip(names, line, strict=True)) for line in rows]


def require_columns(rows: Iterable[Row], names: Iterable[str], source_id: str) -> None:
    """
    Check that each column is in some row.

    Parameters
    ----------
    names
        As the publisher writes them.

    Raises
    ------
    MissingColumnsError
        Names those that are not.
    """
    found = {name: None for row in rows for name in row}
    missing = [name for name in names if column_key(name) not in found]
    if missing:
        raise MissingColumnsError(source_id, missing, found)


def require_unique(keys: Iterable[str], column: str, source_id: str) -> None:
    """
    Check that no key comes twice.

    Raises
    ------
    DuplicateKeyError
        Names the first ones that do.
    """
    seen: set[str] = set()
    doubled = [key for key in keys if key in seen or seen.add(key)]  # type: ignore[func-returns-value]
    if doubled:
        raise DuplicateKeyError(source_id, column, list(dict.fromkeys(doubled))[:3])
