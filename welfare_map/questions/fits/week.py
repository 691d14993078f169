"""The week of a service beside the week of a worker, as data and as one sentence."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import reduce
from itertools import groupby

import numpy as np

from geodata.hours.clock import DAY_MIN, day_start_min, real_minutes, wall_minutes
from geodata.hours.opening import Opening
from welfare_map.model import Fit, FitsQuery, Phrase, Stretch, Value, WeekdayFit
from welfare_map.model.shifts import WEEKDAYS
from welfare_map.questions.fits.days import weekday_runs
from welfare_map.questions.fits.needs import YES, Needs, VerdictArray
from welfare_map.questions.fits.reasons import clock_words
from welfare_map.questions.fits.worked import Worked

FITS = (Fit.NO, Fit.UNKNOWN, Fit.YES)
"""By verdict."""


def week_of(
    opening: Opening, needs: Needs, found: VerdictArray, worked: Worked, query: FitsQuery
) -> tuple[WeekdayFit, ...]:
    """
    Return the weekdays of the period, Monday first, each as it is on a day of its commonest verdict.

    Parameters
    ----------
    needs, found
        Of one service: needed stretches and verdicts, one per shift.
    """
    by_weekday = [np.flatnonzero(worked.weekdays == day).tolist() for day in range(7)]
    shown = [_typical(numbers, found) for numbers in by_weekday]
    days = [_shown_day(day, number, worked, query) for day, number in enumerate(shown)]
    needed = _needed(needs, shown, worked)
    opened = _opened(opening, needs, shown, days)
    return tuple(
        WeekdayFit(
            weekday=WEEKDAYS[day],
            open=opened[day],
            needed=needed[day],
            fit=FITS[found[numbers].min()] if numbers else None,
            fitting_day_count=int((found[numbers] == YES).sum()),
            worked_day_count=len(numbers),
        )
        for day, numbers in enumerate(by_weekday)
        if days[day] is not None
    )


def _typical(numbers: Sequence[int], found: VerdictArray) -> int | None:
    """Return the first of the shifts with their commonest verdict."""
    if not numbers:
        return None
    told = found[numbers]
    commonest = np.bincount(told, minlength=len(FITS)).argmax()
    return numbers[int((told == commonest).argmax())]


def _shown_day(day: int, number: int | None, worked: Worked, query: FitsQuery) -> date | None:
    if number is not None:
        return worked.days[number]
    on = query.from_on + timedelta(days=(day - query.from_on.weekday()) % 7)
    return on if on <= query.to_on else None


def _needed(needs: Needs, shown: Sequence[int | None], worked: Worked) -> list[Stretch | None]:
    """Return when each weekday is needed."""
    numbers = [number for number in shown if number is not None]
    midnights = np.array([day_start_min(worked.days[number]) for number in numbers])
    first, last = (wall_minutes(edge[numbers]) - midnights for edge in (needs.from_min, needs.to_min))
    found = {number: Stretch(*edges) for number, *edges in zip(numbers, first.tolist(), last.tolist(), strict=True)}
    return [None if number is None else found[number] for number in shown]


def _opened(
    opening: Opening, needs: Needs, shown: Sequence[int | None], days: Sequence[date | None]
) -> list[tuple[Stretch, ...]]:
    """Return when it is open from midnight to midnight, further where it is needed further."""
    midnights = np.array([0 if on is None else day_start_min(on) for on in days])
    firsts, ends = real_minutes(midnights).tolist(), real_minutes(midnights + DAY_MIN).tolist()
    spans = [
        ()
        if days[day] is None
        else opening.sure.within(first, end)
        if number is None
        else opening.sure.within(min(first, int(needs.from_min[number])), max(end, int(needs.to_min[number])))
        for day, (number, first, end) in enumerate(zip(shown, firsts, ends, strict=True))
    ]
    walls = iter(wall_minutes([edge for part in spans for span in part for edge in span]).tolist())
    return [
        tuple(Stretch(next(walls) - midnight, next(walls) - midnight) for _ in part)
        for part, midnight in zip(spans, midnights.tolist(), strict=True)
    ]


# --- words ----------------------------------------------------------------------------------------------------------


def week_sentence(week: Sequence[WeekdayFit]) -> Phrase:
    """Say a week in one sentence; weekdays that are the same are said together."""
    if not week:
        return Phrase("fits.week.unknown")
    groups = [list(group) for _, group in groupby(week, key=_alike)]
    return reduce(_joined, [_part(group) for group in groups])


def _alike(day: WeekdayFit) -> tuple[object, ...]:
    return day.open, day.needed, day.fit, day.fitting_day_count == day.worked_day_count


def _joined(before: Phrase, after: Phrase) -> Phrase:
    return Phrase("fits.week.joined", {"before": before, "after": after})


def _part(group: Sequence[WeekdayFit]) -> Phrase:
    """Say days that are alike."""
    days = tuple(_day_names(first, last) for first, last in weekday_runs([WEEKDAYS.index(d.weekday) for d in group]))
    said: dict[str, Value] = {"days": days, "open": open_words(group[0].open)}
    if group[0].needed is None or group[0].fit is None:
        return Phrase("fits.week.free", said)
    needed = Phrase("fits.week.stretch", stretch_words(group[0].needed))
    fitting, total = sum(day.fitting_day_count for day in group), sum(day.worked_day_count for day in group)
    is_partly = group[0].fit is not Fit.YES and fitting > 0
    verdict = Phrase(
        "fits.week.partly" if is_partly else f"fits.verdict.{group[0].fit}",
        {"count": fitting, "total": total} if is_partly else {},
    )
    return Phrase("fits.week.worked", {**said, "needed": needed, "verdict": verdict})


def _day_names(first: int, last: int) -> Phrase:
    names = {"first": Phrase(f"hours.day.{WEEKDAYS[first]}"), "last": Phrase(f"hours.day.{WEEKDAYS[last]}")}
    return names["first"] if first == last else Phrase("fits.week.days", names)


def open_words(stretches: Sequence[Stretch]) -> Phrase:
    """Say when something is open on a day."""
    if not stretches:
        return Phrase("fits.week.closed")
    if any(stretch.from_min <= 0 and stretch.to_min >= DAY_MIN for stretch in stretches):
        return Phrase("fits.week.all_day")
    spans = tuple(Phrase("fits.week.stretch", stretch_words(stretch)) for stretch in stretches)
    return Phrase("fits.week.open", {"stretches": spans})


def stretch_words(stretch: Stretch) -> dict[str, str]:
    """Return start and end as the clock shows them; the midnight that ends a day is 24:00."""
    last = "24:00" if stretch.to_min == DAY_MIN else clock_words(stretch.to_min)
    return {"first": clock_words(stretch.from_min), "last": last}
