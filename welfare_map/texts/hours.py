"""
Opening hours in OpenStreetMap syntax, as people write them.

It words what the register's hours are made of: days, months, dates, times, public holidays, "off", "24/7". What it
does not know is left as it stands, so nothing is lost.
"""

import re

from welfare_map.texts import text

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DATE = re.compile(r"\b(" + "|".join(MONTHS) + r") 0?(\d{1,2})(?:-(?:(" + "|".join(MONTHS) + r") )?0?(\d{1,2}))?\b")
MONTH = re.compile(r"\b(" + "|".join(MONTHS) + r")\b")
DAY = re.compile(r"\b(" + "|".join(DAYS) + r")\b")
TIME = re.compile(r"\b0?(\d{1,2}):(\d{2})\b")


def hours_in_words(opening_hours: str, lang: str) -> str:
    """Write opening hours for people, one rule after the other."""
    if opening_hours.strip() == "24/7":
        return text("hours.always", lang)
    return "; ".join(_rule(rule.strip(), lang) for rule in opening_hours.split(";") if rule.strip())


def _rule(rule: str, lang: str) -> str:
    closed = re.fullmatch(r"(.*\S)\s+(?:off|closed)", rule)
    if closed:
        return text("hours.closed", lang, when=_when(closed[1], lang))
    return _when(rule, lang)


def _when(words: str, lang: str) -> str:
    words = DATE.sub(lambda found: _date(found, lang), words)
    words = MONTH.sub(lambda found: text(f"hours.month.{found[1]}", lang), words)
    words = DAY.sub(lambda found: text(f"hours.day.{found[1]}", lang), words)
    words = re.sub(r"\bPH\b", text("hours.holidays", lang), words)
    words = re.sub(r"\bSH\b", text("hours.school_holidays", lang), words)
    words = TIME.sub(r"\1:\2", words)
    return re.sub(r"(?<=\w)-(?=\w)", "–", words).replace(",", ", ").replace(",  ", ", ")


def _date(found: re.Match[str], lang: str) -> str:
    month, first, last_month, last = found.groups()
    start = text("hours.date", lang, day=first, month=text(f"hours.month.{month}", lang))
    if last is None:
        return start
    end = text("hours.date", lang, day=last, month=text(f"hours.month.{last_month or month}", lang))
    return f"{first if last_month in {None, month} else start}–{end}"
