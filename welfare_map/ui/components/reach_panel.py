"""The switch of the reachable area, its table, and its place on the map."""

from dataclasses import replace

import streamlit as st

from welfare_map.maps.reach_table import reach_areas, reach_table
from welfare_map.maps.view import Bounds, Fit, MapArea, MapView
from welfare_map.model import NearbyQuery, ReachAnswer, ReachQuery
from welfare_map.questions.reach import reach
from welfare_map.texts import text
from welfare_map.ui import data, state
from welfare_map.ui.components.asking import FILTER
from welfare_map.ui.components.layers import ShownLayers
from welfare_map.ui.context import Page


def ask_reach(page: Page, query: NearbyQuery) -> ReachAnswer | None:
    """Draw the switch and answer when it is on; nothing is computed while it is off."""
    with st.container(key="reach-switch"):
        is_on = st.toggle(
            text("reach.switch", page.lang),
            key=state.REACH,
            persist_state="session",
            help=text("reach.switch_help", page.lang),
        )
    if not is_on:
        return None
    return reach(page.snapshot, _reach_query(query), data.travel_times())


def show_reach(answer: ReachAnswer | None, lang: str) -> None:
    """Draw the table of the areas, when they are on the map."""
    if answer is not None:
        st.html(reach_table(answer, lang))


def with_reach(view: MapView, answer: ReachAnswer | None, shown: ShownLayers, lang: str) -> MapView:
    """Lay the areas over a view; the map moves to them once per answer, unless the visitor goes elsewhere."""
    if answer is None:
        return view
    areas = reach_areas(answer, lang)
    return replace(view, areas=areas, fit=shown.fit or _fit(areas) or view.fit)


def _reach_query(query: NearbyQuery) -> ReachQuery:
    """Ask from the same place, by the same means and with the same filters."""
    asked = {name: getattr(query, name) for name in FILTER}
    return ReachQuery(lon=query.lon, lat=query.lat, mode=query.mode, **asked)


def _fit(areas: tuple[MapArea, ...]) -> Fit | None:
    widest = areas[-1].outline
    if widest.is_empty:
        return None
    bounds = Bounds(*widest.bounds)
    sides = (bounds.west, bounds.south, bounds.east, bounds.north)
    return Fit(bounds, token="reach:" + ",".join(f"{side:.3f}" for side in sides))
