"""*Dati e metodo*: where every datum comes from, how good it is, how minutes are made, what is not known."""

from collections.abc import Callable, Sequence

import streamlit as st

from geodata.codes import TravelMode
from geodata.routing.estimate import minutes_of
from welfare_map.maps.parts import stacked_table
from welfare_map.maps.popups import escape
from welfare_map.texts import formats, text
from welfare_map.ui import visit_address
from welfare_map.ui.components.away import meanwhile
from welfare_map.ui.components.frame import title
from welfare_map.ui.components.method.bringing import show_bringing
from welfare_map.ui.components.method.estimating import show_estimating
from welfare_map.ui.components.method.files import show_files
from welfare_map.ui.components.method.quality import show_quality
from welfare_map.ui.components.method.sources import show_disagreements, show_notices, show_sources
from welfare_map.ui.components.unread import say_unread
from welfare_map.ui.context import Page

DISTANCES_M = (1_000, 5_000, 20_000)
DRAWN: tuple[tuple[str, Callable[[Page], None]], ...] = (
    ("sources", show_sources),
    ("notices", show_notices),
    ("quality", show_quality),
    ("disagreements", show_disagreements),
    ("files", show_files),
)
"""Sections made from the register: name of the title ``method.<name>_title``, and what draws them."""
STATEMENTS = ("districts", "demo", "unknown", "privacy", "declared", "accessibility")
"""Sections that are words alone, in order; each has the texts ``method.<name>_title`` and ``method.<name>``."""


def show(page: Page) -> None:
    """
    Show sources, defects, quality, files, travel times, targets, and the plain statements.

    What needs the register says so where that is away; the rest is drawn.
    """
    lang = page.lang
    unread_slot = title(text("method.title", page.lang), page.lang, has_parts=True)
    st.write(text("method.intro", lang))
    show_bringing(page)
    for name, draw in DRAWN:
        st.header(text(f"method.{name}_title", lang), anchor=name)
        with meanwhile(lang):
            draw(page)
    _section("travel", lang, ("mode", "minutes_1", "minutes_5", "minutes_20"), _travel_rows(lang))
    st.markdown(text("method.travel_note", lang))
    show_estimating(page)
    _section("targets", lang, ("target", "value", "unit", "meaning", "source"), _target_rows(page))
    for name in STATEMENTS:
        st.header(text(f"method.{name}_title", lang), anchor=name)
        st.markdown(text(f"method.{name}", lang))
    visit_address.write_address(None)
    say_unread(unread_slot, lang)


def _section(name: str, lang: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Draw one titled table; its cells are HTML already."""
    words = text(f"method.{name}_title", lang)
    st.header(words, anchor=name)
    st.html(stacked_table([text(f"method.column.{head}", lang) for head in heads], rows, words))


def _travel_rows(lang: str) -> list[tuple[str, ...]]:
    """Minutes of the estimate at three straight-line distances."""
    return [
        (
            escape(text(f"codes.mode.{mode}", lang)),
            *(
                escape(formats.minutes(minutes, lang, is_approximate=False))
                for minutes in minutes_of(DISTANCES_M, mode)
            ),
        )
        for mode in TravelMode
    ]


def _target_rows(page: Page) -> list[tuple[str, ...]]:
    targets = page.snapshot.table("targets")
    values = targets["value"].astype(object).where(targets["value"].notna(), None)
    return [
        (
            escape(str(row[f"name_{page.lang}"])),
            "–" if value is None else formats.exact(value, page.lang),
            escape(text(f"method.unit.{row['unit']}", page.lang)),
            escape(str(row[f"meaning_{page.lang}"])),
            escape(str(row["source"])),
        )
        for row, value in zip(targets.to_dict("records"), values, strict=True)
    ]
