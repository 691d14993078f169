import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from geodata.codes import Level
from welfare_map.maps.view import Pick, PickWhat
from welfare_map.ui import access_keys, coverage_keys, data
from welfare_map.ui.components.coverage.ahead import AHEAD
from welfare_map.ui.components.coverage.over_years import OVER_YEARS
from welfare_map.ui.components.coverage.section import Section
from welfare_map.ui.context import Page
from welfare_map.ui.pages import coverage as coverage_page

OpenPage = Callable[..., AppTest]
Words = Callable[[AppTest], str]


def test_the_page_begins_with_the_level_of_the_law_for_districts(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("coverage")
    assert page.title[0].value == "Copertura"
    assert page.subheader[0].value == "Ambiti: 94. Obiettivo di legge: 94 con dati dimostrativi."
    assert "In questa pagina ci sono dati dimostrativi" in html_words(page)
    assert "l. 234/2021 art. 1 c. 172" in html_words(page)
    assert dict(page.query_params) == {"indicator": "lep_nursery"}


def test_where_nothing_is_asked_for_the_page_begins_with_what_official_lists_tell(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data, "first_indicator", lambda *_: "care_home_places_per_1000_aged_65")
    page = open_page("coverage")
    assert page.selectbox(key=coverage_keys.INDICATOR).value == "care_home_places_per_1000_aged_65"
    assert "1.000 residenti di 65 anni" in page.subheader[0].value
    page = open_page("coverage", indicator="lep_nursery")
    assert page.selectbox(key=coverage_keys.INDICATOR).value == "lep_nursery"


def test_another_indicator_changes_sentence_targets_and_address(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("coverage")
    page.selectbox(key=coverage_keys.INDICATOR).select("care_home_places_per_100_aged_75").run()
    assert not page.exception
    assert "posti ogni 100 residenti di 75 anni e più" in page.subheader[0].value
    assert any("Nessuna legge fissa un livello di posti letto" in words.value for words in page.markdown)
    assert "dgr 4574/2012" in html_words(page)
    assert page.query_params["indicator"] in ("care_home_places_per_100_aged_75", ["care_home_places_per_100_aged_75"])


def test_a_figure_is_opened_from_the_address_with_its_records(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("coverage", indicator="lep_nursery", unit="alto-milanese")
    words = html_words(page)
    assert "Con i numeri" in words
    assert re.search(r"posti autorizzati equivalenti a tempo pieno ÷ [\d.,]+ residenti da 3 a 36 mesi", words)
    assert re.search(r"Schede usate: \d+", words)
    assert "Dimostrazione – Nido" in words


def test_an_area_is_opened_by_its_name_and_closed_again(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("coverage", areas="province")
    assert "Con i numeri" not in html_words(page)
    page.selectbox(key=coverage_keys.UNIT_CHOICE).select("019").run()
    assert "Con i numeri" in html_words(page)
    assert page.query_params["unit"] in ("019", ["019"])
    next(button for button in page.button if button.label == "Chiudi").click().run()
    assert "Con i numeri" not in html_words(page)
    assert "unit" not in page.query_params


def test_only_the_areas_inside_a_territory_stay(open_page: OpenPage) -> None:
    page = open_page("coverage", areas="municipality", within="alto-milanese")
    assert page.subheader[0].value.startswith("Comuni: 22.")


def test_the_only_area_is_opened_at_once(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("coverage", indicator="lep_nursery", areas="municipality", within="Nosate")
    assert page.subheader[0].value.startswith("Nosate: ")
    assert "÷" in html_words(page)
    assert "Apri la cifra di" not in [box.label for box in page.selectbox]


@pytest.mark.parametrize(("view", "level"), [({}, coverage_keys.AREAS), ({"view": "access"}, access_keys.ACCESS_AREAS)])
def test_no_areas_larger_than_the_place_that_is_typed_are_compared(
    open_page: OpenPage, view: dict[str, str], level: str
) -> None:
    page = open_page("coverage", areas="province", **view)
    page.text_input(key=coverage_keys.WITHIN).set_value("Nosate").run()
    assert page.session_state[level] == "municipality"
    assert not page.exception
    assert "Nosate" in page.subheader[0].value


def test_a_link_to_a_place_compares_no_areas_larger_than_it(open_page: OpenPage) -> None:
    page = open_page("coverage", within="Nosate")
    assert page.subheader[0].value.startswith("Nosate: ")
    page = open_page("coverage", within="Alto Milanese", areas="municipality")
    assert page.subheader[0].value.startswith("Comuni: 22.")


def test_a_group_of_municipalities_is_one_opened_area(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("coverage")
    page.text_input(key=coverage_keys.BASIN_WORDS).set_value("legnano, Parabiago").run()
    assert not page.exception
    assert page.subheader[0].value.startswith("Legnano, Parabiago: ")
    assert "Con i numeri" in html_words(page)
    assert page.query_params["basin"] in ("015118,015168", ["015118,015168"])


def test_a_municipality_is_seen_with_its_neighbours_and_again_without(open_page: OpenPage) -> None:
    page = open_page("coverage", within="Nosate")
    next(button for button in page.button if button.label == "Con i comuni vicini").click().run()
    assert not page.exception
    assert page.subheader[0].value.startswith("Nosate con i comuni vicini")
    basin = page.query_params["basin"]
    again = open_page("coverage", basin=basin if isinstance(basin, str) else basin[0])
    assert again.subheader[0].value == page.subheader[0].value
    next(button for button in again.button if button.label == "Togli il bacino").click().run()
    next(button for button in page.button if button.label == "Togli il bacino").click().run()
    assert page.subheader[0].value.startswith("Nosate: ")


def test_a_group_of_one_is_opened_as_that_municipality(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("coverage", basin="015155")
    assert page.subheader[0].value.startswith("Nosate: ")
    assert "÷" in html_words(page)


def test_a_group_of_a_link_may_be_named(open_page: OpenPage) -> None:
    page = open_page("coverage", basin="Nosate,Legnano")
    assert not page.warning
    assert page.query_params["basin"] in ("015118,015155", ["015118,015155"], "015155,015118", ["015155,015118"])


def test_junk_in_the_address_is_said_and_leaves_it(open_page: OpenPage) -> None:
    page = open_page("coverage", indicator="happiness", within="nowhere", unit="nobody", basin="")
    [said] = page.warning
    assert said.value.startswith(
        "Del collegamento non si è potuto leggere: che cosa vuoi sapere «happiness» (qui si usa: "
    )
    assert "Nido, nel senso della legge" in said.value
    assert "solo dentro «nowhere» (non se ne tiene conto)" in said.value
    assert "area aperta «nobody»" in said.value
    assert dict(page.query_params) == {"indicator": "lep_nursery"}


def test_what_a_link_says_badly_loses_nothing_of_the_rest(open_page: OpenPage) -> None:
    page = open_page("coverage", view="access", radius="abc", travel="walk", within="alto-milanese", lang="en")
    assert "minutes of travel “abc” (used here: 20)" in page.warning[0].value
    expected = {"view": "access", "travel": "walk", "within": "alto-milanese", "lang": "en"}
    assert dict(page.query_params) == expected
    page.run()
    assert "abc" in page.warning[0].value, "a run that changes nothing does not take the sentence away"
    page.selectbox(key=access_keys.SHOW).select("sensitivity").run()
    assert not page.warning


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"view": "siting", "seek_min": "500"}, "minuti di viaggio «500» (qui si usa: 15)"),
        ({"view": "whatif", "scenario": "add:nursery:60@8.918,45.594;fly:me"}, "cambiamento dell'ipotesi «fly\\:me»"),
        ({"view": "brief", "district": "atlantide"}, "ambito della scheda «atlantide» (non se ne tiene conto)"),
        ({"view": "dreams"}, "sezione «dreams» (qui si usa: Posti e obiettivi)"),
        ({"basin": "015118,999999"}, "comuni del bacino «999999»"),
        ({"view": "access", "services": "nursery,fortress"}, "quali servizi «fortress» (qui si usa: Asilo nido)"),
    ],
)
def test_every_section_names_what_it_could_not_read(open_page: OpenPage, params: dict[str, str], said: str) -> None:
    page = open_page("coverage", **params)
    assert said in page.warning[0].value


def test_a_part_of_a_link_that_nothing_reads_is_said_and_marks_of_senders_are_not(open_page: OpenPage) -> None:
    page = open_page("coverage", basi="015118,015168", utm_source="newsletter", lon="8.9", lat="45.6", mode="walk")
    [said] = page.warning
    assert "la parte «basi» (questa mappa non la conosce)" in said.value
    assert "utm" not in said.value
    assert "mode" not in said.value


def test_the_readable_changes_and_municipalities_of_a_damaged_link_stay(open_page: OpenPage) -> None:
    page = open_page("coverage", view="whatif", scenario="add:nursery:60@8.918,45.594;fly:me")
    assert page.query_params["scenario"] in ("add:nursery:60@8.918,45.594", ["add:nursery:60@8.918,45.594"])
    page = open_page("coverage", basin="015118,999999")
    assert page.query_params["basin"] in ("015118", ["015118"])


def test_hostile_words_of_a_link_are_shown_as_words(open_page: OpenPage) -> None:
    page = open_page("coverage", part_time="<img src=x onerror=alert(1)> ![a](http://b.example/c)" + "x" * 500)
    said = page.warning[0].value
    assert "\\<img src=x onerror=alert\\(1\\)\\>" in said
    assert "![" not in said
    assert len(said) < 300


def test_a_territory_that_a_link_names_by_its_code_is_shown_by_its_name(open_page: OpenPage) -> None:
    page = open_page("coverage", within="alto-milanese")
    assert page.text_input(key=coverage_keys.WITHIN).value == "Alto Milanese"
    assert page.query_params["within"] in ("alto-milanese", ["alto-milanese"])


def test_without_demonstration_data_nothing_is_known_and_the_page_says_so(
    open_page: OpenPage, html_words: Words
) -> None:
    page = open_page("coverage", real="true", areas="province")
    assert page.subheader[0].value == "Province: 13. Obiettivo di legge: per 13 non si può dire."
    assert "non si può dire" in html_words(page)
    assert "tratteggio" in html_words(page)
    assert "In questa pagina ci sono dati dimostrativi" not in html_words(page)


def test_the_page_speaks_english(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("coverage", lang="en", indicator="practices_count", areas="province")
    assert page.title[0].value == "Coverage"
    assert "good practices" in page.subheader[0].value
    assert "Targets and comparisons" in {heading.value for heading in page.subheader}


def another_section(page: Page) -> Section:
    """Answer without a question: keep a parameter, and what was clicked."""
    return Section(
        heading=f"Sono {len(page.snapshot.territory.municipalities)} comuni.",
        draw=lambda: st.write("accanto alla mappa"),
        beneath=lambda: st.write("sotto la mappa"),
        level=Level.PROVINCE,
        params={"minutes": "20"},
        on_pick=lambda pick: st.session_state.update(picked=pick.item_id),
    )


@pytest.fixture
def two_sections(monkeypatch: pytest.MonkeyPatch) -> Mapping[str, Any]:
    sections = {"coverage": coverage_page.SECTIONS["coverage"], "access": another_section}
    monkeypatch.setattr(coverage_page, "SECTIONS", sections)
    return sections


def test_a_section_that_is_not_there_is_not_offered(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coverage_page, "SECTIONS", {"coverage": coverage_page.SECTIONS["coverage"]})
    page = open_page("coverage", view="access")
    assert page.title[0].value == "Copertura"
    assert not [control for control in page.button_group if control.key == coverage_keys.COVERAGE_TAB]
    assert dict(page.query_params) == {"indicator": "lep_nursery"}


@pytest.mark.usefixtures("two_sections")
def test_heading_list_and_address_come_from_the_chosen_section(open_page: OpenPage) -> None:
    page = open_page("coverage", view="access")
    assert page.subheader[0].value.startswith("Sono 1600 comuni.")
    assert [words.value for words in page.markdown if "la mappa" in words.value] == [
        "accanto alla mappa",
        "sotto la mappa",
    ]
    assert dict(page.query_params) == {"view": "access", "minutes": "20"}


@pytest.mark.usefixtures("two_sections")
def test_the_first_section_needs_no_word_in_the_address(open_page: OpenPage) -> None:
    page = open_page("coverage")
    control = next(one for one in page.button_group if one.key == coverage_keys.COVERAGE_TAB)
    assert control.options == ["Posti e obiettivi", "Accesso"]
    assert dict(page.query_params) == {"indicator": "lep_nursery"}


@pytest.mark.usefixtures("two_sections")
def test_a_click_is_handed_to_the_section_once(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    pick = Pick(what=PickWhat.MUNICIPALITY, item_id="015118", lon=8.9, lat=45.6, number=7)
    real_panel = coverage_page.map_panel

    def panel(page: Page, view_of: Any, **others: Any) -> tuple[Any, Pick]:
        shown, _ = real_panel(page, view_of, **others)
        return shown, pick

    monkeypatch.setattr(coverage_page, "map_panel", panel)
    page = open_page("coverage", view="access")
    assert page.session_state["picked"] == "015118"
    page.session_state["picked"] = "nothing new"
    page.run()
    assert page.session_state["picked"] == "nothing new"


def test_the_opened_figure_is_carried_on_to_2035_with_its_assumptions(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("coverage", indicator="care_home_places_per_1000_aged_65", areas="province", unit="018")
    assert "2035" not in html_words(page)
    page.toggle(key=AHEAD).set_value(True).run()
    assert not page.exception
    assert "2025" in html_words(page)
    assert "2035" in html_words(page)
    assert any("Hamilton e Perry" in caption.value for caption in page.caption)


def test_a_count_is_not_carried_on(open_page: OpenPage) -> None:
    page = open_page("coverage", indicator="practices_count", areas="province", unit="018")
    assert AHEAD not in [toggle.key for toggle in page.toggle]


def test_without_an_official_list_nothing_is_said_of_past_years(open_page: OpenPage) -> None:
    page = open_page("coverage", indicator="care_home_places_per_1000_aged_65", areas="province", unit="018")
    page.toggle(key=OVER_YEARS).set_value(True).run()
    assert not page.exception
    assert any("comincia dal primo elenco ufficiale" in words.value for words in page.markdown)


def test_years_of_the_opened_figure_stand_in_a_table_with_their_caveat(
    open_page: OpenPage, html_words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two snapshots of the same services: the figure stays the same, and says that residents are of one year."""
    days = date(2024, 12, 31), date(2026, 9, 15)
    monkeypatch.setattr(data, "years", lambda shown, _: dict.fromkeys(days, shown))
    page = open_page("coverage", indicator="care_home_places_per_1000_aged_65", areas="province", unit="018")
    page.toggle(key=OVER_YEARS).set_value(True).run()
    assert not page.exception
    assert "2024" in html_words(page)
    assert any("I residenti sono gli stessi in tutti gli anni" in caption.value for caption in page.caption)


def test_practices_have_no_years(open_page: OpenPage) -> None:
    page = open_page("coverage", indicator="practices_count", areas="province", unit="018")
    assert OVER_YEARS not in [toggle.key for toggle in page.toggle]
