"""The line of sources below an answer."""

from streamlit.testing.v1 import AppTest


def test_an_answer_without_a_source_names_none_and_the_page_stands() -> None:
    page = AppTest.from_string(
        """
from welfare_map.ui.components.frame import say_sources
say_sources((), "it")
"""
    ).run()
    assert not page.exception
    assert not page.get("html")
