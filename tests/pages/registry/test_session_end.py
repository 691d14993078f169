"""Who works at the desk is told before a session ends, and stays with one click."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from welfare_map.register.accounts.sessions import IDLE_LIMIT, open_session, time_left
from welfare_map.texts import LANGUAGES, text
from welfare_map.ui import data
from welfare_map.ui.components.registry.session_end import WARNED

SCRIPT = """
import streamlit as st
from welfare_map.ui.components.registry.session_end import watch_session

watch_session(st.query_params["token"], st.query_params["lang"])
"""
MINUTE = timedelta(minutes=1)


def watched(engine: sa.Engine, unused_for: timedelta, lang: str = "it") -> tuple[AppTest, str]:
    token = open_session(engine, "anna", at=datetime.now(UTC) - unused_for)
    page = AppTest.from_string(SCRIPT)
    page.query_params["token"] = token
    page.query_params["lang"] = lang
    page.run()
    assert not page.exception
    return page, token


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_said_when_a_session_ends_soon_and_a_click_makes_it_longer(engine: sa.Engine, lang: str) -> None:
    page, token = watched(engine, IDLE_LIMIT - WARNED + MINUTE, lang)
    assert [item.value for item in page.warning] == [text("registry.session_ends", lang)]
    page.button[0].click().run()
    assert not page.warning
    left = time_left(engine, token)
    assert left is not None
    assert left > IDLE_LIMIT - MINUTE


def test_nothing_is_said_before_and_to_look_makes_no_session_longer(engine: sa.Engine) -> None:
    page, token = watched(engine, IDLE_LIMIT - WARNED - MINUTE)
    page.run()
    assert not page.warning
    left = time_left(engine, token)
    assert left is not None
    assert left < WARNED + MINUTE


def test_an_ended_session_is_said_and_offers_nothing(engine: sa.Engine) -> None:
    page, _ = watched(engine, IDLE_LIMIT)
    assert [item.value for item in page.warning] == [text("registry.session_over", "it")]
    assert not page.button


def test_a_register_that_does_not_answer_takes_nothing_from_the_page(
    engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, _ = watched(engine, IDLE_LIMIT - WARNED - MINUTE)
    monkeypatch.setattr(data, "register", lambda: sa.create_engine("sqlite:////nowhere/register.sqlite"))
    page.run()
    assert not page.exception
    assert not page.warning
