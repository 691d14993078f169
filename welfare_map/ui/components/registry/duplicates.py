"""*Doppioni*: two records that may be one, side by side; merge them, tell them apart, or leave it for later."""

from collections.abc import Iterator, Sequence
from typing import Final

import streamlit as st

from geodata.errors import InputError
from welfare_map.maps.parts import column_heads, head_row, scrolled, tag
from welfare_map.maps.popups import escape
from welfare_map.model import Plain
from welfare_map.register.accounts.actors import Actor
from welfare_map.register.accounts.desk import Desk
from welfare_map.register.duplicates import Table
from welfare_map.register.duplicates.deciding import RecordPair, may_decide, merge_pair, tell_apart
from welfare_map.register.duplicates.register_pairs import RegisterPair
from welfare_map.register.history.merging import different_pairs
from welfare_map.texts import formats, text
from welfare_map.ui import data, state
from welfare_map.ui.components.registry.fields import EDITED
from welfare_map.ui.components.registry.merges import merges_list
from welfare_map.ui.components.registry.naming import record_name
from welfare_map.ui.components.registry.saying import (
    Cells,
    acting,
    cell_words,
    desk_of,
    label,
    say_error,
    say_next,
)
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import plain_markdown

LATER: Final = "duplicates_later"
"""Pairs that this visit puts off."""
TABLE: Final = "duplicates_table"
POSITION: Final = ("lon", "lat", "position_quality")
"""Cells that are chosen together."""
SHOWN_ALONE: Final = frozenset({*POSITION, "no_longer_listed_on"})
SIDE_WORDS: Final = {"first": "duplicates.first", "second": "duplicates.second"}
SIDES: Final = tuple(SIDE_WORDS)
WHY_CHARACTERS: Final = 500


def show(page: Page, actor: Actor) -> None:
    """Draw the most certain pair that this person may decide, and the merges that stand."""
    desk = desk_of(page)
    st.write(text("duplicates.intro", page.lang))
    table = st.segmented_control(
        text("duplicates.table", page.lang),
        list(Table),
        required=True,
        default=Table.SERVICES if TABLE not in st.session_state else None,
        format_func=lambda name: text(f"registry.table_name.{name}", page.lang),
        key=TABLE,
    )
    _pairs(page, actor, desk, Table(table or Table.SERVICES))
    merges_list(page, actor, desk, Table(table or Table.SERVICES))


def _pairs(page: Page, actor: Actor, desk: Desk, table: Table) -> None:
    put_off: tuple[tuple[str, str], ...] = state.get(LATER) or ()
    told_apart = different_pairs(desk.engine, table)
    open_pairs = [found for found in data.possible_duplicates(table) if _ids(found) not in told_apart]
    st.caption(text("duplicates.left_count", page.lang, count=formats.number(len(open_pairs), page.lang)))
    waiting = (found for found in open_pairs if _ids(found) not in put_off)
    mine = (found for found in waiting if may_decide(desk, actor, table, found.first, found.second))
    found = next(mine, None)
    if found is None:
        st.info(text("duplicates.none_left", page.lang))
    else:
        _pair(page, actor, desk, table, found)
    if put_off:
        words = text("duplicates.start_again", page.lang, count=len(put_off))
        st.button(words, key="duplicates-again", on_click=state.put, args=(LATER, ()), type="tertiary")


def _ids(found: RegisterPair) -> tuple[str, str]:
    return found.pair.first_id, found.pair.second_id


def _pair(page: Page, actor: Actor, desk: Desk, table: Table, found: RegisterPair) -> None:
    with st.container(border=True, key="duplicates-pair"):
        st.html(_head_html(page, table, found))
        st.html(_side_by_side_html(page, table, found))
        _answers(page, actor, desk, table, found)


def _head_html(page: Page, table: Table, found: RegisterPair) -> str:
    """Build the two names, what the comparison says of them, and how far apart they are."""
    pair, lang = found.pair, page.lang
    names = " · ".join(escape(record_name(page, table, cells, key)) for cells, key in _sides(found))
    verdict = text(f"duplicates.verdict.{pair.verdict}", lang)
    metres = pair.distance_m
    apart = text("duplicates.apart_unknown", lang)
    if metres is not None:
        apart = text("duplicates.apart", lang, distance=formats.distance(metres, lang))
    why = "".join(
        f"<li>{escape(text('duplicates.points', lang, why=part.why.words(lang), points=f'{part.points:+.0f}'))}</li>"
        for part in pair.parts
    )
    return (
        f'<h3 class="wm-entry">{names}</h3><p class="wm-labels">{tag(f"{verdict} · {pair.score:.0f}")}'
        f'<span class="wm-place">{escape(apart)}</span></p><details class="wm-why">'
        f"<summary>{escape(text('duplicates.why_title', lang))}</summary><ul>{why}</ul></details>"
    )


def _sides(found: RegisterPair) -> tuple[tuple[Cells, str], tuple[Cells, str]]:
    return (found.first, found.pair.first_id), (found.second, found.pair.second_id)


def _side_by_side_html(page: Page, table: Table, found: RegisterPair) -> str:
    """Build the table of both records; cells that differ carry a sign and a class."""
    lang = page.lang
    heads = column_heads(text(key, lang) for key in ("registry.field", "duplicates.first", "duplicates.second"))
    rows = "".join(
        _row_html(
            label(column, lang), [cell_words(column, cells.get(column), page) for cells, _ in _sides(found)], lang
        )
        for column in EDITED[table]
        if column not in POSITION and (found.first.get(column), found.second.get(column)) != (None, None)
    )
    rows = _row_html(text("duplicates.source", lang), _source_names(page, found), lang) + rows
    html = f'<table class="wm-table wm-pair">{head_row(heads)}{rows}</table>'
    return scrolled(html, text("duplicates.compared", lang))


