"""Running a questionnaire: open it, hand out its link or its sheets, close it with the totals of the sheets."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

import streamlit as st

from geodata.codes import SURVEY_ANSWERS, Visibility
from geodata.errors import InputError
from welfare_map.exports.qr import qr_svg
from welfare_map.exports.survey_sheet import SurveyPaper, survey_pdf
from welfare_map.maps.popups import escape, square
from welfare_map.model import Firm
from welfare_map.register.accounts.actors import Actor
from welfare_map.register.accounts.desk import Desk
from welfare_map.register.accounts.signed_links import link_secret
from welfare_map.register.surveys import office
from welfare_map.register.surveys.links import survey_address, survey_token
from welfare_map.register.surveys.suppression import TOTAL, Cell
from welfare_map.register.surveys.surveys import (
    DEFAULT_DAYS,
    MOST_DAYS,
    PAUSE_DAYS,
    TITLE_CHARACTERS,
    Survey,
    filled_at_least,
    first_day,
    surveys_of,
)
from welfare_map.texts import formats, text
from welfare_map.ui import data
from welfare_map.ui.components.registry.fields import marked_required
from welfare_map.ui.components.registry.saying import acting, say_error, say_next
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import marked

CODE_PX: Final = 180
MOST_SHEETS: Final = 100_000
TITLE, DAYS, PAPER = "survey-start-title", "survey-start-days", "survey-paper"
FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {"error.survey_title": TITLE, "error.survey_days": DAYS, "error.paper_counts": PAPER}
)
"""What is wrong -> the field, or the fields, that it is wrong with."""


def show(page: Page, actor: Actor, desk: Desk, firm: Firm) -> None:
    """Draw the questionnaire that is open, or the form that opens one."""
    found = surveys_of(data.register(), firm.organisation_id)
    if found and found[0].is_open:
        _opened(page, actor, desk, firm, found[0])
        return
    first = first_day(data.register(), firm.organisation_id)
    if first is not None and page.as_of_on < first:
        st.info(text("survey.pause", page.lang, day=formats.day(first.isoformat(), page.lang), pause_days=PAUSE_DAYS))
        return
    _start(page, actor, desk, firm)


def _start(page: Page, actor: Actor, desk: Desk, firm: Firm) -> None:
    lang = page.lang
    with st.form("survey-start"):
        title = st.text_input(
            marked_required(text("survey.start_title", lang)),
            value=text("survey.start_default", lang),
            max_chars=TITLE_CHARACTERS,
            key=TITLE,
        )
        days = st.number_input(
            text("survey.start_days", lang),
            min_value=1,
            max_value=MOST_DAYS,
            value=DEFAULT_DAYS,
            key=DAYS,
        )
        is_asked = st.form_submit_button(text("survey.start", lang), type="primary")
    if is_asked:
        _act(
            page,
            lambda: office.start(desk, actor, firm.organisation_id, title=title, days=int(days)),
            text("survey.started", lang),
        )


def _opened(page: Page, actor: Actor, desk: Desk, firm: Firm, survey: Survey) -> None:
    """Draw link, code and sheet of an open questionnaire, how many answered at least, and the way to close it."""
    lang = page.lang
    link = survey_address(_site(), survey_token(link_secret(page.settings), survey))
    count = filled_at_least(data.register(), survey.survey_id)
    st.html(f'<h3 class="wm-entry">{escape(text("survey.open_title", lang))}</h3>')
    st.write(marked("survey.open_until", lang, title=survey.title, day=formats.day(survey.closes_on, lang)))
    if count:
        st.write(text("survey.open_some", lang, count=formats.number(count, lang)))
    else:
        st.write(text("survey.open_few", lang))
    st.code(link, language=None, wrap_lines=True)
    with st.container(horizontal=True, vertical_alignment="center"):
        code = qr_svg(link)
        if code:
            st.html(square(code, text("survey.open_code", lang), CODE_PX), width="content")
        paper = SurveyPaper(survey.title, firm.organisation_name, link, page.as_of_on)
        st.download_button(
            text("survey.open_print", lang),
            lambda: survey_pdf(paper, lang),
            file_name=text("survey.paper_file", lang),
            mime="application/pdf",
            on_click="ignore",
            key="survey-print",
        )
    st.caption(text("survey.open_brake", lang))
    with st.expander(text("survey.close_title", lang), key="survey-closing"):
        _close(page, actor, desk, survey)


def _close(page: Page, actor: Actor, desk: Desk, survey: Survey) -> None:
    lang = page.lang
    st.write(text("survey.close_intro", lang))
    with st.form("survey-close", border=False):
        visibility = st.radio(
            text("survey.close_who", lang),
            (Visibility.COUNTS, Visibility.ADHERENTS, Visibility.PUBLIC),
            format_func=lambda code: text(f"survey.close_who_{code}", lang),
            key="survey-visibility",
        )
        with st.expander(text("survey.close_paper", lang), key=PAPER):
            paper = _ask_paper(lang)
        is_asked = st.form_submit_button(text("survey.close", lang), type="primary")
    if is_asked:
        _act(
            page,
            lambda: office.finish(desk, actor, survey.survey_id, visibility=Visibility(visibility), paper=paper),
            text("survey.closed", lang),
        )


def _ask_paper(lang: str) -> dict[Cell, int]:
    """Ask for the totals of the sheets of paper; those below five are not kept, whatever is written here."""
    st.caption(text("survey.close_paper_help", lang))
    counts = {TOTAL: _ask_count(TOTAL, text("survey.close_sheets", lang))}
    for question, answers in SURVEY_ANSWERS.items():
        st.markdown(f"**{text(f'survey.question.{question}', lang)}**")
        columns = st.columns(2)
        for number, answer in enumerate(answers):
            with columns[number % 2]:
                cell = (str(question), str(answer))
                counts[cell] = _ask_count(cell, text(f"survey.answer.{question}.{answer}", lang))
    return counts


def _ask_count(cell: Cell, label: str) -> int:
    asked = st.number_input(label, min_value=0, max_value=MOST_SHEETS, value=0, key=f"survey-paper-{cell[0]}-{cell[1]}")
    return int(asked)


def _act(page: Page, act: Callable[[], object], said: str) -> None:
    """Do something and draw the page anew, or say why it cannot be done."""
    try:
        with acting(page, "survey.acting"):
            act()
    except InputError as error:
        say_error(error, page.lang, key=FIELDS.get(error.key, ""))
        return
    say_next(said)
    st.rerun()


def _site() -> str:
    """Return the address under which this visitor reached the site."""
    parts = urlsplit(str(st.context.url or ""))
    return f"{parts.scheme}://{parts.netloc}"
