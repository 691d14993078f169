"""How a document looks: page, styles, title, head and foot of each page. One accent, calm lines, room to write."""

from typing import Any, Final

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from welfare_map.exports.document import Document
from welfare_map.exports.docx.words import writable
from welfare_map.texts import formats, text

INK, SOFT, ACCENT, DEMO = "22272E", "5A6270", "1F5F5B", "7A4B00"
LINE, PALE, WARM, WHITE = "D9D5CC", "EEF3F2", "FFF6E2", "FFFFFF"
"""The colours of the pages (``ui/style.css``)."""
LETTERS: Final = "Arial"
"""On every machine, or with a twin of the same widths."""
SIDE_MM, TOP_MM, FOOT_MM = 22, 22, 24
WIDTH_MM: Final = 210 - 2 * SIDE_MM
LOCALES: Final = {"it": "it-IT", "en": "en-GB"}
HEADINGS: Final = {1: (15, 18, 6, ACCENT), 2: (12, 14, 4, ACCENT), 3: (10.5, 10, 3, INK)}
"""Per level: size, space before and after in points, colour."""
FORM_LABEL, NOTE, NOTICE, CAPTION, CELL = "Form Label", "Note", "Notice", "Caption", "Cell"
LIST_CELL: Final = "List Cell"
AFTER_GROUND: Final = (
    "w:noWrap",
    "w:tcMar",
    "w:vAlign",
    "w:tabs",
    "w:spacing",
    "w:ind",
    "w:jc",
    "w:outlineLvl",
    "w:rPr",
)
"""What the format wants after grounds and lines; a word processor calls a file of another order broken."""
MODERN: Final = "15"
"""Rules of layout of the word processors of today: tables begin where the words begin."""
UNUSED: Final = ("customXml", "stylesWithEffects", "thumbnail", "webSettings")


def dress(file: Any, document: Document) -> None:
    """Set page, language and styles."""
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(SIDE_MM)
    section.top_margin, section.bottom_margin = Mm(TOP_MM), Mm(FOOT_MM)
    section.header_distance = section.footer_distance = Mm(11)
    _strip(file)
    _speak(file, LOCALES[document.lang])
    _styles(file, document.scale)


def _strip(file: Any) -> None:
    """Take away what the template brings and nothing uses, its styles of tables above all."""
    for owner in (file.part.rels, file.part.package.rels):
        for key in [key for key, relation in owner.items() if relation.reltype.endswith(UNUSED)]:
            del owner[key]
    for old in file.settings.element.findall(qn("w:savePreviewPicture")):
        file.settings.element.remove(old)
    for setting in file.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), MODERN)
    styles = file.styles.element
    for style in styles.findall(qn("w:style")):
        is_table = style.get(qn("w:type")) == "table" and style.get(qn("w:default")) != "1"
        if is_table or style.get(qn("w:styleId"), "").startswith(("ListNumber", "ListContinue", "MacroText")):
            styles.remove(style)


def _speak(file: Any, locale: str) -> None:
    """Name the language, for spelling checkers and screen readers."""
    for language in file.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), locale)
    for language in file.settings.element.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), locale)


def _styles(file: Any, scale: float) -> None:
    def styled(name: str, size_pt: float, colour: str, *, is_bold: bool = False, **room: float) -> Any:
        style = _style(file, name, round(2 * size_pt * scale) / 2, colour, is_bold=is_bold)
        line = room.pop("line", 1.1)
        _space(style, line=line, **{side: points * scale for side, points in room.items()})
        return style

    styled("Normal", 10, INK, after_pt=6, line=1.15)
    styled("Title", 22, ACCENT, is_bold=True, after_pt=2, line=1.05)
    styled("Subtitle", 11, SOFT, after_pt=10)
    for level, (size_pt, before_pt, after_pt, colour) in HEADINGS.items():
        name = f"Heading {level}"
        heading = styled(name, size_pt, colour, is_bold=True, before_pt=before_pt, after_pt=after_pt, line=1.05)
        heading.paragraph_format.keep_with_next = True
    styled("List Bullet", 10, INK, after_pt=3, line=1.15)
    styled(NOTE, 9, SOFT, after_pt=6)
    styled(NOTICE, 10, DEMO, is_bold=True, after_pt=6)
    styled(CELL, 10, INK, before_pt=3, after_pt=3, line=1.15)
    styled(LIST_CELL, 9, INK, before_pt=0.5, after_pt=0.5, line=1.05)
    styled(FORM_LABEL, 9, SOFT, before_pt=3, after_pt=3)
    styled(CAPTION, 9, SOFT, before_pt=6, after_pt=3)
    for name in ("Header", "Footer"):
        _space(_style(file, name, 8, SOFT))


