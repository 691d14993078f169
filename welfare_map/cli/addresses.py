"""The commands that build the index of house numbers and tell what it holds."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from geodata.errors import InputError
from welfare_map.cli import options
from welfare_map.cli.arguments import choice, given
from welfare_map.cli.options import Language, ReportFormat
from welfare_map.cli.reporting import print_report
from welfare_map.model import Answer, Phrase
from welfare_map.settings import current_settings
from welfare_map.texts import text

if TYPE_CHECKING:
    from geodata.store import AddressStatus

addresses = typer.Typer(help=options.words("addresses"), no_args_is_help=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressRow:
    """What the index of house numbers holds."""

    file_name: str
    built_at: str
    municipality_count: int
    street_count: int
    number_count: int
    read_count: int
    area_count: int
    without_position_count: int
    unusable_count: int


@dataclass(frozen=True, kw_only=True)
class AddressAnswer(Answer[AddressRow]):
    """A row where an index was built, else none."""


@addresses.command(help=options.words("addresses_build"))
def build(
    file: options.AddressFile,
    output: options.ReportFormatWord = "table",
    lang: options.LanguageWord = "it",
) -> None:
    """Build the index of the area's house numbers out of the national register's file."""
    form = given("--format", choice("--format", output, ReportFormat))
    language = given("--lang", choice("--lang", lang, Language)).value
    from geodata.store import ADDRESSES_NAME, build_address_index, load_territory

    path = Path(file)
    if not path.is_file():
        raise InputError("error.no_such_file", path=str(path))
    settings = current_settings()
    codes = frozenset(load_territory(settings.data_dir, settings.area).municipalities["municipality_code"])
    with _progress(language) as tell:
        status = build_address_index(path, codes, settings.data_dir / ADDRESSES_NAME, progress=tell)
    print_report(_answer(status), form, language)


@addresses.command(help=options.words("addresses_status"))
def status(output: options.ReportFormatWord = "table", lang: options.LanguageWord = "it") -> None:
    """Tell what the index of house numbers holds."""
    form = given("--format", choice("--format", output, ReportFormat))
    language = given("--lang", choice("--lang", lang, Language)).value
    print_report(_answer(_read_status(current_settings().data_dir)), form, language)


def _read_status(data_dir: Path) -> "AddressStatus | None":
    from geodata.store import ADDRESSES_NAME, AddressIndex

    path = data_dir / ADDRESSES_NAME
    if not path.is_file():
        return None
    index = AddressIndex(path)
    try:
        return index.status()
    finally:
        index.close()


def _answer(found: "AddressStatus | None") -> AddressAnswer:
    if found is None:
        return AddressAnswer(
            rows=(), sentence=Phrase("addresses.none"), method=Phrase("addresses.method"), parameters={}
        )
    row = AddressRow(**{name: getattr(found, name) for name in AddressRow.__slots__})
    counts = {name: getattr(row, name) for name in ("number_count", "street_count", "municipality_count")}
    return AddressAnswer(
        rows=(row,),
        sentence=Phrase("addresses.built", {**counts, "file": row.file_name, "built_on": row.built_at[:10]}),
        method=Phrase("addresses.method"),
        parameters={},
        without_position_count=row.without_position_count,
    )


@contextmanager
def _progress(lang: str) -> Iterator[Callable[[float], None]]:
    """Show a bar on stderr where that is a terminal."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(file=sys.stderr), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(text("addresses.step", lang), total=1.0)
        yield lambda share: bar.update(task, completed=share)
