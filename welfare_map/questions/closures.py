"""
On which days a service is closed although it usually opens: holidays in August, between the years, on public holidays.

They come from the rules of its opening hours that close it (``Aug 05-25 off``, ``PH off``); a weekly day of rest is no
closure. School holidays (``SH``) are left out: nothing is guessed.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from opening_hours import OpeningHours, State, validate

CLOSING = re.compile(r"(.*\S)\s+(?:off|closed)")
WEEKDAYS_ONLY = re.compile(r"[\s,-]*(?:(?:Mo|Tu|We|Th|Fr|Sa|Su)[\s,-]*)+")
ALWAYS = "24/7"
PUBLIC_HOLIDAYS = "PH"
NAMED_HOLIDAYS = re.compile(r"\b(?:PH|SH)\b")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Closure:
    """Days on which a service is closed, both included."""

    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class _Rules:
    """Opening hours without and with the rules that close on dates; whether public holidays are closed."""

    usual: str
    dated: str
    closes_on_holidays: bool


def has_closures(opening_hours: str | None) -> bool:
    """Tell whether opening hours name days on which the service is closed."""
    rules = _rules(opening_hours or "")
    return rules is not None and (rules.usual != rules.dated or rules.closes_on_holidays)


def closures(
    opening_hours: str | None, first_on: date, last_on: date, *, public_holidays: Collection[date] = ()
) -> tuple[Closure, ...]:
    """
    List when a service is closed although it usually opens.

    Parameters
    ----------
    opening_hours
        OpenStreetMap syntax; None or what cannot be read has no known closure.
    first_on, last_on
        Days of interest, both included.
    public_holidays
        What ``PH`` means.

    Returns
    -------
    closures
        In order. Days between two closed ones on which the service would not open anyway belong to the closure.

    Examples
    --------
    >>> closures("Mo-Fr 07:30-18:00; Aug 05-25 off", date(2026, 8, 1), date(2026, 8, 31))
    (Closure(first_on=datetime.date(2026, 8, 5), last_on=datetime.date(2026, 8, 25)),)
    """
    rules = _rules(opening_hours or "")
    if rules is None or last_on < first_on:
        return ()
    usual = _open_days(rules.usual, first_on, last_on)
    closed = usual - _open_days(rules.dated, first_on, last_on)
    if rules.closes_on_holidays:
        closed |= usual.intersection(public_holidays)
    return tuple(_joined(sorted(closed), usual))


@lru_cache(maxsize=4096)
def _rules(opening_hours: str) -> _Rules | None:
    """Tell the rules that close on dates from the others; None where nothing can be read."""
    parts = [part.strip() for part in opening_hours.split(";") if part.strip()]
    closing = [part for part in parts if _is_closure(part)]
    dated = [part for part in parts if not (part in closing and NAMED_HOLIDAYS.search(part))]
    usual = "; ".join(part for part in parts if part not in closing) or ALWAYS
    both = "; ".join(dated if len(dated) > len(closing) or usual != ALWAYS else [ALWAYS, *dated])
    if not parts or not (validate(usual) and validate(both)):
        return None
    return _Rules(usual, both, any(_selector(part) == PUBLIC_HOLIDAYS for part in closing))


def _is_closure(rule: str) -> bool:
    selector = _selector(rule)
    return bool(selector) and WEEKDAYS_ONLY.fullmatch(selector) is None


def _selector(rule: str) -> str:
    found = CLOSING.fullmatch(rule)
    return found[1] if found else ""


def _open_days(opening_hours: str, first_on: date, last_on: date) -> set[date]:
    """Return the days on which something is open at some hour."""
    start, end = (datetime(on.year, on.month, on.day) for on in (first_on, last_on + ONE_DAY))  # noqa: DTZ001  # the wall
    spans = OpeningHours(opening_hours).intervals(start, end)
    return {on for begin, finish, state, _ in spans if state != State.CLOSED for on in _days(begin, min(finish, end))}


def _days(begin: datetime, finish: datetime) -> Iterator[date]:
    on = begin.date()
    while on < finish.date() or (on == finish.date() and finish.time() > datetime.min.time()):
        yield on
        on += ONE_DAY


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
