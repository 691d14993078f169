"""
A shuttle as a sheet for the home-work travel plans of its firms (*piano spostamenti casa-lavoro*, PSCL).

The first sheet has a row per firm, shift and municipality of origin; the others the rounds stop by stop, together and
alone, the firms and whether they must write the plan, who has no shuttle, and how everything was computed.
"""

import csv
import io
from collections.abc import Iterator, Sequence

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from welfare_map.exports.csv import neutral
from welfare_map.exports.xlsx import fill
from welfare_map.model import ShuttleAnswer, ShuttleOrigin, ShuttleSums
from welfare_map.texts import text
from welfare_map.texts.hours import hours_in_words

Row = tuple[object, ...]
ORIGINS = (
    *("demo", "firm", "shift", "days", "from", "workers", "seats", "origin"),
    *("shuttle_there", "shuttle_back", "car_there", "car_back", "minutes_from", "car_km", "saved_day", "saved_year"),
)
STOPS = (
    *("demo", "round", "way", "days", "number", "stop", "at", "on", "off", "aboard", "seats"),
    *("round_km", "round_minutes", "round_cost"),
)
WINDOWS = (
    *("days", "days_per_year", "shifts", "riders", "who", "vehicles", "rounds", "km", "minutes", "saved_day", "cost"),
)
FIRMS = ("demo", "firm", "municipality", "employees", "riders", "origin", "duty", "why")
LEFT_OUT = ("firm", "from", "workers", "why")
PARAMETERS = (
    *("seats", "longest_ride_min", "tolerance_min", "margin_min", "stop_min", "window_min", "nearest_km"),
    *("uptake_share", "people_per_car", "cost_eur_per_km", "cost_eur_per_hour", "days_per_year", "beta_per_min"),
)
WIDE, NARROW = 34, 13
WIDE_COLUMNS = frozenset({"firm", "stop", "why", "shifts", "fact", "value"})


def travel_plan_xlsx(answer: ShuttleAnswer, lang: str) -> bytes:
    """Return the sheet as an XLSX workbook; text that a spreadsheet would run starts with an apostrophe."""
    book = Workbook(write_only=True)
    book.properties.title = text("shuttle.sheet.title", lang)
    for name, columns, rows in (
        ("origins", ORIGINS, _origins(answer, lang)),
        ("rounds", STOPS, _stops(answer, lang)),
        ("windows", WINDOWS, _windows(answer, lang)),
        ("firms", FIRMS, _firms(answer, lang)),
        ("left_out", LEFT_OUT, _left_out(answer, lang)),
        ("method", ("fact", "value"), _method(answer, lang)),
    ):
        sheet = book.create_sheet(text(f"shuttle.sheet.{name}", lang))
        for number, column in enumerate(columns, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = WIDE if column in WIDE_COLUMNS else NARROW
        fill(sheet, [_heads(columns, lang)], rows)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def travel_plan_csv(answer: ShuttleAnswer, lang: str) -> str:
    """Return the first sheet as CSV: comma, header, LF."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_heads(ORIGINS, lang))
    writer.writerows(
        [neutral(cell) if isinstance(cell, str) else cell for cell in row] for row in _origins(answer, lang)
    )
    return stream.getvalue()


def _heads(columns: Sequence[str], lang: str) -> Row:
    return tuple(text(f"shuttle.column.{name}", lang) for name in columns)


def _demo(lang: str, *, is_demo: bool) -> str:
    return text("shuttle.demo", lang) if is_demo else ""


def _minutes_from(lang: str, *, is_estimate: bool) -> str:
    return text("shuttle.minutes_estimated" if is_estimate else "shuttle.minutes_on_roads", lang)


def _origins(answer: ShuttleAnswer, lang: str) -> Iterator[Row]:
    for row in answer.origins:
        yield (
            _demo(lang, is_demo=row.is_demo),
            row.organisation_name,
            shift_hours(row),
            hours_in_words(row.days, lang),
            row.municipality_name,
            row.worker_count,
            row.seat_count,
            text(f"shuttle.quality.{row.origin_quality}", lang),
            row.shuttle_there_min,
            row.shuttle_back_min,
            row.car_there_min,
            row.car_back_min,
            _minutes_from(lang, is_estimate=row.is_estimate),
            row.car_km,
            row.km_saved_per_day,
            row.km_saved_per_year,
        )


def shift_hours(row: ShuttleOrigin) -> str:
    """Write the hours of a shift."""
    return f"{row.shift_starts_at}–{row.shift_ends_at}"


def _stops(answer: ShuttleAnswer, lang: str) -> Iterator[Row]:
    for one in answer.rows:
        for number, stop in enumerate(one.stops, start=1):
            whole = (one.km, one.minutes, _cost(one.cost_eur, lang)) if number == 1 else ("", "", "")
            yield (
                _demo(lang, is_demo=one.is_demo),
                one.round_number,
                text(f"shuttle.way.{one.way}", lang),
                hours_in_words(one.days, lang),
                number,
                stop.name,
                stop.at,
                stop.on_count,
                stop.off_count,
                stop.aboard_count,
                one.seats,
                *whole,
            )


def _cost(cost_eur: float | None, lang: str) -> object:
    return text("shuttle.unknown", lang) if cost_eur is None else cost_eur


def _windows(answer: ShuttleAnswer, lang: str) -> Iterator[Row]:
    for window in answer.windows:
        shifts = "; ".join(f"{shift.organisation_name} {shift.starts_at}–{shift.ends_at}" for shift in window.shifts)
        days = (hours_in_words(window.days, lang), window.days_per_year, shifts, window.rider_count)
        for who, sums in (("together", window.together), ("alone", window.alone)):
            yield (*days, text(f"shuttle.who.{who}", lang), *_sums(sums, lang))


def _sums(sums: ShuttleSums, lang: str) -> Row:
    cost = _cost(sums.cost_eur, lang)
    return sums.vehicle_count, sums.round_count, sums.km, sums.minutes, sums.km_saved, cost


def _firms(answer: ShuttleAnswer, lang: str) -> Iterator[Row]:
    for firm in answer.firms:
        quality = firm.origin_quality
        yield (
            _demo(lang, is_demo=firm.is_demo),
            firm.organisation_name,
            firm.municipality_name or text("shuttle.unknown", lang),
            text("shuttle.unknown", lang) if firm.employee_count is None else firm.employee_count,
            firm.rider_count,
            "" if quality is None else text(f"shuttle.quality.{quality}", lang),
            text(f"shuttle.duty.{firm.plan_duty}", lang),
            firm.plan_duty_why.words(lang),
        )


def _left_out(answer: ShuttleAnswer, lang: str) -> Iterator[Row]:
    for one in answer.left_out:
        workers = "" if one.worker_count is None else one.worker_count
        yield one.organisation_name, one.municipality_name or "", workers, one.why.words(lang)


def _method(answer: ShuttleAnswer, lang: str) -> Iterator[Row]:
    yield text("shuttle.fact.answer", lang), answer.sentence.words(lang)
    if answer.has_demo:
        yield text("shuttle.fact.demo", lang), text("shuttle.has_demo", lang)
    yield text("shuttle.fact.method", lang), answer.method.words(lang)
    yield text("shuttle.fact.day", lang), answer.parameters["as_of_on"]
    for name in PARAMETERS:
        value = answer.parameters[name]
        yield text(f"shuttle.parameter.{name}", lang), text("shuttle.unknown", lang) if value is None else value
    for note in answer.sources:
        yield text("shuttle.fact.source", lang), f"{note.names[lang]} – {note.licence} – {note.retrieved_on}"
