"""The real pages on a day that does not go by: what a picture shows today it shows in a year."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.pages_manager import PagesManager

from welfare_map.register.surveys import links
from welfare_map.ui import data
from welfare_map.ui.assets import code_addresses, routes
from welfare_map.ui.headers import PageHeaders
from welfare_map.ui.start_page import StartPage

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
MAIN = Path(__file__).parents[3] / "welfare_map" / "ui" / "main.py"

PagesManager.uses_pages_directory = False
data.today = NOON.date
links.read_survey_token = partial(links.read_survey_token, at=NOON)  # pages are loaded when they are first opened
headers = Middleware(PageHeaders, map_files=code_addresses())
app = st.App(MAIN, routes=routes(), middleware=[headers, Middleware(StartPage, links=lambda _: "")])
