"""The sheet to take along: chosen services with a map, the way back to the list, and what to ask on the telephone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from geodata.codes import ServiceGroup
from geodata.licences import LICENCES
from geodata.territory import Territory
from welfare_map.exports.sheet import (
    ACCENT,
    BORDER,
    DEMO,
    INK,
    LAND,
    LINE_MM,
    MARGIN_MM,
    PALE,
    PAPER,
    SOFT,
    Line,
    Sheet,
)
from welfare_map.maps.picture import Mark, Picture, PicturePoint, draw
from welfare_map.maps.service_words import (
    ages_words,
    capacity_words,
    fee_words,
    free_words,
    hours_words,
    place_words,
    provider_words,
    travel_words,
)
from welfare_map.model import CompareAnswer, CompareRow, SourceNote
from welfare_map.texts import formats, text

MAP_WIDTH_MM, MAP_HEIGHT_MM = 132.0, 88.0
QR_MM = 40.0
QR_GAP_MM = 6.0
INDENT_MM = 9.0
CARD_SPACE_MM = 6.8
"""Room of a card beside its lines: above them, and below for what one is told."""
BOX_MM: Final = 2.8


@dataclass(frozen=True, slots=True)
class Handout:
    """
    What stands on a sheet beside the answer.

    Parameters
    ----------
    title_key
        Text key of the title.
    link
        Address of the list; it never carries a home.
    start_name
        Where minutes are counted from, "" where nowhere.
    made_on
        Day on the sheet.
    """

    title_key: str
    link: str
    start_name: str
    made_on: date


def handout_pdf(answer: CompareAnswer, about: Handout, lang: str, *, territory: Territory) -> bytes:
    """
    Return the sheet as a PDF.

    Parameters
    ----------
    answer
        At most 20 services; numbers on the map are those of its order.
    about
        Title, address, start and day.
    lang
        Language of all words.
    territory
        Its boundaries are drawn.
    """
    sheet = Sheet(text(about.title_key, lang), lang, about.made_on)
    _head(sheet, answer, about, lang)
    _map_and_code(sheet, answer, about, lang, territory)
    for number, row in enumerate(answer.rows, start=1):
        _card(sheet, number, row, lang)
    _questions(sheet, answer.rows, lang)
    _sources(sheet, answer, lang)
    return bytes(sheet.output())


def _head(sheet: Sheet, answer: CompareAnswer, about: Handout, lang: str) -> None:
    said = [text("handout.printed_on", lang, day=formats.day(about.made_on.isoformat(), lang))]
    if about.start_name:
        mode = text(f"codes.mode_in_sentence.{answer.parameters['mode']}", lang)
        said.append(text("handout.from_place", lang, mode=mode, place=about.start_name))
    lines = [Line(" ".join(said), colour=SOFT)]
    if answer.missing_ids:
        lines.append(Line(text("handout.missing", lang, count=len(answer.missing_ids)), colour=SOFT))
    if answer.has_demo:
        lines.append(Line(text("handout.demo", lang), is_bold=True, colour=DEMO))
    with sheet.tagged("H1"):
        sheet.write_lines([Line(text(about.title_key, lang), 18, is_bold=True)])
    sheet.write_lines(lines)
    sheet.ln(2)


# --- map and code ---------------------------------------------------------------------------------------------------


def _map_and_code(sheet: Sheet, answer: CompareAnswer, about: Handout, lang: str, territory: Territory) -> None:
    top_mm = sheet.get_y()
    picture = draw(
        territory,
        list(_points(answer.rows)),
        start=_start(answer),
        width_mm=MAP_WIDTH_MM,
        height_mm=MAP_HEIGHT_MM,
    )
    if picture is not None:
        with sheet.tagged("Figure", words=text("handout.map_alt", lang, count=len(picture.marks))):
            _picture(sheet, picture, MARGIN_MM, top_mm, lang)
    _code(sheet, about.link, MARGIN_MM + MAP_WIDTH_MM + QR_GAP_MM, top_mm, lang)
    sheet.set_y(top_mm + (MAP_HEIGHT_MM if picture is not None else QR_MM + 4 * LINE_MM) + 1.5)
    _map_notes(sheet, answer.rows, lang, has_map=picture is not None)


def _points(rows: Iterable[CompareRow]) -> Iterator[PicturePoint]:
    for number, row in enumerate(rows, start=1):
        if row.lon is not None and row.lat is not None:
            yield PicturePoint(str(number), row.lon, row.lat, row.is_approximate)


def _start(answer: CompareAnswer) -> PicturePoint | None:
    lon, lat = answer.parameters["lon"], answer.parameters["lat"]
    return PicturePoint("", lon, lat) if isinstance(lon, float) and isinstance(lat, float) else None


def _picture(sheet: Sheet, picture: Picture, left_mm: float, top_mm: float, lang: str) -> None:
    sheet.set_line_width(0.2)
    sheet.set_draw_color(*BORDER)
    sheet.set_fill_color(*PAPER)
    sheet.rect(left_mm, top_mm, picture.width_mm, picture.height_mm, style="DF")
    sheet.set_fill_color(*LAND)
    for area in picture.areas:
        sheet.polygon([(left_mm + x_mm, top_mm + y_mm) for x_mm, y_mm in area], style="DF")
    for name in picture.names:
        sheet.words_at(name.words, left_mm + name.x_mm, top_mm + name.y_mm, size_pt=7.5, colour=SOFT)
    if picture.start is not None:
        _start_mark(sheet, left_mm + picture.start.x_mm, top_mm + picture.start.y_mm)
    for mark in picture.marks:
        _mark(sheet, mark, left_mm + mark.x_mm, top_mm + mark.y_mm)
    _scale(sheet, picture, left_mm + 4, top_mm + picture.height_mm - 4, lang)


def _start_mark(sheet: Sheet, x_mm: float, y_mm: float) -> None:
    """Draw a diamond where minutes are counted from."""
    sheet.set_fill_color(*INK)
    sheet.polygon([(x_mm, y_mm - 2.2), (x_mm + 2.2, y_mm), (x_mm, y_mm + 2.2), (x_mm - 2.2, y_mm)], style="F")


def _mark(sheet: Sheet, mark: Mark, x_mm: float, y_mm: float) -> None:
    """Draw the numbers in a rounded box: dark for a door, light for an area."""
    width_mm = max(5.0, len(mark.words) * 1.7 + 2)
    sheet.set_draw_color(*ACCENT)
    sheet.set_fill_color(*(PALE if mark.is_approximate else ACCENT))
    sheet.rect(x_mm - width_mm / 2, y_mm - 2.5, width_mm, 5, style="DF", round_corners=True, corner_radius=2.4)
    colour = ACCENT if mark.is_approximate else LAND
    sheet.words_at(mark.words, x_mm, y_mm, size_pt=8.5, colour=colour, is_bold=True)


def _scale(sheet: Sheet, picture: Picture, x_mm: float, y_mm: float, lang: str) -> None:
    sheet.set_line_width(0.5)
    sheet.set_draw_color(*INK)
    sheet.line(x_mm, y_mm, x_mm + picture.scale_mm, y_mm)
    words = formats.distance(picture.scale_km * 1000, lang)
    sheet.words_at(words, x_mm + picture.scale_mm / 2, y_mm - 2, size_pt=7.5, colour=INK)
    sheet.set_line_width(0.2)


def _code(sheet: Sheet, link: str, left_mm: float, top_mm: float, lang: str) -> None:
    """Draw the address as a QR code; one that is too long for a code has none."""
    if not sheet.code_at(link, left_mm, top_mm, QR_MM):
        return
    sheet.set_xy(left_mm, top_mm + QR_MM + 1.5)
    sheet.paragraph_in(text("handout.qr", lang), QR_MM)


def _map_notes(sheet: Sheet, rows: tuple[CompareRow, ...], lang: str, *, has_map: bool) -> None:
    unplaced = [str(number) for number, row in enumerate(rows, start=1) if row.lon is None]
    said = [text("handout.map_note", lang)] if has_map else []
    if has_map and any(row.is_approximate and row.lon is not None for row in rows):
        said.append(text("handout.map_approximate", lang))
    if unplaced:
        said.append(text("handout.without_position", lang, numbers=", ".join(unplaced)))
    if said:
        sheet.write_lines([Line(" ".join(said), 8, colour=SOFT)])
    sheet.ln(2)


# --- cards ----------------------------------------------------------------------------------------------------------


def _card(sheet: Sheet, number: int, row: CompareRow, lang: str) -> None:
    lines = list(_card_lines(row, lang))
    sheet.make_room(lines, indent_mm=INDENT_MM, beside_mm=CARD_SPACE_MM)
    sheet.set_draw_color(*BORDER)
    sheet.line(MARGIN_MM, sheet.get_y(), MARGIN_MM + sheet.epw, sheet.get_y())
    sheet.ln(1.8)
    is_light = row.is_approximate or row.lon is None
    with sheet.tagged("H2"):
        _mark(sheet, Mark(str(number), 0, 0, is_light), MARGIN_MM + 3, sheet.get_y() + 2.6)
        sheet.write_lines(lines[:1], indent_mm=INDENT_MM)
    sheet.write_lines(lines[1:], indent_mm=INDENT_MM)
    sheet.ln(CARD_SPACE_MM - 1.8)


def _card_lines(row: CompareRow, lang: str) -> Iterator[Line]:
    yield Line(row.name, 11.5, is_bold=True)
    labels = [text(f"codes.kind.{row.kind}", lang)]
    if row.travel_min is not None:
        labels.append(travel_words(row, lang))
    yield Line(" · ".join(labels), colour=ACCENT)
    if row.is_demo:
        yield Line(text("card.demo", lang), is_bold=True, colour=DEMO)
    for facts in _facts(row, lang):
        yield Line(" · ".join(f"{text(key, lang)}: {words}" for key, words in facts if words))
    yield Line(text("handout.notes", lang), colour=SOFT)


def _facts(row: CompareRow, lang: str) -> Iterator[tuple[tuple[str, str], ...]]:
    """Yield text keys and words, a line at a time, what one calls for first."""
    contacts = " · ".join(part for part in (_phone(row), row.email, row.website) if part)
    yield (("card.contact", contacts or text("card.contact_unknown", lang)),)
    yield (("card.address", place_words(row, lang)),)
    yield ("card.hours", hours_words(row, lang)), ("card.ages", ages_words(row, lang))
    yield ("card.capacity", capacity_words(row, lang)), ("card.free", free_words(row, lang))
    yield (("card.fee", fee_words(row, lang)),)
    if provider_words(row, lang):
        yield (("card.provider", provider_words(row, lang)),)


def _phone(row: CompareRow) -> str:
    return (row.phone or "").replace("+39", "+39 ", 1)


# --- questions and sources ------------------------------------------------------------------------------------------


def _questions(sheet: Sheet, rows: tuple[CompareRow, ...], lang: str) -> None:
    """List what to ask, for everybody and for the groups of the services, each with a box to tick."""
    sheet.heading(text("handout.ask_title", lang))
    _boxes(sheet, text("handout.ask.everybody", lang))
    for group in ServiceGroup:
        if any(row.group == group for row in rows):
            sheet.ln(1.5)
            title = Line(text(f"codes.group.{group}", lang), is_bold=True)
            sheet.make_room([title], beside_mm=12)
            with sheet.tagged("H3"):
                sheet.write_lines([title])
            _boxes(sheet, text(f"handout.ask.{group}", lang))


def _boxes(sheet: Sheet, words: str) -> None:
    with sheet.tagged("L"):
        for line in map(Line, words.strip().splitlines()):
            sheet.make_room([line], indent_mm=BOX_MM + 2.5)
            with sheet.tagged("LI"):
                _box(sheet, line)


def _box(sheet: Sheet, line: Line) -> None:
    sheet.set_draw_color(*SOFT)
    with sheet.tagged("Lbl", words=sheet.box_words(is_ticked=False)):
        sheet.rect(MARGIN_MM, sheet.get_y() + 0.9, BOX_MM, BOX_MM)
    with sheet.tagged("LBody"):
        sheet.write_lines([line], indent_mm=BOX_MM + 2.5)


def _sources(sheet: Sheet, answer: CompareAnswer, lang: str) -> None:
    sheet.heading(text("handout.sources_title", lang))
    said = [answer.method.words(lang), *(_source(source, lang) for source in answer.sources)]
    sheet.write_lines(Line(words, 8.5, colour=SOFT) for words in said)


def _source(source: SourceNote, lang: str) -> str:
    licence = LICENCES.get(source.licence)
    name = licence.name if licence else source.licence
    return text(
        "handout.source", lang, name=source.names[lang], licence=name, day=formats.day(source.retrieved_on, lang)
    )