def _source_names(page: Page, found: RegisterPair) -> list[str]:
    names = {source.source_id: source.name for source in page.snapshot.sources}
    return [names.get(str(cells["source_id"]), str(cells["source_id"])) for cells, _ in _sides(found)]


def _row_html(head: str, words: Sequence[str], lang: str) -> str:
    """Build the row of one field; where the records differ it carries a sign, read out too."""
    cells = "".join(f"<td>{escape(side)}</td>" for side in words)
    if len(set(words)) == 1:
        return f"<tr><td>{escape(head)}</td>{cells}</tr>"
    sign = f'<span role="img" aria-label="{escape(text("duplicates.differs", lang))}">≠</span>'
    return f'<tr class="wm-differs"><td>{escape(head)} {sign}</td>{cells}</tr>'


def _answers(page: Page, actor: Actor, desk: Desk, table: Table, found: RegisterPair) -> None:
    """Draw the three answers to a pair."""
    ids = _ids(found)
    with st.expander(text("duplicates.merge_title", page.lang), key=f"duplicates-merge-{'-'.join(ids)}"):
        _merge_form(page, actor, desk, table, found)
    with st.container(horizontal=True):
        is_different = st.button(text("duplicates.different", page.lang), key=f"duplicates-different-{'-'.join(ids)}")
        put_off = (*(state.get(LATER) or ()), ids)
        st.button(
            text("duplicates.later", page.lang), key="duplicates-later", on_click=state.put, args=(LATER, put_off)
        )
    if is_different:
        try:
            tell_apart(desk, actor, RecordPair(table, *ids))
        except InputError as error:
            say_error(error, page.lang)
            return
        say_next(text("duplicates.noted_different", page.lang))
        st.rerun()


def _merge_form(page: Page, actor: Actor, desk: Desk, table: Table, found: RegisterPair) -> None:
    key = "-".join(_ids(found))
    with st.form(f"duplicates-form-{key}", border=False):
        names = {side: record_name(page, table, *record) for side, record in zip(SIDES, _sides(found), strict=True)}
        kept = st.radio(
            text("duplicates.kept", page.lang),
            SIDES,
            format_func=lambda side: plain_markdown(text(f"duplicates.keep_{side}", page.lang, name=names[side])),
            key=state.field(f"duplicates-kept-{key}"),
        )
        chosen = _ask_fields(page, table, found, key)
        why = st.text_input(
            text("duplicates.reason", page.lang), max_chars=WHY_CHARACTERS, key=state.typed(f"duplicates-why-{key}")
        )
        is_merged = st.form_submit_button(text("duplicates.merge", page.lang), type="primary")
    if is_merged:
        _merge(page, actor, desk, table, found, kept=kept, chosen=chosen, why=why.strip())


def _ask_fields(page: Page, table: Table, found: RegisterPair, key: str) -> dict[str, str]:
    """Draw a choice per field in which the records differ; return the side of each."""
    columns = list(differing(table, found))
    if columns:
        st.caption(text("duplicates.per_field", page.lang))
    chosen = {}
    for column in columns:
        is_missing = found.first.get(column) is None
        chosen[column] = st.radio(
            label(column, page.lang) if column not in POSITION else text("duplicates.position", page.lang),
            SIDES,
            index=1 if is_missing else 0,
            format_func=lambda side, column=column: _choice_words(page, found, column, side),
            key=state.field(f"duplicates-{column}-{key}"),
        )
    return chosen


def _choice_words(page: Page, found: RegisterPair, column: str, side: str) -> str:
    name = text(SIDE_WORDS[side], page.lang)
    if column in POSITION:
        return text("duplicates.position_of", page.lang, side=name)
    return plain_markdown(f"{name}: {cell_words(column, getattr(found, side).get(column), page)}")


def differing(table: str, found: RegisterPair) -> Iterator[str]:
    """Yield the columns whose cells differ; the position, chosen as a whole, under its first one."""
    for column in EDITED[table]:
        if column not in SHOWN_ALONE and found.first.get(column) != found.second.get(column):
            yield column
    if any(found.first.get(column) != found.second.get(column) for column in POSITION):
        yield POSITION[0]


def chosen_values(found: RegisterPair, chosen: dict[str, str], kept: str) -> dict[str, Plain]:
    """Return the cells that the kept record takes from the other one."""
    other = SIDES[1 - SIDES.index(kept)]
    cells: Cells = getattr(found, other)
    taken = [column for column, side in chosen.items() if side == other]
    names = [name for column in taken for name in (POSITION if column in POSITION else (column,))]
    return {name: cells.get(name) for name in names}


def _merge(  # noqa: PLR0913  # what the form says
    page: Page,
    actor: Actor,
    desk: Desk,
    table: Table,
    found: RegisterPair,
    *,
    kept: str,
    chosen: dict[str, str],
    why: str,
) -> None:
    first, second = _ids(found) if kept == SIDES[0] else reversed(_ids(found))
    values = chosen_values(found, chosen, kept)
    try:
        with acting(page, "duplicates.merging"):
            merge_pair(desk, actor, RecordPair(table, first, second), values=values, why=why)
    except InputError as error:
        say_error(error, page.lang)
        return
    say_next(text("duplicates.merged", page.lang))
    st.rerun()
