"""Each kind of block, written at the end of the file."""

import io
import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from welfare_map.exports.document import (
    BLANK,
    Blank,
    Block,
    Bullets,
    Fields,
    Heading,
    Image,
    NewPage,
    Paragraph,
    Signatures,
    Table,
    Ticks,
    Tone,
    Words,
)
from welfare_map.exports.docx.look import (
    ACCENT,
    CAPTION,
    CELL,
    DEMO,
    FORM_LABEL,
    LINE,
    LIST_CELL,
    NOTE,
    NOTICE,
    PALE,
    SOFT,
    WARM,
    WHITE,
    WIDTH_MM,
    rule,
    shade,
    underline_cell,
)
from welfare_map.exports.docx.words import writable
from welfare_map.texts import text

STYLES: Final = {Tone.PLAIN: "Normal", Tone.NOTE: NOTE, Tone.NOTICE: NOTICE}
LABEL_SHARE: Final = 0.34
FORM_ROW_MM: Final = 9.5
SIGNATURE_MM: Final = 16
LIST_SIDE_DXA: Final = 45
SMALL_ROWS: Final = 9
SMALL_LINES: Final = 26
"""Rows, and lines of words, up to which a table stays on one page: about half of it."""
MM_PER_CHARACTER: Final = 1.7
"""Of the words in a table, about."""
OPEN_BOX, TICKED_BOX = "☐", "☒"


def write(file: Any, block: Block, lang: str) -> None:
    """Write a block."""
    WRITERS[type(block)](file, block, lang)


def say(paragraph: Any, words: Words, *, is_bold: bool = False) -> None:
    """Add words to a paragraph; blanks in them are marked."""
    if isinstance(words, Blank):
        _mark(paragraph.add_run(writable(words.words)))
        return
    for number, part in enumerate(writable(words).split(BLANK)):
        if number:
            _mark(paragraph.add_run(BLANK))
        if part:
            paragraph.add_run(part).bold = is_bold or None


def _heading(file: Any, block: Heading, lang: str) -> None:
    file.add_paragraph(writable(block.words), style=f"Heading {block.level}")


def shown(words: Words) -> Words:
    """Return the words of a field or a cell; where there are none, the blank to write on."""
    return words if isinstance(words, Blank) else words.strip() or BLANK


def _mark(run: Any) -> None:
    shade(run._r.get_or_add_rPr(), WARM)  # noqa: SLF001 - the library has no grounds


def _paragraph(file: Any, block: Paragraph, lang: str) -> None:
    paragraph = file.add_paragraph(style=STYLES[block.tone])
    paragraph.paragraph_format.keep_with_next = block.is_with_next or None
    if block.tone is Tone.NOTICE:
        shade(paragraph._p.get_or_add_pPr(), WARM)  # noqa: SLF001 - the library has no grounds
        rule(paragraph, DEMO, side="left", eighths=24, gap_pt=6)
    if block.lead:
        say(paragraph, block.lead, is_bold=True)
        paragraph.add_run(" ")
    say(paragraph, block.words)


def _bullets(file: Any, block: Bullets, lang: str) -> None:
    for words in block.items:
        say(file.add_paragraph(style="List Bullet"), words)


def _ticks(file: Any, block: Ticks, lang: str) -> None:
    for words, is_ticked in block.items:
        paragraph = file.add_paragraph()
        paragraph.paragraph_format.left_indent = Mm(7)
        paragraph.paragraph_format.first_line_indent = Mm(-7)
        paragraph.paragraph_format.space_after = Pt(3)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(7))
        paragraph.add_run(f"{TICKED_BOX if is_ticked else OPEN_BOX}\t")
        say(paragraph, words)


def _new_page(file: Any, block: NewPage, lang: str) -> None:
    file.add_page_break()


# --- tables ---------------------------------------------------------------------------------------------------------


def _grid(file: Any, row_count: int, shares: tuple[float, ...], style: str = CELL) -> Any:
    """Add a table of fixed widths; rows are never torn between two pages."""
    grid = file.add_table(row_count, len(shares))
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    for column, share in zip(grid.columns, shares, strict=True):
        column.width = Mm(WIDTH_MM * share / sum(shares))
    style_id = file.part.get_style_id(style, WD_STYLE_TYPE.PARAGRAPH)  # by name it is looked for in each cell again
    for row in grid.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - the library can't ask this
        for cell, column in zip(row.cells, grid.columns, strict=True):
            cell.width = column.width
            cell.paragraphs[0]._p.style = style_id  # noqa: SLF001 - see above
    return grid


def _flush(grid: Any) -> None:
    """Let the words of a form begin where those of the page begin."""
    _margins(grid, left=0)


def _margins(grid: Any, **sides: int) -> None:
    """Set the room beside the words of cells, in twentieths of a point."""
    margins = OxmlElement("w:tblCellMar")
    for side, width in sides.items():
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(width))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    grid._tbl.tblPr.insert_element_before(margins, "w:tblLook")  # noqa: SLF001 - the library has no margins of cells


