"""XLSX as rows of texts: sizes are checked before anything is opened; macros and outside links are never followed."""

import io
import warnings
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl

from geodata.cleaning.numbers import THOUSANDS
from geodata.errors import InputError
from geodata.notices import Severity
from geodata.sources import archive
from geodata.sources.workbook import BROKEN
from welfare_map.register.uploads.findings import Finding
from welfare_map.register.uploads.limits import (
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SHEET_ROWS,
    Grid,
    Row,
)

WORKBOOK_PART = "xl/workbook.xml"
SHEETS_FOLDER = "xl/worksheets/"
MACRO_PARTS = ("xl/vbaProject.bin", "xl/macrosheets/")
LINK_PARTS = ("xl/externalLinks/", "xl/connections.xml", "xl/queryTables/")
PIECE_BYTES = 1 << 20


def read_workbook(content: bytes) -> Grid:
    """
    Read the first sheet of a workbook that is not empty.

    Raises
    ------
    InputError
        Not a workbook, damaged, protected by a password, without rows, or packed so tightly that it is a trap.
    """
    try:
        remarks = _inspected(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _first_sheet(content, remarks)
    except BROKEN as error:
        raise InputError("error.upload_damaged") from error


def _inspected(content: bytes) -> tuple[Finding, ...]:
    """Look at the archive's list of parts, then at the parts themselves without keeping them."""
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        parts = container.infolist()
        names = [part.filename for part in parts]
        _refuse_trap(parts)
        if WORKBOOK_PART not in names:
            raise InputError("error.upload_other_form", form="ZIP")
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                _refuse_declarations(container, part)
        has_formulas = any(_has_formula(container, name) for name in names if name.startswith(SHEETS_FOLDER))
    found = (
        ("macros_ignored", any(name.startswith(MACRO_PARTS) for name in names)),
        ("links_ignored", any(name.startswith(LINK_PARTS) for name in names)),
        ("formulas_as_values", has_formulas),
    )
    return tuple(Finding(severity=Severity.INFO, column="", rule=rule) for rule, is_so in found if is_so)


def _refuse_trap(parts: Sequence[zipfile.ZipInfo]) -> None:
    if archive.is_encrypted(parts):
        raise InputError("error.upload_password")
    if archive.is_trap(parts):
        raise InputError("error.upload_trap", size_mb=max(1, archive.unfolded_bytes(parts) // 1_000_000))


def _refuse_declarations(container: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse XML that declares entities of its own: workbooks have none, traps do."""
    with container.open(part) as stream:
        head = stream.read(4096).replace(b"\x00", b"")
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise InputError("error.upload_trap", size_mb=1)


def _has_formula(container: zipfile.ZipFile, name: str) -> bool:
    rest = b""
    with container.open(name) as stream:
        while piece := stream.read(PIECE_BYTES):
            if b"<f>" in rest + piece or b"<f " in rest + piece:
                return True
            rest = piece[-2:]
    return False


def _first_sheet(content: bytes, remarks: tuple[Finding, ...]) -> Grid:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    names = [sheet.title for sheet in book.worksheets]
    for sheet in book.worksheets:
        rows = _kept_rows(sheet)
        if rows:
            said = Finding(severity=Severity.INFO, column="", rule="first_sheet_only", value=sheet.title)
            return Grid(iter(rows), sheet.title, (*remarks, said) if len(names) > 1 else remarks)
    raise InputError("error.upload_empty")


def _kept_rows(sheet: Any) -> list[Row]:
    """Return the rows of a sheet; its own idea of its size is not trusted, and equal texts are kept once."""
    sheet.reset_dimensions()
    known: dict[str, str] = {}
    rows: list[Row] = []
    filled_count = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        words = tuple(known.setdefault(cell, cell) for cell in map(_words, row[:MOST_COLUMNS]))
        is_filled = any(words)
        filled_count += is_filled
        if number > MOST_SHEET_ROWS or filled_count > MOST_ROWS + 1:
            raise InputError("error.upload_too_long", maximum=MOST_ROWS)
        if any(cell is not None for cell in row[MOST_COLUMNS:]):
            raise InputError("error.upload_too_wide", count=len(row), maximum=MOST_COLUMNS)
        rows.append(words if is_filled else ())
    return rows if filled_count else []


def _words(cell: object) -> str:  # noqa: PLR0911  # one form per type of cell
    """Write a cell as a person reads it: whole numbers without a point, days as ISO text."""
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case float():
            return _number(cell)
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ", timespec="minutes")
        case date():
            return cell.isoformat()
        case time():
            return cell.isoformat(timespec="minutes")
        case timedelta():
            minutes = int(cell.total_seconds()) // 60
            return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return str(cell).strip()


def _number(cell: float) -> str:
    """Write a number; a comma keeps 2.125 from being read as two thousand one hundred and twenty-five."""
    if cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    words = repr(cell)
    return words.replace(".", ",") if THOUSANDS.fullmatch(words) else words
