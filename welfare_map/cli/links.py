"""The commands that say what to check again: web sites of cards, and the cards themselves."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from welfare_map.cli import options
from welfare_map.cli.answering import write
from welfare_map.cli.arguments import choice, given, today
from welfare_map.cli.options import Format, Language, ReportFormat
from welfare_map.cli.reporting import print_report
from welfare_map.model import Answer, Phrase
from welfare_map.settings import current_settings
from welfare_map.texts import text

if TYPE_CHECKING:
    from welfare_map.register.upkeep.links import LinkCheck, LinkUse
    from welfare_map.register.upkeep.recheck import RecheckAnswer

UNKNOWN = "unknown"
OUTCOMES = ("ok", "moved", "dead", "unreachable", "refused-private-address", UNKNOWN)
MOST_ROWS_SHOWN = 50
"""In a terminal; the other formats are whole."""
ListFormatWord = Annotated[str, options.option("--format", "format", "table|json|csv")]
Check = Annotated[bool, typer.Option("--check", help=options.words("check_links"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """A web address, what became of it, and the records that have it (``table/record_id``)."""

    url: str
    outcome: str
    detail: str
    checked_at: str | None
    records: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LinksAnswer(Answer[LinkRow]):
    """The web addresses of records, those that need somebody first."""

    outcome_counts: Mapping[str, int]


def links(check: Check = False, output: options.ReportFormatWord = "table", lang: options.LanguageWord = "it") -> None:
    """Print the web sites of records and whether they answer; visit them when asked to."""
    form = given("--format", choice("--format", output, ReportFormat))
    language = given("--lang", choice("--lang", lang, Language)).value
    from geodata.http import Client
    from geodata.http.probe import anywhere, is_public
    from welfare_map.register import current, open_register
    from welfare_map.register.upkeep.links import check_links, known_checks, used_links

    settings = current_settings()
    uses = used_links(current.open_snapshot(settings))
    engine = open_register(settings)
    if check:
        with _progress() as tell:
            client = Client(is_offline=settings.is_offline)
            may_ask = anywhere if settings.has_private_links else is_public
            check_links(engine, [use.url for use in uses], client=client, may_ask=may_ask, progress=tell)
    answer = links_answer(uses, known_checks(engine))
    print_report(answer, form, language, details=_lines(answer, language))


def links_answer(uses: "Sequence[LinkUse]", known: "Mapping[str, LinkCheck]") -> LinksAnswer:
    """Return the web addresses of records as an answer: dead ones first, those that answer last."""
    records: dict[str, list[str]] = {}
    for use in uses:
        records.setdefault(use.url, []).append(f"{use.table}/{use.record_id}")
    rows = [_row(url, known.get(url), owners) for url, owners in records.items()]
    rows.sort(key=lambda row: (row.outcome == "ok", row.outcome, row.url))
    counts = Counter(row.outcome for row in rows)
    named = {outcome.partition("-")[0]: counts[outcome] for outcome in OUTCOMES}
    return LinksAnswer(
        rows=tuple(rows),
        sentence=Phrase("quality.links_sentence", {"count": len(rows), **named}),
        method=Phrase("quality.links_method"),
        parameters={},
        outcome_counts={outcome: counts[outcome] for outcome in OUTCOMES},
    )


def _row(url: str, check: "LinkCheck | None", records: Sequence[str]) -> LinkRow:
    if check is None:
        return LinkRow(url=url, outcome=UNKNOWN, detail="", checked_at=None, records=tuple(records))
    return LinkRow(
        url=url, outcome=check.outcome.value, detail=check.detail, checked_at=check.checked_at, records=tuple(records)
    )


def _lines(answer: LinksAnswer, lang: str) -> list[str]:
    """Return a line per address that does not simply answer."""
    return [
        f"{text(f'quality.outcome.{row.outcome}', lang)}: {row.url} ({row.detail}) – {', '.join(row.records)}"
        for row in answer.rows
        if row.outcome not in {"ok", UNKNOWN}
    ]


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """Show a bar on stderr where that is a terminal."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(file=sys.stderr), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


class ListFormat(StrEnum):
    """How the list of what to check again is written."""

    TABLE = Format.TABLE.value
    JSON = Format.JSON.value
    CSV = Format.CSV.value


def recheck(output: ListFormatWord = "table", lang: options.LanguageWord = "it") -> None:
    """Print the records to check again, the most urgent first."""
    form = given("--format", choice("--format", output, ListFormat))
    language = given("--lang", choice("--lang", lang, Language)).value
    from welfare_map.register import current, open_register
    from welfare_map.register.upkeep.quality import read_known
    from welfare_map.register.upkeep.recheck import recheck as question

    settings = current_settings()
    snapshot = current.open_snapshot(settings)
    answer = question(snapshot, read_known(open_register(settings)), as_of_on=today())
    if form is ListFormat.TABLE:
        _print_recheck(answer, language)
    else:
        write(answer, Format(form.value), language, snapshot)


def _print_recheck(answer: "RecheckAnswer", lang: str) -> None:
    from welfare_map.cli.tables import report_table, shown

    sys.stdout.write(f"{shown(answer.sentence.words(lang))}\n")
    cells = [
        (f"{row.table}/{row.record_id}", row.name, reason_words(row.reasons, lang), row.vouched_on)
        for row in answer.rows[:MOST_ROWS_SHOWN]
    ]
    if cells:
        report_table(("row", "name", "reasons", "vouched_on"), cells, lang)
    sys.stdout.write(f"{shown(answer.method.words(lang))}\n")


def reason_words(reasons: Sequence[str], lang: str) -> str:
    """Return the reasons to check a record again, in words."""
    return ", ".join(text(f"quality.reason.{reason}", lang) for reason in reasons)
