"""The brief of a planning district on two pages: the command, which writes it as a document too."""

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from geodata.errors import DataError, InputError, StoreError
from welfare_map.cli import options
from welfare_map.cli.answering import travel_times, write
from welfare_map.cli.arguments import choice, given, today
from welfare_map.cli.options import Format, Language
from welfare_map.model import BriefMemory, BriefQuery
from welfare_map.settings import current_settings
from welfare_map.texts import text

if TYPE_CHECKING:
    from welfare_map.exports.document import Document
    from welfare_map.model import BriefAnswer
    from welfare_map.snapshot import Snapshot

ENDINGS = (".docx", ".pdf", ".json")
MAX_PREVIOUS_BYTES = 20_000_000
MOST_PROCESSES, DISTRICTS_OF_PROCESS = 2, 12
"""Each holds the register, some 450 MB; fewer districts than these are written before another process has begun."""

District = Annotated[str | None, options.option("--district", "brief_district", "AMBITO")]
Municipality = Annotated[str | None, options.option("--municipality", "brief_municipality", "COMUNE")]
All = Annotated[bool, typer.Option("--all", help=options.words("brief_all"))]
Output = Annotated[str | None, options.option("--output", "brief_output", "FILE|CARTELLA")]
Previous = Annotated[str | None, options.option("--previous", "brief_previous", "FILE.json|CARTELLA")]
BriefFormat = Annotated[str | None, options.option("--format", "format", "table|json|csv|geojson")]


def brief(
    district: District = None,
    municipality: Municipality = None,
    all_districts: All = False,
    output: Output = None,
    previous: Previous = None,
    without_demo: options.WithoutDemo = False,
    output_format: BriefFormat = None,
    lang: options.LanguageWord = "it",
) -> None:
    """Print or write the brief of a district or of a municipality, or write those of all districts."""
    language = given("--lang", choice("--lang", lang, Language)).value
    if all_districts:
        if district is not None or municipality is not None or output_format is not None:
            raise InputError("error.brief_all_alone")
        if output is None:
            raise InputError("error.brief_no_folder")
        _write_all(Path(output), Path(previous) if previous is not None else None, language, with_demo=not without_demo)
        return
    if district is None and municipality is None:
        raise InputError("error.no_district")
    if district is not None and municipality is not None:
        raise InputError("error.brief_one_place")
    form = choice("--format", output_format, Format)
    ending = _ending(output)
    memory = _memory(Path(previous)) if previous is not None else None
    from welfare_map.questions.brief import beyond
    from welfare_map.questions.brief import brief as question
    from welfare_map.register import current

    snapshot = current.open_snapshot(current_settings())
    query = BriefQuery(
        as_of_on=today(),
        district=district or "",
        municipality=municipality,
        with_demo=not without_demo,
        previous=memory,
    )
    answer = question(snapshot, query, beyond(snapshot, travel_times()))
    if output is not None and ending is not None:
        for _, content in _contents(answer, language, snapshot, (ending,)):
            _save(Path(output), content)
    if form is not None or output is None:
        write(answer, form or Format.TABLE, language, snapshot)
    else:
        sys.stdout.write(f"{text('brief.written', language, path=output)}\n")


def _ending(output: str | None) -> str | None:
    """Return how a file's name ends; one that is no document of ours is refused before anything is asked."""
    if output is None:
        return None
    ending = Path(output).suffix.lower()
    if ending not in ENDINGS:
        raise InputError("error.unknown_choice", option="--output", value=output, allowed=", ".join(ENDINGS))
    return ending


def _write_all(folder: Path, previous: Path | None, lang: str, *, with_demo: bool) -> None:
    """Write the briefs of all districts of the map, each as DOCX, PDF and JSON; many are parted among processes."""
    from welfare_map.register import current

    if previous is not None and not previous.is_dir():
        raise InputError("error.brief_previous_folder", path=str(previous))
    snapshot = current.open_snapshot(current_settings())
    districts = sorted(set(snapshot.territory.municipalities["district_id"].dropna()))
    asked = {"as_of_on": today(), "with_demo": with_demo}
    write_some = partial(_write_some, asked=asked, folder=folder, previous=previous, lang=lang)
    count = min(MOST_PROCESSES, os.cpu_count() or 1, 1 + len(districts) // DISTRICTS_OF_PROCESS)
    if count == 1:
        write_some(districts, snapshot=snapshot)
    else:
        with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
            list(pool.map(write_some, (districts[start::count] for start in range(count))))
    said = text("brief.written_all", lang, count=len(districts), path=str(folder))
    sys.stdout.write(f"{said}\n")


def _write_some(
    districts: Sequence[str],
    *,
    asked: Mapping[str, Any],
    folder: Path,
    previous: Path | None,
    lang: str,
    snapshot: "Snapshot | None" = None,
) -> None:
    """Write the briefs of some districts; a process of its own reads the register itself."""
    from welfare_map.exports.brief import brief_name
    from welfare_map.questions.brief import beyond
    from welfare_map.questions.brief import brief as question
    from welfare_map.register import current

    shown = snapshot or current.open_snapshot(current_settings())
    around = beyond(shown, travel_times())
    for district in districts:
        earlier = previous / f"{brief_name(district)}.json" if previous is not None else None
        memory = _memory(earlier) if earlier is not None and earlier.is_file() else None
        query = BriefQuery(**asked, district=district, previous=memory)
        for ending, content in _contents(question(shown, query, around), lang, shown, ENDINGS):
            _save(folder / f"{brief_name(district)}{ending}", content)


def _contents(
    answer: "BriefAnswer", lang: str, snapshot: "Snapshot", endings: Iterable[str]
) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a brief; its document is drawn once."""
    from welfare_map.exports.brief import brief_document, brief_json
    from welfare_map.exports.docx import docx_bytes
    from welfare_map.exports.pdf import pdf_bytes

    drawn: Document | None = None
    for ending in endings:
        if ending == ".json":
            yield ending, brief_json(answer, lang)
            continue
        drawn = drawn or brief_document(answer, lang, territory=snapshot.territory)
        yield ending, docx_bytes(drawn) if ending == ".docx" else pdf_bytes(drawn)


def _memory(path: Path) -> BriefMemory:
    """
    Read an earlier brief.

    Raises
    ------
    InputError
        There is no such file, or it is not the JSON of a brief.
    """
    from geodata import store
    from welfare_map.questions.brief import read_memory

    try:
        content = store.read_bytes(path, max_bytes=MAX_PREVIOUS_BYTES)
    except DataError as error:
        raise InputError("error.brief_unreadable", path=str(path)) from error
    try:
        return read_memory(json.loads(content))
    except ValueError as error:
        raise InputError("error.no_brief") from error


def _save(path: Path, content: bytes) -> None:
    """Write a whole file in the place of the earlier one."""
    from geodata import store

    try:
        store.write_atomically(path, content)
    except StoreError as error:
        raise InputError("error.cannot_write", path=str(path)) from error
