"""The privacy page: it says what the code does, who answers for it, and what is not known."""

import hashlib
import inspect
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from starlette.middleware.sessions import SessionMiddleware
from streamlit import config
from streamlit.testing.v1 import AppTest
from streamlit.web.server.starlette import starlette_server_config as cookies
from streamlit.web.server.starlette.starlette_server import _get_uvicorn_config_kwargs

from welfare_map.settings import Settings, current_settings
from welfare_map.texts import LANGUAGES, keys, text
from welfare_map.ui.page_list import PRIVACY
from welfare_map.ui.pages import privacy
from welfare_map.ui.pages.privacy import COOKIES, PARTS, SIGN_IN_COOKIES, STORED, WRITTEN_ON, background

OpenPage = Callable[..., AppTest]
Words = Callable[[AppTest], str]
SETTINGS = Settings(data_dir=Path())
SERVER = "Valhalla"
MAIL = "e-mail"
SIGN_IN_WAY_S = inspect.signature(SessionMiddleware).parameters["max_age"].default
VISIT_S = config.get_option("server.disconnectedSessionTTL")
"""The framework sets neither: both are what they are by default."""
WRITTEN = (date(2026, 11, 30), "989a3506")
"""Day of the page, and the digest of its words of that day."""


def said(page: AppTest, html_words: Words) -> str:
    return "\n".join((*(block.value for block in page.markdown), " ".join(html_words(page).split())))


