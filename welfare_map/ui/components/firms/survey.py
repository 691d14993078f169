"""*Ascoltare chi lavora*: the anonymous questionnaire of one's firm, and what an earlier one told."""

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from geodata.codes import ALL_RESPONDENTS, RESPONDENTS, SURVEY_ANSWERS, SurveyQuestion
from welfare_map.exports.survey_sheet import SurveyPaper, survey_pdf
from welfare_map.maps.parts import table
from welfare_map.maps.popups import escape
from welfare_map.model import OWN_FIRM, Firm, WorkerNeed
from welfare_map.register.accounts.actors import Role
from welfare_map.register.surveys import office
from welfare_map.texts import formats, text
from welfare_map.ui.components.firms import running
from welfare_map.ui.components.firms.asked import AskedFirm, Section
from welfare_map.ui.components.registry.saying import desk_of
from welfare_map.ui.components.registry.sign_in import actor_meanwhile, sign_in_bar
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import marked

TOTAL: Final = (RESPONDENTS, ALL_RESPONDENTS)


def section(page: Page, asked: AskedFirm) -> Section:
    """Draw the questionnaire of the visitor's firm; the map shows nothing of it."""
    firm = asked.me
    heading = text("survey.title", page.lang)
    return Section(
        draw=lambda: _draw(page, firm), heading=heading, has_demo=bool(firm and firm.is_demo and firm.worker_needs)
    )


def _draw(page: Page, firm: Firm | None) -> None:
    st.write(text("survey.section_intro", page.lang))
    if firm is None or firm.organisation_id == OWN_FIRM:
        st.info(text("survey.needs_firm", page.lang))
        _blank_sheet(page, firm)
        return
    actor = actor_meanwhile(page)
    desk = desk_of(page)
    if office.may_run(desk, actor, firm.organisation_id):
        running.show(page, actor, desk, firm)
    elif actor.role is Role.VISITOR:
        st.info(text("survey.needs_account", page.lang))
        sign_in_bar(page, actor)
        _blank_sheet(page, firm)
    else:
        st.info(marked("survey.not_yours", page.lang, name=firm.organisation_name))
    _told(page, firm)


def _blank_sheet(page: Page, firm: Firm | None) -> None:
    """Offer the questionnaire on paper to whoever has no account yet: it can be read, copied and handed out."""
    name = firm.organisation_name if firm is not None else ""
    paper = SurveyPaper(text("survey.paper_title", page.lang), name, "", page.as_of_on)
    st.download_button(
        text("survey.blank_sheet", page.lang),
        lambda: survey_pdf(paper, page.lang),
        file_name=text("survey.paper_file", page.lang),
        mime="application/pdf",
        on_click="ignore",
        key="survey-blank",
    )
    st.caption(text("survey.blank_sheet_help", page.lang))


def _told(page: Page, firm: Firm) -> None:
    """Draw what the last questionnaire told, as far as whoever looks may see it."""
    found = {(one.question, one.answer): one for one in firm.worker_needs}
    if TOTAL not in found:
        return
    total = found[TOTAL]
    st.html(f'<h3 class="wm-entry">{escape(text("survey.told_title", page.lang))}</h3>')
    st.write(
        text(
            "survey.told_total",
            page.lang,
            count=formats.number(total.worker_count, page.lang),
            day=formats.day(total.as_of_on, page.lang),
            who=text(f"survey.close_who_{total.visibility}", page.lang),
        )
    )
    for question, answers in SURVEY_ANSWERS.items():
        st.html(_question_html(question, answers, found, page.lang))
    st.caption(text("survey.told_hidden", page.lang))


def _question_html(
    question: SurveyQuestion, answers: Sequence[str], found: Mapping[tuple[str, str], WorkerNeed], lang: str
) -> str:
    """Build the counts of a question; those that are hidden are one line, in which they cannot be told apart."""
    words = text(f"survey.question.{question}", lang)
    told = [(answer, found[question, answer]) for answer in answers if (question, answer) in found]
    rows = [
        (
            escape(text(f"survey.answer.{question}.{answer}", lang)),
            escape(text("survey.told_at_least", lang, count=formats.number(need.worker_count, lang))),
        )
        for answer, need in told
    ]
    if len(told) < len(answers):
        key = "survey.told_others" if told else "survey.told_all"
        rows.append((escape(text(key, lang)), escape(text("survey.told_few", lang))))
    return table((words, text("survey.told_count", lang)), rows, words)
