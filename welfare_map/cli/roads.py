"""The commands that build the road network and tell what it is made of."""

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
from welfare_map.model import Answer, Phrase, Plain
from welfare_map.settings import current_settings
from welfare_map.texts import text

if TYPE_CHECKING:
    from geodata.store.roads import RoadsStatus

roads = typer.Typer(help=options.words("roads"), no_args_is_help=False)


@dataclass(frozen=True, kw_only=True)
class RoadsAnswer(Answer["RoadsStatus"]):
    """A row where a network was built, else none."""


@roads.command(help=options.words("roads_build"))
def build(
    file: options.RoadsFile,
    bbox: options.Box = None,
    output: options.ReportFormatWord = "table",
    lang: options.LanguageWord = "it",
) -> None:
    """Build the road network out of an OpenStreetMap extract; the one in use stays until the new one is whole."""
    form = given("--format", choice("--format", output, ReportFormat))
    language = given("--lang", choice("--lang", lang, Language)).value
    box = None if bbox is None else _box(bbox)
    path = Path(file)
    if not path.is_file():
        raise InputError("error.no_such_file", path=str(path))
    from geodata.routing.roads.building import build_roads
    from geodata.store.roads import ROADS_NAME, write_roads

    with _progress(language) as tell:
        network = build_roads(path, bbox=box, progress=tell)
    write_roads(current_settings().data_dir / ROADS_NAME, network)
    print_report(_answer(network.status), form, language)


@roads.command(help=options.words("roads_status"))
def status(output: options.ReportFormatWord = "table", lang: options.LanguageWord = "it") -> None:
    """Tell what the road network is made of."""
    form = given("--format", choice("--format", output, ReportFormat))
    language = given("--lang", choice("--lang", lang, Language)).value
    from geodata.store.roads import ROADS_NAME, read_roads_status

    path = current_settings().data_dir / ROADS_NAME
    print_report(_answer(read_roads_status(path) if path.is_file() else None), form, language)


def _box(words: str) -> tuple[float, float, float, float]:
    """Read west, south, east and north."""
    try:
        west, south, east, north = (float(word) for word in words.split(","))
    except ValueError as error:
        raise InputError("error.bad_box", value=words) from error
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise InputError("error.bad_box", value=words)
    return west, south, east, north


def _answer(found: "RoadsStatus | None") -> RoadsAnswer:
    method = Phrase("roads.method")
    if found is None:
        return RoadsAnswer(rows=(), sentence=Phrase("roads.none"), method=method, parameters={})
    values: dict[str, Plain] = {
        "file": found.file_name,
        "built_on": found.built_at[:10],
        "data_on": found.data_on,
        "edge_count": found.edge_count,
        "car_km": round(found.car_km),
        "cycle_km": round(found.cycle_km),
        "walk_km": round(found.walk_km),
    }
    key = "roads.built" if found.data_on else "roads.built_undated"
    return RoadsAnswer(rows=(found,), sentence=Phrase(key, values), method=method, parameters={})


@contextmanager
def _progress(lang: str) -> Iterator[Callable[[float], None]]:
    """Show a bar on stderr where that is a terminal."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(file=sys.stderr), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(text("roads.step", lang), total=1.0)
        yield lambda share: bar.update(task, completed=share)
