"""The command that brings the official sources into the register."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geodata.errors import InputError
from geodata.notices import count_by_rule
from welfare_map.cli import options
from welfare_map.cli.arguments import choice, given
from welfare_map.cli.options import Language, ReportFormat
from welfare_map.cli.reporting import print_report
from welfare_map.model import Answer, Phrase
from welfare_map.settings import current_settings
from welfare_map.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from welfare_map.register import UpdateReport

STEPS = ("fetch", "parse", "check", "write")


@dataclass(frozen=True, slots=True, kw_only=True)
class DisplacedRow:
    """Demonstration services of a kind that left a province."""

    kind: str
    province_code: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateRow:
    """What the run of one source did."""

    source_id: str
    source_name: str
    outcome: str
    retrieved_on: str
    row_count: int
    added_count: int
    changed_count: int
    gone_count: int
    notice_counts: "Mapping[str, int]"
    displaced: tuple[DisplacedRow, ...]
    version: str


@dataclass(frozen=True, kw_only=True)
class UpdateAnswer(Answer[UpdateRow]):
    """What a run did, a row per source."""


def update(
    source: options.SourceIds = None,
    from_file: options.FromFile = None,
    output: options.ReportFormatWord = "table",
    lang: options.LanguageWord = "it",
) -> None:
    """Read the official sources into the register."""
    form = given("--format", choice("--format", output, ReportFormat))
    language = given("--lang", choice("--lang", lang, Language)).value
    wanted = _wanted(source or (), from_file)
    answer = update_answer(_run(wanted, Path(from_file) if from_file is not None else None, language))
    print_report(answer, form, language)


def update_answer(reports: "Sequence[UpdateReport]") -> UpdateAnswer:
    """Return what a run did as an answer."""
    values = {
        "source_count": len(reports),
        "row_count": sum(report.row_count for report in reports),
        "added_count": sum(report.added_count for report in reports),
        "changed_count": sum(report.changed_count for report in reports),
        "gone_count": sum(report.gone_count for report in reports),
        "displaced_count": sum(part.count for report in reports for part in report.displaced),
    }
    return UpdateAnswer(
        rows=tuple(_row(report) for report in reports),
        sentence=Phrase("cli.update_sentence", values),
        method=Phrase("cli.update_method"),
        parameters={"source_ids": [report.source_id for report in reports]},
        notices=tuple(notice for report in reports for notice in report.notices),
    )


def _row(report: "UpdateReport") -> UpdateRow:
    return UpdateRow(
        source_id=report.source_id,
        source_name=report.source_name,
        outcome=report.outcome,
        retrieved_on=report.retrieved_on,
        row_count=report.row_count,
        added_count=report.added_count,
        changed_count=report.changed_count,
        gone_count=report.gone_count,
        notice_counts=count_by_rule(report.notices),
        displaced=tuple(
            DisplacedRow(kind=part.kind, province_code=part.province_code, count=part.count)
            for part in report.displaced
        ),
        version=report.version,
    )


def _wanted(source_ids: Sequence[str], from_file: str | None) -> tuple[str, ...]:
    """Return the sources to read, all of them known."""
    from geodata.sources.catalogue import READERS

    for source_id in source_ids:
        if source_id not in READERS:
            raise InputError("error.unknown_source", source_id=source_id, allowed=", ".join(sorted(READERS)))
    if from_file is not None and len(set(source_ids)) != 1:
        raise InputError("error.file_for_one_source")
    return tuple(dict.fromkeys(source_ids)) or tuple(READERS)


def _run(source_ids: Sequence[str], from_file: Path | None, lang: str) -> "list[UpdateReport]":
    from geodata.store import load_territory
    from welfare_map.register import open_register, run_update

    if from_file is not None and not from_file.is_file():
        raise InputError("error.no_such_file", path=str(from_file))
    settings = current_settings()
    engine = open_register(settings)
    territory = load_territory(settings.data_dir, settings.area)
    with _progress(len(source_ids), lang) as tell:
        return [
            run_update(engine, source_id, settings=settings, territory=territory, from_file=from_file, progress=tell)
            for source_id in source_ids
        ]


@contextmanager
def _progress(source_count: int, lang: str) -> Iterator[Callable[[str], None]]:
    """Show a bar on stderr where that is a terminal; errors stay one line elsewhere."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(file=sys.stderr), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=source_count * len(STEPS))

        def tell(step: str) -> None:
            bar.update(task, advance=1, description=text(f"cli.step.{step}", lang))

        yield tell
