"""*Imprese e piani*, section *Il piano*: a draft to be read, what is missing in it, and two files."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

OpenPage = Callable[..., AppTest]
Words = Callable[[AppTest], str]
GAROLFO = {"lon": "8.888", "lat": "45.546", "tab": "plan"}
COOPERATIVE = "demo:org-015041-1"


def test_without_a_firm_the_section_says_who_makes_a_plan(open_page: OpenPage) -> None:
    page = open_page("firms", **GAROLFO)
    assert "Un piano lo fa almeno un'impresa" in page.subheader[0].value


def test_the_draft_of_one_firm_is_read_with_its_blanks_marked(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("firms", **GAROLFO, organisation=COOPERATIVE)
    assert "Bozza di piano per Dimostrazione – Cooperativa servizi 1 di Busto Garolfo" in page.subheader[0].value
    assert "4. Le misure" in html_words(page)
    assert any(expander.label.startswith("Da completare: ") for expander in page.expander)
