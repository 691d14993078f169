"""Which shuttle firms could share: the command."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from geodata.errors import InputError
from welfare_map.cli import options
from welfare_map.cli.answering import answer, travel_times
from welfare_map.cli.arguments import choice, given, number, today, whole_number
from welfare_map.cli.exporting import write_file
from welfare_map.model import ShuttleQuery
from welfare_map.settings import current_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from welfare_map.model import ShuttleAnswer
    from welfare_map.snapshot import Snapshot

SHEETS = (".xlsx", ".csv")

Organisations = Annotated[list[str] | None, options.option("--organisation", "shuttle_organisation", "ID")]
Seats = Annotated[str | None, options.option("--seats", "seats", "N")]
LongestRide = Annotated[str | None, options.option("--longest-ride", "longest_ride", "MINUTI")]
Tolerance = Annotated[str | None, options.option("--tolerance", "tolerance", "MINUTI")]
Margin = Annotated[str | None, options.option("--margin", "margin", "MINUTI")]
Stop = Annotated[str | None, options.option("--stop", "stop", "MINUTI")]
Window = Annotated[str | None, options.option("--window", "window", "MINUTI")]
Nearest = Annotated[str | None, options.option("--nearest-km", "nearest_km", "KM")]
Uptake = Annotated[str | None, options.option("--uptake", "uptake", "QUOTA")]
PeoplePerCar = Annotated[str | None, options.option("--people-per-car", "people_per_car", "N")]
PerKm = Annotated[str | None, options.option("--cost-per-km", "cost_per_km", "EURO")]
PerHour = Annotated[str | None, options.option("--cost-per-hour", "cost_per_hour", "EURO")]
DaysPerYear = Annotated[str | None, options.option("--days-per-year", "days_per_year", "N")]
Beta = Annotated[str | None, options.option("--beta", "beta", "N")]
Output = Annotated[str | None, options.option("--output", "shuttle_output", "FILE")]


def shuttle(
    organisation: Organisations = None,
    seats: Seats = None,
    longest_ride: LongestRide = None,
    tolerance: Tolerance = None,
    margin: Margin = None,
    stop: Stop = None,
    window: Window = None,
    nearest_km: Nearest = None,
    uptake: Uptake = None,
    people_per_car: PeoplePerCar = None,
    cost_per_km: PerKm = None,
    cost_per_hour: PerHour = None,
    days_per_year: DaysPerYear = None,
    beta: Beta = None,
    file: Output = None,
    output: options.FormatWord = "table",
    lang: options.LanguageWord = "it",
) -> None:
    """Print the shuttle that firms could share, or write the sheet for their home-work travel plans."""
    written: dict[str, float | None] = {
        "seats": whole_number("--seats", seats),
        "longest_ride_min": whole_number("--longest-ride", longest_ride),
        "tolerance_min": whole_number("--tolerance", tolerance),
        "margin_min": whole_number("--margin", margin),
        "stop_min": whole_number("--stop", stop),
        "window_min": whole_number("--window", window),
        "nearest_km": number("--nearest-km", nearest_km),
        "uptake_share": number("--uptake", uptake),
        "people_per_car": number("--people-per-car", people_per_car),
        "cost_eur_per_km": number("--cost-per-km", cost_per_km),
        "cost_eur_per_hour": number("--cost-per-hour", cost_per_hour),
        "days_per_year": whole_number("--days-per-year", days_per_year),
        "beta_per_min": number("--beta", beta),
    }
    ids = tuple(dict.fromkeys(given("--organisation", organisation or None)))
    asked: dict[str, Any] = {name: value for name, value in written.items() if value is not None}

    def ask(snapshot: "Snapshot") -> "ShuttleAnswer":
        return _ask(snapshot, ids, asked)

    if file is None:
        answer(ask, output, lang)
    else:
        _write_sheet(ask, file, lang)


def _ask(snapshot: "Snapshot", ids: "Iterable[str]", asked: dict[str, Any]) -> "ShuttleAnswer":
    """Ask with the eyes of the firms that the operator names."""
    from welfare_map.questions.firms_seen import viewer_of
    from welfare_map.questions.shuttle import shuttle as question

    query = ShuttleQuery(as_of_on=today(), organisation_ids=tuple(ids), viewer=viewer_of(snapshot, ids), **asked)
    return question(snapshot, query, travel_times())


def _write_sheet(ask: "Callable[[Snapshot], ShuttleAnswer]", file: str, lang: str) -> None:
    """Write the sheet; the ending of the file says how."""
    language = given("--lang", choice("--lang", lang, options.Language)).value
    ending = Path(file).suffix.lower()
    if ending not in SHEETS:
        raise InputError("error.unknown_choice", option="--output", value=file, allowed=", ".join(SHEETS))
    from welfare_map.exports.travel_plan import travel_plan_csv, travel_plan_xlsx
    from welfare_map.register import current

    found: ShuttleAnswer = ask(current.open_snapshot(current_settings()))
    content = travel_plan_xlsx(found, language) if ending == ".xlsx" else travel_plan_csv(found, language).encode()
    write_file(content, file, found.sentence.words(language))
