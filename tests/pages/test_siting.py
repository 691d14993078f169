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
    assert any("È il meglio possibile: dimostrato." in one.value for one in page.markdown)
    assert any("nel caso peggiore" in one.value for one in page.markdown)
    assert page.query_params["view"] in ("siting", ["siting"])
    assert page.query_params["within"] in ("Alto Milanese", ["Alto Milanese"])


def test_the_address_restores_the_question(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("coverage", view="siting", within="alto-milanese", seek="enterprise", threshold="60")
    assert not page.exception
    assert page.selectbox(key=siting_keys.SEEK).value == "enterprise"
    assert "mancano, entro 15 min, almeno 60 posti" in page.subheader[0].value
    assert page.query_params["threshold"] in ("60", ["60"])


@pytest.mark.parametrize("seek", ["cover", "p_median", "interfirm"])
def test_every_target_answers(open_page: OpenPage, seek: str) -> None:
    page = open_page("coverage", view="siting", within="alto-milanese", seek=seek)
    assert not page.exception
    assert page.subheader[0].value.startswith("Dimostrazione")


def test_a_territory_that_is_none_and_sizes_that_do_not_fit_are_said(open_page: OpenPage) -> None:
    nowhere = open_page("coverage", view="siting", within="nowhere")
    assert not nowhere.exception
    assert "nowhere" in nowhere.subheader[0].value
    sizes = open_page("coverage", view="siting", within="alto-milanese", smallest="50")
    assert not sizes.exception
    assert "il doppio" in sizes.subheader[0].value
