"""The territory as everybody reads it: municipalities, what they belong to, and which of them holds a point."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata.codes import Level
from geodata.crs import GEOGRAPHIC_CRS, FloatArray, geometry_to_metric
from geodata.errors import InputError
from geodata.notices import Notice
from geodata.population import BAND_COLUMNS
from geodata.tables import LAT_RANGE, LON_RANGE
from geodata.territory import names
from geodata.territory.coverage import united
from geodata.territory.internal import internal_distances_m

if TYPE_CHECKING:
    from pandas.api.typing import SeriesGroupBy

LEVEL_COLUMNS: Mapping[Level, tuple[str, str]] = {
    Level.MUNICIPALITY: ("municipality_code", "municipality_name"),
    Level.DISTRICT: ("district_id", "district_name"),
    Level.PROVINCE: ("province_code", "province_name"),
    Level.REGION: ("region_code", "region_name"),
}
"""Level -> the columns of its code and of its name."""

BELONGING = (
    "municipality_code",
    "municipality_name",
    "district_id",
    "district_name",
    "district_confidence",
    "province_code",
    "province_short",
    "province_name",
    "region_code",
    "region_name",
)
PLACE_COLUMNS = ("name", "lon", "lat", "population", "municipality_code")
SURROUNDING_COLUMNS = (
    "municipality_code",
    "municipality_name",
    "province_short",
    *BAND_COLUMNS,
    "has_residents",
    "point_lon",
    "point_lat",
)
SAME_LINE_M = 1.0
"""The background follows the area vertex by vertex, but for what is rounded."""
COAST_TOLERANCE_DEGREES = 0.02
"""About two kilometres: the coarse coast line must not put a harbour outside Italy."""


@dataclass(frozen=True, eq=False)
class Territory:
    """
    Municipalities of the area and what belongs to them. Never written to.

    Parameters
    ----------
    area
        Items that chose the municipalities, as in the settings.
    municipalities
        One row per municipality, by code, index 0…n-1, full geometry, EPSG:4326. ``municipality_code``,
        ``municipality_name``, ``cadastral_code``, ``province_code``, ``province_short``, ``province_name``,
        ``region_code``, ``region_name``, ``district_id``, ``district_name``, ``district_confidence`` (None where no
        district is known), residents by band (``geodata.population``; 0 where ``has_residents`` is false: not known),
        ``is_chief_town`` (of a province), ``point_lon``, ``point_lat``, ``point_is_interior``.
    display
        ``municipality_code`` and simplified geometry in the same order, EPSG:4326: a coverage.
    background
        Provinces outside the area: ``province_code``, ``province_short``, ``province_name``, ``chief_town_name``,
        ``chief_town_lon``, ``chief_town_lat``, coarse geometry, EPSG:4326.
    offices
        District offices that are documented (contract ``district_offices``).
    office_of
        Municipality code -> office id, only where documented.
    version
        Changes with the published data, the manual tables and the code that builds; "" when built in memory.
    notices
        Where the published tables disagree.
    places
        GeoNames places inside the area: ``name``, ``lon``, ``lat``, ``population``, ``municipality_code``.
    surroundings
        All other municipalities of Italy, by code: ``municipality_code``, ``municipality_name``, ``province_short``,
        residents by band, ``has_residents``, ``point_lon``, ``point_lat``, each as in ``municipalities``.
    """

    area: tuple[str, ...]
    municipalities: gpd.GeoDataFrame
    display: gpd.GeoDataFrame
    background: gpd.GeoDataFrame
    offices: pd.DataFrame
    office_of: Mapping[str, str]
    version: str = ""
    notices: tuple[Notice, ...] = ()
    places: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(PLACE_COLUMNS)))
    surroundings: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(SURROUNDING_COLUMNS)))

    def locate(self, lon: float, lat: float) -> str:
        """
        Return the code of the municipality that holds a point; on a shared border the lowest code.

        Parameters
        ----------
        lon, lat
            Degrees, EPSG:4326.

        Raises
        ------
        InputError
            ``error.bad_coordinates``, ``error.swapped_coordinates``, ``error.point_outside_italy`` or
            ``error.point_outside_area``.
        """
        check_coordinates(lon, lat)
        rows = self._tree.query(shapely.Point(lon, lat), predicate="covered_by")
        if len(rows) == 0:
            raise InputError(self._outside(lon, lat), lon=lon, lat=lat)
        return self._codes[int(rows.min())]

    def row_of(self, municipality_code: str) -> int:
        """
        Return the row number of a municipality.

        Raises
        ------
        InputError
            ``error.unknown_municipality``: no such code in the area.
        """
        if municipality_code not in self._row_of:
            raise InputError("error.unknown_municipality", code=municipality_code)
        return self._row_of[municipality_code]

    def find_district(self, words: str) -> str | None:
        """Return the id of the district that the words mean (id, name or alias), None when there is none or two."""
        return self._aliases.get(names.bare(words))

    def municipality_codes_of(self, item: str) -> tuple[str, ...]:
        """
        Municipalities of a territorial item inside the area, by code.

        Parameters
        ----------
        item
            ``municipality:015146``, ``district:<id>``, ``province:023``, ``region:03`` or ``italy``; anything else, and
            what lies outside the area, gives an empty tuple.
        """
        return self._codes_of.get(item, ())

    def units(self, level: Level) -> gpd.GeoDataFrame:
        """
        One row per unit of a level, by code.

        Parameters
        ----------
        level
            Municipalities without a district are in no district.

        Returns
        -------
        units
            ``level``, ``code``, ``name``; the columns of what a municipality belongs to, None where the unit's
            municipalities differ; ``municipality_count``; residents by band; display geometry (EPSG:4326), a coverage
            in itself.
        """
        return self._units[Level(level)]

    def _outside(self, lon: float, lat: float) -> str:
        near = self._background_tree.query(
            shapely.Point(lon, lat), predicate="dwithin", distance=COAST_TOLERANCE_DEGREES
        )
        return "error.point_outside_area" if len(near) else "error.point_outside_italy"

    def rows_touching(self, geometry: shapely.Geometry) -> npt.NDArray[np.intp]:
        """Return the rows of the municipalities that a geometry (EPSG:4326) touches, in ascending order."""
        return np.sort(np.asarray(self._tree.query(geometry, predicate="intersects"), dtype=np.intp))

    @functools.cached_property
    def internal_m(self) -> FloatArray:
        """Metres of a trip inside each municipality, in order; see ``internal_distances_m``."""
        return internal_distances_m(self.municipalities, self.places)

    @functools.cached_property
    def polygons_m(self) -> npt.NDArray[np.object_]:
        """Polygons of the municipalities, in order, metres, EPSG:32632."""
        return np.asarray(geometry_to_metric(self.municipalities.geometry.to_numpy()), object)

    @functools.cached_property
    def edge_m(self) -> shapely.Geometry:
        """
        Outline of the map where Italy goes on, simplified as it is drawn, metres, EPSG:32632; empty for all Italy.

        Holes in it are enclaves of a few houses and are left out.
        """
        if self.background.empty:  # nothing of Italy is beyond: no outline to look for
            return shapely.LineString()
        regions = geometry_to_metric(self.units(Level.REGION).geometry.to_numpy())
        outline = shapely.union_all(shapely.get_exterior_ring(shapely.get_parts(shapely.union_all(regions))))
        others = geometry_to_metric(self.background.geometry.to_numpy())
        beside = shapely.union_all(others[shapely.dwithin(others, outline, SAME_LINE_M)])
        edge = shapely.intersection(outline, shapely.buffer(beside, SAME_LINE_M))
        shapely.prepare(edge)
        return edge

    @functools.cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.municipalities.geometry.to_numpy())

    @functools.cached_property
    def _background_tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.background.geometry.to_numpy())

    @functools.cached_property
    def _codes(self) -> tuple[str, ...]:
        return tuple(self.municipalities["municipality_code"])

    @functools.cached_property
    def _row_of(self) -> Mapping[str, int]:
        return {code: row for row, code in enumerate(self._codes)}

    @functools.cached_property
    def _aliases(self) -> Mapping[str, str]:
        known = self.municipalities.dropna(subset=["district_id"]).drop_duplicates("district_id")
        return names.aliases(dict(zip(known["district_id"], known["district_name"], strict=True)))

    @functools.cached_property
    def _codes_of(self) -> Mapping[str, tuple[str, ...]]:
        found = {"italy": self._codes}
        for level, (code, _) in LEVEL_COLUMNS.items():
            for value, rows in self.municipalities.groupby(code)["municipality_code"]:
                found[f"{level}:{value}"] = tuple(rows)
        return found

    @functools.cached_property
    def _units(self) -> "_UnitsOfLevels":
        return _UnitsOfLevels(self.municipalities, self.display)


class _UnitsOfLevels(dict[Level, gpd.GeoDataFrame]):
    """Units of each level, dissolved when first asked for."""

    def __init__(self, municipalities: gpd.GeoDataFrame, display: gpd.GeoDataFrame) -> None:
        super().__init__()
        self._table = municipalities.set_geometry(display.geometry.to_numpy(), crs=GEOGRAPHIC_CRS)

    def __missing__(self, level: Level) -> gpd.GeoDataFrame:
        self[level] = dissolve(self._table, level)
        return self[level]


def check_coordinates(lon: float, lat: float) -> None:
    """
    Refuse what cannot be a point of Italy.

    Raises
    ------
    InputError
        ``error.bad_coordinates``: not finite, or no degrees; ``error.swapped_coordinates``: a point of Italy with
        latitude first; ``error.point_outside_italy``: outside the bounding box of Italy.
    """
    if not (np.isfinite(lon) and np.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):
        raise InputError("error.bad_coordinates", lon=lon, lat=lat)
    if _in_italy_box(lon, lat):
        return
    raise InputError(
        "error.swapped_coordinates" if _in_italy_box(lat, lon) else "error.point_outside_italy", lon=lon, lat=lat
    )


def _in_italy_box(lon: float, lat: float) -> bool:
    return LON_RANGE[0] <= lon <= LON_RANGE[1] and LAT_RANGE[0] <= lat <= LAT_RANGE[1]


def dissolve(table: gpd.GeoDataFrame, level: Level) -> gpd.GeoDataFrame:
    """
    Units of a level out of its municipalities.

    Parameters
    ----------
    table
        Municipalities with display geometry, EPSG:4326.
    level
        See ``Territory.units`` for what comes back.
    """
    code, name = LEVEL_COLUMNS[level]
    groups = table.groupby(code, sort=True)
    shared = {column: _only_value(groups[column]) for column in BELONGING}
    sums = groups[list(BAND_COLUMNS)].sum()
    units = pd.DataFrame({**shared, "municipality_count": groups.size(), **sums})
    units = units.assign(level=level.value, code=units.index, name=groups[name].first())
    polygons = [united(rows.to_numpy()) for _, rows in groups["geometry"]]
    ordered = units[["level", "code", "name", *BELONGING, "municipality_count", *BAND_COLUMNS]]
    return gpd.GeoDataFrame(ordered.reset_index(drop=True), geometry=polygons, crs=GEOGRAPHIC_CRS)


def _only_value(groups: "SeriesGroupBy[str, str]") -> "pd.Series[str]":
    """Return each group's value where it has only one, else None."""
    first = groups.first()
    value_count = groups.nunique(dropna=False)
    return first.astype(object).where(first.notna() & (value_count == 1), None)
