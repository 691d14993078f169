"""*Imprese e piani*: who is near, what we have in common, and what the address carries of it."""

import re
from collections.abc import Callable
from datetime import date, time

import pytest
from streamlit.testing.v1 import AppTest

from welfare_map.ui import state
from welfare_map.ui.components.firms import own_exchanges, own_facts, own_shifts, own_sites
from welfare_map.ui.components.firms.neighbours import STEP_COUNT
from welfare_map.ui.components.firms.profile import WAY

OpenPage = Callable[..., AppTest]
Words = Callable[[AppTest], str]
GAROLFO = {"lon": "8.888", "lat": "45.546"}
COOPERATIVE = "demo:org-015041-1"
"""The one demonstration firm of Busto Garolfo."""


def again(page: AppTest) -> AppTest:
    page.run()
    assert not page.exception
    return page


def param(page: AppTest, name: str) -> str | None:
    value = page.query_params.get(name)
    return value[0] if isinstance(value, list) else value


def found_count(page: AppTest) -> int:
    return int(page.subheader[0].value.split()[0].replace(".", ""))


def describe(page: AppTest) -> AppTest:
    """Choose to describe a firm, and give it a name and fourteen people."""
    page.button_group(key=WAY).set_value("describe")
    again(page)
    page.text_input(key=own_facts.NAME).set_value("Officina Prova")
    page.number_input(key=own_facts.EMPLOYEES).set_value(14)
    return again(page)


# --- who is near ----------------------------------------------------------------------------------------------------


def test_without_a_place_the_page_says_what_to_do(open_page: OpenPage) -> None:
    page = open_page("firms")
    assert any("Scrivi dove si trova la tua impresa" in words.value for words in page.markdown)
    assert dict(page.query_params) == {}


