"""The questionnaire as a worker answers it and as the firm runs it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from geodata.codes import SEVERAL_ANSWERS, SURVEY_ANSWERS, SurveyQuestion, Visibility
from welfare_map.register.accounts.accounts import add_account, new_account
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.accounts.sessions import open_session
from welfare_map.register.accounts.signed_links import link_secret
from welfare_map.register.sql.curation import SURVEY_TALLIES
from welfare_map.register.sql.database import reading
from welfare_map.register.sql.repository import read_table
from welfare_map.register.surveys.answering import answer_survey
from welfare_map.register.surveys.closing import close_survey
from welfare_map.register.surveys.links import survey_token
from welfare_map.register.surveys.suppression import TOTAL
from welfare_map.register.surveys.surveys import Survey, open_survey, surveys_of
from welfare_map.settings import current_settings
from welfare_map.texts import LANGUAGES, text
from welfare_map.ui import data
from welfare_map.ui.components.registry.saying import LOOKS
from welfare_map.ui.pages import questionnaire
from welfare_map.ui.rate_limit import RateLimit
from welfare_map.ui.registry_keys import TOKEN

OpenPage = Callable[..., AppTest]
Words = Callable[[AppTest], str]
FIRM = "demo:org-015041-1"
AT_GAROLFO = {"lon": "8.888", "lat": "45.546", "tab": "survey"}
ROOT = Actor("root", Role.ADMINISTRATOR)
NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)


@pytest.fixture
def survey(engine: sa.Engine) -> Survey:
    """Return a questionnaire of the firm, opened today."""
    return open_survey(engine, FIRM, title="Che cosa ci aiuterebbe?")


@pytest.fixture
def open_questionnaire(open_page: OpenPage, survey: Survey) -> Callable[..., AppTest]:
    """Open the link of the questionnaire."""
    return lambda **params: open_page(
        "questionnaire", q=survey_token(link_secret(current_settings()), survey), **params
    )


@pytest.fixture
def open_section(open_page: OpenPage, engine: sa.Engine) -> Callable[..., AppTest]:
    """Open the section of the firm, for a visitor or for an account."""
    account = new_account("elena", Role.CONTRIBUTOR, organisation_ids=(FIRM,), at=NOON)
    add_account(engine, account, "cavallo-batteria")

    def opened(account_name: str = "", organisation: str = FIRM) -> AppTest:
        page = open_page("firms", organisation=organisation, **AT_GAROLFO)
        if account_name:
            page.session_state[TOKEN] = open_session(engine, account_name)
            page.run()
        assert not page.exception
        return page

    return opened


def tallies(engine: sa.Engine) -> dict[tuple[str, str], int]:
    with reading(engine) as connection:
        rows = connection.execute(sa.select(SURVEY_TALLIES)).mappings().all()
    return {(row["question"], row["answer"]): row["worker_count"] for row in rows if row["worker_count"]}


def choose(page: AppTest, question: str, *answers: str) -> None:
    group = next(item for item in page.button_group if str(item.key).endswith(f"-{question}"))
    group.set_value(list(answers) if question in SEVERAL_ANSWERS else answers[0])


def press(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click()
    page.run()
    assert not page.exception
    return page


def said(page: AppTest) -> str:
    kinds = (page.success, page.error, page.warning, page.info, page.markdown, page.caption, page.subheader, page.title)
    return " ".join(str(item.value) for kind in kinds for item in kind)


def test_a_worker_answers_and_is_thanked_once(open_questionnaire: Callable[..., AppTest], engine: sa.Engine) -> None:
    page = open_questionnaire()
    assert "Che cosa ci aiuterebbe?" in said(page)
    choose(page, "service", "nursery", "shuttle")
    choose(page, "home", "over_25_km")
    page = press(page, "Invia")
    assert "Grazie!" in said(page)
    expected = {TOTAL: 1, ("service", "nursery"): 1, ("service", "shuttle"): 1, ("home", "over_25_km"): 1}
    assert tallies(engine) == expected
    page.run()
    assert tallies(engine) == expected
    assert "Invia" not in [button.label for button in page.button]


def test_the_next_person_on_the_same_device_finds_an_empty_form(
    open_questionnaire: Callable[..., AppTest], engine: sa.Engine
) -> None:
    page = open_questionnaire()
    choose(page, "elder_care", "daily")
    page = press(page, "Invia")
    page = press(page, "Risponde un'altra persona da questo dispositivo")
    page = press(page, "Invia")
    assert "Non hai segnato nessuna risposta" in said(page)
    assert LOOKS in page.session_state  # the keyboard is in the first question
    assert tallies(engine) == {TOTAL: 1, ("elder_care", "daily"): 1}


def test_nothing_of_the_answers_stays_in_the_visit(open_questionnaire: Callable[..., AppTest]) -> None:
    page = open_questionnaire()
    choose(page, "elder_care", "daily")
    page = press(page, "Invia")
    page.run()
    assert "daily" not in repr(page.session_state.to_dict())


def test_a_forged_or_an_old_link_is_said_kindly(
    open_page: OpenPage, open_questionnaire: Callable[..., AppTest], engine: sa.Engine, survey: Survey
) -> None:
    assert "non è valido" in said(open_page("questionnaire", q="forged"))
    assert "non è valido" in said(open_page("questionnaire"))
    close_survey(engine, ROOT, survey.survey_id, visibility=Visibility.PUBLIC)
    assert "non prende più risposte" in said(open_questionnaire())


def test_the_link_of_a_firm_that_is_not_shown_any_more_is_said_kindly(
    open_questionnaire: Callable[..., AppTest], survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questionnaire, "read_survey", lambda *_: replace(survey, organisation_id="gone"))
    page = open_questionnaire()
    assert not page.exception
    assert "Nessuna organizzazione del registro" in said(page)


def test_too_many_answers_at_once_wait(
    open_questionnaire: Callable[..., AppTest], engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = RateLimit(most_count=0)
    monkeypatch.setattr(data, "survey_answers", lambda _survey_id: full)
    page = open_questionnaire()
    choose(page, "home", "over_25_km")
    page = press(page, "Invia")
    assert "troppe risposte" in said(page)
    assert LOOKS not in page.session_state  # no question is wrong
    assert tallies(engine) == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_question_and_answer_has_words(open_questionnaire: Callable[..., AppTest], lang: str) -> None:
    page = open_questionnaire(lang=lang)
    for question in SurveyQuestion:
        group = next(item for item in page.button_group if str(item.key).endswith(f"-{question}"))
        shown = [option.content for option in group.proto.options]
        assert shown == [text(f"survey.answer.{question}.{answer}", lang) for answer in SURVEY_ANSWERS[question]]
    assert "anonim" in said(page) or "anonymous" in said(page)


def test_a_firm_opens_a_questionnaire_and_closes_it(
    open_section: Callable[..., AppTest], engine: sa.Engine, html_words: Words
) -> None:
    page = press(open_section("elena"), "Apri il questionario")
    (survey,) = surveys_of(engine, FIRM)
    assert "Meno di 5 risposte" in said(page)
    assert survey_token(link_secret(current_settings()), survey) in page.code[0].value
    for number in range(12):
        answers = {
            "elder_care": {"no" if number < 7 else "daily"},
            "service": {"nursery"} if number < 6 else {"canteen"},
        }
        answer_survey(engine, survey.survey_id, answers)
    page.run()
    assert "Almeno 10 risposte" in said(page)
    page.radio(key="survey-visibility").set_value(Visibility.ADHERENTS)
    page = press(page, "Chiudi e conserva i conteggi")
    with reading(engine) as connection:
        told = read_table(connection, "worker_needs").to_dict("records")
    assert [(row["question"], row["answer"], row["worker_count"]) for row in told] == [
        ("elder_care", "no", 7),
        ("respondents", "all", 12),
        ("service", "canteen", 6),
        ("service", "nursery", 6),
    ]
    assert {row["visibility"] for row in told} == {"adherents"}
    assert {row["organisation_id"] for row in told} == {FIRM}
    assert "12 questionari" in said(page)
    words = html_words(page)
    assert "un asilo nido almeno 6" in " ".join(words.split())
    assert "le altre risposte meno di 5, o non si può dire" in " ".join(words.split())
    assert "si potrà aprire dal" in said(page)


def test_sheets_are_added_and_wrong_totals_close_nothing(
    open_section: Callable[..., AppTest], engine: sa.Engine, survey: Survey
) -> None:
    page = open_section("elena")
    page.number_input(key="survey-paper-service-nursery").set_value(9)
    page = press(page, "Chiudi e conserva i conteggi")
    assert "non tornano" in said(page)
    page.number_input(key="survey-paper-respondents-all").set_value(15)
    page = press(page, "Chiudi e conserva i conteggi")
    assert not surveys_of(engine, FIRM)[0].is_open
    with reading(engine) as connection:
        told = read_table(connection, "worker_needs")
    assert dict(zip(told["answer"], told["worker_count"], strict=True)) == {"all": 15, "nursery": 9}


@pytest.mark.parametrize(
    ("account", "words"),
    [
        pytest.param("", "entra con l'account della tua impresa", id="a visitor"),
        pytest.param("carla", "Il tuo account non si occupa di", id="another firm's account"),
        pytest.param("dario", "Il tuo account non si occupa di", id="the curator of another district"),
    ],
)
def test_others_run_nothing(
    open_section: Callable[..., AppTest], engine: sa.Engine, survey: Survey, account: str, words: str
) -> None:
    page = open_section(account)
    assert words in said(page)
    assert "Apri il questionario" not in [button.label for button in page.button]
    assert not page.code
    assert surveys_of(engine, FIRM)[0].is_open


def test_what_is_for_the_firm_alone_is_not_shown_to_a_visitor(
    open_section: Callable[..., AppTest], engine: sa.Engine, survey: Survey, html_words: Words
) -> None:
    for _ in range(9):
        answer_survey(engine, survey.survey_id, {"elder_care": {"no"}})
    close_survey(engine, ROOT, survey.survey_id, visibility=Visibility.COUNTS)
    assert "9 questionari" not in said(open_section())
    assert "9 questionari" in said(open_section("elena"))


def test_without_a_firm_the_section_asks_for_one(open_section: Callable[..., AppTest]) -> None:
    page = open_section(organisation="")
    assert "Scegli la tua impresa" in said(page)
    assert [one.label for one in page.get("download_button")] == ["Stampa il questionario in bianco (PDF)"]


def test_a_visit_erases_the_answers_of_a_questionnaire_that_nobody_closed(
    engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = open_survey(engine, FIRM, title="Che cosa ci aiuterebbe?", at=NOON)
    answer_survey(engine, survey.survey_id, {"home": {"over_25_km"}}, at=NOON)
    assert tallies(engine)
    for day in (date(2026, 11, 21), date(2026, 11, 22)):
        assert tallies(engine)
        monkeypatch.setattr(data, "today", lambda day=day: day)
        data.current()
    assert not tallies(engine)
