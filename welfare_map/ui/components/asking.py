"""The questions that the page asks: what is near work, or on the way once home is known, and what fits the shift."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

import streamlit as st

from geodata.errors import InputError
from welfare_map.model import (
    Carer,
    CommuteAnswer,
    CommuteQuery,
    CostRow,
    Fit,
    FitsAnswer,
    FitsQuery,
    FitsRow,
    NearbyAnswer,
    NearbyQuery,
    ServiceFilter,
    ServiceRow,
)
from welfare_map.questions.commute import commute
from welfare_map.questions.fits import fits
from welfare_map.questions.nearby import nearby
from welfare_map.ui import data
from welfare_map.ui.components.day import Day
from welfare_map.ui.components.fault_place import fault_place
from welfare_map.ui.components.shift import DAYS, Shift
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import error_marked

ServicesAnswer = NearbyAnswer | CommuteAnswer
STAYING = {"all": frozenset(Fit), "possible": frozenset({Fit.YES, Fit.UNKNOWN}), "yes": frozenset({Fit.YES})}
"""What the visitor wants to see -> the verdicts that stay."""
EVERY_COUNT = 1_000_000
"""More services than there are: a shift is judged before the list is cut."""
FILTER = tuple(item.name for item in fields(ServiceFilter))


@dataclass(frozen=True)
class Found:
    """
    An answer about services and, where a shift is given, the verdict on each; rows that fit come first.

    ``costs`` are of the rows that are shown.
    """

    answer: ServicesAnswer
    fits: FitsAnswer | None = None
    verdicts: Mapping[str, FitsRow] = field(default_factory=dict)
    costs: Mapping[str, CostRow] = field(default_factory=dict)


def ask_services(page: Page, query: NearbyQuery, day: Day, *, keep_all: bool = False) -> Found:
    """
    Answer the query: near work, or on the way as soon as home is known, and by the shift where one is given.

    ``keep_all`` keeps services that do not fit although the visitor asked to leave them out: for lists of their own.
    """
    answer = _near_or_on_the_way(page, query, day, max_count=query.max_count if day.shift is None else EVERY_COUNT)
    if day.shift is None or not answer.rows:
        return Found(answer)
    try:
        fitting = fits(page.snapshot, _fits_query(query, day, day.shift, answer), data.travel_times())
    except InputError as error:  # the days, or no work in them: the list without verdicts is still an answer
        with fault_place(DAYS):
            st.warning(error_marked(error, page.lang))
        return Found(_fitted(answer, answer.rows, query.max_count))
    verdicts = {row.service_id: row for row in fitting.rows}
    staying = STAYING["all" if keep_all else day.shift.fit]
    kept = [row for row in answer.rows if row.service_id in verdicts and verdicts[row.service_id].fit in staying]
    ranked = sorted(kept, key=lambda row: list(Fit).index(verdicts[row.service_id].fit))
    fitted = _fitted(answer, ranked, query.max_count)
    is_whole = staying == STAYING["all"]
    return Found(fitted if is_whole else replace(fitted, sentence=fitting.sentence), fitting, verdicts)


def _fitted(answer: ServicesAnswer, rows: Sequence[ServiceRow], max_count: int) -> ServicesAnswer:
    """Return the answer with these of its rows: all are counted, the first ones are kept."""
    return replace(
        answer,
        rows=tuple(rows[:max_count]),  # type: ignore[arg-type]  # the rows of this very answer
        found_count=len(rows),
        parameters={**answer.parameters, "max_count": max_count},
    )


def _fits_query(query: NearbyQuery, day: Day, shift: Shift, answer: ServicesAnswer) -> FitsQuery:
    return FitsQuery(
        as_of_on=query.as_of_on,
        service_ids=tuple(row.service_id for row in answer.rows),
        max_count=len(answer.rows),
        work_lon=query.lon,
        work_lat=query.lat,
        mode=query.mode,
        shifts=shift.pattern,
        from_on=shift.from_on,
        to_on=shift.to_on,
        drops=day.drops is Carer.ME,
        collects=day.collects is Carer.ME,
    )


def _near_or_on_the_way(page: Page, query: NearbyQuery, day: Day, *, max_count: int) -> ServicesAnswer:
    if day.home is None or not day.has_trips:
        return nearby(page.snapshot, replace(query, max_count=max_count), data.travel_times())
    asked = CommuteQuery(
        **{name: getattr(query, name) for name in FILTER},
        home_lon=day.home.lon,
        home_lat=day.home.lat,
        work_lon=query.lon,
        work_lat=query.lat,
        mode=query.mode,
        drops=day.drops,
        collects=day.collects,
        other_work_lon=day.other_work.lon if day.other_work else None,
        other_work_lat=day.other_work.lat if day.other_work else None,
        other_mode=query.mode,
        max_added_min=None if query.service_ids else query.limit_min,
        max_count=max_count,
    )
    return commute(page.snapshot, asked, data.travel_times())
