"""The section *Scheda* of the page of coverage: a district is chosen, its brief read, taken along and compared."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from welfare_map.exports.brief import brief_json
from welfare_map.model import BriefQuery
from welfare_map.questions.brief import brief
from welfare_map.ui import brief_keys, coverage_keys, data

OpenPage = Callable[..., AppTest]
Words = Callable[[AppTest], str]


def earlier_json(**asked: Any) -> bytes:
    """Return the JSON of a brief of today; a page has been opened before."""
    return brief_json(brief(data.snapshot(), BriefQuery(as_of_on=data.today(), **asked)), "it")


def test_without_a_district_it_asks_for_one(open_page: OpenPage) -> None:
    page = open_page("coverage", view="brief")
    assert page.subheader[0].value.startswith("Scegli un ambito")
    assert dict(page.query_params) == {"view": "brief"}


def test_a_chosen_district_is_told_and_stands_in_the_address(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("coverage", view="brief")
    page.selectbox(key=brief_keys.BRIEF_PLACE).select("alto-milanese").run()
    assert not page.exception
    words = html_words(page)
    assert "L'ambito riunisce 22 comuni" in words
    assert "+39 0331877298" in words
    assert page.query_params["district"] in ("alto-milanese", ["alto-milanese"])


def test_a_demonstration_brief_is_labelled_and_gives_no_verdict(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("coverage", view="brief", district="alto-milanese")
    words = html_words(page)
    assert "scheda dimostrativa" in page.subheader[0].value
    assert "In questa pagina ci sono dati dimostrativi" in words
    assert "Che cosa è raggiunto" not in words


def test_without_demonstration_data_it_says_what_is_not_known(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("coverage", view="brief", district="alto-milanese")
    page.checkbox(key=coverage_keys.REAL).check().run()
    assert not page.exception
    assert "non ha ancora un elenco che copra tutto l'ambito" in html_words(page)
    assert page.query_params["real"] in ("true", ["true"])


def test_english_is_complete(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("coverage", view="brief", district="lodi", lang="en")
    assert "The district has 61 municipalities" in html_words(page)


def test_a_district_that_is_none_leaves_the_address(open_page: OpenPage) -> None:
    page = open_page("coverage", view="brief", district="atlantide")
    assert page.subheader[0].value.startswith("Scegli un ambito")
    assert "district" not in page.query_params


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"[]", "non è una scheda precedente", id="another file"),
        pytest.param(b"\x00", "non è una scheda precedente", id="no JSON"),
        pytest.param(None, "è di un altro ambito", id="another district"),
    ],
)
def test_a_file_that_does_not_go_with_it_is_said_and_left_out(
    open_page: OpenPage, html_words: Words, content: bytes | None, said: str
) -> None:
    page = open_page("coverage", view="brief", district="alto-milanese")
    given = content or earlier_json(district="lodi")
    page.file_uploader(key=brief_keys.PREVIOUS).set_value(("scheda.json", given, "application/json")).run()
    assert said in page.warning[0].value
    assert "L'ambito riunisce 22 comuni" in html_words(page)


def test_a_previous_brief_says_what_changed(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("coverage", view="brief", district="alto-milanese", real="true")
    gone = {"record_id": "x", "name": {"it": "Filanda", "en": "Mill"}}
    content = json.loads(earlier_json(district="alto-milanese", with_demo=False))
    given = json.dumps({**content, "firms": [gone]}).encode()
    page.file_uploader(key=brief_keys.PREVIOUS).set_value(("scheda.json", given, "application/json")).run()
    assert "Non risultano più aderenti (1 impresa): «Filanda»." in html_words(page)


def test_the_district_of_the_other_sections_is_that_of_the_brief(open_page: OpenPage) -> None:
    """Whoever comes from *Dove agire* of a district is not asked again which one it is."""
    page = open_page("coverage", view="brief", within="alto-milanese")
    assert not page.exception
    assert "Alto Milanese" in page.subheader[0].value


@pytest.mark.parametrize(
    "params",
    [
        pytest.param({"within": "015155"}, id="typed"),
        pytest.param({"within": "alto-milanese", "areas": "municipality", "unit": "015155"}, id="opened"),
    ],
)
def test_the_municipality_of_the_other_sections_is_that_of_the_brief(
    open_page: OpenPage, params: dict[str, str]
) -> None:
    """A mayor who typed or opened the own municipality reads its brief."""
    page = open_page("coverage", view="brief", **params)
    assert page.subheader[0].value.startswith("Scheda del comune di Nosate. ")
    assert page.query_params["municipality"] in ("015155", ["015155"])


@pytest.mark.parametrize("within", ["015", "03"])
def test_a_province_of_the_other_sections_has_no_brief(open_page: OpenPage, within: str) -> None:
    assert open_page("coverage", view="brief", within=within).subheader[0].value.startswith("Scegli un ambito")


def test_a_chosen_municipality_is_told_first_and_its_link_restores_it(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("coverage", view="brief")
    page.selectbox(key=brief_keys.BRIEF_PLACE).select("015155").run()
    words = html_words(page)
    assert (
        "Nosate ha 6 bambini da 3 a 36 mesi: a 33 posti di nido ogni 100, come chiede la legge, ne servono 2" in words
    )
    assert words.index("Nosate ha 6 bambini") < words.index("L'ambito riunisce 22 comuni")
    kept = {name: "".join(value) for name, value in dict(page.query_params).items()}
    assert kept == {"view": "brief", "municipality": "015155"}
    again = open_page("coverage", **kept)
    assert again.selectbox(key=brief_keys.BRIEF_PLACE).value == "015155"
    assert again.subheader[0].value == page.subheader[0].value


def test_a_municipality_that_is_none_leaves_the_address_and_is_said(open_page: OpenPage) -> None:
    page = open_page("coverage", view="brief", municipality="999999")
    assert page.subheader[0].value.startswith("Scegli un ambito")
    assert "municipality" not in page.query_params
    assert "comune della scheda" in page.warning[0].value


def test_where_nothing_can_be_told_the_map_says_so(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("coverage", view="brief", district="alto-milanese", real="true")
    words = html_words(page)
    assert "perciò la mappa non ha colori" in words
    assert "nessuno può dirlo" not in words
    assert "non ha colori" not in html_words(open_page("coverage", view="brief", district="alto-milanese"))
