"""The declaration of accessibility: it says what the last run found, who answers for it, and what is not known."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from welfare_map.settings import current_settings
from welfare_map.texts import text
from welfare_map.ui.accessibility.run import CRITERIA, Fault, Outcome, read_run
from welfare_map.ui.pages import accessibility
from welfare_map.ui.pages.accessibility import known_states

OpenPage = Callable[..., AppTest]
Words = Callable[[AppTest], str]
FAULT = Fault("color-contrast", "p.<b>pale", "find_first", "page", "it", 320, "dark")


def said(page: AppTest) -> str:
    return "\n".join(block.value for block in page.markdown)


@pytest.mark.parametrize("lang", ["it", "en"])
def test_the_parts_of_the_model_statement_are_there_in_its_order(open_page: OpenPage, lang: str) -> None:
    page = open_page("accessibility", lang=lang)
    names = ("conformity", "not_accessible", "preparation", "states", "criteria", "feedback", "enforcement")
    assert [header.value for header in page.header] == [text(f"declaration.{name}_title", lang) for name in names]


def test_what_was_looked_at_and_every_criterion_is_told(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("accessibility")
    words = html_words(page)
    assert [state for state in known_states() if text(f"declaration.state.{state}", "it") not in words] == []
    assert [one for one in CRITERIA if f"{one} " not in words] == []
    run = read_run()
    assert f"axe-core {run.versions['axe']}" in said(page)
    assert "nessuna verifica di terzi" in said(page)


def test_a_fault_is_told_with_its_place_and_nothing_conforms(
    open_page: OpenPage, html_words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = replace(read_run(), faults=(FAULT,), failed_count=2)
    monkeypatch.setattr(accessibility, "read_run", lambda: run)
    monkeypatch.setattr(accessibility, "read_assessed", lambda: dict.fromkeys(CRITERIA, Outcome.MET))
    page = open_page("accessibility")
    assert text("declaration.conformity.partial", "it") in said(page)
    assert "Violazioni trovate dall'ultima verifica: 1." in said(page)
    assert "Prove che non sono andate a buon fine: 2." in said(page)
    assert text("declaration.no_faults", "it") not in said(page)
    assert "320 px · scuri p.<b>pale" in " ".join(html_words(page).split())


def test_what_a_run_left_out_is_named(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    run = read_run()
    left = {state: looks for state, looks in run.states.items() if state != "offices"}
    monkeypatch.setattr(accessibility, "read_run", lambda: replace(run, states=left))
    assert "non ha guardato: Uffici di piano" in said(open_page("accessibility"))


def test_what_the_operator_did_not_say_is_said_to_be_unknown(open_page: OpenPage) -> None:
    words = said(open_page("accessibility"))
    for name in ("effort", "feedback", "enforcement"):
        assert text(f"declaration.{name}_unknown", "it") in words
    assert "WELFARE_MAP_" not in words


def test_what_the_operator_said_is_there_and_plain(
    open_page: OpenPage, html_words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WELFARE_MAP_OPERATOR_NAME", "Comune di *Prova*")
    monkeypatch.setenv("WELFARE_MAP_ACCESSIBILITY_CONTACT", "accessibile@example.org")
    monkeypatch.setenv("WELFARE_MAP_ENFORCEMENT_URL", "https://ricorsi.example.org/modulo")
    current_settings.cache_clear()
    page = open_page("accessibility")
    monkeypatch.undo()
    current_settings.cache_clear()
    assert r"Comune di \*Prova\* si impegna" in said(page)
    assert text("declaration.feedback_unknown", "it") not in said(page)
    assert "accessibile@example.org" in html_words(page)
    assert "https://ricorsi.example.org/modulo" in html_words(page)