def _style(file: Any, name: str, size_pt: float, colour: str, *, is_bold: bool = False) -> Any:
    """Return a style in our letters, a new one if the file has none of the name."""
    known = {style.name for style in file.styles}
    style = file.styles[name] if name in known else file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    properties = style.element.get_or_add_rPr()
    for tag in ("w:rFonts", "w:spacing", "w:kern"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    for old in style.element.get_or_add_pPr().findall(qn("w:pBdr")):
        style.element.pPr.remove(old)
    font = style.font
    font.name, font.size, font.bold, font.italic = LETTERS, Pt(size_pt), is_bold, False
    font.color.rgb = RGBColor.from_string(colour)
    fonts = properties.find(qn("w:rFonts"))
    for script in ("w:cs", "w:eastAsia"):
        fonts.set(qn(script), LETTERS)
    return style


def _space(style: Any, *, before_pt: float = 0, after_pt: float = 0, line: float = 1.1) -> None:
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(before_pt), Pt(after_pt), line
    layout.widow_control = True


def write_head(file: Any, document: Document) -> None:
    """Write title and subtitle over a line of our colour; demonstration documents say so at the head of each page."""
    title = file.add_paragraph(writable(document.title), style="Title")
    title.paragraph_format.keep_with_next = True
    last = file.add_paragraph(writable(document.subtitle), style="Subtitle") if document.subtitle else title
    rule(last, ACCENT, side="bottom", eighths=12, gap_pt=8)
    if document.is_demo:
        head = file.sections[0].header.paragraphs[0]
        head.add_run(document.demo_head or text("document.demo_head", document.lang)).bold = True
        head.runs[0].font.color.rgb = RGBColor.from_string(DEMO)


def write_footer(file: Any, document: Document) -> None:
    """Write the short sources, then who made it and when, and the number of the page."""
    foot = file.sections[0].footer.paragraphs[0]
    rule(foot, LINE, side="top", eighths=4, gap_pt=6)
    foot.paragraph_format.tab_stops.clear_all()
    if document.footer:
        foot.add_run(writable(document.footer))
        foot = file.sections[0].footer.add_paragraph(style="Footer")
    lang = document.lang
    day = formats.day(document.made_on.isoformat(), lang)
    for stop in list(foot.style.paragraph_format.tab_stops):
        foot.paragraph_format.tab_stops.add_tab_stop(stop.position, WD_TAB_ALIGNMENT.CLEAR)
    foot.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH_MM), WD_TAB_ALIGNMENT.RIGHT)
    foot.add_run(f"{text('app.name', lang)} · {day}\t{text('document.page', lang)} ")
    _field(foot, "PAGE")
    foot.add_run(f" {text('document.of', lang)} ")
    _field(foot, "NUMPAGES")


def _field(paragraph: Any, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    words = OxmlElement("w:t")
    words.text = "1"
    run.append(words)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001 - the library has no fields


def rule(paragraph: Any, colour: str, *, side: str, eighths: int, gap_pt: int) -> None:
    """Draw a line above or below a paragraph, so many eighths of a point thick."""
    borders = OxmlElement("w:pBdr")
    borders.append(_line(side, colour, eighths, gap_pt))
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - the library has no lines
    properties.insert_element_before(borders, "w:shd", *AFTER_GROUND)


def _line(side: str, colour: str, eighths: int, gap_pt: int) -> Any:
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(eighths)), ("space", str(gap_pt)), ("color", colour)):
        line.set(qn(f"w:{name}"), value)
    return line


def shade(properties: Any, colour: str) -> None:
    """Give a cell, a paragraph or a run a ground of a colour."""
    ground = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        ground.set(qn(f"w:{name}"), value)
    properties.insert_element_before(ground, *AFTER_GROUND)


def underline_cell(cell: Any, colour: str, *, side: str = "bottom", eighths: int = 4) -> None:
    """Draw one side of a cell."""
    borders = OxmlElement("w:tcBorders")
    borders.append(_line(side, colour, eighths, 0))
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001 - the library has no borders of cells
    properties.insert_element_before(borders, "w:shd", *AFTER_GROUND)
