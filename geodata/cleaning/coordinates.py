"""Positions in degrees (EPSG:4326): decimal comma, ``POINT (lon lat)``, GeoJSON points, swapped axes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from geodata.cleaning.numbers import clean_number
from geodata.cleaning.text import clean_text
from geodata.tables import LAT_RANGE, LON_RANGE

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
    """

    lon: float
    lat: float
    was_swapped: bool = False


def clean_position(lon: object, lat: object) -> Position | None:
    """
    Return the point of two cells; None when there is none in Italy's bounding box.

    The ranges of longitude and latitude do not meet, so swapped axes are recognised without doubt.

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
    return Position(y, x, was_swapped=True) if _is_in_italy(y, x) else None


def clean_point(cell: object) -> Position | None:
    """Return the point of one cell, ``POINT (lon lat)`` or a GeoJSON point; None when there is none in Italy."""
    if isinstance(cell, Mapping):
        lon, lat = _mapped(cell)
        return clean_position(lon, lat)
    found = POINT.search(clean_text(cell) or "")
    return clean_position(found[1], found[2]) if found else None


def _mapped(cell: Mapping[str, object]) -> tuple[object, object]:
    coordinates = cell.get("coordinates")
    if isinstance(coordinates, list) and len(coordinates) > 1:
        return coordinates[0], coordinates[1]
    return cell.get("longitude"), cell.get("latitude")


def _is_in_italy(lon: float, lat: float) -> bool:
    return LON_RANGE[0] <= lon <= LON_RANGE[1] and LAT_RANGE[0] <= lat <= LAT_RANGE[1]
