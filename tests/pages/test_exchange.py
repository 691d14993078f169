"""*Esperienze*: groups, who would tell, practices, and an invitation that can be edited."""

from collections.abc import Callable
from datetime import date, timedelta

from streamlit.testing.v1 import AppTest

from welfare_map.ui import data
from welfare_map.ui.components.firms.exchange import DAY, GROUP, THEMES, WITH_DAY

OpenPage = Callable[..., AppTest]
Words = Callable[[AppTest], str]
MILAN = {"lon": "9.19", "lat": "45.46", "min": "30", "tab": "exchange"}


def again(page: AppTest) -> AppTest:
    page.run()
    assert not page.exception
    return page


def letter(page: AppTest) -> str:
    return next(area.value for area in page.text_area if str(area.key).startswith("exchange-words-"))


def test_groups_tellers_and_practices_are_shown_and_labelled(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("firms", **MILAN)
    words = html_words(page)

    assert "gruppi per un incontro" in page.subheader[0].value
    assert "Gruppo 1" in words
    assert "sede dell'incontro" in words
    assert "In questa pagina ci sono dati dimostrativi" in words
    assert any("Chi è disposto a raccontare" in one.value for one in page.markdown)
    assert "Documento: «" in words


def test_another_group_has_another_invitation(open_page: OpenPage) -> None:
    page = open_page("firms", **MILAN)
    first = letter(page)
    page.button_group(key=GROUP).set_value(1)
    again(page)

    assert letter(page) != first


def test_the_invitation_follows_the_day_and_the_appointment_needs_one(open_page: OpenPage) -> None:
    page = open_page("firms", **MILAN)
    assert "Quando: ________" in letter(page)
    before = len(page.get("download_button"))

    page.toggle(key=WITH_DAY).set_value(True)
    again(page)
    day: date = data.today() + timedelta(days=30)
    page.date_input(key=DAY).set_value(day)
    again(page)

    assert "Quando: ________" not in letter(page)
    assert len(page.get("download_button")) == before + 1


def test_a_theme_narrows_what_is_told(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("firms", **MILAN)
    page.multiselect(key=THEMES).set_value(["bargaining"])
    again(page)

    assert "Nessun gruppo per un incontro" in page.subheader[0].value
    assert any("troppo poche" in info.value for info in page.info)


def test_the_section_speaks_english(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("firms", **MILAN, lang="en")

    assert "groups for a meeting" in page.subheader[0].value
    assert letter(page).startswith("DEMONSTRATION")
