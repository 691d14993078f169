"""What the page of coverage asks: which indicator, for which areas, and with which parameters."""

from dataclasses import replace
from typing import Final

import streamlit as st

from geodata.codes import Level
from geodata.errors import InputError
from welfare_map.model import MAX_BASIN_COUNT, SHIFT_TEMPLATES, CoverageQuery, PlacesBasis
from welfare_map.model.indicators import INDICATORS, Indicator, Measure
from welfare_map.questions.neighbourhood import is_with_neighbours
from welfare_map.questions.territory import level_and_code, municipality_codes, name_of
from welfare_map.texts import text
from welfare_map.ui import state
from welfare_map.ui.components.coverage.question import ask_place, begin_anew, other_choices, question_row, set_basin
from welfare_map.ui.components.fault_place import fault_place
from welfare_map.ui.context import Page
from welfare_map.ui.coverage_keys import (
    AREAS,
    BASIN_CODES,
    BASIN_WORDS,
    HOURS,
    INDICATOR,
    PART_TIME,
    PLACES,
    REAL,
    TRACKED,
    WITHIN,
    coverage_query,
)
from welfare_map.ui.markdown import error_marked

SHIFTS: Final = ("early", "late", "nights", "office")


def ask_coverage(page: Page) -> CoverageQuery:
    """Draw the question and return the query; a territory or a municipality that is none is said and left out."""
    with question_row():
        st.selectbox(
            text("coverage.ask.indicator", page.lang),
            list(INDICATORS),
            format_func=lambda code: text(f"coverage.name.{code}", page.lang),
            key=INDICATOR,
            persist_state="session",
            on_change=begin_anew,
        )
        ask_place(page)
    indicator = INDICATORS[state.get(INDICATOR)]
    with other_choices(page.lang, "coverage"):
        if not state.get(BASIN_CODES):
            _ask_areas(page)
        _ask_parameters(page, indicator)
        _ask_basin(page)
    return _possible(page, coverage_query(_held(), page.as_of_on))


def _ask_areas(page: Page) -> None:
    st.segmented_control(
        text("coverage.ask.areas", page.lang),
        list(Level),
        required=True,
        format_func=lambda code: text(f"codes.level.{code}", page.lang),
        key=AREAS,
        persist_state="session",
        on_change=begin_anew,
    )


def _ask_parameters(page: Page, indicator: Indicator) -> None:
    lang = page.lang
    if indicator.basis is not None:
        st.segmented_control(
            text("coverage.ask.places", lang),
            list(PlacesBasis),
            format_func=lambda code: text(f"coverage.places.{code}", lang),
            help=text("coverage.ask.places_help", lang, own=text(f"coverage.places.{indicator.basis}", lang)),
            key=PLACES,
            persist_state="session",
        )
    if indicator.measure is Measure.FULL_TIME_PLACES:
        label = text("coverage.ask.part_time", lang)
        st.number_input(label, 0.0, 1.0, step=0.05, key=PART_TIME, persist_state="session")
    if indicator.measure is Measure.OPEN_SERVICES:
        st.selectbox(
            text("coverage.ask.hours", lang),
            list(dict.fromkeys((*SHIFTS, state.get(HOURS)))),
            format_func=lambda name: text(f"fits.template.{name}", lang) if name in SHIFT_TEMPLATES else name,
            key=HOURS,
            persist_state="session",
        )
    if page.settings.has_demo:
        st.checkbox(text("coverage.ask.real", lang), key=REAL, persist_state="session")


def _ask_basin(page: Page) -> None:
    """Ask for a group of municipalities by their names."""
    if state.get(BASIN_CODES):
        return
    st.text_input(
        text("coverage.ask.basin", page.lang),
        placeholder=text("coverage.ask.basin_placeholder", page.lang),
        help=text("coverage.ask.basin_help", page.lang),
        key=BASIN_WORDS,
        on_change=_choose_basin,
        args=(page,),
    )
    fault = _typed_basin(page)[1]
    if fault is not None:
        with fault_place(BASIN_WORDS):
            st.warning(error_marked(fault, page.lang))


def _choose_basin(page: Page) -> None:
    codes, _ = _typed_basin(page)
    if codes:
        set_basin(codes)


def _typed_basin(page: Page) -> tuple[tuple[str, ...], InputError | None]:
    """Return the municipalities that were typed, and what is wrong with their names."""
    words = [word.strip() for word in str(state.get(BASIN_WORDS) or "").split(",") if word.strip()]
    try:
        return tuple(municipality_codes(page.snapshot, words[:MAX_BASIN_COUNT])), None
    except InputError as error:
        return (), error


def _possible(page: Page, query: CoverageQuery) -> CoverageQuery:
    """Return the query without a territory or municipalities that are not of this map; each is said."""
    found = query
    try:
        if found.within is not None:
            found = replace(found, within=level_and_code(page.snapshot, found.within)[1])
        for code in found.municipality_codes:
            page.snapshot.territory.row_of(code)
    except InputError as error:
        st.warning(error_marked(error, page.lang))
        if found.municipality_codes:
            set_basin(())
        found = coverage_query({**_held(), BASIN_CODES: (), WITHIN: ""}, page.as_of_on)
    return _named(page, found)


def _named(page: Page, query: CoverageQuery) -> CoverageQuery:
    """Return the query whose group, where it is a municipality with all its neighbours, is called so."""
    codes = query.municipality_codes
    if not is_with_neighbours(page.snapshot.territory, codes):
        return query
    name = name_of(page.snapshot, Level.MUNICIPALITY, codes[0])
    return replace(query, basin_name=text("coverage.ask.neighbours_name", page.lang, name=name, count=len(codes)))


def _held() -> dict[str, object]:
    return {name: state.get(name) for name in TRACKED}
