"""
Rows of an XLSX workbook.

Formulas give the value that was saved with them; macros are never run, links to other files never followed.
"""

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from itertools import chain, repeat

from openpyxl import load_workbook

from geodata.cleaning.text import clean_text
from geodata.errors import DataError
from geodata.sources.archive import checked_names

BROKEN = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
"""What openpyxl raises on a damaged workbook: it does not check one before it reads it (``SyntaxError``: bad XML)."""
MAX_CELLS = 20_000_000


def read_workbook(content: bytes, source_id: str, *, sheet: str = "") -> list[dict[str, object]]:
    """
    Read a sheet whose first row with any cell is the header.

    Parameters
    ----------
    content
        An XLSX or XLSM file.
    source_id
        Named in errors.
    sheet
        Name of the sheet; the first one by default.

    Returns
    -------
    rows
        Column's name as it is written -> cell: text, number, truth, date or None. Empty rows are left out.

    Raises
    ------
    DataError
        It is broken, too large, or has no such sheet.
    """
    checked_names(content, source_id)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of styles and extensions that it leaves out
            return _rows(list(_lines(content, sheet)))
    except DataError as error:
        raise DataError(f"{source_id}: {error}") from error
    except BROKEN as error:
        said = f"{type(error).__name__} {error}".partition("\n")[0]
        raise DataError(
            f"{source_id}: the workbook is broken or no XLSX ({said:.200})",
            key="error.file_broken",
            source=source_id,
            form="XLSX",
            detail=f"{said:.200}",
        ) from error


def _lines(content: bytes, sheet: str) -> Iterator[tuple[object, ...]]:
    """Yield the rows of a sheet that are not empty."""
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False, keep_vba=False)
    if sheet and sheet not in book.sheetnames:
        raise DataError(f"the workbook has no sheet {sheet}; it has {', '.join(book.sheetnames)}")
    chosen = book[sheet] if sheet else book.worksheets[0]
    chosen.reset_dimensions()
    cell_count = 0
    for line in chosen.iter_rows(values_only=True):
        cell_count += len(line) + 1
        if cell_count > MAX_CELLS:
            raise DataError(f"the sheet has more than {MAX_CELLS} cells")
        if any(clean_text(cell) for cell in line):
            yield line


def _rows(lines: list[tuple[object, ...]]) -> list[dict[str, object]]:
    header = [clean_text(cell) for cell in lines[0]] if lines else []
    filled = (chain(line, repeat(None)) for line in lines[1:])
    return [{name: cell for name, cell in zip(header, line, strict=False) if name} for line in filled]
