from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.codes import Level
from geodata.crs import geometry_to_metric
from geodata.errors import InputError
from geodata.population import BAND_COLUMNS
from geodata.territory import RawTerritory, Territory, build_territory
from geodata.territory.points import standing_points

AtKm = Callable[[float, float], tuple[float, float]]
TOY_AREA = ("region:91",)


# --- which unit holds a point -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("x_km", "y_km", "code"),
    [
        pytest.param(5, 5, "901001", id="centre of the first"),
        pytest.param(15, 15, "902001", id="centre of the fifth"),
        pytest.param(29.9, 29.9, "902005", id="corner of the ninth"),
    ],
)
def test_a_point_lies_in_the_square_around_it(
    toy_territory: Territory, at_km: AtKm, x_km: float, y_km: float, code: str
) -> None:
    assert toy_territory.locate(*at_km(x_km, y_km)) == code


def test_a_corner_of_four_municipalities_belongs_to_the_lowest_code(toy_territory: Territory) -> None:
    first, fifth = toy_territory.municipalities.geometry.iloc[[0, 4]]
    corner = shapely.intersection(first, fifth)
    assert toy_territory.locate(corner.x, corner.y) == "901001"


def test_every_vertex_belongs_to_the_lowest_code_that_touches_it(toy_territory: Territory) -> None:
    polygons = toy_territory.municipalities.geometry
    for lon, lat in shapely.get_coordinates(polygons.to_numpy()):
        touching = toy_territory.municipalities["municipality_code"][polygons.intersects(shapely.Point(lon, lat))]
        assert toy_territory.locate(lon, lat) == touching.min()


@settings(max_examples=200, deadline=None)
@given(x_km=st.floats(0.001, 29.999), y_km=st.floats(0.01, 29.99))
def test_every_point_belongs_to_exactly_one_municipality(
    toy_territory: Territory, at_km: AtKm, x_km: float, y_km: float
) -> None:
    lon, lat = at_km(x_km, y_km)
    inside = toy_territory.municipalities.geometry.contains(shapely.Point(lon, lat))
    found = toy_territory.row_of(toy_territory.locate(lon, lat))
    assert not inside.any() or list(np.flatnonzero(inside)) == [found]


@pytest.mark.parametrize(
    ("lon", "lat", "key"),
    [
        pytest.param(float("nan"), 45.2, "error.bad_coordinates", id="not a number"),
        pytest.param(9.1, float("inf"), "error.bad_coordinates", id="infinite"),
        pytest.param(9.1, 91, "error.bad_coordinates", id="beyond the pole"),
        pytest.param(-181, 45, "error.bad_coordinates", id="beyond the date line"),
        pytest.param(45.2, 9.1, "error.swapped_coordinates", id="latitude first"),
        pytest.param(2.35, 48.86, "error.point_outside_italy", id="Paris"),
        pytest.param(6.5, 36.0, "error.point_outside_italy", id="at sea inside the bounding box"),
    ],
)
def test_a_point_that_is_not_in_italy_is_refused(toy_territory: Territory, lon: float, lat: float, key: str) -> None:
    with pytest.raises(InputError) as caught:
        toy_territory.locate(lon, lat)
    assert caught.value.key == key


def test_a_point_of_another_province_is_outside_the_area_and_not_outside_italy(
    toy_territory: Territory, at_km: AtKm
) -> None:
    with pytest.raises(InputError) as caught:
        toy_territory.locate(*at_km(45, 15))
    assert caught.value.key == "error.point_outside_area"


@pytest.mark.parametrize(
    ("x_km", "key"),
    [
        pytest.param(61, "error.point_outside_area", id="a harbour beyond the coarse coast line"),
        pytest.param(65, "error.point_outside_italy", id="the open sea"),
    ],
)
def test_the_coast_is_taken_with_a_margin(toy_territory: Territory, at_km: AtKm, x_km: float, key: str) -> None:
    with pytest.raises(InputError) as caught:
        toy_territory.locate(*at_km(x_km, 15))
    assert caught.value.key == key


def test_an_unknown_municipality_is_refused(toy_territory: Territory) -> None:
    with pytest.raises(InputError) as caught:
        toy_territory.row_of("903001")
    assert caught.value.key == "error.unknown_municipality"


# --- levels -----------------------------------------------------------------------------------------------------------


def test_districts_cross_provinces(toy_territory: Territory) -> None:
    units = toy_territory.units(Level.DISTRICT).set_index("code")
    assert units["municipality_count"].to_dict() == {"monte": 3, "valle": 6}
    assert units["province_code"].isna().all()
    assert list(units["region_code"]) == ["91", "91"]


