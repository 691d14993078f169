"""The pages of a document: head and foot, letters, and how high words come out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from fpdf.enums import MethodReturnValue

from welfare_map.exports.document import Document, Heading
from welfare_map.exports.docx.words import writable
from welfare_map.exports.sheet import ACCENT, BORDER, DEMO, MARGIN_MM, SOFT, Line, Sheet
from welfare_map.texts import formats, text

SIDE_MM: Final = 22.0
WARM: Final = (255, 246, 226)
"""Ground of a blank and of a notice."""
HEAD_MM: Final = 11.0
TITLE_PT, SUBTITLE_PT, SMALL_PT = 21.0, 11.0, 8.0


class Paper(Sheet):
    """A document in the making, with its title already on the first page."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._broken: dict[tuple[Line, float], list[str]] = {}
        super().__init__(document.title, document.lang, document.made_on, margin_mm=SIDE_MM)
        self.set_auto_page_break(auto=True, margin=MARGIN_MM + 9)
        self._open()

    def head(self) -> None:
        """Say at the head of each page that there are invented data, and leave room below."""
        if self._document.is_demo:
            self.set_y(HEAD_MM)
            self._pen("B", SMALL_PT, DEMO)
            self.cell(self.epw, 4, self._document.demo_head or text("document.demo_head", self._document.lang))
        self.set_xy(SIDE_MM, 22.0)

    def foot(self) -> None:
        """Write the short sources, then who made it and when, and the number of the page."""
        lang = self._document.lang
        self.set_y(-MARGIN_MM - 6)
        self.set_draw_color(*BORDER)
        self.line(SIDE_MM, self.get_y(), SIDE_MM + self.epw, self.get_y())
        self.set_y(self.get_y() + 2)
        self._pen("", SMALL_PT, SOFT)
        if self._document.footer:
            self.cell(self.epw, 4, self._writable(self._document.footer), new_x="LMARGIN", new_y="NEXT")
        day = formats.day(self._document.made_on.isoformat(), lang)
        self.cell(self.epw / 2, 4, f"{text('app.name', lang)} · {day}")
        self.cell(self.epw / 2, 4, f"{text('document.page', lang)} {self.page_no()} / {{nb}}", align="R")

    def _open(self) -> None:
        """Write title and subtitle over a line of our colour."""
        with self.tagged("H1"):
            self.write_lines([Line(self._document.title, TITLE_PT, is_bold=True, colour=ACCENT)])
        if self._document.subtitle:
            self.gap(1)
            self.write_lines([Line(self._document.subtitle, SUBTITLE_PT, colour=SOFT)])
        self.gap(2.5)
        self.set_draw_color(*ACCENT)
        self.set_line_width(0.5)
        self.line(SIDE_MM, self.get_y(), SIDE_MM + self.epw, self.get_y())
        self.set_line_width(0.2)
        self.gap(4)

    def gap(self, height_mm: float) -> None:
        """Leave room below what stands already; in a document of smaller letters it is smaller too."""
        self.ln(height_mm * self.scale)

    def _sized(self, line: Line) -> Line:
        """Return a line in the letters of this document."""
        return replace(line, size_pt=line.size_pt * self.scale)

    def write_lines(self, lines: Iterable[Line], *, indent_mm: float = 0) -> None:
        """Write paragraphs at the left margin, one below the other."""
        super().write_lines(map(self._sized, lines), indent_mm=indent_mm)

    @property
    def scale(self) -> float:
        """How large letters and room are, 1 as usual."""
        return self._document.scale

    @property
    def room_mm(self) -> float:
        """Height that is left on this page."""
        return float(self.page_break_trigger - self.get_y())

    @property
    def page_mm(self) -> float:
        """Height that a whole page has."""
        return float(self.page_break_trigger - 22.0)

    def lines_of(self, line: Line, width_mm: float) -> list[str]:
        """Return words broken into the lines that they take in a width; each is measured once."""
        if (line, width_mm) not in self._broken:
            self._broken[line, width_mm] = self._break(line, width_mm)
        return self._broken[line, width_mm]

    def _break(self, line: Line, width_mm: float) -> list[str]:
        line = self._sized(line)
        self._pen("B" if line.is_bold else "", line.size_pt, line.colour)
        words = self._writable(line.words)
        if not words:
            return [""]
        broken = self.multi_cell(
            width_mm, line.height_mm, words, align="L", dry_run=True, output=MethodReturnValue.LINES
        )
        return [str(part) for part in broken] if isinstance(broken, list) else []

    def height_of(self, line: Line, width_mm: float) -> float:
        """Return how high words come out in a width."""
        return len(self.lines_of(line, width_mm)) * self._sized(line).height_mm

    def words_in(self, line: Line, x_mm: float, y_mm: float, width_mm: float, *, align: str = "L") -> None:
        """Write words at a place, in a width, and leave the pen where it was going to be."""
        sized = self._sized(line)
        self._pen("B" if line.is_bold else "", sized.size_pt, line.colour)
        with self.tagged("P"):
            for number, words in enumerate(self.lines_of(line, width_mm)):
                self.set_xy(x_mm, y_mm + number * sized.height_mm)
                self.cell(width_mm, sized.height_mm, words, align=align)

    def heading_kind(self, level: int) -> str:
        """Return how a heading of a level is told: below the title, the first, no level is left out."""
        levels = {block.level for block in self._document.blocks if isinstance(block, Heading)} | {level}
        return f"H{2 + sorted(levels).index(level)}"

    def note_section(self, words: str, level: int) -> None:
        """Put a heading into the outline that readers of the file show."""
        self.start_section(self._writable(words), level=level - 1, strict=False)

    def flow(self, parts: Sequence[tuple[str, bool]], line: Line) -> None:
        """Write words one after the other, bold or not, breaking lines at the margins."""
        line = self._sized(line)
        with self.tagged("P"):
            for words, is_bold in parts:
                self._pen("B" if is_bold else "", line.size_pt, line.colour)
                self.write(line.height_mm, self._writable(words) + (" " if words.endswith(" ") else ""))
        self.ln(line.height_mm)

    def _writable(self, words: str) -> str:
        """Return words with the letters that the font has, cut as a file of words cuts them."""
        return "".join(self._letters_of(writable(words)))

    def _letters_of(self, words: str) -> Iterator[str]:
        return (letter for letter in words if ord(letter) in self._letters)
