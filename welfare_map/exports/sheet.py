"""A sheet of paper: A4 pages with our fonts, our way of writing lines, and a footer."""

import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from importlib import resources
from typing import Final, Literal

from fpdf import FPDF
from fpdf.fonts import TTFFont
from fpdf.prefs import ViewerPreferences

from welfare_map.exports.qr import qr_runs
from welfare_map.exports.tags import ORNAMENT, Tags
from welfare_map.texts import text

MARGIN_MM: Final = 15.0
LINE_MM: Final = 4.6
FAMILY: Final = "Roboto"
FONT_FILES: Final[dict[Literal["", "B"], str]] = {"": "Roboto-Regular.ttf", "B": "Roboto-Bold.ttf"}
INK, SOFT, ACCENT, DEMO = (34, 39, 46), (90, 98, 112), (31, 95, 91), (122, 75, 0)
PAPER, LAND, BORDER, PALE = (247, 245, 240), (255, 255, 255), (200, 195, 184), (226, 236, 235)
"""The colours of the pages (``ui/style.css``), and those of pictures."""
BOX_MM: Final = 3.6
"""Side of a box to tick by hand."""
FILLED_SHARE: Final = 0.92
"""Part of a line that words fill on average."""
MAX_LENGTH: Final = 400
"""Characters of one text from data: longer ones are cut, so that one record never fills a page."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: its words, size in points, weight and colour; words from data are made writable."""

    words: str
    size_pt: float = 9.5
    is_bold: bool = False
    colour: tuple[int, int, int] = INK

    @property
    def height_mm(self) -> float:
        """Height of one of its lines."""
        return self.size_pt * 0.48