def test_firms_near_a_place_are_counted_listed_and_labelled(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("firms", **GAROLFO)
    found = re.match(r"(\d+) imprese entro 15 min in auto da Busto Garolfo: \d+ aderiscono", page.subheader[0].value)
    assert found is not None
    assert int(found[1]) > STEP_COUNT
    assert html_words(page).count("Impresa inventata") == STEP_COUNT
    assert "In questa pagina ci sono dati dimostrativi" in html_words(page)
    next(button for button in page.button if button.label.startswith("Mostra altri")).click()
    assert html_words(again(page)).count("Impresa inventata") == min(int(found[1]), 2 * STEP_COUNT)


@pytest.mark.parametrize(
    ("key", "value", "name", "written"),
    [
        pytest.param(state.SECTOR, "25", "sector", "25", id="sector"),
        pytest.param(state.SIZE, "small", "size", "small", id="size"),
        pytest.param(state.INITIATIVE, "demo-accordo-mi", "initiative", "demo-accordo-mi", id="agreement"),
    ],
)
def test_a_filter_narrows_the_list_and_stands_in_the_address(
    open_page: OpenPage, key: str, value: str, name: str, written: str
) -> None:
    page = open_page("firms", **GAROLFO, min="30")
    before = found_count(page)
    page.selectbox(key=key).set_value(value)
    assert 0 < found_count(again(page)) < before
    assert param(page, name) == written


def test_adherents_alone_and_other_organisations_are_asked_for_in_the_address(open_page: OpenPage) -> None:
    whole = found_count(open_page("firms", **GAROLFO, min="30"))
    assert 0 < found_count(open_page("firms", **GAROLFO, min="30", adherents="true")) < whole
    page = open_page("firms", lon="9.19", lat="45.464", min="5", all="true")
    assert page.checkbox(key=state.ALL_ORGANISATIONS).value is True
    assert param(page, "all") == "true"


def test_nothing_near_is_said(open_page: OpenPage) -> None:
    page = open_page("firms", **GAROLFO, min="15", theme="mapping")
    assert page.subheader[0].value.startswith("Nessuna impresa entro 15 min")
    assert any("prova con più minuti" in info.value for info in page.info)


def test_firms_put_together_stand_in_the_address_and_can_be_taken_out(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("firms", **GAROLFO)
    first = next(button for button in page.button if str(button.key).startswith("partner-list-"))
    organisation_id = str(first.key).removeprefix("partner-list-")
    first.click()
    assert param(again(page), "partners") == organisation_id
    assert any(expander.label == "Imprese messe insieme (1)" for expander in page.expander)
    page.button(key=f"partner-panel-{organisation_id}").click()
    assert param(again(page), "partners") is None


def test_no_more_than_twelve_firms_are_put_together(open_page: OpenPage) -> None:
    many = ",".join(f"demo:org-015146-{n}" for n in range(1, 15))
    page = open_page("firms", **GAROLFO, partners=many)
    assert str(param(page, "partners")).count(",") == 11
    assert all(button.disabled for button in page.button if str(button.key).startswith("partner-list-"))


# --- which firm -----------------------------------------------------------------------------------------------------


def test_a_firm_is_found_by_name_and_minutes_start_from_it(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("firms")
    page.text_input(key=state.FIRM_WORDS).set_value("Dimostrazione Busto Garolfo")
    again(page)
    page.button(key=f"firm-{COOPERATIVE}").click()
    assert param(again(page), "organisation") == COOPERATIVE
    assert "da Busto Garolfo" in page.subheader[0].value
    assert f"partner-list-{COOPERATIVE}" not in {button.key for button in page.button}
    assert "Che cosa avete in comune" in html_words(page)
    assert "Stesso accordo: Accordo dimostrativo MI" in html_words(page)


def test_a_firm_that_is_forgotten_leaves_the_address(open_page: OpenPage) -> None:
    page = open_page("firms", **GAROLFO, organisation=COOPERATIVE)
    next(button for button in page.button if button.label == "Togli la mia impresa").click()
    assert param(again(page), "organisation") is None


def test_a_described_firm_has_things_in_common_and_stays_out_of_the_address(
    open_page: OpenPage, html_words: Words
) -> None:
    page = describe(open_page("firms", **GAROLFO))
    assert any("Piccola (10–49 addetti)" in caption.value for caption in page.caption)
    assert "Che cosa avete in comune" not in html_words(page)
    page.button_group(key=own_shifts.TEMPLATES).set_value(["early"])
    assert "Stesso turno: 6:00–14:00, dal lunedì al venerdì" in html_words(again(page))
    assert dict(page.query_params).keys() == {"lon", "lat"}


def test_needs_are_added_and_taken_out_and_meet_those_of_others(open_page: OpenPage, html_words: Words) -> None:
    page = describe(open_page("firms", **GAROLFO))
    page.button(key=f"{own_exchanges.OPEN}-unfold").click()
    again(page)
    page.selectbox(key=own_exchanges.KIND).set_value("nursery")
    page.number_input(key=own_exchanges.QUANTITY).set_value(1)
    again(page)
    page.button(key="own-exchange-add").click()
    assert "Cerchiamo: Asilo nido · posti: 1" in html_words(again(page))
    assert "Cercate entrambe: asilo nido" in html_words(page)
    (added,) = page.session_state[own_exchanges.HELD]
    assert added.description is None, (
        "the process keeps texts that it has read (matches/words.py): the register's alone"
    )
    next(button for button in page.button if str(button.key).startswith("own-out-")).click()
    assert "Cercate entrambe" not in html_words(again(page))


def test_a_need_may_begin_with_a_month_of_the_next_year_and_a_half() -> None:
    days = own_exchanges.first_days(date(2026, 11, 28))
    assert (days[0], days[1], days[-1], len(days)) == ("2026-12-01", "2027-01-01", "2028-05-01", 18)


def test_know_how_is_asked_for_its_theme(open_page: OpenPage, html_words: Words) -> None:
    page = describe(open_page("firms", **GAROLFO))
    page.button(key=f"{own_exchanges.OPEN}-unfold").click()
    again(page)
    assert own_exchanges.THEME not in {box.key for box in page.selectbox}
    page.selectbox(key=own_exchanges.KIND).set_value("know_how")
    again(page)
    page.selectbox(key=own_exchanges.THEME).set_value("smart_working")
    page.button(key="own-exchange-add").click()
    assert "Cerchiamo: Esperienza da raccontare (Lavoro agile)" in html_words(again(page))


def test_hours_of_ones_own_are_added_and_taken_out(open_page: OpenPage, html_words: Words) -> None:
    page = describe(open_page("firms", **GAROLFO))
    page.button(key=f"{own_shifts.OPEN}-unfold").click()
    again(page)
    page.time_input(key=own_shifts.START).set_value(time(7, 30))
    page.time_input(key=own_shifts.END).set_value(time(16, 0))
    again(page)
    page.button(key="own-shift-add").click()
    assert "dal lunedì al venerdì, 7:30–16:00" in html_words(again(page))
    next(button for button in page.button if str(button.key).startswith("own-shift-out-")).click()
    again(page)
    assert not [button for button in page.button if str(button.key).startswith("own-shift-out-")]


def test_another_site_is_added_and_minutes_can_start_from_both(open_page: OpenPage) -> None:
    page = describe(open_page("firms", **GAROLFO))
    assert state.ALL_SITES not in {box.key for box in page.checkbox}
    page.button(key=f"{own_sites.OPEN}-unfold").click()
    again(page)
    page.text_input(key=state.OTHER_SITE.words).set_value("Cremona")
    next(b for b in page.button if b.label == "Cerca" and "site" in str(b.proto.form_id)).click()
    again(page)
    page.button(key="own-site-add").click()
    before = found_count(again(page))
    page.checkbox(key=state.ALL_SITES).check()
    assert found_count(again(page)) > before
    assert "da Officina Prova" in page.subheader[0].value


@pytest.mark.parametrize(
    ("key", "words", "expected"),
    [
        pytest.param(own_facts.VAT, "00743110158", "Questa partita IVA non è valida", id="check digit"),
        pytest.param(own_facts.VAT, "RSSMRA80A01F205X", "codice fiscale di una persona", id="a person's tax code"),
        pytest.param(own_facts.EMAIL, "anna.bianchi@example.org", "la casella di una persona", id="a person's mailbox"),
        pytest.param(own_facts.SECTOR_WORDS, "xyzzy", "Nessun settore con queste parole", id="no sector"),
        pytest.param(own_facts.EMAIL, "non so", "non è un indirizzo di posta", id="no mailbox"),
    ],
)
def test_what_is_wrong_with_a_fact_is_said_beside_it(open_page: OpenPage, key: str, words: str, expected: str) -> None:
    page = describe(open_page("firms", **GAROLFO))
    page.text_input(key=key).set_value(words)
    assert any(expected in warning.value for warning in again(page).warning)


@pytest.mark.parametrize("words", ["25.62", "2562", "25", "torneria"])
def test_the_sector_is_understood_as_a_code_and_as_a_word(open_page: OpenPage, words: str) -> None:
    page = describe(open_page("firms", **GAROLFO))
    page.text_input(key=own_facts.SECTOR_WORDS).set_value(words)
    assert "Fabbricazione di prodotti in metallo" in " ".join(caption.value for caption in again(page).caption)


def test_a_word_of_several_sectors_asks_which(open_page: OpenPage) -> None:
    page = describe(open_page("firms", **GAROLFO))
    page.text_input(key=own_facts.SECTOR_WORDS).set_value("meccanica")
    page = again(page)
    assert [code[:12] for code in page.radio(key=own_facts.SECTOR).options] == ["Fabbricazione"[:12]] * 2


def test_junk_in_the_address_is_said_and_leaves_it(open_page: OpenPage) -> None:
    page = open_page(
        "firms", **GAROLFO, organisation="nobody", partners="nobody,demo:nobody", tab="planets", sector="x"
    )
    [said] = page.warning
    assert "la tua impresa «nobody» (non se ne tiene conto)" in said.value
    assert "imprese messe insieme «nobody, demo\\:nobody»" in said.value
    assert "sezione «planets» (qui si usa: Chi ho vicino)" in said.value
    assert "settore \\(ATECO\\) «x»" in said.value
    assert dict(page.query_params).keys() == {"lon", "lat"}
    assert page.subheader


def test_the_page_speaks_english(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("firms", lang="en", organisation=COOPERATIVE, **GAROLFO)
    assert page.title[0].value == "Firms and plans"
    assert "firms within 15 min by car from Busto Garolfo" in page.subheader[0].value
    assert "Same agreement: " in html_words(page)
