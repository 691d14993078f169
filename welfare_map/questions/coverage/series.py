"""An indicator by year, as the register knew its services at the end of each."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise

from geodata.errors import InputError
from welfare_map.model import CoverageQuery, CoverageRow, Phrase, SeriesAnswer, SeriesRow, Value
from welfare_map.model.indicators import INDICATORS
from welfare_map.questions.coverage.asking import coverage
from welfare_map.questions.coverage.changing import difference, direction
from welfare_map.questions.coverage.known import indicator_asked
from welfare_map.questions.coverage.saying import figure_of, level_words, unit_words, ways_words
from welfare_map.questions.coverage.sums import MEASURES_OF_LISTS
from welfare_map.snapshot import Snapshot


def series(snapshots: Mapping[date, Snapshot], query: CoverageQuery) -> SeriesAnswer:
    """
    Ask a question of coverage of each year's services.

    Parameters
    ----------
    snapshots
        By day, the earliest first, as the register gives them: what its lists said on that day, by the day of their
        content. Residents are of one year in all of them, so all of a change comes from what is counted.
    query
        The question; its day is left aside, and invented records, which have no past, take no part.

    Returns
    -------
    answer
        By area, then by year; a year of which the register knows nothing has no value.

    Raises
    ------
    InputError
        As ``coverage``; ``error.no_series`` where the indicator does not count services of lists; ``error.no_past``
        where no list is in the register.
    """
    indicator = indicator_asked(query)
    if indicator.measure not in MEASURES_OF_LISTS:
        raise InputError("error.no_series", indicator=f"coverage.name.{indicator.code}")
    if not snapshots:
        raise InputError("error.no_past")
    plain = replace(query, with_demo=False, is_explained=False, max_call_count=0)
    answers = {day: coverage(snapshot, replace(plain, as_of_on=day)) for day, snapshot in snapshots.items()}
    last = answers[max(answers)]
    histories = [list(one) for one in zip(*(answer.rows for answer in answers.values()), strict=True)]
    rows = tuple(row for history in histories for row in _rows(tuple(answers), history))
    return SeriesAnswer(
        rows=rows,
        sentence=_sentence(rows, last.level, query.indicator),
        method=Phrase("coverage.series.method"),
        parameters=last.parameters,
        without_position_count=last.without_position_count,
        sources=last.sources,
        has_demo=False,
        indicator=last.indicator,
        level=last.level,
        unit=last.unit,
    )


def _rows(days: tuple[date, ...], history: list[CoverageRow]) -> Iterator[SeriesRow]:
    """Yield one area's years; of the first there is no change."""
    yield _row(days[0], history[0], None)
    for day, (before, now) in zip(days[1:], pairwise(history), strict=True):
        yield _row(day, now, before)


def _row(day: date, now: CoverageRow, before: CoverageRow | None) -> SeriesRow:
    ends = (None, None) if before is None else _ends(before, now)
    return SeriesRow(
        unit_code=now.unit_code,
        unit_name=now.unit_name,
        year=day.year,
        as_of_on=day,
        value=now.value,
        value_low=now.value_low,
        value_high=now.value_high,
        numerator=now.numerator,
        denominator=now.denominator,
        record_count=now.record_count,
        change=None if before is None else difference(before.value, now.value),
        change_low=ends[0],
        change_high=ends[1],
        direction=direction(ends),
    )


def _ends(before: CoverageRow, now: CoverageRow) -> tuple[float | None, float | None]:
    return difference(before.value_low, now.value_low), difference(before.value_high, now.value_high)


def _sentence(rows: tuple[SeriesRow, ...], level: str, indicator: str) -> Phrase:
    """Say of one area from where to where, of many how many rose since the first year that is known."""
    unit = unit_words(INDICATORS[indicator])
    known: dict[str, list[SeriesRow]] = {row.unit_code: [] for row in rows}
    for row in rows:
        if row.value is not None:
            known[row.unit_code].append(row)
    if not any(known.values()):
        return Phrase("coverage.series.unknown")
    if len(known) == 1:
        own = next(iter(known.values()))
        first, last = own[0], own[-1]
        words: dict[str, Value] = {"name": last.unit_name, "unit": unit, "year": str(last.year)}
        words |= {"value": figure_of(last.value), "first_year": str(first.year), "first": figure_of(first.value)}
        return Phrase("coverage.series.one_year" if first is last else "coverage.series.one", words)
    if rows[0].year == rows[-1].year:
        words = {"count": len(known), "level": level_words(level), "year": str(rows[0].year)}
        return Phrase("coverage.series.many_one_year", words)
    ways = [_way(own) for own in known.values()]
    first_year, last_year = rows[0].year, rows[-1].year
    span: dict[str, Value] = {"first_year": str(first_year), "year": str(last_year), "unit": unit}
    words = {"count": len(known), "level": level_words(level), "ways": ways_words(ways)}
    return Phrase("coverage.series.many", {**span, **words})


def _way(known: list[SeriesRow]) -> int | None:
    """Say which way an area went between the first and the last year that are known; None where nobody can tell."""
    if len(known) <= 1:
        return None
    first, last = known[0], known[-1]
    return direction((difference(first.value_low, last.value_low), difference(first.value_high, last.value_high)))
