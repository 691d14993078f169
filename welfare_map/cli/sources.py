"""The command that lists the official sources: what each is, when it was last read, what is wrong with its rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from welfare_map.cli import options
from welfare_map.cli.answering import write_json
from welfare_map.cli.arguments import choice, given
from welfare_map.cli.options import Language, ReportFormat
from welfare_map.model import Answer, Phrase
from welfare_map.settings import current_settings
from welfare_map.texts import text

if TYPE_CHECKING:
    from geodata.sources import Source
    from welfare_map.register.sql.repository import RunRow, SourceRow
    from welfare_map.register.upkeep.quality import NoticeCount

TABLE_COLUMNS = ("source_id", "title", "licence", "rows", "retrieved_on", "notices")


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueRow:
    """
    One source that can be brought in.

    Parameters
    ----------
    source_id, title, publisher, licence, url
        What it is; the address is that of its page for people.
    access
        How it is fetched: ``soda``, ``ckan``, ``overpass``, ``url`` or ``file``.
    kinds
        Kinds of service in it.
    is_tried
        Its reader was tried on rows that the publisher gave out.
    rows, retrieved_on
        Rows that it listed when it was last read, and the day of that; None when it never was.
    last_run_at, last_outcome
        End of its last run (ISO, UTC) and how that ended: ``succeeded``, ``unchanged`` or ``failed``; None without one.
    notices
        Defects of its rows, by rule.
    """

    source_id: str
    title: str
    publisher: str
    licence: str
    url: str
    access: str
    kinds: tuple[str, ...]
    is_tried: bool
    rows: int | None
    retrieved_on: str | None
    last_run_at: str | None
    last_outcome: str | None
    notices: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class CatalogueAnswer(Answer[CatalogueRow]):
    """The sources of the catalogue, a row each."""


def sources(output: options.ReportFormatWord = "table", lang: options.LanguageWord = "it") -> None:
    """Print the official sources."""
    form = given("--format", choice("--format", output, ReportFormat))
    language = given("--lang", choice("--lang", lang, Language)).value
    from geodata.store import load_readers
    from welfare_map.register import open_register
    from welfare_map.register.upkeep.quality import known_sources, last_runs, notice_counts

    settings = current_settings()
    readers = load_readers(settings.data_dir / "sources")
    engine = open_register(settings)
    answer = catalogue_answer(
        [reader.source for reader in readers.values()], known_sources(engine), last_runs(engine), notice_counts(engine)
    )
    _print(answer, form, language)


def catalogue_answer(
    catalogue: "Iterable[Source]",
    known: "Iterable[SourceRow]",
    runs: "Mapping[str, RunRow]",
    notices: "Iterable[NoticeCount]",
) -> CatalogueAnswer:
    """Return the catalogue with what the register knows of each source."""
    read = {row.source_id: row for row in known}
    counts: dict[str, dict[str, int]] = {}
    for one in notices:
        counts.setdefault(one.source_id, {})[one.rule] = one.count
    rows = tuple(
        _row(source, read.get(source.source_id), runs.get(source.source_id), counts.get(source.source_id, {}))
        for source in catalogue
    )
    read_count = sum(row.rows is not None for row in rows)
    return CatalogueAnswer(
        rows=rows,
        sentence=Phrase("cli.sources_sentence", {"count": len(rows), "read_count": read_count}),
        method=Phrase("cli.sources_method"),
        parameters={},
    )


def _row(source: "Source", known: "SourceRow | None", run: "RunRow | None", notices: Mapping[str, int]) -> CatalogueRow:
    return CatalogueRow(
        source_id=source.source_id,
        title=source.name,
        publisher=source.publisher,
        licence=source.licence,
        url=source.page_url,
        access=source.access.value,
        kinds=source.kinds,
        is_tried=source.is_tried,
        rows=known.row_count if known else None,
        retrieved_on=known.retrieved_on if known else None,
        last_run_at=run.finished_at if run else None,
        last_outcome=run.outcome if run else None,
        notices=notices,
    )


def _print(answer: CatalogueAnswer, form: ReportFormat, lang: str) -> None:
    if form is ReportFormat.JSON:
        from welfare_map.exports.envelope import envelope

        write_json(envelope(answer, lang))
        return
    from welfare_map.cli.reporting import print_report
    from welfare_map.cli.tables import report_table

    print_report(answer, form, lang)
    report_table(TABLE_COLUMNS, [_cells(row, lang) for row in answer.rows], lang)


def _cells(row: CatalogueRow, lang: str) -> tuple[str, ...]:
    rows = "" if row.rows is None else str(row.rows)
    title = row.title if row.is_tried else f"{row.title} ({text('cli.source_untried', lang)})"
    return row.source_id, title, row.licence, rows, row.retrieved_on or "", str(sum(row.notices.values()))
