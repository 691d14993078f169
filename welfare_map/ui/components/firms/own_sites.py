"""Other places of work of one's own firm, beside the one from which minutes start."""

from typing import Final

import streamlit as st

from geodata.codes import PositionQuality
from welfare_map.maps.popups import escape
from welfare_map.model import Firm, FirmSite
from welfare_map.texts import text
from welfare_map.ui import state
from welfare_map.ui.components.firms.unfolding import fold, unfolding
from welfare_map.ui.components.place_search import Place, ask_place, forget_place
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import marked
from welfare_map.ui.state import OTHER_SITE

HELD: Final = "own_sites"
OPEN: Final = "own_site_open"
MAX_COUNT: Final = 20


def added_sites(firm: Firm | None) -> tuple[FirmSite, ...]:
    """Return the sites that the visitor added, numbered after those of the firm; without one, from 2 on."""
    last = max((site.site_number for site in firm.sites), default=1) if firm else 1
    return tuple(
        FirmSite(
            site_number=last + number,
            site_name=name,
            municipality_code=code,
            lon=lon,
            lat=lat,
            position_quality=quality,
        )
        for number, (name, code, lon, lat, quality) in enumerate(state.get(HELD) or (), start=1)
    )


def ask_sites(page: Page, me: Firm) -> None:
    """Draw the sites, and what adds one."""
    lang = page.lang
    st.html(f'<h3 class="wm-entry">{escape(text("firms.own.sites", lang))}</h3>')
    known = [site.site_name or text("firms.own.site", lang, number=site.site_number) for site in me.sites[1:]]
    held = state.get(HELD) or ()
    registered = known[: len(known) - len(held)]
    if registered:
        st.caption(marked("firms.own.in_register", lang, what="; ".join(registered)))
    for number, (name, *_) in enumerate(held):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(f'<p class="wm-entry">{escape(name)}</p>', width="content")
            st.button(
                text("firms.own.remove", lang),
                key=f"own-site-out-{number}",
                type="tertiary",
                on_click=_remove,
                args=(number,),
            )
    with unfolding(text("firms.own.site_add", lang), OPEN, lang) as is_open:
        place = ask_place(page, OTHER_SITE) if is_open else None
        if place is not None:
            st.button(
                marked("firms.own.site_take", lang, name=place.name),
                key="own-site-add",
                on_click=_add,
                args=(page, place),
                type="primary",
            )


def _add(page: Page, place: Place) -> None:
    quality = place.quality if place.quality in set(PositionQuality) else PositionQuality.EXACT
    code = page.snapshot.territory.locate(place.lon, place.lat)
    held = state.get(HELD) or ()
    if len(held) < MAX_COUNT:
        state.put(HELD, (*held, (place.name, code, place.lon, place.lat, str(quality))))
    forget_place(OTHER_SITE)
    state.put(OTHER_SITE.words, "")
    fold(OPEN)


def _remove(number: int) -> None:
    held = state.get(HELD) or ()
    state.put(HELD, (*held[:number], *held[number + 1 :]))
