"""What one's own firm looks for and offers: a small list that can be added to, in the open page alone."""

from dataclasses import replace
from datetime import date
from typing import Final

import streamlit as st

from geodata.codes import EXCHANGE_KINDS, NeedDirection, PracticeTheme, ResourceKind, Visibility, exchange_unit
from welfare_map.maps.firm_cards import exchange_words
from welfare_map.maps.popups import escape
from welfare_map.model import OWN_FIRM, Exchange, Firm
from welfare_map.texts import formats, text
from welfare_map.texts.hours import hours_in_words
from welfare_map.ui import state
from welfare_map.ui.components.firms.unfolding import fold, unfolding
from welfare_map.ui.context import Page

HELD: Final = "own_exchanges"
DIRECTION: Final = "own_exchange_direction"
KIND: Final = "own_exchange_kind"
THEME: Final = "own_exchange_theme"
QUANTITY: Final = "own_exchange_quantity"
FROM_ON: Final = "own_exchange_from"
HOURS: Final = "own_exchange_hours"
VISIBILITY: Final = "own_exchange_visibility"
OPEN: Final = "own_exchange_open"
THEMED: Final = frozenset({ResourceKind.TRAINING, ResourceKind.KNOW_HOW})
USUAL_HOURS: Final = ("Mo-Fr 08:00-18:00", "Mo-Fr 08:00-13:00", "Mo-Fr 14:00-18:00", "Mo-Sa 06:00-22:00", "24/7")
MONTH_COUNT: Final = 18
"""A year and a half: two school years begin in it."""
MAX_QUANTITY: Final = 100_000
MAX_COUNT: Final = 30


def added_exchanges(organisation_id: str) -> tuple[Exchange, ...]:
    """Return the needs and offers that the visitor added, as an organisation's."""
    return tuple(replace(one, organisation_id=organisation_id) for one in state.get(HELD) or ())


def ask_exchanges(page: Page, me: Firm) -> None:
    """Draw what is known of needs and offers, and what adds one."""
    lang = page.lang
    st.html(f'<h3 class="wm-entry">{escape(text("firms.own.exchanges", lang))}</h3>')
    added = {one.need_offer_id for one in state.get(HELD) or ()}
    for one in me.exchanges:
        _line(page, one, is_added=one.need_offer_id in added)
    with unfolding(text("firms.own.exchange_add", lang), OPEN, lang) as is_open:
        if is_open:
            _ask_one(page)


def _line(page: Page, one: Exchange, *, is_added: bool) -> None:
    side = text(f"firms.own.{one.direction}", page.lang)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(f'<p class="wm-entry">{escape(side)}: {escape(exchange_words(one, page.lang))}</p>', width="content")
        if is_added:
            st.button(
                text("firms.own.remove", page.lang),
                key=f"own-out-{one.need_offer_id}",
                type="tertiary",
                on_click=_remove,
                args=(one.need_offer_id,),
            )


def _ask_one(page: Page) -> None:
    lang = page.lang
    st.segmented_control(
        text("firms.own.direction", lang),
        list(NeedDirection),
        required=True,
        default=NeedDirection.NEED if DIRECTION not in st.session_state else None,
        format_func=lambda code: text(f"firms.own.{code}", lang),
        key=DIRECTION,
        persist_state="session",
    )
    kind = st.selectbox(
        text("firms.own.exchange_kind", lang),
        EXCHANGE_KINDS,
        index=None,
        format_func=lambda code: text(f"codes.exchange_kind.{code}", lang),
        placeholder=text("registry.choose", lang),
        key=KIND,
        persist_state="session",
    )
    if kind in THEMED:
        _ask_code(lang, "theme", tuple(PracticeTheme), THEME)
    unit = text(f"codes.unit.{exchange_unit(kind)}", lang) if kind else ""
    label = text("firms.own.quantity_of", lang, unit=unit) if unit else text("firms.own.quantity", lang)
    st.number_input(
        label, min_value=1, max_value=MAX_QUANTITY, value=None, step=1, key=QUANTITY, persist_state="session"
    )
    st.selectbox(
        text("firms.own.from_on", lang),
        first_days(page.as_of_on),
        index=None,
        format_func=lambda day: formats.day(day, lang),
        placeholder=text("firms.own.from_any", lang),
        key=FROM_ON,
        persist_state="session",
    )
    st.selectbox(
        text("firms.own.hours", lang),
        USUAL_HOURS,
        index=None,
        format_func=lambda hours: hours_in_words(hours, lang),
        placeholder=text("firms.own.hours_any", lang),
        key=HOURS,
        persist_state="session",
    )
    _ask_code(lang, "visibility", tuple(Visibility), VISIBILITY)
    st.caption(text("firms.own.visibility_help", lang))
    st.button(text("firms.own.add", lang), key="own-exchange-add", on_click=_add, disabled=kind is None, type="primary")


def first_days(today: date) -> list[str]:
    """Return the first days of the months ahead, ISO: firms plan by months."""
    months = (today.year * 12 + today.month + ahead for ahead in range(MONTH_COUNT))
    return [date(month // 12, month % 12 + 1, 1).isoformat() for month in months]


def _ask_code(lang: str, family: str, codes: tuple[str, ...], key: str) -> None:
    st.selectbox(
        text(f"firms.own.{family}", lang),
        codes,
        index=0 if family == "visibility" else None,
        format_func=lambda code: text(f"codes.{family}.{code}", lang),
        placeholder=text("registry.choose", lang),
        key=key,
        persist_state="session",
    )


def _add() -> None:
    """Add what the fields say; the same thing said again takes the place of the first."""
    kind, direction = str(state.get(KIND)), str(state.get(DIRECTION) or NeedDirection.NEED)
    theme = state.get(THEME) if kind in THEMED else None
    from_on = state.get(FROM_ON)
    quantity = state.get(QUANTITY)
    one = Exchange(
        need_offer_id=f"{OWN_FIRM}:{direction}:{kind}:{theme or ''}",
        organisation_id=OWN_FIRM,
        direction=direction,
        exchange_kind=kind,
        theme=theme,
        quantity=float(quantity) if quantity else None,
        unit=exchange_unit(kind).value,
        from_on=str(from_on) if from_on else None,
        hours=state.get(HOURS),
        visibility=str(state.get(VISIBILITY) or Visibility.PUBLIC),
    )
    others = tuple(held for held in state.get(HELD) or () if held.need_offer_id != one.need_offer_id)
    state.put(HELD, (*others, one)[-MAX_COUNT:])
    for key in (KIND, THEME, QUANTITY, FROM_ON, HOURS):
        state.put(key, None)
    fold(OPEN)


def _remove(need_offer_id: str) -> None:
    state.put(HELD, tuple(one for one in state.get(HELD) or () if one.need_offer_id != need_offer_id))
