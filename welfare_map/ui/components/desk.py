"""*Il tuo sportello*: whom to call where one lives and works, and what the employer joined."""

import streamlit as st

from welfare_map.maps.desk_cards import desk_card, employer_card
from welfare_map.model import DeskAnswer, DeskPlace, DeskQuery
from welfare_map.questions.desk import desk
from welfare_map.texts import text
from welfare_map.ui import state
from welfare_map.ui.components.day import Day
from welfare_map.ui.components.place_search import Place
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import worded


def desk_section(page: Page, place: Place, day: Day) -> bool:
    """
    Draw the section, closed until somebody opens it: only then the question is asked.

    Returns
    -------
    has_demo
        Demonstration agreements or firms are shown.
    """
    lang = page.lang
    section = st.expander(text("desk.title", lang), key="desk", on_change="rerun")
    if not section.open:
        return False
    with section:
        st.caption(text("desk.help", lang))
        words = st.text_input(
            text("desk.employer_label", lang),
            placeholder=text("desk.employer_placeholder", lang),
            help=text("desk.employer_private", lang),
            key=state.EMPLOYER,
            persist_state="session",
        )
        answer = _ask(page, place, day, words)
        for row in answer.rows:
            st.html(desk_card(row, lang))
        for employer in answer.employers:
            st.html(employer_card(employer, lang))
        if words.strip() and not answer.employers:
            st.info(text("desk.sentence.no_employer", lang))
        st.caption(worded(answer.method, lang))
    return answer.has_demo


def _ask(page: Page, place: Place, day: Day, employer: str) -> DeskAnswer:
    query = DeskQuery(
        as_of_on=page.as_of_on,
        home=DeskPlace(lon=day.home.lon, lat=day.home.lat) if day.home else None,
        work=DeskPlace(lon=place.lon, lat=place.lat),
        employer=employer,
        include_demo=bool(page.settings.has_demo and state.get(state.WITH_DEMO)),
    )
    return desk(page.snapshot, query)
