"""Municipalities as the generator sees them, and invented positions inside them."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from geodata.codes import PositionQuality
from geodata.territory import Territory
from welfare_map.register.demo.dice import Dice

WITHOUT_POSITION_SHARE = 0.02
IN_MUNICIPALITY_SHARE = 0.04
METRES_PER_DEGREE_LAT = 111_150.0
METRES_PER_DEGREE_LON = 78_000.0
"""At 45.5 degrees north; a spread needs no better."""
SMALLEST_SPREAD_M = 250.0
SPREAD_PER_ROOT_RESIDENT_M = 5.0
"""Half width of the built-up area: 0.4 km for 1,000 residents, 1.5 km for 60,000, 6 km for Milan."""
SHRINKING = 0.85
TRY_COUNT = 40
STREETS = ("Via dimostrativa", "Viale dimostrativo", "Piazza dimostrativa", "Corso dimostrativo", "Vicolo dimostrativo")


@dataclass(frozen=True, slots=True)
class Site:
    """One municipality: names, residents, the point that stands for it and its full boundary (degrees, EPSG:4326)."""

    municipality_code: str
    municipality_name: str
    province_code: str
    residents: int
    residents_0_2: int
    residents_3_5: int
    residents_75_plus: int
    lon: float
    lat: float
    boundary: BaseGeometry

    @property
    def spread_m(self) -> float:
        """Half width of the built-up area, metres."""
        return SMALLEST_SPREAD_M + SPREAD_PER_ROOT_RESIDENT_M * math.sqrt(self.residents)

    def contains(self, lon: float, lat: float) -> bool:
        """Tell whether a point is inside the boundary."""
        return bool(shapely.contains_xy(self.boundary, lon, lat))


def sites_of(territory: Territory) -> tuple[Site, ...]:
    """Return the municipalities of a territory, by code."""
    return tuple(_sites(territory))


def _sites(territory: Territory) -> Iterator[Site]:
    for row in territory.municipalities.itertuples():
        shapely.prepare(row.geometry)
        yield Site(
            municipality_code=str(row.municipality_code),
            municipality_name=str(row.municipality_name),
            province_code=str(row.province_code),
            residents=int(row.residents),
            residents_0_2=int(row.residents_0_2),
            residents_3_5=int(row.residents_3_5),
            residents_75_plus=int(row.residents_75_plus),
            lon=round(float(row.point_lon), 5),
            lat=round(float(row.point_lat), 5),
            boundary=row.geometry,
        )


def position_cells(site: Site, dice: Dice) -> dict[str, object]:
    """
    Invent a position inside a municipality.

    Returns
    -------
    cells
        The position columns of a record; a few records have the municipality's point only, or no position at all.
    """
    cells: dict[str, object] = {"municipality_code": site.municipality_code}
    lot = dice.share()
    if lot < WITHOUT_POSITION_SHARE:
        return cells | {"position_quality": PositionQuality.NONE.value}
    point = None if lot < WITHOUT_POSITION_SHARE + IN_MUNICIPALITY_SHARE else _point_near_centre(site, dice)
    if point is None:
        return cells | {"lon": site.lon, "lat": site.lat, "position_quality": PositionQuality.MUNICIPALITY.value}
    address = f"{dice.pick(STREETS)} {dice.between(1, 90)}"
    return cells | {
        "address": address,
        "lon": point[0],
        "lat": point[1],
        "position_quality": PositionQuality.ADDRESS.value,
    }


def _point_near_centre(site: Site, dice: Dice) -> tuple[float, float] | None:
    """Draw around the municipality's point, closer at each miss; None when no draw falls inside."""
    spread_m = site.spread_m
    for _ in range(TRY_COUNT):
        lon = round(site.lon + dice.offset() * spread_m / METRES_PER_DEGREE_LON, 5)
        lat = round(site.lat + dice.offset() * spread_m / METRES_PER_DEGREE_LAT, 5)
        if site.contains(lon, lat):
            return lon, lat
        spread_m *= SHRINKING
    return None
