"""The questionnaire on paper, read back as a person's reader does: one page with every question and box."""

import io
import re
from datetime import date

import pytest
import structure
from pypdf import PdfReader

from geodata.codes import SURVEY_ANSWERS
from welfare_map.exports.qr import QUIET, qr_runs, qr_svg
from welfare_map.exports.survey_sheet import SurveyPaper, survey_pdf
from welfare_map.texts import LANGUAGES, text

DAY = date(2026, 9, 15)
LINK = "https://mappa.example.org/questionario?q=" + "WyI1NjEwYWIxMzBl" * 9
LONG = (
    "Un titolo che non finisce mai perché chi lo ha scritto aveva molte cose da chiedere a chi lavora qui con noi ogni"
)


def paper(link: str = LINK, title: str = "Che cosa ci aiuterebbe?") -> SurveyPaper:
    return SurveyPaper(title, "Filanda S.r.l.", link, DAY)


def read(content: bytes) -> tuple[int, str, list[str]]:
    """Return the number of pages, the words, and the addresses that can be clicked."""
    pages = PdfReader(io.BytesIO(content)).pages
    links = [str(note["/A"]["/URI"]) for page in pages for note in page.get("/Annots", []) if "/A" in note]
    return len(pages), re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages)), links


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("title", ["Che cosa ci aiuterebbe?", LONG[:120]])
def test_every_question_and_answer_stands_on_one_page(lang: str, title: str) -> None:
    page_count, words, links = read(survey_pdf(paper(title=title), lang))
    assert page_count == 1
    for question, answers in SURVEY_ANSWERS.items():
        assert text(f"survey.question.{question}", lang) in words
        assert all(text(f"survey.answer.{question}.{answer}", lang) in words for answer in answers)
    assert text("survey.paper_end", lang) in words
    assert "Filanda S.r.l." in words
    assert links == [LINK]


def test_who_hears_the_questionnaire_hears_each_question_with_its_boxes() -> None:
    content = survey_pdf(paper(), "it")
    (document,) = structure.read(content)
    questions = [element.words for element in document.all() if element.kind == "H2"]
    lists = [element for element in document.kids if element.kind == "L"]

    assert structure.faults(content) == []
    assert [words.split(". ", 1)[1] for words in questions] == [
        text(f"survey.question.{question}", "it") for question in SURVEY_ANSWERS
    ]
    assert [len(found.kids) for found in lists] == [len(answers) for answers in SURVEY_ANSWERS.values()]


def test_paper_alone_has_no_code() -> None:
    page_count, words, links = read(survey_pdf(paper(link=""), "it"))
    assert (page_count, links) == (1, [])
    assert text("survey.paper_code", "it") not in words


def test_a_blank_sheet_names_no_firm_and_no_telephone() -> None:
    page_count, words, links = read(survey_pdf(SurveyPaper("Che cosa ti serve?", "", "", DAY), "it"))
    assert (page_count, links) == (1, [])
    assert "telefono" not in words


def test_the_same_day_gives_the_same_file() -> None:
    assert survey_pdf(paper(), "it") == survey_pdf(paper(), "it")


def test_a_code_is_square_and_has_its_white_edge() -> None:
    found = qr_runs(LINK)
    assert found is not None
    count, runs = found
    assert all(0 <= number < count and first + length <= count for number, first, length in runs)
    assert f'viewBox="0 0 {count + 2 * QUIET} {count + 2 * QUIET}"' in (qr_svg(LINK) or "")


def test_an_address_too_long_for_a_code_has_none() -> None:
    assert qr_runs("x" * 5_000) is None
    assert qr_svg("x" * 5_000) is None
    assert read(survey_pdf(paper(link="https://example.org/" + "x" * 5_000), "it"))[2] == []
