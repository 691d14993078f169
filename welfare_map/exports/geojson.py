"""An answer as GeoJSON (RFC 7946): a FeatureCollection with the envelope, less its rows, under ``answer``."""

import json
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

import numpy as np
import shapely

from geodata.codes import Level
from geodata.territory import Territory
from welfare_map.exports.envelope import envelope, plain_rows
from welfare_map.exports.tables import PublishedTable, about
from welfare_map.model import BASIN, AccessAnswer, Answer, CoverageAnswer, TerritoryAnswer, WhatifAnswer

COORDINATE_DECIMALS = 6
"""About a tenth of a metre."""
OUTLINE = "geometry_wkt"
"""Field of a row that holds its outline."""


def geojson(answer: Answer[Any], lang: str, *, territory: Territory) -> dict[str, object]:
    """
    Return an answer as a GeoJSON object.

    Parameters
    ----------
    answer
        Any answer of ``welfare_map.questions``.
    lang
        Language of its sentences.
    territory
        Gives the display geometry of the units of a territory answer.

    Returns
    -------
    collection
        A feature per row, in the answer's order, properties as in the envelope: units of the territory have their
        display geometry, rows with ``geometry_wkt`` have that, rows with ``lon`` and ``lat`` are points, others have
        no geometry. Degrees, EPSG:4326.
    """
    outlines = _outlines(answer, territory)
    return {
        "type": "FeatureCollection",
        "features": [_feature(row, outlines) for row in plain_rows(answer, lang)],
        "answer": {key: value for key, value in envelope(answer, lang).items() if key != "rows"},
    }


def shapes(answer: Answer[Any], lang: str, *, territory: Territory) -> list[shapely.Geometry | None]:
    """Return the geometry of each row as ``geojson`` writes it, in the answer's order; None for a row without."""
    outlines = _outlines(answer, territory)
    found = [_geometry(row, outlines) for row in plain_rows(answer, lang)]
    return [None if shape is None else shapely.from_geojson(json.dumps(shape)) for shape in found]


def table_geojson(table: PublishedTable, lang: str) -> dict[str, object]:
    """
    Return a published table as a GeoJSON object.

    Returns
    -------
    collection
        A feature per row, points where the row has a position; under ``table`` what the file holds, its licences and
        its sources.
    """
    rows = (dict(zip(table.rows.columns, row, strict=True)) for row in table.plain_rows())
    facts = about(table, lang)
    return {
        "type": "FeatureCollection",
        "features": [_feature(row, {}) for row in rows],
        "table": {"name": table.name, **facts, "sources": json.loads(facts["sources"])},
    }


def _outlines(answer: Answer[Any], territory: Territory) -> Mapping[str, shapely.Geometry]:
    if isinstance(answer, TerritoryAnswer):
        return _of_level(territory, answer.level, {row.code for row in answer.rows})
    if isinstance(answer, WhatifAnswer):
        by_level = (_of_level(territory, level, _codes(answer, level)) for level in Level)
        return {code: shape for shapes in by_level for code, shape in shapes.items()}
    if not isinstance(answer, CoverageAnswer | AccessAnswer):
        return {}
    if answer.level == BASIN:
        parts = _of_level(territory, Level.MUNICIPALITY, set(answer.municipality_codes))
        return {BASIN: shapely.union_all(list(parts.values()))}
    return _of_level(territory, answer.level, {row.unit_code for row in answer.rows})


def _codes(answer: WhatifAnswer, level: Level) -> set[str]:
    return {row.unit_code for row in answer.rows if row.level == level}


def _of_level(territory: Territory, level: str, wanted: AbstractSet[str]) -> Mapping[str, shapely.Geometry]:
    units = territory.units(Level(level))
    return {code: shape for code, shape in zip(units["code"], units.geometry, strict=True) if code in wanted}


def _feature(row: Mapping[str, object], outlines: Mapping[str, shapely.Geometry]) -> dict[str, object]:
    properties = {name: value for name, value in row.items() if name != OUTLINE}
    return {"type": "Feature", "geometry": _geometry(row, outlines), "properties": properties}


def _geometry(row: Mapping[str, object], outlines: Mapping[str, shapely.Geometry]) -> object:
    if outlines:
        outline = outlines.get(str(row.get("code", row.get("unit_code"))))
        return None if outline is None else _shape(outline)
    if isinstance(row.get(OUTLINE), str):
        return _shape(shapely.from_wkt(row[OUTLINE]))
    lon, lat = row.get("lon"), row.get("lat")
    if not isinstance(lon, int | float) or not isinstance(lat, int | float):
        return None
    return {"type": "Point", "coordinates": [round(lon, COORDINATE_DECIMALS), round(lat, COORDINATE_DECIMALS)]}


def _shape(outline: shapely.Geometry) -> object:
    """Return a polygon with outer rings counterclockwise (RFC 7946, 3.1.6) and rounded coordinates."""
    rounded = shapely.transform(shapely.orient_polygons(outline), lambda c: np.round(c, COORDINATE_DECIMALS))
    return json.loads(shapely.to_geojson(rounded))
