"""The toy page with the routes of the real application."""

from pathlib import Path

import streamlit as st

from welfare_map.ui.assets import routes

app = st.App(Path(__file__).with_name("toy_map.py"), routes=routes())
