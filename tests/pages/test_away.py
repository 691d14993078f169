"""What stands in a form while the register does not answer is there again, whatever kind of field it is in."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from welfare_map.ui.registry_keys import TOKEN

SCRIPT = """
from datetime import date
import streamlit as st
from welfare_map.ui import state
from welfare_map.ui.components.away import give_back, say_away

give_back("page")
if st.checkbox("away"):
    say_away("page", "it")
else:
    st.text_input("words", value="a", key=state.typed("words"))
    st.selectbox("truth", (True, False), index=None, key=state.field("truth"))
    st.selectbox("code", ("x", "y"), index=0, key=state.field("code"))
    st.multiselect("several", ("x", "y"), default=["x"], key=state.field("several"))
    st.date_input("day", value=date(2026, 9, 1), key=state.field("day"))
    st.number_input("number", value=1.0, key=state.field("number"))
    st.checkbox("tick", value=True, key=state.field("tick"))
"""
FIELDS: dict[str, tuple[Callable[[AppTest], Any], object]] = {
    "words": (lambda page: page.text_input(key="words"), ""),
    "truth": (lambda page: page.selectbox(key="truth"), True),
    "code": (lambda page: page.selectbox(key="code"), "y"),
    "several": (lambda page: page.multiselect(key="several"), []),
    "day": (lambda page: page.date_input(key="day"), date(2026, 11, 30)),
    "number": (lambda page: page.number_input(key="number"), 2.5),
    "tick": (lambda page: page.checkbox(key="tick"), False),
}


@pytest.mark.parametrize("name", FIELDS)
def test_what_was_chosen_or_emptied_is_there_again(name: str) -> None:
    find, value = FIELDS[name]
    page = AppTest.from_string(SCRIPT).run()
    find(page).set_value(value)
    away = page.run().checkbox[0]
    away.set_value(True)  # a value
    page.run()
    assert page.error
    page.button(key="away-again").click().run()
    page.button(key="away-again").click().run()
    assert page.error
    page.checkbox[0].set_value(False)  # a value
    page.run()
    assert find(page).value == value


def test_nothing_but_fields_is_kept() -> None:
    page = AppTest.from_string(SCRIPT)
    page.session_state[TOKEN] = "a secret"
    page.run().checkbox[0].set_value(True)  # a value
    page.run()
    assert set(page.session_state["held_fields"]["page"]) == set(FIELDS)
