"""A small map of where a record stands; a click on it moves the point, and the form below takes it over."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import streamlit as st

from geodata.codes import APPROXIMATE_QUALITIES, PositionQuality
from geodata.errors import InputError
from welfare_map.maps.view import Bounds, Fit, MapPoint, MapView, Pick, PickWhat
from welfare_map.model import Plain
from welfare_map.register.history.record_ref import RecordRef
from welfare_map.texts import text
from welfare_map.ui import data, state
from welfare_map.ui.components.map import show_map
from welfare_map.ui.components.registry.naming import record_name
from welfare_map.ui.components.registry.saying import Cells, municipality_name
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import plain_markdown
from welfare_map.vocabularies import ORGANISATION

POSITION: Final = ("lon", "lat", "position_quality")
"""Columns that a click sets together."""
HEIGHT_PX: Final = 280
MARGIN_DEGREES: Final = 0.02
"""About two kilometres around the point."""
MOVED: Final = "registry_moved"
"""Where this visit clicked: the record with its revision, the click's number, longitude and latitude."""


@dataclass(frozen=True, slots=True)
class Position:
    """
    Where a record stands, or was put by a click.

    Parameters
    ----------
    cells
        Of the columns ``POSITION``.
    click
        Number of the click, 0 before the first: the fields of another one are drawn anew.
    is_new
        The click came with this run: once the form is drawn, draw the page again, so that the map follows.
    """

    cells: Mapping[str, Plain]
    click: int = 0
    is_new: bool = False


def ask_position(page: Page, ref: RecordRef, cells: Cells, *, key: str) -> Position:
    """
    Draw the map of a record's position and return it as it was clicked last.

    Parameters
    ----------
    key
        Of the form: another revision of the record starts anew.
    """
    st.caption(text("registry.move_point", page.lang))
    here, _ = _moved(cells, key)
    view = MapView(points=_points(page, ref, {**cells, **here}), is_numbered=False, fit=_fit(page, cells, key))
    assets = data.map_assets(page.snapshot, page.as_of_on)
    is_new = _take(show_map(view, key="position-map", lang=page.lang, assets=assets, height_px=HEIGHT_PX), key)
    here, click = _moved(cells, key)
    if click:
        _say_moved(page, cells, here)
    return Position(here, click, is_new)


def _moved(cells: Cells, key: str) -> tuple[dict[str, Plain], int]:
    moved = state.get(MOVED)
    if moved is None or moved[0] != key:
        return {name: cells.get(name) for name in POSITION}, 0
    _, number, lon, lat = moved
    return {"lon": lon, "lat": lat, "position_quality": PositionQuality.EXACT.value}, number


def _take(pick: Pick | None, key: str) -> bool:
    """Act once on a new click on the ground; the component repeats the last one at every rerun."""
    if pick is None or pick.number <= (state.get(state.PICK_SEEN) or 0):
        return False
    state.put(state.PICK_SEEN, pick.number)
    if pick.what is PickWhat.MUNICIPALITY:
        state.put(MOVED, (key, pick.number, pick.lon, pick.lat))
    return pick.what is PickWhat.MUNICIPALITY


def _say_moved(page: Page, cells: Cells, here: Mapping[str, Plain]) -> None:
    """Say that the point moved, and in which municipality it stands where that is another one."""
    st.info(text("registry.moved", page.lang))
    try:
        code = page.snapshot.territory.locate(float(str(here["lon"])), float(str(here["lat"])))
    except InputError:
        return
    if cells.get("municipality_code") not in {None, code}:
        name = municipality_name(page.snapshot.territory, code) or code
        st.warning(text("registry.moved_elsewhere", page.lang, name=plain_markdown(name)))


def _points(page: Page, ref: RecordRef, cells: Cells) -> tuple[MapPoint, ...]:
    lon, lat = cells.get("lon"), cells.get("lat")
    if lon is None or lat is None:
        return ()
    point = MapPoint(
        item_id=ref.record_id,
        lon=float(lon),
        lat=float(lat),
        code=str(cells["kind"]) if ref.table == "services" else ORGANISATION,
        name=record_name(page, ref.table, cells, ref.record_id),
        is_approximate=cells.get("position_quality") in APPROXIMATE_QUALITIES,
        is_demo=bool(cells.get("is_demo")),
    )
    return (point,)


def _fit(page: Page, cells: Cells, key: str) -> Fit | None:
    """Move once per form: to the point, else to the municipality; a click leaves the view where it is."""
    lon, lat = cells.get("lon"), cells.get("lat")
    if lon is not None and lat is not None:
        west = east = float(lon)
        south = north = float(lat)
    else:
        around = _municipality_bounds(page, cells)
        if around is None:
            return None
        west, south, east, north = around
    margin = MARGIN_DEGREES
    return Fit(Bounds(west - margin, south - margin, east + margin, north + margin), token=key)


def _municipality_bounds(page: Page, cells: Cells) -> tuple[float, float, float, float] | None:
    territory = page.snapshot.territory
    try:
        row = territory.row_of(str(cells.get("municipality_code")))
    except InputError:
        return None
    west, south, east, north = territory.display.geometry.iloc[row].bounds
    return west, south, east, north
