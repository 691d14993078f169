"""*Navetta*: from where people come, with whom they could ride, stop by stop; and the sheet for the PSCL."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

import streamlit as st

from geodata.codes import ServiceKind
from geodata.errors import InputError
from welfare_map.exports.travel_plan import travel_plan_csv, travel_plan_xlsx
from welfare_map.maps.shuttle_cards import firms_list, left_out_list, round_card, window_table, window_words
from welfare_map.maps.view import MapPoint
from welfare_map.model import PUBLIC, Firm, ShuttleAnswer, ShuttleQuery, ShuttleRound, ShuttleStop, ShuttleWay
from welfare_map.texts import text
from welfare_map.texts.errors import error_words
from welfare_map.ui import data, state
from welfare_map.ui.components.firms.asked import AskedFirm, Section
from welfare_map.ui.components.firms.commuting import Homes, ask_homes, typed_homes, with_homes
from welfare_map.ui.components.share_bar import share_answer
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import worded
from welfare_map.vocabularies import ORGANISATION

WINDOW: Final = "shuttle_window"
WAY: Final = "shuttle_way"
SHOWN_AT_FIRST: Final = 5
"""Rounds of a list; those after them are folded away."""
FILE_NAME: Final = "navetta"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ASKED_FIRST: Final = ("seats", "cost_eur_per_km", "cost_eur_per_hour")
ASKED_MORE: Final = ("longest_ride_min", "uptake_pct", "people_per_car", "days_per_year")
BOUNDS: Final[Mapping[str, tuple[float, float, float | None, float]]] = {
    "seats": (4, 60, 16, 1),
    "cost_eur_per_km": (0.0, 100.0, None, 0.1),
    "cost_eur_per_hour": (0.0, 1000.0, None, 1.0),
    "longest_ride_min": (10, 120, 45, 5),
    "uptake_pct": (5, 100, 100, 5),
    "people_per_car": (1.0, 5.0, 1.0, 0.1),
    "days_per_year": (1, 366, 220, 1),
}
"""Least, most, first value and step of each parameter; a cost is blank until somebody gives it."""


def section(page: Page, asked: AskedFirm) -> Section:
    """Ask about the vehicle, and answer which shuttle the firm and those put together with it could share."""
    homes = typed_homes(page.snapshot)
    own = _own(asked, homes)
    if own is None and not asked.partner_ids:
        return Section(draw=lambda: _draw_nobody(page))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="shuttle-vehicle"):
        for name in ASKED_FIRST:
            _ask(page, name)
    query = ShuttleQuery(
        as_of_on=page.as_of_on,
        organisation_ids=tuple(item for item in asked.partner_ids if own is None or item != own.organisation_id),
        own=own,
        viewer=asked.viewer,
        **_written(),
    )
    try:
        with st.spinner(text("shuttle.page.searching", page.lang)):
            answer = data.shuttle_plan(page.snapshot, query)
    except InputError as error:
        return Section(heading=error_words(error, page.lang), draw=lambda: None)
    rounds = _shown(answer)
    return Section(
        heading=worded(answer.sentence, page.lang),
        draw=lambda: _draw(page, asked, homes, answer, rounds),
        points=tuple(_points(answer, rounds)),
        has_demo=answer.has_demo,
    )


def _own(asked: AskedFirm, homes: Homes) -> Firm | None:
    """Return the visitor's firm with what was typed of its people."""
    me = asked.standing()
    return None if me is None else replace(me, commuters=with_homes(me, homes))


# --- what is asked --------------------------------------------------------------------------------------------------


def _key(name: str) -> str:
    return f"shuttle_{name}"


def _ask(page: Page, name: str) -> None:
    least, most, first, step = BOUNDS[name]
    if _key(name) not in st.session_state:
        state.put(_key(name), first)
    st.number_input(
        text(f"shuttle.ask.{name}", page.lang),
        min_value=least,
        max_value=most,
        step=step,
        placeholder=text("shuttle.unknown", page.lang),
        key=_key(name),
        persist_state="session",
        width=190,
    )


def _written() -> dict[str, Any]:
    """Return the parameters that hold a value; a part is written in percent."""
    found = {name: state.get(_key(name)) for name in BOUNDS}
    written = {name: value for name, value in found.items() if value is not None}
    if "uptake_pct" in written:
        written["uptake_share"] = written.pop("uptake_pct") / 100
    return written


# --- the map --------------------------------------------------------------------------------------------------------


