"""Rows of a published file, whatever its format, with their columns found by name however they are written."""

import codecs
import csv
import functools
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import BinaryIO

from geodata.cleaning.text import clean_text
from geodata.errors import DataError, DuplicateKeyError, MissingColumnsError
from geodata.sources import archive, geofile, workbook
from geodata.sources.archive import MAX_BYTES

Row = Mapping[str, object]
MOST_NAMED = 60
"""Columns that an error lists."""
SEPARATORS = ",;\t|"
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""The longer mark first: UTF-32 begins as UTF-16 does."""


@functools.lru_cache(maxsize=4096)
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
    Read the rows of a published file, whatever its format.

    Parameters
    ----------
    stream
        CSV with a header (cells separated by a comma, semicolon, tab or bar), JSON list of objects, GeoJSON, XLSX,
        GeoPackage, or a Shapefile in a ZIP. Text is UTF-8, UTF-16 or UTF-32 with their mark, else Windows-1252.
    source_id
        Named in errors.

    Returns
    -------
    rows
        Keys are ``column_key`` of the column's name; CSV cells are text. The point of a feature is in ``geometry``.

    Raises
    ------
    DataError
        It is none of these, too large, cut off, or there is no row.
    """
    content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise DataError(f"{source_id}: the file is larger than the limit of {MAX_BYTES} bytes")
    rows = _rows_of(content, source_id)
    if not rows:
        raise DataError(f"{source_id}: the file has no rows")
    return rows


def _rows_of(content: bytes, source_id: str) -> list[Row]:
    if content.startswith(archive.ZIP_MARK):
        return _keyed(_archived(content, source_id))
    if content.startswith(geofile.GEOPACKAGE_MARK):
        return _keyed(geofile.read_features(content, source_id))
    text = _decoded(content, source_id).strip(" \r\n\ufeff")
    if text.startswith("<"):
        raise DataError(f"{source_id}: this is a web page and no table; download the data file itself")
    return _json_rows(text, source_id) if text.startswith(("[", "{")) else _csv_rows(text, source_id)


def _archived(content: bytes, source_id: str) -> list[dict[str, object]]:
    """Return the rows of a workbook or of a zipped Shapefile, once its size is known to be bearable."""
    names = archive.checked_names(content, source_id)
    if "[Content_Types].xml" in names:
        return workbook.read_workbook(content, source_id)
    return geofile.read_features(geofile.shapefile_only(content, names, source_id), source_id)


def _keyed(rows: Iterable[Mapping[str, object]]) -> list[Row]:
    return [{column_key(str(name)): cell for name, cell in row.items()} for row in rows]


def _decoded(content: bytes, source_id: str) -> str:
    encoding = next((name for mark, name in BYTE_ORDER_MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        text = _western(content.removeprefix(codecs.BOM_UTF8), source_id, encoding, error)
    if "\0" in text:
        raise DataError(f"{source_id}: the file is not text (it has zero bytes)")
    return text


def _western(content: bytes, source_id: str, encoding: str, error: UnicodeDecodeError) -> str:
    """Read what is no UTF-8 as the encoding of older table programs."""
    try:
        if encoding.startswith("utf-8"):
            return content.decode("cp1252")
    except UnicodeDecodeError:
        pass
    raise DataError(f"{source_id}: the file is not text in {encoding.upper()} (byte {error.start})") from error


def _json_rows(text: str, source_id: str) -> list[Row]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DataError(f"{source_id}: the JSON is broken or cut off ({error})") from error
    if isinstance(found, dict) and isinstance(found.get("features"), list):
        found = [_feature(feature) for feature in found["features"]]
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        said = found.get("message", "") if isinstance(found, dict) else ""
        raise DataError(f"{source_id}: the JSON is not a list of rows {clean_text(said) or ''}".strip())
    return _keyed(found)


def _feature(feature: object) -> object:
    """Return a GeoJSON feature as a row: its properties and its geometry."""
    if not isinstance(feature, dict):
        return feature
    properties = feature.get("properties")
    return {**(properties if isinstance(properties, dict) else {}), "geometry": feature.get("geometry")}


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
        raise MissingColumnsError(source_id, missing, list(found)[:MOST_NAMED])


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
