from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from geodata.licences import LICENCES

OpenPage = Callable[..., AppTest]
Words = Callable[[AppTest], str]


def test_every_source_has_licence_and_day(open_page: OpenPage, html_words: Words) -> None:
    said = html_words(open_page("method"))
    assert LICENCES["CC-BY-4.0"].name in said
    assert "Dati dimostrativi (inventati)" in said
    assert "2026" in said


@pytest.mark.parametrize(
    ("lang", "heading"),
    [("it", "Obiettivi e cifre di riferimento"), ("en", "Targets and reference figures")],
)
def test_every_section_has_its_heading_and_words(
    open_page: OpenPage, html_words: Words, lang: str, heading: str
) -> None:
    page = open_page("method", lang=lang)
    assert heading in [header.value for header in page.header]
    assert len(page.header) == len({header.value for header in page.header})
    assert "234/2021" in html_words(page)
