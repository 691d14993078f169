"""*Dati e metodo*: where every datum comes from, how minutes are made, what is not known, what is not recorded."""

from collections.abc import Sequence

import streamlit as st

from geodata.codes import TravelMode
from geodata.licences import LICENCES
from geodata.routing.estimate import minutes_of
from welfare_map.maps.parts import table
from welfare_map.maps.popups import escape, link
from welfare_map.texts import formats, text
from welfare_map.ui import data, state
from welfare_map.ui.components.frame import title
from welfare_map.ui.context import Page

DISTANCES_M = (1_000, 5_000, 20_000)
STATEMENTS = ("districts", "demo", "unknown", "privacy", "accessibility")
"""Sections that are words alone, in order; each has the texts ``method.<name>_title`` and ``method.<name>``."""


def show(page: Page) -> None:
    """Show sources, travel times, defects, targets, and the plain statements."""
    lang = page.lang
    title(text("method.title", page.lang), page.lang)
    st.write(text("method.intro", lang))
    _section("sources", lang, ("source", "licence", "read_on", "rows", "note"), _source_rows(page))
    st.markdown(text("method.update_note", lang))
    _section("notices", lang, ("source", "rule", "rows", "example"), _notice_rows(page))
    _section("travel", lang, ("mode", "minutes_1", "minutes_5", "minutes_20"), _travel_rows(lang))
    st.markdown(text("method.travel_note", lang))
    _section("targets", lang, ("target", "value", "unit", "meaning", "source"), _target_rows(page))
    for name in STATEMENTS:
        st.header(text(f"method.{name}_title", lang), anchor=name)
        st.markdown(text(f"method.{name}", lang))
    state.write_address(None)


def _section(name: str, lang: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Draw one titled table; its cells are HTML already."""
    words = text(f"method.{name}_title", lang)
    st.header(words, anchor=name)
    if rows:
        st.html(table([text(f"method.column.{head}", lang) for head in heads], rows, words))
    else:
        st.write(text("method.nothing", lang))


def _source_rows(page: Page) -> list[tuple[str, ...]]:
    counts = data.rows_by_source()
    return [
        (
            link(source.url, source.name) if source.url else escape(source.name),
            link(LICENCES[source.licence].url, LICENCES[source.licence].name),
            escape(formats.day(source.retrieved_on, page.lang)),
            formats.number(counts[source.source_id], page.lang) if source.source_id in counts else "–",
            escape(text("card.demo", page.lang)) if source.is_demo else "",
        )
        for source in page.snapshot.sources
    ]


def _notice_rows(page: Page) -> list[tuple[str, ...]]:
    return [
        (
            escape(summary.source_id),
            escape(text(f"notice.{summary.rule}", page.lang)),
            formats.number(summary.count, page.lang),
            escape(f"{summary.row}: {summary.detail}"),
        )
        for summary in data.defects()
    ]


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