def _fields(file: Any, block: Fields, lang: str) -> None:
    grid = _grid(file, len(block.rows), (LABEL_SHARE, 1 - LABEL_SHARE))
    _flush(grid)
    for row, (label, value) in zip(grid.rows, block.rows, strict=True):
        row.height = Mm(FORM_ROW_MM)
        for cell in row.cells:
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            underline_cell(cell, LINE)
        named, valued = (cell.paragraphs[0] for cell in row.cells)
        named.style = FORM_LABEL
        say(named, label)
        say(valued, shown(value))
    _together(grid)
    _after(file)


def _table(file: Any, block: Table, lang: str) -> None:
    if block.caption:
        caption = file.add_paragraph(style=CAPTION)
        caption.paragraph_format.keep_with_next = True
        say(caption, block.caption)
    shares = block.width_shares or (1.0,) * len(block.header)
    grid = _grid(file, 1 + len(block.rows), shares, LIST_CELL if block.is_list else CELL)
    if block.is_list:
        _margins(grid, left=LIST_SIDE_DXA, right=LIST_SIDE_DXA)
    _header(grid.rows[0], block)
    for number, (row, cells) in enumerate(zip(list(grid.rows)[1:], block.rows, strict=True), start=1):
        is_total = block.has_total and number == len(block.rows)
        for cell, words in zip(row.cells, cells, strict=True):
            underline_cell(cell, ACCENT if is_total else LINE)
            if is_total:
                shade(cell._tc.get_or_add_tcPr(), PALE)  # noqa: SLF001 - the library has no grounds
            say(cell.paragraphs[0], words if block.is_list else shown(words), is_bold=is_total)
        _align(row, block)
    _together(grid)
    _after(file)


def _together(grid: Any) -> None:
    """Keep a small table on one page; of a large one never leave a row alone on either."""
    rows = list(grid.rows)
    last = len(rows) - 1
    is_small = last < SMALL_ROWS and sum(map(_line_count, rows)) <= SMALL_LINES
    for number, row in enumerate(rows[:-1]):
        if is_small or number < 2 or number == last - 1:
            for cell in row.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True


def _line_count(row: Any) -> int:
    """Return about how many lines the longest cell of a row takes."""
    return max(math.ceil(len(cell.text) * MM_PER_CHARACTER / cell.width.mm) or 1 for cell in row.cells)


def _header(row: Any, block: Table) -> None:
    """Write the names of the columns, again on each page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - the library can't ask this
    for cell, words in zip(row.cells, block.header, strict=True):
        shade(cell._tc.get_or_add_tcPr(), ACCENT)  # noqa: SLF001 - the library has no grounds
        say(cell.paragraphs[0], words, is_bold=True)
        for run in cell.paragraphs[0].runs:
            run.font.color.rgb = RGBColor.from_string(WHITE)
        cell.paragraphs[0].paragraph_format.keep_with_next = True
    _align(row, block)


def _align(row: Any, block: Table) -> None:
    for column in block.number_columns:
        row.cells[column].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _after(file: Any) -> None:
    """Leave room below a table."""
    gap = file.add_paragraph()
    gap.paragraph_format.space_after = Pt(0)
    gap.paragraph_format.line_spacing = Pt(8)


# --- pictures and signatures ----------------------------------------------------------------------------------------


def _image(file: Any, block: Image, lang: str) -> None:
    paragraph = file.add_paragraph()
    paragraph.paragraph_format.keep_with_next = bool(block.caption)
    paragraph.paragraph_format.line_spacing = 1.0
    shape = paragraph.add_run().add_picture(io.BytesIO(block.content), width=Mm(min(block.width_mm, WIDTH_MM)))
    inline = shape._inline  # noqa: SLF001 - the library has neither alternative text nor distances
    inline.docPr.set("descr", writable(block.words))
    for side in ("distT", "distB", "distL", "distR"):
        inline.set(side, "0")
    if block.caption:
        say(file.add_paragraph(style=CAPTION), block.caption)


def _signatures(file: Any, block: Signatures, lang: str) -> None:
    """Write the parties two by two, each with lines to write on; a block stays on one page."""
    asked = [text(key, lang) for key in ("document.name_and_role", "document.place_and_day", "document.signature")]
    for pair in _pairs(block.parties):
        grid = _grid(file, 1 + len(asked), (0.47, 0.06, 0.47))
        _flush(grid)
        for column, party in zip((0, 2), pair, strict=False):
            say(grid.cell(0, column).paragraphs[0], party, is_bold=True)
            for number, words in enumerate(asked, start=1):
                _line_to_sign(grid.cell(number, column), words)
        for row in grid.rows:
            for cell in row.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = row is not grid.rows[-1]
        for row in list(grid.rows)[1:]:
            row.height = Mm(SIGNATURE_MM if row._index == len(asked) else FORM_ROW_MM)  # noqa: SLF001
        _after(file)


def _line_to_sign(cell: Any, words: str) -> None:
    underline_cell(cell, SOFT)
    cell.paragraphs[0].style = FORM_LABEL
    say(cell.paragraphs[0], words)


def _pairs(parties: tuple[Words, ...]) -> Iterator[tuple[Words, ...]]:
    return (parties[start : start + 2] for start in range(0, len(parties), 2))


WRITERS: Final[Mapping[type[Block], Callable[[Any, Any, str], None]]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    Ticks: _ticks,
    Fields: _fields,
    Table: _table,
    Image: _image,
    Signatures: _signatures,
    NewPage: _new_page,
}
