"""
Empty files to start from: the right headers, one example row, the lists of codes.

The headers are Italian, as the people who fill them in are; the example row says that it is one and is never imported.
"""

import csv
import io
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from welfare_map.register.uploads.examples import EXAMPLES
from welfare_map.register.uploads.fields import Field, fields_of, is_code
from welfare_map.register.uploads.limits import MOST_ROWS
from welfare_map.register.uploads.vocabulary import code_label, codes_of
from welfare_map.texts import text

TEMPLATE_LANGUAGE: Final = "it"
CSV_SEPARATOR: Final = ";"
WIDEST: Final = 34
REQUIRED_FONT: Final = Font(bold=True)
EXAMPLE_FONT: Final = Font(italic=True, color="777777")
HEADER_FILL: Final = PatternFill("solid", fgColor="E8EFEE")


def template_header(table: str) -> tuple[str, ...]:
    """Return the headers of a table's template."""
    return tuple(_words(f"upload.field.{field.name}") for field in fields_of(table))


def example_row(table: str) -> tuple[str, ...]:
    """Return the example row of a table's template; its first cell says that it is one."""
    first, *rest = (EXAMPLES[table].get(field.name, "") for field in fields_of(table))
    return (text("upload.example_mark", TEMPLATE_LANGUAGE, value=first), *rest)


def template_csv(table: str) -> bytes:
    """Return the template as CSV that spreadsheets in Italy open as it is: semicolon, UTF-8 with its mark."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=CSV_SEPARATOR, lineterminator="\r\n")
    writer.writerow(template_header(table))
    writer.writerow(example_row(table))
    return stream.getvalue().encode("utf-8-sig")


def template_xlsx(table: str) -> bytes:
    """Return the template as a workbook: rows on the first sheet, codes on the second, offered where they belong."""
    book = Workbook()
    book.remove(book.worksheets[0])
    rows = book.create_sheet(_words("upload.rows_sheet"))
    codes = book.create_sheet(_words("upload.codes_sheet"))
    rows.append(template_header(table))
    rows.append(example_row(table))
    rows.freeze_panes = "A2"
    for number, field in enumerate(fields_of(table), start=1):
        _dress(rows, number, field)
    _list_codes(rows, codes, table)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _dress(sheet: Worksheet, number: int, field: Field) -> None:
    """Make one column easy to read: what is required is bold, every cell is text, so that no zero is lost."""
    letter = get_column_letter(number)
    head, example = sheet.cell(1, number), sheet.cell(2, number)
    head.fill = HEADER_FILL
    if field.is_required:
        head.font = REQUIRED_FONT
    example.font = EXAMPLE_FONT
    widest = max(len(str(head.value)), len(str(example.value or "")))
    sheet.column_dimensions[letter].width = min(widest + 2, WIDEST)
    sheet.column_dimensions[letter].number_format = "@"


def _list_codes(rows: Worksheet, codes: Worksheet, table: str) -> None:
    """Write the codes of each column one below the other, and offer them in their column."""
    codes.append((_words("upload.column"), _words("upload.code_header"), _words("upload.meaning")))
    for cell in codes[1]:
        cell.font, cell.fill = REQUIRED_FONT, HEADER_FILL
    for number, field in enumerate(fields_of(table), start=1):
        if field.column is None or not is_code(field.column):
            continue
        start = codes.max_row + 1
        for code in codes_of(field.name):
            label = code_label(code, field.name, TEMPLATE_LANGUAGE)
            codes.append((_words(f"upload.field.{field.name}"), code, label))
        if field.column.allowed:
            _offer(rows, get_column_letter(number), f"'{codes.title}'!$C${start}:$C${codes.max_row}")
    for letter, width in zip("ABC", (26, 30, 46), strict=True):
        codes.column_dimensions[letter].width = width


def _offer(sheet: Worksheet, letter: str, cells: str) -> None:
    choice = DataValidation(type="list", formula1=cells, allow_blank=True, showErrorMessage=False)
    choice.add(f"{letter}2:{letter}{MOST_ROWS}")
    sheet.add_data_validation(choice)


def _words(key: str) -> str:
    return text(key, TEMPLATE_LANGUAGE)
