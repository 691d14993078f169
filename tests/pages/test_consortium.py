"""*Un servizio insieme* on the page of firms."""

import re
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from welfare_map.ui import state

OpenPage = Callable[..., AppTest]
Words = Callable[[AppTest], str]
GAROLFO = {"lon": "8.888", "lat": "45.546", "tab": "consortium"}


def sentence(page: AppTest) -> str:
    return str(page.subheader[0].value)


def test_places_that_exist_come_before_groups_and_all_that_is_invented_says_so(
    open_page: OpenPage, html_words: Words
) -> None:
    page = open_page("firms", **GAROLFO)
    assert re.search("Prima guardate qui.*insieme arrivano a", sentence(page))
    words = html_words(page)
    assert words.index("posti liberi") < words.index("Gruppo 1:")
    assert "Posti liberi che ci sono già" in " ".join(str(one.value) for one in page.markdown)
    assert "In questa pagina ci sono dati dimostrativi" in words
    assert {"Quanto aggiunge", "Per addetti"} <= set(re.findall(r"Quanto aggiunge|Per addetti", words))


def test_a_group_that_is_used_becomes_the_firms_put_together(open_page: OpenPage) -> None:
    page = open_page("firms", **GAROLFO)
    page.button(key="use-group-1").click().run()
    assert not page.exception
    partners = str(page.query_params["partners"])
    assert partners.count("demo:org-") >= 2
    assert page.button(key="use-group-1").disabled
    assert "insieme arrivano a" in sentence(page)


def test_what_is_written_counts_in_place_of_the_table(open_page: OpenPage) -> None:
    page = open_page("firms", **GAROLFO)
    page.number_input(key=f"{state.CONSORTIUM_VALUE}-nursery-place_cost_eur").set_value(1000.0).run()
    assert re.search(r"Costa 3\d\.000 € all'anno\.", sentence(page))
    page.number_input(key=f"{state.CONSORTIUM_VALUE}-nursery-threshold_count").set_value(5_000.0).run()
    assert "servono 5.000 posti" in sentence(page)
    assert not page.exception


def test_what_nobody_says_is_asked_for(open_page: OpenPage) -> None:
    page = open_page("firms", **GAROLFO, service="shuttle")
    assert "scrivilo" in sentence(page)
    page.number_input(key=f"{state.CONSORTIUM_VALUE}-shuttle-threshold_count").set_value(1.0).run()
    assert "Costo non noto: scrivilo" in sentence(page)
    assert page.query_params["service"] in ("shuttle", ["shuttle"])


@pytest.mark.parametrize("kind", ["day_camp", "training", "welfare_platform"])
def test_every_kind_can_be_asked_for(open_page: OpenPage, kind: str) -> None:
    page = open_page("firms", **GAROLFO)
    page.selectbox(key=state.CONSORTIUM_KIND).set_value(kind).run()
    assert not page.exception
    assert page.subheader


def test_the_section_speaks_english(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("firms", lang="en", **GAROLFO)
    assert "together reach" in sentence(page)
    assert "What it adds" in html_words(page)
