import re
from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from welfare_map.ui import state

OpenPage = Callable[..., AppTest]
Words = Callable[[AppTest], str]
GAROLFO = {"lon": "8.888", "lat": "45.546"}


def test_without_a_place_the_page_says_what_to_do(open_page: OpenPage) -> None:
    page = open_page("firms")
    assert any("Scrivi dove si trova la tua impresa" in words.value for words in page.markdown)
    assert dict(page.query_params) == {}


def test_firms_near_a_place_are_counted_listed_and_labelled(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("firms", **GAROLFO)
    found = re.match(r"(\d+) imprese entro 15 min in auto da Busto Garolfo: \d+ aderiscono", page.subheader[0].value)
    assert found is not None
    assert html_words(page).count("Impresa inventata") == int(found[1])
    assert "In questa pagina ci sono dati dimostrativi" in html_words(page)


def test_firms_put_together_stand_in_the_address_and_can_be_taken_out(open_page: OpenPage) -> None:
    page = open_page("firms", **GAROLFO)
    first = next(button for button in page.button if str(button.key).startswith("partner-"))
    organisation_id = str(first.key).removeprefix("partner-")
    first.click().run()
    assert page.query_params["partners"] in ([organisation_id], organisation_id)
    page.button(key=first.key).click().run()
    assert "partners" not in page.query_params


def test_a_firm_is_found_by_name_and_minutes_start_from_it(open_page: OpenPage) -> None:
    page = open_page("firms")
    page.text_input(key=state.FIRM_WORDS).set_value("Dimostrazione Busto Garolfo").run()
    offered = [button for button in page.button if str(button.key).startswith("firm-demo:")]
    offered[0].click().run()
    assert not page.exception
    organisation_id = str(offered[0].key).removeprefix("firm-")
    assert page.query_params["organisation"] in ([organisation_id], organisation_id)
    assert "da Busto Garolfo" in page.subheader[0].value
    assert f"partner-{organisation_id}" not in {button.key for button in page.button}


def test_junk_in_the_address_is_said_and_leaves_it(open_page: OpenPage) -> None:
    page = open_page("firms", **GAROLFO, organisation="nobody", partners="nobody,demo:nobody", tab="planets")
    assert "nobody" in page.warning[0].value
    assert dict(page.query_params).keys() == {"lon", "lat"}
    assert page.subheader


def test_the_page_speaks_english(open_page: OpenPage) -> None:
    page = open_page("firms", lang="en", **GAROLFO)
    assert page.title[0].value == "Firms and plans"
    assert "firms within 15 min by car from Busto Garolfo" in page.subheader[0].value
