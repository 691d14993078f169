"""How many places are really left for residents: the command, with the tables that may be given beside the register."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from geodata.codes import Level, ServiceKind, TravelMode
from geodata.errors import InputError
from welfare_map.cli import options
from welfare_map.cli.answering import answer, travel_times
from welfare_map.cli.arguments import choice, choices, given, number, today
from welfare_map.cli.basin import around
from welfare_map.model import ACCESS_MINUTES, AccessMethod, AccessQuery, Decay, PlacesBasis

if TYPE_CHECKING:
    from welfare_map.model import Answer
    from welfare_map.snapshot import Snapshot

Kinds = Annotated[list[str] | None, options.option("--kind", "access_kind", "TIPO")]
Method = Annotated[str, options.option("--method", "sharing", "e2sfca|spatial_availability")]
Minutes = Annotated[str | None, options.option("--minutes", "access_minutes", "N")]
DecayWord = Annotated[str | None, options.option("--decay", "decay", "step|gaussian|uniform")]
Places = Annotated[str | None, options.option("--places", "access_places", "accredited|authorised")]
Threshold = Annotated[str | None, options.option("--threshold", "threshold", "N")]
Sections = Annotated[str | None, options.option("--sections", "sections", "FILE.csv")]
Classes = Annotated[str | None, options.option("--classes", "classes", "FILE.csv")]


def access(
    kind: Kinds = None,
    method: Method = "spatial_availability",
    minutes: Minutes = None,
    mode: options.Mode = "car",
    decay: DecayWord = None,
    level: options.LevelWord = None,
    code: options.Code = None,
    within: options.Within = None,
    municipality: options.BasinMunicipalities = None,
    with_neighbours: options.WithNeighbours = False,
    places: Places = None,
    threshold: Threshold = None,
    sections: Sections = None,
    classes: Classes = None,
    without_demo: options.WithoutDemo = False,
    explain: options.Explain = False,
    file: options.AnswerOutput = None,
    output: options.FormatWord = "table",
    lang: options.LanguageWord = "it",
) -> None:
    """Print the places that are left for the residents of areas."""
    limit_min = number("--minutes", minutes)
    query = AccessQuery(
        as_of_on=today(),
        kinds=given("--kind", choices("--kind", kind or (), ServiceKind) or None),
        method=given("--method", choice("--method", method, AccessMethod)),
        limit_min=ACCESS_MINUTES if limit_min is None else limit_min,
        mode=given("--mode", choice("--mode", mode, TravelMode)),
        decay=choice("--decay", decay, Decay),
        level=choice("--level", level, Level),
        code=code,
        within=within,
        municipality_codes=tuple(municipality or ()),
        places=choice("--places", places, PlacesBasis),
        threshold=number("--threshold", threshold),
        with_demo=not without_demo,
        is_explained=explain,
    )
    section_words, class_words = _words_of(sections), _words_of(classes)

    def ask(snapshot: "Snapshot") -> "Answer[Any]":
        from welfare_map.questions.access import access as question
        from welfare_map.questions.access.files import classes_in, small_areas_in
        from welfare_map.share_access import linked

        asked = around(snapshot, query, lang) if with_neighbours else query
        found = question(
            snapshot,
            asked,
            travel_times(),
            small_areas=() if section_words is None else small_areas_in(section_words, snapshot.territory),
            classes=None if class_words is None else classes_in(class_words, snapshot.territory),
        )
        has_files = section_words is not None or class_words is not None
        return found if has_files else linked(found, asked)

    answer(ask, output, lang, file=file)


def _words_of(file: str | None) -> str | None:
    """
    Return what a file says; None without a file.

    Raises
    ------
    InputError
        It is not there, or no text.
    """
    if file is None:
        return None
    path = Path(file)
    if not path.is_file():
        raise InputError("error.no_such_file", path=file)
    from geodata.store import read_bytes

    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("error.upload_not_text") from None
