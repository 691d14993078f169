"""The map of a plan: firms by letter, existing services by the number that they have in the lists."""

from collections.abc import Iterator

from geodata.territory import Territory
from welfare_map.exports.document import Image
from welfare_map.exports.picture_png import picture_png
from welfare_map.exports.plan.words import firm_names, letter
from welfare_map.maps.picture import PicturePoint, draw
from welfare_map.model import NearbyRow, PlanAnswer
from welfare_map.texts import text

WIDTH_MM, HEIGHT_MM = 166.0, 104.0


def numbered(answer: PlanAnswer) -> dict[str, int]:
    """Return the number of each existing service that the plan lists, in the order of its measures."""
    ids = dict.fromkeys(row.service_id for measure in answer.rows for row in measure.services)
    return {service_id: number for number, service_id in enumerate(ids, start=1)}


def map_of(answer: PlanAnswer, lang: str, territory: Territory) -> Image | None:
    """Draw the map; None where nobody knows where anything is."""
    numbers = numbered(answer)
    points = [*_firms(answer), *_services(answer, numbers)]
    picture = draw(territory, points, start=_start(answer), width_mm=WIDTH_MM, height_mm=HEIGHT_MM)
    if picture is None:
        return None
    return Image(
        picture_png(picture, lang),
        text("plan.territory.map_words", lang, firms=firm_names(answer.firms), count=len(numbers)),
        caption=" ".join(_caption(answer, numbers, points, lang)),
        width_mm=WIDTH_MM,
    )


def _firms(answer: PlanAnswer) -> Iterator[PicturePoint]:
    for number, firm in enumerate(answer.firms):
        if firm.lon is not None and firm.lat is not None:
            yield PicturePoint(letter(number), firm.lon, firm.lat, firm.is_approximate)


def _services(answer: PlanAnswer, numbers: dict[str, int]) -> Iterator[PicturePoint]:
    rows: dict[str, NearbyRow] = {row.service_id: row for measure in answer.rows for row in measure.services}
    for service_id, number in numbers.items():
        row = rows[service_id]
        yield PicturePoint(str(number), row.lon, row.lat, row.is_approximate)


def _start(answer: PlanAnswer) -> PicturePoint | None:
    """Return the shared place, unless the mark of one of the firms stands there."""
    point = answer.point
    if point is None or any((firm.lon, firm.lat) == (point.lon, point.lat) for firm in answer.firms):
        return None
    return PicturePoint("", point.lon, point.lat)


def _caption(answer: PlanAnswer, numbers: dict[str, int], points: list[PicturePoint], lang: str) -> Iterator[str]:
    letters = _span(letter(0), letter(len(answer.firms) - 1))
    if numbers:
        yield text("plan.territory.map", lang, letters=letters, numbers=_span("1", str(len(numbers))))
    else:
        yield text("plan.territory.map_firms", lang, letters=letters)
    if _start(answer) is not None:
        yield text("plan.territory.map_start", lang)
    if any(point.is_approximate for point in points):
        yield text("plan.territory.map_area", lang)
    yield text("plan.territory.map_source", lang)


def _span(first: str, last: str) -> str:
    return first if first == last else f"{first}–{last}"
