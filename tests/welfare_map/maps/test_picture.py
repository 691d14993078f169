"""The picture lies on the toy territory: squares of 10 km, (0, 0) in the south-west corner."""

import itertools
from collections.abc import Callable

import pytest
import shapely

from geodata.territory import Territory
from welfare_map.maps.picture import NAME_HEIGHT_MM, NAME_WIDTH_MM, Picture, PicturePoint, draw

WIDTH_MM, HEIGHT_MM = 120.0, 80.0
AtKm = Callable[[float, float], tuple[float, float]]


@pytest.fixture
def drawn(toy_territory: Territory, at_km: AtKm) -> Callable[..., Picture | None]:
    """Draw points at kilometres, numbered from 1."""

    def picture(*at: tuple[float, float], start: tuple[float, float] | None = None) -> Picture | None:
        points = [PicturePoint(str(number), *at_km(*place)) for number, place in enumerate(at, start=1)]
        begin = PicturePoint("", *at_km(*start)) if start else None
        return draw(toy_territory, points, start=begin, width_mm=WIDTH_MM, height_mm=HEIGHT_MM)

    return picture


def test_nothing_to_show_is_no_picture(drawn: Callable[..., Picture | None]) -> None:
    assert drawn() is None


def test_every_mark_lies_inside_east_to_the_right_and_north_above(drawn: Callable[..., Picture]) -> None:
    west, east, north = drawn((5, 5), (25, 5), (15, 25), start=(15, 15)).marks

    assert west.x_mm < north.x_mm < east.x_mm
    assert north.y_mm < west.y_mm
    assert west.y_mm == pytest.approx(east.y_mm, abs=0.1)
    for mark in (west, east, north):
        assert 0 < mark.x_mm < WIDTH_MM
        assert 0 < mark.y_mm < HEIGHT_MM


def test_the_scale_bar_is_as_long_as_the_ground_it_stands_for(drawn: Callable[..., Picture]) -> None:
    picture = drawn((5, 5), (25, 5))
    apart_mm = picture.marks[1].x_mm - picture.marks[0].x_mm

    assert picture.scale_mm / picture.scale_km == pytest.approx(apart_mm / 20, rel=0.01)
    assert picture.scale_mm <= WIDTH_MM / 3


def test_points_that_would_overlap_share_a_mark_and_lose_no_number(drawn: Callable[..., Picture]) -> None:
    marks = drawn((5, 5), (5.01, 5), (25, 25), (5, 5)).marks

    assert [mark.words for mark in marks] == ["1, 2, 4", "3"]


def test_an_area_never_shares_the_mark_of_a_door(toy_territory: Territory, at_km: AtKm) -> None:
    points = [PicturePoint("1", *at_km(5, 5)), PicturePoint("2", *at_km(5, 5), is_approximate=True)]

    picture = draw(toy_territory, points, start=None, width_mm=WIDTH_MM, height_mm=HEIGHT_MM)

    assert picture is not None
    assert [(mark.words, mark.is_approximate) for mark in picture.marks] == [("1", False), ("2", True)]


def test_the_boundaries_are_cut_at_the_frame_and_fill_what_they_cover(drawn: Callable[..., Picture]) -> None:
    picture = drawn((15, 15))
    frame = shapely.box(0, 0, WIDTH_MM, HEIGHT_MM)
    areas = [shapely.Polygon(area) for area in picture.areas]

    assert all(frame.buffer(0.01).covers(area) for area in areas)
    assert shapely.union_all(areas).area == pytest.approx(frame.area, rel=0.01)


def test_a_name_makes_way_for_the_mark_that_stands_on_its_town(drawn: Callable[..., Picture]) -> None:
    picture = drawn((5, 5), (25, 25))
    (uno,) = (name for name in picture.names if name.words == "Uno")

    assert uno.x_mm == pytest.approx(picture.marks[0].x_mm, abs=1)
    assert abs(uno.y_mm - picture.marks[0].y_mm) >= NAME_HEIGHT_MM


def test_names_stand_apart_from_each_other(drawn: Callable[..., Picture]) -> None:
    names = drawn((1, 1), (29, 29)).names

    assert {"Cinque", "Due"} <= {name.words for name in names}
    for one, other in itertools.combinations(names, 2):
        room_mm = (len(one.words) + len(other.words)) * NAME_WIDTH_MM / 2
        assert abs(one.y_mm - other.y_mm) >= NAME_HEIGHT_MM or abs(one.x_mm - other.x_mm) >= room_mm
