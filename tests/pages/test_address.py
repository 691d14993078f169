"""When the address is read again: never while somebody types or takes something back."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from welfare_map.ui import state, unread_words
from welfare_map.ui.coverage_keys import INDICATOR

SCRIPT = """
import streamlit as st
from welfare_map.ui import state, visit_address

visit_address.open_address()
st.session_state["was_read"] = visit_address.follow_address("")
st.text_input("words", key=state.WORDS, persist_state="session")
st.button("forget", key="forget", on_click=state.put, args=(state.HOME.point, None))
state.put(state.POINT, None)
visit_address.write_address(None)
"""


def opened(embedded: None) -> AppTest:
    """Open a page whose address leaves a point that cannot be answered."""
    page = AppTest.from_string(SCRIPT)
    page.query_params["lon"], page.query_params["lat"] = "12.496", "41.903"
    return page.run()


def test_an_address_that_lags_behind_does_not_swallow_what_somebody_types(embedded: None) -> None:
    page = opened(embedded)
    page.query_params["lon"], page.query_params["lat"] = "12.496", "41.903"  # the browser has not yet been told
    page.text_input(key=state.WORDS).input("Cremona").run()
    assert page.session_state["was_read"] is False
    assert page.session_state[state.WORDS] == "Cremona"


def test_an_address_that_changed_alone_is_read_again(embedded: None) -> None:
    page = opened(embedded)
    page.query_params["lon"], page.query_params["lat"] = "8.918", "45.594"
    page.run()
    assert page.session_state["was_read"] is True


def test_an_address_that_is_read_again_leaves_the_language_that_was_chosen_last(embedded: None) -> None:
    page = opened(embedded)
    page.session_state[state.LANG] = "en"
    page.run()
    assert page.query_params["lang"] == "en"
    page.query_params.clear()
    page.run()
    assert page.session_state["was_read"] is True
    assert page.session_state[state.LANG] == "en"


def test_an_address_that_is_read_again_leaves_the_saved_list_of_the_visit(embedded: None) -> None:
    page = opened(embedded)
    page.session_state[state.SAVED] = ("demo:1", "demo:2")
    page.run()
    assert page.query_params["saved"] == "demo:1,demo:2"
    page.query_params.clear()
    page.query_params["territory"] = "015118"
    page.run()
    assert page.session_state[state.TERRITORY] == "015118"
    assert page.session_state[state.SAVED] == ("demo:1", "demo:2")


def test_an_address_that_is_read_again_leaves_what_the_page_writes_into_none(embedded: None) -> None:
    page = opened(embedded)
    page.session_state[state.KINDS], page.session_state[INDICATOR] = ["nursery"], "lep_nursery"
    page.run()
    page.query_params["lon"], page.query_params["territory"] = "8.918", "015118"
    page.run()
    assert page.session_state["was_read"] is True
    assert page.session_state[state.TERRITORY] == "015118"
    assert page.session_state[state.KINDS] == ["nursery"]
    assert page.session_state[INDICATOR] == "lep_nursery"


def test_a_home_that_is_forgotten_stays_so_while_the_address_still_names_it(embedded: None) -> None:
    page = AppTest.from_string(SCRIPT)
    page.query_params["home"] = "8.94,45.55"
    page.run()
    assert page.session_state[state.HOME.point] == (8.94, 45.55)
    page.query_params["home"] = "8.94,45.55"  # the browser has not yet been told
    page.button(key="forget").click().run()
    assert page.session_state[state.HOME.point] is None


@pytest.mark.parametrize("name", ["agreements", "registry", "method", "accessibility", "privacy", "questionnaire"])
def test_every_page_says_what_it_could_not_read_of_its_link(open_page: Callable[..., AppTest], name: str) -> None:
    said = [warning.value for warning in open_page(name, lang="xx", section="history").warning]
    section = {"agreements": "sezione «history» (qui si usa: Buone pratiche)"}
    theirs = section.get(name, "la parte «section» (questa pagina non la conosce)")
    assert "".join(said[:1]).startswith(
        f"Del collegamento non si è potuto leggere: lingua «xx» (qui si usa: italiano); {theirs}. "
    )


LINK = """
import streamlit as st
from welfare_map.ui import state, unread_words, visit_address

visit_address.open_address()
visit_address.say_choices_again(state.get(state.LANG), "")
st.segmented_control("lang", ["it", "en"], key=state.LANG, persist_state="session")
st.session_state["gone"] = st.checkbox("gone")
if st.session_state["gone"] and state.get(state.ORGANISATION):
    unread_words.leave_out(unread_words.VISIT, "organisation", state.get(state.ORGANISATION))
    state.put(state.ORGANISATION, "")
visit_address.write_address(None)
"""

FIRMS = """
import streamlit as st
from welfare_map.settings import current_settings
from welfare_map.ui import data, state, visit_address
from welfare_map.ui.context import Page
from welfare_map.ui.pages.firms import show

visit_address.open_address()
is_opened = st.checkbox("imprese")
visit_address.follow_address("imprese" if is_opened else "")
if is_opened:
    show(Page(snapshot=data.snapshot(), settings=current_settings(), lang="it", as_of_on=data.today()))
else:
    visit_address.write_address(None)
"""


def unread(page: AppTest) -> dict[str, str]:
    """Return what the page says that it did not read."""
    words: dict[str, str] = page.session_state[unread_words.UNREAD].get(unread_words.VISIT, {})
    return words


def test_what_goes_from_the_map_in_mid_visit_is_said_until_the_visitor_changes_something(embedded: None) -> None:
    page = AppTest.from_string(LINK)
    page.query_params["organisation"] = "demo:1"
    page.run()
    assert unread(page) == {}
    page.checkbox[0].check().run()
    assert unread(page) == {"organisation": "demo:1"}
    assert page.run().query_params.get("organisation") is None
    assert unread(page) == {"organisation": "demo:1"}
    page.session_state[state.TERRITORY] = "016024"
    page.run()
    assert unread(page) == {}


def test_another_language_is_chosen_and_the_rest_of_the_sentence_stays(embedded: None) -> None:
    page = AppTest.from_string(LINK)
    page.query_params["lang"], page.query_params["min"] = "xx", "0"
    page.run()
    assert unread(page) == {"lang": "xx", "min": "0"}
    page.button_group(key=state.LANG).set_value("en").run()
    assert page.session_state[state.LANG] == "en"
    assert unread(page) == {"min": "0"}


def test_a_firm_that_a_link_names_badly_is_said_on_the_page_that_looks_for_it(embedded: None) -> None:
    page = AppTest.from_string(FIRMS, default_timeout=120)
    page.query_params["organisation"] = "demo:nope"
    page.run()
    page.checkbox[0].check().run()
    assert not page.exception
    [said] = page.warning
    assert "la tua impresa «demo\\:nope» (non se ne tiene conto)" in said.value
    assert dict(page.query_params) == {}
