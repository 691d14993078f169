"""Tables and forms on pages: rows that are never torn, the header again on each page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from welfare_map.exports.document import BLANK, Blank, Fields, Table, Words
from welfare_map.exports.pdf.paper import SIDE_MM, WARM, Paper
from welfare_map.exports.sheet import ACCENT, BORDER, INK, LAND, PALE, SOFT, Line
from welfare_map.exports.tags import ORNAMENT

CELL_PT: Final = 9.0
GAP_X_MM, GAP_Y_MM = 1.6, 1.5
"""Room inside a cell."""
LIST_PT, LIST_X_MM, LIST_Y_MM = 8.1, 0.8, 0.45
"""Letters and room in a long list."""
LABEL_SHARE: Final = 0.3
MOST_LINES: Final = 24
"""Of a cell; a row is never higher than a page."""
Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is ready to be drawn: a line per cell, its height, which cells are blanks, its ground and its rule."""

    lines: tuple[Line, ...]
    height_mm: float
    is_blank: tuple[bool, ...]
    ground: Colour | None = None
    rule: Colour = BORDER
    gap_x_mm: float = GAP_X_MM
    gap_y_mm: float = GAP_Y_MM


def words_of(words: Words) -> str:
    """Return the words of a cell; where there are none, the blank to write on."""
    return words.words if isinstance(words, Blank) else words.strip() or BLANK


def is_blank(words: Words) -> bool:
    """Tell whether a cell is to be filled in."""
    return isinstance(words, Blank) or not words.strip() or BLANK in words


def widths_of(paper: Paper, shares: Sequence[float]) -> tuple[float, ...]:
    """Return the widths of columns, millimetres."""
    return tuple(paper.epw * share / sum(shares) for share in shares)


def form_rows(paper: Paper, block: Fields) -> tuple[tuple[float, ...], list[Row]]:
    """Return widths and rows of a form."""
    widths = widths_of(paper, (LABEL_SHARE, 1 - LABEL_SHARE))

    def lines(label: str, value: Words) -> tuple[Line, ...]:
        return Line(label, CELL_PT, colour=SOFT), Line(words_of(value), CELL_PT + 0.5, colour=INK)

    return widths, [_row(paper, lines(*row), (False, is_blank(row[1])), widths) for row in block.rows]


def table_rows(paper: Paper, block: Table) -> tuple[tuple[float, ...], list[Row]]:
    """Return widths and rows of a table, its header first."""
    widths = widths_of(paper, block.width_shares or (1.0,) * len(block.header))
    size_pt = LIST_PT if block.is_list else CELL_PT
    gaps_mm = (LIST_X_MM, LIST_Y_MM) if block.is_list else (GAP_X_MM, GAP_Y_MM)
    names = tuple(Line(words, size_pt, is_bold=True, colour=LAND) for words in block.header)
    rows = [_row(paper, names, (False,) * len(names), widths, ground=ACCENT, rule=ACCENT, gaps_mm=gaps_mm)]
    for number, cells in enumerate(block.rows, start=1):
        is_total = block.has_total and number == len(block.rows)
        words = tuple(cells) if block.is_list else tuple(words_of(cell) for cell in cells)
        lines = tuple(Line(str(said), size_pt, is_bold=is_total, colour=INK) for said in words)
        blanks = tuple(not block.is_list and is_blank(cell) for cell in cells)
        ground, rule = (PALE, ACCENT) if is_total else (None, BORDER)
        rows.append(_row(paper, lines, blanks, widths, ground=ground, rule=rule, gaps_mm=gaps_mm))
    return widths, rows


def _row(  # noqa: PLR0913 - each says something of the row
    paper: Paper,
    lines: tuple[Line, ...],
    blanks: tuple[bool, ...],
    widths: tuple[float, ...],
    *,
    ground: Colour | None = None,
    rule: Colour = BORDER,
    gaps_mm: tuple[float, float] = (GAP_X_MM, GAP_Y_MM),
) -> Row:
    x_mm, y_mm = gaps_mm
    lines = tuple(_shortened(paper, line, width_mm - 2 * x_mm) for line, width_mm in zip(lines, widths, strict=True))
    heights = (paper.height_of(line, width_mm - 2 * x_mm) for line, width_mm in zip(lines, widths, strict=True))
    return Row(lines, max(heights) + 2 * y_mm * paper.scale, blanks, ground, rule, x_mm, y_mm)


def _shortened(paper: Paper, line: Line, width_mm: float) -> Line:
    """Return a line that is never higher than a part of a page."""
    broken = paper.lines_of(line, width_mm)
    if len(broken) <= MOST_LINES:
        return line
    return replace(line, words=f"{' '.join(broken[:MOST_LINES])[:-1]}…")


def draw_rows(
    paper: Paper,
    widths: tuple[float, ...],
    rows: Sequence[Row],
    *,
    header: Row | None,
    right: frozenset[int] = frozenset(),
) -> None:
    """
    Draw rows below each other; where one does not fit, or the last would be alone, the header begins a new page.

    Without a header the first cell of each row is what the others are about.
    """
    for number, row in enumerate(rows):
        is_last_but_one = number == len(rows) - 2
        needed_mm = row.height_mm + (rows[-1].height_mm if is_last_but_one else 0)
        if needed_mm > paper.room_mm and number:
            paper.add_page()
            if header is not None and row is not header:
                with paper.tagged(ORNAMENT):  # it was read where the table begins
                    _draw(paper, widths, header, right)
        with paper.tagged("TR"):
            _draw(paper, widths, row, right, _scopes(row, header))


def _scopes(row: Row, header: Row | None) -> tuple[str | None, ...]:
    """Return what each cell heads."""
    if header is None:
        return ("Row", *(None for _ in row.lines[1:]))
    return tuple("Column" if row is header else None for _ in row.lines)


def _draw(
    paper: Paper,
    widths: tuple[float, ...],
    row: Row,
    right: frozenset[int],
    scopes: Sequence[str | None] = (),
) -> None:
    x_mm, y_mm = SIDE_MM, paper.get_y()
    if row.ground is not None:
        paper.set_fill_color(*row.ground)
        paper.rect(x_mm, y_mm, sum(widths), row.height_mm, style="F")
    for column, (line, width_mm) in enumerate(zip(row.lines, widths, strict=True)):
        inner_mm = width_mm - 2 * row.gap_x_mm
        if row.is_blank[column]:
            _mark(paper, line, x_mm + row.gap_x_mm, y_mm + row.gap_y_mm * paper.scale, inner_mm)
        align = "R" if column in right else "L"
        scope = scopes[column] if scopes else None
        with paper.tagged("TH" if scope else "TD", scope=scope):
            paper.words_in(line, x_mm + row.gap_x_mm, y_mm + row.gap_y_mm * paper.scale, inner_mm, align=align)
        x_mm += width_mm
    paper.set_draw_color(*row.rule)
    paper.line(SIDE_MM, y_mm + row.height_mm, SIDE_MM + sum(widths), y_mm + row.height_mm)
    paper.set_xy(SIDE_MM, y_mm + row.height_mm)


def _mark(paper: Paper, line: Line, x_mm: float, y_mm: float, width_mm: float) -> None:
    """Lay the ground of a blank under its lines."""
    paper.set_fill_color(*WARM)
    paper.rect(x_mm - 0.8, y_mm - 0.4, width_mm + 1.6, paper.height_of(line, width_mm) + 0.8, style="F")
