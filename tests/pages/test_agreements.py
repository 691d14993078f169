import re
from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from welfare_map.ui import state

OpenPage = Callable[..., AppTest]
Words = Callable[[AppTest], str]


def test_practices_are_traced_and_nothing_is_invented(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("agreements")
    assert "buone pratiche" in page.subheader[0].value
    assert html_words(page).count("Documento: «") == int(re.findall(r"\d+", page.subheader[0].value)[0])
    assert "Dimostrazione" not in html_words(page)


def test_a_theme_narrows_the_practices_and_stands_in_the_address(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("agreements")
    before = html_words(page).count("Documento: «")
    page.selectbox(key=state.THEME).select("smart_working").run()
    assert not page.exception
    assert 0 < html_words(page).count("Documento: «") < before
    assert dict(page.query_params) == {"theme": "smart_working"}


def test_demonstration_agreements_come_only_when_asked_for(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("agreements", section="initiatives")
    assert page.subheader[0].value == "5 accordi e progetti documentati."
    assert "dati dimostrativi" not in html_words(page)
    page.checkbox(key=state.WITH_DEMO).check().run()
    assert "dimostrativi" in page.subheader[0].value
    assert "In questa pagina ci sono dati dimostrativi" in html_words(page)
    assert dict(page.query_params) == {"section": "initiatives", "demo": "true"}


def test_both_offices_are_shown_and_the_others_are_said_to_be_unknown(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("agreements", section="offices")
    assert html_words(page).count("Ufficio di Piano dell'Alto Milanese") == 2
    assert any("non abbiamo un contatto verificato" in caption.value for caption in page.caption)


def test_an_unknown_initiative_in_the_address_is_left_out(open_page: OpenPage) -> None:
    page = open_page("agreements", initiative="nobody", theme="planets", size="giant")
    assert "buone pratiche" in page.subheader[0].value
    assert "initiative" not in dict(page.query_params)


def test_the_page_speaks_english(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("agreements", lang="en", section="initiatives")
    assert page.title[0].value == "Good practices and agreements"
    assert "How to adhere" in html_words(page)