def _shown(answer: ShuttleAnswer) -> tuple[ShuttleRound, ...]:
    """Return the rounds of the window and the way that are shown."""
    numbers = [window.window_number for window in answer.windows]
    if state.get(WINDOW) not in numbers:
        state.put(WINDOW, numbers[0] if numbers else None)
    way = state.get(WAY) or ShuttleWay.THERE
    return tuple(one for one in answer.rows if (one.window_number, one.way) == (state.get(WINDOW), way))


def _stops(rounds: tuple[ShuttleRound, ...]) -> dict[tuple[float, float], ShuttleStop]:
    """Return each stop once, in the order of the cards."""
    found: dict[tuple[float, float], ShuttleStop] = {}
    for one in rounds:
        for stop in one.stops:
            found.setdefault((stop.lon, stop.lat), stop)
    return found


def _points(answer: ShuttleAnswer, rounds: tuple[ShuttleRound, ...]) -> Iterator[MapPoint]:
    """Yield the stops, numbered as the cards say; that of a municipality is the point where the plan calls."""
    demo = {firm.organisation_id for firm in answer.firms if firm.is_demo}
    for (lon, lat), stop in _stops(rounds).items():
        yield MapPoint(
            item_id=stop.organisation_id or f"stop-{stop.municipality_code}",
            lon=lon,
            lat=lat,
            code=ORGANISATION if stop.organisation_id else ServiceKind.SHUTTLE,
            name=stop.name,
            is_demo=stop.organisation_id in demo,
        )


# --- the list -------------------------------------------------------------------------------------------------------


def _draw_nobody(page: Page) -> None:
    st.info(text("shuttle.page.nobody", page.lang))


def _draw(page: Page, asked: AskedFirm, homes: Homes, answer: ShuttleAnswer, rounds: tuple[ShuttleRound, ...]) -> None:
    if asked.me is not None:
        ask_homes(page, asked.me, homes)
    if not asked.partner_ids:
        st.info(text("shuttle.page.alone", page.lang))
    if answer.windows:
        _draw_window(page, answer, rounds)
    with st.expander(text("shuttle.page.parameters", page.lang), key="shuttle-parameters"):
        for name in ASKED_MORE:
            _ask(page, name)
    if answer.left_out:
        with st.expander(text("shuttle.page.left_out", page.lang, count=len(answer.left_out))):
            st.html(left_out_list(answer, page.lang))
    st.markdown(f"**{text('shuttle.page.plan', page.lang)}**")
    st.html(firms_list(answer.firms, page.lang))
    _offer_sheet(page, answer)
    note = "" if asked.viewer == PUBLIC else text("firms.share_reserved", page.lang)
    share_answer(page, answer, file_name=FILE_NAME, note=note)
    st.caption(worded(answer.method, page.lang))


def _draw_window(page: Page, answer: ShuttleAnswer, rounds: tuple[ShuttleRound, ...]) -> None:
    words = {window.window_number: window_words(window, page.lang) for window in answer.windows}
    st.selectbox(
        text("shuttle.page.window", page.lang),
        list(words),
        format_func=words.__getitem__,
        key=WINDOW,
        persist_state="session",
    )
    window = next(one for one in answer.windows if one.window_number == state.get(WINDOW))
    if len(answer.firms) > 1:
        st.html(window_table(window, page.lang))
    numbers = {point: number for number, point in enumerate(_stops(rounds), start=1)}
    st.segmented_control(
        text("shuttle.page.way", page.lang),
        list(ShuttleWay),
        required=True,
        default=ShuttleWay.THERE if WAY not in st.session_state else None,
        format_func=lambda way: text(f"shuttle.way.{way}", page.lang),
        key=WAY,
        persist_state="session",
        label_visibility="collapsed",
    )
    for one in rounds[:SHOWN_AT_FIRST]:
        st.html(round_card(one, page.lang, numbers=numbers))
    if rounds[SHOWN_AT_FIRST:]:
        label = text("shuttle.page.more_rounds", page.lang, count=len(rounds) - SHOWN_AT_FIRST)
        with st.expander(label, key="shuttle-more"):
            for one in rounds[SHOWN_AT_FIRST:]:
                st.html(round_card(one, page.lang, numbers=numbers))


def _offer_sheet(page: Page, answer: ShuttleAnswer) -> None:
    lang = page.lang
    st.caption(text("shuttle.page.sheet_help", lang))
    with st.container(horizontal=True):
        st.download_button(
            text("shuttle.page.sheet_xlsx", lang),
            lambda: travel_plan_xlsx(answer, lang),
            file_name="navetta-pscl.xlsx",
            mime=XLSX,
            on_click="ignore",
        )
        st.download_button(
            text("shuttle.page.sheet_csv", lang),
            lambda: travel_plan_csv(answer, lang),
            file_name="navetta-pscl.csv",
            mime="text/csv",
            on_click="ignore",
        )
