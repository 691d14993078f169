"""The areas of the map and their table: the same rows, in the same words."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import shapely

from welfare_map.maps.reach_table import reach_areas, reach_table
from welfare_map.model import Phrase, ReachAnswer, ReachRow

Read = Callable[[str], Any]


def row(limit_min: float, side: float, **figures: Any) -> ReachRow:
    """Return a row whose area is a square from 9 E 45 N."""
    made = ReachRow(
        limit_min=limit_min,
        area_km2=12.34,
        residents=12_345,
        residents_0_2=300,
        residents_75_plus=1_500,
        municipality_count=2,
        service_count=7,
        demo_count=3,
        is_estimate=True,
        geometry_wkt=shapely.box(9, 45, 9 + side, 45 + side).wkt,
    )
    return replace(made, **figures)


def answer(*rows: ReachRow, origin: str = "Uno", engine: str = "estimate") -> ReachAnswer:
    said = {"limit": 20, "mode": "codes.mode_in_sentence.car", "origin": origin, "count": 7, "residents": 12_345}
    return ReachAnswer(
        rows=rows,
        sentence=Phrase("reach.sentence.many", said),
        method=Phrase("reach.title", {}),
        parameters={"engine": engine},
        without_position_count=0,
        sources=(),
        has_demo=True,
        origin_municipality_code="901001",
        origin_municipality_name=origin,
        is_estimate=any(one.is_estimate for one in rows),
    )


TWO = answer(row(10, 0.1), row(20, 0.2, service_count=8))


@pytest.mark.parametrize("lang", ["it", "en"])
def test_every_area_of_the_map_has_its_words_in_the_table(read: Read, lang: str) -> None:
    areas, said = reach_areas(TWO, lang), read(reach_table(TWO, lang)).text
    assert [area.outline.bounds for area in areas] == [(9, 45, 9.1, 45.1), (9, 45, 9.2, 45.2)]
    assert all(area.label in said for area in areas)
    assert len({area.label for area in areas}) == len(areas)


def test_the_table_says_all_figures_of_each_row(read: Read) -> None:
    said = read(reach_table(TWO, "it")).text
    assert "entro circa 10 min 12,3 12.345 7 di cui 3 dimostrativi" in said
    assert "entro circa 20 min 12,3 12.345 8 di cui 3 dimostrativi" in said
    assert "In 20 min in auto da Uno si raggiungono 7 servizi; vi abitano circa 12.345 persone." in said


def test_an_area_on_roads_is_not_called_an_estimate(read: Read) -> None:
    on_roads = answer(row(10, 0.1, is_estimate=False))
    assert [area.label for area in reach_areas(on_roads, "it")] == ["entro 10 min"]
    said = read(reach_table(on_roads, "it")).text
    assert "segue le strade" in said
    assert "in linea d'aria" not in said


def test_where_only_some_areas_follow_roads_the_others_say_so(read: Read) -> None:
    mixed = answer(row(10, 0.1, is_estimate=False), row(20, 0.2))
    assert [area.label for area in reach_areas(mixed, "en")] == ["within 10 min", "within about 20 min"]
    assert "in a straight line" in read(reach_table(mixed, "en")).text


def test_at_the_edge_of_the_roads_the_note_says_that_the_area_is_cut(read: Read) -> None:
    mixed = answer(row(10, 0.1, is_estimate=False), row(20, 0.2), engine="roads")
    assert "al bordo della rete stradale l'area è tagliata" in read(reach_table(mixed, "it")).text
    assert "at the edge of the road network the area is cut off" in read(reach_table(mixed, "en")).text


def test_an_empty_area_has_no_outline_and_keeps_its_row(read: Read) -> None:
    nothing = answer(
        row(1, 0.1, geometry_wkt="POLYGON EMPTY", area_km2=0.0, residents=0, service_count=0, demo_count=0)
    )
    assert reach_areas(nothing, "it")[0].outline.is_empty
    said = read(reach_table(nothing, "it")).text
    assert "entro circa 1 min 0,0 0 0" in said
    assert "dimostrativi" not in said


def test_a_hostile_name_stays_text(read: Read, hostile: str) -> None:
    read(reach_table(answer(row(10, 0.1), origin=hostile), "it"))
