"""*Copertura*: what is met, what is not, and what nobody can tell yet."""

import streamlit as st

from geodata.codes import Level
from geodata.territory.area import LEVEL_COLUMNS
from welfare_map.maps.choropleth import Choropleth, choropleth
from welfare_map.maps.view import Bounds, Fit, MapView, Pick, PickWhat
from welfare_map.model import BASIN, CoverageAnswer, CoverageQuery
from welfare_map.questions.coverage import coverage
from welfare_map.share_coverage import coverage_params
from welfare_map.texts import text
from welfare_map.ui import state
from welfare_map.ui.components.coverage.asking import ask_coverage
from welfare_map.ui.components.coverage.drawing import areas_section, beside_section, figure_section, opened_figure
from welfare_map.ui.components.demo_banner import demo_banner
from welfare_map.ui.components.frame import title
from welfare_map.ui.components.layers import ShownLayers
from welfare_map.ui.components.map_panel import map_panel
from welfare_map.ui.context import Page
from welfare_map.ui.coverage_keys import UNIT


def show(page: Page) -> None:
    """Ask one question, answer it in a sentence, and show the same answer on the map, in a table and opened."""
    title(text("coverage.title", page.lang), page.lang)
    query = ask_coverage(page)
    answer = coverage(page.snapshot, query)
    banner_slot = st.container(key="slot-banner")
    st.subheader(answer.sentence.words(page.lang), anchor=False)
    opened = opened_figure(page, query, answer)
    shades = choropleth(answer, page.snapshot.territory, page.lang)
    map_column, list_column = st.columns([5, 6], gap="medium")
    with map_column:
        shown, pick = map_panel(page, lambda layers: _view(page, query, answer, shades, layers))
        unit = text(f"coverage.unit.{answer.unit}", page.lang)
        st.html(shades.legend(text("coverage.legend", page.lang, unit=unit)))
    with list_column:
        figure_section(page, answer, opened)
        areas_section(page, answer)
    beside_section(page, answer)
    with banner_slot:
        demo_banner(page.lang, is_shown=answer.has_demo or shown.has_demo)
    state.write_address(None, beside=coverage_params(query, unit=state.get(UNIT) or ""))
    _open_clicked(page, answer, pick)


def _view(page: Page, query: CoverageQuery, answer: CoverageAnswer, shades: Choropleth, shown: ShownLayers) -> MapView:
    return MapView(
        layers=shown.layers,
        level=Level.MUNICIPALITY if answer.level == BASIN else Level(answer.level),
        fills=shades.fills,
        fit=shown.fit or _fit(page, query, answer),
        tiles=shown.tiles,
    )


def _fit(page: Page, query: CoverageQuery, answer: CoverageAnswer) -> Fit | None:
    """Move to the territory that was asked for, once; the whole area is where the map starts."""
    if not answer.rows or (query.within is None and answer.level != BASIN):
        return None
    units = page.snapshot.territory.units(Level.MUNICIPALITY if answer.level == BASIN else Level(answer.level))
    wanted = answer.municipality_codes or tuple(row.unit_code for row in answer.rows)
    west, south, east, north = (float(side) for side in units[units["code"].isin(wanted)].total_bounds)
    token = ",".join(answer.municipality_codes) or f"within:{query.within}"
    return Fit(Bounds(west, south, east, north), token=token[:200])


def _open_clicked(page: Page, answer: CoverageAnswer, pick: Pick | None) -> None:
    """Open the figure of the area that was clicked, once per click."""
    if pick is None or pick.number == state.get(state.PICK_SEEN):
        return
    state.put(state.PICK_SEEN, pick.number)
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
