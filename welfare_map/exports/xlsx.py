"""A published table as XLSX: the rows on the first sheet, what they are and where they come from on the second."""

import io
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from welfare_map.exports.csv import neutral
from welfare_map.exports.tables import PublishedTable, about, source_rows
from welfare_map.texts import text

READ_AS_ANOTHER_TYPE = ("=", "#")
"""openpyxl takes text that begins so for a formula or an error value."""
FACTS = ("title", "description", "exported_on", "register_version", "row_count", "licences")


def xlsx_bytes(table: PublishedTable, lang: str) -> bytes:
    """
    Return a published table as an XLSX workbook.

    Parameters
    ----------
    table
        Its name is that of the first sheet.
    lang
        Language of the second sheet.

    Returns
    -------
    content
        Text that a spreadsheet would run starts with an apostrophe, as in CSV; control characters are left out.
    """
    book = Workbook(write_only=True)
    book.properties.title, book.properties.description = about(table, lang)["title"], about(table, lang)["description"]
    fill(book.create_sheet(table.name), [tuple(table.rows.columns)], table.plain_rows())
    facts = about(table, lang)
    named = [(text(f"exports.fact.{name}", lang), facts[name]) for name in FACTS]
    fill(book.create_sheet(text("exports.sheet_sources", lang)), [*named, ()], source_rows(table.sources, lang))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def fill(sheet: WriteOnlyWorksheet, *parts: Iterable[Iterable[object]]) -> None:
    """Write rows under a first one that stays in sight; text that a spreadsheet would run is made harmless."""
    sheet.freeze_panes = "A2"
    for part in parts:
        for row in part:
            sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: WriteOnlyWorksheet, value: object) -> Any:
    """Return a value as openpyxl takes it: text stays text whatever it looks like."""
    if not isinstance(value, str):
        return value
    words = neutral(ILLEGAL_CHARACTERS_RE.sub("", value))
    if not words.startswith(READ_AS_ANOTHER_TYPE):
        return words
    cell = WriteOnlyCell(sheet, value=words)
    cell.data_type = "s"
    return cell