@pytest.mark.parametrize("level", list(Level))
def test_parts_add_up_to_the_whole(toy_territory: Territory, level: Level) -> None:
    units, parts = toy_territory.units(level), toy_territory.municipalities
    assert units["municipality_count"].sum() == 9
    for name in BAND_COLUMNS:
        assert units[name].sum() == parts[name].sum()
    areas, part_areas = (shapely.area(table.geometry.to_numpy()) for table in (units, toy_territory.display))
    assert areas.sum() == pytest.approx(part_areas.sum(), rel=1e-12)


@pytest.mark.parametrize("level", list(Level))
def test_units_of_a_level_share_their_borders(toy_territory: Territory, level: Level) -> None:
    units = toy_territory.units(level)
    assert shapely.coverage_is_valid(units.geometry.to_numpy())
    assert list(units["code"]) == sorted(units["code"])


@pytest.mark.parametrize(
    ("item", "count"),
    [
        ("municipality:901002", 1),
        ("district:monte", 3),
        ("province:902", 5),
        ("region:91", 9),
        ("italy", 9),
        ("province:903", 0),
        ("nonsense", 0),
    ],
)
def test_an_item_gives_its_municipalities_inside_the_area(toy_territory: Territory, item: str, count: int) -> None:
    codes = toy_territory.municipality_codes_of(item)
    assert len(codes) == count
    assert list(codes) == sorted(codes)


@pytest.mark.parametrize(
    ("words", "district_id"),
    [
        ("valle", "valle"),
        ("VALLE (Vallata)", "valle"),
        ("Vallàta", "valle"),
        ("Ambito Vallata", "valle"),
        ("Ambito territoriale sociale della Valle", "valle"),
        ("Monte - 2", "monte"),
        ("Monte", "monte"),
        ("ATS VEN_22 Monte", "monte"),
        ("Pianura", None),
        ("", None),
    ],
)
def test_a_district_is_found_however_it_is_written(
    toy_territory: Territory, words: str, district_id: str | None
) -> None:
    assert toy_territory.find_district(words) == district_id


def test_a_part_of_a_name_that_two_districts_share_means_neither(toy_raw: RawTerritory) -> None:
    districts = toy_raw.districts
    names = {"valle": "Valle (Adda Martesana)", "monte": "Monte (Adda Martesana)"}
    shared = districts.assign(district_name=districts["district_id"].map(names).astype(object))
    territory = build_territory(replace(toy_raw, districts=shared), TOY_AREA)
    assert territory.find_district("Adda Martesana") is None
    assert territory.find_district("Monte") == "monte"


def test_a_municipality_without_a_district_is_in_no_district(toy_raw: RawTerritory) -> None:
    territory = build_territory(replace(toy_raw, districts=toy_raw.districts.iloc[1:]), TOY_AREA)
    assert territory.municipalities["district_id"].iloc[0] is None
    assert territory.units(Level.DISTRICT)["municipality_count"].sum() == 8
    assert territory.units(Level.MUNICIPALITY)["municipality_count"].sum() == 9


def test_offices_stand_only_where_they_are_documented(toy_territory: Territory) -> None:
    assert toy_territory.office_of == {"901001": "valle-ufficio", "901002": "valle-ufficio"}
    assert list(toy_territory.offices["office_id"]) == ["valle-ufficio"]


def test_offices_of_other_areas_are_left_out(toy_raw: RawTerritory) -> None:
    territory = build_territory(toy_raw, ("municipality:901003",))
    assert territory.office_of == {}
    assert len(territory.offices) == 0


# --- area -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("area", "key"),
    [
        pytest.param((), "error.empty_area", id="empty"),
        pytest.param(("region:99",), "error.unknown_area", id="no such region"),
        pytest.param(("province:901", "province:AA"), "error.unknown_area", id="one item unknown"),
        pytest.param(("district:valle",), "error.unknown_area", id="districts choose no area"),
        pytest.param(("<script>",), "error.unknown_area", id="nonsense"),
    ],
)
def test_an_area_that_names_nothing_is_refused(toy_raw: RawTerritory, area: tuple[str, ...], key: str) -> None:
    with pytest.raises(InputError) as caught:
        build_territory(toy_raw, area)
    assert caught.value.key == key


def test_what_is_not_in_the_area_is_background_with_its_chief_town(toy_raw: RawTerritory) -> None:
    territory = build_territory(toy_raw, ("province:901",))
    assert list(territory.background["province_short"]) == ["BB", "CC"]
    assert list(territory.background["chief_town_name"]) == ["Cinque", "Dieci"]


