"""The section about siting: where the next places should go."""

import streamlit as st

from geodata.codes import Level, TravelMode
from geodata.errors import InputError
from welfare_map.maps.coverage_cards import sources_html
from welfare_map.maps.popups import escape
from welfare_map.maps.siting_cards import parameters_table, site_cards, site_fills, site_points
from welfare_map.maps.view import Bounds, Fit
from welfare_map.model import CapacityEnd, SitingAnswer, SitingQuery, SitingTarget
from welfare_map.model.indicators import INDICATORS, Measure
from welfare_map.share_siting import FIRST, NUMBERS, SITING_INDICATORS, linked, siting_params
from welfare_map.texts import text
from welfare_map.ui import data, state
from welfare_map.ui.components.coverage.naming import with_code
from welfare_map.ui.components.coverage.question import ask_place, begin_anew, other_choices, question_row
from welfare_map.ui.components.coverage.section import Section
from welfare_map.ui.components.further import offer_further
from welfare_map.ui.components.share_bar import share_answer
from welfare_map.ui.context import Page
from welfare_map.ui.coverage_keys import BASIN_CODES, PART_TIME, REAL, WITHIN
from welfare_map.ui.coverage_keys import TRACKED as COVERAGE_KEYS
from welfare_map.ui.markdown import error_marked, worded
from welfare_map.ui.siting_keys import ENDS, EXACT, FIGURES, SEEK, SEEK_FOR, SEEK_MODE, TRACKED, WHOLE, siting_query

STEP = 20
SHOWN = "siting_shown"
WITHOUT_PLACES = frozenset({SitingTarget.COVER, SitingTarget.P_MEDIAN})
CHILD_INDICATORS = ("lep_nursery", "nursery_places_per_100_aged_0_2")
"""Services of which a table says from how many places they hold, and how many their staff would use."""
MEETING = frozenset({SitingTarget.INTERFIRM, SitingTarget.ENTERPRISE})


def section(page: Page) -> Section:
    """Ask what is looked for and where; answer with a ranked list, and with the same sites on the map."""
    query = _ask(page)
    if query.within is None and not query.municipality_codes:
        return _nothing(page, query, text("siting.ask.first", page.lang))
    missing = [name for name in _to_say(query.target) if getattr(query, name) is None]
    if missing:
        return _nothing(page, query, text(f"siting.ask.no_{missing[0]}", page.lang))
    try:
        with st.spinner(text("siting.searching", page.lang)):
            answer = linked(data.siting_plan(page.snapshot, query), query)
    except InputError as error:
        return _nothing(page, query, error_marked(error, page.lang))
    fills, legend = site_fills(answer, page.lang)
    return Section(
        heading=worded(answer.plan_words, page.lang),
        draw=lambda: _list(page, answer),
        beneath=lambda: _beneath(page, answer),
        level=Level.MUNICIPALITY,
        fills=fills,
        points=site_points(answer, page.lang),
        legend=legend,
        fit=_fit(page, query, answer),
        has_demo=answer.has_demo,
        params=siting_params(query),
    )


def _nothing(page: Page, query: SitingQuery, words: str) -> Section:
    """Return the section without an answer: what to do, in words."""

    def draw() -> None:
        st.caption(text("siting.ask.hint", page.lang))

    return Section(heading=words, draw=draw, params=siting_params(query))


# --- the question ---------------------------------------------------------------------------------------------------


def _ask(page: Page) -> SitingQuery:
    lang = page.lang
    with question_row():
        st.selectbox(
            text("siting.ask.target", lang),
            list(SitingTarget),
            format_func=lambda code: text(f"siting.target.{code}", lang),
            key=SEEK,
            persist_state="session",
        )
        ask_place(page)
    target = SitingTarget(state.get(SEEK))
    allowed = CHILD_INDICATORS if target is SitingTarget.INTERFIRM else SITING_INDICATORS
    if state.get(SEEK_FOR) not in allowed:
        state.put(SEEK_FOR, FIRST.indicator)
    with other_choices(lang, "siting"):
        st.selectbox(
            text("siting.ask.indicator", lang),
            allowed,
            format_func=lambda code: text(f"coverage.name.{code}", lang),
            key=SEEK_FOR,
            on_change=_forget_figures,
            persist_state="session",
        )
        _ask_parameters(page, target)
    for name in _to_say(target):
        _figure(name, 1.0, lang)
    query = siting_query({name: state.get(name) for name in (*COVERAGE_KEYS, *TRACKED, EXACT)}, page.as_of_on)
    return with_code(page.snapshot, query)


def _to_say(target: SitingTarget) -> tuple[str, ...]:
    """Return the figures that nobody says for the service that is looked for: whoever asks has to."""
    code = str(state.get(SEEK_FOR) or FIRST.indicator)
    if target in WITHOUT_PLACES:
        return ()
    figure = () if INDICATORS[code].legal_target_id else ("figure",)
    return (*figure, "threshold_count") if target in MEETING and code not in CHILD_INDICATORS else figure


def _forget_figures() -> None:
    """Forget what was said for another service."""
    for name in ("figure", "threshold_count"):
        state.put(FIGURES[name], None)


