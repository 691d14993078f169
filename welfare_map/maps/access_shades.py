"""An answer of access as a map of shades: places left, where ratio and access disagree, what the answer depends on."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np

from geodata.codes import Level
from geodata.territory import Territory
from welfare_map import palette
from welfare_map.maps.choropleth import Choropleth, Shade, breaks_of, class_words
from welfare_map.maps.view import AreaFill
from welfare_map.model import AccessAnswer, AccessRow, AccessStatus, DependsOn, Disagreement
from welfare_map.palette import HATCH, SHADES, UNKNOWN, Colour
from welfare_map.share_access import Shown
from welfare_map.texts import formats, text

DISAGREEMENT_COLOURS: Final[Mapping[Disagreement, Colour]] = {
    Disagreement.BOTH_LOW: palette.BOTH_LOW,
    Disagreement.SHARED_OUT: palette.SHARED_OUT,
    Disagreement.REACHED_NEARBY: palette.REACHED_NEARBY,
    Disagreement.BOTH_HIGH: palette.BOTH_HIGH,
}
"""Brown to blue: told apart in every kind of colour blindness; strongest where both measures agree."""
DEPENDS_COLOURS: Final[Mapping[DependsOn, Colour]] = {
    DependsOn.NOTHING: palette.DEPENDS_NOTHING,
    DependsOn.RADIUS: palette.DEPENDS_RADIUS,
    DependsOn.DECAY: palette.DEPENDS_DECAY,
    DependsOn.BOTH: palette.DEPENDS_BOTH,
}


def access_shades(answer: AccessAnswer, territory: Territory, lang: str, shown: Shown) -> Choropleth:
    """
    Shade the areas of an answer.

    Returns
    -------
    choropleth
        Areas of which nothing can be told are grey; where the places left are shown, those of which nobody can tell on
        which side of the threshold they are are hatched as well. Tooltips say the figure of an area, of municipalities
        the class.
    """
    own, all_shades = SHADED[shown](answer, lang)
    fills = _fills(answer, own, territory, lang)
    doubtful = Shade(HATCH, text("access.shade.undecidable", lang), is_hatched=True)
    open_rows = [row for row in answer.rows if row.status is AccessStatus.UNDECIDABLE] if shown is Shown.LEFT else []
    if open_rows:
        codes = tuple(code for row in open_rows for code in _members(answer, row, territory))
        fills += (AreaFill(codes, HATCH, doubtful.words, is_hatched=True),)
    used = set(own)
    return Choropleth(fills, (*(one for one in all_shades if one in used), *([doubtful] if open_rows else [])))


def _by_value(answer: AccessAnswer, lang: str) -> tuple[list[Shade], list[Shade]]:
    values = [row.value for row in answer.rows if row.value is not None]
    breaks = breaks_of(values, answer.equity.threshold)
    last = max(len(breaks), 1)
    shades = [
        Shade(SHADES[round(number * (len(SHADES) - 1) / last)], class_words(breaks, number, lang))
        for number in range(len(breaks) + 1)
    ]
    unknown = Shade(UNKNOWN, text("access.shade.unknown", lang))
    own = [
        unknown if row.value is None else shades[int(np.searchsorted(breaks, row.value, side="right"))]
        for row in answer.rows
    ]
    return own, [*shades, unknown]


def _by_disagreement(answer: AccessAnswer, lang: str) -> tuple[list[Shade], list[Shade]]:
    shades = {
        one: Shade(colour, text(f"access.disagreement_words.{one}", lang))
        for one, colour in DISAGREEMENT_COLOURS.items()
    }
    shades[Disagreement.UNDECIDABLE] = Shade(UNKNOWN, text("access.shade.unknown", lang))
    return [shades[row.disagreement] for row in answer.rows], list(shades.values())


def _by_dependence(answer: AccessAnswer, lang: str) -> tuple[list[Shade], list[Shade]]:
    shades = {one: Shade(colour, text(f"access.depends_on.{one}", lang)) for one, colour in DEPENDS_COLOURS.items()}
    unknown = Shade(UNKNOWN, text("access.shade.unknown", lang))
    own = [unknown if row.depends_on is None else shades[row.depends_on] for row in answer.rows]
    return own, [*shades.values(), unknown]


SHADED: Final[Mapping[Shown, Callable[[AccessAnswer, str], tuple[list[Shade], list[Shade]]]]] = {
    Shown.LEFT: _by_value,
    Shown.DISAGREEMENT: _by_disagreement,
    Shown.SENSITIVITY: _by_dependence,
}


def _fills(answer: AccessAnswer, own: Sequence[Shade], territory: Territory, lang: str) -> tuple[AreaFill, ...]:
    """Return a fill for each area, or for each class where the areas are municipalities."""
    if answer.level != Level.MUNICIPALITY:
        return tuple(
            AreaFill(_members(answer, row, territory), shade.colour, _words(row, shade, lang), is_shade=True)
            for row, shade in zip(answer.rows, own, strict=True)
        )
    codes: dict[Shade, list[str]] = {}
    for row, shade in zip(answer.rows, own, strict=True):
        codes.setdefault(shade, []).append(row.unit_code)
    return tuple(AreaFill(tuple(found), one.colour, one.words, is_shade=True) for one, found in codes.items())


def _words(row: AccessRow, shade: Shade, lang: str) -> str:
    value = "–" if row.value is None else formats.exact(round(row.value, 2), lang)
    return f"{row.unit_name}: {value} – {shade.words}"


def _members(answer: AccessAnswer, row: AccessRow, territory: Territory) -> tuple[str, ...]:
    return territory.municipality_codes_of(f"{answer.level}:{row.unit_code}")