def test_the_background_meets_the_area_without_gap_or_overlap(toy_territory: Territory) -> None:
    both = [*toy_territory.display.geometry, *toy_territory.background.geometry]
    assert shapely.coverage_is_valid(both)


def test_the_rest_of_the_country_is_kept_with_its_residents_and_points(toy_raw: RawTerritory) -> None:
    """With the same figures and the same point; Gamma has no place, and a point that merely lies inside it."""
    part, italy = (build_territory(toy_raw, (item,)) for item in ("province:902", "italy"))
    assert list(part.surroundings["municipality_code"]) == ["901001", "901002", "901003", "901004", "903001"]
    whole = italy.municipalities[italy.municipalities["municipality_code"].isin(part.surroundings["municipality_code"])]
    for name in ("municipality_name", "province_short", "residents_0_2", "residents_75_plus", "has_residents"):
        assert list(part.surroundings[name]) == list(whole[name])
    points = (table[["point_lon", "point_lat"]].to_numpy() for table in (part.surroundings, whole))
    assert np.allclose(*(point[:4] for point in points), rtol=0, atol=1e-6)
    gamma = part.surroundings.iloc[4]
    assert toy_raw.municipalities["geometry"].iloc[9].contains(shapely.Point(gamma["point_lon"], gamma["point_lat"]))
    assert len(italy.surroundings) == 0


def test_the_edge_is_where_the_country_goes_on(toy_raw: RawTerritory, toy_territory: Territory) -> None:
    """Gamma lies along the 30 km in the east; the other three sides are the sea."""
    assert toy_territory.edge_m.length == pytest.approx(30_000, rel=1e-3)
    assert toy_territory.edge_m.bounds == pytest.approx((530_000, 5_000_000, 530_000, 5_030_000), abs=5)
    assert build_territory(toy_raw, ("italy",)).edge_m.is_empty


def test_the_whole_country_has_no_background(toy_raw: RawTerritory) -> None:
    territory = build_territory(toy_raw, ("italy",))
    assert len(territory.municipalities) == 10
    assert len(territory.background) == 0
    with pytest.raises(InputError):
        territory.locate(12.5, 41.9)


# --- properties -------------------------------------------------------------------------------------------------------


def facts(territory: Territory) -> pd.DataFrame:
    return pd.DataFrame(territory.municipalities.drop(columns=["geometry", "point_lon", "point_lat"]))


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**16))
def test_the_order_of_rows_changes_nothing(toy_raw: RawTerritory, toy_territory: Territory, seed: int) -> None:
    tables = ("municipalities", "population", "official_list", "places", "districts")
    mixed = {name: getattr(toy_raw, name).sample(frac=1, random_state=seed) for name in tables}
    territory = build_territory(replace(toy_raw, **mixed), TOY_AREA)
    pd.testing.assert_frame_equal(
        pd.DataFrame(territory.municipalities.drop(columns="geometry")),
        pd.DataFrame(toy_territory.municipalities.drop(columns="geometry")),
    )
    assert territory.display.geometry.geom_equals(toy_territory.display.geometry).all()


@settings(max_examples=10, deadline=None)
@given(east_km=st.integers(-80, 80), north_km=st.integers(-400, 100))
def test_moving_the_territory_changes_nothing_but_where_it_is(
    toy_territory: Territory,
    moved_toy_raw: Callable[[float, float], RawTerritory],
    at_km: AtKm,
    east_km: int,
    north_km: int,
) -> None:
    moved = build_territory(moved_toy_raw(east_km, north_km), TOY_AREA)
    pd.testing.assert_frame_equal(facts(moved), facts(toy_territory))
    for x_km, y_km in ((5, 5), (15, 25), (29.9, 0.1)):
        assert moved.locate(*at_km(x_km + east_km, y_km + north_km)) == toy_territory.locate(*at_km(x_km, y_km))


def test_the_published_tables_are_left_as_they_were(toy_raw: RawTerritory) -> None:
    names = ("municipalities", "population", "official_list", "places", "districts", "offices", "office_municipalities")
    before = {name: getattr(toy_raw, name).copy(deep=True) for name in names}
    build_territory(toy_raw, TOY_AREA)
    for name in names:
        pd.testing.assert_frame_equal(getattr(toy_raw, name), before[name])


# --- notices ----------------------------------------------------------------------------------------------------------


def test_tables_that_agree_give_no_notice(toy_territory: Territory) -> None:
    assert toy_territory.notices == ()


