"""The banner that stays while demonstration data are on the page."""

import streamlit as st

from welfare_map.maps.popups import escape
from welfare_map.texts import text


def demo_banner(lang: str, *, is_shown: bool) -> None:
    """Say that something on the page is invented; say nothing when nothing is."""
    if is_shown:
        st.html(f'<p class="wm-banner" role="note">{escape(text("app.demo_banner", lang))}</p>')
