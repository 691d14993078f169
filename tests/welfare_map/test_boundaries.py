import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pytest
import shapely

from geodata.territory import RawTerritory, Territory, build_territory
from welfare_map.maps.boundaries import boundaries_topojson
from welfare_map.ui.assets import pack

LARGEST_BROTLI_BYTES = 150_000
Topology = Mapping[str, Any]


def arcs_of(topology: Topology) -> list[np.ndarray]:
    """Decode arcs: differences of whole numbers, scaled and moved."""
    scale, move = np.array(topology["transform"]["scale"]), np.array(topology["transform"]["translate"])
    return [np.cumsum(np.array(arc), axis=0) * scale + move for arc in topology["arcs"]]


def rings_of(shape: Mapping[str, Any]) -> list[list[Sequence[int]]]:
    """Arc numbers by polygon and ring."""
    return [shape["arcs"]] if shape["type"] == "Polygon" else list(shape["arcs"])


def ring(numbers: Sequence[int], arcs: list[np.ndarray]) -> np.ndarray:
    """Join arcs end to end; ``~number`` is an arc backwards."""
    parts = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers]
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


def polygons_of(topology: Topology, name: str) -> Iterator[tuple[str, shapely.MultiPolygon]]:
    arcs = arcs_of(topology)
    for shape in topology["objects"][name]["geometries"]:
        parts = [[ring(numbers, arcs) for numbers in rings] for rings in rings_of(shape)]
        yield shape["id"], shapely.MultiPolygon([shapely.Polygon(outer, holes) for outer, *holes in parts])


@pytest.fixture(scope="module")
def toy_topology(toy_territory: Territory) -> Topology:
    return json.loads(boundaries_topojson(toy_territory))


@pytest.fixture(scope="module")
def real_content(real_territory: Territory) -> bytes:
    return boundaries_topojson(real_territory)


@pytest.fixture(scope="module")
def real_topology(real_content: bytes) -> Topology:
    return json.loads(real_content)


def uses_of_arcs(topology: Topology, name: str) -> Counter[int]:
    shapes = topology["objects"][name]["geometries"]
    numbers = (n for shape in shapes for rings in rings_of(shape) for numbers in rings for n in numbers)
    return Counter(number if number >= 0 else ~number for number in numbers)


def test_the_toy_squares_share_their_inner_borders(toy_topology: Topology) -> None:
    uses = uses_of_arcs(toy_topology, "municipalities")
    assert Counter(uses.values())[2] == 12
    assert max(uses.values()) == 2


def test_properties_say_name_district_and_province(toy_topology: Topology) -> None:
    shapes = toy_topology["objects"]["municipalities"]["geometries"]
    assert [shape["id"] for shape in shapes][:2] == ["901001", "901002"]
    assert shapes[2]["properties"] == {"n": "Tre", "d": 0, "p": 0}
    assert [item["id"] for item in toy_topology["districts"]] == ["monte", "valle"]
    assert [(item["code"], item["short"]) for item in toy_topology["provinces"]] == [("901", "AA"), ("902", "BB")]


def test_borders_of_districts_are_arcs_between_two_districts(toy_topology: Topology) -> None:
    sides: dict[int, set[int]] = {}
    for shape in toy_topology["objects"]["municipalities"]["geometries"]:
        for numbers in (numbers for rings in rings_of(shape) for numbers in rings):
            for number in numbers:
                sides.setdefault(number if number >= 0 else ~number, set()).add(shape["properties"]["d"])
    assert sum(len(districts) == 2 for districts in sides.values()) == 3


def test_chief_towns_of_the_area_come_by_residents_and_then_those_around(toy_topology: Topology) -> None:
    assert [town[0] for town in toy_topology["towns"]] == ["Cinque", "Uno", "Dieci"]


