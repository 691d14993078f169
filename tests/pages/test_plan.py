"""*Il piano* on the page of firms: from nobody to a draft that can be read, completed and downloaded."""

import re
from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from welfare_map.ui import state

OpenPage = Callable[..., AppTest]
Words = Callable[[AppTest], str]
FIRMS = "demo:org-015046-1,demo:org-015118-2"
GAROLFO = {"lon": "8.888", "lat": "45.546", "tab": "plan"}
AGREEMENT = "accordo-pmi-alto-milanese-magentino-abbiatense"


def test_without_a_firm_the_section_says_what_to_do(open_page: OpenPage) -> None:
    page = open_page("firms", **GAROLFO)
    assert any("metti insieme alcune imprese" in str(info.value) for info in page.info)


def test_firms_put_together_have_a_draft_with_what_is_missing(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("firms", **GAROLFO, partners=FIRMS, frame=AGREEMENT)
    words = html_words(page)
    assert page.subheader[0].value.startswith("Bozza di piano per 2 imprese: ")
    assert "Nessun documento dice che abbia aderito all'accordo" in words
    assert "CGIL Camera del Lavoro del Ticino Olona (Firmatario)" in words
    assert "[da completare: costo annuo]" in words
    (gaps,) = (found.label for found in page.expander if found.label.startswith("Che cosa resta da completare"))
    counted = re.search(r"(\d+) voci segnate nel testo", words)
    assert counted is not None
    assert f": {counted[1]} voci" in gaps
    assert "In questa pagina ci sono dati dimostrativi" in words


def test_measures_and_costs_change_the_draft_and_measures_stand_in_the_address(
    open_page: OpenPage, html_words: Words
) -> None:
    page = open_page("firms", **GAROLFO, partners=FIRMS)
    page.multiselect(key=state.PLAN_MEASURES).set_value(["nursery", "shuttle"]).run()
    page.number_input(key=f"{state.PLAN_COST}-nursery").set_value(1234.0).run()
    assert not page.exception
    assert page.subheader[0].value == "Bozza di piano per 2 imprese: 2 misure."
    assert "1.234 € l'anno, indicati da chi ha scritto la bozza" in html_words(page)
    assert page.query_params["measures"] in ("nursery,shuttle", ["nursery,shuttle"])


def test_one_firm_alone_has_a_plan_too(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("firms", **GAROLFO, organisation="demo:org-015041-1")
    assert page.subheader[0].value.startswith("Bozza di piano per Dimostrazione – Cooperativa servizi")
    assert "Con una sola impresa il costo è tutto suo." in html_words(page)


def test_junk_in_the_address_is_no_frame_and_no_measure(open_page: OpenPage) -> None:
    page = open_page("firms", **GAROLFO, partners=FIRMS, frame="nowhere", measures="castle")
    assert page.selectbox(key=state.PLAN_FRAME).value is None
    assert "frame" not in page.query_params
    assert "measures" not in page.query_params


def test_the_section_speaks_english(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("firms", **GAROLFO, partners=FIRMS, lang="en")
    assert page.subheader[0].value.startswith("Draft plan for 2 firms: ")
    assert "1. The firms and what they joined" in html_words(page)


def test_a_visitor_may_send_a_draft_to_be_reviewed(open_page: OpenPage) -> None:
    page = open_page("firms", **GAROLFO, partners=FIRMS)
    labels = [button.label for button in page.button]
    assert "Manda in revisione" in labels
    assert "Salva" not in labels
    assert not any(found.label.startswith("I tuoi piani") for found in page.expander)


def test_a_group_that_is_used_brings_its_service_its_place_and_its_numbers_into_the_plan(
    open_page: OpenPage, html_words: Words
) -> None:
    page = open_page("firms", lon="10.995", lat="45.440", tab="consortium")
    page.number_input(key=f"{state.CONSORTIUM_VALUE}-nursery-place_cost_eur").set_value(1000.0).run()
    places = re.search(r"(\d+) posti", page.subheader[0].value.partition("insieme arrivano a")[2])
    site = re.search(r"Luogo comune.*?da (Dimostrazione[^:]*):", html_words(page)) or re.search(
        r"Dove.*?\bda (Dimostrazione[^:]*):", html_words(page)
    )
    assert places is not None
    assert site is not None
    page.button(key="use-group-1").click().run()
    page.segmented_control(key=state.TAB).set_value("plan").run()
    assert not page.exception
    assert page.subheader[0].value.endswith("una misura.")
    words = " ".join(html_words(page).split())
    assert f"{places[1]}.000 € l'anno per {places[1]} posti" in words
    assert f"presso {site[1]}" in words
    assert page.query_params["at"]

    page.button[[button.label for button in page.button].index("Usa invece il luogo scritto in alto")].click().run()
    assert f"presso {site[1]}" not in " ".join(html_words(page).split())
    assert "at" not in page.query_params
