"""What the sections of *Registro* say: cells in words, changes side by side, errors, and thanks after a rerun."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

import streamlit as st

from geodata.errors import InputError, StoreError
from geodata.territory import Territory
from welfare_map.maps.parts import table
from welfare_map.maps.popups import escape
from welfare_map.model import Plain
from welfare_map.register.accounts.desk import Desk
from welfare_map.register.history.revisions import Revision
from welfare_map.texts import formats, has_text, text
from welfare_map.ui import data, state
from welfare_map.ui.components.fault_place import fault_key, fault_place
from welfare_map.ui.components.registry.naming import reference_name
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import marked, plain_markdown
from welfare_map.ui.page_scripts import run_script

LOGGER = logging.getLogger(__name__)
SAID = "registry_said"
LOOKS = "registry_looks"
"""How often this visit was brought to something: a script runs once for each."""
VOCABULARIES: Mapping[str, str] = {
    "kind": "kind",
    "ownership": "ownership",
    "position_quality": "quality",
    "organisation_kind": "organisation_kind",
    "size_class": "size",
    "role": "role",
    "phase": "phase",
    "cost_class": "cost",
    "themes": "theme",
    "size_classes": "size",
    "direction": "direction",
    "exchange_kind": "exchange_kind",
    "theme": "theme",
    "visibility": "visibility",
    "plan_phase": "plan_phase",
    "measures": "exchange_kind",
}
"""Column -> the family of words of its codes."""
EXAMPLED = frozenset({"error.bad_cell", "error.missing_cell"})
"""What is wrong with how a cell is written: an example says how it may be."""
LISTS = frozenset({"themes", "size_classes", "measures"})
DAYS = frozenset(
    (
        *("no_longer_listed_on", "retrieved_on", "modified_on", "checked_on", "as_of_on", "expires_on"),
        *("fee_as_of_on", "from_on", "phase_on"),
    )
)

Cells = Mapping[str, Plain]


def desk_of(page: Page) -> Desk:
    """Return the desk on which sections act."""
    return Desk(data.register(), page.snapshot.territory)


def label(column: str, lang: str) -> str:
    """Return the words for a column; one that has none keeps its name."""
    key = f"registry.column.{column}"
    return text(key, lang) if has_text(key) else column


def cell_words(column: str, cell: Plain, page: Page) -> str:
    """Return a cell as people read it; a missing one is a dash, another record is named."""
    if cell is None or cell == "":
        return "–"
    if isinstance(cell, bool):
        return text("registry.yes" if cell else "registry.no", page.lang)
    if column == "municipality_code":
        return municipality_name(page.snapshot.territory, str(cell)) or str(cell)
    if column in VOCABULARIES:
        return ", ".join(_code_words(column, code, page.lang) for code in str(cell).split("|"))
    if column in DAYS and isinstance(cell, str):
        return formats.day(cell, page.lang)
    return reference_name(page, column, str(cell)) or str(cell)


def _code_words(column: str, code: str, lang: str) -> str:
    key = f"codes.{VOCABULARIES[column]}.{code}"
    return text(key, lang) if has_text(key) else code


def municipality_name(territory: Territory, code: str) -> str | None:
    """Return the name of a municipality of the area, None for another."""
    try:
        return str(territory.municipalities["municipality_name"].iat[territory.row_of(code)])
    except InputError:
        return None


def province_name(territory: Territory, municipality_code: str) -> str:
    """Return the name of the province of a municipality of the area."""
    return str(territory.municipalities["province_name"].iat[territory.row_of(municipality_code)])


def changes_html(page: Page, rows: Iterable[tuple[str, *tuple[Plain, ...]]], heads: tuple[str, ...]) -> str:
    """
    Build a table of cells side by side.

    Parameters
    ----------
    rows
        Column, then its cells, one per head.
    heads
        Text keys of the columns of cells.
    """
    words = [text("registry.field", page.lang), *(text(head, page.lang) for head in heads)]
    cells = [
        [escape(label(column, page.lang)), *(escape(cell_words(column, cell, page)) for cell in cells)]
        for column, *cells in rows
    ]
    return f'<div class="wm-changes">{table(words, cells, text("registry.changes", page.lang))}</div>'


def authors_html(page: Page, revisions: Iterable[Revision]) -> str:
    """Build a line for each revision: who made it, when and why."""
    lines = []
    for revision in revisions:
        who = f"{text(f'registry.role.{revision.role}', page.lang)} {revision.author}".strip()
        line = text("registry.revision_line", page.lang, who=who, day=formats.day(revision.at[:10], page.lang))
        lines.append(f'<p class="wm-place">{escape(f"{line} {revision.why}".strip())}</p>')
    return "".join(lines)


def example(column: str, lang: str) -> str:
    """Return how a cell of a column may be written, "" where it has no form of its own."""
    key = f"registry.example.{column}"
    return text("registry.for_example", lang, example=text(key, lang)) if has_text(key) else ""


def say_error(error: InputError, lang: str, *, key: str = "") -> None:
    """Say what was wrong; words of data stay plain. With a key, as of ``say_fault``, it is wrong with fields."""
    words = f"{marked(error.key, lang, **_named(error, lang))} {plain_markdown(_example(error, lang))}".strip()
    if key:
        say_fault(words, key=key)
    else:
        st.error(words)


def say_fault(words: str, *, key: str) -> None:
    """
    Say what is wrong with a field, and bring the keyboard into it.

    Parameters
    ----------
    words
        Markdown.
    key
        That of the field's widget, or of a container of the fields that the words are about.
    """
    with fault_place(key):
        st.error(words)
    look_at(f".st-key-{fault_key(key)}")


def error_words(error: InputError, lang: str) -> str:
    """Return what was wrong as plain text."""
    return f"{text(error.key, lang, **_named(error, lang))} {_example(error, lang)}".strip()


def _example(error: InputError, lang: str) -> str:
    """Return how to write what was not written in the form of its column."""
    words = example(str(error.values.get("column")), lang) if error.key in EXAMPLED else ""
    return f"{words}." if words else ""


def _named(error: InputError, lang: str) -> dict[str, str | float]:
    """Return the values of an error; a column is named as on the form."""
    return {name: label(str(value), lang) if name == "column" else value for name, value in error.values.items()}


@contextmanager
def acting(page: Page, key: str) -> Iterator[None]:
    """
    Say what is being done while it is done, and until the pages have what it changed.

    Where the register cannot be written the run ends with a sentence; what was typed is still in its fields.
    """
    try:
        with st.spinner(text(key, page.lang), show_time=False):
            yield
            data.snapshot()
    except StoreError as error:
        say_unkept(error, text("app.not_written", page.lang))
        st.stop()


def say_unkept(error: StoreError, words: str) -> None:
    """Say that the register took nothing, and note why for the operator."""
    st.error(words)
    LOGGER.error("%s", error)


def say_next(words: str) -> None:
    """Say something after the page is drawn anew."""
    state.put(SAID, words)


def say_now() -> None:
    """Say what the last click left to be said, once, and bring it into view."""
    words = state.get(SAID)
    if words:
        state.put(SAID, None)
        with st.container(key=SAID):
            st.success(words)
            look_at(f".st-key-{SAID}")


def look_at(selector: str) -> None:
    """Bring the first thing that a CSS selector finds into view, each time anew; the keyboard too, into a field."""
    count = (state.get(LOOKS) or 0) + 1
    state.put(LOOKS, count)
    run_script("look", selector=selector, count=count)
