"""A firm opens a questionnaire, its people answer on their telephones, the firm closes it: calm and without a trace."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from welfare_map.register.accounts.accounts import add_account, find_account, new_account
from welfare_map.register.accounts.actors import Role
from welfare_map.register.sql.curation import SURVEY_TALLIES, SURVEYS
from welfare_map.register.sql.database import writing
from welfare_map.register.sql.schema import RECORD_TABLES
from welfare_map.register.surveys.answering import answer_survey
from welfare_map.register.surveys.surveys import surveys_of

pytestmark = [pytest.mark.browser, pytest.mark.accessibility]
FIRM = "demo:org-015041-1"
ACCOUNT, PASSWORD = "elena", "cavallo-batteria"  # an account of these tests alone
SECTION = f"/imprese?lon=8.888&lat=45.546&organisation={FIRM}&tab=survey"
PHONE = {"width_px": 375, "height_px": 812, "is_phone": True}
NARROW = {"width_px": 320, "height_px": 640, "is_phone": True}
ANSWERS = ("da 3 a 5 anni", "sì, ogni giorno", "un asilo nido", "una mensa", "il pomeriggio", "a piedi", "più di 25 km")
OpenDesk = Callable[..., Any]


def sign_in(page: Page) -> None:
    page.get_by_role("button", name="Accedi").click()
    page.get_by_label("Nome dell'account").fill(ACCOUNT)
    page.get_by_label("Password *", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Entra", exact=True).click()


def forget(engine: sa.Engine) -> None:
    """Take away what an earlier run of the test on the same register left."""
    with writing(engine) as connection:
        for table in (SURVEY_TALLIES, SURVEYS, RECORD_TABLES["worker_needs"]):
            connection.execute(sa.delete(table))


def survey_id(engine: sa.Engine) -> str:
    return surveys_of(engine, FIRM)[0].survey_id


def choose(page: Page, answer: str) -> None:
    page.get_by_test_id("stButtonGroup").get_by_text(answer, exact=True).click()


def test_a_firm_asks_and_its_people_answer(open_desk: OpenDesk, desk_engine: sa.Engine, desk_dir: Path) -> None:
    forget(desk_engine)
    if find_account(desk_engine, ACCOUNT) is None:
        account = new_account(ACCOUNT, Role.CONTRIBUTOR, organisation_ids=(FIRM,), at=datetime.now(UTC))
        add_account(desk_engine, account, PASSWORD)
    firm = open_desk(SECTION)
    sign_in(firm.page)
    firm.page.get_by_role("button", name="Apri il questionario").click()
    expect(firm.page.get_by_text("Il questionario è aperto.")).to_be_visible()
    expect(firm.page.get_by_alt_text("Codice da inquadrare")).to_be_visible()
    assert firm.violations("survey_opened") == []
    link = firm.page.locator("code").first.inner_text().strip()
    path = link[link.index("/questionario") :]

    worker = open_desk(path, **PHONE)
    expect(worker.page.get_by_role("heading", level=1, name="Che cosa ci aiuterebbe?")).to_be_visible()
    assert worker.violations("questionnaire") == []
    assert worker.width_px <= 375
    worker.page.get_by_role("button", name="Invia").click()
    expect(worker.page.get_by_role("alert").filter(has_text="Non hai segnato nessuna risposta")).to_be_visible()
    first = (
        worker.page.get_by_test_id("stButtonGroup").filter(has_text=re.compile("^1\\.")).locator("[aria-invalid=true]")
    )
    expect(first).to_have_accessible_description(re.compile("Non hai segnato nessuna risposta"))
    expect(first.locator("button").first).to_be_focused()
    assert worker.violations("questionnaire") == []
    for answer in ANSWERS:
        choose(worker.page, answer)
    worker.page.get_by_role("button", name="Invia").click()
    expect(worker.page.get_by_text("Grazie!")).to_be_in_viewport()
    assert worker.violations("questionnaire_sent") == []
    kept = str(worker.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])"))
    assert not [words for words in (*ANSWERS, survey_id(desk_engine)) if words in kept]
    log = (desk_dir / "server.log").read_text(encoding="utf-8")
    assert not [words for words in (*ANSWERS, "elder_care", path.partition("q=")[2]) if words in log]

    for _ in range(9):
        answer_survey(desk_engine, survey_id(desk_engine), {"travel_mode": {"walk"}, "service": {"shuttle"}})
    firm.page.get_by_text("Chiudi il questionario").click()
    firm.page.get_by_role("button", name="Chiudi e conserva i conteggi").click()
    expect(firm.page.get_by_text("le risposte sono cancellate")).to_be_in_viewport()
    expect(firm.page.get_by_text("10 questionari, chiusi il")).to_be_visible()
    assert not surveys_of(desk_engine, FIRM)[0].is_open
    worker.page.reload()
    expect(worker.page.get_by_text("non prende più risposte")).to_be_visible()


def test_a_link_that_is_no_link_is_said_on_a_narrow_screen(open_desk: OpenDesk) -> None:
    visit = open_desk("/questionario?q=xyz", **NARROW)
    expect(visit.page.get_by_text("Questo collegamento non è valido")).to_be_visible()
    assert visit.violations("questionnaire_no_link") == []
    assert visit.width_px <= 320
    expect(visit.page.get_by_role("link", name=re.compile("^Questionario$"))).to_have_count(0)
