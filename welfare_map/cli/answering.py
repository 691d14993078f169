"""From a question to its answer on stdout."""

import json
import sys
from typing import TYPE_CHECKING, Any

from welfare_map.cli.arguments import choice, given
from welfare_map.cli.options import Format, Language
from welfare_map.settings import current_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from geodata.routing import TravelTimes
    from welfare_map.model import Answer
    from welfare_map.snapshot import Snapshot


def answer(ask: "Callable[[Snapshot], Answer[Any]]", output: str, lang: str) -> None:
    """
    Open the register, ask and print.

    Parameters
    ----------
    ask
        The question with its query.
    output
        ``table``, ``json``, ``csv`` or ``geojson``.
    lang
        Language of sentences.

    Raises
    ------
    InputError
        The format or the language is unknown, or the question cannot be answered as asked.
    """
    form = given("--format", choice("--format", output, Format))
    language = given("--lang", choice("--lang", lang, Language)).value
    from welfare_map.register.current import open_snapshot

    snapshot = open_snapshot(current_settings())
    write(ask(snapshot), form, language, snapshot)


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
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2, allow_nan=False)
    sys.stdout.write("\n")


def travel_times() -> "TravelTimes":
    """Return the engine that gives minutes."""
    from geodata.routing.opening import open_travel_times

    settings = current_settings()
    return open_travel_times(settings.data_dir, valhalla_url=settings.valhalla_url, is_offline=settings.is_offline)
