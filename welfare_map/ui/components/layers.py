"""What the map shows beside the answer: layers, borders that stand out, a place to go to, background tiles."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from geodata.codes import Level
from welfare_map.maps.legend import legend_html
from welfare_map.maps.view import Bounds, Fit, Tiles
from welfare_map.model import LayersAnswer
from welfare_map.questions.units import find_unit
from welfare_map.texts import formats, text
from welfare_map.ui import data, state, unread_words
from welfare_map.ui.components.fault_place import fault_place
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import marked
from welfare_map.vocabularies import LayerFamily

FAMILIES = (
    (LayerFamily.SERVICES, LayerFamily.PRACTICES),
    (LayerFamily.ORGANISATIONS,),
    (LayerFamily.INITIATIVES,),
)
"""The families of layers that each panel offers, in the order of ``state.PANELS``."""


@dataclass(frozen=True, slots=True)
class ShownLayers:
    """What the visitor switched on."""

    layers: tuple[str, ...]
    level: Level
    fit: Fit | None
    tiles: Tiles | None
    has_demo: bool


def ask_layers(page: Page) -> ShownLayers:
    """Draw the panel of layers and return what is on."""
    lang = page.lang
    answer = data.known_layers(page.snapshot, page.as_of_on)
    with st.expander(text("layers_panel.title", lang), key="layers-panel"):
        level = _ask_level(lang)
        chosen = _ask_families(answer, lang)
        fit = _ask_go_to(page)
        tiles = _ask_tiles(page)
        st.html(legend_html(chosen, lang))
    return ShownLayers(
        layers=chosen,
        level=level,
        fit=fit,
        tiles=tiles,
        has_demo=any(row.demo_count for row in answer.rows if row.layer_id in chosen),
    )


def _ask_level(lang: str) -> Level:
    level = st.segmented_control(
        text("layers_panel.level", lang),
        [Level.MUNICIPALITY, Level.DISTRICT, Level.PROVINCE],
        required=True,
        format_func=lambda code: text(f"codes.level.{code}", lang),
        key=state.LEVEL,
        persist_state="session",
    )
    return level or Level.PROVINCE


def _ask_families(answer: LayersAnswer, lang: str) -> tuple[str, ...]:
    """Ask for services and practices as buttons, for adherents and territories of initiatives in two lists."""
    rows = {row.layer_id: row for row in answer.rows if row.family != LayerFamily.BOUNDARIES and row.count}

    def say(layer: str) -> str:
        return f"{rows[layer].label.words(lang)} ({formats.number(rows[layer].count, lang)})"

    gone = [layer for layer in state.get(state.LAYERS) or () if layer not in rows]
    if gone:
        unread_words.leave_out(unread_words.VISIT, "layers", ", ".join(gone))
    chosen: list[str] = []
    for name, families in zip(state.PANELS, FAMILIES, strict=True):
        label = text(f"layers_panel.{name}", lang)
        offered = [layer for layer in rows if rows[layer].family in families]
        key = _panel_key(name, offered)
        if name == "services":
            chosen += st.pills(
                label, offered, selection_mode="multi", wrap=True, format_func=say, key=key, persist_state="session"
            )
        else:
            placeholder = text("layers_panel.nothing", lang)
            chosen += st.multiselect(
                label, offered, format_func=say, placeholder=placeholder, key=key, persist_state="session"
            )
    state.put(state.LAYERS, chosen)
    return tuple(chosen)


def _panel_key(name: str, offered: Sequence[str]) -> str:
    """Return the key of one panel; what the address asked for is on when it is first drawn, and what is gone is off."""
    key = state.panel_key(name)
    wanted = state.get(key) if state.get(key) is not None else state.get(state.LAYERS)
    state.put(key, [layer for layer in wanted if layer in offered])
    return key


def _ask_go_to(page: Page) -> Fit | None:
    words = st.text_input(
        text("layers_panel.go_to", page.lang),
        placeholder=text("agreements.territory_placeholder", page.lang),
        max_chars=100,
        key=state.GO_TO,
    )
    if not words.strip():
        return None
    found = find_unit(page.snapshot, words)
    if found is None:
        with fault_place(state.GO_TO):
            st.warning(marked("agreements.territory_unknown", page.lang, words=words[:60]))
        return None
    return Fit(Bounds(*found.bounds), token=f"{found.level}:{found.code}")


def _ask_tiles(page: Page) -> Tiles | None:
    if not page.settings.tiles_url:
        return None
    is_on = st.toggle(
        text("layers_panel.tiles", page.lang),
        key=state.TILES,
        persist_state="session",
        help=text("layers_panel.tiles_help", page.lang),
    )
    return Tiles(page.settings.tiles_url, page.settings.tiles_attribution) if is_on else None
