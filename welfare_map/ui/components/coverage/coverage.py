"""The section about coverage: what is met, what is not, and what nobody can tell yet."""

import streamlit as st

from geodata.codes import Level
from geodata.territory.area import LEVEL_COLUMNS
from welfare_map.maps.choropleth import choropleth
from welfare_map.maps.view import Bounds, Fit, Pick, PickWhat
from welfare_map.model import BASIN, CoverageAnswer, CoverageQuery
from welfare_map.questions.coverage import coverage
from welfare_map.share_coverage import coverage_params
from welfare_map.texts import text
from welfare_map.ui import state
from welfare_map.ui.components.coverage.ahead import ahead_section
from welfare_map.ui.components.coverage.asking import ask_coverage
from welfare_map.ui.components.coverage.drawing import areas_section, beside_section, figure_section, opened_figure
from welfare_map.ui.components.coverage.over_years import over_years_section
from welfare_map.ui.components.coverage.section import Section
from welfare_map.ui.context import Page
from welfare_map.ui.coverage_keys import UNIT
from welfare_map.ui.markdown import worded


def section(page: Page) -> Section:
    """Ask which indicator, for which areas; answer on the map, in a table, and opened."""
    query = ask_coverage(page)
    answer = coverage(page.snapshot, query)
    opened = opened_figure(page, query, answer)
    shades = choropleth(answer, page.snapshot.territory, page.lang)
    unit = text(f"coverage.unit.{answer.unit}", page.lang)

    def draw() -> None:
        figure_section(page, answer, opened)
        over_years_section(page, query, opened)
        ahead_section(page, query, opened)
        areas_section(page, answer)

    return Section(
        heading=worded(answer.sentence, page.lang),
        draw=draw,
        beneath=lambda: beside_section(page, answer),
        level=Level.MUNICIPALITY if answer.level == BASIN else Level(answer.level),
        fills=shades.fills,
        legend=shades.legend(text("coverage.legend", page.lang, unit=unit)),
        fit=_fit(page, query, answer),
        has_demo=answer.has_demo,
        params=coverage_params(query, unit=state.get(UNIT) or ""),
        on_pick=lambda pick: _open_clicked(page, answer, pick),
    )


def _fit(page: Page, query: CoverageQuery, answer: CoverageAnswer) -> Fit | None:
    """Move to the territory that was asked for, once; the whole area is where the map starts."""
    if not answer.rows or (query.within is None and not answer.municipality_codes):
        return None
    units = page.snapshot.territory.units(Level.MUNICIPALITY if answer.level == BASIN else Level(answer.level))
    wanted = answer.municipality_codes or tuple(row.unit_code for row in answer.rows)
    west, south, east, north = (float(side) for side in units[units["code"].isin(wanted)].total_bounds)
    token = ",".join(answer.municipality_codes) or f"within:{query.within}"
    return Fit(Bounds(west, south, east, north), token=token[:200])


def _open_clicked(page: Page, answer: CoverageAnswer, pick: Pick) -> None:
    """Open the figure of the area that was clicked."""
    unit = _area_of(page, answer, pick.item_id) if pick.what is PickWhat.MUNICIPALITY else None
    if unit is None:
        st.toast(text("coverage.not_here", page.lang))
        return
    state.put(UNIT, unit)
    st.rerun()


def _area_of(page: Page, answer: CoverageAnswer, municipality_code: str) -> str | None:
    if answer.level == BASIN:
        return None
    table = page.snapshot.territory.municipalities
    code = table[LEVEL_COLUMNS[Level(answer.level)][0]].iloc[page.snapshot.territory.row_of(municipality_code)]
    return str(code) if code in {row.unit_code for row in answer.rows} else None
