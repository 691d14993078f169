"""The anonymous questionnaire on paper: one page, boxes to tick, nothing to write."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from geodata.codes import SEVERAL_ANSWERS, SURVEY_ANSWERS, SurveyQuestion
from welfare_map.exports.sheet import INK, MARGIN_MM, SOFT, Line, Sheet
from welfare_map.texts import text

QR_MM: Final = 27.0
ROW_MM: Final = 5.7
COLUMN_COUNT: Final = 2


@dataclass(frozen=True, slots=True)
class SurveyPaper:
    """
    What stands on the sheet beside the questions.

    Parameters
    ----------
    title, organisation_name
        As whoever opened the questionnaire wrote them; the name may be "".
    link
        Address at which it can be answered on a telephone instead; "" for paper alone.
    made_on
        Day of the file.
    """

    title: str
    organisation_name: str
    link: str
    made_on: date


def survey_pdf(paper: SurveyPaper, lang: str) -> bytes:
    """Return the questionnaire as a PDF of one page, to be copied as often as there are workers."""
    sheet = Sheet(paper.title, lang, paper.made_on)
    _head(sheet, paper, lang)
    for number, question in enumerate(SurveyQuestion, start=1):
        _question(sheet, number, question, lang)
    sheet.ln(2)
    sheet.write_lines([Line(text("survey.paper_end", lang), 9, colour=SOFT)])
    return bytes(sheet.output())


def _head(sheet: Sheet, paper: SurveyPaper, lang: str) -> None:
    """Write who asks, what becomes of the answers, and how to answer on a telephone instead."""
    top_mm = sheet.get_y()
    right_mm = QR_MM + 8 if paper.link else 0.0
    sheet.set_right_margin(MARGIN_MM + right_mm)
    lines = [
        *([Line(paper.organisation_name, 10.5, colour=SOFT)] if paper.organisation_name else []),
        Line(text("survey.intro", lang), 10, colour=INK),
        Line(text("survey.paper_how" if paper.link else "survey.paper_how_alone", lang), 10, is_bold=True),
    ]
    with sheet.tagged("H1"):
        sheet.write_lines([Line(paper.title, 17, is_bold=True)])
    sheet.write_lines(lines)
    sheet.set_right_margin(MARGIN_MM)
    bottom_mm = max(sheet.get_y(), top_mm + QR_MM + 8 if paper.link else 0)
    if paper.link and sheet.code_at(paper.link, MARGIN_MM + sheet.epw - QR_MM, top_mm, QR_MM):
        sheet.set_xy(MARGIN_MM + sheet.epw - QR_MM, top_mm + QR_MM + 1)
        sheet.paragraph_in(text("survey.paper_code", lang), QR_MM)
    sheet.set_y(bottom_mm)


def _question(sheet: Sheet, number: int, question: SurveyQuestion, lang: str) -> None:
    """Write a question, and its answers side by side below it."""
    sheet.ln(2.2)
    hint = text("survey.several" if question in SEVERAL_ANSWERS else "survey.one", lang)
    words = text(f"survey.question.{question}", lang)
    with sheet.tagged("H2"):
        sheet.write_lines([Line(f"{number}. {words}", 11, is_bold=True)])
    sheet.write_lines([Line(hint, 8.5, colour=SOFT)])
    sheet.ln(0.6)
    top_mm, width_mm = sheet.get_y(), sheet.epw / COLUMN_COUNT
    answers = SURVEY_ANSWERS[question]
    row_count = -(-len(answers) // COLUMN_COUNT)
    with sheet.tagged("L"):
        for place, answer in enumerate(answers):
            column, row = divmod(place, row_count)
            label = text(f"survey.answer.{question}.{answer}", lang)
            sheet.box_at(label, MARGIN_MM + column * width_mm, top_mm + row * ROW_MM, width_mm)
    sheet.set_y(top_mm + row_count * ROW_MM)