@pytest.fixture
def run_by(monkeypatch: pytest.MonkeyPatch, embedded: None) -> Iterator[Callable[..., None]]:
    """Let an operator set things until the test ends."""

    def run(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(f"WELFARE_MAP_{name}", value)
        current_settings.cache_clear()

    yield run
    monkeypatch.undo()
    current_settings.cache_clear()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_part_is_there_in_its_order_with_its_words(open_page: OpenPage, html_words: Words, lang: str) -> None:
    page = open_page("privacy", lang=lang)
    assert [header.value for header in page.header] == [text(f"privacy.{name}_title", lang) for name in PARTS]
    words = said(page, html_words)
    assert [name for name in (*COOKIES, *STORED) if f" {name} " not in words] == []
    assert {"it": "24 ore al più, o 30 minuti", "en": "24 hours at most, or 30 minutes"}[lang] in words
    assert {"it": "da 5 in su", "en": "counts of 5 or more"}[lang] in words
    assert {"it": "più di 60 giorni", "en": "more than 60 days"}[lang] in words


def test_what_nobody_said_is_not_known_and_no_word_is_meant_for_the_operator(
    open_page: OpenPage, html_words: Words
) -> None:
    words = said(open_page("privacy"), html_words)
    assert text("privacy.who_unknown", "it") in words
    assert text("privacy.contact_unknown", "it") in words
    assert "WELFARE_MAP_" not in words
    assert SERVER not in words
    assert MAIL not in words
    assert [name for name in SIGN_IN_COOKIES if name in words] == []


def test_what_the_operator_chose_is_said(open_page: OpenPage, html_words: Words, run_by: Callable[..., None]) -> None:
    run_by(
        OPERATOR_NAME="Comune di *Prova*",
        PRIVACY_CONTACT="privacy@example.org",
        REPORT_EMAIL="mappa@example.org",
        VALHALLA_URL="https://minuti.example.org",
        OFFLINE="off",
    )
    words = said(open_page("privacy"), html_words)
    assert r"Comune di \*Prova\*" in words
    assert f"{text('privacy.contact', 'it')} privacy@example.org" in words
    assert text("privacy.by_mail", "it") in words
    assert text("privacy.minutes_server", "it") in words
    assert "non è noto. Il recapito" not in words


def test_a_server_of_minutes_that_is_not_asked_is_not_named(
    open_page: OpenPage, html_words: Words, run_by: Callable[..., None]
) -> None:
    run_by(VALHALLA_URL="https://minuti.example.org", OFFLINE="on")
    assert SERVER not in said(open_page("privacy"), html_words)


def test_cookies_of_a_sign_in_elsewhere_are_said_where_there_is_one_under_the_names_of_the_framework(
    open_page: OpenPage, html_words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(privacy, "has_provider", lambda: True)
    words = said(open_page("privacy"), html_words)
    assert [name for name in (*COOKIES, *SIGN_IN_COOKIES) if f" {name} " not in words] == []
    assert [*COOKIES] == [cookies.XSRF_COOKIE_NAME]
    assert [*SIGN_IN_COOKIES] == [
        *(cookies.SESSION_COOKIE_NAME, cookies.USER_COOKIE_NAME, cookies.TOKENS_COOKIE_NAME),
    ]


@pytest.mark.parametrize(
    ("key", "kept_s", "said", "told"),
    [
        ("until.sign_in", SIGN_IN_WAY_S, timedelta(days=14), ("14 giorni", "14 days")),
        ("until.user", cookies.AUTH_COOKIE_MAX_AGE_SECONDS, timedelta(days=30), ("30 giorni", "30 days")),
        ("until.tokens", cookies.AUTH_COOKIE_MAX_AGE_SECONDS, timedelta(days=30), ("30 giorni", "30 days")),
        ("asked", VISIT_S, timedelta(minutes=2), ("un paio di minuti dopo", "a couple of minutes longer")),
    ],
    ids=["the way to a sign-in", "a sign-in", "its attestation", "a visit that is cut off"],
)
def test_what_the_framework_keeps_ends_when_the_page_says(
    key: str, kept_s: int, said: timedelta, told: tuple[str, str]
) -> None:
    assert timedelta(seconds=kept_s) == said
    assert [words in text(f"privacy.{key}", lang) for lang, words in zip(LANGUAGES, told, strict=True)] == [True, True]


def test_the_server_keeps_no_log_of_requests_as_the_page_says() -> None:
    assert _get_uvicorn_config_kwargs()["access_log"] is False


@pytest.mark.parametrize(
    ("tiles_url", "told"),
    [
        (SETTINGS.tiles_url, "chiede le immagini a tile\\.openstreetmap\\.org:"),
        (SETTINGS.tiles_url, "da quale sito lo chiedi, cioè il nome di questa mappa"),
        ("https://{s}.tile.example.org/{z}/{x}/{y}.png", "chiede le immagini a tile\\.example\\.org:"),
        ("https://me:secret@tile.example.org:8443/{z}/{x}/{y}.png", "chiede le immagini a tile\\.example\\.org:"),
        ("/tiles/{z}/{x}/{y}.png", "viene da questo sito"),
        ("", "qui non c'è"),
    ],
    ids=["of others", "with the site that asks", "of several machines", "with a password", "own", "none"],
)
def test_the_background_is_said_to_come_from_where_it_does(tiles_url: str, told: str) -> None:
    assert told in background(replace(SETTINGS, tiles_url=tiles_url), "it")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["find", "registry", "method"])
def test_pages_that_take_words_of_people_lead_to_it(open_page: OpenPage, name: str, lang: str) -> None:
    page = open_page(name, lang=lang, lon="8.918", lat="45.594")
    words = "\n".join(block.value for block in (*page.markdown, *page.caption))
    address = PRIVACY[1] if lang == LANGUAGES[0] else f"{PRIVACY[1]}?lang={lang}"
    assert f"[Privacy]({address})" in words


def test_the_day_of_the_page_is_that_of_its_words() -> None:
    named = sorted(key for key in keys("it") if key.startswith("privacy."))
    words = "\n".join(text(key, lang) for lang in LANGUAGES for key in named)
    digest = hashlib.sha256(words.encode()).hexdigest()[:8]
    assert (WRITTEN_ON, digest) == WRITTEN, "say the day of the new words in WRITTEN_ON, and both here"
