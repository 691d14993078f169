"""*E se…*: changes that somebody imagines, and every figure before and after."""

from typing import TYPE_CHECKING

import streamlit as st

from geodata.codes import Level
from geodata.errors import InputError
from welfare_map.maps.coverage_cards import sources_html
from welfare_map.maps.popups import escape
from welfare_map.maps.view import AreaFill, Bounds, Fit, MapPoint
from welfare_map.maps.whatif_cards import access_table, changed_areas, figures_table, scenario_name
from welfare_map.model import (
    MAX_SCENARIO_COUNT,
    AddService,
    AreaPart,
    ChangeNote,
    CoverageQuery,
    Scenario,
    WhatifAnswer,
    WhatifQuery,
    read_scenario,
)
from welfare_map.palette import TOUCHED
from welfare_map.questions.whatif.saying import LETTERS
from welfare_map.share_whatif import linked, whatif_params
from welfare_map.texts import text
from welfare_map.texts.errors import error_words
from welfare_map.ui import data, state
from welfare_map.ui.components.coverage.imagining import HERE, active, ask_change, put_scenario, scenarios, take_pick
from welfare_map.ui.components.coverage.naming import with_code
from welfare_map.ui.components.coverage.scenario_keeping import keep_section
from welfare_map.ui.components.coverage.section import Section
from welfare_map.ui.components.place_search import chosen_place
from welfare_map.ui.components.share_bar import share_answer
from welfare_map.ui.context import Page
from welfare_map.ui.coverage_keys import TRACKED, coverage_query
from welfare_map.ui.markdown import worded
from welfare_map.ui.whatif_keys import ACTIVE, FORM, IS_FORM_WANTED, KIND, SCENARIOS

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

CHOSEN = "scenario-chosen"
"""Id of the point that is chosen and in no scenario yet."""


def section(page: Page) -> Section:
    """Ask what changes, and say what that would change."""
    with _form(page.lang):
        _ask_scenario(page)
        ask_change(page)
    held = _held(page)
    query = _query(page, held)
    answer, fault = _answer(page, query, held)
    return Section(
        heading=_heading(page, answer, fault),
        draw=lambda: _draw(page, query, answer),
        beneath=lambda: _beneath(page, query, answer),
        level=Level.DISTRICT,
        fills=_fills(page, answer),
        points=_points(page, answer),
        fit=_fit(page, answer),
        has_demo=bool(answer and answer.has_demo),
        params=whatif_params(query, within=held.within, municipality_codes=held.municipality_codes),
        on_pick=lambda pick: take_pick(page, pick),
    )


def _form(lang: str) -> "DeltaGenerator":
    """Return where changes are asked for: in full view before the first, folded once there is an answer to read."""
    if not any(scenarios()):
        return st.container(border=True, key="scenario-form")
    if state.get(IS_FORM_WANTED):
        state.put(FORM, True)
    state.put(IS_FORM_WANTED, False)
    return st.expander(text("whatif.page.more", lang), key=FORM, on_change="rerun")


def _held(page: Page) -> CoverageQuery:
    """Return what the other sections ask: their place goes along in the address, their parameters hold here too."""
    return with_code(page.snapshot, coverage_query({name: state.get(name) for name in TRACKED}, page.as_of_on))


def _query(page: Page, held: CoverageQuery) -> WhatifQuery:
    """Return the question of the scenarios that have changes, with the parameters of the page."""
    return WhatifQuery(
        as_of_on=page.as_of_on,
        scenarios=tuple(read_scenario(words) for words in scenarios() if words),
        part_time_share=held.part_time_share,
        shift=held.shift,
        with_demo=held.with_demo,
    )


def _answer(page: Page, query: WhatifQuery, held: CoverageQuery) -> tuple[WhatifAnswer | None, InputError | None]:
    """Return the answer; a scenario of an old link may name a service that is no longer there."""
    if not query.scenarios:
        return None, None
    try:
        with st.spinner(text("whatif.page.computing", page.lang)):
            found = data.scenario_answer(page.snapshot, query)
        return linked(found, query, within=held.within, municipality_codes=held.municipality_codes), None
    except InputError as error:
        return None, error


