"""
Opening hours in OpenStreetMap syntax as spans of time.

The syntax is read by opening-hours-py. It knows neither our public holidays nor our school holidays, so hours that
name them (``PH``, ``SH``) are read once as if every day were one and once as if none were, and put together day by day.

What cannot be said is not guessed: no hours, hours in words, nights beside other rules (the library closes them at
midnight, and opens the morning after a closed day), "until we like" (``18:00+``), sunrise, days counted from a
holiday (``PH +1 day``), holidays joined with weekdays (``SH Mo-Fr``), comments ("by appointment"), school holidays of a
year whose calendar is not known, public holidays that the hours do not speak of (only ``24/7`` means them too).
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import groupby

import numpy as np
from opening_hours import OpeningHours, State, validate

from geodata.cleaning.hours import LONGEST
from geodata.hours.clock import DAY_MIN, IntArray, day_start_min, real_minutes, wall_minute
from geodata.hours.school import SchoolCalendar
from geodata.hours.spans import Spans, common, make_spans, together

UNSAYABLE = re.compile(
    r"\d\+|\b(?:sunrise|sunset|dawn|dusk)\b|\b(?:PH|SH)\s*(?:[+-]\s*\d|\[)|\b(?:PH|SH)\s+(?:Mo|Tu|We|Th|Fr|Sa|Su)\b"
)
OVERNIGHT = re.compile(r"\b(\d\d?):(\d\d)\s*-\s*(\d\d?):(\d\d)\b")
SEVERAL_RULES = re.compile(r";|\b(?:PH|SH|off|closed)\b")
EVERY_DAY = "Mo-Su"
ALWAYS = "24/7"
CACHE_COUNT = 4096
"""Distinct hours that are kept read; with fewer than a question meets, none would be known the next time."""


class Doubt(StrEnum):
    """Why it is not known whether something is open."""

    MISSING = "hours_missing"
    UNREADABLE = "hours_unreadable"
    SCHOOL_CALENDAR = "school_calendar_unknown"
    ON_REQUEST = "hours_on_request"
    PUBLIC_HOLIDAYS = "public_holidays_unconfirmed"


@dataclass(frozen=True)
class Days:
    """
    The days of interest and which of them are holidays.

    Parameters
    ----------
    first_on, last_on
        Both included.
    public_holidays
        Days that ``PH`` means, and on which hours that do not name it are not sure; others may be among them.
    school
        Tells which days ``SH`` means.
    """

    first_on: date
    last_on: date
    public_holidays: frozenset[date] = frozenset()
    school: SchoolCalendar = field(default_factory=SchoolCalendar)

    def all(self) -> list[date]:
        """Return every day, in order."""
        count = self.last_on.toordinal() - self.first_on.toordinal() + 1
        return [self.first_on + timedelta(days=n) for n in range(count)]


@dataclass(frozen=True, eq=False)
class Opening:
    """
    When something is open, in real minutes.

    Parameters
    ----------
    sure
        Open for sure.
    maybe
        Open or not known; holds ``sure``.
    doubt
        Why the two differ, None where they do not.
    """

    sure: Spans
    maybe: Spans
    doubt: Doubt | None = None


@lru_cache(maxsize=CACHE_COUNT)
def open_spans(opening_hours: str | None, days: Days) -> Opening:
    """
    Tell when something with these hours is open.

    Parameters
    ----------
    opening_hours
        OpenStreetMap syntax; None where the hours are not known.
    days
        Which days to look at, and their holidays.

    Examples
    --------
    Open on the first of the two days, which is no holiday:

    >>> days = Days(date(2026, 12, 24), date(2026, 12, 25), frozenset({date(2026, 12, 25)}))
    >>> len(open_spans("Mo-Fr 08:00-18:00; PH off", days).sure.starts_min)
    1
    """
    words = (opening_hours or "").strip()
    if not words:
        return _nothing_known(days, Doubt.MISSING)
    if not can_be_read(words):
        return _nothing_known(days, Doubt.UNREADABLE)
    read = _on_the_wall(words, days)
    return _real(read if _speaks_of_public_holidays(words) else _without_public_holidays(read, words, days))


def can_be_read(words: str) -> bool:
    """Tell whether spans of time can be made of hours that are not blank."""
    return len(words) <= LONGEST and not _is_unsayable(words)


def _speaks_of_public_holidays(words: str) -> bool:
    return words == ALWAYS or re.search(r"\bPH\b", words) is not None


def _is_unsayable(words: str) -> bool:
    has_unclear_night = SEVERAL_RULES.search(words) is not None and _has_night(words)
    is_legible = validate(words) and validate(re.sub(r"\b(?:PH|SH)\b", EVERY_DAY, words))
    return has_unclear_night or not is_legible or UNSAYABLE.search(words) is not None


def _has_night(words: str) -> bool:
    """Tell whether some hours reach into the next day."""
    spans = [tuple(map(int, found)) for found in OVERNIGHT.findall(words)]
    edges = [
        (from_hour * 60 + from_minute, to_hour * 60 + to_minute) for from_hour, from_minute, to_hour, to_minute in spans
    ]
    return any(end > DAY_MIN or 0 < end <= start for start, end in edges)


def _nothing_known(days: Days, doubt: Doubt) -> Opening:
    start_min, end_min = _edges(days)
    return _real(Opening(make_spans([], []), make_spans([start_min], [end_min]), doubt))


def _edges(days: Days) -> tuple[int, int]:
    return day_start_min(days.first_on), day_start_min(days.last_on) + DAY_MIN


def _real(opening: Opening) -> Opening:
    return Opening(_real_spans(opening.sure), _real_spans(opening.maybe), opening.doubt)


def _real_spans(spans: Spans) -> Spans:
    return make_spans(real_minutes(spans.starts_min), real_minutes(spans.ends_min))


# --- on the wall ----------------------------------------------------------------------------------------------------


def _on_the_wall(words: str, days: Days) -> Opening:
    """Put the readings of the hours together, each on the days on which it holds."""
    has_public, has_school = (re.search(rf"\b{code}\b", words) is not None for code in ("PH", "SH"))
    parts = [
        _reading(words, days, is_public=is_public, is_school=is_school, runs=runs)
        for (is_public, is_school), runs in _runs(days, has_public=has_public, has_school=has_school).items()
    ]
    sure, maybe = together(*(part.sure for part in parts)), together(*(part.maybe for part in parts))
    doubts = [part.doubt for part in parts if part.doubt is not None]
    return Opening(sure, maybe, min(doubts, key=list(Doubt).index) if doubts else None)


Kind = tuple[bool, bool | None]
"""A day is a public holiday, a school holiday (None: not known)."""


@lru_cache(maxsize=256)
def _runs(days: Days, *, has_public: bool, has_school: bool) -> dict[Kind, list[tuple[int, int]]]:
    """Return, by the kind of day, the stretches of such days in wall minutes."""

    def kind(on: date) -> Kind:
        return has_public and on in days.public_holidays, has_school and days.school.is_holiday(on)

    found: dict[Kind, list[tuple[int, int]]] = {}
    for code, group in groupby(days.all(), key=kind):
        run = list(group)
        found.setdefault(code, []).append((day_start_min(run[0]), day_start_min(run[-1]) + DAY_MIN))
    return found


def _reading(
    words: str, days: Days, *, is_public: bool, is_school: bool | None, runs: list[tuple[int, int]]
) -> Opening:
    """Read the hours for days of one kind; where it is not known whether it is a school holiday, both ways."""
    own = make_spans(*map(list, zip(*runs, strict=True)))
    if is_school is not None:
        read = _as_if(words, days.first_on, days.last_on, is_public=is_public, is_school=is_school)
        return Opening(common(read.sure, own), common(read.maybe, own), read.doubt)
    ways = [_as_if(words, days.first_on, days.last_on, is_public=is_public, is_school=way) for way in (True, False)]
    sure, maybe = common(ways[0].sure, ways[1].sure), together(ways[0].maybe, ways[1].maybe)
    return Opening(common(sure, own), common(maybe, own), Doubt.SCHOOL_CALENDAR)


def _without_public_holidays(read: Opening, words: str, days: Days) -> Opening:
    """Take public holidays out of what is sure, with the nights that begin on them."""
    starts, ends = (np.array(edges, np.int64) for edges in _holiday_edges(days))
    if _has_night(words):
        ends = _with_nights(read.maybe, ends)
    sure = common(read.sure, _beside(make_spans(starts, ends), days))
    is_less = sure.length_min < read.sure.length_min
    return Opening(sure, read.maybe, read.doubt or (Doubt.PUBLIC_HOLIDAYS if is_less else None))


@lru_cache(maxsize=256)
def _holiday_edges(days: Days) -> tuple[list[int], list[int]]:
    """Return first and last wall minute of the public holidays."""
    starts = [day_start_min(on) for on in sorted(days.public_holidays) if days.first_on <= on <= days.last_on]
    return starts, [start + DAY_MIN for start in starts]


def _with_nights(spans: Spans, ends_min: IntArray) -> IntArray:
    """Move midnights to the end of the night that they lie in, a day at most."""
    if not len(spans.ends_min):
        return ends_min
    is_night = spans.cover(ends_min - 1, ends_min + 1)
    at = np.searchsorted(spans.starts_min, ends_min, side="right") - 1
    return np.where(is_night, np.minimum(spans.ends_min[at], ends_min + DAY_MIN), ends_min)


def _beside(spans: Spans, days: Days) -> Spans:
    """Return the time of the days beside some spans of theirs."""
    first_min, end_min = _edges(days)
    return make_spans([first_min, *spans.ends_min.tolist()], [*spans.starts_min.tolist(), end_min])


@lru_cache(maxsize=CACHE_COUNT)
def _as_if(words: str, first_on: date, last_on: date, *, is_public: bool, is_school: bool) -> Opening:
    """Read the hours as if every day were a holiday, or none."""
    meant = [code for code, is_meant in (("PH", is_public), ("SH", is_school)) if is_meant]
    said = re.sub(rf"\b(?:{'|'.join(meant)})\b", EVERY_DAY, words) if meant else words
    first, end = (datetime.combine(on, time.min) for on in (first_on, last_on + timedelta(days=1)))
    found = [span for span in OpeningHours(said).intervals(first, end) if span[2] != State.CLOSED]
    is_sure = np.array([state == State.OPEN and not comment for *_, state, comment in found], bool)
    starts, ends = _minutes([span[0] for span in found]), _minutes([span[1] for span in found])
    doubt = None if is_sure.all() else Doubt.ON_REQUEST
    return Opening(make_spans(starts[is_sure], ends[is_sure]), make_spans(starts, ends), doubt)


def _minutes(moments: list[datetime]) -> IntArray:
    return np.array([wall_minute(moment) for moment in moments], np.int64)
