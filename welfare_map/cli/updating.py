"""The command that brings the official sources into the register."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from geodata.errors import InputError, WelfareMapError
from geodata.notices import count_by_rule
from welfare_map.cli import options
from welfare_map.cli.arguments import choice, given, past_day
from welfare_map.cli.options import Language, ReportFormat
from welfare_map.cli.reporting import print_report
from welfare_map.model import Answer, Phrase, Plain
from welfare_map.settings import current_settings
from welfare_map.texts import formats, text
from welfare_map.texts.columns import column_title
from welfare_map.texts.errors import error_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geodata.store import FetchProgress, FetchStep
    from welfare_map.register import UpdateReport

MEGABYTE = 1_000_000
STEPS = ("fetch", "parse", "check", "write")
MOST_IDS = 1_000
"""Ids of each sort in JSON; their number is always told."""
MOST_IDS_SHOWN = 5
MOST_DISAGREEMENTS_SHOWN = 20
FAILED = "failed"
DryRun = Annotated[bool, typer.Option("--dry-run", help=options.words("update_dry_run"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisplacedRow:
    """Demonstration services of a kind that left a province."""

    kind: str
    province_code: str
    province_name: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DisagreementRow:
    """A cell that a curator set and of which the source says something else."""

    table: str
    record_id: str
    column: str
    pinned: Plain
    source: Plain


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateRow:
    """
    What the run of one source did.

    Parameters
    ----------
    added, changed, delisted, relisted
        Numbers of rows; ``added_ids`` and so on are the first of them.
    message
        Why the run failed, "" where it did not.
    """

    source_id: str
    source_name: str
    outcome: str
    retrieved_on: str
    retrieved_on_from: str
    row_count: int
    added_count: int
    changed_count: int
    gone_count: int
    notice_counts: "Mapping[str, int]"
    displaced: tuple[DisplacedRow, ...]
    is_dry_run: bool
    added: int
    changed: int
    delisted: int
    relisted: int
    changed_by_field: "Mapping[str, int]"
    added_ids: tuple[str, ...]
    changed_ids: tuple[str, ...]
    delisted_ids: tuple[str, ...]
    relisted_ids: tuple[str, ...]
    disagreements: tuple[DisagreementRow, ...]
    notices: "Mapping[str, int]"
    version: str
    message: str


@dataclass(frozen=True, kw_only=True)
class UpdateAnswer(Answer[UpdateRow]):
    """What a run did, a row per source, and the sums over all of them."""

    added: int
    changed: int
    delisted: int
    relisted: int
    disagreements: tuple[DisagreementRow, ...]
    notices_by_rule: "Mapping[str, int]"


@dataclass(frozen=True, slots=True)
class _Wish:
    """What the operator asked for."""

    source_ids: tuple[str, ...]
    from_file: Path | None
    retrieved_on: date | None
    is_accepted: bool
    is_dry: bool


def update(
    source: options.SourceIds = None,
    from_file: options.FromFile = None,
    retrieved_on: options.RetrievedOn = None,
    accept: options.Accept = False,
    dry_run: DryRun = False,
    output: options.ReportFormatWord = "table",
    lang: options.LanguageWord = "it",
) -> None:
    """Read the official sources into the register."""
    form = given("--format", choice("--format", output, ReportFormat))
    language = given("--lang", choice("--lang", lang, Language)).value
    wanted = _wanted(source or (), from_file)
    day = _day_of_file(retrieved_on, from_file)
    path = Path(from_file) if from_file is not None else None
    answer = _run(_Wish(wanted, path, day, is_accepted=accept, is_dry=dry_run), language)
    print_report(answer, form, language, details=_details(answer, language))
    raise typer.Exit(1 if any(row.outcome == FAILED for row in answer.rows) else 0)


def update_answer(reports: "Sequence[UpdateReport]", province_names: "Mapping[str, str]") -> UpdateAnswer:
    """Return what a run did as an answer; provinces are named by code."""
    rows = tuple(_row(report, province_names) for report in reports)
    notices = tuple(notice for report in reports for notice in report.notices)
    return UpdateAnswer(
        rows=rows,
        sentence=_sentence(reports),
        method=Phrase("update.method"),
        parameters={"source_ids": [report.source_id for report in reports]},
        notices=notices,
        added=sum(row.added for row in rows),
        changed=sum(row.changed for row in rows),
        delisted=sum(row.delisted for row in rows),
        relisted=sum(row.relisted for row in rows),
        disagreements=tuple(one for row in rows for one in row.disagreements),
        notices_by_rule=count_by_rule(notices),
    )


def _sentence(reports: "Sequence[UpdateReport]") -> Phrase:
    counts = ("row_count", "added_count", "changed_count", "gone_count")
    values: dict[str, Plain] = {name: sum(getattr(report, name) for report in reports) for name in counts}
    if len(reports) != 1:
        return Phrase(
            "cli.update_sentence", {**values, "source_count": sum(report.outcome != FAILED for report in reports)}
        )
    (only,) = reports
    values |= {"source": only.source_name, "retrieved_on": only.retrieved_on}
    if only.outcome == "unchanged":
        return Phrase("update.unchanged", values)
    return Phrase(f"update.succeeded_from_{only.retrieved_on_from}", values)


def _details(answer: UpdateAnswer, lang: str) -> list[str]:
    """Return what a run changed, in lines to be read."""
    return [line for row in answer.rows for line in _lines(row, lang)]


def _lines(row: UpdateRow, lang: str) -> list[str]:
    if row.outcome == FAILED:
        return [text("update.failed", lang, source=row.source_name, message=row.message)]
    return [*_displaced_lines(row, lang), *_difference_lines(row, lang)]


def _displaced_lines(row: UpdateRow, lang: str) -> list[str]:
    return [
        text(
            "update.displaced",
            lang,
            count=part.count,
            kind=text(f"codes.kind.{part.kind}", lang),
            province=part.province_name,
        )
        for part in row.displaced
    ]


def _difference_lines(row: UpdateRow, lang: str) -> list[str]:
    lines = [text("update.dry_run", lang)] if row.is_dry_run else []
    if not (row.added or row.changed or row.delisted or row.relisted):
        lines.append(text("update.same_rows", lang))
    if row.changed_by_field:
        fields = ", ".join(f"{column_title(name, lang)} {count}" for name, count in row.changed_by_field.items())
        lines.append(text("update.changed_by_field", lang, fields=fields))
    for sort in ("added", "delisted", "relisted"):
        ids = getattr(row, f"{sort}_ids")
        if ids:
            shown = ", ".join(ids[:MOST_IDS_SHOWN]) + (" …" if getattr(row, sort) > MOST_IDS_SHOWN else "")
            lines.append(text(f"update.{sort}_ids", lang, ids=shown))
    if row.disagreements:
        lines.append(text("update.disagreements", lang, count=len(row.disagreements)))
    return lines + [
        f"  {one.record_id} {column_title(one.column, lang)}: {_worded(one.pinned)} ≠ {_worded(one.source)}"
        for one in row.disagreements[:MOST_DISAGREEMENTS_SHOWN]
    ]


def _worded(value: Plain) -> str:
    return "–" if value is None else str(value)


def _row(report: "UpdateReport", province_names: "Mapping[str, str]") -> UpdateRow:
    return UpdateRow(
        source_id=report.source_id,
        source_name=report.source_name,
        outcome=report.outcome,
        retrieved_on=report.retrieved_on,
        retrieved_on_from=report.retrieved_on_from.value,
        row_count=report.row_count,
        added_count=report.added_count,
        changed_count=report.changed_count,
        gone_count=report.gone_count,
        notice_counts=count_by_rule(report.notices),
        displaced=tuple(
            DisplacedRow(
                kind=part.kind,
                province_code=part.province_code,
                province_name=province_names.get(part.province_code, part.province_code),
                count=part.count,
            )
            for part in report.displaced
        ),
        is_dry_run=report.is_dry_run,
        **_difference(report),
        notices=count_by_rule(report.notices),
        version=report.version,
        message=report.message,
    )


def _difference(report: "UpdateReport") -> "dict[str, Any]":
    found = report.difference
    sorts = {name: getattr(found, name) for name in ("added", "changed", "delisted", "relisted")}
    return {
        **{name: len(ids) for name, ids in sorts.items()},
        **{f"{name}_ids": ids[:MOST_IDS] for name, ids in sorts.items()},
        "changed_by_field": found.changed_by_field,
        "disagreements": tuple(
            DisagreementRow(
                table=one.table, record_id=one.record_id, column=one.column, pinned=one.pinned, source=one.source
            )
            for one in found.disagreements
        ),
    }


def _wanted(source_ids: Sequence[str], from_file: str | None) -> tuple[str, ...]:
    """Return the sources to read, all of them known; without any, those that come unasked."""
    from geodata.store import load_readers

    readers = load_readers(current_settings().data_dir / "sources")
    for source_id in source_ids:
        if source_id not in readers:
            raise InputError("error.unknown_source", source_id=source_id, allowed=", ".join(sorted(readers)))
    if from_file is not None and len(set(source_ids)) != 1:
        raise InputError("error.file_for_one_source")
    unasked = (name for name, reader in readers.items() if reader.source.comes_unasked)
    return tuple(dict.fromkeys(source_ids)) or tuple(unasked)


def _day_of_file(words: str | None, from_file: str | None) -> date | None:
    """Return the day that the operator gives to a file."""
    if words is not None and from_file is None:
        raise InputError("error.day_without_file")
    return past_day("--retrieved-on", words)


def _run(wish: _Wish, lang: str) -> UpdateAnswer:
    from geodata.store import load_territory
    from welfare_map.register import open_register, run_update

    if wish.from_file is not None and not wish.from_file.is_file():
        raise InputError("error.no_such_file", path=str(wish.from_file))
    settings = current_settings()
    engine = open_register(settings)
    territory = load_territory(settings.data_dir, settings.area)
    with _progress(len(wish.source_ids), lang) as (tell, tell_fetched):

        def run_one(source_id: str) -> "UpdateReport":
            return run_update(
                engine,
                source_id,
                settings=settings,
                territory=territory,
                from_file=wish.from_file,
                retrieved_on=wish.retrieved_on,
                is_accepted=wish.is_accepted,
                dry_run=wish.is_dry,
                progress=tell,
                fetch_progress=tell_fetched,
            )

        reports = reports_of(wish.source_ids, run_one, lang)
    municipalities = territory.municipalities
    names = dict(zip(municipalities["province_code"], municipalities["province_name"], strict=True))
    return update_answer(reports, names)


def reports_of(source_ids: Sequence[str], run_one: "Callable[[str], UpdateReport]", lang: str) -> "list[UpdateReport]":
    """
    Run sources one after the other, each with its own end.

    Parameters
    ----------
    source_ids
        Which sources.
    run_one
        Runs one of them.
    lang
        Language of what went wrong.

    Returns
    -------
    reports
        One per source, in their order; where there are several, one that fails has the outcome ``failed`` and why.

    Raises
    ------
    WelfareMapError
        The only source failed.
    """
    from welfare_map.register import failed_report

    if len(source_ids) == 1:
        return [run_one(source_ids[0])]
    reports = []
    for source_id in source_ids:
        try:
            reports.append(run_one(source_id))
        except WelfareMapError as error:
            reports.append(failed_report(source_id, error_words(error, lang)))
    return reports


@contextmanager
def _progress(source_count: int, lang: str) -> Iterator[tuple[Callable[[str], None], "FetchProgress"]]:
    """Show a bar on stderr where that is a terminal: the step that begins, and how much of a file has come."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(file=sys.stderr), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=source_count * len(STEPS))

        def tell(step: str) -> None:
            bar.update(task, advance=1, description=text(f"update.step.{step}", lang))

        def tell_fetched(step: "FetchStep") -> None:
            bar.update(task, description=fetched_words(step, lang))

        yield tell, tell_fetched


def fetched_words(step: "FetchStep", lang: str) -> str:
    """Say how far a fetch has come: rows, or megabytes of so many where the server says it."""
    if step.unit == "rows":
        return text("update.fetched_rows", lang, count=step.done_count)
    done_mb = formats.number(step.done_count / MEGABYTE, lang, decimals=1)
    if step.total_count is None:
        return text("update.fetched_mb", lang, done=done_mb)
    total_mb = formats.number(step.total_count / MEGABYTE, lang, decimals=1)
    return text("update.fetched_mb_of", lang, done=done_mb, total=total_mb)
