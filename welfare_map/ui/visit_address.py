"""
The address of a visit: the image of what the session holds.

It is read when a visit begins, and again where Back or a link brings another one, through ``share`` (junk falls back);
every page writes it back at its end.
"""

from collections.abc import Container, Iterable, Mapping
from typing import Final

import streamlit as st

from welfare_map import share
from welfare_map.model import NearbyQuery
from welfare_map.parameters import Address
from welfare_map.ui import state, unread_words
from welfare_map.ui.address_values import (
    BESIDE,
    is_unknown,
    keys_of_the_address,
    point_params,
    query_values,
    readers,
    view,
)

OPENED: Final = "is_opened"
WRITTEN: Final = "written_address"
IMAGE: Final = "written_image"
PAGE: Final = "page"
WRITTEN_PAGE: Final = "written_page"
CARRIED: Final = "carried_by_page"
"""Page -> whether its address has the nearby query, and whether it has what stands beside."""
DRAWN_LANG: Final = "drawn_lang"
DRAWN_PAGE: Final = "drawn_page"
"""Language in which a page was last drawn, and which."""


def open_address() -> None:
    """Read the address into the session, once per visit."""
    if OPENED not in st.session_state:
        _read_address()


def follow_address(page_path: str) -> bool:
    """
    Read the address again when the visitor went back or forward.

    That is when the address is not the one last written although nothing was changed on the page. A page opened from
    the navigation has an empty address and keeps what the session holds. The language stays the one last chosen, the
    saved list that of the visit, and what the page writes into no address of its own as it was.

    Returns
    -------
    is_read
        The session changed: draw the page anew.
    """
    written = state.get(WRITTEN)
    is_ours = written is None or dict(st.query_params) == written
    state.put(PAGE, page_path)
    is_new_page = state.get(WRITTEN_PAGE) != page_path
    if is_ours or state.get(IMAGE) != _image() or (is_new_page and not st.query_params):
        return False
    _read_address(but={state.LANG, state.SAVED, *_unsaid(page_path)})
    state.put(WRITTEN, dict(st.query_params))
    return True


def _unsaid(page_path: str) -> Iterable[str]:
    """Yield the keys of which the address of a page, as it was last written, can say nothing."""
    has_query, has_beside = (state.get(CARRIED) or {}).get(page_path, (True, True))
    if not has_query:
        yield from query_values({}).keys() - {state.POINT, state.POINT_NAME}
    if not has_beside:
        yield from (name for _, _, values_of in BESIDE for name in values_of({}))


def _read_address(*, but: Container[str] = ()) -> None:
    params = {name: ",".join(st.query_params.get_all(name)) for name in st.query_params}
    values: dict[str, object] = {OPENED: True}
    unread = {unread_words.UNKNOWN: {name: words for name, words in params.items() if is_unknown(name)}}
    for reader, values_of in readers().items():
        address = Address(params)
        values |= values_of(address)
        unread[reader] = address.unread
    values |= {
        unread_words.UNREAD: unread,
        unread_words.UNREAD_AT: None,
        unread_words.IS_CHECKED: False,
        unread_words.IS_CARD_CHECKED: False,
    }
    for name, value in values.items():
        if name not in but:
            st.session_state[name] = value


def _image() -> str:
    """Return what the visitor chose and typed, to tell whether anything changed on the page."""
    names = (*keys_of_the_address(), state.HOME.point, state.WORKPLACE.words, state.HOME.words)
    return repr([state.get(name) for name in names])


def say_choices_again(lang: str, page_path: str) -> None:
    """
    Hand choices to the browser anew: every one where the language has changed, those of the address on another page.

    The browser keeps a choice by its words and sends them at each click: those of the other language would be no choice
    any more, and come back as a value of their own. And what a visit began with belongs to the widget of its first
    page: that of the next page would find nothing while the page is drawn, and the address lose it. What is typed into
    a form stays: the session knows nothing of it until it is sent.
    """
    if state.get(DRAWN_LANG) not in {None, lang}:
        unread_words.forget_language()
        fields = state.get(state.TYPED) or ()
        for name, value in st.session_state.items():
            if name not in fields and isinstance(value, (str, int, list, tuple)) and not isinstance(value, bool):
                st.session_state[name] = value
    if state.get(DRAWN_PAGE) not in {None, page_path}:
        for name in keys_of_the_address():
            state.put(name, state.get(name))
    state.put(DRAWN_LANG, lang)
    state.put(DRAWN_PAGE, page_path)


def write_address(query: NearbyQuery | None, *, beside: Mapping[str, str] | None = None) -> None:
    """Write the address of what is on a page: the nearby query, if there is one, the view, and what stands beside."""
    asked = share.nearby_params(query) if query else point_params()
    wanted = {**asked, **share.view_params(view()), **(beside or {})}
    if dict(st.query_params) != wanted:
        st.query_params.from_dict(wanted)
    unread_words.keep_at((state.get(PAGE), *((name, words) for name, words in wanted.items() if name != state.LANG)))
    state.put(WRITTEN, wanted)
    state.put(IMAGE, _image())
    state.put(WRITTEN_PAGE, state.get(PAGE))
    state.put(CARRIED, {**(state.get(CARRIED) or {}), state.get(PAGE): (query is not None, beside is not None)})
