"""How blocks look on pages: sizes, room above and below, colours."""

import io
from typing import Final

from PIL import Image as Pictures

from welfare_map.exports.document import Heading, Image, Paragraph, Tone
from welfare_map.exports.pdf.grid import words_of
from welfare_map.exports.pdf.paper import Paper
from welfare_map.exports.sheet import ACCENT, DEMO, INK, SOFT, Line

HEADINGS: Final = {1: (14.5, 6.0, 2.2, ACCENT), 2: (11.5, 4.5, 1.6, ACCENT), 3: (10.0, 3.0, 1.2, INK)}
"""Per level: size in points, room above and below in millimetres, colour."""
BODY_PT, NOTE_PT = 9.8, 8.8
AFTER_MM: Final = 2.2
CAPTION_MM: Final = 6.0
SIGN_LINE_MM, SIGN_ROOM_MM, SIGN_GAP_MM = 9.5, 15.0, 10.0


def heading_line(block: Heading) -> Line:
    """Return the line of a heading."""
    size_pt, _, _, colour = HEADINGS[block.level]
    return Line(block.words, size_pt, is_bold=True, colour=colour)


def heading_mm(paper: Paper, block: Heading) -> float:
    """Return the height of a heading with the room around it."""
    _, above_mm, below_mm, _ = HEADINGS[block.level]
    return (above_mm + below_mm) * paper.scale + paper.height_of(heading_line(block), paper.epw)


def line_of(block: Paragraph) -> Line:
    """Return a paragraph as one line of words."""
    words = f"{block.lead} {words_of(block.words)}".strip()
    match block.tone:
        case Tone.NOTE:
            return Line(words, NOTE_PT, colour=SOFT)
        case Tone.NOTICE:
            return Line(words, BODY_PT, is_bold=True, colour=DEMO)
    return Line(words, BODY_PT)


def image_mm(paper: Paper, block: Image) -> tuple[float, float]:
    """Return width and height of a picture on paper."""
    with Pictures.open(io.BytesIO(block.content)) as picture:
        width_px, height_px = picture.size
    width_mm = min(block.width_mm, paper.epw)
    return width_mm, width_mm * height_px / width_px
