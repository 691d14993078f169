"""The answer as a list of cards, beside the map: choose, save, compare."""

from collections.abc import Container
from functools import partial

import streamlit as st

from geodata.routing.estimate import Estimate
from welfare_map.maps.comparison import comparison_table
from welfare_map.maps.fit_strip import fit_strip
from welfare_map.maps.printed import MOST_ENTRIES, printed_rest
from welfare_map.maps.service_cards import service_card, service_line
from welfare_map.maps.source_words import sources_html
from welfare_map.model import NearbyQuery, ServiceRow
from welfare_map.share import MAX_COMPARED_COUNT, MAX_SAVED_COUNT
from welfare_map.texts import formats, text
from welfare_map.ui import state, unread_words
from welfare_map.ui.components.asking import Found, ask_services
from welfare_map.ui.components.closures import closures_button
from welfare_map.ui.components.day import Day
from welfare_map.ui.components.further import offer_further
from welfare_map.ui.components.handout import handout_button
from welfare_map.ui.components.means import ask_means, with_costs
from welfare_map.ui.components.saved_memory import put_saved
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import worded

STEP_COUNT = 8
TOGGLES = {state.SAVED: "save", state.COMPARED: "compare"}
"""List of the visit -> the words that put a service into it."""


def show_list(page: Page, query: NearbyQuery, day: Day, found: Found) -> bool:
    """
    Draw what was set aside, and one card per row in the order of the map.

    Returns
    -------
    has_demo
        A demonstration service is among those set aside.
    """
    lang = page.lang
    has_demo = _set_aside(page, query, day)
    rows = found.answer.rows
    if found.fits is not None and found.fits.sentence != found.answer.sentence:
        st.markdown(worded(found.fits.sentence, lang))
        if day.is_shared:
            st.caption(text("day.own_part", lang))
    if rows:
        ask_means(lang)
    else:
        st.info(text("find.nothing", lang))
    shown_count = state.get(state.SHOWN_COUNT) or STEP_COUNT
    found = with_costs(page, query, found, rows[:shown_count])
    for number, row in enumerate(rows[:shown_count], start=1):
        _card(page, found, row, number=number)
    _more(lang, shown_count, len(rows))
    lines = [service_line(row, lang, has_roads=_has_roads(found)) for row in rows[:MOST_ENTRIES]]
    if rest := printed_rest(lines, shown_count, len(rows), lang, foot=sources_html(found.answer.sources, lang)):
        st.html(rest)
    _left_out(lang, found)
    return has_demo


def _set_aside(page: Page, query: NearbyQuery, day: Day) -> bool:
    """Draw the card chosen on the map, the comparison and the saved list, whatever the filters are now."""
    selected, compared, saved = state.get(state.SELECTED), state.get(state.COMPARED), state.get(state.SAVED)
    wanted = (*((selected,) if selected else ()), *compared, *saved)
    if not wanted:
        return False
    plain = NearbyQuery(lon=query.lon, lat=query.lat, mode=query.mode, as_of_on=query.as_of_on, service_ids=wanted)
    found = ask_services(page, plain, day, keep_all=True)
    found = with_costs(page, query, found, found.answer.rows)
    rows = {row.service_id: row for row in found.answer.rows}
    _say_gone(compared, rows)
    if selected in rows:
        with st.container(key="chosen"):
            _heading(page.lang, "selected", "find.selected")
            _card(page, found, rows[selected], number=None)
    _comparison(page, query, found, [rows[item] for item in compared if item in rows])
    _saved(page, query, found, [rows[item] for item in saved if item in rows])
    return found.answer.has_demo


def _say_gone(compared: tuple[str, ...], known: Container[str]) -> None:
    """Take what is not on this map out of the comparison; the saved list says by itself what is gone."""
    gone = [item for item in compared if item not in known]
    if gone:
        unread_words.leave_out(unread_words.VISIT, "compared", ", ".join(gone))
        state.put(state.COMPARED, tuple(item for item in compared if item in known))


def _heading(lang: str, name: str, key: str) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f"**{text(key, lang)}**")
        empty = "" if name == state.SELECTED else ()
        st.button(
            text("find.close", lang), key=f"close-{name}", on_click=state.put, args=(name, empty), type="tertiary"
        )