def test_disagreements_of_the_tables_are_noticed_and_not_guessed(toy_raw: RawTerritory) -> None:
    official = toy_raw.official_list.assign(
        municipality_code=toy_raw.official_list["municipality_code"].replace("902005", "902099")
    )
    population = toy_raw.population[toy_raw.population["municipality_code"] != "901001"]
    territory = build_territory(replace(toy_raw, official_list=official, population=population), TOY_AREA)
    assert {(notice.rule, notice.row) for notice in territory.notices} == {
        ("municipality_not_in_list", "902005"),
        ("municipality_without_polygon", "902099"),
        ("municipality_without_residents", "901001"),
        ("district_of_unknown_municipality", "902005"),
    }
    assert not territory.municipalities["has_residents"].iloc[0]
    assert len(territory.municipalities) == 9


# --- the point that stands for a municipality -------------------------------------------------------------------------

HORSESHOE = shapely.Polygon([(0, 0), (3, 0), (3, 3), (2, 3), (2, 1), (1, 1), (1, 3), (0, 3)])


def places(*rows: tuple[float, float, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["lon", "lat", "population"])


@pytest.mark.parametrize(
    ("polygon", "rows", "expected"),
    [
        pytest.param(shapely.box(0, 0, 4, 4), [(1, 1, 300), (3, 1, 100)], (1.5, 1, False), id="weighted mean"),
        pytest.param(shapely.box(0, 0, 4, 4), [(1, 1, 0), (3, 1, 0)], (2, 1, False), id="unknown counts as one"),
        pytest.param(HORSESHOE, [(0.5, 2, 100), (2.5, 2, 110)], (2.5, 2, False), id="mean outside: the largest"),
        pytest.param(HORSESHOE, [(2.5, 2, 100), (0.5, 2, 100)], (0.5, 2, False), id="mean outside, equal: the western"),
        pytest.param(shapely.box(0, 0, 4, 4), [(9, 9, 5)], (2, 2, True), id="no place inside: an interior point"),
    ],
)
def test_the_point_of_a_municipality(
    polygon: shapely.Polygon, rows: list[tuple[float, float, int]], expected: tuple[float, float, bool]
) -> None:
    points = standing_points(np.array([polygon], dtype=object), places(*rows))
    assert tuple(points.iloc[0]) == expected


def test_a_place_on_a_border_counts_for_one_municipality_only() -> None:
    squares = np.array([shapely.box(0, 0, 2, 2), shapely.box(2, 0, 4, 2)], dtype=object)
    points = standing_points(squares, places((2, 1, 10), (3, 1, 10)))
    assert list(points["point_lon"]) == [2, 3]


# --- real data --------------------------------------------------------------------------------------------------------


def residents_of(territory: Territory, code: str, band: str = "residents") -> int:
    return int(territory.municipalities[band].iloc[territory.row_of(code)])


@pytest.mark.parametrize(
    ("code", "band", "count"),
    [
        ("015146", "residents", 1_354_196),
        ("015146", "residents_0_2", 30_004),
        ("015146", "residents_75_plus", 177_720),
        ("015118", "residents", 59_941),
        ("019036", "residents", 70_637),
        ("023091", "residents", 255_588),
        ("012144", "residents", 3_617),
    ],
)
def test_residents_are_those_of_the_check_figures(real_territory: Territory, code: str, band: str, count: int) -> None:
    assert residents_of(real_territory, code, band) == count


@pytest.mark.parametrize(
    ("code", "name", "cadastral_code", "former_codes"),
    [
        ("012144", "Bardello con Malgesso e Bregano", "M433", ("012009", "012018", "012095")),
        ("018026", "Campospinoso Albaredo", "B567", ("018002",)),
        ("013256", "Uggiate con Ronago", "M435", ("013228", "013199")),
        ("017158", "Puegnago del Garda", "H086", ()),
    ],
)
def test_the_repairs_give_the_municipalities_of_2026(
    real_territory: Territory, code: str, name: str, cadastral_code: str, former_codes: tuple[str, ...]
) -> None:
    row = real_territory.municipalities.iloc[real_territory.row_of(code)]
    assert (row["municipality_name"], row["cadastral_code"]) == (name, cadastral_code)
    assert row["geometry"].is_valid
    assert not set(former_codes) & set(real_territory.municipalities["municipality_code"])


def test_lombardy_and_verona_have_exactly_the_municipalities_of_the_official_list(real_territory: Territory) -> None:
    regions = real_territory.municipalities["region_code"].value_counts()
    assert regions.to_dict() == {"03": 1502, "05": 98}
    assert real_territory.notices == ()


def test_bardello_fills_the_hole_between_its_neighbours(real_territory: Territory) -> None:
    table = real_territory.municipalities
    bardello = table.geometry.iloc[real_territory.row_of("012144")]
    area_km2 = shapely.area(geometry_to_metric(np.array([bardello], dtype=object))[0]) / 1e6
    touching = set(table["municipality_name"][table.geometry.touches(bardello)])
    assert area_km2 == pytest.approx(7.78, abs=0.01)
    assert touching == {"Besozzo", "Biandronno", "Brebbia", "Gavirate", "Travedona-Monate"}


def test_the_two_enclaves_stay_holes(real_territory: Territory) -> None:
    union = shapely.coverage_union_all(real_territory.municipalities.geometry.to_numpy())
    holes = np.array([shapely.Polygon(ring) for part in shapely.get_parts(union) for ring in part.interiors])
    areas_km2 = sorted(shapely.area(geometry_to_metric(holes)) / 1e6)
    assert areas_km2 == pytest.approx([0.12, 0.26], abs=0.005)
    with pytest.raises(InputError) as caught:
        real_territory.locate(*shapely.get_coordinates(shapely.point_on_surface(holes[0]))[0])
    assert caught.value.key == "error.point_outside_area"


@pytest.mark.parametrize("name", ["municipalities", "display"])
def test_the_real_geometry_is_a_valid_coverage(real_territory: Territory, name: str) -> None:
    polygons = getattr(real_territory, name).geometry
    assert polygons.is_valid.all()
    assert not polygons.is_empty.any()
    assert shapely.coverage_is_valid(polygons.to_numpy())


def test_the_real_background_meets_the_area_without_gap_or_overlap(real_territory: Territory) -> None:
    both = [*real_territory.display.geometry, *real_territory.background.geometry]
    assert shapely.coverage_is_valid(both)
    assert len(real_territory.background) == 107 - 13
    assert real_territory.background.geometry.is_valid.all()


@pytest.mark.parametrize("level", list(Level))
def test_parts_of_the_real_territory_add_up(real_territory: Territory, level: Level) -> None:
    units = real_territory.units(level)
    assert units["municipality_count"].sum() == 1600
    assert units["residents"].sum() == real_territory.municipalities["residents"].sum()
    assert shapely.coverage_is_valid(units.geometry.to_numpy())


def test_the_point_of_every_municipality_lies_in_it(real_territory: Territory) -> None:
    table = real_territory.municipalities
    located = [real_territory.locate(*point) for point in zip(table["point_lon"], table["point_lat"], strict=True)]
    assert located == list(table["municipality_code"])


def test_a_workplace_in_legnano_is_in_the_alto_milanese_and_has_its_office(real_territory: Territory) -> None:
    code = real_territory.locate(8.918, 45.594)
    row = real_territory.municipalities.iloc[real_territory.row_of(code)]
    assert (code, row["district_name"], row["province_short"]) == ("015118", "Alto Milanese", "MI")
    offices = real_territory.offices.set_index("office_id")["phone"]
    assert offices[real_territory.office_of[code]] == "+3903311816367"


def test_every_municipality_has_a_district_and_oglio_po_crosses_provinces(real_territory: Territory) -> None:
    table = real_territory.municipalities
    assert table["district_id"].notna().all()
    crossing = real_territory.municipality_codes_of("district:oglio-po")
    assert {code[:3] for code in crossing} == {"019", "020"}


@pytest.mark.parametrize("words", ["Magentino", "Ambito Magentino", "Magenta (Magentino)", "magenta"])
def test_the_magentino_is_found_by_each_of_its_names(real_territory: Territory, words: str) -> None:
    assert real_territory.find_district(words) == "magenta-magentino"


@pytest.mark.parametrize(
    ("lon", "lat", "key"),
    [
        pytest.param(7.68, 45.07, "error.point_outside_area", id="Torino"),
        pytest.param(8.93, 44.40, "error.point_outside_area", id="the harbour of Genova"),
        pytest.param(8.54, 47.37, "error.point_outside_italy", id="Zürich"),
        pytest.param(8.95, 46.0, "error.point_outside_italy", id="Lugano"),
    ],
)
def test_points_around_the_real_area_are_told_apart(
    real_territory: Territory, lon: float, lat: float, key: str
) -> None:
    with pytest.raises(InputError) as caught:
        real_territory.locate(lon, lat)
    assert caught.value.key == key
