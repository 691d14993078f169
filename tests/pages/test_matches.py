"""*Chi può aiutarmi*: who can give a firm something, whom it can help, and what to do where there is nothing yet."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from welfare_map.ui.components.firms import own_exchanges, own_facts
from welfare_map.ui.components.firms.profile import WAY

OpenPage = Callable[..., AppTest]
Words = Callable[[AppTest], str]
MONZA = {"tab": "matches", "lon": "9.27", "lat": "45.58", "organisation": "demo:org-108033-7"}
BRIDGED = {"tab": "matches", "lon": "9.53", "lat": "45.68", "min": "20", "organisation": "demo:org-016213-1"}


def partners(page: AppTest) -> list[str]:
    return [str(button.key) for button in page.button if str(button.key).startswith("partner-match-")]


def test_without_a_firm_the_section_says_to_choose_one(open_page: OpenPage) -> None:
    page = open_page("firms", tab="matches", lon="8.888", lat="45.546")
    assert page.info[0].value.startswith("Di' qual è la tua impresa")


def test_a_firm_that_declared_nothing_is_told_how_to(open_page: OpenPage) -> None:
    page = open_page("firms", tab="matches", lon="10.02", lat="45.13", organisation="demo:org-019036-1")
    assert "non c'è ancora niente" in page.subheader[0].value
    assert "aggiungi un bisogno o un'offerta" in page.info[0].value


def test_whom_a_firm_can_help_is_listed_with_score_and_reasons(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("firms", **MONZA)
    words = html_words(page)
    assert "imprese da aiutare" in page.subheader[0].value
    assert "Punteggio 0," in words
    assert "Perché sì" in words
    assert "è proprio quello: mensa" in words
    assert "Perché no, o non si sa" in words
    assert "Come si arriva al punteggio" in words
    assert "In questa pagina ci sono dati dimostrativi" in words
    assert any("Non hai dichiarato che cosa cerchi" in one.value for one in page.caption)


def test_a_match_and_its_shuttle_can_be_put_together_once_each(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("firms", **BRIDGED)
    assert "Con la navetta di Dimostrazione – Mobili 1 di Mapello" in html_words(page)
    keys = partners(page)
    assert len(set(keys)) == len(keys)
    page.button(key=keys[0]).click().run()
    assert not page.exception
    assert page.query_params["partners"] in (
        [keys[0].removeprefix("partner-match-")],
        keys[0].removeprefix("partner-match-"),
    )


def test_what_is_for_adherents_or_counts_alone_is_not_on_the_page_of_everybody(
    open_page: OpenPage, html_words: Words
) -> None:
    page = open_page("firms", tab="matches", lon="10.02", lat="45.13", min="60", organisation="demo:org-019036-2")
    words = html_words(page)
    assert "solo aderenti" not in words
    assert "esperienza da raccontare" not in words, "its talk is declared for counts alone"


def test_the_section_speaks_english(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("firms", lang="en", **MONZA)
    assert "firms to help" in page.subheader[0].value
    assert "How the score is made" in html_words(page)


def test_a_workshop_that_is_in_no_register_says_what_it_looks_for_and_sees_who_offers_it(
    open_page: OpenPage, html_words: Words
) -> None:
    page = open_page("firms", tab="matches", lon="8.888", lat="45.546", min="60")
    page.button_group(key=WAY).set_value("describe")
    page.run()
    page.text_input(key=own_facts.NAME).set_value("Officina *Rossi*").run()
    page.button(key=f"{own_exchanges.OPEN}-unfold").click().run()
    page.selectbox(key=own_exchanges.KIND).set_value("coworking").run()
    page.number_input(key=own_exchanges.QUANTITY).set_value(1)
    page.button(key="own-exchange-add").click().run()
    assert not page.exception
    words = html_words(page)
    assert "è proprio quello: coworking" in words
    assert page.subheader[0].value.startswith("Per Officina \\*Rossi\\*: offerte adatte ")
