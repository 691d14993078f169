"""Choosing a record: by a table and words of its name or id, or as another section hands it over."""

from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from geodata.tables import CONTRACTS
from welfare_map.register.history.finding import NAME_COLUMNS, Found, find_records
from welfare_map.register.history.record_ref import RecordRef
from welfare_map.texts import text
from welfare_map.ui import data, state
from welfare_map.ui.components.registry.naming import record_name
from welfare_map.ui.components.registry.saying import cell_words, municipality_name
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import plain_markdown

CHOSEN: Final = "registry_chosen"
"""The record that editing and history share: table and id."""
PRIVATE_TABLES: Final = tuple(name for name in NAME_COLUMNS if "visibility" in CONTRACTS[name].column_names)
"""Tables of which some records are not for everybody."""
TABLES: Final = tuple(name for name in NAME_COLUMNS if name not in PRIVATE_TABLES)


def chosen_record() -> RecordRef | None:
    """Return the record that this visit is working on."""
    chosen = state.get(CHOSEN)
    return RecordRef(*chosen) if chosen else None


def choose_record(ref: RecordRef | None) -> None:
    """Work on a record, or on none."""
    state.put(CHOSEN, (ref.table, ref.record_id) if ref else None)


def ask_record(
    page: Page,
    *,
    key: str,
    tables: tuple[str, ...] = TABLES,
    is_shown: Callable[[RecordRef], bool] = lambda _: True,
) -> RecordRef | None:
    """
    Draw the search.

    Parameters
    ----------
    tables
        Where is searched; of ``PRIVATE_TABLES`` only with an ``is_shown`` that knows who is here.
    is_shown
        Which of the found records may be seen.

    Returns
    -------
    ref
        The record that was clicked in this run.
    """
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"{key}-search"):
        table = tables[0]
        if len(tables) > 1:
            table = st.selectbox(
                text("registry.table", page.lang),
                tables,
                format_func=lambda name: text(f"registry.table_name.{name}", page.lang),
                key=f"{key}-table",
                width=220,
            )
        words = st.text_input(
            text("registry.search", page.lang),
            placeholder=text("registry.search_placeholder", page.lang),
            max_chars=200,
            key=f"{key}-words",
        )
    if not words.strip():
        return None
    found = [
        item for item in find_records(data.register(), table, words) if is_shown(RecordRef(item.table, item.record_id))
    ]
    if not found:
        st.info(text("registry.nothing_found", page.lang))
    clicked = None
    for number, (item, words) in enumerate(zip(found, _button_words(page, found), strict=True)):
        if st.button(plain_markdown(words), key=f"{key}-found-{number}", type="tertiary"):
            clicked = RecordRef(item.table, item.record_id)
    return clicked


def _button_words(page: Page, found: Sequence[Found]) -> list[str]:
    """Return names and municipalities; the ids too of those that would read alike."""
    words = [_name_and_place(page, item) for item in found]
    return [
        f"{said} · {item.record_id}" if words.count(said) > 1 else said for item, said in zip(found, words, strict=True)
    ]


def _name_and_place(page: Page, item: Found) -> str:
    name = record_name(page, item.table, {NAME_COLUMNS[item.table]: item.name}, item.record_id)
    place = municipality_name(page.snapshot.territory, item.municipality_code) if item.municipality_code else None
    details = (cell_words(column, cell, page) for column, cell in item.details)
    return " · ".join((name, *((place,) if place else ()), *details))
