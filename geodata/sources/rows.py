"""Rows of a published file, whatever its format, with their columns found by name however they are written."""

import codecs
import csv
import functools
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from geodata.cleaning.text import clean_text
from geodata.errors import DataError, MissingColumnsError
from geodata.sources import archive
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
BLANK = " \r\n\ufeff"


@dataclass(frozen=True, slots=True)
class Published:
    """
    The rows of a published file.

    Parameters
    ----------
    rows
        Keys are ``column_key`` of the column's name; CSV cells are text. The point of a feature is in ``geometry``.
    lines
        Where each row stands: its line in a CSV, else its number.
    ragged
        Lines of a CSV that are no rows, with their number of cells: another than the header's.
    """

    rows: Sequence[Row]
    lines: Sequence[int]
    ragged: Mapping[int, int]

    def in_order(self, key: Callable[[Row], str], *, reverse: bool) -> "Published":
        """Return the same rows in another order."""
        ordered = sorted(zip(self.rows, self.lines, strict=True), key=lambda pair: key(pair[0]), reverse=reverse)
        return replace(self, rows=[row for row, _ in ordered], lines=[line for _, line in ordered])


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


def read_rows(stream: BinaryIO, source_id: str) -> Published:
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
    published
        A line of a CSV with more or fewer cells than the header is left out; empty cells at its end do not count.

    Raises
    ------
    DataError
        It is none of these, too large, cut off, there is no row, or most lines are ragged.
    """
    content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise DataError(
            f"{source_id}: the file is larger than the limit of {MAX_BYTES} bytes",
            key="error.file_too_large",
            source=source_id,
            maximum=MAX_BYTES // 1_000_000,
        )
    published = _published(content, source_id)
    if not published.rows:
        raise DataError(f"{source_id}: the file has no rows", key="error.file_without_rows", source=source_id)
    return published


def _published(content: bytes, source_id: str) -> Published:
    if content.startswith(archive.ZIP_MARK):
        return _counted(_keyed(_archived(content, source_id)))
    if content.startswith(archive.GEOPACKAGE_MARK):
        from geodata.sources import geofile  # noqa: PLC0415  # GDAL is loaded where a file needs it

        return _counted(_keyed(geofile.read_features(content, source_id)))
    text = _decoded(content, source_id)
    if text.lstrip(BLANK).startswith("<"):
        raise DataError(
            f"{source_id}: this is a web page and no table; download the data file itself",
            key="error.file_is_web_page",
            source=source_id,
        )
    if text.lstrip(BLANK).startswith(("[", "{")):
        return _counted(_json_rows(text.strip(BLANK), source_id))
    return _csv_rows(text, source_id)


def _counted(rows: list[Row]) -> Published:
    return Published(rows, range(1, len(rows) + 1), {})


def _archived(content: bytes, source_id: str) -> list[dict[str, object]]:
    """Return the rows of a workbook or of a zipped Shapefile, once its size is known to be bearable."""
    names = archive.checked_names(content, source_id)
    if "[Content_Types].xml" in names:
        from geodata.sources import workbook  # noqa: PLC0415  # loaded where a file needs it

        return workbook.read_workbook(content, source_id)
    from geodata.sources import geofile  # noqa: PLC0415  # GDAL is loaded where a file needs it

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
        raise DataError(
            f"{source_id}: the file is not text (it has zero bytes)", key="error.file_not_text", source=source_id
        )
    return text


def _western(content: bytes, source_id: str, encoding: str, error: UnicodeDecodeError) -> str:
    """Read what is no UTF-8 as the encoding of older table programs."""
    try:
        if encoding.startswith("utf-8"):
            return content.decode("cp1252")
    except UnicodeDecodeError:
        pass
    raise DataError(
        f"{source_id}: the file is not text in {encoding.upper()} (byte {error.start})",
        key="error.file_not_text",
        source=source_id,
    ) from error


def _json_rows(text: str, source_id: str) -> list[Row]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _broken("JSON", error, source_id) from error
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


def _csv_rows(text: str, source_id: str) -> Published:
    body = text.strip(BLANK)
    header = body.splitlines()[0] if body else ""
    skipped = text[: len(text) - len(text.lstrip(BLANK))].count("\n")
    lines = _csv_lines(body, max(SEPARATORS, key=header.count), source_id)
    names = [column_key(name) for name in next(lines, (0, []))[1]]
    found = {skipped + line: _cut(cells, len(names)) for line, cells in lines}
    ragged = {line: len(cells) for line, cells in found.items() if len(cells) != len(names)}
    if 2 * len(ragged) > len(found):
        line, count = next(iter(ragged.items()))
        raise DataError(
            f"{source_id}: {len(ragged)} of {len(found)} lines have another number of cells than the header, which has "
            f"{len(names)} (first: line {line} with {count}); the file is damaged or has another separator",
            key="error.file_ragged",
            source=source_id,
            ragged=len(ragged),
            count=len(found),
            width=len(names),
            line=line,
            cells=count,
        )
    sound = {line: cells for line, cells in found.items() if line not in ragged}
    return Published([dict(zip(names, cells, strict=True)) for cells in sound.values()], list(sound), ragged)


def _csv_lines(text: str, separator: str, source_id: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines that are not empty, each with the number of the line in which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        raise _broken("CSV", error, source_id) from error


def _broken(form: str, error: Exception, source_id: str) -> DataError:
    return DataError(
        f"{source_id}: the {form} is broken or cut off ({error})",
        key="error.file_broken",
        source=source_id,
        form=form,
        detail=str(error),
    )


def _cut(cells: list[str], width: int) -> list[str]:
    """Leave out empty cells beyond the header."""
    return cells if any(cell.strip() for cell in cells[width:]) else cells[:width]


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
