"""*Da ricontrollare*: one's own cards that are overdue, reported or lead to a dead site, the most urgent first."""

from collections.abc import Iterable
from dataclasses import replace

import streamlit as st

from geodata.errors import InputError
from geodata.territory import Territory
from welfare_map.exports.csv import csv_text
from welfare_map.maps.popups import escape
from welfare_map.register.accounts import desk as desks
from welfare_map.register.accounts.actors import Actor
from welfare_map.register.accounts.desk import Desk
from welfare_map.register.accounts.permissions import is_own
from welfare_map.register.history.editing import read_record
from welfare_map.register.history.record_ref import RecordRef
from welfare_map.register.upkeep.quality import read_known
from welfare_map.register.upkeep.recheck import RecheckAnswer, RecheckRow, recheck
from welfare_map.texts import formats, text
from welfare_map.ui.components.registry.saying import Cells, desk_of, municipality_name, say_error, say_next
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import worded

SHOWN_COUNT = 20


def show(page: Page, actor: Actor) -> None:
    """Draw what this person should check again, a confirmation for each, and the whole list as a file."""
    desk = desk_of(page)
    whole = recheck(page.snapshot, read_known(desk.engine), as_of_on=page.as_of_on)
    answer = own_part(whole, actor, desk.territory)
    st.subheader(worded(answer.sentence, page.lang), anchor=False)
    st.caption(worded(answer.method, page.lang))
    if not answer.rows:
        return
    st.download_button(
        text("quality.recheck_download", page.lang),
        lambda: csv_text(answer, page.lang),
        file_name="da-ricontrollare.csv",
        mime="text/csv",
        on_click="ignore",
        key="recheck-download",
    )
    for row in answer.rows[:SHOWN_COUNT]:
        _card(page, actor, desk, row)
    if len(answer.rows) > SHOWN_COUNT:
        st.caption(text("quality.recheck_shown", page.lang, count=SHOWN_COUNT))


def own_part(answer: RecheckAnswer, actor: Actor, territory: Territory) -> RecheckAnswer:
    """Return what is this person's to check: all of it, their districts' or their organisations'."""
    rows = tuple(row for row in answer.rows if is_own(actor, _owning_cells(row), territory))
    sentence = replace(answer.sentence, values={"count": len(rows)})
    return replace(answer, rows=rows, sentence=sentence if rows else replace(sentence, key="quality.recheck_nothing"))


def _owning_cells(row: RecheckRow) -> Cells:
    """Return the cells that say whose a record is."""
    organisation_id = row.record_id if row.table == "organisations" else None
    return {"municipality_code": row.municipality_code, "organisation_id": organisation_id}


def _card(page: Page, actor: Actor, desk: Desk, row: RecheckRow) -> None:
    ref = RecordRef(row.table, row.record_id)
    _, number = read_record(desk.engine, row.table, row.record_id)
    with st.container(border=True, key=f"recheck-{row.table}-{row.record_id}"):
        st.html(_card_html(page, row))
        st.button(
            text("quality.confirm", page.lang),
            key=f"recheck-confirm-{row.table}-{row.record_id}",
            on_click=_confirm,
            args=(page, actor, desk, ref, number),
        )


def _confirm(page: Page, actor: Actor, desk: Desk, ref: RecordRef, seen_number: int) -> None:
    """Confirm the card that was drawn: one that changed since is shown anew instead."""
    try:
        desks.confirm(desk, actor, ref, seen_number=seen_number)
    except InputError as error:
        say_error(error, page.lang)
    else:
        say_next(text("quality.confirmed", page.lang))


def _card_html(page: Page, row: RecheckRow) -> str:
    place = municipality_name(page.snapshot.territory, row.municipality_code) if row.municipality_code else None
    lines = [
        text("quality.recheck_line", page.lang, reasons=_reasons(row.reasons, page.lang)),
        text("quality.vouched_line", page.lang, day=formats.day(row.vouched_on, page.lang)),
    ]
    if row.failed:
        lines.append(text("quality.failed_line", page.lang, criteria=_criteria(row.failed, page.lang)))
    kind = text(f"exports.table.{row.table}", page.lang)
    where = f"{kind} – {place}" if place else kind
    parts = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return f'<h3 class="wm-entry">{escape(row.name)}</h3><p class="wm-place">{escape(where)}</p>{parts}'


def _reasons(codes: Iterable[str], lang: str) -> str:
    return ", ".join(text(f"quality.reason.{code}", lang) for code in codes)


def _criteria(codes: Iterable[str], lang: str) -> str:
    return ", ".join(text(f"quality.criterion.{code}", lang) for code in codes)
