"""*Questionario*: what a worker opens by the firm's link, answers within a minute, and leaves without a trace."""

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from geodata.codes import SEVERAL_ANSWERS, SURVEY_ANSWERS, SurveyQuestion
from geodata.errors import InputError, StoreError
from welfare_map.model import Firm
from welfare_map.questions.firms_seen import firm_seen
from welfare_map.register.accounts.signed_links import link_secret
from welfare_map.register.surveys.answering import answer_survey
from welfare_map.register.surveys.links import PARAMETER, read_survey_token
from welfare_map.register.surveys.surveys import Survey, read_survey
from welfare_map.texts import formats, text
from welfare_map.ui import data, state, visit_address
from welfare_map.ui.components.frame import title
from welfare_map.ui.components.registry.saying import say_error, say_unkept
from welfare_map.ui.components.unread import say_unread
from welfare_map.ui.context import Page

LONGEST_TOKEN: Final = 1_000
SENT: Final = "survey_sent"
"""The questionnaire that this visit has answered: a second click does not count twice."""
ROUND: Final = "survey_round"
"""How many this visit has sent: the next person on the same device finds an empty form."""


def show(page: Page) -> None:
    """Draw the questionnaire of the link, or the thanks to whoever has just answered it."""
    token = str(st.query_params.get(PARAMETER) or "")[:LONGEST_TOKEN]
    try:
        survey = _opened(page, token)
        firm = firm_seen(page.snapshot, survey.organisation_id)
    except InputError as error:
        unread_slot = title(text("survey.page_title", page.lang), page.lang)
        say_error(error, page.lang)
    else:
        unread_slot = title(survey.title, page.lang)
        with st.container(key="questionnaire", width=640):
            _thanks(page, survey) if state.get(SENT) == survey.survey_id else _ask(page, survey, firm)
    visit_address.write_address(None, beside={PARAMETER: token} if token else None)
    say_unread(unread_slot, page.lang)


def _opened(page: Page, token: str) -> Survey:
    """
    Return the questionnaire of the link.

    Raises
    ------
    InputError
        ``error.forged_link``; ``error.expired_link``; ``error.unknown_survey``; ``error.survey_over``.
    """
    survey = read_survey(data.register(), read_survey_token(link_secret(page.settings), token))
    if not survey.takes_answers_on(page.as_of_on):
        raise InputError("error.survey_over")
    return survey


def _ask(page: Page, survey: Survey, firm: Firm) -> None:
    day = formats.day(survey.closes_on, page.lang)
    st.caption(text("survey.page_of", page.lang, organisation=firm.organisation_name, day=day))
    st.write(text("survey.intro", page.lang))
    with st.form(f"survey-{state.get(ROUND) or 0}", border=False):
        answers: dict[str, tuple[str, ...]] = {
            question: _ask_one(page, number, question) for number, question in enumerate(SurveyQuestion, start=1)
        }
        is_sent = st.form_submit_button(text("survey.page_send", page.lang), type="primary", width="stretch")
    if is_sent:
        _send(page, survey, answers)
    st.caption(f"{text('survey.page_promise', page.lang)} {text('privacy.link', page.lang)}")


def _ask_one(page: Page, number: int, question: SurveyQuestion) -> tuple[str, ...]:
    """Draw one question; a click on an answer takes it back."""
    has_several = question in SEVERAL_ANSWERS
    words = text(f"survey.question.{question}", page.lang)
    hint = text("survey.several" if has_several else "survey.one", page.lang)
    chosen: Any = st.pills(
        f"**{number}. {words}** {hint}",
        SURVEY_ANSWERS[question],
        selection_mode="multi" if has_several else "single",
        format_func=lambda answer: text(f"survey.answer.{question}.{answer}", page.lang),
        key=state.field(_key(question)),
    )
    return tuple(chosen or ()) if has_several else (chosen,) * bool(chosen)


def _key(question: str) -> str:
    return f"survey-{state.get(ROUND) or 0}-{question}"


def _send(page: Page, survey: Survey, answers: Mapping[str, tuple[str, ...]]) -> None:
    """Count the answers, unless more come in than people can give."""
    try:
        if not data.survey_answers(survey.survey_id).takes():
            raise InputError("error.survey_busy")  # noqa: TRY301  # said like all that is wrong
        answer_survey(data.register(), survey.survey_id, answers)
    except InputError as error:
        is_of_fields = error.key == "error.survey_empty"  # what else stops it is wrong with no answer
        say_error(error, page.lang, key=_key(next(iter(SurveyQuestion))) if is_of_fields else "")
        return
    except StoreError as error:
        say_unkept(error, text("app.not_sent", page.lang))
        return
    state.put(SENT, survey.survey_id)
    state.put(ROUND, (state.get(ROUND) or 0) + 1)
    st.rerun()


def _thanks(page: Page, survey: Survey) -> None:
    st.success(text("survey.page_thanks", page.lang))
    st.write(text("survey.page_then", page.lang, day=formats.day(survey.closes_on, page.lang)))
    st.button(text("survey.page_next_person", page.lang), on_click=state.put, args=(SENT, None))
