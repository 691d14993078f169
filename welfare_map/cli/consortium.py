"""With whom a firm can share a service: the command."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from geodata.codes import ConsortiumParameter, TravelMode
from welfare_map.cli import options
from welfare_map.cli.answering import answer, seen_by, travel_times
from welfare_map.cli.arguments import choice, choices, count, given, number, today
from welfare_map.model import CONSORTIUM_KINDS, ConsortiumQuery, SiteKind

if TYPE_CHECKING:
    from welfare_map.model import Answer
    from welfare_map.snapshot import Snapshot

DEFAULT_MINUTES = 15.0
DEFAULT_MAX_COUNT = 50

Kind = Annotated[str | None, options.option("--kind", "consortium_kind", "|".join(CONSORTIUM_KINDS))]
Minutes = Annotated[str | None, options.option("--minutes", "consortium_minutes", "N")]
Organisations = Annotated[list[str] | None, options.option("--organisation", "consortium_organisation", "ID")]
Only = Annotated[bool, typer.Option("--only", help=options.words("consortium_only"))]
Viewers = Annotated[list[str] | None, options.option("--viewer", "consortium_viewer", "ID")]
Sites = Annotated[list[str] | None, options.option("--site", "consortium_site", "point|firm|municipality")]
Threshold = Annotated[str | None, options.option("--threshold", "threshold_count", "N")]
UseShare = Annotated[str | None, options.option("--use-share", "use_share", "QUOTA")]
ChildShare = Annotated[str | None, options.option("--child-share", "child_share", "QUOTA")]
Capacity = Annotated[str | None, options.option("--capacity", "capacity_count", "N")]
PlaceCost = Annotated[str | None, options.option("--place-cost-eur", "place_cost_eur", "EURO")]
FixedCost = Annotated[str | None, options.option("--fixed-cost-eur", "fixed_cost_eur", "EURO")]
Fee = Annotated[str | None, options.option("--fee-eur", "fee_eur", "EURO")]


def consortium(
    kind: Kind = None,
    lon: options.Lon = None,
    lat: options.Lat = None,
    mode: options.Mode = "car",
    minutes: Minutes = None,
    organisation: Organisations = None,
    only: Only = False,
    viewer: Viewers = None,
    site: Sites = None,
    threshold: Threshold = None,
    use_share: UseShare = None,
    child_share: ChildShare = None,
    capacity: Capacity = None,
    place_cost_eur: PlaceCost = None,
    fixed_cost_eur: FixedCost = None,
    fee_eur: Fee = None,
    max_count: options.MaxCount = None,
    output: options.FormatWord = "table",
    lang: options.LanguageWord = "it",
) -> None:
    """Print the minimal groups of firms that reach the threshold of a shared service."""
    limit_min = number("--minutes", minutes)
    written = {
        ConsortiumParameter.THRESHOLD: number("--threshold", threshold),
        ConsortiumParameter.USE: number("--use-share", use_share),
        ConsortiumParameter.CHILD: number("--child-share", child_share),
        ConsortiumParameter.CAPACITY: number("--capacity", capacity),
        ConsortiumParameter.PLACE_COST: number("--place-cost-eur", place_cost_eur),
        ConsortiumParameter.FIXED_COST: number("--fixed-cost-eur", fixed_cost_eur),
        ConsortiumParameter.FEE: number("--fee-eur", fee_eur),
    }
    query = ConsortiumQuery(
        as_of_on=today(),
        kind=given("--kind", kind),
        lon=given("--lon", number("--lon", lon)),
        lat=given("--lat", number("--lat", lat)),
        mode=given("--mode", choice("--mode", mode, TravelMode)),
        limit_min=DEFAULT_MINUTES if limit_min is None else limit_min,
        with_ids=tuple(organisation or ()),
        is_only=only,
        site_kinds=choices("--site", site or (), SiteKind),
        assumptions=tuple((item, value) for item, value in written.items() if value is not None),
        max_count=count("--max-count", max_count, DEFAULT_MAX_COUNT),
    )

    def ask(snapshot: "Snapshot") -> "Answer[Any]":
        from welfare_map.questions.consortium import consortium as question

        return question(snapshot, replace(query, viewer=seen_by(snapshot, viewer or ())), travel_times())

    answer(ask, output, lang)
