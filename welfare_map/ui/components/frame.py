"""The frame of every page: document settings, name, title with the language switch, footer."""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import Page

from welfare_map.maps.popups import escape
from welfare_map.maps.printed import imprint
from welfare_map.maps.source_words import sources_html
from welfare_map.model import SourceNote
from welfare_map.palette import COLOURS_OF_PAGES, ELDERS, INK, SMALL_CHILDREN, variables
from welfare_map.texts import LANGUAGES, text
from welfare_map.ui import state
from welfare_map.ui.components.framework_words import shown_words
from welfare_map.ui.components.map import set_document
from welfare_map.ui.page_scripts import run_script

STYLE_PATH = Path(__file__).parents[1] / "style.css"
LETTER_WIDTH: Final = 13
"""Units of the picture of the name: the mean of the widest letters that a system has for its own."""
LANGUAGE_NAMES = {"it": "Italiano", "en": "English"}


def language() -> str:
    """Return the language of this visit."""
    return str(state.get(state.LANG))


def page_setup(page_title: str, lang: str) -> None:
    """Set title, width, style, name, the language, and what Streamlit leaves out for the keyboard."""
    name = text("app.name", lang)
    st.set_page_config(page_title=f"{page_title} · {name}", layout="wide", initial_sidebar_state="collapsed")
    st.logo(_wordmark(name), size="large")
    st.html(_sheet())
    set_document(lang)
    run_script("assist", words=shown_words(lang))


@cache
def _sheet() -> str:
    """Return the sheet of the pages, with the variables that it names."""
    return f"<style>{variables(COLOURS_OF_PAGES)}\n{STYLE_PATH.read_text(encoding='utf-8')}</style>"


def title(words: str, lang: str, *, has_parts: bool = False) -> DeltaGenerator:
    """
    Draw the title of a page, with the language switch beside it.

    Parameters
    ----------
    words, lang
        The title; the language of the visit.
    has_parts
        The page has headings of the second level. Else a hidden one begins what follows, so that no level is left out
        before cards and answers, which are of the third.

    Returns
    -------
    slot
        Room below it for what of the link could not be read.
    """
    with st.container(key="page-title", horizontal=True, vertical_alignment="center"):
        st.title(words, anchor=False)
        st.segmented_control(
            text("app.language", lang),
            LANGUAGES,
            required=True,
            format_func=LANGUAGE_NAMES.__getitem__,
            key=state.LANG,
            persist_state="session",
            label_visibility="collapsed",
            width="content",
        )
    slot = st.container(key="slot-unread")
    if not has_parts:
        st.html(f'<h2 class="wm-hidden">{escape(text("app.content", lang))}</h2>')
    return slot


def say_on_paper(sources: Iterable[SourceNote], lang: str, *, is_address_whole: bool) -> None:
    """
    Draw what only a print of the page says: from whom, when, with data of which day, and the address.

    Parameters
    ----------
    sources
        Those of the data that pages show; the newest one that is no demonstration dates them.
    is_address_whole
        Whether the address may be printed with what it carries; that of a signed link is a key.
    """
    data_on = max((note.retrieved_on for note in sources if not note.is_demo), default="")
    st.html(imprint(data_on, lang, is_address_whole=is_address_whole))


def say_sources(sources: Iterable[SourceNote], lang: str) -> None:
    """Name the sources of what is above, and their licences; nothing for none."""
    if words := sources_html(sources, lang):
        st.html(words)


def footer(pages: Sequence[Page], lang: str) -> None:
    """Draw the line that closes every page, and the ways to pages about the map itself, which keep the visit."""
    with st.container(key="footer", gap=None):
        st.html(f'<footer class="wm-footer"><p>{escape(text("app.footer", lang))}</p></footer>')
        with st.container(key="footer-links", horizontal=True, gap="medium"):
            for page in pages:
                st.page_link(page, width="content")


def _wordmark(name: str) -> str:
    """Return the name of the site as a picture: two linked rings, work and care, and the name."""
    width = 50 + LETTER_WIDTH * len(name)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="40" viewBox="0 0 {width} 40" role="img" '
        f'style="color-scheme:light dark" aria-label="{escape(name)}"><g fill="none" stroke-width="4">'
        f'<circle cx="16" cy="20" r="10" stroke="{ELDERS.css}"/><circle cx="29" cy="20" r="10" '
        f'stroke="{SMALL_CHILDREN.css}"/></g><text x="50" y="27" font-family="system-ui, sans-serif" '
        f'font-size="20" font-weight="650" fill="{INK.css}">{escape(name)}</text></svg>'
    )
