"""The command that imports a curator's file."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geodata.errors import InputError
from welfare_map.cli import options
from welfare_map.cli.arguments import choice, given, today
from welfare_map.cli.options import Language, ReportFormat
from welfare_map.cli.reporting import print_report
from welfare_map.settings import current_settings
from welfare_map.texts import text
from welfare_map.texts.columns import column_title

if TYPE_CHECKING:
    from welfare_map.register.uploads import ImportAnswer, Upload

OPERATOR = "operator"
File = Annotated[str, typer.Argument(metavar="FILE", help=options.words("import_file"))]
TableName = Annotated[str | None, options.option("--table", "import_table", "TABELLA")]
MappingFile = Annotated[str | None, options.option("--mapping", "import_mapping", "FILE.toml")]
DryRun = Annotated[bool, typer.Option("--dry-run", help=options.words("import_dry_run"))]
AcceptRest = Annotated[bool, typer.Option("--accept", help=options.words("import_accept"))]


@dataclass(frozen=True, slots=True)
class _Wish:
    """What the operator asked for."""

    path: Path
    table: str
    mapping: Path | None
    is_trial: bool
    leaves_out: bool


def import_file(
    file: File,
    table: TableName = None,
    mapping: MappingFile = None,
    dry_run: DryRun = False,
    accept: AcceptRest = False,
    output: options.ReportFormatWord = "table",
    lang: options.LanguageWord = "it",
) -> None:
    """Import a curator's file into a table of the register."""
    form = given("--format", choice("--format", output, ReportFormat))
    language = given("--lang", choice("--lang", lang, Language)).value
    from welfare_map.register.uploads import upload_table

    name = upload_table(given("--table", table)).value
    wish = _Wish(Path(file), name, Path(mapping) if mapping else None, is_trial=dry_run, leaves_out=accept)
    answer = _run(wish, language)
    print_report(answer, form, language, details=list(_details(answer, language)))
    raise typer.Exit(1 if answer.error_count and not answer.is_imported else 0)


def _run(wish: _Wish, lang: str) -> "ImportAnswer":
    from geodata.store import load_territory
    from welfare_map.register import open_register
    from welfare_map.register.accounts.actors import Actor, Role
    from welfare_map.register.updates.positions import placing
    from welfare_map.register.uploads import (
        Outcome,
        import_answer,
        prepare,
        read_columns,
        read_surroundings,
        suggested_columns,
        write_plan,
    )

    actor = Actor(OPERATOR, Role.ADMINISTRATOR)
    with _progress(lang) as (tell, count):
        tell("read")
        upload = _read(wish.path)
        columns = read_columns(_content(wish.mapping)) if wish.mapping else suggested_columns(upload.header, wish.table)
        settings = current_settings()
        engine = open_register(settings)
        territory = load_territory(settings.data_dir, settings.area)
        around = read_surroundings(engine, wish.table, territory=territory, today=today(), actor=actor)
        plan = prepare(upload, columns, wish.table, around, by=placing(settings), tell=tell)
        is_imported = not wish.is_trial and (wish.leaves_out or not plan.error_lines)
        if is_imported:
            tell("write")
            why = text("upload.why_default", lang, name=wish.path.name)
            write_plan(engine, actor, plan, why=why, is_published=True, progress=count)
    engine.dispose()
    outcome = Outcome.CHECKED if wish.is_trial else Outcome.IMPORTED if is_imported else Outcome.REFUSED
    return import_answer(plan, upload, columns, outcome=outcome, lang=lang)


def _read(path: Path) -> "Upload":
    from welfare_map.register.uploads import read_upload

    return read_upload(_content(path), path.name)


def _content(path: Path) -> bytes:
    """Return the bytes of a file that is not too large to be an upload; its size is asked before it is read."""
    from geodata.store import read_bytes
    from welfare_map.register.uploads.limits import MOST_BYTES

    if not path.is_file():
        raise InputError("error.no_such_file", path=str(path))
    if path.stat().st_size > MOST_BYTES:
        raise InputError("error.upload_too_large", maximum=MOST_BYTES // 1_000_000)
    return read_bytes(path)


def _details(answer: "ImportAnswer", lang: str) -> Iterator[str]:
    """Yield a line per error and warning, then the remarks."""
    for row in answer.rows:
        rows = f"{text('upload.rows', lang).lower()} {row.rows}" if row.rows else ""
        suggestion = f"{text('upload.suggestion', lang).lower()}: {row.suggestion}" if row.suggestion else ""
        parts = filter(None, (column_title(row.column, lang), row.message, rows, row.value, suggestion))
        yield f"{text(f'upload.severity_{row.severity}', lang)}: {' · '.join(parts)}"
    yield from answer.remarks


@contextmanager
def _progress(lang: str) -> Iterator[tuple[Callable[[str], None], Callable[[int, int], None]]]:
    """Show a bar on stderr where that is a terminal: the step that begins, and records while they are written."""
    from rich.console import Console
    from rich.progress import Progress

    from welfare_map.register.uploads import STEPS

    with Progress(console=Console(file=sys.stderr), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=len(STEPS))

        def tell(step: str) -> None:
            bar.update(task, completed=STEPS.index(step), description=text(f"upload.step.{step}", lang))

        def count(done: int, total: int) -> None:
            bar.update(task, completed=len(STEPS) - 1 + done / max(total, 1))

        yield tell, count
