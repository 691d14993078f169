"""*Navetta* on the page of firms."""

import gc
import weakref
from collections.abc import Callable

import pytest
from streamlit.runtime.caching import clear_session_resource_cache
from streamlit.testing.v1 import AppTest

from welfare_map.model import ShuttleAnswer
from welfare_map.ui.components.firms.commuting import HOMES, Homes, read_homes
from welfare_map.ui.components.firms.shuttle import WAY, WINDOW
from welfare_map.ui.state import ORGANISATION

OpenPage = Callable[..., AppTest]
Words = Callable[[AppTest], str]
FIRM, PARTNER, TWO_SHIFTS = "demo:org-015250-1", "demo:org-015118-3", "demo:org-015166-1"
PLACE = {"lon": "9.09", "lat": "45.52", "tab": "shuttle"}
SESSION = "test session id"
"""What Streamlit calls a session of its tests."""
TOGETHER = {**PLACE, "organisation": FIRM, "partners": PARTNER}


def sentence(page: AppTest) -> str:
    return str(page.subheader[0].value)


def said(page: AppTest) -> str:
    return " ".join(str(one.value) for one in (*page.info, *page.warning, *page.caption))


def test_without_a_firm_the_section_says_what_comes_first(open_page: OpenPage) -> None:
    page = open_page("firms", **PLACE)
    assert "Di' qual è la tua impresa" in said(page)
    assert "Metti insieme" in said(page)


def test_two_firms_see_their_rounds_stop_by_stop_and_what_going_together_saves(
    open_page: OpenPage, html_words: Words
) -> None:
    page = open_page("firms", **TOGETHER)
    words = html_words(page)
    assert "Persone sulle navette:" in sentence(page)
    assert "07:58 da Monza" in words
    assert "salgono" in words
    assert "ognuna da sola" in words
    assert "PSCL obbligatorio:" in words
    assert "non noto" in words
    assert "In questa pagina ci sono dati dimostrativi" in words
    assert [button.label for button in page.get("download_button")][:2] == [
        "Foglio per il PSCL (XLSX)",
        "Solo le origini (CSV)",
    ]


def test_the_way_home_is_a_click_away(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("firms", **TOGETHER)
    assert "16/16 posti" in html_words(page)
    page.segmented_control(key=WAY).set_value("back").run()
    assert not page.exception
    assert "17:35 da Dimostrazione" in html_words(page)


def test_prices_make_the_cost_known(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("firms", **TOGETHER)
    page.number_input(key="shuttle_cost_eur_per_km").set_value(2.0).run()
    assert "Costo: non noto" in " ".join(html_words(page).split())
    page.number_input(key="shuttle_cost_eur_per_hour").set_value(30.0).run()
    assert not page.exception
    assert "Costo: non noto" not in " ".join(html_words(page).split())
    assert "€" in html_words(page)


def test_a_smaller_vehicle_carries_fewer(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("firms", **TOGETHER)
    page.number_input(key="shuttle_seats").set_value(8).run()
    assert not page.exception
    assert "/8 posti" in html_words(page)
    assert "/16 posti" not in html_words(page)


def shuttles_held() -> int:
    """Count what this process holds of shuttles for people who were typed, wherever it is."""
    gc.unfreeze()
    gc.collect()
    return sum(isinstance(one, ShuttleAnswer) for one in gc.get_objects())


def test_where_people_live_is_typed_stays_in_the_page_and_leaves_with_the_visit(
    open_page: OpenPage, html_words: Words
) -> None:
    page = open_page("firms", **{**PLACE, "organisation": FIRM})
    page.text_area(key=HOMES).set_value("Rho 14\nParabiago: 9\nAtlantide 3").run()
    assert not page.exception
    words = html_words(page)
    assert "Rho" in words
    assert "Parabiago" in words
    assert "Monza" not in words
    assert "«Atlantide 3»" in said(page)
    assert not {"14", "Rho"} & {str(value) for value in page.query_params.values()}
    assert shuttles_held() > 0
    visit = weakref.ref(page.session_state)
    del page
    clear_session_resource_cache(SESSION)  # what Streamlit does when a session ends
    assert shuttles_held() == 0
    assert visit() is None


def test_a_firm_with_several_shifts_shows_one_at_a_time(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("firms", **{**PLACE, "organisation": TWO_SHIFTS})
    options = page.selectbox(key=WINDOW).options
    assert len(options) == 2
    first = html_words(page)
    page.selectbox(key=WINDOW).select_index(1).run()
    assert html_words(page) != first


def test_a_firm_of_which_nobody_knows_enough_is_told_why(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("firms", **{**PLACE, "organisation": "demo:org-015146-1"})
    assert sentence(page).startswith("Nessuna navetta")
    assert page.session_state[ORGANISATION] == "demo:org-015146-1"


def test_the_section_speaks_english(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("firms", lang="en", **TOGETHER)
    assert "People on the shuttles:" in sentence(page)
    assert "get on" in html_words(page)


@pytest.mark.parametrize(
    ("words", "counts"),
    [
        pytest.param("Legnano 12", {"015118": 12}, id="a name and a number"),
        pytest.param("legnano: 12\n\n  Parabiago - 8 ", {"015118": 12, "015168": 8}, id="other ways to write it"),
        pytest.param("Legnano 12\nLegnano 3", {"015118": 15}, id="twice"),
        pytest.param("San Giorgio su Legnano; 7", {"015194": 7}, id="a name of several words"),
        pytest.param("Legnano", {}, id="no number"),
        pytest.param("Legnano 0", {}, id="nobody"),
        pytest.param("12", {}, id="no name"),
    ],
)
def test_lines_of_homes_are_read(embedded: None, words: str, counts: dict[str, int]) -> None:
    from welfare_map.ui import data  # noqa: PLC0415  # after the data folder of this run is set

    found = read_homes(data.snapshot(), words)
    assert dict(found.counts) == counts
    assert bool(found.unread) is not bool(counts)
    assert found != Homes()
