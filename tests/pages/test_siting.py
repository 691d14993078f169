from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from welfare_map.ui import coverage_keys, siting_keys

OpenPage = Callable[..., AppTest]
Words = Callable[[AppTest], str]


def test_without_a_territory_the_page_asks_for_one(open_page: OpenPage) -> None:
    page = open_page("coverage", view="siting")
    assert not page.exception
    assert page.subheader[0].value.startswith("Scrivi il tuo ambito")


def test_a_district_gets_places_sites_and_the_proof(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("coverage", view="siting")
    page.text_input(key=coverage_keys.WITHIN).set_value("Alto Milanese").run()
    assert not page.exception
    assert page.subheader[0].value.startswith("Dimostrazione")
    words = html_words(page)
    assert "posti a Castano Primo" in words
    assert "l. 234/2021 art. 1 c. 172" in words
    assert any("Con meno posti non ci si arriva: è dimostrato." in one.value for one in page.markdown)
    assert any("nel caso migliore servono almeno" in one.value for one in page.markdown)
    assert page.query_params["view"] in ("siting", ["siting"])
    assert page.query_params["within"] in ("alto-milanese", ["alto-milanese"]), "a link says the code of a name"


def test_the_address_restores_the_question(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("coverage", view="siting", within="alto-milanese", seek="enterprise", threshold="60")
    assert not page.exception
    assert page.selectbox(key=siting_keys.SEEK).value == "enterprise"
    assert "mancano almeno 60 posti, entro 15 min" in page.subheader[0].value
    assert page.query_params["threshold"] in ("60", ["60"])


def test_a_village_opens_the_plan_of_its_district(open_page: OpenPage) -> None:
    page = open_page("coverage", view="siting", within="015155")
    assert not page.exception
    page.session_state[coverage_keys.UNIT] = "municipality:015155"
    assert "Da solo non conviene: a Nosate" in page.subheader[0].value
    page.button(key="siting-wider").click().run()
    assert not page.exception
    assert "ognuno dei 22 comuni" in page.subheader[0].value
    assert page.text_input(key=coverage_keys.WITHIN).value == "Alto Milanese"
    assert not page.session_state[coverage_keys.UNIT], "other areas: no figure of before stays open"


@pytest.mark.parametrize("seek", ["cover", "p_median", "interfirm"])
def test_every_target_answers(open_page: OpenPage, seek: str) -> None:
    page = open_page("coverage", view="siting", within="alto-milanese", seek=seek)
    assert not page.exception
    assert page.subheader[0].value.startswith("Dimostrazione")


def test_a_territory_that_is_none_and_sizes_that_do_not_fit_are_said(open_page: OpenPage) -> None:
    nowhere = open_page("coverage", view="siting", within="nowhere")
    assert not nowhere.exception
    assert "«nowhere»" in nowhere.warning[0].value
    sizes = open_page("coverage", view="siting", within="alto-milanese", smallest="50")
    assert not sizes.exception
    assert "il doppio" in sizes.subheader[0].value


def test_care_homes_ask_for_the_figure_that_no_law_says(open_page: OpenPage) -> None:
    page = open_page("coverage", view="siting", within="alto-milanese")
    page.selectbox(key=siting_keys.SEEK_FOR).set_value("care_home_places_per_100_aged_75").run()
    assert not page.exception
    assert page.subheader[0].value.startswith("Nessuna legge dice quanti posti")
    figure = page.number_input(key=siting_keys.FIGURES["figure"])
    assert figure.label == "Posti a cui arrivare ogni 100 residenti di 75 anni e più"
    figure.set_value(11.5).run()
    assert not page.exception
    assert "ne ha 11,5 ogni 100 residenti di 75 anni e più" in page.subheader[0].value
    assert page.query_params["figure"] in ("11.5", ["11.5"])
    page.selectbox(key=siting_keys.SEEK_FOR).set_value("lep_nursery").run()
    assert "ne ha 33 ogni 100 bambini" in page.subheader[0].value


def test_an_address_restores_another_service(open_page: OpenPage) -> None:
    page = open_page(
        "coverage",
        view="siting",
        within="alto-milanese",
        seek="enterprise",
        seek_for="day_centre_places_per_100_aged_75",
        figure="5",
        threshold="20",
    )
    assert not page.exception
    assert page.selectbox(key=siting_keys.SEEK_FOR).value == "day_centre_places_per_100_aged_75"
    assert "almeno 20 posti" in page.subheader[0].value


def test_firms_are_asked_about_nurseries_alone(open_page: OpenPage) -> None:
    page = open_page(
        "coverage",
        view="siting",
        within="alto-milanese",
        seek="interfirm",
        seek_for="day_centre_places_per_100_aged_75",
    )
    assert not page.exception
    assert page.selectbox(key=siting_keys.SEEK_FOR).value == "lep_nursery"
    assert len(page.selectbox(key=siting_keys.SEEK_FOR).options) == 2