def _heading(page: Page, answer: WhatifAnswer | None, fault: InputError | None) -> str:
    if fault is not None:
        return error_words(fault, page.lang)
    if answer is None:
        return text("whatif.page.hint", page.lang)
    said = worded(answer.headline, page.lang)
    return text("whatif.page.demo_heading", page.lang, said=said) if _is_invented(answer) else said


def _is_invented(answer: WhatifAnswer) -> bool:
    """Tell whether all that the heading speaks of is invented: the first figure that changes, of several ones each."""
    changed = [row for row in answer.rows if row.is_changed]
    told = changed[:1] if len(answer.scenarios) == 1 else changed
    return all(row.is_demo for row in told or answer.rows)


# --- which scenario -------------------------------------------------------------------------------------------------


def _ask_scenario(page: Page) -> None:
    """Let the visitor choose which scenario to work on, begin another one, or drop it."""
    lang, held = page.lang, scenarios()
    if len(held) > 1:
        if int(state.get(ACTIVE) or 0) >= len(held):
            state.put(ACTIVE, 0)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.segmented_control(
                text("whatif.page.which", lang),
                range(len(held)),
                required=True,
                format_func=lambda number: scenario_name(number + 1, lang),
                key=ACTIVE,
                persist_state="session",
                label_visibility="collapsed",
            )
            st.button(text("whatif.page.drop", lang), on_click=_drop, args=(active(),), type="tertiary")


def _begin(copied: str) -> None:
    """Begin another scenario; a callback."""
    state.put(IS_FORM_WANTED, True)
    held = (*scenarios(), copied)
    state.put(SCENARIOS, held)
    state.put(ACTIVE, len(held) - 1)


def _drop(number: int) -> None:
    """Drop a scenario; a callback."""
    held = [words for place, words in enumerate(scenarios()) if place != number]
    state.put(SCENARIOS, tuple(held) or ("",))
    state.put(ACTIVE, 0)


def _remove(number: int, place: int) -> None:
    """Take a change out of a scenario, which goes with its last one where there are others; a callback."""
    changes = read_scenario(scenarios()[number]).changes
    left = Scenario((*changes[:place], *changes[place + 1 :]))
    if left.changes or len(scenarios()) == 1:
        put_scenario(number, left.text)
    else:
        _drop(number)


# --- what is drawn --------------------------------------------------------------------------------------------------


def _draw(page: Page, query: WhatifQuery, answer: WhatifAnswer | None) -> None:
    lang, held = page.lang, scenarios()
    notes = iter(answer.scenarios if answer else ())
    for number, words in enumerate(held):
        if len(held) > 1:
            st.markdown(f"**{scenario_name(number + 1, lang)}**")
        note = next(notes, None) if words else None
        _changes(page, number, words, note.changes if note else ())
    if all(held) and len(held) < MAX_SCENARIO_COUNT:
        with st.container(horizontal=True):
            st.button(text("whatif.page.begin", lang), on_click=_begin, args=("",), key="scenario-begin")
            st.button(text("whatif.page.copy", lang), on_click=_begin, args=(held[active()],), key="scenario-copy")
    if answer is None:
        return
    count = changed_areas(answer)
    if count:
        st.html(f"<h3>{escape(text('whatif.page.changed', lang, count=count))}</h3>")
        st.html(figures_table(answer, lang, is_changed=True))
    else:
        st.write(text("whatif.page.none_changed", lang))


def _changes(page: Page, number: int, words: str, notes: tuple[ChangeNote, ...]) -> None:
    """List the changes of a scenario, each with the way to take it out."""
    lang = page.lang
    if not words:
        st.caption(text("whatif.page.empty", lang))
        return
    written = [note.text for note in notes] or words.split(";")
    for place, text_of_change in enumerate(written):
        note = notes[place] if notes else None
        with st.container(horizontal=True, vertical_alignment="center", key=f"scenario-change-{number}-{place}"):
            said = note.words.words(lang) if note else text_of_change
            remark = f" <em>{escape(note.remark.words(lang))}</em>" if note and note.remark else ""
            st.html(f"<p>{escape(said[:1].upper() + said[1:])}.{remark}</p>")
            st.button(
                text("whatif.page.remove", lang),
                key=f"scenario-remove-{number}-{place}",
                on_click=_remove,
                args=(number, place),
                type="tertiary",
            )


