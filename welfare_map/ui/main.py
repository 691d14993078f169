"""Settings, language, navigation: what every page shares. Pages are functions handed to ``st.Page``."""

import functools
import importlib
import logging
import traceback
from collections.abc import Sequence
from types import ModuleType
from urllib.parse import unquote, urlsplit

import streamlit as st

from geodata.errors import InputError, StoreError, WelfareMapError
from welfare_map.settings import current_settings
from welfare_map.texts import text
from welfare_map.ui import data, state, visit_address
from welfare_map.ui.assets import base_path
from welfare_map.ui.components.away import forget, give_back, say_away
from welfare_map.ui.components.frame import footer, language, page_setup, say_on_paper
from welfare_map.ui.components.no_page import show_no_page
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import error_marked
from welfare_map.ui.page_list import AT_THE_END, BY_LINK, PAGES, PATHS, UNLISTED, page_below
from welfare_map.ui.registry_keys import TOKEN

LOGGER = logging.getLogger(__name__)
NO_PAGE = "no_page"
"""Path with which the visit began, where it is that of no page; "" for none."""

OPENED_BY_A_KEY = frozenset({"registry", "questionnaire"})
"""Pages whose address may hold a signed link."""


def run() -> None:
    """Draw the page that the address asks for."""
    visit_address.open_address()
    lang = language()
    listed, by_link, at_the_end = ([_page(entry, lang) for entry in part] for part in (PAGES, BY_LINK, AT_THE_END))
    chosen = st.navigation([*listed, *by_link, *at_the_end, *_no_page(listed, lang)], position="top")
    if visit_address.follow_address(chosen.url_path):
        st.rerun()
    visit_address.say_choices_again(lang, chosen.url_path)
    page_setup(chosen.title, lang)
    chosen.run()
    if token := state.get(TOKEN):
        from welfare_map.ui.components.registry.session_end import watch_session  # noqa: PLC0415  # few have a session

        watch_session(token, lang)
    footer(at_the_end, lang)


def _page(entry: tuple[str, str, str], lang: str) -> st.Page:
    key, path, name = entry
    return st.Page(
        functools.partial(_shielded, name, lang),
        title=text(key, lang),
        url_path=path,
        default=not path,
        visibility="hidden" if entry in UNLISTED else "visible",
    )


def _no_page(listed: Sequence[st.Page], lang: str) -> list[st.Page]:
    """
    Return the page that says that an address is none of ours, where the visit began with such a one.

    It stays among the pages of the visit, so that the browser's way back leads to it.
    """
    if state.get(NO_PAGE) is None:
        path = page_below(base_path(), unquote(urlsplit(st.context.url or "").path))
        state.put(NO_PAGE, "" if path in PATHS else path)
    path = str(state.get(NO_PAGE))
    show = functools.partial(show_no_page, listed, lang)
    return [st.Page(show, title=text("app.no_page", lang), url_path=path, visibility="hidden")] if path else []


def _shielded(name: str, lang: str) -> None:
    """
    Draw one page; what goes wrong is said in plain words, and the rest of the site works.

    A page and what only it needs are loaded when it is first opened: half the memory and of the start go to pages that
    most visitors never see.
    """
    try:
        with st.spinner(text("app.starting", lang), show_time=False):
            current = data.current()
            page = importlib.import_module(f"welfare_map.ui.pages.{name}")
        if current.fault:
            st.warning(text("app.register_away", lang))
            _note(current.fault)
        _show(
            name, page, Page(snapshot=current.snapshot, settings=current_settings(), lang=lang, as_of_on=data.today())
        )
        say_on_paper(current.snapshot.sources, lang, is_address_whole=name not in OPENED_BY_A_KEY)
        data.settle_memory(current.snapshot)
    except InputError as error:
        st.error(error_marked(error, lang))
    except WelfareMapError as error:
        st.error(text("app.broken_register", lang))
        _note(str(error))
    except Exception as error:  # noqa: BLE001  # a fault of ours: the visitor reads a sentence, the operator the place
        st.error(text("app.broken_page", lang))
        _note(f"{type(error).__name__}\n{''.join(traceback.format_tb(error.__traceback__))}")


def _show(name: str, module: ModuleType, page: Page) -> None:
    """Draw a page as far as it goes without the register, where that does not answer."""
    give_back(name)
    try:
        module.show(page)
    except StoreError as error:
        say_away(name, page.lang)
        _note(str(error))
    else:
        forget(name)


def _note(what: str) -> None:
    """Tell the operator; neither the address nor what a visitor typed is in it."""
    LOGGER.error("%s", what)


if __name__ == "__main__":  # as Streamlit runs it
    run()
