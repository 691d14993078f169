"""What stands in the draft plan of some firms: the command, which writes it as a document too."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from geodata.codes import EXCHANGE_KINDS, TravelMode
from geodata.errors import InputError, StoreError
from welfare_map.cli import options
from welfare_map.cli.answering import seen_by, travel_times, write, write_json
from welfare_map.cli.arguments import choice, given, number, today
from welfare_map.cli.options import Format, Language
from welfare_map.model import PlanQuery
from welfare_map.settings import current_settings
from welfare_map.texts import text

if TYPE_CHECKING:
    from welfare_map.exports.document import Document
    from welfare_map.model import PlanAnswer
    from welfare_map.snapshot import Snapshot

DEFAULT_MINUTES = 15.0
ENDINGS = (".docx", ".pdf")

Organisations = Annotated[str | None, options.option("--organisations", "plan_organisations", "ID,ID")]
Initiative = Annotated[str | None, options.option("--initiative", "plan_initiative", "ID")]
Measures = Annotated[list[str] | None, options.option("--measure", "plan_measure", "TIPO")]
Costs = Annotated[list[str] | None, options.option("--cost", "plan_cost", "TIPO=EURO")]
Minutes = Annotated[str | None, options.option("--minutes", "plan_minutes", "N")]
Viewers = Annotated[list[str] | None, options.option("--viewer", "plan_viewer", "ID")]
Output = Annotated[str | None, options.option("--output", "plan_output", "FILE")]
PlanFormat = Annotated[str | None, options.option("--format", "format", "table|json|csv|geojson")]


def plan(
    organisations: Organisations = None,
    initiative: Initiative = None,
    measure: Measures = None,
    cost: Costs = None,
    lon: options.Lon = None,
    lat: options.Lat = None,
    mode: options.Mode = "car",
    minutes: Minutes = None,
    viewer: Viewers = None,
    output: Output = None,
    output_format: PlanFormat = None,
    lang: options.LanguageWord = "it",
) -> None:
    """Print what stands in a draft plan, or write it as a document."""
    language = given("--lang", choice("--lang", lang, Language)).value
    form = choice("--format", output_format, Format)
    ending = _ending(output)
    limit_min = number("--minutes", minutes)
    query = PlanQuery(
        as_of_on=today(),
        organisation_ids=_ids(organisations),
        initiative_id=initiative,
        measures=tuple(dict.fromkeys(measure or ())),
        lon=number("--lon", lon),
        lat=number("--lat", lat),
        mode=given("--mode", choice("--mode", mode, TravelMode)),
        limit_min=DEFAULT_MINUTES if limit_min is None else limit_min,
        costs_eur_per_year=tuple(_cost(words) for words in cost or ()),
    )
    from welfare_map.exports.plan import plan_document
    from welfare_map.questions.plan import plan as question
    from welfare_map.register import current

    snapshot = current.open_snapshot(current_settings())
    answer = question(snapshot, replace(query, viewer=seen_by(snapshot, viewer or ())), travel_times())
    document = plan_document(answer, language, made_on=query.as_of_on, territory=snapshot.territory)
    if output is not None and ending is not None:
        _write_file(document, Path(output), ending)
    if form is not None or output is None:
        _print(answer, document, form or Format.TABLE, language, snapshot)
    else:
        _say(output, document, language)


def _ids(words: str | None) -> tuple[str, ...]:
    """Return the identifiers of a list parted by commas, each once."""
    return tuple(dict.fromkeys(item.strip() for item in (words or "").split(",") if item.strip()))


def _cost(words: str) -> tuple[str, float]:
    """Return kind and euros a year of ``KIND=EUROS``."""
    kind, _, amount = words.partition("=")
    if kind.strip() not in EXCHANGE_KINDS:
        raise InputError("error.unknown_choice", option="--cost", value=kind, allowed=", ".join(EXCHANGE_KINDS))
    return kind.strip(), given("--cost", number("--cost", amount))


def _ending(output: str | None) -> str | None:
    """Return how a file's name ends; one that is no document of ours is refused before anything is asked."""
    if output is None:
        return None
    ending = Path(output).suffix.lower()
    if ending not in ENDINGS:
        raise InputError("error.unknown_choice", option="--output", value=output, allowed=", ".join(ENDINGS))
    return ending


def _write_file(document: "Document", path: Path, ending: str) -> None:
    """Write a whole file in the place of the earlier one."""
    from geodata import store
    from welfare_map.exports.docx import docx_bytes
    from welfare_map.exports.pdf import pdf_bytes

    content = docx_bytes(document) if ending == ".docx" else pdf_bytes(document)
    try:
        store.write_atomically(path, content)
    except StoreError as error:
        raise InputError("error.cannot_write", path=str(path)) from error


def _print(answer: "PlanAnswer", document: "Document", form: Format, lang: str, snapshot: "Snapshot") -> None:
    """Print the answer; as JSON with what is left to be completed."""
    if form is not Format.JSON:
        write(answer, form, lang, snapshot)
        return
    from welfare_map.exports.document import blanks_of
    from welfare_map.exports.envelope import envelope

    blanks = [{"part": part, "what": blank.what, "of": blank.of} for part, blank in blanks_of(document)]
    write_json({**envelope(answer, lang), "blanks": blanks})


def _say(output: str, document: "Document", lang: str) -> None:
    """Tell where the document is and how much is left to be completed."""
    from welfare_map.exports.document import blanks_of

    said = text("plan.written", lang, path=output, count=len(blanks_of(document)))
    sys.stdout.write(f"{said}\n")
