"""What makes a figure change: what is counted, or residents? The two parts add up to the whole."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from geodata.errors import InputError
from welfare_map.model import (
    ChangeAnswer,
    ChangeRow,
    CoverageAnswer,
    CoverageQuery,
    CoverageRow,
    EarlierFigure,
    Phrase,
)
from welfare_map.model.indicators import INDICATORS
from welfare_map.questions.coverage.asking import coverage
from welfare_map.questions.coverage.deciding import TOLERANCE
from welfare_map.questions.coverage.saying import WAYS, figure_of, level_words, unit_words, ways_words
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


COMPARED: Final = {
    "places": "coverage.unread.name.places",
    "part_time_share": "coverage.unread.name.part_time",
    "shift": "coverage.unread.name.hours",
    "with_demo": "coverage.unread.name.real",
}
"""Parameters that make two answers figures of the same thing, and the key of their words."""


def change(
    snapshot: Snapshot, query: CoverageQuery, earlier: Sequence[EarlierFigure], parameters: Mapping[str, object]
) -> ChangeAnswer:
    """
    Compare an indicator with an answer that was kept, and split each change into places and residents.

    Parameters
    ----------
    earlier
        Figures of the kept answer.
    parameters
        Its parameters.

    Returns
    -------
    answer
        Areas that are in both, by code; without a value then or now there is no change to split. What is said to rise
        or to fall does so at both ends of what is not known.

    Raises
    ------
    InputError
        The question cannot be answered as asked (see ``coverage``), or the kept answer counted otherwise.
    """
    answer = coverage(snapshot, query)
    if differing := [COMPARED[name] for name in COMPARED if parameters.get(name) != answer.parameters[name]]:
        raise InputError("error.other_parameters", names=", ".join(differing))
    then = {figure.unit_code: figure for figure in earlier}
    per_count = INDICATORS[answer.indicator].per_count
    rows = tuple(_row(then[row.unit_code], row, per_count) for row in answer.rows if row.unit_code in then)
    return ChangeAnswer(
        rows=rows,
        sentence=_sentence(rows, answer),
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
    ends = [difference(then.value_low, now.value_low), difference(then.value_high, now.value_high)]
    return ChangeRow(
        unit_code=now.unit_code,
        unit_name=now.unit_name,
        value_before=values[0],
        value=values[1],
        change=difference(values[0], values[1]),
        numerator_effect=effects[0],
        denominator_effect=effects[1],
        change_low=ends[0],
        change_high=ends[1],
        direction=direction(ends),
        is_demo=then.is_demo or now.is_demo,
    )


def difference(before: float | None, now: float | None) -> float | None:
    """Return by how much a figure changed; None where either is not known."""
    return None if before is None or now is None else now - before


def direction(ends: Sequence[float | None]) -> int | None:
    """
    Say which way a figure went, whatever the records do not say.

    The same is unknown at both ends then and now, so they move together when what is counted changes; a record that
    has come to say its number moves one of them, or both towards each other.
    """
    signs = {0 if abs(end) <= TOLERANCE else int(np.sign(end)) for end in ends if end is not None}
    return signs.pop() if None not in ends and len(signs) == 1 else None


def _part(numerator: float | None, denominator: float | None) -> Part | None:
    """Return a ratio's parts; a count is by one, and nothing is by nobody."""
    if numerator is None or denominator == 0:
        return None
    return numerator, 1 if denominator is None else denominator


def _sentence(rows: Sequence[ChangeRow], answer: CoverageAnswer) -> Phrase:
    if not rows:
        return Phrase("coverage.sentence.nothing")
    unit = unit_words(INDICATORS[answer.indicator])
    if len(rows) == 1:
        ends = {"before": figure_of(rows[0].value_before), "now": figure_of(rows[0].value)}
        is_known = None not in ends.values()
        way = WAYS[rows[0].direction if is_known else None]
        said = Phrase(f"coverage.change.one.{way}", {**ends, "name": rows[0].unit_name, "unit": unit})
    else:
        ways = ways_words([row.direction for row in rows])
        values = {"level": level_words(answer.level), "count": len(rows), "ways": ways, "unit": unit}
        said = Phrase("coverage.change.sentence", values)
    if not any(row.is_demo for row in rows):
        return said
    return Phrase("coverage.change.demo" if len(rows) == 1 else "coverage.change.partly_demo", {"said": said})