def _ask_parameters(page: Page, target: SitingTarget) -> None:
    lang = page.lang
    st.caption(text("siting.ask.parameters", lang))
    st.segmented_control(
        text("siting.ask.mode", lang),
        list(TravelMode),
        required=True,
        format_func=lambda code: text(f"codes.mode.{code}", lang),
        key=SEEK_MODE,
        persist_state="session",
    )
    _figure("limit_min", 5.0, lang)
    if target is not SitingTarget.LEP:
        _count("site_count", 1, lang)
    if target is SitingTarget.LEP:
        _ask_gap(lang)
    if target in MEETING and "threshold_count" not in _to_say(target):
        _figure("threshold_count", 5.0, lang)
    if target is SitingTarget.INTERFIRM:
        _figure("use_share", 0.005, lang)
    st.segmented_control(
        text("siting.ask.capacities", lang),
        list(CapacityEnd),
        required=True,
        format_func=lambda code: text(f"siting.ends.{code}", lang),
        key=ENDS,
        persist_state="session",
    )
    if target not in WITHOUT_PLACES and INDICATORS[str(state.get(SEEK_FOR))].measure is Measure.FULL_TIME_PLACES:
        st.number_input(
            text("coverage.ask.part_time", lang), 0.0, 1.0, step=0.05, key=PART_TIME, persist_state="session"
        )
    if target not in MEETING:
        st.checkbox(text("siting.ask.exact", lang), key=EXACT)
        _figure("time_limit_s", 30.0, lang)
    if page.settings.has_demo:
        st.checkbox(text("coverage.ask.real", lang), key=REAL, persist_state="session")


def _ask_gap(lang: str) -> None:
    st.checkbox(text("siting.ask.whole", lang), key=WHOLE, persist_state="session")
    _figure("enlarge_share", 0.05, lang)
    _count("least_new_count", 5, lang)
    _count("most_new_count", 10, lang)
    st.caption(text("siting.ask.costs", lang))
    for name in ("new_place_eur", "added_place_eur", "new_structure_eur"):
        _figure(name, 1_000.0, lang)


def _figure(name: str, step: float, lang: str) -> None:
    _, low, high = NUMBERS[name]
    st.number_input(
        _words(name, lang), float(low), float(high), value=None, step=step, key=FIGURES[name], persist_state="session"
    )


def _words(name: str, lang: str) -> str:
    """Return the words of a figure; places to reach say for how many residents."""
    if name != "figure":
        return text(f"siting.parameter.{name}", lang)
    indicator = INDICATORS[str(state.get(SEEK_FOR) or FIRST.indicator)]
    people = text(f"siting.count.{indicator.denominator}.many", lang, count=indicator.per_count)
    return text("siting.ask.figure", lang, people=people)


def _count(name: str, step: int, lang: str) -> None:
    words = text(f"siting.parameter.{name}", lang)
    st.number_input(words, 1, 1_000, value=None, step=step, key=FIGURES[name], persist_state="session")


# --- the answer -----------------------------------------------------------------------------------------------------


def _list(page: Page, answer: SitingAnswer) -> None:
    _aside(page, answer)
    if not answer.rows:
        return
    count = min(int(state.get(SHOWN) or STEP), len(answer.rows))
    st.html(site_cards(answer.rows, page.lang, shown_count=count))
    if count < len(answer.rows):
        label = text("siting.more", page.lang, count=len(answer.rows) - count)
        offer_further(label, SHOWN, count + 4 * STEP)


def _aside(page: Page, answer: SitingAnswer) -> None:
    """Say what the heading leaves out; a territory that fills no service alone gets the way to its district's plan."""
    if answer.wider_words is None:
        said = [answer.first_words, answer.bound_words if answer.rows else None, answer.end_words]
    else:
        said = [answer.wider_words, answer.end_words]
    for words in said:
        if words is not None:
            st.write(worded(words, page.lang))
    if answer.wider_district_id is not None:
        label = text("siting.wider.open", page.lang, name=answer.wider_district_name)
        st.button(label, on_click=_widen, args=(answer.wider_district_name,), type="primary", key="siting-wider")


def _widen(district_name: str) -> None:
    """Ask for the plan of a district, whatever territory was asked about, and leave its name in the box."""
    state.put(BASIN_CODES, None)
    state.put(WITHIN, district_name)
    state.put(SHOWN, None)
    begin_anew()


def _beneath(page: Page, answer: SitingAnswer) -> None:
    lang = page.lang
    if answer.assumptions:
        st.subheader(text("siting.card.parameters", lang), anchor=False)
        st.html(parameters_table(answer.assumptions, lang))
    with st.expander(text("coverage.method_title", lang), key="siting-method"):
        st.html(f"<p>{escape(answer.method.words(lang))}</p><p>{sources_html(answer.sources, lang)}</p>")
    share_answer(page, answer, file_name="dove-agire", note=text("app.demo_banner", lang) if answer.has_demo else "")


def _fit(page: Page, query: SitingQuery, answer: SitingAnswer) -> Fit:
    units = page.snapshot.territory.units(Level.MUNICIPALITY)
    wanted = [area.municipality_code for area in answer.areas]
    west, south, east, north = (float(side) for side in units[units["code"].isin(wanted)].total_bounds)
    return Fit(Bounds(west, south, east, north), token=f"siting:{query.within or ','.join(wanted)}"[:200])
