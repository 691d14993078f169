"""
Positions in degrees (EPSG:4326): decimal comma, ``POINT (lon lat)``, GeoJSON points, swapped axes.

Metres that a publisher declares as degrees are recognised by their range: the eastings of the systems in use in Italy
do not meet, and no easting is a northing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from geodata.cleaning.numbers import clean_number
from geodata.cleaning.text import clean_text
from geodata.crs import GEOGRAPHIC_CRS, METRIC_CRS, degrees_from
from geodata.tables import LAT_RANGE, LON_RANGE

EASTINGS_M = {
    METRIC_CRS: (260_000.0, 1_000_000.0),
    "EPSG:3003": (1_290_000.0, 1_850_000.0),
    "EPSG:3004": (2_290_000.0, 2_850_000.0),
}
"""UTM 32 N and Gauss-Boaga west and east (Monte Mario): false eastings of 500, 1500 and 2520 km."""
NORTHINGS_M = (3_900_000.0, 5_300_000.0)
POINT = re.compile(r"POINT\s*\(\s*(\S+)\s+(\S+)\s*\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Position:
    """
    A point in Italy.

    Parameters
    ----------
    lon, lat
        Degrees, EPSG:4326.
    was_swapped
        The axes were published the other way round.
    metric_crs
        System of the metres that were published as degrees, or "".
    """

    lon: float
    lat: float
    was_swapped: bool = False
    metric_crs: str = ""


def clean_position(lon: object, lat: object, *, crs: str = "") -> Position | None:
    """
    Return the point of two cells; None when there is none in Italy's bounding box.

    The ranges of longitude and latitude do not meet, so swapped axes are recognised without doubt.

    Parameters
    ----------
    lon, lat
        Cells; degrees unless ``crs`` says otherwise.
    crs
        Reference system that the publisher declares, "" for degrees; its metres are turned into degrees.

    Examples
    --------
    >>> clean_position("9,1", "45,5")
    Position(lon=9.1, lat=45.5, was_swapped=False)
    """
    x, y = clean_number(lon), clean_number(lat)
    if x is None or y is None:
        return None
    if _is_in_italy(x, y):
        return Position(x, y)
    if crs and crs != GEOGRAPHIC_CRS:
        return _from_metres(crs, x, y)
    return Position(y, x, was_swapped=True) if _is_in_italy(y, x) else _undeclared(x, y)


def clean_point(cell: object, *, crs: str = "") -> Position | None:
    """Return the point of one cell, ``POINT (lon lat)`` or a GeoJSON point; None when there is none in Italy."""
    if isinstance(cell, Mapping):
        lon, lat = _mapped(cell)
        return clean_position(lon, lat, crs=crs)
    found = POINT.search(clean_text(cell) or "")
    return clean_position(found[1], found[2], crs=crs) if found else None


def _undeclared(x: float, y: float) -> Position | None:
    """Return the point of metres declared as degrees, whichever axis comes first."""
    east, north = min(x, y), max(x, y)
    if not NORTHINGS_M[0] <= north <= NORTHINGS_M[1]:
        return None
    found = next((crs for crs, (west, end) in EASTINGS_M.items() if west <= east <= end), None)
    position = _from_metres(found, east, north) if found else None
    return replace(position, was_swapped=x > y, metric_crs=found or "") if position else None


def _from_metres(crs: str, x: float, y: float) -> Position | None:
    lon, lat = degrees_from(crs, x, y)
    return Position(float(lon), float(lat)) if _is_in_italy(float(lon), float(lat)) else None


def _mapped(cell: Mapping[str, object]) -> tuple[object, object]:
    coordinates = cell.get("coordinates")
    if isinstance(coordinates, list) and len(coordinates) > 1:
        return coordinates[0], coordinates[1]
    return cell.get("longitude"), cell.get("latitude")


def _is_in_italy(lon: float, lat: float) -> bool:
    return LON_RANGE[0] <= lon <= LON_RANGE[1] and LAT_RANGE[0] <= lat <= LAT_RANGE[1]