class Sheet(FPDF):
    """
    A document in the making.

    Parameters
    ----------
    title, lang
        For readers of the file, and for screen readers.
    made_on
        The day on it; the clock is not asked.
    margin_mm
        Room on the left and the right of each page.
    """

    def __init__(self, title: str, lang: str, made_on: date, *, margin_mm: float = MARGIN_MM) -> None:
        super().__init__(format="A4")
        self._tags = Tags()
        self.struct_builder = self._tags  # type: ignore[assignment]  # what fpdf2 asks of its own
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self._language = lang
        for style, file in FONT_FILES.items():
            self.add_font(FAMILY, style, str(resources.files("font_roboto") / "files" / file))
        self._letters = frozenset.intersection(
            *(frozenset(font.cmap) for font in self.fonts.values() if isinstance(font, TTFFont))
        )
        self.set_title(self._writable(title))
        self.set_lang(lang)
        self.set_creation_date(datetime.combine(made_on, time(12), UTC))
        self.set_margins(margin_mm, MARGIN_MM)
        self.c_margin = 0
        self.set_auto_page_break(auto=True, margin=MARGIN_MM + 4)
        self.add_page()

    @contextmanager
    def tagged(self, kind: str, *, words: str | None = None, scope: str | None = None) -> Iterator[None]:
        """
        Say what is drawn meanwhile (``H1``, ``P``, ``Table``, …) to who does not see it.

        Parameters
        ----------
        kind
            A standard structure type of PDF, or ``ORNAMENT``.
        words
            Said in the place of a picture.
        scope
            What a header cell heads, ``Column`` or ``Row``.
        """
        self._tags.enter(kind, words, scope)
        try:
            yield
        finally:
            self._tags.leave()

    def _out(self, s: str | bytes) -> None:
        """Write operators to the page, after the marks that say what they are."""
        if marks := self._tags.marks_before(self.page):
            super()._out(marks)
            self.pages[self.page].struct_parents = self.page - 1
        super()._out(s)

    def header(self) -> None:
        """Write the head of a page, which is not read with its words."""
        with self.tagged(ORNAMENT):
            self.head()

    def footer(self) -> None:
        """Write the foot of a page, which is not read with its words; nothing is drawn on it afterwards."""
        with self.tagged(ORNAMENT):
            self.foot()
            self._out("EMC")

    def head(self) -> None:
        """Leave the head of a page empty."""

    def foot(self) -> None:
        """Write the name of the site and the number of the page."""
        self.set_y(-MARGIN_MM)
        self._pen("", 8, SOFT)
        page = text("handout.page", self._language, number=self.page_no(), total="{nb}")
        self.cell(self.epw / 2, LINE_MM, text("app.name", self._language))
        self.cell(self.epw / 2, LINE_MM, page, align="R")

    def write_lines(self, lines: Iterable[Line], *, indent_mm: float = 0) -> None:
        """Write paragraphs at the left margin, one below the other."""
        for line in lines:
            self._pen("B" if line.is_bold else "", line.size_pt, line.colour)
            self.set_x(self.l_margin + indent_mm)
            with self.tagged("P"):
                self.multi_cell(
                    self.epw - indent_mm,
                    line.height_mm,
                    self._writable(line.words),
                    align="L",
                    new_x="LMARGIN",
                    new_y="NEXT",
                )

    def make_room(self, lines: Iterable[Line], *, indent_mm: float = 0, beside_mm: float = 0) -> None:
        """Turn the page when paragraphs and so many millimetres beside them would not stand together on this one."""
        height_mm = beside_mm + sum(self._height_mm(line, indent_mm) for line in lines)
        if self.will_page_break(height_mm):
            self.add_page()

    def _height_mm(self, line: Line, indent_mm: float) -> float:
        """Return about how high a paragraph is: words break lines a little before their end."""
        self._pen("B" if line.is_bold else "", line.size_pt, line.colour)
        full_lines = self.get_string_width(self._writable(line.words)) / (FILLED_SHARE * (self.epw - indent_mm))
        return math.ceil(full_lines) * line.height_mm

    def heading(self, words: str) -> None:
        """Write the heading of a part."""
        heading = Line(words, size_pt=13, is_bold=True)
        self.make_room([heading], beside_mm=25)
        self.ln(3)
        with self.tagged("H2"):
            self.write_lines([heading])
        self.ln(1)

    def paragraph_in(self, words: str, width_mm: float) -> None:
        """Write a small paragraph where the pen is."""
        self._pen("", 8, SOFT)
        with self.tagged("P"):
            self.multi_cell(width_mm, 3.8, self._writable(words), align="L")

    def words_at(
        self,
        words: str,
        x_mm: float,
        y_mm: float,
        *,
        size_pt: float,
        colour: tuple[int, int, int],
        is_bold: bool = False,
    ) -> None:
        """Write words around a point of the page."""
        self._pen("B" if is_bold else "", size_pt, colour)
        width_mm = self.get_string_width(self._writable(words))
        self.text(x_mm - width_mm / 2, y_mm + size_pt * 0.125, self._writable(words))

    def code_at(self, link: str, left_mm: float, top_mm: float, side_mm: float) -> bool:
        """Draw an address as a QR code that can be clicked too; tell whether it is short enough for one."""
        found = qr_runs(link)
        if found is None:
            return False
        count, runs = found
        square_mm = side_mm / count
        self.set_fill_color(0, 0, 0)
        with self.tagged("Figure", words=text("document.code", self._language, address=link)):
            for number, first, length in runs:
                x_mm, y_mm = left_mm + first * square_mm, top_mm + number * square_mm
                self.rect(x_mm, y_mm, length * square_mm, square_mm, style="F")
        self.link(left_mm, top_mm, side_mm, side_mm, link)
        return True

    def box_at(self, words: str, x_mm: float, y_mm: float, width_mm: float) -> None:
        """Draw a box to tick, with its words beside it on one line."""
        self._pen("", 10.5, INK)
        self.set_draw_color(*SOFT)
        with self.tagged("LI"):
            with self.tagged("Lbl", words=self.box_words(is_ticked=False)):
                self.rect(x_mm, y_mm + 0.4, BOX_MM, BOX_MM)
            self.set_xy(x_mm + BOX_MM + 2, y_mm)
            with self.tagged("LBody"):
                self.cell(width_mm - BOX_MM - 2, BOX_MM + 0.8, self._writable(words))

    def box_words(self, *, is_ticked: bool) -> str:
        """Return how a box is called where it is not seen."""
        return text("document.ticked" if is_ticked else "document.to_tick", self._language)

    def _writable(self, words: str) -> str:
        """Return words with the letters that the font has, on one line, cut at ``MAX_LENGTH``."""
        spaced = " ".join(words.split())
        kept = "".join(letter for letter in spaced if ord(letter) in self._letters)
        return kept if len(kept) <= MAX_LENGTH else kept[: MAX_LENGTH - 1] + "…"

    def _pen(self, style: Literal["", "B"], size_pt: float, colour: tuple[int, int, int]) -> None:
        self.set_font(FAMILY, style, size_pt)
        self.set_text_color(*colour)
