"""
How much room blocks take, so that a brief has two pages in both files, in whatever letters they are shown.

Lines are counted by signs and heights are those of a word processor (which leaves more room than our own pages do), so
both are a little more than what comes out.
"""

import math
from collections.abc import Iterable
from typing import Final

from welfare_map.exports.document import Block, Heading, Image, Paragraph, Table, Words

PAGE_MM: Final = 251.0
"""Height between head and foot of a page."""
WIDTH_MM: Final = 166.0
SIGN_MM, CELL_SIGN_MM, BOLD_SIGN_MM = 1.66, 1.55, 1.75
"""Width of a sign on average in a paragraph, a cell and the head of a table, letters of 10 points."""
LINE_MM, NOTE_LINE_MM, ROW_LINE_MM = 4.7, 4.1, 4.7
PARAGRAPH_MM, HEADING_MM, ROW_MM, TABLE_MM = 2.2, 11.5, 2.4, 3.2
"""Room around a paragraph, a heading with its own, around a row, below a table."""
CELL_SIDE_MM: Final = 4.0
LIST_SIZE, LIST_LINE_MM, LIST_ROW_MM, LIST_SIDE_MM = 0.9, 3.9, 1.0, 1.7
"""Of a long list: size of letters beside the others, height of a line, room around a row and beside a cell."""
CAPTION_MM: Final = 14.0
TITLE_LINE_MM, TITLE_SIGN_MM = 9.7, 4.3
SUBTITLE_MM, NOTICE_MM = 14.5, 9.0
SLACK_MM: Final = 5.0
"""Left free on each page."""


def height_mm(blocks: Iterable[Block], scale: float) -> float:
    """Return about how high blocks come out, letters being so many times as large as usual."""
    return sum(_height_mm(block, scale) for block in blocks)


def head_mm(title: str, scale: float, *, label: str = "", is_demo: bool) -> float:
    """Return about how high title and subtitle come out, and the notice of invented data."""
    more_mm = (_lines(label, WIDTH_MM - 8, scale, BOLD_SIGN_MM) - 1) * LINE_MM
    below_mm = SUBTITLE_MM + (NOTICE_MM + more_mm if is_demo else 0)
    return (_lines(title, WIDTH_MM, scale, TITLE_SIGN_MM) * TITLE_LINE_MM + below_mm) * scale


def _height_mm(block: Block, scale: float) -> float:
    match block:
        case Heading():
            return HEADING_MM * scale
        case Paragraph():
            return (_lines(f"{block.lead} {_said(block.words)}", WIDTH_MM, scale) * LINE_MM + PARAGRAPH_MM) * scale
        case Table():
            return _table_mm(block, scale)
        case Image():
            return CAPTION_MM * scale
    return 0.0


def _table_mm(table: Table, scale: float) -> float:
    shares = table.width_shares or (1.0,) * len(table.header)
    side_mm = LIST_SIDE_MM if table.is_list else CELL_SIDE_MM
    size = LIST_SIZE if table.is_list else 1.0
    widths = [WIDTH_MM * share / sum(shares) - side_mm for share in shares]
    head = max(
        _lines(words, width, scale * size, BOLD_SIGN_MM) for words, width in zip(table.header, widths, strict=True)
    )
    rows = [
        max(_lines(_said(words), width, scale * size, CELL_SIGN_MM) for words, width in zip(row, widths, strict=True))
        for row in table.rows
    ]
    line_mm, row_mm = (LIST_LINE_MM, LIST_ROW_MM) if table.is_list else (ROW_LINE_MM, ROW_MM)
    return ((head + sum(rows)) * line_mm + (1 + len(rows)) * row_mm + TABLE_MM) * scale


def _lines(words: str, width_mm: float, scale: float, sign_mm: float = SIGN_MM) -> int:
    return max(1, math.ceil(len(words.strip()) * sign_mm * scale / width_mm))


def _said(words: Words) -> str:
    return words if isinstance(words, str) else words.words
