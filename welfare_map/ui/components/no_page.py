"""What an address says that is none of ours: so in words, and the way to the pages that there are."""

from collections.abc import Iterable

import streamlit as st

from welfare_map.texts import text
from welfare_map.ui import visit_address
from welfare_map.ui.components.frame import title
from welfare_map.ui.components.unread import say_unread


def show_no_page(pages: Iterable[st.Page], lang: str) -> None:
    """Say it, and lead to each page; the language stays."""
    unread_slot = title(text("app.no_page", lang), lang)
    st.write(text("app.no_page_said", lang))
    with st.container(key="no-page", gap="xsmall"):
        for page in pages:
            st.page_link(page, width="content")
    visit_address.write_address(None)
    say_unread(unread_slot, lang)
