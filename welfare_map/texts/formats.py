"""Numbers, dates and distances as people of a language write them."""

import functools
from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal

from welfare_map.texts import text


@functools.lru_cache(maxsize=4096)
def number(value: float, lang: str, *, decimals: int = 0) -> str:
    """Write a number with the separators of the language."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(value, format=pattern, locale=lang))


def exact(value: float, lang: str) -> str:
    """Write a figure with just the decimals that it has."""
    return str(format_decimal(value, format="#,##0.####", locale=lang))


def signed(value: float, lang: str) -> str:
    """Write a difference with its sign, to two decimals: "+5,11", "−0,3", "0"."""
    rounded = round(value, 2)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return f"{sign}{format_decimal(abs(rounded), format='#,##0.##', locale=lang)}"


def day(iso_date: str, lang: str) -> str:
    """Write an ISO date in full, e.g. "18 agosto 2026"."""
    return str(format_date(date.fromisoformat(iso_date), format="d MMMM y", locale=lang))


def euros(low_eur: float | None, high_eur: float | None, lang: str) -> str:
    """Write an amount or a range of euros, "320–480 €"; "" where neither end is known."""
    ends = dict.fromkeys(exact(value, lang) for value in (low_eur, high_eur) if value is not None)
    return f"{'–'.join(ends)} €" if ends else ""


def distance(distance_m: float, lang: str) -> str:
    """Write tens of metres below one kilometre, kilometres with one decimal above."""
    tens_m = round(distance_m, -1)
    if tens_m < 1000:
        return f"{number(tens_m, lang)} m"
    return f"{number(distance_m / 1000, lang, decimals=1)} km"


def minutes(travel_min: float, lang: str, *, is_approximate: bool) -> str:
    """Write whole minutes, never fewer than one; "≈" marks minutes to an area and not to a door."""
    sign = "≈ " if is_approximate else ""
    return f"{sign}{number(max(1, round(travel_min)), lang)} min"


def added_minutes(added_min: float | None, lang: str, *, is_approximate: bool) -> str:
    """Write minutes that a detour adds, "+6 min"; none are "+0 min", unknown ones a dash."""
    if added_min is None:
        return "–"
    sign = "≈ " if is_approximate else ""
    whole = round(added_min)
    return f"{sign}{'−' if whole < 0 else '+'}{number(abs(whole), lang)} min"


def age(iso_date: str, as_of_on: date, lang: str) -> str:
    """Say how old a datum is, e.g. "3 mesi fa"."""
    days = (as_of_on - date.fromisoformat(iso_date)).days
    if days < 1:
        return text("format.today", lang)
    if days < 60:
        return text("format.days_ago" if days > 1 else "format.day_ago", lang, count=days)
    if days < 730:
        return text("format.months_ago", lang, count=round(days / 30.4))
    return text("format.years_ago", lang, count=round(days / 365.25))
