"""Two people changed the same cells: both versions side by side, and the second one says which to keep."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import streamlit as st

from geodata.errors import InputError
from welfare_map.register.accounts.desk import Desk
from welfare_map.register.history.editing import Conflict, read_record
from welfare_map.register.history.record_ref import RecordRef
from welfare_map.register.history.revisions import Revision
from welfare_map.texts import text
from welfare_map.ui import state
from welfare_map.ui.components.registry.naming import record_head_html
from welfare_map.ui.components.registry.saying import (
    Cells,
    authors_html,
    cell_words,
    changes_html,
    label,
    say_error,
    say_fault,
)
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import plain_markdown

CHOICES: Final = ("mine", "theirs")


@dataclass(frozen=True, slots=True)
class Draft:
    """
    A change that is on its way.

    Parameters
    ----------
    ref, changes, why
        The record, the cells to set, the reason.
    seen_number
        The record's last published revision that the author has seen.
    theirs
        What others changed since: the revisions that stand against it.
    """

    ref: RecordRef
    changes: Cells
    why: str
    seen_number: int = 0
    theirs: tuple[Revision, ...] = field(default=())

    def seeing(self, number: int) -> "Draft":
        """Return the draft of an author who has seen a revision."""
        return replace(self, seen_number=number)

    def against(self, conflict: Conflict) -> "Draft":
        """Return the draft with what stands against it."""
        return replace(self, changes=conflict.mine, theirs=conflict.theirs)

    @property
    def disputed(self) -> tuple[str, ...]:
        """Return the columns that both sides changed."""
        others = {name for revision in self.theirs for name in revision.after}
        return tuple(name for name in self.changes if name in others)


def conflict_screen(page: Page, desk: Desk, draft: Draft) -> Draft | None:
    """
    Show both versions and ask which cells to keep.

    Returns
    -------
    draft
        What is left to save once it was answered, having seen what the others did; None while it was not.
    """
    try:
        now, number = read_record(desk.engine, draft.ref.table, draft.ref.record_id)
    except InputError as error:
        say_error(error, page.lang)
        return None
    st.warning(text("registry.conflict", page.lang))
    st.html(record_head_html(page, draft.ref.table, now, draft.ref.record_id) + authors_html(page, draft.theirs))
    rows = [(column, draft.changes[column], now.get(column)) for column in draft.disputed]
    st.html(changes_html(page, rows, ("registry.mine", "registry.theirs")))
    with st.container(horizontal=True):
        if st.button(text("registry.keep_mine", page.lang), key="keep-mine"):
            return draft.seeing(number)
        if st.button(text("registry.keep_theirs", page.lang), key="keep-theirs"):
            return _without(draft, draft.disputed, number)
    return _field_by_field(page, draft, now, number)


def _field_by_field(page: Page, draft: Draft, now: Mapping[str, object], number: int) -> Draft | None:
    with st.form("conflict"):
        st.write(text("registry.per_field", page.lang))
        answers = {column: _ask(page, draft, now, column) for column in draft.disputed}
        is_sent = st.form_submit_button(text("registry.save", page.lang), type="primary")
    if not is_sent:
        return None
    if None in answers.values():
        first = next(column for column, kept in answers.items() if kept is None)
        say_fault(text("registry.choose_each", page.lang), key=_key(first))
        return None
    return _without(draft, [column for column, kept in answers.items() if kept == "theirs"], number)


def _ask(page: Page, draft: Draft, now: Mapping[str, object], column: str) -> str | None:
    cells = {"mine": draft.changes[column], "theirs": now.get(column)}

    def words(side: str) -> str:
        cell = plain_markdown(cell_words(column, cells[side], page))  # type: ignore[arg-type]
        return f"{text('registry.mine' if side == 'mine' else 'registry.theirs', page.lang)}: {cell}"

    return st.radio(label(column, page.lang), CHOICES, index=None, format_func=words, key=state.field(_key(column)))


def _key(column: str) -> str:
    return f"conflict-{column}"


def _without(draft: Draft, columns: tuple[str, ...] | list[str], number: int) -> Draft:
    left = {name: cell for name, cell in draft.changes.items() if name not in columns}
    return replace(draft, changes=left, seen_number=number, theirs=())
