"""
The bytes of an upload as a table of texts: CSV or XLSX, whatever they are, a table comes out or one clear error.

The first row that is not empty is the header. Rows keep the number that a spreadsheet shows beside them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from geodata.errors import InputError
from geodata.notices import Severity
from welfare_map.register.uploads.delimited import read_delimited
from welfare_map.register.uploads.findings import Finding, line_ranges
from welfare_map.register.uploads.limits import (
    MOST_BYTES,
    MOST_CELL_LENGTH,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    Grid,
    Row,
)
from welfare_map.register.uploads.workbook import read_workbook

ZIP_START = b"PK\x03\x04"
REFUSED_STARTS = ((b"%PDF", "PDF"), (b"\xd0\xcf\x11\xe0", "XLS"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"))
"""Files that are known not to be tables we read -> what they are."""


@dataclass(frozen=True, eq=False)
class Upload:
    """
    An uploaded table as it stands in the file.

    Parameters
    ----------
    name
        Name of the file.
    form
        ``csv`` or ``xlsx``.
    detail
        How it was read: encoding and separator, or the name of the sheet.
    cells
        Text, "" for empty; columns are the headers, each once; the index is the row's number in the spreadsheet.
    remarks
        What was left aside, and what is good to know.
    """

    name: str
    form: str
    detail: str
    cells: pd.DataFrame
    remarks: tuple[Finding, ...] = ()

    @property
    def header(self) -> tuple[str, ...]:
        """Headers in the order of the file."""
        return tuple(self.cells.columns)


def read_upload(content: bytes, name: str) -> Upload:
    """
    Read an upload.

    Parameters
    ----------
    content
        All bytes of the file.
    name
        Its name; what it is, is told by the bytes.

    Raises
    ------
    InputError
        ``error.upload_…``: too large, empty, no table, damaged, or a trap.
    """
    if len(content) > MOST_BYTES:
        raise InputError("error.upload_too_large", maximum=MOST_BYTES // 1_000_000)
    for start, form in REFUSED_STARTS:
        if content.startswith(start):
            raise InputError("error.upload_other_form", form=form)
    is_workbook = content.startswith(ZIP_START)
    grid = read_workbook(content) if is_workbook else read_delimited(content)
    cells, found = _table(grid.rows)
    remarks = (*grid.remarks, *found)
    return Upload(name=name, form="xlsx" if is_workbook else "csv", detail=grid.detail, cells=cells, remarks=remarks)


def _table(rows: Iterator[Row]) -> tuple[pd.DataFrame, tuple[Finding, ...]]:
    """Part header and rows; what stands beyond the header is said."""
    numbered = ((line, row) for line, row in enumerate(rows, start=1) if any(row))
    first = next(numbered, None)
    if first is None:
        raise InputError("error.upload_empty")
    width = _width(first[1])
    names, unnamed = _headers(first[1][:width])
    lines, kept, beyond = _gathered(numbered, width)
    if not kept:
        raise InputError("error.upload_no_rows")
    columns = {name: [row[at] for row in kept] for at, name in enumerate(names)}
    table = pd.DataFrame(columns, index=pd.Index(lines, name="line"), dtype=object)
    return table, (*unnamed, *_said_beyond(beyond))


def _width(header: Row) -> int:
    width = max(at for at, cell in enumerate(header) if cell) + 1
    if width > MOST_COLUMNS:
        raise InputError("error.upload_too_wide", count=width, maximum=MOST_COLUMNS)
    return width


def _gathered(rows: Iterable[tuple[int, Row]], width: int) -> tuple[list[int], list[Row], list[int]]:
    """Take the rows up to the header's width; equal texts are kept once, so that a long file needs little memory."""
    most = min(MOST_ROWS, MOST_CELLS // width)
    known: dict[str, str] = {}
    lines: list[int] = []
    kept: list[Row] = []
    beyond: list[int] = []
    for line, row in rows:
        if len(kept) >= most:
            raise InputError("error.upload_too_long", maximum=most)
        if len(row) > width and any(row[width:]):
            beyond.append(line)
        cells = [known.setdefault(cell, cell) for cell in row[:width]]
        if any(len(cell) > MOST_CELL_LENGTH for cell in cells):
            raise InputError("error.upload_long_cell", row=line, maximum=MOST_CELL_LENGTH)
        kept.append((*cells, *[""] * (width - len(cells))))
        lines.append(line)
    return lines, kept, beyond


def _headers(cells: Sequence[str]) -> tuple[list[str], tuple[Finding, ...]]:
    """Name every column, each name once: an empty one by its number, a repeated one with its count."""
    names: list[str] = []
    remarks = []
    for number, cell in enumerate(cells, start=1):
        name = " ".join(cell.split()) or f"({number})"
        unique, count = name, 2
        while unique in names:
            unique, count = f"{name} ({count})", count + 1
        if unique != name:
            remarks.append(_remark("repeated_header", column=unique, value=name))
        names.append(unique)
    return names, tuple(remarks)


def _said_beyond(lines: Sequence[int]) -> tuple[Finding, ...]:
    if not lines:
        return ()
    finding = Finding(
        severity=Severity.WARNING,
        column="",
        rule="beyond_header",
        rows=line_ranges(lines),
        row_count=len(lines),
    )
    return (finding,)


def _remark(rule: str, *, column: str = "", value: str = "") -> Finding:
    return Finding(severity=Severity.WARNING, column=column, rule=rule, value=value)


__all__ = ["Grid", "Upload", "read_upload"]
