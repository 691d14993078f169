import threading

import numpy as np
import pytest
import shapely
from pyproj import Transformer

from geodata.crs import degrees_from, geometry_to_degrees, geometry_to_metric, to_degrees, to_metric

UTM_ORIGIN_LON, UTM_ORIGIN_X_M = 9.0, 500_000
"""Central meridian of zone 32 and its false easting."""


def test_the_central_meridian_has_the_false_easting() -> None:
    x_m, y_m = to_metric([UTM_ORIGIN_LON], [45.0])
    assert x_m[0] == pytest.approx(UTM_ORIGIN_X_M)
    assert y_m[0] == pytest.approx(4_982_950, abs=1)


def test_longitude_comes_first() -> None:
    x_m, _ = to_metric([9.1, 9.0], [45.0, 45.1])
    assert x_m[0] > x_m[1]


def test_degrees_there_and_back_are_the_same() -> None:
    lon, lat = [8.918, 11.43, 9.0], [45.594, 44.7, 46.6]
    assert np.allclose(to_degrees(*to_metric(lon, lat)), [lon, lat], atol=1e-9)


@pytest.mark.parametrize("crs", ["EPSG:32632", "EPSG:32633", "EPSG:3003", "EPSG:4258", "EPSG:3857"])
def test_a_thread_of_its_own_finds_the_degrees_of_pyproj(crs: str) -> None:
    x, y = Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform([8.918, 11.43], [45.594, 44.7])
    found: list[object] = []
    thread = threading.Thread(target=lambda: found.append(degrees_from(crs, x, y)))
    thread.start()
    thread.join()
    expected = Transformer.from_crs(crs, "EPSG:4326", always_xy=True).transform(x, y)
    assert np.array_equal(np.array(found[0]), np.array(expected))


def test_a_missing_position_stays_missing() -> None:
    x_m, y_m = to_metric([np.nan, 9.0], [45.0, np.nan])
    assert np.isnan(x_m).all()
    assert np.isnan(y_m).all()


def test_a_position_off_the_earth_is_missing_and_not_infinite() -> None:
    x_m, _ = to_metric([9.0], [1e6])
    assert np.isnan(x_m[0])


def test_a_square_of_a_kilometre_has_its_area_in_metres() -> None:
    square = np.array([shapely.box(500_000, 5_000_000, 501_000, 5_001_000)], dtype=object)
    again = geometry_to_metric(geometry_to_degrees(square))
    assert shapely.area(again)[0] == pytest.approx(1_000_000)


def test_threads_get_the_same_metres() -> None:
    found: list[float] = []
    threads = [threading.Thread(target=lambda: found.append(float(to_metric([9.5], [45.5])[0][0]))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == len(threads)
    assert len(set(found)) == 1
