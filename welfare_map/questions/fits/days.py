"""Days of a period in words: weekdays where all of them are meant, else dates and stretches of dates."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from geodata.hours.clock import IntArray
from welfare_map.model import Phrase
from welfare_map.model.shifts import WEEKDAYS
from welfare_map.questions.fits.worked import Worked

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MOST_PARTS: Final = 4
VOWEL_DAYS: Final = frozenset({8, 11})
"""Days of the month before which Italian elides: l'8, l'11."""


def days_phrase(chosen: Sequence[int], among: Sequence[int], worked: Worked) -> Phrase:
    """
    Say on which days something is so.

    Parameters
    ----------
    chosen
        Numbers of shifts, ascending.
    among
        Numbers of the shifts that count: a weekday is said as a whole when all its shifts among them are chosen, unless
        dates alone say it shorter.
    """
    weekdays = worked.weekdays
    whole = _whole_weekdays(chosen, among, weekdays)
    dated, runs = _dated(chosen, among, whole, weekdays)
    _, all_runs = _dated(chosen, among, [], weekdays)
    if len(chosen) < len(among) and len(all_runs) < len(_weekday_parts(whole)) + len(runs):
        whole, dated, runs = [], list(chosen), all_runs
    room = max(1, MOST_PARTS - len(whole))
    said = (dates_phrase(worked.days[run[0]], worked.days[run[-1]]) for run in runs[:room])
    parts = (*_weekday_parts(whole), *said)
    more = len(dated) - sum(len(run) for run in runs[:room])
    if more:
        return Phrase("fits.days.more", {"parts": parts, "count": more})
    return Phrase("fits.days.list", {"parts": parts})


def _dated(
    chosen: Sequence[int], among: Sequence[int], whole: Sequence[int], weekdays: IntArray
) -> tuple[list[int], list[list[int]]]:
    """Return what is chosen beside whole weekdays, and its stretches."""
    dated = [number for number in chosen if weekdays[number] not in whole]
    return dated, _date_runs(dated, [number for number in among if weekdays[number] not in whole])


def _whole_weekdays(chosen: Sequence[int], among: Sequence[int], weekdays: IntArray) -> list[int]:
    """Return the weekdays that are chosen each time, more than once."""
    found, all_of = _counted(chosen, weekdays), _counted(among, weekdays)
    return [day for day in range(7) if found[day] > 1 and found[day] == all_of[day]]


def _counted(numbers: Sequence[int], weekdays: IntArray) -> list[int]:
    counts = [0] * 7
    for number in numbers:
        counts[int(weekdays[number])] += 1
    return counts


def weekday_runs(weekdays: Sequence[int]) -> list[tuple[int, int]]:
    """Return first and last weekday of each run of neighbours."""
    runs: list[tuple[int, int]] = []
    for day in weekdays:
        if runs and runs[-1][1] == day - 1:
            runs[-1] = runs[-1][0], day
        else:
            runs.append((day, day))
    return runs


def _weekday_parts(whole: Sequence[int]) -> list[Phrase]:
    if len(whole) == len(WEEKDAYS):
        return [Phrase("fits.days.every_day")]
    parts = []
    for first, last in weekday_runs(whole):
        if last - first > 1:
            parts.append(_weekday_range(first, last))
        else:
            parts.extend(Phrase(f"fits.on_weekday.{WEEKDAYS[day]}") for day in range(first, last + 1))
    return parts


def _weekday_range(first: int, last: int) -> Phrase:
    if last == len(WEEKDAYS) - 1:
        return Phrase("fits.days.weekdays_to_sunday", {"first": _weekday(first)})
    return Phrase("fits.days.weekdays", {"first": _weekday(first), "last": _weekday(last)})


def _weekday(day: int) -> Phrase:
    return Phrase(f"fits.weekday.{WEEKDAYS[day]}")


def _date_runs(chosen: Sequence[int], among: Sequence[int]) -> list[list[int]]:
    """Part the chosen shifts where one of the others lies between them."""
    place = {number: at for at, number in enumerate(among)}
    runs: list[list[int]] = []
    for number in chosen:
        if runs and place[runs[-1][-1]] == place[number] - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def dates_phrase(first: date, last: date) -> Phrase:
    """Say a stretch of dates within a year, without the year."""
    if first == last:
        return Phrase("fits.days.on_vowel" if first.day in VOWEL_DAYS else "fits.days.on", {"day": _day(first)})
    is_same_month = (first.year, first.month) == (last.year, last.month)
    start = Phrase("fits.days.alone", {"day": _number(first)}) if is_same_month else _day(first)
    return _range(Phrase("fits.days.from_vowel" if first.day in VOWEL_DAYS else "fits.days.from", {"day": start}), last)


def _range(start: Phrase, last: date) -> Phrase:
    end = Phrase("fits.days.to_vowel" if last.day in VOWEL_DAYS else "fits.days.to", {"day": _day(last)})
    return Phrase("fits.days.range", {"first": start, "last": end})


def _day(on: date) -> Phrase:
    return Phrase("fits.days.day", {"day": _number(on), "month": Phrase(f"hours.month.{MONTHS[on.month - 1]}")})


def _number(on: date) -> int | Phrase:
    return Phrase("fits.days.first") if on.day == 1 else on.day
