"""The section *Accesso* of *Copertura*."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from welfare_map.share_access import Shown
from welfare_map.ui import access_keys, coverage_keys

OpenPage = Callable[..., AppTest]
Words = Callable[[AppTest], str]


def test_the_section_says_what_is_left_and_labels_what_is_invented(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("coverage", view="access")
    assert not page.exception
    assert page.subheader[0].value.startswith("Comuni: 1.600. Entro 20 min in auto, contando anche i vicini")
    assert "cifre dimostrative" in page.subheader[0].value
    assert "In questa pagina ci sono dati dimostrativi" in html_words(page)
    assert dict(page.query_params) == {"view": "access"}


def test_what_the_map_shows_changes_table_and_address(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("coverage", view="access", within="alto-milanese")
    page.selectbox(key=access_keys.SHOW).select(Shown.DISAGREEMENT).run()
    assert not page.exception
    assert "Che cosa vuol dire" in html_words(page)
    assert any("rispetto alla media della mappa" in words.value for words in page.markdown)
    assert page.query_params["show"] in ("disagreement", ["disagreement"])


def test_another_radius_and_other_services_are_asked(open_page: OpenPage) -> None:
    page = open_page("coverage", view="access", areas="province")
    page.slider(key=access_keys.RADIUS).set_value(30.0).run()
    page.selectbox(key=access_keys.KINDS).select_index(3).run()
    assert not page.exception
    assert "Entro 30 min in auto" in page.subheader[0].value
    assert "residenti di 75 anni e più" in page.subheader[0].value
    assert page.query_params["services"] in ("care_home", ["care_home"])


def test_an_area_is_opened_from_the_address_and_closed_again(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("coverage", view="access", areas="district", unit="alto-milanese")
    assert "Restano, contando i vicini" in html_words(page)
    assert "bambini di 0-2 anni × 100 =" in html_words(page)
    assert "Servizi usati: " in html_words(page)
    next(button for button in page.button if button.label == "Chiudi").click().run()
    assert "Restano, contando i vicini" not in html_words(page)
    assert "unit" not in page.query_params


def test_junk_in_the_address_is_said_and_leaves_it(open_page: OpenPage) -> None:
    page = open_page("coverage", view="access", within="nowhere", services="nursery,care_home", unit="nobody")
    assert not page.exception
    assert "nowhere" in page.warning[0].value
    assert dict(page.query_params) == {"view": "access"}


def test_the_territory_is_kept_from_section_to_section(open_page: OpenPage) -> None:
    page = open_page("coverage", within="alto-milanese", areas="municipality")
    page.button_group(key=coverage_keys.COVERAGE_TAB).set_value("access").run()
    assert page.subheader[0].value.startswith("Comuni: 22.")


def test_a_group_of_other_sections_stays_in_the_address(open_page: OpenPage) -> None:
    page = open_page("coverage", view="access", basin="015118,015168")
    assert page.query_params["basin"] in ("015118,015168", ["015118,015168"])


def test_the_heading_is_one_sentence_and_the_rest_stands_below_it(open_page: OpenPage) -> None:
    page = open_page("coverage", view="access", within="alto-milanese", services="nursery")
    heading, below = page.subheader[0].value, [words.value for words in page.markdown]
    assert "nelle 10 aree di cui si può dire" in heading
    assert "cifre dimostrative" in heading
    assert "Di altre 12" not in heading
    assert any("Di altre 12 non si può dire" in words for words in below)


def test_the_section_speaks_english(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("coverage", view="access", areas="province", lang="en")
    assert "children aged 0–2" in page.subheader[0].value
    assert "How evenly they are shared" in {heading.value for heading in page.subheader}
    assert "Places left" in html_words(page)
