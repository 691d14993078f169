"""The banner that stays while demonstration data are on the page."""

import streamlit as st

from welfare_map.maps.popups import escape
from welfare_map.texts import text


def demo_banner(lang: str, *, has_services: bool, has_organisations: bool) -> None:
    """Say which parts of the page are invented; say nothing when none is."""
    shown = (("app.demo_services", has_services), ("app.demo_organisations", has_organisations))
    parts = ", ".join(text(key, lang) for key, is_shown in shown if is_shown)
    if parts:
        st.html(f'<p class="wm-banner" role="note">{escape(text("app.demo_banner", lang, parts=parts))}</p>')