def _beneath(page: Page, query: WhatifQuery, answer: WhatifAnswer | None) -> None:
    if answer is not None:
        _access(page, query)
        _other_figures(page, answer)
    keep_section(page)


def _access(page: Page, query: WhatifQuery) -> None:
    """Tell who reaches other places, once somebody wants to know: it takes some seconds."""
    section = st.expander(text("whatif.page.access", page.lang), key="scenario-access", on_change="rerun")
    if not section.open:
        return
    with section:
        with st.spinner(text("whatif.page.computing", page.lang)):
            found = data.scenario_access(page.snapshot, query).access or ()
        st.caption(text("whatif.page.access_note", page.lang, count=len(found)))
        st.html(access_table(found, page.lang, is_single=len(query.scenarios) == 1))


def _other_figures(page: Page, answer: WhatifAnswer) -> None:
    lang = page.lang
    _unchanged(answer, lang)
    st.caption(worded(answer.caveat, lang))
    with st.expander(text("coverage.method_title", lang), key="coverage-method"):
        st.html(f"<p>{escape(answer.method.words(lang))}</p><p>{sources_html(answer.sources, lang)}</p>")
    note = text("app.demo_banner", lang) if answer.has_demo else ""
    share_answer(page, answer, file_name="e-se", note=note)


def _unchanged(answer: WhatifAnswer, lang: str) -> None:
    """List the figures that stay as they are, once somebody wants to see them: a change of a province has thousands."""
    if all(row.is_changed for row in answer.rows):
        return
    section = st.expander(text("whatif.page.others", lang), key="scenario-others", on_change="rerun")
    if section.open:
        section.html(figures_table(answer, lang, is_changed=False))


# --- the map --------------------------------------------------------------------------------------------------------


def _points(page: Page, answer: WhatifAnswer | None) -> tuple[MapPoint, ...]:
    """Return what the scenarios put on the map, and the point that is chosen for the next change."""
    found = (
        [
            _point(page, note, letter if len(answer.scenarios) > 1 else "")
            for letter, scenario in zip(LETTERS, answer.scenarios if answer else (), strict=False)
            for note in scenario.changes
            if note.lon is not None and note.kind is not None
        ]
        if answer
        else []
    )
    place = chosen_place(page, HERE)
    if place:
        name = text("whatif.page.chosen_point", page.lang)
        found.append(MapPoint(item_id=CHOSEN, lon=place.lon, lat=place.lat, code=str(state.get(KIND)), name=name))
    return tuple(found)


def _point(page: Page, note: ChangeNote, letter: str) -> MapPoint:
    label = text("whatif.page.label", page.lang, letter=letter).strip()
    service_id = note.service_id or ""
    return MapPoint(
        item_id=f"{service_id}?{letter}" if note.verb == AddService.verb else service_id,
        lon=float(note.lon or 0),
        lat=float(note.lat or 0),
        code=str(note.kind),
        name=f"{label} – {note.words.words(page.lang)}",
        is_demo=note.is_demo,
    )


def _fills(page: Page, answer: WhatifAnswer | None) -> tuple[AreaFill, ...]:
    codes = _touched(answer)
    return (AreaFill(codes, TOUCHED, text("whatif.page.touched", page.lang)),) if codes else ()


def _touched(answer: WhatifAnswer | None) -> tuple[str, ...]:
    rows = answer.rows if answer else ()
    return tuple(sorted({row.unit_code for row in rows if row.part is AreaPart.TOUCHED}))


def _fit(page: Page, answer: WhatifAnswer | None) -> Fit | None:
    """Move to what is touched and its neighbours, once."""
    rows = answer.rows if answer else ()
    codes = {row.unit_code for row in rows if row.level == Level.MUNICIPALITY}
    if not codes:
        return None
    units = page.snapshot.territory.units(Level.MUNICIPALITY)
    west, south, east, north = (float(side) for side in units[units["code"].isin(codes)].total_bounds)
    return Fit(Bounds(west, south, east, north), token=f"whatif:{','.join(_touched(answer))}"[:200])
