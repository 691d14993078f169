"""How much room a block needs to begin on a page: a heading takes along what follows it, a small table all of it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from welfare_map.exports.document import (
    Block,
    Bullets,
    Fields,
    Heading,
    Image,
    Paragraph,
    Signatures,
    Table,
    Ticks,
)
from welfare_map.exports.pdf.grid import form_rows, table_rows
from welfare_map.exports.pdf.looks import (
    AFTER_MM,
    CAPTION_MM,
    SIGN_LINE_MM,
    SIGN_ROOM_MM,
    heading_mm,
    image_mm,
    line_of,
)
from welfare_map.exports.pdf.paper import Paper

WHOLE_SHARE: Final = 0.4
"""A table that takes no more than so much of a page is kept on one."""
FIRST_ROWS: Final = 3
TWO_LINES_MM: Final = 10.0


def opening_mm(paper: Paper, blocks: Sequence[Block]) -> float:
    """Return the height that must be left on a page for the first of some blocks to begin there."""
    first = blocks[0]
    rest_mm = opening_mm(paper, blocks[1:]) if len(blocks) > 1 and is_with_next(first) else 0.0
    if isinstance(first, Heading):
        return heading_mm(paper, first) + rest_mm
    if isinstance(first, Paragraph) and rest_mm:
        return paper.height_of(line_of(first), paper.epw) + AFTER_MM + rest_mm
    measure = OPENINGS.get(type(first))
    return measure(paper, first) if measure else 0


def is_with_next(block: Block) -> bool:
    """Tell whether a block stays with what follows it."""
    return isinstance(block, Heading) or (isinstance(block, Paragraph) and block.is_with_next)


def _paragraph(paper: Paper, block: Paragraph) -> float:
    if paper.room_mm >= TWO_LINES_MM:  # then it can begin, however long it is
        return TWO_LINES_MM
    return min(TWO_LINES_MM, paper.height_of(line_of(block), paper.epw))


def _list(paper: Paper, block: Bullets | Ticks) -> float:
    return TWO_LINES_MM


def _rows(paper: Paper, block: Fields | Table) -> float:
    """Return the height of a small table, else of the header and two rows of a large one."""
    _, rows = form_rows(paper, block) if isinstance(block, Fields) else table_rows(paper, block)
    caption_mm = CAPTION_MM if isinstance(block, Table) and block.caption else 0.0
    whole_mm = caption_mm + sum(row.height_mm for row in rows)
    is_small = whole_mm <= WHOLE_SHARE * paper.page_mm
    return whole_mm if is_small else caption_mm + sum(row.height_mm for row in rows[:FIRST_ROWS])


def _image(paper: Paper, block: Image) -> float:
    return image_mm(paper, block)[1] + (CAPTION_MM if block.caption else 0)


def _signatures(paper: Paper, block: Signatures) -> float:
    return SIGN_LINE_MM * 3 + SIGN_ROOM_MM


OPENINGS: Final[Mapping[type[Block], Callable[[Paper, Any], float]]] = {
    Paragraph: _paragraph,
    Bullets: _list,
    Ticks: _list,
    Fields: _rows,
    Table: _rows,
    Image: _image,
    Signatures: _signatures,
}
