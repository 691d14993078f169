"""The map of a brief: municipalities shaded as on the page, numbered as in its table, services to call by letter."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from geodata.territory import Territory
from welfare_map.exports.document import Image
from welfare_map.exports.picture_png import legend_mm, picture_png
from welfare_map.maps.choropleth import Shade, doubtful_shade, shades_of
from welfare_map.maps.picture import PicturePoint, Tint, draw
from welfare_map.model import BriefAnswer, BriefFigure, BriefMunicipality, CoverageStatus
from welfare_map.palette import UNKNOWN
from welfare_map.texts import text

WIDTH_MM: Final = 166.0
PLAIN: Final = "#ffffff"
Shown = BriefMunicipality | BriefFigure


def map_of(
    answer: BriefAnswer, lang: str, territory: Territory, *, height_mm: float, row_count: int | None = None
) -> Image | None:
    """
    Draw the map with its legend; None where the district is not on it.

    Shades are those of the page, by places in nurseries; what is not known has dots and what nobody can tell has lines
    across it, so that a print in grey says the same.

    Parameters
    ----------
    row_count
        So many municipalities are in the table: later ones have no number; None for all.
    """
    codes = territory.municipality_codes_of(f"district:{answer.district_id}")
    tints, legend = _tints(answer, codes, lang)
    title = text("brief.map.legend_invented" if _is_invented(answer) else "brief.map.legend", lang)
    picture = draw(
        territory,
        tuple(_calls(answer)),
        start=None,
        width_mm=WIDTH_MM,
        height_mm=height_mm - legend_mm(legend, title, WIDTH_MM),
        ground=codes,
        tints=tints,
        numbers=tuple(_towns(answer, row_count)),
    )
    if picture is None:
        return None
    return Image(
        picture_png(picture, lang, legend=legend, title=title),
        text("brief.map.words", lang, name=answer.district_name),
        caption=" ".join(_caption(answer, lang)),
        width_mm=WIDTH_MM,
    )


def is_blank(answer: BriefAnswer) -> bool:
    """Tell whether a map would say nothing: no municipality has a figure, and no service to telephone is on it."""
    return is_untold(answer) and not any(_calls(answer))


def is_untold(answer: BriefAnswer) -> bool:
    """Tell whether of no municipality can be told how many nursery places there are."""
    shown = answer.municipalities or answer.rows[:1]
    return all(one.value is None and one.status is CoverageStatus.UNDECIDABLE for one in shown)


def _tints(
    answer: BriefAnswer, codes: Sequence[str], lang: str
) -> tuple[Mapping[str, Tint], tuple[tuple[Tint, str], ...]]:
    """Return what fills each municipality, and what that means in words; a town by itself is its district."""
    areas = _areas(answer, codes)
    target = answer.rows[0].target
    own, used = shades_of([area.value for area in areas.values()], target, lang)
    doubtful = [area.status is CoverageStatus.UNDECIDABLE for area in areas.values()]
    tints = {code: _tint(shade, is_hatched=is_open) for code, shade, is_open in zip(areas, own, doubtful, strict=True)}
    is_any_dotted = any(tint.is_dotted for tint in tints.values())
    legend = [(_tint(shade), shade.words) for shade in used if shade.colour != UNKNOWN or is_any_dotted]
    hatched = {tint.colour for tint in tints.values() if tint.is_hatched}
    if hatched:
        colour = UNKNOWN.light if hatched == {UNKNOWN.light} else PLAIN
        legend.append((Tint(colour, is_hatched=True), doubtful_shade(lang).words))
    return tints, tuple(legend)


def _areas(answer: BriefAnswer, codes: Sequence[str]) -> Mapping[str, Shown]:
    if answer.municipalities:
        return {town.municipality_code: town for town in answer.municipalities}
    return dict.fromkeys(codes, answer.rows[0])


def _tint(shade: Shade, *, is_hatched: bool = False) -> Tint:
    return Tint(shade.colour.light, is_dotted=shade.colour == UNKNOWN and not is_hatched, is_hatched=is_hatched)


def _is_invented(answer: BriefAnswer) -> bool:
    return answer.rows[0].is_demo


def _towns(answer: BriefAnswer, row_count: int | None) -> Iterator[PicturePoint]:
    for town in answer.municipalities:
        if town.number is not None and (row_count is None or town.number <= row_count):
            yield PicturePoint(str(town.number), town.lon, town.lat)


def _calls(answer: BriefAnswer) -> Iterator[PicturePoint]:
    for call in answer.calls:
        if call.letter and call.lon is not None and call.lat is not None:
            yield PicturePoint(call.letter, call.lon, call.lat)


def _caption(answer: BriefAnswer, lang: str) -> Iterator[str]:
    if any(_towns(answer, None)):
        yield text("brief.map.numbers", lang)
    if any(_calls(answer)):
        yield text("brief.map.letters", lang)
    yield text("brief.map.source", lang)
