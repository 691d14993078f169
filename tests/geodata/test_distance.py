import numpy as np

from geodata.distance import straight_line_m


def test_a_triangle_of_three_and_four_kilometres_has_five() -> None:
    assert straight_line_m(0, 0, [3000], [4000]).tolist() == [5000]


def test_distances_keep_the_order_of_the_points() -> None:
    assert straight_line_m(10, 10, [10, 12, 10], [10, 10, 5]).tolist() == [0, 2, 5]


def test_a_missing_position_has_an_unknown_distance() -> None:
    assert np.isnan(straight_line_m(0, 0, [np.nan, 1], [1, np.nan])).tolist() == [True, True]


def test_no_points_have_no_distances() -> None:
    assert straight_line_m(0, 0, [], []).shape == (0,)
