"""How large an upload may be, and what its readers hand on."""

from collections.abc import Iterator
from dataclasses import dataclass

from welfare_map.register.uploads.findings import Finding

Row = tuple[str, ...]

MOST_BYTES = 64_000_000
"""A hundred thousand services with every column are about 30 MB as CSV and 15 MB as XLSX."""
MOST_ROWS = 200_000
MOST_COLUMNS = 200
MOST_PROPOSED = 500
"""Records of one file that somebody who may not publish them can leave to the moderators, who read each of them."""
MOST_CELLS = 6_000_000
"""Cells of one table, so that a file of many rows and many columns stays within memory."""
MOST_CELL_LENGTH = 32_767
"""What a spreadsheet takes in one cell."""
MOST_SHEET_ROWS = 1_048_576


@dataclass(frozen=True, slots=True)
class Grid:
    """
    Rows of texts as they stand in a file, "" for an empty cell, empty rows too.

    Parameters
    ----------
    rows
        Read once.
    detail
        How they were read.
    remarks
        What was left aside.
    """

    rows: Iterator[Row]
    detail: str
    remarks: tuple[Finding, ...] = ()
