"""What makes a figure change: what is counted, or residents? The two parts add up to the whole."""

from collections.abc import Sequence

from welfare_map.model import (
    ChangeAnswer,
    ChangeRow,
    CoverageAnswer,
    CoverageQuery,
    CoverageRow,
    EarlierFigure,
    Phrase,
    Value,
)
from welfare_map.model.indicators import INDICATORS
from welfare_map.questions.coverage.asking import coverage
from welfare_map.questions.coverage.saying import level_words, unit_words
from welfare_map.snapshot import Snapshot

Part = tuple[float, float]
"""Numerator and denominator."""


def decomposed(before: Part, now: Part) -> tuple[float, float]:
    """
    Split the change of a ratio into what its numerator and what its denominator make of it.

    Each part is the effect of one of them, the other held at the mean of then and now: the split does not depend on
    which is taken to change first.

    Returns
    -------
    numerator_effect, denominator_effect
        They add up to the change of the ratio.

    Notes
    -----
    Kitagawa, E. M. (1955), "Components of a difference between two rates", JASA 50(272); Das Gupta, P. (1978), "A
    general method of decomposing a difference between two rates into several components", Demography 15(1).

    Examples
    --------
    Places from 10 to 30, residents from 100 to 200: the ratio goes from 0.10 to 0.15.

    >>> places, residents = decomposed((10, 100), (30, 200))
    >>> round(places, 6), round(residents, 6)
    (0.15, -0.1)
    """
    (numerator_0, denominator_0), (numerator_1, denominator_1) = before, now
    numerator_effect = (numerator_1 - numerator_0) * (1 / denominator_0 + 1 / denominator_1) / 2
    denominator_effect = (1 / denominator_1 - 1 / denominator_0) * (numerator_0 + numerator_1) / 2
    return numerator_effect, denominator_effect


def change(snapshot: Snapshot, query: CoverageQuery, earlier: Sequence[EarlierFigure]) -> ChangeAnswer:
    """
    Compare an indicator with an answer that was kept, and split each change into places and residents.

    Parameters
    ----------
    earlier
        Figures of the kept answer to the same question.

    Returns
    -------
    answer
        Areas that are in both, by code; without a value then or now there is no change to split.

    Raises
    ------
    InputError
        The question cannot be answered as asked (see ``coverage``).
    """
    answer = coverage(snapshot, query)
    then = {figure.unit_code: figure for figure in earlier}
    per_count = INDICATORS[answer.indicator].per_count
    rows = tuple(_row(then[row.unit_code], row, per_count) for row in answer.rows if row.unit_code in then)
    split = [row for row in rows if row.change is not None]
    return ChangeAnswer(
        rows=rows,
        sentence=_sentence(rows, split, answer),
        method=Phrase("coverage.change.method"),
        parameters=answer.parameters,
        without_position_count=answer.without_position_count,
        sources=answer.sources,
        has_demo=any(row.is_demo for row in rows),
        indicator=answer.indicator,
        level=answer.level,
        unit=answer.unit,
        only_before_count=len(then) - len(rows),
        only_now_count=len(answer.rows) - len(rows),
    )


def _row(then: EarlierFigure, now: CoverageRow, per_count: int) -> ChangeRow:
    before, after = _part(then.numerator, then.denominator), _part(now.numerator, now.denominator)
    effects: list[float | None] = [None, None]
    if before and after:
        effects = [per_count * effect for effect in decomposed(before, after)]
    values = [None if part is None else per_count * part[0] / part[1] for part in (before, after)]
    return ChangeRow(
        unit_code=now.unit_code,
        unit_name=now.unit_name,
        value_before=values[0],
        value=values[1],
        change=None if values[0] is None or values[1] is None else values[1] - values[0],
        numerator_effect=effects[0],
        denominator_effect=effects[1],
        is_demo=then.is_demo or now.is_demo,
    )


def _part(numerator: float | None, denominator: float | None) -> Part | None:
    """Return a ratio's parts; a count is by one, and nothing is by nobody."""
    if numerator is None or denominator == 0:
        return None
    return numerator, 1 if denominator is None else denominator


def _sentence(rows: Sequence[ChangeRow], split: Sequence[ChangeRow], answer: CoverageAnswer) -> Phrase:
    values: dict[str, Value] = {
        "level": level_words(answer.level),
        "count": len(rows),
        "up": sum((row.change or 0) > 0 for row in split),
        "down": sum((row.change or 0) < 0 for row in split),
        "unknown": len(rows) - len(split),
        "unit": unit_words(INDICATORS[answer.indicator]),
    }
    has_demo = any(row.is_demo for row in rows)
    return Phrase("coverage.change.sentence_demo" if has_demo else "coverage.change.sentence", values)
