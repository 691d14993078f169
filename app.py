"""The application: pages by Streamlit, the map's static files by our own routes; ``streamlit run app.py`` starts it."""

import streamlit as st
from starlette.middleware import Middleware

from welfare_map.ui.assets import routes
from welfare_map.ui.headers import NoReferrer

app = st.App("welfare_map/ui/main.py", routes=routes(), middleware=[Middleware(NoReferrer)])