def test_a_municipality_without_a_district_says_so(toy_raw: RawTerritory) -> None:
    raw = RawTerritory(**{**vars(toy_raw), "districts": toy_raw.districts.iloc[1:]})
    topology = json.loads(boundaries_topojson(build_territory(raw, ("region:91",))))
    assert topology["objects"]["municipalities"]["geometries"][0]["properties"]["d"] == -1


def test_the_whole_country_needs_no_background(toy_raw: RawTerritory) -> None:
    topology = json.loads(boundaries_topojson(build_territory(toy_raw, ("italy",))))
    assert list(topology["objects"]) == ["municipalities"]


def test_the_same_territory_gives_the_same_bytes(toy_territory: Territory) -> None:
    first = boundaries_topojson(toy_territory)
    assert first == boundaries_topojson(toy_territory)


def test_a_name_with_markup_stays_data(toy_raw: RawTerritory) -> None:
    names = toy_raw.municipalities["municipality_name"].replace("Uno", "<script>alert(1)</script>")
    raw = RawTerritory(**{**vars(toy_raw), "municipalities": toy_raw.municipalities.assign(municipality_name=names)})
    topology = json.loads(boundaries_topojson(build_territory(raw, ("region:91",))))
    assert topology["objects"]["municipalities"]["geometries"][0]["properties"]["n"] == "<script>alert(1)</script>"


# --- real data --------------------------------------------------------------------------------------------------------


def test_the_real_boundaries_keep_within_the_budget(real_content: bytes) -> None:
    assert len(pack(real_content)) <= LARGEST_BROTLI_BYTES


def test_every_real_border_inside_the_area_is_shared_by_exactly_two(
    real_topology: Topology, real_territory: Territory
) -> None:
    uses = uses_of_arcs(real_topology, "municipalities")
    assert max(uses.values()) == 2
    arcs = arcs_of(real_topology)
    single_length = sum(shapely.LineString(arcs[number]).length for number, count in uses.items() if count == 1)
    outline = shapely.coverage_union_all(real_territory.display.geometry.to_numpy()).boundary.length
    assert single_length == pytest.approx(outline, rel=0.01)


def test_every_real_polygon_survives_quantisation(real_topology: Topology, real_territory: Territory) -> None:
    step = max(real_topology["transform"]["scale"])
    display = dict(zip(real_territory.display["municipality_code"], real_territory.display.geometry, strict=True))
    decoded = dict(polygons_of(real_topology, "municipalities"))
    assert list(decoded) == list(display)
    for code, polygon in decoded.items():
        changed = shapely.symmetric_difference(polygon.buffer(0), display[code])
        assert changed.area <= display[code].length * step / 2


def test_real_polygons_leave_no_gap_and_no_overlap_beyond_quantisation(real_topology: Topology) -> None:
    polygons = [polygon.buffer(0) for _, polygon in polygons_of(real_topology, "municipalities")]
    union = shapely.union_all(polygons)
    overlap = sum(polygon.area for polygon in polygons) - union.area
    assert overlap == pytest.approx(0, abs=union.area * 1e-6)
    holes = [shapely.Polygon(inner).area for part in shapely.get_parts(union) for inner in part.interiors]
    assert len([hole for hole in holes if hole > max(real_topology["transform"]["scale"]) ** 2]) == 2


def test_the_real_background_touches_the_area_with_the_same_arcs(real_topology: Topology) -> None:
    inside, around = (set(uses_of_arcs(real_topology, name)) for name in ("municipalities", "background"))
    assert len(inside & around) > 100
    assert {shape["id"] for shape in real_topology["objects"]["background"]["geometries"]} >= {"001", "033", "096"}


def test_labels_lie_in_the_area(real_topology: Topology, real_territory: Territory) -> None:
    for item in (*real_topology["districts"], *real_topology["provinces"]):
        real_territory.locate(item["lon"], item["lat"])
    assert [town[0] for town in real_topology["towns"]][:3] == ["Milano", "Verona", "Brescia"]
