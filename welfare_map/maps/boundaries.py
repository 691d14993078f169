"""
The boundaries that a browser fetches once: one topology for every level.

District and province borders are arcs whose two municipalities differ in ``d`` or ``p``, so they need no geometry of
their own.
"""

import json
from collections.abc import Mapping, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.codes import Level
from geodata.territory import Territory

AREA_STEPS = 1e4
"""Quantisation: steps along the longer side of the area; in Lombardy and Verona one step is about 35 m."""
LABEL_DECIMALS = 4


def boundaries_topojson(territory: Territory) -> bytes:
    """
    Boundaries of a territory as TopoJSON, the same in every language.

    Parameters
    ----------
    territory
        Its display geometry and its background are drawn.

    Returns
    -------
    topology
        JSON, UTF-8. Objects: ``municipalities`` (``id`` = ISTAT code, ``n`` name, ``d`` place in ``districts`` or -1,
        ``p`` position in ``provinces``) and ``background`` (provinces outside the area, ``id`` = code). Beside them
        ``districts`` (``id``, ``name``, ``lon``, ``lat`` of a label), ``provinces`` (``code``, ``short``, ``name``,
        ``lon``, ``lat``) and ``towns``, the chief towns ``[name, lon, lat]``: the area's by residents, then others.
    """
    described = {
        "type": "Topology",
        **_topology(territory),
        "districts": _labels(territory, Level.DISTRICT, {"code": "id", "name": "name"}),
        "provinces": _labels(territory, Level.PROVINCE, {"code": "code", "province_short": "short", "name": "name"}),
        "towns": _towns(territory),
    }
    return json.dumps(described, ensure_ascii=False, separators=(",", ":")).encode()


def _topology(territory: Territory) -> Mapping[str, object]:
    from topojson.core.topology import Topology  # noqa: PLC0415  # needed once per territory: the result is kept

    layers = {"municipalities": _municipalities(territory), "background": _background(territory)}
    drawn = {name: layer for name, layer in layers.items() if len(layer)}
    built = Topology(list(drawn.values()), object_name=list(drawn), prequantize=_steps(drawn)).to_dict()
    return {
        "objects": {name: _plain(built["objects"][name], layer) for name, layer in drawn.items()},
        "arcs": built["arcs"],
        "transform": built["transform"],
    }


def _municipalities(territory: Territory) -> gpd.GeoDataFrame:
    table = territory.municipalities
    properties = pd.DataFrame(
        {
            "id": table["municipality_code"],
            "n": table["municipality_name"],
            "d": _positions(table["district_id"], territory, Level.DISTRICT),
            "p": _positions(table["province_code"], territory, Level.PROVINCE),
        }
    )
    return gpd.GeoDataFrame(properties, geometry=territory.display.geometry, crs=territory.display.crs)


def _background(territory: Territory) -> gpd.GeoDataFrame:
    table = territory.background
    return gpd.GeoDataFrame({"id": table["province_code"]}, geometry=table.geometry, crs=table.crs)


def _positions(codes: "pd.Series[str]", territory: Territory, level: Level) -> "pd.Series[int]":
    order = {code: position for position, code in enumerate(territory.units(level)["code"])}
    return codes.map(order).fillna(-1).astype(int)


def _steps(layers: Mapping[str, gpd.GeoDataFrame]) -> float:
    """Count steps along the whole topology: the area gets its own number of them however wide the background is."""
    bounds = np.array([layer.total_bounds for layer in layers.values()])
    sides = bounds[:, 2:].max(axis=0) - bounds[:, :2].min(axis=0)
    area_sides = bounds[0, 2:] - bounds[0, :2]
    return float(AREA_STEPS * sides.max() / area_sides.max())


def _plain(drawn: Mapping[str, list[Mapping[str, object]]], layer: gpd.GeoDataFrame) -> Mapping[str, object]:
    """Return an object of the topology with nothing but arcs, id and short properties."""
    rows = layer.drop(columns="geometry").to_dict("records")
    geometries = [
        {"type": shape["type"], "id": row.pop("id"), "arcs": shape["arcs"], **({"properties": row} if row else {})}
        for shape, row in zip(drawn["geometries"], rows, strict=True)
    ]
    return {"type": "GeometryCollection", "geometries": geometries}


def _labels(territory: Territory, level: Level, columns: Mapping[str, str]) -> Sequence[Mapping[str, object]]:
    units = territory.units(level)
    points = units.geometry.representative_point()
    table = units[list(columns)].rename(columns=columns)
    rows: list[Mapping[str, object]] = table.assign(
        lon=points.x.round(LABEL_DECIMALS), lat=points.y.round(LABEL_DECIMALS)
    ).to_dict("records")
    return rows


def _towns(territory: Territory) -> Sequence[tuple[str, float, float]]:
    table = territory.municipalities
    own = table[table["is_chief_town"]].sort_values("residents", ascending=False, kind="stable")
    others = territory.background.dropna(subset=["chief_town_name"])
    inside = zip(own["municipality_name"], own["point_lon"], own["point_lat"], strict=True)
    outside = zip(others["chief_town_name"], others["chief_town_lon"], others["chief_town_lat"], strict=True)
    return [(name, round(lon, LABEL_DECIMALS), round(lat, LABEL_DECIMALS)) for name, lon, lat in (*inside, *outside)]
