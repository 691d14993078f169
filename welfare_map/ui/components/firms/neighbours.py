"""*Chi ho vicino*: the firms within reach, on the map and in a list that say the same."""

import streamlit as st

from welfare_map.maps.firm_cards import firm_card, firm_line
from welfare_map.maps.printed import MOST_ENTRIES, printed_rest
from welfare_map.maps.view import MapPoint
from welfare_map.model import PUBLIC, FirmRow, FirmsAnswer, FirmsQuery
from welfare_map.questions.firms import firms
from welfare_map.texts import formats, text
from welfare_map.ui import data, state
from welfare_map.ui.components.firms.asked import AskedFirm, Section
from welfare_map.ui.components.firms.counts import CountsHere, counts_here, counts_panel
from welfare_map.ui.components.firms.firm_filters import FirmFilters, ask_firm_filters
from welfare_map.ui.components.firms.partners import partner_button
from welfare_map.ui.components.frame import say_sources
from welfare_map.ui.components.further import offer_further
from welfare_map.ui.components.share_bar import share_answer
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import worded
from welfare_map.vocabularies import ORGANISATION

SHOWN_COUNT = 150
"""Most firms on one map and list; the page says when there are more."""
STEP_COUNT = 8


def section(page: Page, asked: AskedFirm) -> Section:
    """Ask what narrows the list, and answer which firms are near."""
    filters = ask_firm_filters(page, asked)
    answer = firms(page.snapshot, _query(page, asked, filters), data.travel_times())
    counted = counts_here(page, asked.place)
    return Section(
        heading=worded(answer.sentence, page.lang),
        draw=lambda: _draw(page, asked, answer, counted),
        points=tuple(map(_point, answer.rows)),
        has_demo=answer.has_demo or counted.has_demo,
    )


def _query(page: Page, asked: AskedFirm, filters: FirmFilters) -> FirmsQuery:
    return FirmsQuery(
        as_of_on=page.as_of_on,
        lon=None if filters.from_all_sites else asked.place.lon,
        lat=None if filters.from_all_sites else asked.place.lat,
        me=asked.me,
        viewer=asked.viewer,
        mode=asked.mode,
        limit_min=asked.limit_min,
        initiative_ids=filters.initiative_ids,
        sector_codes=filters.sector_codes,
        size_classes=filters.size_classes,
        themes=filters.themes,
        only_adherents=filters.only_adherents,
        include_others=filters.include_others,
        max_count=SHOWN_COUNT,
    )


def _point(row: FirmRow) -> MapPoint:
    return MapPoint(
        item_id=row.organisation_id,
        lon=row.lon,
        lat=row.lat,
        code=ORGANISATION,
        name=row.organisation_name,
        travel_min=row.travel_min,
        is_approximate=row.is_approximate,
        is_demo=row.is_demo,
    )


def _draw(page: Page, asked: AskedFirm, answer: FirmsAnswer, counted: CountsHere) -> None:
    lang = page.lang
    if asked.me is None and answer.rows:
        st.info(text("firms.who_are_you", lang))
    _chosen(page, asked, answer)
    shown_count = state.get(state.SHOWN_COUNT) or STEP_COUNT
    for number, row in enumerate(answer.rows[:shown_count], start=1):
        _card(page, asked, row, number=number, where="list")
    _more(lang, shown_count, len(answer.rows))
    lines = [firm_line(row, lang) for row in answer.rows[:MOST_ENTRIES]]
    if rest := printed_rest(lines, shown_count, len(answer.rows), lang):
        st.html(rest)
    if not answer.rows:
        st.info(text("firms.nothing", lang))
    counts_panel(page, counted)
    _left_out(lang, answer)
    if answer.rows:
        say_sources(answer.sources, lang)
        note = "" if asked.viewer == PUBLIC else text("firms.share_reserved", lang)
        share_answer(page, answer, file_name="imprese", note=note)


def _chosen(page: Page, asked: AskedFirm, answer: FirmsAnswer) -> None:
    """Draw the card of the firm that was clicked on the map."""
    row = next((row for row in answer.rows if row.organisation_id == state.get(state.SELECTED)), None)
    if row is None:
        return
    with st.container(key="chosen"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"**{text('find.selected', page.lang)}**")
            st.button(text("find.close", page.lang), on_click=state.put, args=(state.SELECTED, ""), type="tertiary")
        _card(page, asked, row, number=None, where="chosen")


def _card(page: Page, asked: AskedFirm, row: FirmRow, *, number: int | None, where: str) -> None:
    with st.container(key=f"card-firm-{where}-{row.organisation_id}", gap="xsmall"):
        st.html(firm_card(row, page.lang, number=number))
        partner_button(page.lang, asked.partner_ids, row.organisation_id, where=where)


def _more(lang: str, shown_count: int, total: int) -> None:
    if total <= shown_count:
        return
    label = text("find.show_more", lang, count=min(STEP_COUNT, total - shown_count))
    shown, of_all = formats.number(shown_count, lang), formats.number(total, lang)
    said = text("firms.showing", lang, shown=shown, total=of_all)
    offer_further(label, state.SHOWN_COUNT, shown_count + STEP_COUNT, said=said)


def _left_out(lang: str, answer: FirmsAnswer) -> None:
    """Say how minutes were made and what is not in the list."""
    if answer.found_count > len(answer.rows):
        st.caption(text("firms.capped", lang, count=formats.number(len(answer.rows), lang)))
    count = answer.without_position_count
    if count:
        st.caption(text("firms.without_position_one" if count == 1 else "firms.without_position", lang, count=count))
    st.caption(worded(answer.method, lang))