def _comparison(page: Page, query: NearbyQuery, found: Found, rows: list[ServiceRow]) -> None:
    if not rows:
        return
    with st.container(key="comparison"):
        _heading(page.lang, state.COMPARED, "find.compare_title")
        st.html(comparison_table(rows, page.lang, has_roads=_has_roads(found)))
        handout_button(page, query, state.COMPARED)


def _saved(page: Page, query: NearbyQuery, found: Found, rows: list[ServiceRow]) -> None:
    saved_count = len(state.get(state.SAVED))
    if not saved_count:
        return
    with st.expander(text("find.saved_title", page.lang, count=saved_count), key="saved-list"):
        st.caption(text("find.saved_help", page.lang))
        if len(rows) < saved_count:
            gone = saved_count - len(rows)
            st.caption(text("find.saved_gone_one" if gone == 1 else "find.saved_gone", page.lang, count=gone))
        for row in rows:
            _card(page, found, row, number=None, where="saved")
        with st.container(horizontal=True, gap="small"):
            handout_button(page, query, state.SAVED)
            st.button(text("find.saved_clear", page.lang), on_click=put_saved, args=((),))


def _card(page: Page, found: Found, row: ServiceRow, *, number: int | None, where: str = "list") -> None:
    place = where if number is not None else f"{where}-aside"
    with st.container(key=f"card-{place}-{row.service_id}", gap="xsmall"):
        st.html(
            service_card(
                row,
                page.lang,
                number=number,
                sources={source.source_id: source for source in found.answer.sources},
                as_of_on=page.as_of_on,
                report_email=page.settings.report_email,
                cost=found.costs.get(row.service_id),
                has_roads=_has_roads(found),
            )
        )
        if row.service_id in found.verdicts:
            st.html(fit_strip(found.verdicts[row.service_id], page.lang))
        with st.container(horizontal=True, gap="small"):
            _toggle(page.lang, state.SAVED, row, place=place, max_count=MAX_SAVED_COUNT)
            _toggle(page.lang, state.COMPARED, row, place=place, max_count=MAX_COMPARED_COUNT)
            closures_button(page, row, place=place)


def _has_roads(found: Found) -> bool:
    return found.answer.parameters["engine"] != Estimate().name


def _toggle(lang: str, name: str, row: ServiceRow, *, place: str, max_count: int) -> None:
    """Draw a button that puts the service into a list of the visit, or takes it out."""
    listed: tuple[str, ...] = state.get(name)
    is_on = row.service_id in listed
    kept = tuple(item for item in listed if item != row.service_id)
    st.button(
        text(f"find.{name if is_on else TOGGLES[name]}", lang),
        key=f"{name}-{place}-{row.service_id}",
        type="tertiary",
        disabled=not is_on and len(listed) >= max_count,
        on_click=put_saved if name == state.SAVED else partial(state.put, name),
        args=(kept if is_on else (*listed, row.service_id),),
    )


def _more(lang: str, shown_count: int, total: int) -> None:
    if total <= shown_count:
        return
    label = text("find.show_more", lang, count=min(STEP_COUNT, total - shown_count))
    shown, of_all = formats.number(shown_count, lang), formats.number(total, lang)
    said = text("find.showing", lang, shown=shown, total=of_all)
    offer_further(label, state.SHOWN_COUNT, shown_count + STEP_COUNT, said=said)


def _left_out(lang: str, found: Found) -> None:
    """Say how minutes were made and what is not in the list."""
    answer = found.answer
    if answer.found_count > len(answer.rows):
        key = "find.capped" if found.fits is None else "find.capped_fits"
        st.caption(text(key, lang, count=formats.number(len(answer.rows), lang)))
    count = answer.without_position_count
    if count:
        st.caption(text("find.without_position_one" if count == 1 else "find.without_position", lang, count=count))
    silent = answer.without_places_count
    if silent:
        st.caption(text("find.without_places_one" if silent == 1 else "find.without_places", lang, count=silent))
    st.caption(worded(answer.method, lang) if found.fits is None else worded(found.fits.method, lang))
