"""The brief of a planning district on two pages: the command, which writes it as a document too."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geodata.errors import DataError, InputError, StoreError
from welfare_map.cli import options
from welfare_map.cli.answering import write
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

District = Annotated[str | None, options.option("--district", "brief_district", "AMBITO")]
All = Annotated[bool, typer.Option("--all", help=options.words("brief_all"))]
Output = Annotated[str | None, options.option("--output", "brief_output", "FILE|CARTELLA")]
Previous = Annotated[str | None, options.option("--previous", "brief_previous", "FILE.json|CARTELLA")]
BriefFormat = Annotated[str | None, options.option("--format", "format", "table|json|csv|geojson")]


def brief(
    district: District = None,
    all_districts: All = False,
    output: Output = None,
    previous: Previous = None,
    without_demo: options.WithoutDemo = False,
    output_format: BriefFormat = None,
    lang: options.LanguageWord = "it",
) -> None:
    """Print or write the brief of a district, or write those of all districts."""
    language = given("--lang", choice("--lang", lang, Language)).value
    if all_districts:
        if district is not None or output_format is not None:
            raise InputError("error.brief_all_alone")
        if output is None:
            raise InputError("error.brief_no_folder")
        _write_all(Path(output), Path(previous) if previous is not None else None, language, with_demo=not without_demo)
        return
    if district is None:
        raise InputError("error.no_district")
    form = choice("--format", output_format, Format)
    ending = _ending(output)
    memory = _memory(Path(previous)) if previous is not None else None
    from welfare_map.register import current

    snapshot = current.open_snapshot(current_settings())
    answer = _ask(snapshot, district, memory, with_demo=not without_demo)
    if output is not None and ending is not None:
        for _, content in _contents(answer, language, snapshot, (ending,)):
            _save(Path(output), content)
    if form is not None or output is None:
        write(answer, form or Format.TABLE, language, snapshot)
    else:
        sys.stdout.write(f"{text('brief.written', language, path=output)}\n")


def _ask(snapshot: "Snapshot", district: str, memory: BriefMemory | None, *, with_demo: bool) -> "BriefAnswer":
    from welfare_map.questions.brief import brief as question

    return question(snapshot, BriefQuery(as_of_on=today(), district=district, with_demo=with_demo, previous=memory))


def _ending(output: str | None) -> str | None:
    """Return how a file's name ends; one that is no document of ours is refused before anything is asked."""
    if output is None:
        return None
    ending = Path(output).suffix.lower()
    if ending not in ENDINGS:
        raise InputError("error.unknown_choice", option="--output", value=output, allowed=", ".join(ENDINGS))
    return ending


def _write_all(folder: Path, previous: Path | None, lang: str, *, with_demo: bool) -> None:
    """Write the briefs of all districts of the map, each as DOCX, PDF and JSON."""
    from welfare_map.exports.brief import brief_name
    from welfare_map.register import current

    if previous is not None and not previous.is_dir():
        raise InputError("error.brief_previous_folder", path=str(previous))
    snapshot = current.open_snapshot(current_settings())
    districts = sorted(set(snapshot.territory.municipalities["district_id"].dropna()))
    for district in districts:
        earlier = previous / f"{brief_name(district)}.json" if previous is not None else None
        memory = _memory(earlier) if earlier is not None and earlier.is_file() else None
        answer = _ask(snapshot, district, memory, with_demo=with_demo)
        for ending, content in _contents(answer, lang, snapshot, ENDINGS):
            _save(folder / f"{brief_name(district)}{ending}", content)
    said = text("brief.written_all", lang, count=len(districts), path=str(folder))
    sys.stdout.write(f"{said}\n")


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
