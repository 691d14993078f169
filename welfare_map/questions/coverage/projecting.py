"""Where a figure goes in the coming years if places stay as they are and residents age as they did."""

from collections.abc import Sequence

from geodata.ageing import Ages, band, projected
from geodata.errors import InputError
from geodata.population import BAND_COLUMNS
from welfare_map.model import (
    LAST_YEAR,
    CoverageAnswer,
    CoverageQuery,
    CoverageRow,
    Phrase,
    ProjectionAnswer,
    ProjectionRow,
    Value,
)
from welfare_map.model.indicators import INDICATORS, Indicator
from welfare_map.questions.coverage.areas import areas_asked
from welfare_map.questions.coverage.asking import coverage
from welfare_map.questions.coverage.saying import figure_of, level_words, unit_words
from welfare_map.snapshot import Snapshot


def projection(snapshot: Snapshot, query: CoverageQuery, ages: Ages, years: Sequence[int]) -> ProjectionAnswer:
    """
    Project an indicator of places by residents of an age.

    Places stay as they are; residents age as on the whole map in the one year that is known (``geodata.ageing``), and
    as many children are born per woman. It is no forecast: what policies, moves and births will be nobody knows.

    Parameters
    ----------
    ages
        Residents by age, municipalities in the order of the territory.
    years
        Each on 1 January, ascending; none before that of ``ages``.

    Returns
    -------
    answer
        Rows by area, then by year; areas whose residents are not all known, or that reach beyond the map, are left out.

    Raises
    ------
    InputError
        The indicator is not by residents of an age, a year cannot be projected to, or the question cannot be answered
        as asked (see ``coverage``).
    """
    answer = coverage(snapshot, query)
    indicator = INDICATORS[answer.indicator]
    if indicator.denominator not in BAND_COLUMNS:
        raise InputError("error.no_projection", value=f"coverage.name.{answer.indicator}")
    if not years or min(years) < ages.year or max(years) > LAST_YEAR:
        raise InputError("error.bad_projection_years", year=str(ages.year), last=str(LAST_YEAR))
    areas = areas_asked(snapshot, query, codes=query.codes)
    has_residents = snapshot.territory.municipalities["has_residents"].to_numpy(bool)
    kept = [
        (row, areas.members(number))
        for number, row in enumerate(answer.rows)
        if row.denominator and row.is_complete and has_residents[areas.members(number)].all()
    ]
    rows = tuple(
        _row(row, indicator, year, band(projected(ages, members, year), indicator.denominator))
        for row, members in kept
        for year in years
    )
    return ProjectionAnswer(
        rows=rows,
        sentence=_sentence(rows, [row for row, _ in kept], answer, years),
        method=Phrase("coverage.projection.method", {"year": str(ages.year), "before": str(ages.year - 1)}),
        parameters={**answer.parameters, "years": list(years)},
        without_position_count=answer.without_position_count,
        sources=answer.sources,
        has_demo=answer.has_demo,
        indicator=answer.indicator,
        level=answer.level,
        unit=answer.unit,
        known_year=ages.year,
        left_out_count=len(answer.rows) - len(kept),
    )


def _row(row: CoverageRow, indicator: Indicator, year: int, residents: float) -> ProjectionRow:
    def value_of(numerator: float | None) -> float | None:
        return None if numerator is None or not residents else indicator.per_count * numerator / residents

    value = value_of(row.numerator)

    def to_target(numerator: float | None) -> float | None:
        if row.target is None or row.is_demo or numerator is None:
            return None
        return max(0.0, row.target * residents / indicator.per_count - numerator)

    return ProjectionRow(
        unit_code=row.unit_code,
        unit_name=row.unit_name,
        year=year,
        residents=residents,
        value=value,
        value_low=value_of(row.numerator_low),
        value_high=value_of(row.numerator_high),
        residents_effect=None if value is None or row.value is None else value - row.value,
        places_to_stay=(
            row.numerator * (residents / row.denominator - 1) if row.numerator is not None and row.denominator else None
        ),
        places_to_target=to_target(row.numerator),
        places_to_target_low=to_target(float("inf") if row.numerator_high is None else row.numerator_high),
        places_to_target_high=to_target(row.numerator_low),
        is_demo=row.is_demo,
    )


def _signed(pct: float) -> Phrase:
    """Say a change in per cent with its sign."""
    way = "up" if pct > 0 else "down" if pct < 0 else "same"
    return Phrase(f"coverage.projection.pct.{way}", {"pct": abs(pct)})


def _sentence(
    rows: Sequence[ProjectionRow], today: Sequence[CoverageRow], answer: CoverageAnswer, years: Sequence[int]
) -> Phrase:
    last = [row for row in rows if row.year == years[-1]]
    now = sum(row.denominator or 0 for row in today)
    then = sum(row.residents for row in last)
    values: dict[str, Value] = {
        "year": str(years[-1]),
        "residents": round(then),
        "change": _signed(round(100 * (then / now - 1), 1) if now else 0.0),
        "unit": unit_words(INDICATORS[answer.indicator]),
    }
    if not last:
        return Phrase("coverage.sentence.nothing")
    if len(last) == 1:
        is_known = None not in (today[0].value, last[0].value)
        ends = {"now": figure_of(today[0].value), "then": figure_of(last[0].value)}
        key = "coverage.projection.one" if is_known else "coverage.projection.one_unknown"
        said = Phrase(key, {**values, **ends, "name": last[0].unit_name})
        return Phrase("coverage.projection.demo", {"said": said}) if answer.has_demo else said
    down = sum((row.residents_effect or 0) < 0 for row in last)
    form = {0: "none", len(last): "all"}.get(down, "some")
    falls = Phrase(f"coverage.projection.falls.{form}", {"count": down})
    values |= {"level": level_words(answer.level), "count": len(last), "falls": falls}
    said = Phrase("coverage.projection.sentence", values)
    return Phrase("coverage.projection.partly_demo", {"said": said}) if answer.has_demo else said
