"""The frame of every page: document settings, language switch, header, footer."""

from pathlib import Path

import streamlit as st

from welfare_map.maps.popups import escape
from welfare_map.texts import DEFAULT_LANGUAGE, LANGUAGES, text
from welfare_map.ui import state
from welfare_map.ui.components.map import set_document_language

STYLE_PATH = Path(__file__).parents[1] / "style.css"
LANGUAGE_NAMES = {"it": "Italiano", "en": "English"}


def language() -> str:
    """Return the language that the address or the switch asks for."""
    asked = st.session_state.get(state.LANG) or st.query_params.get(state.LANG, DEFAULT_LANGUAGE)
    return asked if asked in LANGUAGES else DEFAULT_LANGUAGE


def page_setup(lang: str) -> None:
    """Set title, width, style and the language of the document."""
    st.set_page_config(page_title=text("app.name", lang), layout="wide", initial_sidebar_state="collapsed")
    st.html(STYLE_PATH)
    set_document_language(lang)


def header(lang: str) -> None:
    """Draw the name of the site, its claim and the language switch."""
    with st.container(key="site-header", horizontal=True, vertical_alignment="center"):
        name, claim = escape(text("app.name", lang)), escape(text("app.claim", lang))
        st.html(f'<p class="wm-brand"><strong>{name}</strong> <span>{claim}</span></p>')
        st.segmented_control(
            text("app.language", lang),
            LANGUAGES,
            default=DEFAULT_LANGUAGE,
            required=True,
            format_func=LANGUAGE_NAMES.__getitem__,
            key=state.LANG,
            bind="query-params",
            label_visibility="collapsed",
        )


def footer(lang: str) -> None:
    """Draw the line that closes every page."""
    st.html(f'<footer class="wm-footer"><p>{escape(text("app.footer", lang))}</p></footer>')
