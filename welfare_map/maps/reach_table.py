"""What is reached in so many minutes: areas of the map, and the table that says the same in words and figures."""

import shapely

from welfare_map.maps.legend import area_line
from welfare_map.maps.parts import table
from welfare_map.maps.popups import escape
from welfare_map.maps.view import MapArea
from welfare_map.model import ReachAnswer, ReachRow
from welfare_map.texts import formats, text

COLUMNS = ("limit", "area", "residents", "services")


def reach_areas(answer: ReachAnswer, lang: str) -> tuple[MapArea, ...]:
    """Return an area of the map per row, with the words of the table at its edge."""
    return tuple(MapArea(shapely.from_wkt(row.geometry_wkt), _limit(row, lang)) for row in answer.rows)


def reach_table(answer: ReachAnswer, lang: str) -> str:
    """Build the sentence, a table with a row per limit in the line of the map, and what the figures do not know."""
    heads = [text(f"reach.column.{name}", lang) for name in COLUMNS]
    rows = [_cells(number, row, lang) for number, row in enumerate(answer.rows)]
    notes = [text(f"reach.note.{name}", lang) for name in (_nature(answer), "counted")]
    made = table(heads, rows, text("reach.title", lang))
    said = f"<p>{escape(answer.sentence.words(lang))}</p>"
    return f'<div class="wm-reach">{said}{made}<p><small>{escape(" ".join(notes))}</small></p></div>'


def _nature(answer: ReachAnswer) -> str:
    """Tell which note says what the areas follow."""
    if not answer.is_estimate:
        return "roads"
    return "estimate" if answer.parameters["engine"] == "estimate" else "edge"


def _cells(number: int, row: ReachRow, lang: str) -> list[str]:
    return [
        f"{area_line(number)} {escape(_limit(row, lang))}",
        formats.number(row.area_km2, lang, decimals=1),
        formats.number(row.residents, lang),
        formats.number(row.service_count, lang) + _demo(row, lang),
    ]


def _demo(row: ReachRow, lang: str) -> str:
    """Say how many of the services are invented, where some are."""
    if not row.demo_count:
        return ""
    return (
        f" <small>{escape(text('card.territory.demo_note', lang, count=formats.number(row.demo_count, lang)))}</small>"
    )


def _limit(row: ReachRow, lang: str) -> str:
    key = "reach.limit_estimate" if row.is_estimate else "reach.limit"
    return text(key, lang, limit=formats.exact(row.limit_min, lang))
