"""Options that commands share, with their words."""

from enum import StrEnum
from typing import Annotated, Any

import typer

from welfare_map.texts import DEFAULT_LANGUAGE, LANGUAGES, text


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    GEOJSON = "geojson"


class ReportFormat(StrEnum):
    """How the report of an administrative command is written."""

    TABLE = "table"
    JSON = "json"


class Language(StrEnum):
    """Languages of sentences."""

    IT = LANGUAGES[0]
    EN = LANGUAGES[1]


def words(name: str) -> str:
    """Return the help of a command or an option."""
    return text(f"cli.help.{name}", DEFAULT_LANGUAGE)


def option(flag: str, name: str, metavar: str) -> Any:
    """Return an option whose value is read later (see ``arguments``), so that errors are ours."""
    return typer.Option(flag, help=words(name), metavar=metavar)


FormatWord = Annotated[str, option("--format", "format", "table|json|csv|geojson")]
ReportFormatWord = Annotated[str, option("--format", "format", "table|json")]
LanguageWord = Annotated[str, option("--lang", "lang", "it|en")]
Lon = Annotated[str | None, option("--lon", "lon", "GRADI")]
Lat = Annotated[str | None, option("--lat", "lat", "GRADI")]
Mode = Annotated[str, option("--mode", "mode", "walk|cycle|car")]
HomeLon = Annotated[str | None, option("--home-lon", "home_lon", "GRADI")]
HomeLat = Annotated[str | None, option("--home-lat", "home_lat", "GRADI")]
WorkLon = Annotated[str | None, option("--work-lon", "work_lon", "GRADI")]
WorkLat = Annotated[str | None, option("--work-lat", "work_lat", "GRADI")]
Drops = Annotated[str, option("--drops", "drops", "me|other|nobody")]
Collects = Annotated[str, option("--collects", "collects", "me|other|nobody")]
OtherWorkLon = Annotated[str | None, option("--other-work-lon", "other_work_lon", "GRADI")]
OtherWorkLat = Annotated[str | None, option("--other-work-lat", "other_work_lat", "GRADI")]
OtherMode = Annotated[str, option("--other-mode", "other_mode", "walk|cycle|car")]
Shift = Annotated[str | None, option("--shift", "shift", "TURNO")]
FromDay = Annotated[str | None, option("--from", "from_day", "AAAA-MM-GG")]
ToDay = Annotated[str | None, option("--to", "to_day", "AAAA-MM-GG")]
Handover = Annotated[str | None, option("--handover", "handover", "N")]
WorksOnHolidays = Annotated[bool, typer.Option("--works-on-public-holidays", help=words("works_on_public_holidays"))]
LimitMinutes = Annotated[str | None, option("--minutes", "limit_minutes", "N")]
MatchMinutes = Annotated[str | None, option("--minutes", "match_minutes", "N")]
MaxAdded = Annotated[str | None, option("--max-added", "max_added", "N")]
Minutes = Annotated[str | None, option("--minutes", "minutes", "N")]
Limits = Annotated[str, option("--minutes", "limits", "N,N,…")]
Kilometres = Annotated[str | None, option("--km", "km", "N")]
Kinds = Annotated[list[str] | None, option("--kind", "kind", "TIPO")]
Groups = Annotated[list[str] | None, option("--group", "group", "GRUPPO")]
ChildAge = Annotated[str | None, option("--child-age-months", "child_age_months", "MESI")]
ElderRoleWord = Annotated[str | None, option("--elder-role", "elder_role", "residential|day|home")]
MinCapacity = Annotated[str | None, option("--min-capacity", "min_capacity", "N")]
OwnershipWord = Annotated[str | None, option("--ownership", "ownership", "public|private")]
OpenToOthers = Annotated[bool, typer.Option("--open-to-others", help=words("open_to_others"))]
Isee = Annotated[str | None, option("--isee-eur", "isee_eur", "EURO")]
Benefit = Annotated[str | None, option("--benefit-eur", "benefit_eur", "EURO")]
Region = Annotated[str | None, option("--region", "region", "CODICE")]
OnlyFree = Annotated[bool, typer.Option("--only-free", help=words("only_free"))]
MaxCount = Annotated[str | None, option("--max-count", "max_count", "N")]
Code = Annotated[str | None, option("--code", "code", "CODICE|NOME")]
LevelWord = Annotated[str | None, option("--level", "level", "municipality|district|province|region")]
Municipalities = Annotated[list[str] | None, option("--municipality", "municipality", "CODICE")]
Theme = Annotated[str | None, option("--theme", "theme", "TEMA")]
Themes = Annotated[list[str] | None, option("--theme", "themes", "TEMA")]
Sizes = Annotated[list[str] | None, option("--size", "size", "micro|small|medium|large")]
InitiativeIds = Annotated[list[str] | None, option("--initiative", "initiative", "ID")]
Organisation = Annotated[str | None, option("--organisation", "asking_organisation", "ID")]
Sectors = Annotated[list[str] | None, option("--sector", "sector", "ATECO")]
AdherentsOnly = Annotated[bool, typer.Option("--adherents-only", help=words("adherents_only"))]
AllOrganisations = Annotated[bool, typer.Option("--all-organisations", help=words("all_organisations"))]
IncludeDemo = Annotated[bool, typer.Option("--include-demo", help=words("include_demo"))]
Place = Annotated[str, typer.Argument(metavar="LUOGO", help=words("place"))]
SourceIds = Annotated[list[str] | None, typer.Argument(metavar="[FONTE]…", help=words("source"))]
FromFile = Annotated[str | None, option("--from", "from_file", "FILE")]
RetrievedOn = Annotated[str | None, option("--retrieved-on", "retrieved_on", "AAAA-MM-GG")]
Accept = Annotated[bool, typer.Option("--accept", help=words("accept"))]
Port = Annotated[str | None, option("--port", "port", "N")]
Address = Annotated[str | None, option("--address", "address", "INDIRIZZO")]
RoadsFile = Annotated[str, typer.Argument(metavar="FILE", help=words("roads_file"))]
Box = Annotated[str | None, option("--bbox", "box", "O,S,E,N")]
AddressFile = Annotated[str, typer.Argument(metavar="FILE", help=words("address_file"))]
HomeCode = Annotated[str | None, option("--home-code", "home_code", "CODICE")]
WorkCode = Annotated[str | None, option("--work-code", "work_code", "CODICE")]
Employer = Annotated[str, option("--employer", "employer", "NOME")]
IncludeDemoFirms = Annotated[bool, typer.Option("--include-demo", help=words("include_demo_firms"))]
ServiceIds = Annotated[list[str] | None, option("--service", "service", "ID")]
IndicatorCode = Annotated[str | None, option("--indicator", "indicator", "INDICATORE")]
ListIndicators = Annotated[bool, typer.Option("--list", help=words("list_indicators"))]
Within = Annotated[str | None, option("--within", "within", "CODICE|NOME")]
BasinMunicipalities = Annotated[list[str] | None, option("--municipality", "basin_municipality", "CODICE|NOME")]
WithNeighbours = Annotated[bool, typer.Option("--with-neighbours", help=words("with_neighbours"))]
PlacesWord = Annotated[str | None, option("--places", "places_basis", "accredited|authorised")]
PartTimeShare = Annotated[str | None, option("--part-time-share", "part_time_share", "QUOTA")]
OpenShift = Annotated[str, option("--shift", "open_shift", "TURNO")]
WithoutDemo = Annotated[bool, typer.Option("--without-demo", help=words("without_demo"))]
Explain = Annotated[bool, typer.Option("--explain", help=words("explain"))]
Since = Annotated[str | None, option("--since", "since", "FILE")]
ProjectTo = Annotated[str | None, option("--project-to", "project_to", "ANNO")]
ByYear = Annotated[bool, typer.Option("--by-year", help=words("by_year"))]
AnswerOutput = Annotated[str | None, option("--output", "answer_output", "FILE")]
MaxCalls = Annotated[str | None, option("--max-calls", "max_calls", "N")]
SitingTargetWord = Annotated[str | None, option("--target", "siting_target", "lep|cover|p_median|interfirm|enterprise")]
SitingIndicator = Annotated[str, option("--indicator", "siting_indicator", "INDICATORE")]
District = Annotated[str | None, option("--district", "siting_district", "AMBITO")]
SitingWithin = Annotated[str | None, option("--within", "siting_within", "CODICE|NOME")]
SitingAreas = Annotated[str, option("--areas", "siting_areas", "municipality|basin")]
SitingMinutes = Annotated[str | None, option("--minutes", "siting_minutes", "N")]
SiteCount = Annotated[str | None, option("--count", "site_count", "N")]
Figure = Annotated[str | None, option("--figure", "siting_figure", "N")]
Capacities = Annotated[str, option("--capacities", "capacities", "stated|least|most")]
EnlargeShare = Annotated[str | None, option("--enlarge-share", "enlarge_share", "QUOTA")]
LeastNew = Annotated[str | None, option("--least-new", "least_new", "N")]
MostNew = Annotated[str | None, option("--most-new", "most_new", "N")]
NewPlaceEur = Annotated[str | None, option("--new-place-eur", "new_place_eur", "EURO")]
AddedPlaceEur = Annotated[str | None, option("--added-place-eur", "added_place_eur", "EURO")]
NewStructureEur = Annotated[str | None, option("--new-structure-eur", "new_structure_eur", "EURO")]
Threshold = Annotated[str | None, option("--threshold", "siting_threshold", "N")]
UseShare = Annotated[str | None, option("--use-share", "siting_use_share", "QUOTA")]
ExactSearch = Annotated[bool, typer.Option("--exact", help=words("exact_search"))]
TimeLimit = Annotated[str | None, option("--time-limit", "time_limit", "SECONDI")]
