"""A page with one filter and no map: what Streamlit itself takes, the floor of every other figure."""

import streamlit as st

GROUPS = ("small_children", "children", "elders", "disability", "family", "time_saving")

st.set_page_config(layout="wide")
chosen = st.pills("Cosa cerchi?", GROUPS, selection_mode="multi", key="groups")
st.text(f"Scelta: {', '.join(chosen)}")
