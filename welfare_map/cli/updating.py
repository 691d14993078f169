"""The command that brings the official sources into the register."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from geodata.errors import InputError
from geodata.notices import count_by_rule
from welfare_map.cli import options
from welfare_map.cli.arguments import choice, given, past_day
from welfare_map.cli.options import Language, ReportFormat
from welfare_map.cli.reporting import print_report
from welfare_map.model import Answer, Phrase, Plain
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
    province_name: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateRow:
    """What the run of one source did."""

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
    version: str


@dataclass(frozen=True, kw_only=True)
class UpdateAnswer(Answer[UpdateRow]):
    """What a run did, a row per source."""


@dataclass(frozen=True, slots=True)
class _Wish:
    """What the operator asked for."""

    source_ids: tuple[str, ...]
    from_file: Path | None
    retrieved_on: date | None
    is_accepted: bool


def update(
    source: options.SourceIds = None,
    from_file: options.FromFile = None,
    retrieved_on: options.RetrievedOn = None,
    accept: options.Accept = False,
    output: options.ReportFormatWord = "table",
    lang: options.LanguageWord = "it",
) -> None:
    """Read the official sources into the register."""
    form = given("--format", choice("--format", output, ReportFormat))
    language = given("--lang", choice("--lang", lang, Language)).value
    wanted = _wanted(source or (), from_file)
    day = _day_of_file(retrieved_on, from_file)
    path = Path(from_file) if from_file is not None else None
    answer = _run(_Wish(wanted, path, day, is_accepted=accept), language)
    print_report(answer, form, language, details=_details(answer, language))


def update_answer(reports: "Sequence[UpdateReport]", province_names: "Mapping[str, str]") -> UpdateAnswer:
    """Return what a run did as an answer; provinces are named by code."""
    return UpdateAnswer(
        rows=tuple(_row(report, province_names) for report in reports),
        sentence=_sentence(reports),
        method=Phrase("update.method"),
        parameters={"source_ids": [report.source_id for report in reports]},
        notices=tuple(notice for report in reports for notice in report.notices),
    )


def _sentence(reports: "Sequence[UpdateReport]") -> Phrase:
    counts = ("row_count", "added_count", "changed_count", "gone_count")
    values: dict[str, Plain] = {name: sum(getattr(report, name) for report in reports) for name in counts}
    if len(reports) != 1:
        return Phrase("cli.update_sentence", {**values, "source_count": len(reports)})
    (only,) = reports
    values |= {"source": only.source_name, "retrieved_on": only.retrieved_on}
    if only.outcome == "unchanged":
        return Phrase("update.unchanged", values)
    return Phrase(f"update.succeeded_from_{only.retrieved_on_from}", values)


def _details(answer: UpdateAnswer, lang: str) -> list[str]:
    return [
        text(
            "update.displaced",
            lang,
            count=part.count,
            kind=text(f"codes.kind.{part.kind}", lang),
            province=part.province_name,
        )
        for row in answer.rows
        for part in row.displaced
    ]


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
    with _progress(len(wish.source_ids), lang) as tell:
        reports = [
            run_update(
                engine,
                source_id,
                settings=settings,
                territory=territory,
                from_file=wish.from_file,
                retrieved_on=wish.retrieved_on,
                is_accepted=wish.is_accepted,
                progress=tell,
            )
            for source_id in wish.source_ids
        ]
    municipalities = territory.municipalities
    names = dict(zip(municipalities["province_code"], municipalities["province_name"], strict=True))
    return update_answer(reports, names)


@contextmanager
def _progress(source_count: int, lang: str) -> Iterator[Callable[[str], None]]:
    """Show a bar on stderr where that is a terminal; errors stay one line elsewhere."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(file=sys.stderr), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=source_count * len(STEPS))

        def tell(step: str) -> None:
            bar.update(task, advance=1, description=text(f"update.step.{step}", lang))

        yield tell
