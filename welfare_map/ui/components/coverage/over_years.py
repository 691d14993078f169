"""How the opened figure went, year by year, as the register's lists told it."""

from typing import Final

import streamlit as st

from welfare_map.maps.coverage_cards import figure, interval
from welfare_map.maps.parts import table
from welfare_map.model import CoverageAnswer, CoverageQuery, SeriesRow
from welfare_map.model.indicators import INDICATORS
from welfare_map.questions.coverage import MEASURES_OF_LISTS, series
from welfare_map.texts import formats, text
from welfare_map.ui import data
from welfare_map.ui.components.coverage.naming import of_area
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import worded

OVER_YEARS: Final = "coverage_over_years"
HEADS: Final = ("year", "figure", "interval", "counted", "change")


def over_years_section(page: Page, query: CoverageQuery, opened: CoverageAnswer | None) -> None:
    """Offer the past years of the opened figure, where lists tell of it."""
    if opened is None or INDICATORS[opened.indicator].measure not in MEASURES_OF_LISTS:
        return
    lang = page.lang
    if not st.toggle(text("coverage.series.show", lang), key=OVER_YEARS):
        return
    snapshots = data.years(page.snapshot, page.as_of_on)
    if not snapshots:
        st.write(text("coverage.series.none", lang))
        return
    asked = of_area(query, opened.level, opened.rows[0].unit_code)
    found = series(snapshots, asked)
    st.write(worded(found.sentence, lang))
    heads = [text(f"coverage.series.{name}", lang) for name in HEADS]
    rows = [_cells(row, lang, is_today=row.as_of_on == page.as_of_on) for row in found.rows]
    st.html(table(heads, rows, text("coverage.series.label", lang)))
    st.caption(worded(found.method, lang))


def _cells(row: SeriesRow, lang: str, *, is_today: bool) -> tuple[str, ...]:
    year = text("coverage.series.today", lang, year=str(row.year)) if is_today else str(row.year)
    counted = "–" if row.numerator is None else formats.number(round(row.numerator), lang)
    return year, figure(row.value, lang), interval(row, lang), counted, figure(row.change, lang)
