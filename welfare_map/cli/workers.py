"""What a worker asks: what is on the way, in reach or open for a shift, how services compare, whom to call."""

from typing import TYPE_CHECKING, Any

from geodata.codes import TravelMode
from welfare_map.cli import options
from welfare_map.cli.answering import answer, travel_times
from welfare_map.cli.arguments import choice, count, day, given, number, service_filter, today, whole_number
from welfare_map.model import Carer, CommuteQuery, CompareQuery, CostQuery, DeskPlace, DeskQuery, FitsQuery, ReachQuery
from welfare_map.model.shifts import read_shifts

if TYPE_CHECKING:
    from welfare_map.model import Answer
    from welfare_map.snapshot import Snapshot

DEFAULT_MAX_COUNT = 500
DEFAULT_FIT_MIN = 30.0
"""Minutes between service and work unless others are asked for: assumption of this project."""
DEFAULT_LIMITS = "10,20,30"


def commute(
    home_lon: options.HomeLon = None,
    home_lat: options.HomeLat = None,
    work_lon: options.WorkLon = None,
    work_lat: options.WorkLat = None,
    mode: options.Mode = "car",
    drops: options.Drops = "me",
    collects: options.Collects = "me",
    other_work_lon: options.OtherWorkLon = None,
    other_work_lat: options.OtherWorkLat = None,
    other_mode: options.OtherMode = "car",
    max_added: options.MaxAdded = None,
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
    """Print the services on the way between home and work."""
    query = CommuteQuery(
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
        home_lon=given("--home-lon", number("--home-lon", home_lon)),
        home_lat=given("--home-lat", number("--home-lat", home_lat)),
        work_lon=given("--work-lon", number("--work-lon", work_lon)),
        work_lat=given("--work-lat", number("--work-lat", work_lat)),
        mode=given("--mode", choice("--mode", mode, TravelMode)),
        drops=given("--drops", choice("--drops", drops, Carer)),
        collects=given("--collects", choice("--collects", collects, Carer)),
        other_work_lon=number("--other-work-lon", other_work_lon),
        other_work_lat=number("--other-work-lat", other_work_lat),
        other_mode=given("--other-mode", choice("--other-mode", other_mode, TravelMode)),
        max_added_min=number("--max-added", max_added),
        max_count=count("--max-count", max_count, DEFAULT_MAX_COUNT),
    )

    def ask(snapshot: "Snapshot") -> "Answer[Any]":
        from welfare_map.questions.commute import commute as question

        return question(snapshot, query, travel_times())

    answer(ask, output, lang)


def fits(
    work_lon: options.WorkLon = None,
    work_lat: options.WorkLat = None,
    shift: options.Shift = None,
    from_day: options.FromDay = None,
    to_day: options.ToDay = None,
    mode: options.Mode = "car",
    home_lon: options.HomeLon = None,
    home_lat: options.HomeLat = None,
    drops: options.Drops = "me",
    collects: options.Collects = "me",
    handover: options.Handover = None,
    works_on_public_holidays: options.WorksOnHolidays = False,
    minutes: options.LimitMinutes = None,
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
    """Print which services are open when a worker needs them."""
    from_on = given("--from", day("--from", from_day))
    limit_min = number("--minutes", minutes)
    query = FitsQuery(
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
        work_lon=given("--work-lon", number("--work-lon", work_lon)),
        work_lat=given("--work-lat", number("--work-lat", work_lat)),
        shifts=read_shifts(given("--shift", shift), from_on),
        from_on=from_on,
        to_on=given("--to", day("--to", to_day)),
        mode=given("--mode", choice("--mode", mode, TravelMode)),
        home_lon=number("--home-lon", home_lon),
        home_lat=number("--home-lat", home_lat),
        handover_min=count("--handover", handover, 0),
        drops=choice("--drops", drops, Carer) is Carer.ME,
        collects=choice("--collects", collects, Carer) is Carer.ME,
        works_on_public_holidays=works_on_public_holidays,
        limit_min=DEFAULT_FIT_MIN if limit_min is None else limit_min,
        max_count=count("--max-count", max_count, DEFAULT_MAX_COUNT),
    )

    def ask(snapshot: "Snapshot") -> "Answer[Any]":
        from welfare_map.questions.fits import fits as question

        return question(snapshot, query, travel_times())

    answer(ask, output, lang)


def reach(
    lon: options.Lon = None,
    lat: options.Lat = None,
    mode: options.Mode = "car",
    minutes: options.Limits = DEFAULT_LIMITS,
    kind: options.Kinds = None,
    group: options.Groups = None,
    child_age_months: options.ChildAge = None,
    elder_role: options.ElderRoleWord = None,
    min_capacity: options.MinCapacity = None,
    ownership: options.OwnershipWord = None,
    open_to_others: options.OpenToOthers = False,
    only_free: options.OnlyFree = False,
    output: options.FormatWord = "table",
    lang: options.LanguageWord = "it",
) -> None:
    """Print the areas that can be reached, with residents and services."""
    query = ReachQuery(
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
        limits_min=tuple(given("--minutes", number("--minutes", limit)) for limit in minutes.split(",")),
    )

    def ask(snapshot: "Snapshot") -> "Answer[Any]":
        from welfare_map.questions.reach import reach as question

        return question(snapshot, query, travel_times())

    answer(ask, output, lang)


def compare(
    service: options.ServiceIds = None,
    lon: options.Lon = None,
    lat: options.Lat = None,
    mode: options.Mode = "car",
    output: options.FormatWord = "table",
    lang: options.LanguageWord = "it",
) -> None:
    """Print services side by side."""
    query = CompareQuery(
        as_of_on=today(),
        service_ids=tuple(service or ()),
        lon=number("--lon", lon),
        lat=number("--lat", lat),
        mode=given("--mode", choice("--mode", mode, TravelMode)),
    )

    def ask(snapshot: "Snapshot") -> "Answer[Any]":
        from welfare_map.questions.compare import compare as question

        return question(snapshot, query, travel_times())

    answer(ask, output, lang)


def cost(
    service: options.ServiceIds = None,
    isee_eur: options.Isee = None,
    child_age_months: options.ChildAge = None,
    region: options.Region = None,
    benefit_eur: options.Benefit = None,
    output: options.FormatWord = "table",
    lang: options.LanguageWord = "it",
) -> None:
    """Print what services cost a month and what is left to pay."""
    query = CostQuery(
        as_of_on=today(),
        service_ids=tuple(service or ()),
        isee_eur=number("--isee-eur", isee_eur),
        child_age_months=whole_number("--child-age-months", child_age_months),
        region_code=region,
        benefit_eur=number("--benefit-eur", benefit_eur),
    )

    def ask(snapshot: "Snapshot") -> "Answer[Any]":
        from welfare_map.questions.cost import cost as question

        return question(snapshot, query)

    answer(ask, output, lang)


def desk(
    home_code: options.HomeCode = None,
    home_lon: options.HomeLon = None,
    home_lat: options.HomeLat = None,
    work_code: options.WorkCode = None,
    work_lon: options.WorkLon = None,
    work_lat: options.WorkLat = None,
    employer: options.Employer = "",
    include_demo: options.IncludeDemoFirms = False,
    output: options.FormatWord = "table",
    lang: options.LanguageWord = "it",
) -> None:
    """Print whom to call, which agreements apply, and what the employer joined."""
    query = DeskQuery(
        as_of_on=today(),
        home=DeskPlace(code=home_code, lon=number("--home-lon", home_lon), lat=number("--home-lat", home_lat)),
        work=DeskPlace(code=work_code, lon=number("--work-lon", work_lon), lat=number("--work-lat", work_lat)),
        employer=employer,
        include_demo=include_demo,
    )

    def ask(snapshot: "Snapshot") -> "Answer[Any]":
        from welfare_map.questions.desk import desk as question

        return question(snapshot, query)

    answer(ask, output, lang)
