"""What stands beside the map before the first question: what happens next, and what else is here."""

import streamlit as st

from welfare_map.maps.popups import escape
from welfare_map.texts import formats, text
from welfare_map.ui.context import Page

SIGNPOSTS = (("firm", "buone-pratiche"), ("authority", "buone-pratiche"), ("data", "dati"))


def welcome(page: Page) -> None:
    """Say what to do first, and where firms, local authorities and the curious go."""
    lang, tables = page.lang, page.snapshot.tables
    st.html(f'<p class="wm-hint">{escape(text("find.hint", lang))}</p>')
    counted = text(
        "find.counted",
        lang,
        services=formats.number(len(tables["services"]), lang),
        municipalities=formats.number(len(page.snapshot.territory.municipalities), lang),
    )
    st.caption(counted)
    items = "".join(
        f'<li><a href="{path}" target="_self">{escape(text(f"find.signpost.{name}", lang))}</a></li>'
        for name, path in SIGNPOSTS
    )
    st.html(f'<ul class="wm-signposts">{items}</ul>')
