"""
The commands that ask a question.

Heavy rooms are imported inside the commands, so that ``--help`` and a wrong option answer at once.
"""

from typing import TYPE_CHECKING, Any

import typer

from geodata.codes import Level, PracticeTheme, SizeClass, TravelMode
from geodata.errors import InputError
from welfare_map.cli import (
    access,
    accounts,
    addresses,
    adhering,
    authorities,
    brief,
    consortium,
    duplicates,
    exchange,
    exchange_counts,
    exporting,
    firms,
    history,
    importing,
    links,
    matches,
    monitoring,
    options,
    plan,
    roads,
    shuttle,
    siting,
    sources,
    updating,
    upkeep,
    whatif,
    workers,
)
from welfare_map.cli.answering import answer, travel_times
from welfare_map.cli.arguments import choice, choices, count, given, number, service_filter, today
from welfare_map.model import (
    InitiativesQuery,
    LayersQuery,
    NearbyQuery,
    PlaceQuery,
    PracticesQuery,
    TerritoryQuery,
)
from welfare_map.settings import current_settings

if TYPE_CHECKING:
    from welfare_map.model import Answer
    from welfare_map.snapshot import Snapshot

app = typer.Typer(
    help=options.words("app"), add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False
)
DEFAULT_MINUTES = 15.0
DEFAULT_MAX_COUNT = 500
DEFAULT_PLACE_COUNT = 8


@app.command(help=options.words("nearby"))
def nearby(
    lon: options.Lon = None,
    lat: options.Lat = None,
    mode: options.Mode = "car",
    minutes: options.Minutes = None,
    km: options.Kilometres = None,
    kind: options.Kinds = None,
    group: options.Groups = None,
    child_age_months: options.ChildAge = None,
    elder_role: options.ElderRoleWord = None,
    min_capacity: options.MinCapacity = None,
    ownership: options.OwnershipWord = None,
    open_to_others: options.OpenToOthers = False,
    only_free: options.OnlyFree = False,
    max_count: options.MaxCount = None,
    output: options.FormatWord = "table",
    lang: options.LanguageWord = "it",
) -> None:
    """Print the services near a workplace."""
    limit_min, limit_km = number("--minutes", minutes), number("--km", km)
    query = NearbyQuery(
        **service_filter(
            kind=kind,
            group=group,
            child_age_months=child_age_months,
            elder_role=elder_role,
            min_capacity=min_capacity,
            ownership=ownership,
            open_to_others=open_to_others,
            only_free=only_free,
        ),
        lon=given("--lon", number("--lon", lon)),
        lat=given("--lat", number("--lat", lat)),
        mode=given("--mode", choice("--mode", mode, TravelMode)),
        limit_min=DEFAULT_MINUTES if limit_min is None and limit_km is None else limit_min,
        limit_km=limit_km,
        max_count=count("--max-count", max_count, DEFAULT_MAX_COUNT),
    )

    def ask(snapshot: "Snapshot") -> "Answer[Any]":
        from welfare_map.questions.nearby import nearby as question

        return question(snapshot, query, travel_times())

    answer(ask, output, lang)


@app.command(help=options.words("territory"))
def territory(
    code: options.Code = None,
    lon: options.Lon = None,
    lat: options.Lat = None,
    level: options.LevelWord = None,
    output: options.FormatWord = "table",
    lang: options.LanguageWord = "it",
) -> None:
    """Print one unit of the territory, or a whole level."""
    if (code, lon, lat, level) == (None, None, None, None):
        raise InputError("error.nothing_asked")
    query = TerritoryQuery(
        as_of_on=today(),
        level=choice("--level", level, Level),
        code=code,
        lon=number("--lon", lon),
        lat=number("--lat", lat),
    )

    def ask(snapshot: "Snapshot") -> "Answer[Any]":
        from welfare_map.questions.territory import territory as question

        return question(snapshot, query)

    answer(ask, output, lang)


