"""Where should the next places go?"""

from typing import TYPE_CHECKING, Any

from geodata.codes import Level, TravelMode
from geodata.errors import InputError
from welfare_map.cli import options
from welfare_map.cli.answering import answer, travel_times
from welfare_map.cli.arguments import choice, count, given, number, today
from welfare_map.model import (
    DEFAULT_SITE_COUNT,
    DEFAULT_SITING_MINUTES,
    ENLARGE_SHARE,
    LEAST_NEW_PLACES,
    MOST_NEW_PLACES,
    PART_TIME_SHARE,
    SITING_TIME_LIMIT_S,
    AreaSense,
    CapacityEnd,
    PlacesBasis,
    SitingQuery,
    SitingTarget,
)

if TYPE_CHECKING:
    from welfare_map.model import Answer
    from welfare_map.snapshot import Snapshot


def siting(
    target: options.SitingTargetWord = None,
    indicator: options.SitingIndicator = "lep_nursery",
    district: options.District = None,
    within: options.SitingWithin = None,
    municipality: options.BasinMunicipalities = None,
    areas: options.SitingAreas = "municipality",
    minutes: options.SitingMinutes = None,
    mode: options.Mode = "car",
    site_count: options.SiteCount = None,
    figure: options.Figure = None,
    capacities: options.Capacities = "stated",
    places: options.PlacesWord = None,
    part_time_share: options.PartTimeShare = None,
    enlarge_share: options.EnlargeShare = None,
    least_new: options.LeastNew = None,
    most_new: options.MostNew = None,
    new_place_eur: options.NewPlaceEur = None,
    added_place_eur: options.AddedPlaceEur = None,
    new_structure_eur: options.NewStructureEur = None,
    threshold: options.Threshold = None,
    use_share: options.UseShare = None,
    exact: options.ExactSearch = False,
    time_limit: options.TimeLimit = None,
    without_demo: options.WithoutDemo = False,
    output: options.FormatWord = "table",
    lang: options.LanguageWord = "it",
) -> None:
    """Print where the next places should go."""
    if district is not None and within is not None:
        raise InputError("error.siting_one_territory")
    query = SitingQuery(
        as_of_on=today(),
        target=given("--target", choice("--target", target, SitingTarget)),
        indicator=given("--indicator", indicator),
        within=within if district is None else district,
        within_level=None if district is None else Level.DISTRICT,
        municipality_codes=tuple(municipality or ()),
        areas=given("--areas", choice("--areas", areas, AreaSense)),
        mode=given("--mode", choice("--mode", mode, TravelMode)),
        limit_min=_or("--minutes", minutes, DEFAULT_SITING_MINUTES),
        site_count=count("--count", site_count, DEFAULT_SITE_COUNT),
        figure=number("--figure", figure),
        capacities=given("--capacities", choice("--capacities", capacities, CapacityEnd)),
        places=choice("--places", places, PlacesBasis),
        part_time_share=_or("--part-time-share", part_time_share, PART_TIME_SHARE),
        with_demo=not without_demo,
        enlarge_share=_or("--enlarge-share", enlarge_share, ENLARGE_SHARE),
        least_new_count=count("--least-new", least_new, LEAST_NEW_PLACES),
        most_new_count=count("--most-new", most_new, MOST_NEW_PLACES),
        new_place_eur=number("--new-place-eur", new_place_eur),
        added_place_eur=number("--added-place-eur", added_place_eur),
        new_structure_eur=_or("--new-structure-eur", new_structure_eur, 0),
        threshold_count=number("--threshold", threshold),
        use_share=number("--use-share", use_share),
        is_exact=exact,
        time_limit_s=_or("--time-limit", time_limit, SITING_TIME_LIMIT_S),
    )

    def ask(snapshot: "Snapshot") -> "Answer[Any]":
        from welfare_map.questions.siting import siting as question
        from welfare_map.share_siting import linked

        return linked(question(snapshot, query, travel_times()), query)

    answer(ask, output, lang)


def _or(option: str, words: str | None, default: float) -> float:
    """Return a number, the default when it is not given."""
    value = number(option, words)
    return default if value is None else value
