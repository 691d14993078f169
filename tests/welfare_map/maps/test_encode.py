from collections.abc import Mapping
from typing import Any

import pytest
import shapely

from welfare_map.maps.encode import CODES, answer_token, packed_codes, packed_points, read_pick, view_values
from welfare_map.maps.view import AreaFill, Bounds, Fit, MapArea, MapAssets, MapPoint, MapView, Origin, Pick, PickWhat
from welfare_map.palette import PRACTICE
from welfare_map.vocabularies import symbol_of

ASSETS = MapAssets(
    scripts=("leaflet.js",),
    styles=("leaflet.css",),
    boundaries="boundaries-0.json",
    layers=(("services:elders", "points-services-elders-0.json"),),
    area=Bounds(9.0, 45.0, 9.3, 45.3),
)
FIRST = MapPoint(item_id="toy:1", lon=9.1, lat=45.1, code="nursery", name="Uno", travel_min=3.4)
SECOND = MapPoint(item_id="toy:2", lon=9.2, lat=45.0, code="care_home", name="Due\nrighe", is_approximate=True)


def test_positions_travel_as_differences_of_hundred_thousandths_of_a_degree() -> None:
    assert packed_points([9.1, 9.2], [45.1, 45.0], ["nursery", "practice"]) == {
        "xy": [910000, 4510000, 10000, -10000],
        "kinds": [CODES.index("nursery"), CODES.index("practice")],
    }


def test_codes_travel_as_differences_whatever_their_order() -> None:
    assert packed_codes(["015118", "012144", "015118"]) == [12144, 2974]


def test_every_code_of_the_wire_has_a_symbol() -> None:
    assert all(symbol_of(code).colour for code in CODES)


def test_a_line_break_in_a_name_does_not_shift_the_names_after_it() -> None:
    names = view_values(MapView(points=(SECOND, FIRST)), ASSETS)["points"]["names"]
    assert names.split("\n") == ["Due righe", "Uno"]


def test_a_layer_without_a_file_is_left_out() -> None:
    view = MapView(layers=("services:elders", "services:family", "<script>"))
    assert view_values(view, ASSETS)["layers"] == ["points-services-elders-0.json"]


def test_unknown_minutes_stay_unknown() -> None:
    assert view_values(MapView(points=(FIRST, SECOND)), ASSETS)["points"]["minutes"] == [3, None]


def test_a_selected_row_travels_as_its_place_and_a_layers_thing_as_its_identifier() -> None:
    assert view_values(MapView(points=(FIRST, SECOND), selected_id="toy:2"), ASSETS)["selected"] == 1
    assert view_values(MapView(points=(FIRST,), selected_id="other"), ASSETS)["selected"] == "other"


def test_fit_and_fills_travel_as_they_are_asked() -> None:
    values = view_values(
        MapView(fit=Fit(Bounds(9.0, 45.0, 9.1, 45.1), "t"), fills=(AreaFill(("000002",), PRACTICE, "A"),)), ASSETS
    )
    assert values["fit"] == [9.0, 45.0, 9.1, 45.1, "t"]
    assert values["fills"] == [["practice", "A", [2]]]


def test_home_and_workplace_travel_apart_each_in_one_line() -> None:
    values = view_values(MapView(origin=Origin(9.1, 45.1, "Lavoro"), home=Origin(9.2, 45.2, "Via\nCasa")), ASSETS)
    assert (values["origin"], values["home"]) == ([9.1, 45.1, "Lavoro"], [9.2, 45.2, "Via Casa"])
    assert view_values(MapView(), ASSETS)["home"] is None


def test_areas_travel_the_nearest_first_with_their_words_in_one_line() -> None:
    near, far = shapely.box(9.1, 45.1, 9.2, 45.2), shapely.box(9.0, 45.0, 9.3, 45.3)
    areas = view_values(MapView(areas=(MapArea(near, "entro\n10 min"), MapArea(far, "entro 20 min"))), ASSETS)["areas"]
    assert [label for label, _ in areas] == ["entro 10 min", "entro 20 min"]
    assert [len(rings) for _, rings in areas] == [1, 1]


def returned(**changes: object) -> Mapping[str, Any]:
    pick = {"what": "point", "id": "1", "lon": 9.2, "lat": 45.0, "n": 7, "token": answer_token((FIRST, SECOND))}
    return {"last_active_drawing": pick | changes}


def test_a_clicked_row_comes_back_with_its_identifier() -> None:
    expected = Pick(what=PickWhat.POINT, item_id="toy:2", lon=9.2, lat=45.0, number=7)
    assert read_pick(returned(), MapView(points=(FIRST, SECOND))) == expected


def test_a_row_of_another_answer_is_no_pick() -> None:
    assert read_pick(returned(), MapView(points=(SECOND, FIRST))) is None


def test_a_municipality_comes_back_whatever_the_answer_is() -> None:
    pick = read_pick(returned(what="municipality", id="015118"), MapView())
    assert pick is not None
    assert pick.item_id == "015118"


@pytest.mark.parametrize(
    "junk",
    [
        pytest.param(None, id="nothing"),
        pytest.param("text", id="text"),
        pytest.param({}, id="no drawing"),
        pytest.param({"last_active_drawing": None}, id="no click yet"),
        pytest.param({"last_active_drawing": {"type": "Feature"}}, id="somebody else's feature"),
        pytest.param(returned(what="planet"), id="unknown thing"),
        pytest.param(returned(lon="9"), id="longitude as text"),
        pytest.param(returned(lon=float("nan")), id="not a number"),
        pytest.param(returned(lat=True), id="latitude as truth"),
        pytest.param(returned(lat=4500), id="latitude beyond the globe"),
        pytest.param(returned(n="7"), id="number as text"),
        pytest.param(returned(id=1), id="identifier as number"),
        pytest.param(returned(id="2"), id="row after the last"),
        pytest.param(returned(id="-1"), id="row before the first"),
        pytest.param(returned(id="²"), id="digit of another script"),
    ],
)
def test_junk_is_no_pick(junk: object) -> None:
    assert read_pick(junk, MapView(points=(FIRST, SECOND))) is None
