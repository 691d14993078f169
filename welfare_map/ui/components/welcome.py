"""What stands beside the map before the first question: what happens next, and what else is here."""

import streamlit as st

from welfare_map.maps.popups import escape
from welfare_map.texts import formats, text
from welfare_map.ui import state
from welfare_map.ui.context import Page

SIGNPOSTS = (("firm", "imprese"), ("authority", "copertura"), ("agreements", "buone-pratiche"), ("data", "dati"))


def welcome(page: Page) -> bool:
    """
    Say what to do first, and where firms, local authorities and the curious go.

    Returns
    -------
    has_demo
        The services that it counts are in part a demonstration.
    """
    lang, tables = page.lang, page.snapshot.tables
    st.html(f'<p class="wm-hint">{escape(text("find.hint", lang))}</p>')
    saved_count = len(state.get(state.SAVED))
    if saved_count:
        waiting = "find.saved_waiting_one" if saved_count == 1 else "find.saved_waiting"
        st.caption(text(waiting, lang, count=saved_count))
    demo_count = int(tables["services"]["is_demo"].sum())
    counted = text(
        "find.counted",
        lang,
        services=formats.number(len(tables["services"]), lang),
        municipalities=formats.number(len(page.snapshot.territory.municipalities), lang),
        demo=formats.number(demo_count, lang),
    )
    st.caption(counted)
    items = "".join(
        f'<li><a href="{path}" target="_self">{escape(text(f"find.signpost.{name}", lang))}</a></li>'
        for name, path in SIGNPOSTS
    )
    st.html(f'<ul class="wm-signposts">{items}</ul>')
    return demo_count > 0
