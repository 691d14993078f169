"""*Esperienze*: groups that could meet, with an invitation; firms willing to tell; practices of firms like mine."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

import streamlit as st

from geodata.codes import PracticeTheme
from welfare_map.exports.invitation import MOST_CHARACTERS, invitation_text, meeting_ics, meeting_id
from welfare_map.maps.exchange_cards import exchange_group_card, like_practice_card, teller_card
from welfare_map.maps.view import MapPoint
from welfare_map.model import (
    MAX_LIMIT_MIN,
    MAX_WORTH_MIN,
    PUBLIC,
    WORTH_MIN,
    ExchangeAnswer,
    ExchangeGroup,
    ExchangeQuery,
)
from welfare_map.questions.exchange import exchange
from welfare_map.texts import text
from welfare_map.ui import data, state
from welfare_map.ui.components.firms.asked import AskedFirm, Section
from welfare_map.ui.components.share_bar import share_answer
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import worded
from welfare_map.vocabularies import ORGANISATION

THEMES: Final = "exchange_themes"
WORTH: Final = "exchange_worth"
GROUP: Final = "exchange_group"
DAY: Final = "exchange_day"
HOUR: Final = "exchange_hour"
WITH_DAY: Final = "exchange_with_day"
AHEAD, FARTHEST = timedelta(days=21), timedelta(days=730)
"""Day that is proposed, and the last one."""
FIVE: Final = time(17)
"""Hour that is proposed: after most day shifts; the visitor changes it."""
RARELY: Final = 2
"""A meeting is now and then: its firms may be twice as far as what is used every day, as among matches."""
SHOWN_COUNT: Final = 5
"""Cards of each list; the rest is counted."""


def section(page: Page, asked: AskedFirm) -> Section:
    """Ask for themes, and answer whom to learn from and whom to meet."""
    themes, worth_min = _ask(page.lang)
    query = ExchangeQuery(
        as_of_on=page.as_of_on,
        lon=asked.place.lon,
        lat=asked.place.lat,
        me=asked.me,
        viewer=asked.viewer,
        mode=asked.mode,
        limit_min=min(MAX_LIMIT_MIN, RARELY * asked.limit_min),
        themes=themes,
        worth_min=worth_min,
    )
    answer = exchange(page.snapshot, query, data.travel_times())
    number = _chosen_number(answer)
    return Section(
        heading=worded(answer.sentence, page.lang),
        draw=lambda: _draw(page, asked, answer, number),
        points=tuple(_points(answer, number, page.lang)),
        has_demo=answer.has_demo,
    )


def _ask(lang: str) -> tuple[tuple[PracticeTheme, ...], float]:
    with st.container(horizontal=True, key="exchange-asked", vertical_alignment="bottom", gap="small"):
        themes = st.multiselect(
            text("exchange.themes", lang),
            list(PracticeTheme),
            format_func=lambda code: text(f"codes.theme.{code}", lang),
            placeholder=text("exchange.any_theme", lang),
            key=THEMES,
            persist_state="session",
        )
        worth = st.number_input(
            text("exchange.worth", lang),
            min_value=0,
            max_value=int(MAX_WORTH_MIN),
            value=None if WORTH in st.session_state else int(WORTH_MIN),
            step=1,
            help=text("exchange.worth_help", lang),
            key=WORTH,
            persist_state="session",
        )
    return tuple(PracticeTheme(code) for code in themes), WORTH_MIN if worth is None else float(worth)


def _chosen_number(answer: ExchangeAnswer) -> int:
    """Return the number, from 0, of the group that is shown."""
    chosen = state.get(GROUP)
    return chosen if isinstance(chosen, int) and chosen < len(answer.rows) else 0


def _points(answer: ExchangeAnswer, number: int, lang: str) -> Iterator[MapPoint]:
    """Yield the firms of the group that is shown, the host first; without a group those that would tell."""
    if answer.rows:
        for member in answer.rows[number].members:
            name = member.organisation_name
            yield MapPoint(
                item_id=member.organisation_id,
                lon=member.lon,
                lat=member.lat,
                code=ORGANISATION,
                name=text("exchange.on_map", lang, name=name) if member.is_host else name,
                travel_min=member.travel_min,
                is_approximate=member.is_approximate,
                is_demo=member.is_demo,
            )
        return
    for row in answer.tellers[:SHOWN_COUNT]:
        yield MapPoint(
            item_id=row.organisation_id,
            lon=row.lon,
            lat=row.lat,
            code=ORGANISATION,
            name=row.organisation_name,
            travel_min=row.travel_min,
            is_approximate=row.is_approximate,
            is_demo=row.is_demo,
        )


# --- groups ---------------------------------------------------------------------------------------------------------


def _draw(page: Page, asked: AskedFirm, answer: ExchangeAnswer, number: int) -> None:
    lang = page.lang
    st.markdown(f"### {text('exchange.group_title', lang)}")
    if answer.rows:
        _group(page, asked, answer, number)
    else:
        st.info(text("exchange.groups_none", lang))
    _tellers(lang, answer)
    _practices(lang, answer)
    note = "" if asked.viewer == PUBLIC else text("firms.share_reserved", lang)
    if answer.rows:
        share_answer(page, answer, file_name="esperienze", note=note)
    st.caption(worded(answer.method, lang))


def _group(page: Page, asked: AskedFirm, answer: ExchangeAnswer, number: int) -> None:
    lang = page.lang
    if len(answer.rows) > 1:
        st.segmented_control(
            text("exchange.group_title", lang),
            range(len(answer.rows)),
            required=True,
            default=number if GROUP not in st.session_state else None,
            format_func=lambda one: text("exchange.group", lang, number=one + 1),
            key=GROUP,
            persist_state="session",
            label_visibility="collapsed",
        )
    group = answer.rows[number]
    st.html(exchange_group_card(group, lang, number=number + 1))
    with st.expander(text("exchange.invitation", lang), key="exchange-letter"):
        if asked.viewer != PUBLIC:
            st.caption(text("firms.share_reserved", lang))
        _letter(page, group)


def _letter(page: Page, group: ExchangeGroup) -> None:
    """Draw day, hour and the words, which follow them until somebody edits them."""
    lang = page.lang
    day, at = _ask_when(page) if st.toggle(text("exchange.with_day", lang), key=WITH_DAY) else (None, None)
    words = st.text_area(
        text("exchange.invitation", lang),
        value=invitation_text(group, lang, on=day, at=at),
        height=320,
        max_chars=MOST_CHARACTERS,
        key=f"exchange-words-{lang}-{meeting_id(group)}-{day}-{at}",
        label_visibility="collapsed",
    )
    _downloads(page, group, words, datetime.combine(day, at) if day and at else None)


def _ask_when(page: Page) -> tuple[date | None, time | None]:
    """Ask for day and hour; an empty day would be a field that screen readers can't read."""
    left, right = st.columns(2, gap="small")
    with left:
        on = st.date_input(
            text("exchange.day", page.lang),
            value=None if DAY in st.session_state else page.as_of_on + AHEAD,
            min_value=page.as_of_on,
            max_value=page.as_of_on + FARTHEST,
            format="DD/MM/YYYY",
            key=DAY,
        )
    with right:
        step = timedelta(minutes=15)
        at = st.time_input(text("exchange.hour", page.lang), value=FIVE, step=step, key=HOUR)
    return on if isinstance(on, date) else None, at


