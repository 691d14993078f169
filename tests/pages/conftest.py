"""
Pages without a browser: AppTest runs a page function on the embedded data, widgets are found by their key.

``open_page("find", lon="8.918", …)`` draws the page of that name as its address asks.
"""

import html
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from geodata.territory import Territory
from welfare_map.settings import current_settings
from welfare_map.ui import data

RUN_TIMEOUT_S = 120
"""The first page of a run loads everything."""
SCRIPT = """
from welfare_map.settings import current_settings
from welfare_map.ui import data, visit_address
from welfare_map.ui.components.frame import language
from welfare_map.ui.context import Page
from welfare_map.ui.pages.{name} import show

visit_address.open_address()
show(Page(snapshot=data.snapshot(), settings=current_settings(), lang=language(), as_of_on=data.today()))
"""
OpenPage = Callable[..., AppTest]


@pytest.fixture(scope="session")
def embedded(real_territory: Territory, real_data_dir: Path, real_register: Path) -> Iterator[None]:
    """Point the process at a data folder of this run; what was cached before and is cached now is forgotten."""
    data.packed_boundaries(real_territory, data.boundaries_path(real_data_dir, real_territory.area))
    if not (real_data_dir / real_register.name).exists():
        shutil.copy(real_register, real_data_dir)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WELFARE_MAP_DATA_DIR", str(real_data_dir))
        patch.setenv("WELFARE_MAP_OFFLINE", "on")
        _forget()
        yield
    _forget()


def _forget() -> None:
    current_settings.cache_clear()
    st.cache_resource.clear()


@pytest.fixture
def open_page(embedded: None) -> OpenPage:
    """Draw a page and hold it to raise nothing."""

    def opened(name: str, **params: str) -> AppTest:
        page = AppTest.from_string(SCRIPT.format(name=name), default_timeout=RUN_TIMEOUT_S)
        for param, value in params.items():
            page.query_params[param] = value
        page.run()
        assert not page.exception
        return page

    return opened


@pytest.fixture(scope="session")
def html_words() -> Callable[[AppTest], str]:
    """Read the words of everything that a page draws as HTML."""

    def words(page: AppTest) -> str:
        bodies = (
            re.sub(r"<(script|style)\b.*?</\1>", " ", element.proto.body, flags=re.DOTALL)
            for element in page.get("html")
        )
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)) for body in bodies)

    return words
