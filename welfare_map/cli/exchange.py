"""Whom a firm can learn from and with whom it should meet: the command, its invitation and its appointment."""

from datetime import datetime, time
from typing import TYPE_CHECKING, Annotated

import typer

from geodata.codes import PracticeTheme, TravelMode
from geodata.errors import InputError
from welfare_map.cli import options
from welfare_map.cli.answering import travel_times, write
from welfare_map.cli.arguments import choice, choices, day, given, number, today, whole_number
from welfare_map.cli.exporting import write_file
from welfare_map.cli.options import Format, Language
from welfare_map.model import WORTH_MIN, ExchangeQuery
from welfare_map.settings import current_settings

if TYPE_CHECKING:
    from welfare_map.model import ExchangeAnswer, ExchangeGroup
    from welfare_map.snapshot import Snapshot

DEFAULT_MINUTES = 30.0
DEFAULT_GROUPS = 3

Worth = Annotated[str | None, options.option("--worth", "exchange_worth", "MINUTI")]
Groups = Annotated[str | None, options.option("--groups", "exchange_groups", "N")]
Group = Annotated[str | None, options.option("--group", "exchange_group", "N")]
Ics = Annotated[str | None, options.option("--ics", "exchange_ics", "FILE.ics")]
Day = Annotated[str | None, options.option("--on", "exchange_on", "AAAA-MM-GG")]
Hour = Annotated[str, options.option("--at", "exchange_at", "HH:MM")]
Invitation = Annotated[bool, typer.Option("--invitation", help=options.words("exchange_invitation"))]
Minutes = Annotated[str | None, options.option("--minutes", "exchange_minutes", "N")]


def exchange(
    organisation: options.Organisation = None,
    lon: options.Lon = None,
    lat: options.Lat = None,
    mode: options.Mode = "car",
    minutes: Minutes = None,
    theme: options.Themes = None,
    worth: Worth = None,
    groups: Groups = None,
    group: Group = None,
    invitation: Invitation = False,
    ics: Ics = None,
    on: Day = None,
    at: Hour = "17:00",
    output: options.FormatWord = "table",
    lang: options.LanguageWord = "it",
) -> None:
    """Print practices, firms that would tell, and groups; or one group's invitation or appointment."""
    form = given("--format", choice("--format", output, Format))
    language = given("--lang", choice("--lang", lang, Language)).value
    limit_min, worth_min = number("--minutes", minutes), number("--worth", worth)
    begins = _begins(on, at) if on is not None else None
    if ics is not None and begins is None:
        raise InputError("error.missing_option", option="--on")
    from welfare_map.register import current

    snapshot = current.open_snapshot(current_settings())
    found = _ask(
        snapshot,
        organisation,
        ExchangeQuery(
            as_of_on=today(),
            lon=number("--lon", lon),
            lat=number("--lat", lat),
            mode=given("--mode", choice("--mode", mode, TravelMode)),
            limit_min=DEFAULT_MINUTES if limit_min is None else limit_min,
            themes=choices("--theme", theme or (), PracticeTheme),
            worth_min=WORTH_MIN if worth_min is None else worth_min,
            group_count=whole_number("--groups", groups) or DEFAULT_GROUPS,
        ),
    )
    if ics is not None or invitation:
        _write_letter(_chosen(found, whole_number("--group", group) or 1), language, begins, ics)
    else:
        write(found, form, language, snapshot)


def _begins(on: str, at: str) -> datetime:
    try:
        hour = time.fromisoformat(at)
    except ValueError:
        raise InputError("error.unknown_choice", option="--at", value=at, allowed="HH:MM") from None
    return datetime.combine(given("--on", day("--on", on)), hour.replace(tzinfo=None))


def _ask(snapshot: "Snapshot", organisation_id: str | None, query: ExchangeQuery) -> "ExchangeAnswer":
    """Ask with the eyes of the firm that the operator names."""
    from dataclasses import replace

    from welfare_map.questions.exchange import exchange as question
    from welfare_map.questions.firms_seen import firm_seen, viewer_of

    if organisation_id is not None:
        viewer = viewer_of(snapshot, (organisation_id,))
        query = replace(query, me=firm_seen(snapshot, organisation_id, viewer), viewer=viewer)
    return question(snapshot, query, travel_times())


def _chosen(found: "ExchangeAnswer", wanted: int) -> "ExchangeGroup":
    if not 1 <= wanted <= len(found.rows):
        raise InputError("error.bad_group_number", value=wanted, count=len(found.rows))
    return found.rows[wanted - 1]


def _write_letter(group: "ExchangeGroup", lang: str, begins: datetime | None, ics: str | None) -> None:
    from welfare_map.exports.invitation import invitation_text, meeting_ics

    words = invitation_text(group, lang, on=begins.date() if begins else None, at=begins.time() if begins else None)
    if ics is None or begins is None:
        typer.echo(words, nl=False)
        return
    content = meeting_ics(group, lang, starts_at=begins, words=words, made_on=today())
    write_file(content, ics, group.why.words(lang))
