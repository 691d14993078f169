"""Outlines as they travel, held against the outline that a browser makes of them."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from welfare_map.maps.positions import FINEST_SHARE, MAX_OUTLINE_BYTES, MAX_RING_COUNT, packed_outline, packed_steps

SQUARE = shapely.box(9.0, 45.0, 9.2, 45.2)
UNIT = 1e-5


def drawn(rings: list[list[int]]) -> shapely.MultiLineString:
    """Read rings as the script of the map does."""
    corners = [np.cumsum(np.reshape(steps, (-1, 2)), axis=0) * UNIT for steps in rings]
    return shapely.MultiLineString([np.vstack([ring, ring[:1]]) for ring in corners])


def wild(seed: int, corner_count: int, side: float) -> shapely.Polygon:
    """Return an outline whose every corner is at another distance from 9 E 45 N."""
    reach = np.random.default_rng(seed).uniform(0.3, 1, corner_count) * side / 2
    turns = np.linspace(0, 2 * np.pi, corner_count, endpoint=False)
    return shapely.Polygon(np.column_stack([9 + reach * np.cos(turns), 45 + reach * np.sin(turns)]))


def byte_count(rings: list[list[int]]) -> int:
    return sum(len(str(step)) + 1 for ring in rings for step in ring)


def test_positions_travel_as_differences_from_the_one_before() -> None:
    assert packed_steps([9.1, 9.2, 9.2], [45.1, 45.0, 45.0]) == [910000, 4510000, 10000, -10000, 0, 0]


def test_a_square_travels_as_its_four_corners() -> None:
    (ring,) = packed_outline(SQUARE)
    assert len(ring) == 8
    assert drawn([ring]).hausdorff_distance(SQUARE.exterior) <= UNIT


def test_parts_and_holes_travel_and_specks_do_not() -> None:
    hole, part, speck = (
        shapely.box(west, 45.1, west + side, 45.1 + side) for west, side in ((9.1, 0.02), (9.4, 0.05), (9.3, UNIT))
    )
    outline = shapely.MultiPolygon([SQUARE - hole, part, speck])
    expected = shapely.MultiLineString([SQUARE.exterior, hole.exterior, part.exterior])
    rings = packed_outline(outline)
    assert len(rings) == 3
    assert drawn(rings).hausdorff_distance(expected) <= 0.5 * FINEST_SHARE + UNIT


@pytest.mark.parametrize("nothing", [shapely.Polygon(), shapely.MultiPolygon()])
def test_an_outline_of_nothing_travels_as_nothing(nothing: shapely.Polygon) -> None:
    assert packed_outline(nothing) == []


@given(st.integers(0, 1000), st.integers(4, 1000), st.floats(0.01, 2))
def test_an_outline_stays_small_and_is_drawn_where_it_is(seed: int, corner_count: int, side: float) -> None:
    outline = wild(seed, corner_count, side)
    rings = packed_outline(outline)
    assert byte_count(rings) <= MAX_OUTLINE_BYTES
    assert rings
    west, south, east, north = drawn(rings).bounds
    assert [west, south, east, north] == pytest.approx(outline.bounds, abs=side / 10)


def test_of_a_thousand_islands_the_largest_are_drawn() -> None:
    cells = [(x, y) for x in range(40) for y in range(40)]
    islands = [shapely.box(9 + x / 100, 45 + y / 100, 9.005 + x / 100, 45.005 + y / 100) for x, y in cells]
    rings = packed_outline(shapely.MultiPolygon([*islands, shapely.box(9.5, 45, 9.6, 45.1)]))
    assert 1 < len(rings) <= MAX_RING_COUNT
    assert byte_count(rings) <= MAX_OUTLINE_BYTES
    assert drawn(rings[:1]).bounds == pytest.approx((9.5, 45, 9.6, 45.1), abs=UNIT)
