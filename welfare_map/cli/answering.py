"""From a question to its answer on stdout."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geodata.errors import InputError
from welfare_map.cli.arguments import choice, given
from welfare_map.cli.exporting import write_file
from welfare_map.cli.options import Format, Language
from welfare_map.settings import current_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geodata.routing import TravelTimes
    from welfare_map.model import Answer, Viewer
    from welfare_map.snapshot import Snapshot

ENDINGS: Final = (".xlsx", ".gpkg", ".csv", ".geojson", ".json")


def seen_by(snapshot: "Snapshot", organisation_ids: "Sequence[str]") -> "Viewer":
    """
    Look with the eyes of the organisations that the operator names; without any, see what is public.

    Raises
    ------
    InputError
        An organisation is unknown.
    """
    from welfare_map.questions.firms_seen import known_ids, viewer_of

    for item in organisation_ids:
        if not known_ids(snapshot, (item,)):
            raise InputError("error.unknown_organisation", value=item)
    return viewer_of(snapshot, organisation_ids)


def answer(ask: "Callable[[Snapshot], Answer[Any]]", output: str, lang: str, *, file: str | None = None) -> None:
    """
    Open the register, ask and print, or write a file.

    Parameters
    ----------
    ask
        The question with its query.
    output
        ``table``, ``json``, ``csv`` or ``geojson``.
    lang
        Language of sentences.
    file
        Where the answer is written, in the format of its ending (``ENDINGS``); None prints it.

    Raises
    ------
    InputError
        The format, the ending or the language is unknown, or the question cannot be answered as asked.
    """
    form = given("--format", choice("--format", output, Format))
    language = given("--lang", choice("--lang", lang, Language)).value
    from welfare_map.register.current import open_snapshot

    if file is not None and Path(file).suffix.lower() not in ENDINGS:
        raise InputError("error.unknown_choice", option="--output", value=file, allowed=", ".join(ENDINGS))
    snapshot = open_snapshot(current_settings())
    if file is None:
        write(ask(snapshot), form, language, snapshot)
    else:
        found = ask(snapshot)
        write_file(_content(found, Path(file), language, snapshot), file, found.sentence.words(language))


def _content(found: "Answer[Any]", file: Path, lang: str, snapshot: "Snapshot") -> bytes:
    """Return an answer in the format of a file's ending."""
    from welfare_map.exports.answer_files import answer_geopackage, answer_xlsx
    from welfare_map.exports.csv import csv_text
    from welfare_map.exports.envelope import envelope
    from welfare_map.exports.geojson import geojson

    name = file.stem
    match file.suffix.lower():
        case ".xlsx":
            return answer_xlsx(found, lang, name=name)
        case ".gpkg":
            return answer_geopackage(found, lang, name=name, territory=snapshot.territory)
        case ".csv":
            return csv_text(found, lang).encode()
        case ".geojson":
            return json_text(geojson(found, lang, territory=snapshot.territory)).encode()
    return json_text(envelope(found, lang)).encode()


def write(found: "Answer[Any]", form: Format, lang: str, snapshot: "Snapshot") -> None:
    """Write an answer to stdout in a format."""
    match form:
        case Format.JSON:
            from welfare_map.exports.envelope import envelope

            write_json(envelope(found, lang))
        case Format.CSV:
            from welfare_map.exports.csv import csv_text

            sys.stdout.write(csv_text(found, lang))
        case Format.GEOJSON:
            from welfare_map.exports.geojson import geojson

            write_json(geojson(found, lang, territory=snapshot.territory))
        case Format.TABLE:
            from welfare_map.cli.tables import print_table

            print_table(found, lang)


def write_json(value: object) -> None:
    """Write a value as JSON for people and programs: UTF-8, indented, no NaN."""
    sys.stdout.write(json_text(value))


def json_text(value: object) -> str:
    """Return a value as JSON for people and programs: indented, no NaN."""
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def travel_times() -> "TravelTimes":
    """Return the engine that gives minutes."""
    from geodata.routing.opening import open_travel_times

    settings = current_settings()
    return open_travel_times(settings.data_dir, valhalla_url=settings.valhalla_url, is_offline=settings.is_offline)
