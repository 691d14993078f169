"""Where the opened figure goes by 2035 if places stay as they are."""

from dataclasses import replace
from typing import Final

import streamlit as st

from geodata.population import BAND_COLUMNS
from welfare_map.maps.coverage_cards import figure
from welfare_map.maps.parts import table
from welfare_map.model import FIRST_YEAR, LAST_YEAR, CoverageAnswer, CoverageQuery, ProjectionRow
from welfare_map.questions.coverage import projection
from welfare_map.texts import formats, text
from welfare_map.ui import data
from welfare_map.ui.components.coverage.naming import of_area
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import worded

AHEAD: Final = "coverage_ahead"
HEADS: Final = ("year", "residents", "figure", "to_stay", "interval")


def ahead_section(page: Page, query: CoverageQuery, opened: CoverageAnswer | None) -> None:
    """Offer the years to come of the opened figure, where it is by the residents of an age."""
    if opened is None or opened.denominator_name not in BAND_COLUMNS:
        return
    lang = page.lang
    if not st.toggle(text("coverage.ahead.show", lang, year=str(LAST_YEAR)), key=AHEAD):
        return
    asked = of_area(query, opened.level, opened.rows[0].unit_code)
    found = projection(page.snapshot, replace(asked, max_call_count=0), data.ages(), range(FIRST_YEAR, LAST_YEAR + 1))
    st.write(worded(found.sentence, lang))
    heads = [text(f"coverage.ahead.{name}", lang) for name in HEADS]
    st.html(table(heads, [_cells(row, lang) for row in found.rows], text("coverage.ahead.label", lang)))
    st.caption(worded(found.method, lang))


def _cells(row: ProjectionRow, lang: str) -> tuple[str, ...]:
    ends = (row.value_low, row.value_high)
    between = "–" if ends[0] == ends[1] else " – ".join(figure(end, lang) for end in ends)
    to_stay = "–" if row.places_to_stay is None else formats.number(round(row.places_to_stay), lang)
    return str(row.year), formats.number(round(row.residents), lang), figure(row.value, lang), to_stay, between
