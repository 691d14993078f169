"""The toy page with the routes and the headers of the real application."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from welfare_map.ui.assets import routes
from welfare_map.ui.headers import PageHeaders

app = st.App(Path(__file__).with_name("toy_map.py"), routes=routes(), middleware=[Middleware(PageHeaders)])
