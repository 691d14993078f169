"""How complete and fresh the cards are: averages by kind and district, and which criteria hold."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from welfare_map.maps.parts import stacked_table, tag
from welfare_map.maps.popups import escape
from welfare_map.register.upkeep.quality import (
    KIND_COLUMNS,
    Average,
    CriterionShare,
    averages,
    criterion_shares,
    judged,
    read_known,
)
from welfare_map.texts import formats, text
from welfare_map.ui import data
from welfare_map.ui.components.method.unfolding import unfolding
from welfare_map.ui.context import Page

SHOWN_COUNT = 10
"""Rows before the others unfold."""
KIND_FAMILIES = {"services": "kind", "organisations": "organisation_kind"}


def show_quality(page: Page) -> None:
    """Ask what to look at; draw its averages, the lowest first, and the criteria behind them."""
    lang, known = page.lang, read_known(data.register())
    st.markdown(text("method.quality_note", lang))
    with st.container(horizontal=True, key="quality-filters", vertical_alignment="bottom"):
        name = st.selectbox(
            text("method.quality_table", lang),
            list(KIND_COLUMNS),
            format_func=lambda code: text(f"exports.table.{code}", lang),
            key="quality_table",
            persist_state="session",
        )
        rows = judged(page.snapshot, name, known, as_of_on=page.as_of_on)
        chosen = _filtered(page, name, rows)
    by = "district_id" if len(set(chosen["kind"])) == 1 and len(set(chosen["district_id"])) > 1 else "kind"
    _draw(page, name, chosen, by)


def _filtered(page: Page, name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Ask for district and kind; return the rows of what was chosen."""
    names = {"kind": _kind_names(page, name, rows), "district_id": _district_names(page)}
    for column, words in names.items():
        present = sorted({code for code in rows[column].dropna() if code in words}, key=lambda code: words[code])
        chosen = st.selectbox(
            text(f"method.quality_{column}", page.lang),
            present,
            index=None,
            format_func=words.__getitem__,
            placeholder=text("method.quality_any", page.lang),
            key=f"quality_{name}_{column}",
            persist_state="session",
        )
        rows = rows[rows[column] == chosen] if chosen else rows
    return rows


def _kind_names(page: Page, name: str, rows: pd.DataFrame) -> Mapping[str, str]:
    return {code: text(f"codes.{KIND_FAMILIES[name]}.{code}", page.lang) for code in set(rows["kind"].dropna())}


def _district_names(page: Page) -> Mapping[str, str]:
    municipalities = page.snapshot.territory.municipalities
    pairs = zip(municipalities["district_id"], municipalities["district_name"], strict=True)
    return {code: name for code, name in pairs if isinstance(code, str)}


def _draw(page: Page, name: str, rows: pd.DataFrame, by: str) -> None:
    names = _district_names(page) if by == "district_id" else _kind_names(page, name, rows)
    cells = [_average_row(page, item, names) for item in averages(rows, by)]
    heads = [text(f"method.column.{head}", page.lang) for head in (by, "cards", "score")]
    title = text("method.quality_title", page.lang)
    html = stacked_table(heads, cells[:SHOWN_COUNT], title)
    if len(cells) > SHOWN_COUNT:
        more = text("method.quality_more", page.lang, count=len(cells) - SHOWN_COUNT)
        html += unfolding(more, stacked_table(heads, cells[SHOWN_COUNT:], more))
    st.html(html + _criteria_html(criterion_shares(rows, name), page.lang))


def _average_row(page: Page, item: Average, names: Mapping[str, str]) -> tuple[str, ...]:
    label = f" {tag(text('card.demo', page.lang), style='wm-demo')}" if item.is_demo else ""
    return (
        escape(names.get(item.code, text("method.unknown_place", page.lang))) + label,
        formats.number(item.record_count, page.lang),
        f"{formats.number(100 * item.score_share, page.lang)} %",
    )


def _criteria_html(shares: Sequence[CriterionShare], lang: str) -> str:
    """Build the criteria behind the averages; one that applies to no card says so."""
    heads = [text(f"method.column.{head}", lang) for head in ("criterion", "holds", "applies")]
    cells = [
        (
            escape(text(f"quality.criterion.{item.criterion}", lang)),
            f"{formats.number(100 * item.holds_share, lang)} %" if item.applies_count else "–",
            formats.number(item.applies_count, lang),
        )
        for item in shares
    ]
    words = text("method.criteria", lang)
    return unfolding(words, stacked_table(heads, cells, words))
