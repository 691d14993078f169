"""Each kind of block, written below what stands already; a block that opens something stays with what follows."""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from welfare_map.exports.document import (
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
from welfare_map.exports.docx.words import writable
from welfare_map.exports.pdf.grid import draw_rows, form_rows, is_blank, table_rows, words_of
from welfare_map.exports.pdf.looks import (
    AFTER_MM,
    BODY_PT,
    HEADINGS,
    NOTE_PT,
    SIGN_GAP_MM,
    SIGN_LINE_MM,
    SIGN_ROOM_MM,
    heading_line,
    image_mm,
    line_of,
)
from welfare_map.exports.pdf.openings import opening_mm
from welfare_map.exports.pdf.paper import SIDE_MM, WARM, Paper
from welfare_map.exports.sheet import ACCENT, DEMO, SOFT, Line
from welfare_map.texts import text

INDENT_MM, BOX_MM = 5.0, 3.0


def write_all(paper: Paper, blocks: Sequence[Block], lang: str) -> None:
    """Write blocks one after the other, on a new page where one could not begin on this."""
    for place, block in enumerate(blocks):
        if opening_mm(paper, blocks[place:]) > paper.room_mm:
            paper.add_page()
        WRITERS[type(block)](paper, block, lang)


# --- words ----------------------------------------------------------------------------------------------------------


def _heading(paper: Paper, block: Heading, lang: str) -> None:
    _, above_mm, below_mm, _ = HEADINGS[block.level]
    if paper.room_mm < paper.page_mm - 1:
        paper.gap(above_mm)
    paper.note_section(block.words, block.level)
    with paper.tagged(paper.heading_kind(block.level)):
        paper.write_lines([heading_line(block)])
    paper.gap(below_mm)


def _paragraph(paper: Paper, block: Paragraph, lang: str) -> None:
    line = line_of(block)
    if block.tone is Tone.NOTICE:
        _notice(paper, line)
    elif isinstance(block.words, Blank):
        _on_ground(paper, line, 0)
    elif block.lead:
        _with_lead(paper, block, line)
    else:
        paper.write_lines([line])
    paper.gap(AFTER_MM)


def _with_lead(paper: Paper, block: Paragraph, line: Line) -> None:
    """Write words after bold ones, on the same line."""
    paper.flow(((block.lead + " ", True), (words_of(block.words), False)), line)


def _notice(paper: Paper, line: Line) -> None:
    """Write a notice on a ground, with a bar at its left."""
    height_mm = paper.height_of(line, paper.epw - 8) + 4
    if height_mm > paper.room_mm:
        paper.add_page()
    y_mm = paper.get_y()
    paper.set_fill_color(*WARM)
    paper.rect(SIDE_MM, y_mm, paper.epw, height_mm, style="F")
    paper.set_fill_color(*DEMO)
    paper.rect(SIDE_MM, y_mm, 1, height_mm, style="F")
    paper.words_in(line, SIDE_MM + 4, y_mm + 2, paper.epw - 8)
    paper.set_xy(SIDE_MM, y_mm + height_mm)


def _on_ground(paper: Paper, line: Line, indent_mm: float) -> None:
    """Write the words of a blank on its ground."""
    height_mm = paper.height_of(line, paper.epw - indent_mm)
    if height_mm > paper.room_mm:
        paper.add_page()
    y_mm = paper.get_y()
    paper.set_fill_color(*WARM)
    paper.rect(SIDE_MM + indent_mm, y_mm - 0.3, paper.epw - indent_mm, height_mm + 0.6, style="F")
    paper.write_lines([line], indent_mm=indent_mm)


def _bullets(paper: Paper, block: Bullets, lang: str) -> None:
    with paper.tagged("L"):
        for words in block.items:
            with paper.tagged("LI"):
                _item(paper, words)
    paper.gap(AFTER_MM)


def _item(paper: Paper, words: Words) -> None:
    line = Line(words_of(words), BODY_PT)
    _keep(paper, line)
    y_mm = paper.get_y()
    with paper.tagged("Lbl"):
        paper.words_in(Line("•", BODY_PT, colour=ACCENT), SIDE_MM + 1, y_mm, INDENT_MM)
    paper.set_xy(SIDE_MM, y_mm)
    with paper.tagged("LBody"):
        if is_blank(words):
            _on_ground(paper, line, INDENT_MM)
        else:
            paper.write_lines([line], indent_mm=INDENT_MM)
    paper.gap(0.8)


def _ticks(paper: Paper, block: Ticks, lang: str) -> None:
    with paper.tagged("L"):
        for words, is_ticked in block.items:
            with paper.tagged("LI"):
                _tick(paper, words, is_ticked=is_ticked)
    paper.gap(AFTER_MM)


def _tick(paper: Paper, words: str, *, is_ticked: bool) -> None:
    line = Line(words, BODY_PT)
    _keep(paper, line)
    x_mm, y_mm = SIDE_MM + 0.3, paper.get_y() + 0.9
    paper.set_draw_color(*SOFT)
    with paper.tagged("Lbl", words=paper.box_words(is_ticked=is_ticked)):
        paper.rect(x_mm, y_mm, BOX_MM, BOX_MM)
        if is_ticked:
            paper.line(x_mm, y_mm, x_mm + BOX_MM, y_mm + BOX_MM)
            paper.line(x_mm, y_mm + BOX_MM, x_mm + BOX_MM, y_mm)
    with paper.tagged("LBody"):
        paper.write_lines([line], indent_mm=INDENT_MM)
    paper.gap(1)


def _keep(paper: Paper, line: Line) -> None:
    """Turn the page when an item would not stand whole on this one."""
    if paper.height_of(line, paper.epw - INDENT_MM) > paper.room_mm:
        paper.add_page()


# --- tables, pictures, signatures -----------------------------------------------------------------------------------


def _new_page(paper: Paper, block: NewPage, lang: str) -> None:
    paper.add_page()


def _fields(paper: Paper, block: Fields, lang: str) -> None:
    widths, rows = form_rows(paper, block)
    with paper.tagged("Table"):
        draw_rows(paper, widths, rows, header=None)
    paper.gap(AFTER_MM * 1.6)


def _table(paper: Paper, block: Table, lang: str) -> None:
    if block.caption:
        paper.write_lines([Line(block.caption, NOTE_PT, colour=SOFT)])
        paper.gap(1)
    widths, rows = table_rows(paper, block)
    with paper.tagged("Table"):
        draw_rows(paper, widths, rows, header=rows[0], right=block.number_columns)
    paper.gap(AFTER_MM * 1.6)


def _image(paper: Paper, block: Image, lang: str) -> None:
    width_mm, height_mm = image_mm(paper, block)
    with paper.tagged("Figure", words=writable(block.words)):
        paper.image(io.BytesIO(block.content), x=SIDE_MM, w=width_mm, h=height_mm, keep_aspect_ratio=True)
    paper.gap(1.5)
    if block.caption:
        paper.write_lines([Line(block.caption, NOTE_PT, colour=SOFT)])
    paper.gap(AFTER_MM)


def _signatures(paper: Paper, block: Signatures, lang: str) -> None:
    """Write the parties two by two, each with lines to write on; a pair stays on one page."""
    asked = [text(key, lang) for key in ("document.name_and_role", "document.place_and_day", "document.signature")]
    width_mm = (paper.epw - SIGN_GAP_MM) / 2
    for pair in _pairs(block.parties):
        lines = [Line(words_of(party), BODY_PT, is_bold=True) for party in pair]
        name_mm = max(paper.height_of(line, width_mm) for line in lines)
        if name_mm + 2 * SIGN_LINE_MM + SIGN_ROOM_MM + 4 > paper.room_mm:
            paper.add_page()
        y_mm = paper.get_y()
        for number, (party, line) in enumerate(zip(pair, lines, strict=True)):
            x_mm = SIDE_MM + number * (width_mm + SIGN_GAP_MM)
            _party(paper, party, line, asked, (x_mm, y_mm, width_mm, name_mm))
        paper.set_xy(SIDE_MM, y_mm + name_mm + 2 * SIGN_LINE_MM + SIGN_ROOM_MM + 6)


def _party(
    paper: Paper, party: Words, line: Line, asked: Sequence[str], place: tuple[float, float, float, float]
) -> None:
    x_mm, y_mm, width_mm, name_mm = place
    if is_blank(party):
        paper.set_fill_color(*WARM)
        paper.rect(x_mm - 0.6, y_mm - 0.4, width_mm + 1.2, name_mm + 0.8, style="F")
    paper.words_in(line, x_mm, y_mm, width_mm)
    y_mm += name_mm
    for number, words in enumerate(asked):
        height_mm = SIGN_ROOM_MM if number == len(asked) - 1 else SIGN_LINE_MM
        paper.words_in(Line(words, 8.5, colour=SOFT), x_mm, y_mm + 1.5, width_mm)
        y_mm += height_mm
        paper.set_draw_color(*SOFT)
        paper.line(x_mm, y_mm, x_mm + width_mm, y_mm)


def _pairs(parties: tuple[Words, ...]) -> Iterator[tuple[Words, ...]]:
    return (parties[start : start + 2] for start in range(0, len(parties), 2))


WRITERS: Final[Mapping[type[Block], Callable[[Paper, Any, str], None]]] = {
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