@app.command(help=options.words("practices"))
def practices(
    theme: options.Themes = None,
    size: options.Sizes = None,
    initiative: options.InitiativeIds = None,
    municipality: options.Municipalities = None,
    lon: options.Lon = None,
    lat: options.Lat = None,
    mode: options.Mode = "car",
    output: options.FormatWord = "table",
    lang: options.LanguageWord = "it",
) -> None:
    """Print the good practices."""
    query = PracticesQuery(
        as_of_on=today(),
        themes=choices("--theme", theme or (), PracticeTheme),
        size_classes=choices("--size", size or (), SizeClass),
        initiative_ids=tuple(initiative or ()),
        municipality_codes=tuple(municipality or ()),
        lon=number("--lon", lon),
        lat=number("--lat", lat),
        mode=given("--mode", choice("--mode", mode, TravelMode)),
    )

    def ask(snapshot: "Snapshot") -> "Answer[Any]":
        from welfare_map.questions.practices import practices as question

        return question(snapshot, query, travel_times())

    answer(ask, output, lang)


@app.command(help=options.words("initiatives"))
def initiatives(
    municipality: options.Municipalities = None,
    theme: options.Theme = None,
    include_demo: options.IncludeDemo = False,
    output: options.FormatWord = "table",
    lang: options.LanguageWord = "it",
) -> None:
    """Print the agreements, alliances and projects."""
    query = InitiativesQuery(
        as_of_on=today(),
        municipality_codes=tuple(municipality or ()),
        theme=choice("--theme", theme, PracticeTheme),
        include_demo=include_demo,
    )

    def ask(snapshot: "Snapshot") -> "Answer[Any]":
        from welfare_map.questions.initiatives import initiatives as question

        return question(snapshot, query)

    answer(ask, output, lang)


@app.command(help=options.words("layers"))
def layers(output: options.FormatWord = "table", lang: options.LanguageWord = "it") -> None:
    """Print the layers of the map."""
    query = LayersQuery(as_of_on=today())

    def ask(snapshot: "Snapshot") -> "Answer[Any]":
        from welfare_map.questions.layers import layers as question

        return question(snapshot, query)

    answer(ask, output, lang)


@app.command(help=options.words("geocode"))
def geocode(
    place: options.Place,
    max_count: options.MaxCount = None,
    output: options.FormatWord = "table",
    lang: options.LanguageWord = "it",
) -> None:
    """Print the candidates for a place as somebody types it."""
    query = PlaceQuery(as_of_on=today(), words=place, max_count=count("--max-count", max_count, DEFAULT_PLACE_COUNT))

    def ask(snapshot: "Snapshot") -> "Answer[Any]":
        from geodata.store import open_addresses
        from welfare_map.questions.places import places as question

        return question(snapshot, query, open_addresses(current_settings().data_dir))

    answer(ask, output, lang)


app.command(help=options.words("matches"))(matches.matches)
app.command(help=options.words("commute"))(workers.commute)
app.command(help=options.words("fits"))(workers.fits)
app.command(help=options.words("reach"))(workers.reach)
app.command(help=options.words("compare"))(workers.compare)
app.command(help=options.words("cost"))(workers.cost)
app.command(help=options.words("desk"))(workers.desk)
app.command("exchange-counts", help=options.words("exchange_counts"))(exchange_counts.exchange_counts)
app.command(help=options.words("firms"))(firms.firms)
app.command(help=options.words("consortium"))(consortium.consortium)
app.command(help=options.words("plan"))(plan.plan)
app.command(help=options.words("shuttle"))(shuttle.shuttle)
app.command(help=options.words("exchange"))(exchange.exchange)
app.command(help=options.words("adhering"))(adhering.adhering)
app.command(help=options.words("coverage"))(authorities.coverage)
app.command(help=options.words("access"))(access.access)
app.command(help=options.words("whatif"))(whatif.whatif)
app.command(help=options.words("siting"))(siting.siting)
app.command(help=options.words("monitoring"))(monitoring.monitoring)
app.command(help=options.words("brief"))(brief.brief)
app.command(help=options.words("update"))(updating.update)
app.command(help=options.words("check"))(upkeep.check)
app.command(help=options.words("run"))(upkeep.run)
app.add_typer(accounts.user, name="user")
app.command(help=options.words("export"))(exporting.export)
app.command(help=options.words("links"))(links.links)
app.command(help=options.words("recheck"))(links.recheck)
app.command(help=options.words("sources"))(sources.sources)
app.command(help=options.words("duplicates"))(duplicates.duplicates)
app.command("import", help=options.words("import"))(importing.import_file)
app.add_typer(addresses.addresses, name="addresses")
app.add_typer(roads.roads, name="roads")
app.command(help=options.words("history"))(history.history)
app.command(help=options.words("restore"))(history.restore)
