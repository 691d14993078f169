"""*E se…*: changes are put together, compared, taken out again, and restored by the address."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from welfare_map.maps.view import Pick, PickWhat
from welfare_map.maps.whatif_cards import MOST_FIGURES
from welfare_map.texts import formats
from welfare_map.ui import coverage_keys, whatif_keys
from welfare_map.ui.pages import coverage as coverage_page

OpenPage = Callable[..., AppTest]
Words = Callable[[AppTest], str]
NEW_NURSERY = "add:nursery:60@8.918,45.594"
HOME = "add:care_home:40@10.02,45.13"


def button(page: AppTest, label: str) -> AppTest:
    return next(one for one in page.button if one.label == label).click().run()


def scenario(page: AppTest, name: str = "scenario") -> str:
    value = page.query_params.get(name, "")
    return value if isinstance(value, str) else "".join(value)


@pytest.fixture
def click(monkeypatch: pytest.MonkeyPatch) -> list[Pick]:
    """Let the map bring back the clicks that a test puts into a list."""
    clicks: list[Pick] = []
    real_panel = coverage_page.map_panel

    def panel(*args: Any, **options: Any) -> tuple[object, Pick | None]:
        shown, _ = real_panel(*args, **options)
        return shown, clicks[-1] if clicks else None

    monkeypatch.setattr(coverage_page, "map_panel", panel)
    return clicks


def test_nothing_is_computed_before_something_is_imagined(open_page: OpenPage) -> None:
    page = open_page("coverage", view="whatif")
    assert page.subheader[0].value == "Scegli un cambiamento e aggiungilo: vedrai ogni cifra prima e dopo."
    assert dict(page.query_params) in ({"view": "whatif"}, {"view": ["whatif"]})


def test_a_click_on_the_map_puts_the_new_service_there(
    open_page: OpenPage, click: list[Pick], html_words: Words
) -> None:
    page = open_page("coverage", view="whatif")
    click.append(Pick(what=PickWhat.MUNICIPALITY, item_id="015118", lon=8.91801, lat=45.594, number=3))
    page.run()
    assert "Punto scelto: Legnano" in html_words(page)
    button(page, "Aggiungi all'ipotesi")
    assert scenario(page) == NEW_NURSERY
    assert page.subheader[0].value.startswith(
        "Dimostrazione, non i luoghi veri. Nido, nel senso della legge (LEP): Legnano passerebbe da "
    )
    assert "Nuovo servizio a Legnano: Asilo nido, 60 posti." in html_words(page)
    assert "In questa pagina ci sono dati dimostrativi" in html_words(page)


def test_a_place_in_words_does_what_a_click_does(open_page: OpenPage) -> None:
    page = open_page("coverage", view="whatif")
    page.text_input(key="scenario_words").set_value("Cremona")
    button(page, "Cerca")
    button(page, "Aggiungi all'ipotesi")
    assert scenario(page).startswith("add:nursery:60@10.0")


def test_without_a_point_nothing_is_added_and_the_page_says_so(open_page: OpenPage) -> None:
    page = button(open_page("coverage", view="whatif"), "Aggiungi all'ipotesi")
    assert "Manca il punto" in page.error[0].value
    assert scenario(page) == ""


def test_an_address_restores_scenarios_side_by_side(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("coverage", view="whatif", scenario=NEW_NURSERY, scenario_2=HOME)
    words = html_words(page)
    assert page.subheader[0].value == "Dimostrazione, non i luoghi veri. Cifre che cambiano: ipotesi A 9, ipotesi B 6."
    assert "Nuovo servizio a Cremona: RSA – residenza per anziani, 40 posti." in words
    assert "come oggi" in words
    assert (scenario(page), scenario(page, "scenario_2")) == (NEW_NURSERY, HOME)


def test_a_scenario_that_loses_its_last_change_goes(open_page: OpenPage) -> None:
    page = open_page("coverage", view="whatif", scenario=NEW_NURSERY, scenario_2=HOME)
    page.button(key="scenario-remove-0-0").click().run()
    assert (scenario(page), scenario(page, "scenario_2")) == (HOME, "")
    page.button(key="scenario-remove-0-0").click().run()
    assert scenario(page) == ""
    assert not page.exception


def test_a_copy_is_changed_without_the_first(open_page: OpenPage, click: list[Pick]) -> None:
    page = open_page("coverage", view="whatif", scenario=NEW_NURSERY)
    button(page, "Parti da una copia")
    click.append(Pick(what=PickWhat.MUNICIPALITY, item_id="019036", lon=10.02, lat=45.13, number=4))
    page.run()
    button(page, "Aggiungi all'ipotesi")
    assert scenario(page) == NEW_NURSERY
    assert scenario(page, "scenario_2") == f"{NEW_NURSERY};add:nursery:60@10.02,45.13"


def test_a_service_is_closed_after_a_click_on_it(open_page: OpenPage, click: list[Pick], html_words: Words) -> None:
    page = open_page("coverage", view="whatif")
    page.selectbox(key=whatif_keys.VERB).select("close").run()
    button(page, "Aggiungi all'ipotesi")
    assert "Manca il servizio" in page.error[0].value
    page.text_input(key="scenario-service-words").set_value("Nido").run()
    page.button(key="scenario-service-found-0").click().run()
    assert "Servizio scelto: Dimostrazione" in html_words(page)
    button(page, "Aggiungi all'ipotesi")
    assert scenario(page).startswith("close:demo:")


def test_a_change_of_population_names_a_district_in_words(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("coverage", view="whatif")
    page.selectbox(key=whatif_keys.VERB).select("population").run()
    page.text_input(key=whatif_keys.WHERE).set_value("Alto Milanese").run()
    button(page, "Aggiungi all'ipotesi")
    assert scenario(page) == "population:-5:0-2@alto-milanese"
    assert "I residenti di 0-2 anni di Alto Milanese (Ambito) calano del 5%." in html_words(page)
    page.text_input(key=whatif_keys.WHERE).set_value("Atlantide").run()
    button(page, "Aggiungi all'ipotesi")
    assert "Atlantide" in page.error[0].value


def test_other_hours_are_written_for_the_visitor(open_page: OpenPage, click: list[Pick]) -> None:
    page = open_page("coverage", view="whatif")
    page.selectbox(key=whatif_keys.VERB).select("hours").run()
    page.text_input(key="scenario-service-words").set_value("Nido").run()
    page.button(key="scenario-service-found-0").click().run()
    button(page, "Aggiungi all'ipotesi")
    assert scenario(page).endswith("=Mo-Fr 06:00-18:00")


def test_a_service_that_is_gone_is_told_and_can_be_taken_out(open_page: OpenPage) -> None:
    page = open_page("coverage", view="whatif", scenario="close:demo:long-gone")
    assert "demo:long-gone" in page.subheader[0].value
    page.button(key="scenario-remove-0-0").click().run()
    assert scenario(page) == ""


def test_the_section_speaks_english(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("coverage", view="whatif", lang="en", scenario=NEW_NURSERY)
    assert "would go from" in page.subheader[0].value
    assert "What changes: 9 figures" in html_words(page)


def test_who_reaches_other_places_is_told_on_request(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("coverage", view="whatif", scenario=NEW_NURSERY)
    assert "residenti di 0-2 anni" not in html_words(page)
    page.session_state["scenario-access"] = True
    page.run()
    assert not page.exception
    assert "Canegrate" in html_words(page)
    assert "residenti di 0-2 anni" in html_words(page)


def test_who_reaches_other_places_is_told_for_each_scenario(open_page: OpenPage) -> None:
    page = open_page("coverage", view="whatif", scenario=NEW_NURSERY, scenario_2=HOME)
    page.session_state["scenario-access"] = True
    page.run()
    bodies = (element.proto.body for element in page.get("html"))
    (reached,) = (body for body in bodies if 'aria-label="Chi raggiunge' in body)
    assert "Ipotesi A" in reached
    assert "Ipotesi B" in reached


def test_the_form_is_folded_under_an_answer_and_a_click_on_the_map_unfolds_it(
    open_page: OpenPage, click: list[Pick], html_words: Words
) -> None:
    page = open_page("coverage", view="whatif", scenario=NEW_NURSERY)
    assert not page.session_state[whatif_keys.FORM]
    click.append(Pick(what=PickWhat.MUNICIPALITY, item_id="015118", lon=8.91801, lat=45.594, number=3))
    page.run()
    assert page.session_state[whatif_keys.FORM]
    assert "Punto scelto: Legnano" in html_words(page)


def test_the_place_of_the_other_sections_stays_in_links_and_when_the_section_changes(open_page: OpenPage) -> None:
    page = open_page("coverage", view="whatif", scenario=NEW_NURSERY, within="alto-milanese")
    assert page.query_params["within"] in ("alto-milanese", ["alto-milanese"])
    page.session_state[coverage_keys.COVERAGE_TAB] = "access"
    page.run()
    assert page.subheader[0].value.startswith("Comuni: 22.")
    page = open_page("coverage", view="whatif", scenario=NEW_NURSERY, basin="015118,015168")
    assert page.query_params["basin"] in ("015118,015168", ["015118,015168"])


def test_figures_that_stay_are_told_on_request_and_the_file_has_those_beyond_the_table(
    open_page: OpenPage, html_words: Words
) -> None:
    page = open_page("coverage", view="whatif", scenario="population:-5:0-2@019")
    assert "Che cosa non cambia" not in html_words(page)
    page.session_state["scenario-others"] = True
    page.run()
    assert not page.exception
    (table,) = (one.proto.body for one in page.get("html") if 'aria-label="Che cosa non cambia' in one.proto.body)
    count = int(re.search(r"Che cosa non cambia: (\d+) cifre", table)[1])
    assert count > MOST_FIGURES
    assert table.count("<tr>") == 1 + MOST_FIGURES
    assert f"Le altre {formats.number(count - MOST_FIGURES, 'it')} sono nel file" in table
