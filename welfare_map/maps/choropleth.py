"""An answer of coverage as a map of shades: classes of figures with words, hatched where nobody can tell."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from geodata.codes import Level
from geodata.territory import Territory
from welfare_map.maps.legend import shades_html
from welfare_map.maps.view import AreaFill
from welfare_map.model import BASIN, CoverageAnswer, CoverageRow, CoverageStatus, Phrase
from welfare_map.palette import HATCH, SHADES, UNKNOWN, Colour
from welfare_map.texts import formats, text

QUANTILES: Final = (0.2, 0.4, 0.6, 0.8)


@dataclass(frozen=True, slots=True)
class Shade:
    """A class of figures: colour, words, and whether it is hatched."""

    colour: Colour
    words: str
    is_hatched: bool = False


@dataclass(frozen=True, slots=True)
class Choropleth:
    """Tinted areas, painted in order, and what their shades mean."""

    fills: tuple[AreaFill, ...]
    shades: tuple[Shade, ...]

    def legend(self, title: str) -> str:
        """Build the legend in words."""
        return shades_html(title, [(one.colour, one.words, one.is_hatched) for one in self.shades])


def choropleth(answer: CoverageAnswer, territory: Territory, lang: str) -> Choropleth:
    """
    Shade the areas of an answer by their figure.

    Returns
    -------
    choropleth
        Areas whose figure is not known are grey, those of which nobody can tell whether they meet the target hatched
        as well; tooltips say the figure of an area, of municipalities its class.
    """
    own, used = shades_of([row.value for row in answer.rows], _target(answer.rows), lang)
    doubtful = doubtful_shade(lang)
    open_rows = [row for row in answer.rows if row.status is CoverageStatus.UNDECIDABLE]
    fills = _fills(answer, own, territory, lang)
    if open_rows:
        codes = tuple(code for row in open_rows for code in _members(answer, row, territory))
        fills += (AreaFill(codes, HATCH, doubtful.words, is_hatched=True),)
    return Choropleth(fills, (*used, *([doubtful] if open_rows else [])))


def shades_of(
    values: Sequence[float | None], target: float | None, lang: str
) -> tuple[tuple[Shade, ...], tuple[Shade, ...]]:
    """Return the shade of each figure, None being a figure that is not known, and those that occur, in order."""
    breaks = breaks_of([value for value in values if value is not None], target)
    numbers = [None if value is None else int(np.searchsorted(breaks, value, side="right")) for value in values]
    shades = [
        Shade(_colour(number, len(breaks)), class_words(breaks, number, lang)) for number in range(len(breaks) + 1)
    ]
    unknown = Shade(UNKNOWN, text("coverage.shade.unknown", lang))
    own = tuple(unknown if number is None else shades[number] for number in numbers)
    return own, tuple(shade for shade in (*shades, unknown) if shade in own)


def doubtful_shade(lang: str) -> Shade:
    """Return what lies above the shade of an area of which nobody can tell whether it meets the target."""
    return Shade(HATCH, text("coverage.shade.undecidable", lang), is_hatched=True)


def breaks_of(values: Sequence[float], target: float | None) -> list[float]:
    """
    Return where one class ends and the next begins, at round figures; the target, where there is one, is among them.

    Areas that have none are in the first class and do not decide about the others.

    Examples
    --------
    >>> breaks_of([0, 0, 0, 100, 200, 300, 400, 500, 600], None)
    [200.0, 300.0, 400.0, 500.0]
    """
    if not values:
        return []
    some = [value for value in values if value > 0] or values
    marks = {_rounded(float(mark)) for mark in np.quantile(some, QUANTILES)}
    found = sorted(mark for mark in marks if min(values) < mark <= max(values))
    if target is None or not min(values) < target <= max(values):
        return found
    nearest = min(found, key=lambda mark: abs(mark - target), default=target)
    return sorted({*found} - {nearest} | {target})


def _rounded(value: float) -> float:
    """Return two significant digits."""
    return round(value, 1 - math.floor(math.log10(abs(value)))) if value else 0.0


def _colour(number: int, break_count: int) -> Colour:
    """Return the shade of a class: few classes lie as far apart as many."""
    return SHADES[round(number * (len(SHADES) - 1) / break_count) if break_count else len(SHADES) // 2]


def _target(rows: Sequence[CoverageRow]) -> float | None:
    return next((row.target for row in rows), None)


def class_words(breaks: Sequence[float], number: int, lang: str) -> str:
    """Say from where to where a class goes."""
    ends = [formats.exact(mark, lang) for mark in breaks]
    if not ends:
        return text("coverage.shade.one", lang)
    if number == 0:
        return text("coverage.shade.below", lang, high=ends[0])
    if number == len(ends):
        return text("coverage.shade.from", lang, low=ends[-1])
    return text("coverage.shade.between", lang, low=ends[number - 1], high=ends[number])


def _fills(answer: CoverageAnswer, own: Sequence[Shade], territory: Territory, lang: str) -> tuple[AreaFill, ...]:
    """Return a fill for each area, or for each class where the areas are municipalities."""
    if answer.level != Level.MUNICIPALITY:
        return tuple(
            AreaFill(_members(answer, row, territory), shade.colour, figure_words(row, answer, lang), is_shade=True)
            for row, shade in zip(answer.rows, own, strict=True)
        )
    codes: dict[Shade, list[str]] = {}
    for row, shade in zip(answer.rows, own, strict=True):
        codes.setdefault(shade, []).append(row.unit_code)
    return tuple(AreaFill(tuple(found), one.colour, one.words, is_shade=True) for one, found in codes.items())


def figure_words(row: CoverageRow, answer: CoverageAnswer, lang: str) -> str:
    """Say area, figure and status in one line."""
    value = text("coverage.figure_unknown", lang) if row.value is None else formats.exact(round(row.value, 2), lang)
    unit = Phrase(f"coverage.unit.{answer.unit}").words(lang)
    return f"{row.unit_name}: {value} {unit} – {text(f'coverage.status.{row.status}', lang)}"


def _members(answer: CoverageAnswer, row: CoverageRow, territory: Territory) -> tuple[str, ...]:
    if answer.level == BASIN:
        return answer.municipality_codes
    return territory.municipality_codes_of(f"{answer.level}:{row.unit_code}")
