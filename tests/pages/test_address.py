"""When the address is read again: never while somebody types or takes something back."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from welfare_map.ui import state

SCRIPT = """
import streamlit as st
from welfare_map.ui import state

state.open_address()
st.session_state["was_read"] = state.follow_address("")
st.text_input("words", key=state.WORDS, persist_state="session")
st.button("forget", key="forget", on_click=state.put, args=(state.HOME.point, None))
state.put(state.POINT, None)
state.write_address(None)
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


def test_a_home_that_is_forgotten_stays_so_while_the_address_still_names_it(embedded: None) -> None:
    page = AppTest.from_string(SCRIPT)
    page.query_params["home"] = "8.94,45.55"
    page.run()
    assert page.session_state[state.HOME.point] == (8.94, 45.55)
    page.query_params["home"] = "8.94,45.55"  # the browser has not yet been told
    page.button(key="forget").click().run()
    assert page.session_state[state.HOME.point] is None


@pytest.mark.parametrize("name", ["agreements", "registry", "method", "accessibility", "questionnaire"])
def test_every_page_says_what_it_could_not_read_of_its_link(open_page: Callable[..., AppTest], name: str) -> None:
    said = [warning.value for warning in open_page(name, lang="xx").warning]
    sentence = "Del collegamento non si è potuto leggere: lingua «xx» (qui si usa: italiano). "
    assert [words for words in said if words.startswith(sentence)] == said[:1]
