"""An answer in words."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from welfare_map.model import BASIN, AccessRow, CoverageQuery, CoverageRow, CoverageStatus, Phrase, Value
from welfare_map.model.indicators import Indicator, Measure
from welfare_map.model.shifts import read_shifts
from welfare_map.questions.coverage.areas import Areas
from welfare_map.questions.coverage.known import basis_of
from welfare_map.texts.values import amount

WAYS: Final[Mapping[int | None, str]] = MappingProxyType({1: "up", -1: "down", 0: "same", None: "unknown"})
"""Direction of a change -> name of its words."""


def sentence(rows: tuple[CoverageRow, ...], areas: Areas, indicator: Indicator) -> Phrase:
    """Say the answer in one sentence: one area's figure, or how many meet the target, or from where to where."""
    if not rows:
        return Phrase("coverage.sentence.nothing")
    if len(rows) == 1:
        return _of_one(rows[0], indicator)
    values: dict[str, Value] = {
        "count": len(rows),
        "level": f"codes.level.{areas.level}",
        "unit": unit_words(indicator),
    }
    if any(row.status is not CoverageStatus.NO_TARGET and row.target is not None for row in rows):
        return Phrase("coverage.sentence.statuses", {**values, "statuses": _statuses(rows)})
    known = [row for row in rows if row.value is not None and row.value_high is not None and row.is_complete]
    if not known:
        return Phrase("coverage.sentence.unknown", values)
    if len(known) == 1:
        return _of_one_known(known[0], rows, values)
    least, most = min(known, key=_by_value), max(known, key=_by_value)
    values |= {"least": figure_of(least.value), "least_name": least.unit_name}
    values |= {"most": figure_of(most.value), "most_name": most.unit_name}
    is_partly_demo = any(row.is_demo for row in rows)
    return Phrase("coverage.sentence.range_demo" if is_partly_demo else "coverage.sentence.range", values)


def _of_one_known(known: CoverageRow, rows: tuple[CoverageRow, ...], values: Mapping[str, Value]) -> Phrase:
    """Say the one figure that is known; of the others nobody can tell."""
    form = "one_other" if len(rows) == 2 else "others"
    words = {**values, "name": known.unit_name, "value": figure_of(known.value)}
    said = Phrase(f"coverage.sentence.one_known.{form}", words)
    return Phrase("coverage.sentence.partly_demo", {"said": said}) if any(row.is_demo for row in rows) else said


def ways_words(ways: Sequence[int | None]) -> tuple[Phrase, ...]:
    """Say in how many areas a figure rises, falls, stays and in how many nobody can tell; none is left out."""
    counts = ((name, sum(one == way for one in ways)) for way, name in WAYS.items())
    return tuple(
        Phrase(f"coverage.change.way.{name}.{'all' if count == len(ways) else 'some'}", {"count": count})
        for name, count in counts
        if count
    )


def level_words(level: str) -> Value:
    """Name the areas of a level."""
    return Phrase("coverage.ask.basin") if level == BASIN else f"codes.level.{level}"


def _by_value(row: CoverageRow) -> float:
    return row.value or 0.0


def _statuses(rows: tuple[CoverageRow, ...]) -> tuple[Phrase, ...]:
    counts = ((status, sum(row.status is status for row in rows)) for status in CoverageStatus)
    return tuple(
        Phrase(f"coverage.status_count.{status}.{amount(count)}", {"count": count}) for status, count in counts if count
    )


def _of_one(row: CoverageRow, indicator: Indicator) -> Phrase:
    said = Phrase(
        "coverage.sentence.one_unknown" if row.value is None else "coverage.sentence.one",
        {"name": row.unit_name, "value": figure_of(row.value), "unit": unit_words(indicator), "between": between(row)},
    )
    return Phrase("coverage.sentence.with_reason", {"said": said, "reason": row.reason})


def between(row: CoverageRow | AccessRow) -> Phrase:
    """Say the interval, or that the figure is known, or invented."""
    if row.value_low == row.value_high:
        return Phrase("coverage.between.invented" if row.is_demo else "coverage.between.known")
    if row.value_high is None:
        low = figure_of(row.value_low)
        return Phrase("coverage.between.endless" if low else "coverage.between.endless_none", {"low": low})
    return Phrase("coverage.between.both", {"low": figure_of(row.value_low), "high": figure_of(row.value_high)})


def unit_words(indicator: Indicator) -> Phrase:
    """Say the unit of an indicator."""
    return Phrase(f"coverage.unit.{indicator.unit}")


def figure_of(value: float | None) -> float | None:
    """Return a value as it is read: two decimals."""
    return None if value is None else round(value, 2)


def caveat(indicator: Indicator) -> Phrase:
    """Return what an indicator does not say."""
    return Phrase(f"coverage.caveat.{indicator.code}")


def method(indicator: Indicator, query: CoverageQuery) -> Phrase:
    """Return how an indicator is computed, its parameters included."""
    rules = Phrase("coverage.rule.unknown" if indicator.measure in PLACES else "coverage.rule.records")
    return Phrase("coverage.method", {"formula": formula(indicator, query), "rule": rules})


PLACES = frozenset({Measure.PLACES, Measure.FULL_TIME_PLACES})


def formula(indicator: Indicator, query: CoverageQuery) -> Phrase:
    """Return the formula in words."""
    basis = basis_of(indicator, query)
    values: dict[str, Value] = {
        "places": Phrase(f"coverage.places.{basis}") if basis else "",
        "share": query.part_time_share,
        "shift": _shift(query) if indicator.measure is Measure.OPEN_SERVICES else "",
    }
    return Phrase(f"coverage.formula.{indicator.code}", values)


def _shift(query: CoverageQuery) -> Value:
    """Return the hours that are asked for: a template by its name, others as they were written."""
    pattern = read_shifts(query.shift, query.as_of_on)
    return Phrase(f"fits.template.{pattern.template}") if pattern.template else pattern.words
