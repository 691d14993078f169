"""Sources: what each is, how its last run ended, what is wrong with its rows, how to bring it here."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

import streamlit as st

from geodata.errors import StoreError
from geodata.licences import LICENCES
from geodata.sources import Access, Reader, Source
from geodata.store import load_readers
from welfare_map.maps.parts import stacked_table, tag
from welfare_map.maps.popups import escape, link
from welfare_map.model import SourceNote
from welfare_map.register.history.records import CURATED
from welfare_map.register.sql.repository import RunRow, SourceRow
from welfare_map.register.upkeep.quality import (
    NoticeCount,
    disagreement_counts,
    known_sources,
    last_runs,
    notice_counts,
)
from welfare_map.texts import formats, has_text, text
from welfare_map.ui import data
from welfare_map.ui.components.method.unfolding import unfolding
from welfare_map.ui.context import Page

READ_COLUMNS = ("source", "licence", "read_on")
COLUMNS = (*READ_COLUMNS, "rows", "last_run")
OTHER_COLUMNS = ("source", "how", "publisher", "licence", "last_run")
NOTICE_COLUMNS = ("rule", "rows", "example")


def readers(page: Page) -> Mapping[str, Reader]:
    """Return every source that can be brought here, the operator's own among them."""
    return load_readers(page.settings.data_dir / "sources")


def show_sources(page: Page) -> None:
    """Draw the sources of what is shown, and those that could be brought here; raise where the register is away."""
    try:
        known = {source.source_id: source for source in known_sources(data.register())}
        runs = last_runs(data.register())
    except StoreError:
        _show_read(page)
        raise
    shown = {note.source_id for note in page.snapshot.sources}
    hidden = [source for source in known.values() if source.source_id not in shown and source.source_id != CURATED]
    rows = [_row(page, note, known.get(note.source_id), runs.get(note.source_id)) for note in page.snapshot.sources]
    rows += [_row(page, _note(source), source, runs.get(source.source_id)) for source in hidden]
    st.html(stacked_table(_heads(COLUMNS, page.lang), rows, text("method.sources_title", page.lang)))
    st.markdown(text("method.update_note", page.lang))
    others = [reader.source for reader in readers(page).values() if reader.source.source_id not in known]
    if others:
        cells = [_other_row(page, source, runs.get(source.source_id)) for source in others]
        words = text("method.other_sources", page.lang, count=len(others))
        st.html(unfolding(words, stacked_table(_heads(OTHER_COLUMNS, page.lang), cells, words)))


def _show_read(page: Page) -> None:
    """Draw the sources of what is shown as far as they were read with it."""
    rows = [_row(page, note, None, None)[: len(READ_COLUMNS)] for note in page.snapshot.sources]
    st.html(stacked_table(_heads(READ_COLUMNS, page.lang), rows, text("method.sources_title", page.lang)))


def _heads(names: Iterable[str], lang: str) -> list[str]:
    return [text(f"method.column.{name}", lang) for name in names]


def _note(source: SourceRow) -> SourceNote:
    return SourceNote(source.source_id, source.name, source.licence, source.url, source.retrieved_on, source.is_demo)


def _row(page: Page, note: SourceNote, known: SourceRow | None, run: RunRow | None) -> tuple[str, ...]:
    label = f" {tag(text('card.demo', page.lang), style='wm-demo')}" if note.is_demo else ""
    hidden = "" if note in page.snapshot.sources else f"<br>{escape(text('method.not_shown', page.lang))}"
    return (
        _named(note.names[page.lang], note.url) + label + hidden,
        licence_link(note.licence),
        escape(formats.day(note.retrieved_on, page.lang)) if note.retrieved_on else "–",
        formats.number(_row_count(page, known), page.lang) if known else "–",
        run_words(run, page.lang),
    )


def _row_count(page: Page, known: SourceRow) -> int:
    """Return the number of rows of a source; of records made here, those for everybody."""
    return page.snapshot.public_count(CURATED) if known.source_id == CURATED else known.row_count


def _named(name: str, url: str) -> str:
    return link(url, name) if url else escape(name)


def licence_link(code: str) -> str:
    """Build the link to a licence; a code that is not known is written as it is."""
    known = LICENCES.get(code)
    return link(known.url, known.name) if known else escape(code)


def run_words(run: RunRow | None, lang: str) -> str:
    """Say how the last run of a source ended, as HTML."""
    if run is None:
        return "–"
    outcome = text(f"method.outcome.{run.outcome}", lang)
    said = escape(f"{outcome}, {formats.day(run.finished_at[:10], lang)}")
    return f"{said}<br>{escape(run.message)}" if run.message else said


def _other_row(page: Page, source: Source, run: RunRow | None) -> tuple[str, ...]:
    lang = page.lang
    is_file = source.access is Access.FILE
    command = f"welfare-map update {source.source_id}{' --from FILE' if is_file else ''}"
    untried = "" if source.is_tried else f"<br>{escape(text('method.untried', lang))}"
    return (
        _named(source.name, source.page_url) + untried,
        f"<code>{escape(command)}</code>",
        escape(source.publisher),
        licence_link(source.licence),
        run_words(run, lang),
    )


def show_notices(page: Page) -> None:
    """Draw the defects by source and rule; each source unfolds."""
    names = {source.source_id: source.name for source in known_sources(data.register())}
    by_source = groupby(notice_counts(data.register()), key=lambda item: item.source_id)
    parts = [_notices_html(names.get(source_id, source_id), list(found), page.lang) for source_id, found in by_source]
    if parts:
        st.html("".join(parts))
    else:
        st.write(text("method.nothing", page.lang))


def _notices_html(name: str, found: Sequence[NoticeCount], lang: str) -> str:
    total = formats.number(sum(item.count for item in found), lang)
    summary = text("method.notices_of", lang, source=name, count=total)
    rows = [
        (
            escape(rule_words(item.rule, lang)),
            formats.number(item.count, lang),
            escape(": ".join(filter(None, (item.row, item.detail)))),
        )
        for item in found
    ]
    return unfolding(summary, stacked_table(_heads(NOTICE_COLUMNS, lang), rows, summary))


def rule_words(rule: str, lang: str) -> str:
    """Return the words for a rule; one of an earlier version keeps its name."""
    key = f"notice.{rule}"
    return text(key, lang) if has_text(key) else rule


def show_disagreements(page: Page) -> None:
    """Say how many cells curators set against their source, by column."""
    counts = disagreement_counts(data.register())
    if not counts:
        st.write(text("method.no_disagreements", page.lang))
        return
    st.write(text("method.disagreements", page.lang, count=formats.number(sum(counts.values()), page.lang)))
    rows = [
        (
            escape(text(f"exports.table.{name}", page.lang)),
            escape(_column_words(column, page.lang)),
            formats.number(count, page.lang),
        )
        for (name, column), count in counts.items()
    ]
    title = text("method.disagreements_title", page.lang)
    st.html(stacked_table(_heads(("table", "field", "count"), page.lang), rows, title))


def _column_words(column: str, lang: str) -> str:
    key = f"registry.column.{column}"
    return text(key, lang) if has_text(key) else column
