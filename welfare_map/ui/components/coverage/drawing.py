"""What stands beside the map of coverage: the opened figure, areas, targets, whom to call, files."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import streamlit as st

from geodata.errors import InputError
from welfare_map.exports.csv import csv_text
from welfare_map.maps.coverage_cards import (
    areas_table,
    calls_list,
    calls_words,
    figure_card,
    sources_html,
    targets_table,
)
from welfare_map.maps.popups import escape
from welfare_map.model import BASIN, CoverageAnswer, CoverageQuery, CoverageRow, CoverageStatus, Phrase, RecordsAnswer
from welfare_map.questions.coverage import coverage
from welfare_map.share_coverage import linked
from welfare_map.texts import text
from welfare_map.ui import state
from welfare_map.ui.components.coverage.naming import of_area
from welfare_map.ui.components.further import offer_further
from welfare_map.ui.components.share_bar import share_answer
from welfare_map.ui.context import Page
from welfare_map.ui.coverage_keys import ORDER, SHOWN, UNIT, UNIT_CHOICE
from welfare_map.ui.markdown import worded

STEP: Final = 15
WORST_FIRST: Final = (
    CoverageStatus.NOT_MET,
    CoverageStatus.UNDECIDABLE,
    CoverageStatus.NO_TARGET,
    CoverageStatus.MET,
    CoverageStatus.DEMONSTRATION,
)
"""What is invented comes last: nobody acts on it."""


def _lacking(row: CoverageRow) -> float:
    """Return how much the numerator lacks to the target, by what records state; 0 where there is none."""
    if row.target is None or row.numerator is None or not row.value or not row.denominator:
        return (row.target or 0) * (row.denominator or 0)
    return row.numerator * (row.target / row.value - 1)


ORDERS: Final[dict[str, Callable[[CoverageRow], tuple[Any, ...]]]] = {
    "need": lambda row: (
        *(WORST_FIRST.index(row.status), row.value is None, -_lacking(row)),
        *(row.value or 0, row.unit_name),
    ),
    "highest": lambda row: (row.value is None, -(row.value or 0), row.unit_name),
    "name": lambda row: (row.unit_name, row.unit_code),
}
"""How the table may be sorted; the first is the order in which an office would act."""


def opened_figure(page: Page, query: CoverageQuery, answer: CoverageAnswer) -> CoverageAnswer | None:
    """Open the figure of the chosen area, or of the only one; one that is not in the answer leaves the address."""
    unit = answer.rows[0].unit_code if len(answer.rows) == 1 else state.get(UNIT)
    if not unit and answer.level != BASIN:
        return None
    if answer.level != BASIN and unit not in {row.unit_code for row in answer.rows}:
        state.put(UNIT, "")
        return None
    asked = of_area(query, answer.level, unit)
    try:
        asked = replace(asked, is_explained=True, max_call_count=0)
        return linked(coverage(page.snapshot, asked), asked)
    except InputError:
        return None


def figure_section(page: Page, answer: CoverageAnswer, opened: CoverageAnswer | None) -> None:
    """Let an area be chosen by its name, and draw its figure."""
    _ask_unit(page, answer)
    if opened is None or opened.explanation is None:
        st.caption(text("coverage.open_hint", page.lang))
        return
    st.html(figure_card(opened, page.lang))
    records = RecordsAnswer(
        rows=opened.explanation.records, sentence=Phrase("coverage.legal.none"), method=opened.method, parameters={}
    )
    with st.container(horizontal=True):
        st.download_button(
            text("coverage.download_records", page.lang),
            lambda: csv_text(records, page.lang),
            file_name="schede-usate.csv",
            mime="text/csv",
            on_click="ignore",
        )
        if len(answer.rows) > 1:
            st.button(text("find.close", page.lang), on_click=state.put, args=(UNIT, ""))


def areas_section(page: Page, answer: CoverageAnswer) -> None:
    """Draw the table of areas, sorted as asked, a part at a time."""
    if len(answer.rows) < 2:
        return
    order = st.segmented_control(
        text("coverage.sort", page.lang),
        list(ORDERS),
        required=True,
        default="need" if ORDER not in st.session_state else None,
        format_func=lambda name: text(f"coverage.order.{name}", page.lang),
        key=ORDER,
    )
    rows = sorted(answer.rows, key=ORDERS[order or "need"])
    count = min(int(state.get(SHOWN) or STEP), len(rows))
    st.html(areas_table(rows, page.lang, shown_count=count))
    if count < len(rows):
        label = text("coverage.more_areas", page.lang, count=len(rows) - count)
        offer_further(label, SHOWN, count + 4 * STEP)


def beside_section(page: Page, answer: CoverageAnswer) -> None:
    """Draw the targets, whom to call first, and the files."""
    lang = page.lang
    st.subheader(text("coverage.targets", lang), anchor=False)
    st.write(worded(answer.legal, lang))
    if answer.targets:
        st.html(targets_table(answer.targets, lang))
    _calls(answer, lang)
    st.caption(worded(answer.caveat, lang))
    with st.expander(text("coverage.method_title", lang), key="coverage-method"):
        st.html(f"<p>{escape(answer.method.words(lang))}</p><p>{sources_html(answer.sources, lang)}</p>")
    share_answer(page, answer, file_name="copertura", note=text("app.demo_banner", lang) if answer.has_demo else "")


def _calls(answer: CoverageAnswer, lang: str) -> None:
    st.subheader(text("coverage.call.title", lang), anchor=False)
    st.write(calls_words(answer, lang))
    if not answer.to_call:
        return
    if any(call.is_demo for call in answer.to_call):
        st.caption(text("coverage.call.demo", lang))
    st.html(calls_list(answer, lang))


def _ask_unit(page: Page, answer: CoverageAnswer) -> None:
    if len(answer.rows) < 2:
        return
    names = {row.unit_code: _name(row) for row in sorted(answer.rows, key=ORDERS["name"])}
    unit = state.get(UNIT)
    state.put(UNIT_CHOICE, unit if unit in names else None)
    st.selectbox(
        text("coverage.open", page.lang),
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=text("coverage.open_placeholder", page.lang),
        key=UNIT_CHOICE,
        on_change=_choose_unit,
    )


def _choose_unit() -> None:
    state.put(UNIT, state.get(UNIT_CHOICE) or "")


def _name(row: CoverageRow) -> str:
    return row.unit_name + (f" ({row.province_short})" if row.province_short else "")
