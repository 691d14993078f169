"""The distance of trips inside a municipality."""

import math
from collections.abc import Callable

import pandas as pd
import pytest

from geodata.territory import Territory
from geodata.territory.internal import internal_distances_m

DISK_M = 2 / 3 * math.sqrt(1e8 / math.pi)


def test_one_place_is_a_disk_of_the_whole_area(toy_territory: Territory) -> None:
    assert toy_territory.internal_m == pytest.approx([DISK_M] * 9, rel=1e-3)


def test_places_weigh_by_their_people(
    toy_territory: Territory, at_km: Callable[[float, float], tuple[float, float]]
) -> None:
    """
    Three quarters of the people in one place, one quarter in another 4 km away.

    Two of the one meet with probability 9/16, of the other 1/16, one of each 6/16: 9/16 · d√(3/4) + 1/16 · d/2 + 6/16 ·
    4 km, where d is the distance of a disk of the whole area.
    """
    (west_lon, west_lat), (east_lon, east_lat) = at_km(3, 5), at_km(7, 5)
    places = pd.DataFrame(
        {
            "municipality_code": ["901001", "901001", "999999"],
            "lon": [west_lon, east_lon, 9.0],
            "lat": [west_lat, east_lat, 45.0],
            "population": [300, 100, 5],
        }
    )
    found_m = internal_distances_m(toy_territory.municipalities, places)
    expected_m = 9 / 16 * DISK_M * math.sqrt(3 / 4) + 1 / 16 * DISK_M / 2 + 6 / 16 * 4000
    assert found_m[0] == pytest.approx(expected_m, rel=1e-3)
    assert found_m[1:] == pytest.approx([DISK_M] * 8, rel=1e-3)
