"""The map of a brief: the district's municipalities, those of its table by number, services to call by letter."""

from collections.abc import Iterator
from typing import Final

from geodata.territory import Territory
from welfare_map.exports.document import Image
from welfare_map.exports.picture_png import picture_png
from welfare_map.maps.picture import PicturePoint, draw
from welfare_map.model import BriefAnswer, CoverageStatus
from welfare_map.texts import text

WIDTH_MM: Final = 166.0


def map_of(answer: BriefAnswer, lang: str, territory: Territory, *, height_mm: float) -> Image | None:
    """Draw the map; None where the district is not on it."""
    codes = territory.municipality_codes_of(f"district:{answer.district_id}")
    points = [*_towns(answer), *_calls(answer)]
    picture = draw(territory, points, start=None, width_mm=WIDTH_MM, height_mm=height_mm, ground=codes)
    if picture is None:
        return None
    return Image(
        picture_png(picture, lang),
        text("brief.map.words", lang, name=answer.district_name),
        caption=" ".join(_caption(answer, lang)),
        width_mm=WIDTH_MM,
    )


def _towns(answer: BriefAnswer) -> Iterator[PicturePoint]:
    for town in answer.municipalities:
        if town.number is not None:
            mark = "?" if town.status is CoverageStatus.UNDECIDABLE else ""
            yield PicturePoint(f"{town.number}{mark}", town.lon, town.lat)


def _calls(answer: BriefAnswer) -> Iterator[PicturePoint]:
    for call in answer.calls:
        if call.letter and call.lon is not None and call.lat is not None:
            yield PicturePoint(call.letter, call.lon, call.lat)


def _caption(answer: BriefAnswer, lang: str) -> Iterator[str]:
    yield text("brief.map.ground", lang)
    if any(_towns(answer)):
        yield text("brief.map.numbers_invented" if answer.has_demo else "brief.map.numbers", lang)
    if any(_calls(answer)):
        yield text("brief.map.letters", lang)
    yield text("brief.map.source", lang)
