"""The merges that stand, and the way back from each."""

from itertools import islice

import streamlit as st

from geodata.errors import InputError
from welfare_map.maps.popups import escape
from welfare_map.register.accounts.actors import Actor
from welfare_map.register.accounts.desk import Desk
from welfare_map.register.duplicates.deciding import may_decide, undo_merge
from welfare_map.register.history.editing import read_record
from welfare_map.register.history.merging import Merge, standing_merges
from welfare_map.texts import formats, text
from welfare_map.ui.components.registry.naming import id_html, record_name
from welfare_map.ui.components.registry.saying import Cells, acting, say_error, say_next
from welfare_map.ui.context import Page

SHOWN_COUNT = 20


def merges_list(page: Page, actor: Actor, desk: Desk, table: str) -> None:
    """Draw the merges of a table, the last one first, each with a button that undoes it where that is allowed."""
    merges = standing_merges(desk.engine, table)
    if not merges:
        return
    count = formats.number(len(merges), page.lang)
    st.subheader(text("duplicates.merges_title", page.lang, count=count), anchor=False)
    for merge in islice(reversed(merges), SHOWN_COUNT):
        _merge(page, actor, desk, merge)


def _merge(page: Page, actor: Actor, desk: Desk, merge: Merge) -> None:
    cells = [read_record(desk.engine, merge.table, key)[0] for key in (merge.kept_id, merge.merged_id)]
    with st.container(border=True, key=f"merge-{merge.merge_id}"):
        st.html(_line_html(page, merge, cells))
        if may_decide(desk, actor, merge.table, *cells) and st.button(
            text("duplicates.undo", page.lang), key=f"unmerge-{merge.merge_id}"
        ):
            _undo(page, actor, desk, merge)


def _line_html(page: Page, merge: Merge, cells: list[Cells]) -> str:
    kept, merged = (
        record_name(page, merge.table, side, key)
        for side, key in zip(cells, (merge.kept_id, merge.merged_id), strict=True)
    )
    line = text("duplicates.merged_line", page.lang, kept=kept, merged=merged)
    who = f"{text(f'registry.role.{merge.role}', page.lang)} {merge.author}".strip()
    said = text("duplicates.merged_by", page.lang, who=who, day=formats.day(merge.at[:10], page.lang))
    why = f" {text('registry.because', page.lang, why=merge.why)}" if merge.why else ""
    ids = id_html(f"{merge.kept_id} ← {merge.merged_id}")
    return f'<p class="wm-who">{escape(line)}</p><p class="wm-place">{escape(said + why)}</p>{ids}'


def _undo(page: Page, actor: Actor, desk: Desk, merge: Merge) -> None:
    try:
        with acting(page, "duplicates.undoing"):
            undo_merge(desk, actor, merge, why="")
    except InputError as error:
        say_error(error, page.lang)
        return
    say_next(text("duplicates.undone", page.lang))
    st.rerun()