def _downloads(page: Page, group: ExchangeGroup, words: str, starts_at: datetime | None) -> None:
    lang = page.lang
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            text("exchange.download_text", lang),
            words,
            file_name=text("exchange.invitation_file", lang),
            mime="text/plain",
            key="exchange-text",
            on_click="ignore",
        )
        if starts_at is not None:
            st.download_button(
                text("exchange.download_ics", lang),
                lambda: meeting_ics(group, lang, starts_at=starts_at, words=words, made_on=page.as_of_on),
                file_name=text("exchange.ics_file", lang),
                mime="text/calendar",
                key="exchange-ics",
                on_click="ignore",
            )


# --- who would tell, and what others did ----------------------------------------------------------------------------


def _tellers(lang: str, answer: ExchangeAnswer) -> None:
    st.markdown(f"### {text('exchange.tellers_title', lang)}")
    for row in answer.tellers[:SHOWN_COUNT]:
        st.html(teller_card(row, lang))
    _say_rest(lang, len(answer.tellers), text("exchange.tellers_none", lang))


def _practices(lang: str, answer: ExchangeAnswer) -> None:
    st.markdown(f"### {text('exchange.practices_title', lang)}")
    for one in answer.practices[:SHOWN_COUNT]:
        st.html(like_practice_card(one, lang))
    _say_rest(lang, len(answer.practices), text("exchange.practices_none", lang))


def _say_rest(lang: str, count: int, nothing: str) -> None:
    if count == 0:
        st.info(nothing)
    elif count > SHOWN_COUNT:
        st.caption(text("exchange.more", lang, shown=SHOWN_COUNT, count=count))
