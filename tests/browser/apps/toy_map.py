"""A page with one map over nine square municipalities: the component's own browser test opens it."""

import json
from collections.abc import Iterator

import shapely
import streamlit as st

from geodata.codes import Level
from welfare_map.maps.encode import flags, packed_codes, packed_points
from welfare_map.maps.layers import LayerFile
from welfare_map.maps.view import AreaFill, Bounds, MapArea, MapPoint, MapView, Origin
from welfare_map.palette import FAMILY, PRACTICE, SHADES
from welfare_map.ui.assets import pack, publish
from welfare_map.ui.components.map import set_document, show_map

SIDE = 3
UNIT = 1000
"""Quantized units per municipality; a municipality is 0.1 degrees wide."""


def toy_boundaries() -> bytes:
    """Return nine squares of 0.1 degrees from 9.0 E 45.0 N, numbered row by row from the south-west."""
    arcs, number_of = [], {}
    for ends in _edges():
        number_of[ends] = len(arcs)
        (x0, y0), (x1, y1) = ends
        arcs.append([[x0 * UNIT, y0 * UNIT], [(x1 - x0) * UNIT, (y1 - y0) * UNIT]])
    squares = [
        {
            "type": "Polygon",
            "id": f"{99001 + row * SIDE + column:06d}",
            "properties": {"n": f"Comune {row * SIDE + column + 1}", "d": column, "p": 0},
            "arcs": [
                [
                    number_of[(column, row), (column + 1, row)],
                    number_of[(column + 1, row), (column + 1, row + 1)],
                    ~number_of[(column, row + 1), (column + 1, row + 1)],
                    ~number_of[(column, row), (column, row + 1)],
                ]
            ],
        }
        for row in range(SIDE)
        for column in range(SIDE)
    ]
    topology = {
        "type": "Topology",
        "transform": {"scale": [0.1 / UNIT, 0.1 / UNIT], "translate": [9.0, 45.0]},
        "arcs": arcs,
        "objects": {
            "municipalities": {"type": "GeometryCollection", "geometries": squares},
            "background": {"type": "GeometryCollection", "geometries": []},
        },
        "districts": [{"id": str(n), "name": f"D{n}", "lon": 9.05 + n / 10, "lat": 45.15} for n in range(SIDE)],
        "provinces": [{"code": "099", "short": "PP", "name": "Prova", "lon": 9.15, "lat": 45.15}],
        "towns": [["Comune 5", 9.15, 45.15]],
    }
    return json.dumps(topology).encode()


def _edges() -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    for row in range(SIDE + 1):
        for column in range(SIDE + 1):
            if column < SIDE:
                yield (column, row), (column + 1, row)
            if row < SIDE:
                yield (column, row), (column, row + 1)


def toy_layers() -> Iterator[LayerFile]:
    """Yield care homes in the north-east and the territory of an initiative in the west."""
    lons, lats = [9.26, 9.27, 9.28], [45.26, 45.26, 45.28]
    homes = packed_points(lons, lats, ["care_home"] * 3)
    homes |= {
        "flags": [flags(is_demo=True, is_approximate=False)] * 3,
        "ids": ["a", "b", "c"],
        "names": ["A", "B", "C"],
    }
    yield LayerFile("services:elders", "services-elders", json.dumps(homes).encode())
    territory = {"codes": packed_codes(["099001", "099004", "099007"]), "name": "Accordo", "colour": PRACTICE.name}
    yield LayerFile("initiatives:one", "initiatives-one", json.dumps(territory).encode())


ANSWER = (
    MapPoint(
        item_id="toy:1", lon=9.05, lat=45.05, code="nursery", name="Nido <img src=x onerror=boom()>", travel_min=4.2
    ),
    MapPoint(item_id="toy:2", lon=9.15, lat=45.22, code="care_home", name="Residenza", travel_min=9, is_demo=True),
    MapPoint(item_id="toy:3", lon=9.25, lat=45.05, code="shuttle", name="Navetta", travel_min=12, is_approximate=True),
)
AREAS = tuple(
    MapArea(shapely.box(9.12 - reach, 45.12 - reach, 9.12 + reach, 45.12 + reach), f"entro {limit} min")
    for limit, reach in ((10, 0.03), (20, 0.06), (30, 0.09))
)

st.set_page_config(layout="wide")
set_document("it")
assets = publish(pack(toy_boundaries()), toy_layers(), Bounds(9.0, 45.0, 9.3, 45.3))
layers = ("services:elders", "initiatives:one") if st.checkbox("Strati", key="layers") else ()
level = Level.DISTRICT if st.checkbox("Ambiti", key="districts") else Level.PROVINCE
is_reach = st.checkbox("Aree", key="areas")
view = MapView(
    layers=layers,
    level=level,
    points=ANSWER,
    origin=Origin(9.12, 45.12, "Lavoro"),
    home=Origin(9.25, 45.25, "Via <b>Casa</b>") if is_reach else None,
    areas=AREAS if is_reach else (),
    fills=(AreaFill(("099009",), FAMILY, "Evidenza"), AreaFill(("099003",), SHADES[2], "Classe", is_shade=True)),
)
pick = show_map(view, key="toy", lang="it", assets=assets, height_px=480)
st.session_state["runs"] = st.session_state.get("runs", 0) + 1
st.write(f"giri {st.session_state['runs']}")
st.write(f"scelta {pick.what.value} {pick.item_id}" if pick else "scelta nessuna")
