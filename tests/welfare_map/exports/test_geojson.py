import json
from collections.abc import Callable
from datetime import date
from typing import Any

import geopandas as gpd
import pytest
import shapely

from geodata.codes import Level
from geodata.territory import Territory
from welfare_map.exports.envelope import envelope
from welfare_map.exports.geojson import geojson
from welfare_map.model import TerritoryQuery
from welfare_map.questions.territory import territory
from welfare_map.snapshot import Snapshot

DAY = date(2026, 9, 15)


def test_rows_with_coordinates_are_points_and_others_have_no_geometry(
    make_answer: Callable[..., Any], make_thing: Callable[..., Any], toy_territory: Territory
) -> None:
    answer = make_answer(make_thing(), make_thing(thing_id="b", lon=None, lat=None))

    collection = json.loads(json.dumps(geojson(answer, "it", territory=toy_territory)))

    assert [feature["geometry"] for feature in collection["features"]] == [
        {"type": "Point", "coordinates": [9.123457, 45.5]},
        None,
    ]
    assert [feature["properties"] for feature in collection["features"]] == envelope(answer, "it")["rows"]


def test_the_envelope_without_its_rows_stands_under_answer(
    make_answer: Callable[..., Any], make_thing: Callable[..., Any], toy_territory: Territory
) -> None:
    answer = make_answer(make_thing())

    collection = geojson(answer, "en", territory=toy_territory)

    expected = envelope(answer, "en")
    del expected["rows"]
    assert collection["answer"] == expected
    assert collection["type"] == "FeatureCollection"


@pytest.mark.parametrize("level", list(Level))
def test_units_of_the_territory_have_their_display_geometry(
    toy_snapshot: Snapshot, toy_territory: Territory, level: Level
) -> None:
    answer = territory(toy_snapshot, TerritoryQuery(as_of_on=DAY, level=level))

    collection = geojson(answer, "it", territory=toy_territory)

    read = gpd.GeoDataFrame.from_features(collection, crs="EPSG:4326")
    units = toy_territory.units(level)
    assert list(read["code"]) == list(units["code"])
    assert read.geometry.normalize().geom_equals_exact(units.geometry.normalize(), tolerance=1e-5).all()


def test_one_unit_comes_with_its_own_outline_alone(toy_snapshot: Snapshot, toy_territory: Territory) -> None:
    answer = territory(toy_snapshot, TerritoryQuery(as_of_on=DAY, code="monte"))

    (feature,) = geojson(answer, "it", territory=toy_territory)["features"]  # type: ignore[attr-defined, misc]

    assert shapely.from_geojson(json.dumps(feature["geometry"])).area == pytest.approx(
        toy_territory.units(Level.DISTRICT).set_index("code").geometry["monte"].area, rel=1e-4
    )


def test_outer_rings_are_counterclockwise(toy_snapshot: Snapshot, toy_territory: Territory) -> None:
    answer = territory(toy_snapshot, TerritoryQuery(as_of_on=DAY, level=Level.MUNICIPALITY))

    collection = json.dumps(geojson(answer, "it", territory=toy_territory))

    assert all(polygon.exterior.is_ccw for polygon in shapely.get_parts(shapely.from_geojson(collection)))
