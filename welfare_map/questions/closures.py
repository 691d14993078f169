"""
On which days a service is closed although it usually opens: holidays in August, between the years, on public holidays.

Days come from the spans of ``geodata.hours``, as the fit reads them: those on which the hours with their closures
(``Aug 05-25 off``, ``PH,SH off``) leave nothing open, and would be open without them. A weekly day of rest is no
closure. What is not known, as school holidays without a calendar, is none either: nothing is guessed.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from geodata.hours.clock import DAY_MIN, day_start_min, real_minutes
from geodata.hours.opening import ALWAYS, Days, can_be_read, open_spans

CLOSING = re.compile(r'(.*\S)\s+(?:off|closed)\b(?:\s*"[^"]*")?', re.IGNORECASE)
NEVER_TOLD = re.compile(r"[\s,-]*(?:(?:Mo|Tu|We|Th|Fr|Sa|Su)[\s,-]*)+|SH")
"""Selectors whose closure is a weekly rest, or not known without a calendar."""


@dataclass(frozen=True, slots=True)
class Closure:
    """Days on which a service is closed, both included."""

    first_on: date
    last_on: date


def has_closures(opening_hours: str | None) -> bool:
    """Tell whether opening hours name days on which the service is closed."""
    selectors = (CLOSING.fullmatch(rule) for rule in _rules(opening_hours))
    are_named = any(found is not None and NEVER_TOLD.fullmatch(found[1]) is None for found in selectors)
    return are_named and can_be_read((opening_hours or "").strip())


def years_around(first_on: date, last_on: date) -> tuple[date, date]:
    """Return first and last of the days to read, so that a closure begins where it begins, whenever one asks."""
    return date(first_on.year - 1, 1, 1), date(last_on.year + 1, 12, 31)


def closures(opening_hours: str | None, days: Days, first_on: date, last_on: date) -> tuple[Closure, ...]:
    """
    List when a service is closed although it usually opens.

    Parameters
    ----------
    opening_hours
        OpenStreetMap syntax; None or what cannot be read has no known closure.
    days
        The days to read, at least ``years_around`` the days of interest, and their holidays.
    first_on, last_on
        Days of interest, both included.

    Returns
    -------
    closures
        In order, each from its first day to its last, be they days of interest or not. Days between two closed ones on
        which the service would not open anyway belong to the closure.

    Examples
    --------
    >>> days = Days(date(2025, 1, 1), date(2027, 12, 31))
    >>> closures("Mo-Fr 07:30-18:00; Aug 05-25 off", days, date(2026, 8, 10), date(2026, 8, 31))
    (Closure(first_on=datetime.date(2026, 8, 5), last_on=datetime.date(2026, 8, 25)),)
    """
    rules = _rules(opening_hours)
    kept = [rule for rule in rules if CLOSING.fullmatch(rule) is None]
    if len(kept) == len(rules):
        return ()
    usual = _open_days("; ".join(kept) or ALWAYS, days)
    opened = _open_days("; ".join(rules if kept else [ALWAYS, *rules]), days)
    weekdays = {on.weekday() for on in opened}
    closed = sorted(on for on in usual - opened if on.weekday() in weekdays)
    found = _joined(closed, usual)
    return tuple(closure for closure in found if closure.first_on <= last_on and closure.last_on >= first_on)


def _rules(opening_hours: str | None) -> list[str]:
    return [rule.strip() for rule in (opening_hours or "").split(";") if rule.strip()]


def _open_days(opening_hours: str, days: Days) -> set[date]:
    """Return the days on which something is open at some hour, or may be."""
    every = days.all()
    starts_min = np.array([day_start_min(on) for on in every], np.int64)
    spans = open_spans(opening_hours, days).maybe
    _, counts = spans.meet(real_minutes(starts_min), real_minutes(starts_min + DAY_MIN))
    return {on for on, count in zip(every, counts.tolist(), strict=True) if count > 0}


def _joined(closed: Iterable[date], usual: Collection[date]) -> Iterator[Closure]:
    """Join closed days between which the service would not open anyway."""
    first = last = None
    for on in closed:
        if first is not None and last is not None:
            if not _opens_between(last, on, usual):
                last = on
                continue
            yield Closure(first, last)
        first = last = on
    if first is not None and last is not None:
        yield Closure(first, last)


def _opens_between(last: date, on: date, usual: Collection[date]) -> bool:
    return any(last + timedelta(days=step) in usual for step in range(1, (on - last).days))
