"""
The week of a service beside the shifts of a worker: verdict, reasons, a drawing, and the drawing in words.

The drawing tells nothing by colour alone: what is open is a broad bar with an outline, what is needed a thin dark one
on it, the verdict of a day a tick, a cross or a question mark. It is as wide as its place and readable at 320 px.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from geodata.hours.clock import DAY_MIN
from welfare_map.maps.popups import drawing, escape
from welfare_map.model import Fit, FitsRow, Stretch, WeekdayFit
from welfare_map.palette import ACCENT, FAULT, INK, OPEN, SOFT, TRACK, Colour
from welfare_map.texts import formats, text

MARKS: Final = {Fit.YES: "✓", Fit.UNKNOWN: "?", Fit.NO: "✗"}
WIDTH, TOP, ROW, LEFT, RIGHT = 300, 14, 19, 32, 276
"""Units of the drawing: a phone shows them as pixels."""
TICKS_MIN: Final = 6 * 60
LETTERS: Final = 'font-family="sans-serif" font-size="10.5"'


def fit_strip(row: FitsRow, lang: str) -> str:
    """Build what a card says about the shifts: verdict, reasons, the week drawn and in words."""
    days = ""
    if row.fitting_day_count is not None and row.fit is not Fit.UNKNOWN:
        counts = {"count": row.fitting_day_count, "total": row.worked_day_count}
        numbers = {name: formats.number(value, lang) for name, value in counts.items()}
        days = f" <span>· {escape(text('fits.strip.days', lang, **numbers))}</span>"
    verdict = f"{MARKS[row.fit]} {escape(text(f'fits.verdict.{row.fit}', lang))}"
    why = "".join(f"<li>{escape(reason.words(lang))}</li>" for reason in row.reasons)
    reasons = f'<ul class="wm-reasons">{why}</ul>' if why else ""
    return f'<div class="wm-fit"><p class="wm-verdict">{verdict}{days}</p>{reasons}{_week(row, lang)}</div>'


def _week(row: FitsRow, lang: str) -> str:
    """Draw the week and say it; nothing where the hours are not known, which the reasons say."""
    if not row.week:
        return ""
    words = escape(row.week_sentence.words(lang))
    return f'{drawing(week_svg(row.week, lang))}<p class="wm-week-words">{words}</p>'


def week_svg(week: Sequence[WeekdayFit], lang: str) -> str:
    """Draw a week: a line per weekday from midnight to midnight, longer where a shift goes on into the next day."""
    needed = [day.needed for day in week if day.needed is not None]
    axis = Stretch(
        min([0, *(stretch.from_min for stretch in needed)]), max([DAY_MIN, *(stretch.to_min for stretch in needed)])
    )
    height = TOP + ROW * (len(week) + 1)
    lines = "".join(part for number, day in enumerate(week) for part in _line(day, number, axis, lang))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}">'
        f"{''.join(_hours(axis, height))}{lines}{_legend(height, lang)}</svg>"
    )


def _x(minute: int, axis: Stretch) -> float:
    kept = min(max(minute, axis.from_min), axis.to_min)
    return round(LEFT + (RIGHT - LEFT) * (kept - axis.from_min) / (axis.to_min - axis.from_min), 1)


def _hours(axis: Stretch, height: int) -> Iterator[str]:
    """Draw the hours of the clock above the lines."""
    first = -(-axis.from_min // TICKS_MIN) * TICKS_MIN
    for minute in range(first, axis.to_min + 1, TICKS_MIN):
        x = _x(minute, axis)
        yield f'<path d="M{x} {TOP}V{height - ROW}" stroke="{TRACK.css}"/>'
        yield _letters(x, TOP - 4, f"{minute % DAY_MIN // 60}", anchor="middle")


def _line(day: WeekdayFit, number: int, axis: Stretch, lang: str) -> Iterator[str]:
    top = TOP + ROW * number
    yield _letters(0, top + 13, text(f"hours.day.{day.weekday}", lang), colour=INK)
    yield _bar(axis, axis, top + 9, 1, f'fill="{TRACK.css}"')
    for stretch in day.open:
        yield _bar(stretch, axis, top + 3, 13, f'fill="{OPEN.css}" stroke="{ACCENT.css}"')
    if day.needed is not None and day.fit is not None:
        yield _bar(day.needed, axis, top + 7, 5, f'fill="{INK.css}"')
        yield _mark(day.fit, top + 4)


def _bar(stretch: Stretch, axis: Stretch, top: float, height: int, look: str) -> str:
    x = _x(stretch.from_min, axis)
    width = max(1.0, round(_x(stretch.to_min, axis) - x, 1))
    return f'<rect x="{x}" y="{top}" width="{width}" height="{height}" {look}/>'


def _mark(fit: Fit, top: float) -> str:
    x = RIGHT + 9
    if fit is Fit.UNKNOWN:
        return _letters(x + 2, top + 9, MARKS[fit], colour=INK)
    path, colour = (f"M{x} {top + 6}l4 4 7-9", ACCENT) if fit is Fit.YES else (f"M{x} {top + 1}l9 9m0-9l-9 9", FAULT)
    return f'<path d="{path}" fill="none" stroke="{colour.css}" stroke-width="2"/>'


def _legend(height: int, lang: str) -> str:
    top, middle = height - ROW, (LEFT + RIGHT) / 2
    return (
        f'<rect x="{LEFT}" y="{top + 5}" width="16" height="11" fill="{OPEN.css}" stroke="{ACCENT.css}"/>'
        f"{_letters(LEFT + 21, top + 14, text('fits.strip.open', lang))}"
        f'<rect x="{middle - 20}" y="{top + 8}" width="16" height="5" fill="{INK.css}"/>'
        f"{_letters(middle + 1, top + 14, text('fits.strip.needed', lang))}"
    )


def _letters(x: float, y: float, words: str, *, anchor: str = "start", colour: Colour = SOFT) -> str:
    return f'<text x="{x}" y="{y}" fill="{colour.css}" text-anchor="{anchor}" {LETTERS}>{escape(words)}</text>'
