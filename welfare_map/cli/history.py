"""The commands that tell the history of a record and bring an earlier state of it back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from welfare_map.cli import options
from welfare_map.cli.arguments import choice, given, whole_number
from welfare_map.cli.options import Language, ReportFormat
from welfare_map.cli.reporting import print_report
from welfare_map.model import Answer, Phrase, Plain
from welfare_map.settings import current_settings
from welfare_map.texts import text

if TYPE_CHECKING:
    from welfare_map.register.history.revisions import Revision

RecordId = Annotated[str, typer.Argument(metavar="ID", help=options.words("record_id"))]
RecordTable = Annotated[str | None, options.option("--table", "record_table", "TABELLA")]
Number = Annotated[str | None, options.option("--revision", "restore_number", "N")]
Why = Annotated[str, options.option("--why", "restore_why", "PAROLE")]
OPERATOR = "operator"
"""Author of what is done on the operator's own machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """
    One revision of a record.

    Parameters
    ----------
    number
        Published ones are numbered in the order in which they took effect.
    at
        ISO time, UTC.
    before, after
        The cells that differ; None is missing.
    """

    number: int
    at: str
    author: str
    role: str
    action: str
    status: str
    why: str
    before: Mapping[str, Plain]
    after: Mapping[str, Plain]
    decided_by: str
    decided_at: str
    decided_why: str


@dataclass(frozen=True, kw_only=True)
class HistoryAnswer(Answer[HistoryRow]):
    """The revisions of a record, oldest first."""

    table: str
    record_id: str


def history(
    record_id: RecordId,
    table: RecordTable = None,
    output: options.ReportFormatWord = "table",
    lang: options.LanguageWord = "it",
) -> None:
    """Print the history of a record."""
    form, language = _form(output, lang)
    from welfare_map.register import open_register
    from welfare_map.register.history.revisions import history as revisions_of

    found = revisions_of(open_register(current_settings()), record_id, table)
    values: dict[str, Plain] = {"record_id": record_id, "count": len(found)}
    _print(record_id, table, found, Phrase("revision.sentence", values), form, language)


def restore(
    record_id: RecordId,
    revision: Number = None,
    why: Why = "",
    table: RecordTable = None,
    output: options.ReportFormatWord = "table",
    lang: options.LanguageWord = "it",
) -> None:
    """Bring a record back to what it was after a revision."""
    form, language = _form(output, lang)
    number = given("--revision", whole_number("--revision", revision))
    from welfare_map.register import open_register
    from welfare_map.register.accounts.actors import Actor, Role
    from welfare_map.register.history.editing import restore as bring_back

    operator = Actor(OPERATOR, Role.ADMINISTRATOR)
    engine = open_register(current_settings())
    made = bring_back(engine, operator, record_id, number=number, why=why, table=table).revision
    values: dict[str, Plain] = {"record_id": record_id, "number": number}
    _print(record_id, table, (made,), Phrase("revision.restored", values), form, language)


def _form(output: str, lang: str) -> tuple[ReportFormat, str]:
    form = given("--format", choice("--format", output, ReportFormat))
    return form, given("--lang", choice("--lang", lang, Language)).value


def _print(
    record_id: str,
    table: str | None,
    revisions: "tuple[Revision, ...]",
    sentence: Phrase,
    form: ReportFormat,
    lang: str,
) -> None:
    answer = HistoryAnswer(
        rows=tuple(_row(one) for one in revisions),
        sentence=sentence,
        method=Phrase("revision.method"),
        parameters={"record_id": record_id, "table": table},
        table=revisions[0].table if revisions else table or "",
        record_id=record_id,
    )
    print_report(answer, form, lang, details=[line for row in answer.rows for line in _lines(row, lang)])


def _row(revision: "Revision") -> HistoryRow:
    return HistoryRow(
        number=revision.number,
        at=revision.at,
        author=revision.author,
        role=revision.role,
        action=revision.action,
        status=revision.status,
        why=revision.why,
        before=revision.before,
        after=revision.after,
        decided_by=revision.decided_by,
        decided_at=revision.decided_at,
        decided_why=revision.decided_why,
    )


def _lines(row: HistoryRow, lang: str) -> list[str]:
    head = text(
        "revision.line",
        lang,
        number=row.number,
        at=row.at,
        author=row.author or "–",
        role=text(f"registry.role.{row.role}", lang),
        action=text(f"registry.action.{row.action}", lang),
        status=text(f"registry.status.{row.status}", lang),
        why=f" · {row.why}" if row.why else "",
    )
    cells = [f"    {name}: {_worded(row.before.get(name))} → {_worded(cell)}" for name, cell in row.after.items()]
    return [head, *cells]


def _worded(value: Plain) -> str:
    return "–" if value is None else str(value)
